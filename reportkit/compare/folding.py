"""What is told again, what is told only to compare with, and when a figure is as seen from its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportkit.compare.amounts import Amount
from reportkit.compare.facts import Item
from reportkit.model import Period


def is_recalled(item: Item) -> bool:
    """Whether a figure is told only to compare with: of a year before the one under review, or where a rise began."""
    period, year = item.period, item.fact.year
    before = period is not None and year is not None and period.last_year < year
    return item.is_start or (before and not item.is_goal)


def slot_of(period: Period | None, year: int | None) -> str:
    """A period as seen from the year under review, so that what one report says meets what the next one says.

    >>> slot_of(Period.year(2023), 2023), slot_of(Period.year(2024), 2023), slot_of(Period.year(2018, 2022), 2022)
    ('+0', '+1', '+0 of 5')
    >>> slot_of(Period("2023-H1", "2023-H1"), 2023), slot_of(None, 2023), slot_of(Period.year(2023), None)
    ('+0-H1', 'none', '2023')
    """
    if period is None:
        return "none"
    if year is None:
        return str(period)
    away = f"{period.last_year - year:+d}"
    if not period.is_span:
        return away + period.stop[4:]
    return f"{away}{period.stop[4:]} of {period.last_year - period.first_year + 1}{period.start[4:]}"


def fold(items: Sequence[Item], key: Any) -> list[Item]:
    """The items without those that say of one thing what another says more exactly or says as well."""
    groups: dict[Any, list[Item]] = {}
    for item in items:
        same = (item.fact.source, item.fact.kind, item.fact.place, item.thing, item.is_start, key(item))
        groups.setdefault(same, []).append(item)
    kept: list[Item] = []
    for group in groups.values():
        kept += _fold(group)
    return sorted(kept, key=lambda item: item.order)


def _fold(group: list[Item]) -> list[Item]:
    said: list[Item] = []
    # what is exact first: 突破3万户，达到3.12万户 is one figure
    for item in sorted(group, key=lambda each: (not each.amount.is_exact, each.order)):
        for i, other in enumerate(said):
            # 突破1万亿元、达1.4万亿元
            beside = other.indicator.sentence == item.indicator.sentence
            again = says_again(
                other.amount, item.amount, None if beside else NEAR
            ) and not item.is_of_another_level(other)
            if again and not _is_part(item):
                said[i] = replace(other, also=(*other.also, item.fact))
                break
        else:
            said.append(item)
    return said


def _is_part(item: Item) -> bool:
    """Whether it is one of the parts of a printed ratio, which may be equal: 10:45:45."""
    return item.indicator.measure == "share" and item.indicator.unit is None


# How far from a figure the bound may be that rounds it: 3.12万户 has passed 3万户, and not 1万户.
NEAR = Decimal("0.2")


def says_again(exact: Amount, other: Amount, near: Decimal | None = NEAR) -> bool:
    """Whether an amount says what an `exact` one says: the same number, or a bound that it fits and that is `near`."""
    if exact.unit != other.unit:
        return False
    if (exact.value, exact.low, exact.high) == (other.value, other.low, other.high):
        return True
    if not exact.is_exact or other.is_exact:
        return False
    fits = (other.low is None or other.low <= exact.value) and (
        other.high is None or exact.value <= other.high
    )
    return fits and (near is None or abs(exact.value - other.value) <= abs(exact.value) * near)
