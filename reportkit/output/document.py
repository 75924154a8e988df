"""An extraction as plain data, in the shape and order of the output contract."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reportkit.codec.encode import encode
from reportkit.codec.printed import CONTRACT, SourceInfo, records_of
from reportkit.model import Extraction, Report

# The digits that a double holds for certain, and the places of the largest.
MOST_DIGITS, MOST_PLACES = 15, 307
_SURROGATE = re.compile("[\ud800-\udfff]")


def unrolled(extraction: Extraction) -> dict[str, Any]:
    """Return one source as plain data, with iterators for the lists of reports and of their indicators, which come last.

    As plain data the indicators of a long text take several times the room of the text, and they are needed but once.
    """
    return {
        "reportkit": CONTRACT,
        "source": encode(SourceInfo.of(extraction.source)),
        "rules": extraction.rules,
        "reports": map(_unrolled, extraction.reports),
        "warnings": list(warnings_of(extraction)),
    }


def document(extraction: Extraction) -> dict[str, Any]:
    """Return one source as plain data."""
    found = unrolled(extraction)
    found["reports"] = [{**each, "indicators": list(each["indicators"])} for each in found["reports"]]
    return found


def _unrolled(report: Report) -> dict[str, Any]:
    return {
        **encode(dataclasses.replace(report, indicators=())),
        "indicators": map(encode, report.indicators),
    }


def warnings_of(extraction: Extraction) -> tuple[str, ...]:
    """Return the warnings of an extraction, those about its source first, each once."""
    return tuple(dict.fromkeys((*extraction.source.warnings, *extraction.warnings)))


def records(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """Return each indicator as plain data of a `Record`."""
    return map(encode, records_of(extraction))


def digits(value: Decimal) -> str:
    """Write a number in plain decimal digits: exact, no exponent, no zeros at the end.

    >>> digits(Decimal("1.036E+19")), digits(Decimal("5.60")), digits(Decimal("-0.6667"))
    ('10360000000000000000', '5.6', '-0.6667')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def fits_double(text: str) -> bool:
    """Return whether a double, and so a cell of Excel, holds every one of the `digits` of a number.

    >>> fits_double("126000000000000000"), fits_double("-0.123456789012345"), fits_double("1234567890123456")
    (True, True, False)
    """
    return len(text.replace(".", "").strip("-0")) <= MOST_DIGITS and len(text) <= MOST_PLACES


def without_surrogates(value: Any) -> Any:
    """Put U+FFFD for every lone surrogate of plain data, which no encoding of the output can hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {key: without_surrogates(item) for key, item in value.items()}
    if isinstance(value, Iterator):
        return map(without_surrogates, value)
    return value
