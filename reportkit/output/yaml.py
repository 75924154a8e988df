"""YAML with exact numbers and Chinese as it is; what is read back equals the JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import yaml

from reportkit.model import Extraction
from reportkit.output.document import digits, unrolled, without_surrogates
from reportkit.output.visible import CONTROLS, escaped_lines

LINE_WIDTH = 2**31 - 1
# So many indicators are held as plain data at a time.
CHUNK = 200


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Plain data without anchors: numbers from `Decimal`, number lists in flow style."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: Any, value: Decimal) -> Any:
    text = digits(value)
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


def _list(dumper: Any, value: list[Any]) -> Any:
    flow = all(isinstance(item, int | list) for item in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)


def _text(dumper: Any, value: str) -> Any:
    """Represent text as it is; within double quotes, where it can be escaped, if it holds what a terminal would obey."""
    bare = value.isprintable() or not CONTROLS.search(value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if bare else '"')


Dumper.add_representer(str, _text)
Dumper.add_representer(Decimal, _number)
Dumper.add_representer(list, _list)


def yaml_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the document of each extraction, piece by piece; several make a stream, each opened by ``---``.

    As plain data and as nodes of YAML a long text would take more room than there is.
    """
    for extraction in extractions:
        if len(extractions) > 1:
            yield "---\n"
        for key, value in without_surrogates(unrolled(extraction)).items():
            if key == "reports":
                yield from _reports(value)
            else:
                yield dump_yaml({key: value})


def _reports(reports: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write the reports of a document; what belongs to one is written as if it stood alone, without its heads."""
    before = "reports:\n"
    for report in reports:
        indicators = report.pop("indicators")
        yield before + dump_yaml({"reports": [report]}).partition("\n")[2]
        before = "  indicators:\n"
        while some := list(islice(indicators, CHUNK)):
            yield before + dump_yaml({"reports": [{"indicators": some}]}).split("\n", 2)[2]
            before = ""
        if before:
            yield "  indicators: []\n"
        before = ""
    if before:
        yield "reports: []\n"


def dump_yaml(data: Any) -> str:
    """Write plain data as a YAML document."""
    text: str = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=LINE_WIDTH)
    return escaped_lines(text)
