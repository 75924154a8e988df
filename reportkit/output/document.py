"""An extraction as plain data, in the shape and order of the output contract.

Which fields of the dataclasses are printed is said once, here; the JSON Schema is made from the same table.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from reportkit.model import Doubt, Extraction, Indicator, Period, Repair, Report, Section, Span

CONTRACT = "1"
# What stands of its report before the fields of an indicator, where each has a line of its own.
ORIGIN = ("place", "kind", "organ", "title", "year", "code")
HIDDEN = {
    ("Report", "refusals"),
    ("Report", "clues"),
    ("Report", "reason"),
    ("Section", "trace"),
    ("Section", "words"),
    ("Indicator", "trace"),
    ("Indicator", "period_spans"),
}
# The fields of each class that are printed, in their order.
PRINTED: dict[type, tuple[str, ...]] = {
    kind: tuple(f.name for f in dataclasses.fields(kind) if (kind.__name__, f.name) not in HIDDEN)
    for kind in (Report, Section, Repair, Indicator, Doubt)
}
# These are printed only where they apply: a text has no pages, and a sentence no cell.
WHERE_IT_APPLIES = {"page", "table", "cell"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def document(extraction: Extraction) -> dict[str, Any]:
    """One source with its reports: dicts, lists, text, whole numbers and exact `Decimal`."""
    found = unrolled(extraction)
    reports = [{**report, "indicators": list(report["indicators"])} for report in found["reports"]]
    return {**found, "reports": reports}


def unrolled(extraction: Extraction) -> dict[str, Any]:
    """The same with iterators in the place of the lists of reports and of indicators, which are the last of a report.

    As plain data the indicators of a long text take several times the room of the text, and they are needed but once.
    """
    source = extraction.source
    return {
        "reportkit": CONTRACT,
        "source": {
            "path": source.path,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "encoding": source.encoding,
            "characters": len(source.text),
            **({"pages": list(source.pages)} if source.pages else {}),
        },
        "rules": extraction.rules,
        "reports": map(_unrolled, extraction.reports),
        "warnings": list(warnings_of(extraction)),
    }


def _unrolled(report: Report) -> dict[str, Any]:
    bare: dict[str, Any] = plain(dataclasses.replace(report, indicators=()))
    return {**bare, "indicators": map(plain, report.indicators)}


def warnings_of(extraction: Extraction) -> tuple[str, ...]:
    """The warnings of an extraction, those about its source first, each once."""
    return tuple(dict.fromkeys((*extraction.source.warnings, *extraction.warnings)))


def records(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """One dict for each indicator: where it comes from, then its own fields.

    The keys before those of the indicator are ``source`` (the path), ``place``, ``kind``, ``organ``,
    ``title``, ``year`` and ``code`` of its report.
    """
    for report in extraction.reports:
        origin = {"source": extraction.source.path, **{key: getattr(report, key) for key in ORIGIN}}
        for indicator in report.indicators:
            yield origin | plain(indicator)


def plain(value: Any) -> Any:
    """A value of the model as plain data.

    >>> plain(Span(4, 9)), plain(Period.year(2013, 2017)), plain(("人次", None))
    ([4, 9], '2013/2017', ['人次', None])
    """
    if value is None or isinstance(value, str | int | Decimal):
        return value
    if isinstance(value, Span):
        return [value.start, value.stop]
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    fields = {name: plain(getattr(value, name)) for name in PRINTED[type(value)]}
    return {name: each for name, each in fields.items() if each is not None or name not in WHERE_IT_APPLIES}


def digits(value: Decimal) -> str:
    """A number in plain decimal digits: exact, no exponent, no zeros at the end.

    >>> digits(Decimal("1.036E+19")), digits(Decimal("5.60")), digits(Decimal("-0.6667"))
    ('10360000000000000000', '5.6', '-0.6667')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def without_surrogates(value: Any) -> Any:
    """The same plain data with U+FFFD for every lone surrogate, which no encoding of the output can hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {key: without_surrogates(item) for key, item in value.items()}
    if isinstance(value, Iterator):
        return map(without_surrogates, value)
    return value
