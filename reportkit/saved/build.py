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
UNPRINTED = ("trace", "refusals")
PERIOD = re.compile(
    r"(\d{4}(?:-(?:H[12]|Q[1-4]|\d{2}(?:-\d{2})?))?)(?:/(\d{4}(?:-(?:H[12]|Q[1-4]|\d{2}(?:-\d{2})?))?))?"
)
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
            raise Fault(f"{at}: {data!r}, expected one of {', '.join(map(str, arguments))}")
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
    right = isinstance(data, str) if kind is str else _is_whole(data)
    if kind is Decimal:
        right = right or isinstance(data, Decimal)
    if not right:
        raise Fault(f"{at}: {_shown(data)}, expected {NAMES[kind]}")
    return Decimal(data) if kind is Decimal else data


def _is_whole(data: Any) -> bool:
    return isinstance(data, int) and not isinstance(data, bool)


def _shown(data: Any) -> str:
    if isinstance(data, dict | list):
        return "an object" if isinstance(data, dict) else "a list"
    return repr(data)


def _span(data: Any, at: str) -> Span:
    if not isinstance(data, list) or len(data) != 2 or not all(_is_whole(each) for each in data):
        raise Fault(f"{at}: expected two whole numbers")
    return Span(*data)


def _period(data: Any, at: str) -> Period:
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
            raise Fault(f"{at}: unknown key {key!r}")
    for key in fields:
        if key not in data and key in _required(kind):
            raise Fault(f"{at}: the key {key!r} is missing")
    return kind(
        **{key: build(hint, data[key], f"{at}.{key}", loose) for key, hint in fields.items() if key in data}
    )
