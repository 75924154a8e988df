"""An outcome that no figure states: a growth or a change that follows from two levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportkit.compare.amounts import PERCENT, RATIO, Amount
from reportkit.compare.facts import YEAR_ON_YEAR, Item
from reportkit.compare.reckon import growth_between, rounded, subtract, why_not
from reportkit.compare.terms import Terms
from reportkit.comparison import Fact, Way


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """An outcome with the levels that it follows from."""

    item: Item
    by: Way
    facts: tuple[Fact, ...]


def worked_out(goal: Item, levels: Sequence[Item], terms: Terms) -> WorkedOut | None:
    """The outcome of a goal of growth or change over a year, from the levels of that year and of the one before.

    None where it is not plain which levels these are, or where the goal is told at constant prices or on
    another scope than the levels (同口径).
    """
    period = goal.indicator.period
    if period is None or period.is_span or goal.basis != YEAR_ON_YEAR:
        return None
    if any(each in goal.thing for each in terms.lists["constant-prices"]):
        return None
    if _is_of_another_scope(goal, terms):
        return None
    of_it = [i for i in levels if i.measure in ("level", "rate") and i.thing == goal.thing]
    before = _only(i for i in of_it if _is_of(i, period.last_year - 1))
    after = _only(i for i in of_it if _is_of(i, period.last_year))
    if before is None or after is None or why_not(before, after, terms.scales) is not None:
        return None
    if _is_of_another_scope(before, terms) or _is_of_another_scope(after, terms):
        return None
    amount = _growth(before, after) if goal.indicator.measure == "growth" else _change(goal, before, after)
    if amount is None:
        return None
    by: Way = "concept" if goal.indicator.concept else "name"
    return WorkedOut(replace(after, amount=amount, basis=goal.basis), by, (before.fact, after.fact))


def _is_of_another_scope(item: Item, terms: Terms) -> bool:
    """Whether a figure is told on another scope than levels usually are: 剔除一次性因素后完成9亿元."""
    told = (item.indicator.basis or "") + item.clause
    return any(word in told for word in terms.lists["other-scope"])


def _is_of(item: Item, year: int) -> bool:
    period = item.indicator.period
    return period is not None and str(period) == str(year)


def _only(items: Iterable[Item]) -> Item | None:
    found = list(items)
    return found[0] if len(found) == 1 else None


def _growth(before: Item, after: Item) -> Amount | None:
    growth = growth_between(before.amount, after.amount)
    if growth is None:
        return None
    value, low, high = (rounded(number, Decimal("0.01")) for number in growth)
    return Amount(value, low, high, Decimal(0), RATIO, "%", PERCENT)


def _change(goal: Item, before: Item, after: Item) -> Amount | None:
    """The change between two levels, where it has the unit in which the goal is told."""
    change = subtract(before, after)
    if change.value is None or change.unit != goal.amount.unit:
        return None
    return replace(goal.amount, value=change.value, low=change.value, high=change.value)
