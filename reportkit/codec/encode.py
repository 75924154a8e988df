"""Values as plain data: dicts, lists, text, true and false, whole numbers and exact `Decimal`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from reportkit.codec.walk import Walk
from reportkit.model import Period, Span

Encode = Callable[[Any], Any]


class _Encoder(Walk[Encode | None]):
    """Functions from values to plain data; None where a value is plain already."""

    def from_scalar(self, kind: Any) -> Encode | None:
        if kind is Span:
            return lambda span: [span.start, span.stop]
        return str if kind is Period else None

    def from_choice(self, values: tuple[Any, ...]) -> Encode | None:
        return None

    def from_optional(self, made: Encode | None) -> Encode | None:
        return None if made is None else lambda value: None if value is None else made(value)

    def from_list(self, made: Encode | None) -> Encode | None:
        return list if made is None else lambda values: [made(each) for each in values]

    def from_tuple(self, made: Sequence[Encode | None]) -> Encode | None:
        return list if not any(made) else encode

    def from_class(self, kind: Any) -> Encode | None:
        fields = self.fields(kind)
        names = tuple(fields)
        get = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
        made = [(name, f.made) for name, f in fields.items() if f.made is not None]
        if_any, flat = (
            [name for name, f in fields.items() if getattr(f, mark)] for mark in ("if_any", "flat")
        )

        def encode_fields(value: Any) -> dict[str, Any]:
            found = dict(zip(names, get(value), strict=True))
            for name, convert in made:
                found[name] = convert(found[name])
            for name in if_any:
                if found[name] in (None, []):
                    del found[name]
            for name in flat:
                found |= found.pop(name)
            return found

        return encode_fields


_ENCODER = _Encoder()


def encode(value: Any) -> Any:
    """Return a value as plain data.

    >>> encode(Span(4, 9)), encode(Period.year(2013, 2017)), encode(("人次", None))
    ([4, 9], '2013/2017', ['人次', None])
    """
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    made = _ENCODER.of(type(value))
    return value if made is None else made(value)


@cache
def keys_of(kind: type) -> tuple[str, ...]:
    """Return the keys that values of a class have as plain data, in their order.

    >>> from reportkit.model import Section
    >>> keys_of(Section)
    ('heading', 'level', 'parent', 'role', 'period', 'span')
    """
    fields = _ENCODER.fields(kind).items()
    return tuple(key for name, f in fields for key in (keys_of(f.hint) if f.flat else (name,)))
