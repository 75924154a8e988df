"""Values out of plain data, strictly: a fault names the place and what was expected there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

from reportkit.codec.encode import keys_of
from reportkit.codec.walk import Walk
from reportkit.model import Period, Span

# The places before and behind the point that a number of a report may need, and many more: with 10^9 of them it would
# fill the memory as soon as it is printed.
MOST_PLACES = 1_000
# The most digits of a whole number that a data frame writes with a point, as it does where a column has gaps.
WHOLE_DIGITS = 18
# So much of what is wrong is shown.
SHOWN_CHARACTERS = 60


class Fault(Exception):
    """What is wrong with plain data; `at` is the place in it."""

    def __init__(self, says: str, at: str = "") -> None:
        super().__init__(says)
        self.says, self.at = says, at

    def __str__(self) -> str:
        return f"{self.at}: {self.says}" if self.at else self.says

    def under(self, place: str) -> Fault:
        """Return the same fault, seen from the value that holds the `place`."""
        return Fault(self.says, place + self.at)


Decode = Callable[[Any], Any]


class _Decoder(Walk[Decode]):
    """Functions from plain data to values, which raise `Fault`; a `loose` one lets keys pass that it does not know."""

    def __init__(self, loose: bool) -> None:
        super().__init__()
        self._loose = loose

    def from_scalar(self, kind: Any) -> Decode:
        special: dict[Any, Decode] = {Span: _span, Period: _period, str: _text}
        return special.get(kind) or (lambda data: _number(kind, data))

    def from_choice(self, values: tuple[Any, ...]) -> Decode:
        def choose(data: Any) -> Any:
            if data not in values or isinstance(data, bool):
                raise Fault(f"{_shown(data)}, expected one of {', '.join(map(str, values))}")
            return data

        return choose

    def from_optional(self, made: Decode) -> Decode:
        return lambda data: None if data is None else made(data)

    def from_list(self, made: Decode) -> Decode:
        def decode_each(data: Any) -> tuple[Any, ...]:
            if not isinstance(data, list):
                raise Fault(f"{_shown(data)}, expected a list")
            return _each(repeat(made), data)

        return decode_each

    def from_tuple(self, made: Sequence[Decode]) -> Decode:
        def decode_each(data: Any) -> tuple[Any, ...]:
            if not isinstance(data, list) or len(data) != len(made):
                raise Fault(f"{_shown(data)}, expected a list of {len(made)}")
            return _each(made, data)

        return decode_each

    def from_class(self, kind: Any) -> Decode:
        fields = [(n, f.made, keys_of(f.hint) if f.flat else None) for n, f in self.fields(kind).items()]
        known = frozenset(keys_of(kind))
        required = [name for name, f in self.fields(kind).items() if f.required and not f.flat]

        def decode_fields(data: Any) -> Any:
            if not isinstance(data, dict):
                raise Fault(f"{_shown(data)}, expected an object")
            for key in () if self._loose else data:
                if key not in known:
                    raise Fault(f"unknown key {_shown(key)}")
            for key in required:
                if key not in data:
                    raise Fault(f"the key {key!r} is missing")
            values, place = dict[str, Any](), ""
            try:
                for name, made, inner in fields:
                    if inner is not None:
                        place = ""
                        values[name] = made({key: data[key] for key in inner if key in data})
                    elif name in data:
                        place = f".{name}"
                        values[name] = made(data[name])
            except Fault as fault:
                raise fault.under(place) from None
            return kind(**values)

        return decode_fields


_STRICT, _LOOSE = _Decoder(loose=False), _Decoder(loose=True)


def decode(kind: Any, data: Any, at: str, loose: bool = False) -> Any:
    """Return the value of type `kind` that plain data describe; `loose` lets keys pass that are not known.

    Raises `Fault` with the place, which `at` begins.
    """
    try:
        return (_LOOSE if loose else _STRICT).of(kind)(data)
    except Fault as fault:
        raise fault.under(at) from None


def _each(made: Iterable[Decode], data: list[Any]) -> tuple[Any, ...]:
    found = list[Any]()
    try:
        for decode_one, each in zip(made, data, strict=False):
            found.append(decode_one(each))
    except Fault as fault:
        raise fault.under(f"[{len(found)}]") from None
    return tuple(found)


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise Fault(f"{_shown(data)}, expected text")
    return data


def _number(kind: Any, data: Any) -> Any:
    data = _whole(data)
    if not _is_whole(data) and not (kind is Decimal and isinstance(data, Decimal)):
        raise Fault(f"{_shown(data)}, expected {'a number' if kind is Decimal else 'a whole number'}")
    number = Decimal(data)
    if number and (number.adjusted() > MOST_PLACES or int(number.as_tuple().exponent) < -MOST_PLACES):
        raise Fault(f"a number of more than {MOST_PLACES:,} places")
    return number if kind is Decimal else data


def _is_whole(data: Any) -> bool:
    return isinstance(data, int) and not isinstance(data, bool)


def _whole(data: Any) -> Any:
    """Return a number such as 2022.0 as the whole number that it is, anything else as it is.

    >>> _whole(Decimal("2022.0")), _whole(Decimal("2022.5")), _whole("2022.0")
    (2022, Decimal('2022.5'), '2022.0')
    """
    if not isinstance(data, Decimal) or not data.is_finite() or data.adjusted() >= WHOLE_DIGITS:
        return data
    return int(data) if data == data.to_integral_value() else data


def _shown(data: Any) -> str:
    if isinstance(data, dict | list):
        return "an object" if isinstance(data, dict) else "a list"
    shown = "null" if data is None else str(data) if isinstance(data, Decimal) else repr(data)
    return shown if len(shown) <= SHOWN_CHARACTERS else f"{shown[:SHOWN_CHARACTERS]}…"


def _span(data: Any) -> Span:
    ends = [_whole(each) for each in data] if isinstance(data, list) else []
    if len(ends) != 2 or not all(_is_whole(each) for each in ends):
        raise Fault("expected two whole numbers")
    return Span(*ends)


def _period(data: Any) -> Period:
    year = _whole(data)
    if _is_whole(year) and 1000 <= year <= 9999:  # a column of nothing but years
        data = str(year)
    try:
        return Period.parse(data if isinstance(data, str) else "")
    except ValueError:
        raise Fault(f"{_shown(data)}, expected a period such as 2023, 2023-H1 or 2013/2017") from None
