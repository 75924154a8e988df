"""Figures of one year in reports of several: what a later report gives anew, and growth against the level before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from reportkit.compare.amounts import RATIO
from reportkit.compare.facts import YEAR_ON_YEAR, Item
from reportkit.compare.folding import fold
from reportkit.compare.relations import growth_holds, level_holds
from reportkit.compare.remarks import agree
from reportkit.compare.steps import levels_tell
from reportkit.compare.terms import Terms
from reportkit.comparison import Finding


def find_breaks(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """Levels that differ from report to report, and growth that the level of the report before does not give."""
    things: dict[Hashable, list[Item]] = defaultdict(list)
    for item in fold(items, lambda i: (i.measure, i.dimension, str(i.indicator.period), i.basis)):
        if not item.is_goal and not item.name.hollow and not item.name.ranks:
            things[item.fact.kind, item.thing].append(item)
    for group in things.values():
        own = _only([i for i in group if _is_own(i)])
        for (year, measure, dimension), level in own.items():
            if measure not in ("level", "rate"):
                continue
            again = [i for i in group if _recalls(i, level, year)]
            if len(again) == 1 and again[0].amount.unit == level.amount.unit:
                yield from level_holds(level, again[0], agree(level, again[0]))
            after, told = own.get((year + 1, measure, dimension)), own.get((year + 1, "growth", RATIO))
            if after is not None and told is not None and not again:
                yield from _grown(level, after, told, terms)


def _only(items: Sequence[Item]) -> dict[tuple[int, str, str], Item]:
    """The only figure of each year in each measure."""
    found: dict[tuple[int, str, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.fact.year is not None:
            found[item.fact.year, item.measure, item.dimension].append(item)
    return {key: each[0] for key, each in found.items() if len(each) == 1}


def _is_own(item: Item) -> bool:
    """Whether a figure is of the year under review of its report, and of that year alone."""
    return str(item.indicator.period) == str(item.fact.year) and not item.is_start


def _recalls(item: Item, level: Item, year: int) -> bool:
    """Whether the report of the year after gives a level anew."""
    same = (item.measure, item.dimension) == (level.measure, level.dimension)
    return same and item.fact.year == year + 1 and str(item.indicator.period) == str(year)


def _grown(before: Item, after: Item, told: Item, terms: Terms) -> Iterator[Finding]:
    """The growth that a report tells against its level and the one that the report before gave."""
    same = terms.scales.same_kind(before.amount.unit, after.amount.unit)
    if same and told.basis == YEAR_ON_YEAR and levels_tell(told, terms):
        yield from growth_holds(before, after, told, (1,), "revision")
