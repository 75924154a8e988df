"""Values as plain data and back: the same value comes back, and what is none is refused with its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

import pytest

from reportkit.codec.decode import Fault, decode
from reportkit.codec.encode import encode, keys_of
from reportkit.codec.printed import Record
from reportkit.comparison import Fact
from reportkit.model import FLAT, IF_ANY, INTERNAL, Doubt, Indicator, Period, Span


@dataclass(frozen=True)
class Inner:
    """What stands in the place of the field that holds it."""

    kind: Literal["a", "b"]
    at: tuple[Span, ...] = ()
    cell: tuple[int, int] | None = field(default=None, metadata=IF_ANY)


@dataclass(frozen=True)
class Outer:
    """A value with fields of every form."""

    name: str
    value: Decimal | None
    period: Period | None = None
    note: str = field(default="", metadata=INTERNAL)
    inner: Inner = field(metadata=FLAT, kw_only=True)


VALUE = Outer("粮食", Decimal("5.60"), Period.year(2023), "seen", inner=Inner("a", (Span(1, 2),), (3, 4)))
PLAIN = {
    "name": "粮食",
    "value": Decimal("5.60"),
    "period": "2023",
    "kind": "a",
    "at": [[1, 2]],
    "cell": [3, 4],
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": None}, "x.name: null, expected text"),
        ({"name": {"a": 1}}, "x.name: an object, expected text"),
        ({"name": 3}, "x.name: 3, expected text"),
        ({"value": "5.6"}, "x.value: '5.6', expected a number"),
        ({"value": True}, "x.value: True, expected a number"),
        ({"value": Decimal("1e1001")}, "x.value: a number of more than 1,000 places"),
        ({"value": Decimal("1e-1001")}, "x.value: a number of more than 1,000 places"),
        ({"period": "2023-13"}, "x.period: '2023-13', expected a period such as"),
        ({"period": "2023/"}, "x.period: '2023/', expected a period such as"),
        ({"period": 20}, "x.period: 20, expected a period such as"),
        ({"kind": "c"}, "x.kind: 'c', expected one of a, b"),
        ({"kind": ["a"]}, "x.kind: a list, expected one of a, b"),
        ({"at": "12"}, "x.at: '12', expected a list"),
        ({"at": [[1, 2], [3]]}, "x.at[1]: expected two whole numbers"),
        ({"at": [[1, True]]}, "x.at[0]: expected two whole numbers"),
        ({"cell": [1]}, "x.cell: a list, expected a list of 2"),
        ({"cell": [1, "2"]}, "x.cell[1]: '2', expected a whole number"),
        ({"note": "seen"}, "x: unknown key 'note'"),
        ({"more": 1}, "x: unknown key 'more'"),
        ({"name": "字" * 99, "kind": "字" * 99}, f"x.kind: '{'字' * 59}…, expected one of a, b"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_with_its_place(change: dict[str, Any], says: str) -> None:
    with pytest.raises(Fault) as fault:
        decode(Outer, PLAIN | change, "x")
    assert str(fault.value).startswith(says)


@pytest.mark.parametrize("key", ["name", "value", "kind"])
def test_a_key_without_a_default_must_be_there(key: str) -> None:
    with pytest.raises(Fault, match=f"^x: the key '{key}' is missing$"):
        decode(Outer, {name: value for name, value in PLAIN.items() if name != key}, "x", loose=True)


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(Fault, match=r"^x\[1\]: a list, expected an object$"):
        decode(tuple[Outer, ...], [PLAIN, []], "x")


def test_a_value_comes_back_without_what_is_internal() -> None:
    assert encode(VALUE) == PLAIN
    assert list(encode(VALUE)) == list(keys_of(Outer)) == list(PLAIN)
    assert decode(Outer, PLAIN, "x") == replace(VALUE, note="")


def test_what_does_not_apply_is_left_out() -> None:
    bare = Outer("一", None, inner=Inner("b"))
    assert encode(bare) == {"name": "一", "value": None, "period": None, "kind": "b", "at": []}
    assert decode(Outer, encode(bare), "x") == bare


def test_whole_numbers_may_have_been_through_a_data_frame() -> None:
    told = PLAIN | {"value": 5, "period": Decimal("2023.0"), "cell": [Decimal("3.0"), 4]}
    assert decode(Outer, told, "x") == replace(VALUE, note="", value=Decimal(5))


def test_a_loose_reader_passes_over_what_it_does_not_know() -> None:
    assert decode(Outer, PLAIN | {"more": 1}, "x", loose=True) == replace(VALUE, note="")


def test_a_record_and_a_fact_have_the_keys_of_an_indicator_beside_their_own() -> None:
    own = keys_of(Indicator)
    assert keys_of(Record) == ("source", "place", "kind", "organ", "title", "year", "code", *own)
    assert keys_of(Fact) == ("source", "place", "kind", "year", *own)
    assert keys_of(Doubt) == ("code", "says")
