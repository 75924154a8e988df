"""What the new report says itself of the year before, held against what the old one said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from reportkit.compare.facts import YEAR_ON_YEAR, Item
from reportkit.compare.folding import says_again
from reportkit.compare.reckon import base, growth_between, rounded
from reportkit.compare.terms import Terms
from reportkit.compare.words import number, where
from reportkit.model import Period

Thing = tuple[Hashable, str]


def thing_of(item: Item) -> Hashable:
    """What a figure is of in the reports of its kind on its place, whatever its measure."""
    return (item.fact.kind, item.place, item.thing)


def year_of(item: Item) -> Period | None:
    """The period of a figure of a single year."""
    period = item.indicator.period
    return period if period is not None and not period.is_span else None


class Remarks:
    """Notes on the pairs of a comparison."""

    def __init__(self, recalled: Sequence[Item], new: Sequence[Item], terms: Terms) -> None:
        """`recalled` are figures of the new report of earlier years, `new` all others that it has."""
        self._terms = terms
        self._recalled = _by_thing(recalled)
        self._growths = _by_thing([i for i in new if i.measure == "growth" and not i.is_goal])
        self._levels: dict[Hashable, list[Item]] = defaultdict(list)
        for item in new:
            if item.indicator.measure == "level" and not item.is_goal:
                self._levels[thing_of(item), item.indicator.period].append(item)

    def alone(self, item: Item) -> tuple[str, ...]:
        """What the report says of the year before, where the old report says nothing."""
        notes = [
            f"the new report itself gives {where(told.fact)} for {told.indicator.period}"
            for told in self._recalled[thing_of(item), item.measure]
            if told.dimension == item.dimension and item.basis == told.basis
        ]
        return tuple(dict.fromkeys(notes))

    def on(self, old: Item, new: Item) -> tuple[str, ...]:
        """Where the new report gives another figure for the old year, or a growth that the levels do not give."""
        if old.is_goal:
            return ()
        return tuple(dict.fromkeys([*self._revised(old, new), *self._growth(old, new)]))

    def _revised(self, old: Item, new: Item) -> list[str]:
        if new.indicator.measure == "share" and new.indicator.unit is None:
            return []  # of the parts of a ratio it is not told which is which
        told = [
            each
            for each in self._recalled[thing_of(new), new.measure]
            if each.indicator.period == old.indicator.period and each.dimension == old.dimension
        ]
        if len(told) != 1 or agree(old, told[0]):
            return []
        return [f"revised: {old.indicator.text} in the old report, {where(told[0].fact)} in the new one"]

    def _growth(self, old: Item, new: Item) -> list[str]:
        if new.indicator.measure != "level" or len(self._levels[thing_of(new), new.indicator.period]) != 1:
            return []
        growths = [
            each
            for each in self._growths[thing_of(new), "growth"]
            if each.basis == YEAR_ON_YEAR and year_of(each) is not None and year_of(each) == year_of(new)
        ]
        if len(growths) != 1:
            return []  # which growth belongs to which level is not told: 城乡居民收入4万元、2万元，增长5%、6%
        note = against_levels(old, new, growths[0], self._terms)
        return [] if note is None else [note]


def against_levels(old: Item, new: Item, growth: Item, terms: Terms) -> str | None:
    """A note where a growth does not follow from the two levels, within the digits that are printed."""
    if old.amount.dimension != new.amount.dimension or not growth.amount.is_exact:
        return None
    if old.amount.unit != new.amount.unit and not terms.scales.same_kind(old.amount.unit, new.amount.unit):
        return None
    one, two = year_of(old), year_of(new)
    if one is None or two is None or two.last_year - one.last_year != 1:
        return None
    computed = growth_between(old.amount, new.amount)
    if computed is None:
        return None
    value, low, high = computed
    slack = growth.amount.slack
    if low <= growth.amount.value + slack and high >= growth.amount.value - slack:
        return None
    told = rounded(value, growth.amount.value)
    note = f"stated {growth.indicator.text}, computed {number(told)}%"
    names = terms.lists["constant-prices"]
    name = growth.indicator.concept or growth.indicator.name
    return f"{note} (growth is told at constant prices)" if any(each in name for each in names) else note


def agree(one: Item, two: Item) -> bool:
    """Whether two figures can be the same one, printed to different digits or within a bound."""
    if says_again(one.amount, two.amount) or says_again(two.amount, one.amount):
        return True
    (a, b), (c, d) = base(one.amount), base(two.amount)
    return (a is None or d is None or a <= d) and (c is None or b is None or c <= b)


def _by_thing(items: Sequence[Item]) -> dict[Thing, list[Item]]:
    found: dict[Thing, list[Item]] = defaultdict(list)
    for item in items:
        found[thing_of(item), item.measure].append(item)
    return found
