"""A rise or a fall beside both levels that it joins: 从78.4%提高到83.6%，提高5.2个百分点."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportkit.compare.facts import OVER, YEAR_ON_YEAR, Item
from reportkit.compare.folding import fold, is_recalled
from reportkit.compare.relations import change_holds, growth_holds
from reportkit.compare.terms import Terms
from reportkit.comparison import Finding


def find_steps(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """Growth and change against the levels of a rise told in steps, and against those of two years in a row."""
    for sentence in by_sentence(items).values():
        for index, (before, after) in enumerate(pairwise(sentence)):
            if before.is_start and _rose_to(before, after):
                yield from _told_behind(before, after, sentence[index + 2 :], terms)
    yield from _yearly(items, terms)


def by_sentence(items: Sequence[Item]) -> dict[tuple[str, str], list[Item]]:
    """The items of each sentence of each source, in the order in which they stand in it."""
    found: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.at >= 0:
            found[item.fact.source, item.indicator.sentence].append(item)
    return {key: sorted(each, key=lambda item: item.at) for key, each in found.items()}


def _rose_to(before: Item, after: Item) -> bool:
    same = (before.thing, before.measure, before.dimension) == (after.thing, after.measure, after.dimension)
    return same and not after.is_start and before.measure in ("level", "rate")


def _told_behind(before: Item, after: Item, behind: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """What is told of the step right behind it, up to what is told of another thing."""
    for told in behind:
        if told.thing != before.thing or told.measure not in ("growth", "change"):
            return
        if told.is_goal != after.is_goal:
            continue
        if told.measure == "change":
            if _is_of_the_step(told):
                yield from change_holds(before, after, told, terms)
        elif (years := _years(before, after, told, terms)) and levels_tell(told, terms):
            yield from growth_holds(before, after, told, years)


def _is_of_the_step(told: Item) -> bool:
    """Whether a growth or a change is told against nothing else than where the step began."""
    return told.basis == YEAR_ON_YEAR or told.basis.startswith(OVER)


def _years(before: Item, after: Item, told: Item, terms: Terms) -> tuple[int, ...]:
    """Over how many times a growth may have come about: yearly over the years of the step, else once; none if unclear."""
    one, two, of = before.indicator.period, after.indicator.period, told.indicator.period
    basis = told.indicator.basis or ""
    if any(word in basis for word in terms.lists["averaged"]):
        if one is None or two is None or of is None or not of.is_span:
            return ()
        apart = {two.last_year - one.last_year, of.last_year - of.first_year + 1}
        return tuple(sorted(years for years in apart if years > 1))
    if not _is_of_the_step(told):
        return ()
    against_last = bool(basis) and one is not None and two is not None and two.last_year - one.last_year != 1
    return () if against_last else (1,)


def levels_tell(told: Item, terms: Terms) -> bool:
    """Whether a growth is one of levels as they are told: at the prices of their years, and on their scope."""
    i = told.indicator
    if any(each in name for name in (told.thing, i.name) for each in terms.lists["constant-prices"]):
        return False
    return not any(word in i.sentence for word in terms.lists["other-scope"])


def _yearly(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """A level, the one of the year before that the report recalls, and what is told to lie between them."""
    things: dict[str, list[Item]] = defaultdict(list)
    for item in fold(items, lambda i: (i.measure, i.dimension, str(i.indicator.period), i.basis)):
        if not item.is_start:
            things[item.thing].append(item)
    for group in things.values():
        levels = [i for i in group if i.measure in ("level", "rate")]
        for before in (i for i in levels if is_recalled(i)):
            afters = [i for i in levels if _follows(before, i, terms)]
            if len(afters) != 1:
                continue
            for told in (each for each in group if _joins(each, afters[0])):
                if told.measure == "change":
                    yield from change_holds(before, afters[0], told, terms)
                elif levels_tell(told, terms):
                    yield from growth_holds(before, afters[0], told, (1,))


def _follows(before: Item, after: Item, terms: Terms) -> bool:
    """Whether a level is that of the year after another."""
    if is_recalled(after) or after.dimension != before.dimension or after.is_goal != before.is_goal:
        return False
    if not terms.scales.same_kind(before.amount.unit, after.amount.unit):
        return False
    one, two = before.indicator.period, after.indicator.period
    if one is None or two is None or one.is_span or two.is_span or one.stop[4:] != two.stop[4:]:
        return False
    return two.last_year - one.last_year == 1


def _joins(told: Item, after: Item) -> bool:
    """Whether a growth or change is told of a level: of the same time, against the year before."""
    if told.measure not in ("growth", "change") or told.is_goal != after.is_goal:
        return False
    return told.indicator.period == after.indicator.period and told.basis == YEAR_ON_YEAR
