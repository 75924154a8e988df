"""Whether figures that hang together add up, within the digits that are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reportkit.compare.amounts import POINT, Amount
from reportkit.compare.facts import Item
from reportkit.compare.reckon import base, growth_between, rounded, subtract, why_not
from reportkit.compare.reckon import stated as difference_of
from reportkit.compare.terms import Terms
from reportkit.compare.words import number
from reportkit.comparison import Difference, Finding, Relation
from reportkit.text.numerals import EXACT

WHOLE = Decimal(100)
# A printed ratio has at least so many parts, and sums up to the whole unless it is one of another kind (1:2:3).
PARTS = 3
NEAR_WHOLE = 15


# A share that the amounts give this many times over is none of theirs: they are of another scope.
FAR = 2


def _finding(
    relation: Relation, holds: bool, stated: str, computed: str, off: Difference, items: Sequence[Item]
) -> Finding:
    facts = tuple(item.fact for item in items)
    return Finding(relation, items[-1].indicator.name, holds, stated, computed, off, facts)


def _off(value: Decimal, unit: str | None) -> Difference:
    return Difference(value, value, value, unit, None)


def growth_holds(
    before: Item, after: Item, told: Item, years: Sequence[int], relation: Relation = "growth"
) -> Iterator[Finding]:
    """A growth against the two levels: over one of so many `years`, or once where that is one."""
    if before.amount.dimension != after.amount.dimension or not told.amount.is_exact:
        return
    slack, stated = Fraction(told.amount.slack), Fraction(told.amount.value)
    found = []
    for times in years:
        computed = growth_between(before.amount, after.amount, times)
        if computed is not None:
            value, low, high = computed
            holds = low <= stated + slack and high >= stated - slack
            found.append((not holds, abs(value - stated), value))
    if not found:
        return
    wrong, _, value = min(found)
    shown = rounded(value, told.amount.value)
    off = _off(rounded(stated - value, told.amount.value), POINT)
    yield _finding(relation, not wrong, told.indicator.text, f"{number(shown)}%", off, (before, after, told))


def level_holds(first: Item, again: Item, holds: bool) -> Iterator[Finding]:
    """A level against what a later report gives for the same time."""
    change = difference_of(first, again)
    yield _finding("revision", holds, first.indicator.text, again.indicator.text, change, (first, again))


def change_holds(before: Item, after: Item, told: Item, terms: Terms) -> Iterator[Finding]:
    """A change against the two levels."""
    if why_not(before, after, terms.scales) is not None or not told.amount.is_exact:
        return
    change = subtract(before, after)
    if change.value is None or change.unit != told.amount.unit:
        return
    room = before.amount.slack + after.amount.slack + told.amount.slack
    holds = abs(change.value - told.amount.value) <= room
    shown = f"{number(change.value)}{change.unit or ''}"
    off = _off(EXACT.subtract(told.amount.value, change.value), change.unit)
    yield _finding("change", holds, told.indicator.text, shown, off, (before, after, told))


def parts_hold(whole: Item, parts: Sequence[Item], exhaustive: bool) -> Iterator[Finding]:
    """Parts against their whole: not more than it, and not less where they are all of it."""
    sums = _sum([part.amount for part in parts])
    low, high = base(whole.amount)
    if sums is None or low is None or high is None or not whole.amount.is_exact:
        return
    total, least, most = sums
    holds = least <= high and (most >= low or not exhaustive)
    factor = Fraction(whole.amount.factor)
    told = " + ".join(part.indicator.text for part in parts)
    total_value = rounded(total / factor, Decimal(1)) if (total / factor).denominator != 1 else None
    shown = number(total_value if total_value is not None else Decimal((total / factor).numerator))
    relation: Relation = "whole" if exhaustive else "parts"
    computed = told if len(parts) == 1 else f"{told} = {shown} {whole.indicator.unit or ''}".rstrip()
    off = _off(
        rounded((total - Fraction(whole.amount.value) * factor) / factor, whole.amount.value),
        whole.amount.unit,
    )
    yield _finding(relation, holds, whole.indicator.text, computed, off, (*parts, whole))


def _sum(amounts: Sequence[Amount]) -> tuple[Fraction, Fraction, Fraction] | None:
    """The sum as printed, and the least and most that rounding allows; None where a bound leaves it open."""
    total = least = most = Fraction(0)
    for amount in amounts:
        low, high = base(amount)
        if low is None or high is None or not amount.is_exact:
            return None
        total += Fraction(amount.value) * Fraction(amount.factor)
        least += low
        most += high
    return total, least, most


def share_holds(part: Item, whole: Item, told: Item) -> Iterator[Finding]:
    """A share against the two amounts that it is of."""
    if part.amount.dimension != whole.amount.dimension or not told.amount.is_exact:
        return
    (a, b), (c, d) = base(part.amount), base(whole.amount)
    if not (part.amount.is_exact and whole.amount.is_exact) or not whole.amount.value > 0:
        return
    if a is None or b is None or c is None or d is None or c <= 0:
        return
    slack = Fraction(told.amount.slack)
    stated = Fraction(told.amount.value)
    holds = a / d * 100 <= stated + slack and b / c * 100 >= stated - slack
    over = Fraction(part.amount.value) * Fraction(part.amount.factor)
    value = over / (Fraction(whole.amount.value) * Fraction(whole.amount.factor)) * 100
    if not stated < value * FAR or not value < stated * FAR:
        return
    shown = f"{number(rounded(value, told.amount.value))}%"
    off = _off(rounded(stated - value, told.amount.value), POINT)
    yield _finding("share", holds, told.indicator.text, shown, off, (part, whole, told))


def within_whole(item: Item) -> Iterator[Finding]:
    """A share that is more than a hundred per cent; one that is not is no finding."""
    low = item.amount.low
    if low is not None and low - item.amount.slack > WHOLE:
        off = _off(EXACT.subtract(item.amount.value, WHOLE), POINT)
        yield _finding("share", False, item.indicator.text, "more than the whole", off, (item,))


def ratio_holds(parts: Sequence[Item]) -> Iterator[Finding]:
    """The parts of a printed ratio against a hundred."""
    if len(parts) < PARTS:
        return
    total = sum((part.amount.value for part in parts), Decimal(0))
    room = sum((part.amount.slack for part in parts), Decimal(0))
    if abs(total - WHOLE) > NEAR_WHOLE:
        return  # a ratio of another kind
    stated = ":".join(part.indicator.text for part in parts)
    off = _off(EXACT.subtract(total, WHOLE), POINT)
    yield _finding("whole", abs(total - WHOLE) <= room, stated, f"sum {number(total)}", off, parts)
