"""YAML with exact numbers and Chinese as it is; what is read back equals the JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import yaml

from reportkit.model import Extraction
from reportkit.output.document import digits, document, without_surrogates
from reportkit.output.visible import OBEYED, escaped_lines

UNFOLDED = 2**31 - 1


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
    """Text as it is; within double quotes, where it can be escaped, if it holds what a terminal would obey."""
    bare = value.isprintable() or not OBEYED.search(value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if bare else '"')


Dumper.add_representer(str, _text)
Dumper.add_representer(Decimal, _number)
Dumper.add_representer(list, _list)


def render_yaml(extractions: Sequence[Extraction]) -> str:
    """The document of each extraction; several make a stream, each opened by ``---``."""
    text: str = yaml.dump_all(
        [without_surrogates(document(extraction)) for extraction in extractions],
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=UNFOLDED,
        explicit_start=len(extractions) > 1,
    )
    return escaped_lines(text)


def dump_yaml(data: Any) -> str:
    """Plain data as a YAML document."""
    text: str = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=UNFOLDED)
    return escaped_lines(text)
