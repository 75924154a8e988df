"""Parts and their whole: what stands behind 其中, what the rules know to make up another, and printed ratios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from reportkit.compare.amounts import RATIO, THINGS
from reportkit.compare.facts import Item
from reportkit.compare.folding import fold
from reportkit.compare.relations import parts_hold, ratio_holds
from reportkit.compare.steps import by_sentence
from reportkit.compare.terms import Terms
from reportkit.comparison import Finding

_ENDS = "。；;！\n"
_OPEN, _SHUT = "（(", "）)"
_COLONS = (":", "：", "∶")


def find_sums(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """Every relation of parts to their whole among the items of a report."""
    for sentence in by_sentence(items).values():
        yield from _told_parts(sentence, terms)
        yield from _sectors(sentence, terms)
        yield from _ratios(sentence)
    yield from _known_parts(items, terms)


def _told_parts(sentence: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """A whole and what follows behind 其中 up to the next verb: a part may not pass it, nor may all parts of a sum.

    Things may be counted in several parts, so that of them no sum is made.
    """
    levels = [item for item in sentence if item.measure == "level"]
    for whole, following in pairwise(levels):
        text, end = whole.indicator.sentence, whole.at + len(whole.indicator.text)
        told = terms.signs["part-told"].search(text, end, following.at)
        if told is None or any(mark in text[end : told.start()] for mark in _ENDS):
            continue
        parts = _up_to_a_verb(
            levels[levels.index(following) :], told.end(), _stop(text, told.start(), told.end())
        )
        parts = [p for p in parts if _is_part(p, whole)]
        for group in [parts] if whole.dimension != THINGS else [[part] for part in parts]:
            if group:
                yield from parts_hold(whole, group, exhaustive=False)


def _is_part(part: Item, whole: Item) -> bool:
    same = (part.amount.unit, part.indicator.period) == (whole.amount.unit, whole.indicator.period)
    return same and not part.is_start and part.is_goal == whole.is_goal


def _stop(text: str, start: int, at: int) -> int:
    """Where what is told of parts ends at the latest: with the clause, or with the bracket that it stands in."""
    ends = _ENDS + (_SHUT if any(mark in text[start:at] for mark in _OPEN) else "")
    return min((n for end in ends if (n := text.find(end, at)) >= 0), default=len(text))


def _up_to_a_verb(items: Sequence[Item], start: int, stop: int) -> list[Item]:
    """The items of a list of parts: the first, and others that come behind it without a deed of their own."""
    found: list[Item] = []
    for item in items:
        own = item.name.deeds or item.name.acts or item.name.verbs
        if item.at >= stop or (found and own) or item.at < start:
            break
        found.append(item)
    return found


def _known_parts(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """Wholes whose parts the rules know: exports and imports make up trade."""
    levels: dict[tuple[str, str, bool], list[Item]] = defaultdict(list)
    for item in fold(items, lambda i: (i.measure, str(i.indicator.period), i.is_goal)):
        if item.measure == "level" and item.indicator.concept and not item.is_start:
            levels[item.indicator.concept, str(item.indicator.period), item.is_goal].append(item)
    for (name, period, goal), wholes in list(levels.items()):
        told = [levels.get((part, period, goal), []) for part in terms.wholes.get(name, ())]
        if told and len(wholes) == 1 and all(len(each) == 1 for each in told):
            yield from parts_hold(wholes[0], [each[0] for each in told], exhaustive=True)


def _sectors(sentence: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """The shares of the three sectors one by one, which make up a hundred: 一产占比9%、二产41%、三产50%."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in sentence:
        sector = [mark for mark in terms.sectors if mark in item.name.marks]
        if item.indicator.measure == "share" and item.amount.dimension == RATIO and len(sector) == 1:
            rest = item.name.text.replace(sector[0], "")
            groups[rest, item.indicator.period, item.is_start, item.is_goal].append(item)
    for group in groups.values():
        if [terms.sectors[mark] for item in group for mark in item.name.marks if mark in terms.sectors] == [
            1,
            2,
            3,
        ]:
            yield from ratio_holds(group)


def _ratios(sentence: Sequence[Item]) -> Iterator[Finding]:
    """The parts of a printed ratio of three or more: 18.5:37.0:44.5 is a hundred."""
    run: list[Item] = []
    for item in sentence:
        i = item.indicator
        if i.measure != "share" or i.unit is not None or not item.amount.is_exact:
            continue
        if run:
            last = run[-1]
            between = i.sentence[last.at + len(last.indicator.text) : item.at].strip()
            if between not in _COLONS or last.indicator.name != i.name:
                yield from ratio_holds(run)
                run = []
        run.append(item)
    yield from ratio_holds(run)
