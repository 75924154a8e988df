"""Plain data into the types of the model, strictly: a fault names the place and what was expected there."""

from __future__ import annotations

import dataclasses
import re
import types
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportkit.model import Period, Span

# Not printed, and so not read back; nor is what does not count when two values are compared.
UNPRINTED = ("trace", "refusals", "clues")
PERIOD = re.compile(
    r"(\d{4}(?:-(?:H[12]|Q[1-4]|\d{2}(?:-\d{2})?))?)(?:/(\d{4}(?:-(?:H[12]|Q[1-4]|\d{2}(?:-\d{2})?))?))?",
    re.ASCII,
)
# The places before and behind the point that a number of a report may need, and many more: with 10^9 of them it would
# fill the memory as soon as it is printed.
PLACES = 1_000
# What frames of data make of a whole number where a column has gaps.
WHOLE = 18
# So much of what is wrong is shown.
SHOWN = 60
NAMES = {str: "text", int: "a whole number", Decimal: "a number"}


class Fault(Exception):
    """What is wrong with data that is read back, and where."""


def build(kind: Any, data: Any, at: str, loose: bool = False) -> Any:
    """The value of type `kind` that `data` describes; `loose` lets keys pass that are not known.

    Raises `Fault` with the place, which `at` begins.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        if data not in arguments or isinstance(data, bool):
            raise Fault(f"{at}: {_shown(data)}, expected one of {', '.join(map(str, arguments))}")
        return data
    if origin in (Union, types.UnionType):
        return None if data is None else build(arguments[0], data, at, loose)
    if origin is tuple:
        if not isinstance(data, list):
            raise Fault(f"{at}: {_shown(data)}, expected a list")
        return tuple(build(arguments[0], each, f"{at}[{n}]", loose) for n, each in enumerate(data))
    if kind is Span:
        return _span(data, at)
    if kind is Period:
        return _period(data, at)
    if dataclasses.is_dataclass(kind):
        return _record(kind, data, at, loose)
    return _scalar(kind, data, at)


def _scalar(kind: Any, data: Any, at: str) -> Any:
    data = _whole(data)
    right = isinstance(data, str) if kind is str else _is_whole(data)
    if kind is Decimal:
        right = right or isinstance(data, Decimal)
    if not right:
        raise Fault(f"{at}: {_shown(data)}, expected {NAMES[kind]}")
    if kind is str:
        return data
    number = Decimal(data)
    if number and (number.adjusted() > PLACES or int(number.as_tuple().exponent) < -PLACES):
        raise Fault(f"{at}: a number of more than {PLACES:,} places")
    return number if kind is Decimal else data


def _is_whole(data: Any) -> bool:
    return isinstance(data, int) and not isinstance(data, bool)


def _whole(data: Any) -> Any:
    """A number such as 2022.0 as the whole number that it is, anything else as it is.

    >>> _whole(Decimal("2022.0")), _whole(Decimal("2022.5")), _whole("2022.0")
    (2022, Decimal('2022.5'), '2022.0')
    """
    if (
        isinstance(data, Decimal)
        and data.is_finite()
        and data.adjusted() < WHOLE
        and data == data.to_integral_value()
    ):
        return int(data)
    return data


def _shown(data: Any) -> str:
    if isinstance(data, dict | list):
        return "an object" if isinstance(data, dict) else "a list"
    shown = "null" if data is None else str(data) if isinstance(data, Decimal) else repr(data)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"


def _span(data: Any, at: str) -> Span:
    ends = [_whole(each) for each in data] if isinstance(data, list) else []
    if len(ends) != 2 or not all(_is_whole(each) for each in ends):
        raise Fault(f"{at}: expected two whole numbers")
    return Span(*ends)


def _period(data: Any, at: str) -> Period:
    year = _whole(data)
    if _is_whole(year) and 1000 <= year <= 9999:  # a column of nothing but years
        data = str(year)
    match = PERIOD.fullmatch(data) if isinstance(data, str) else None
    if match is None:
        raise Fault(f"{at}: {_shown(data)}, expected a period such as 2023, 2023-H1 or 2013/2017")
    return Period(match[1], match[2] or match[1])


@cache
def _fields(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind) if f.compare and f.name not in UNPRINTED}


@cache
def _required(kind: Any) -> frozenset[str]:
    missing = dataclasses.MISSING
    fields = dataclasses.fields(kind)
    return frozenset(f.name for f in fields if f.default is missing and f.default_factory is missing)


def _record(kind: Any, data: Any, at: str, loose: bool) -> Any:
    if not isinstance(data, dict):
        raise Fault(f"{at}: {_shown(data)}, expected an object")
    fields = _fields(kind)
    for key in data:
        if key not in fields and not loose:
            raise Fault(f"{at}: unknown key {_shown(key)}")
    for key in fields:
        if key not in data and key in _required(kind):
            raise Fault(f"{at}: the key {key!r} is missing")
    return kind(
        **{key: build(hint, data[key], f"{at}.{key}", loose) for key, hint in fields.items() if key in data}
    )
