"""What does not add up within one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from reportkit.compare.facts import YEAR_ON_YEAR, Item, Terms, fold, gather, is_recalled, read_items, terms_of
from reportkit.compare.relations import (
    change_holds,
    growth_holds,
    parts_hold,
    ratio_holds,
    share_holds,
    within_whole,
)
from reportkit.comparison import Audit, Finding
from reportkit.model import Extraction
from reportkit.rules.topics import RuleSet

_ENDS = "。；;！\n"


def audit(extraction: Extraction, rules: RuleSet) -> Audit:
    """The relations between the figures of one source: growth and the levels it joins, parts and wholes, shares.

    Each is held against the digits that are printed. What is found wrong may be a slip of the report, or of the
    reading: the finding names its lines.
    """
    terms = terms_of(rules)
    items = read_items(gather([extraction]), terms)
    finders = (_growths, _parts, _wholes, _shares, _too_large, _ratios)
    found: dict[Hashable, Finding] = {}
    for reports in _by_report(items):
        for finder in finders:
            for finding in finder(reports, terms):
                found.setdefault((finding.relation, finding.facts), finding)
    order = sorted(found.values(), key=lambda f: (f.facts[-1].indicator.line, f.relation, f.name, f.stated))
    return Audit(extraction.source.path, tuple(order), ())


def _by_report(items: Sequence[Item]) -> list[list[Item]]:
    found: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        found[item.fact.place, item.fact.kind, item.fact.year].append(item)
    return list(found.values())


def _by_name(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.thing].append(item)
    return found


def _growths(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """A growth or a change beside both levels that it joins: 从78.4%提高到83.6%，提高5.2个百分点."""
    for group in _by_name(
        fold(items, lambda i: (i.measure, i.dimension, str(i.indicator.period), i.basis))
    ).values():
        levels = [i for i in group if i.measure in ("level", "rate")]
        for before in (i for i in levels if is_recalled(i)):
            afters = [i for i in levels if _follows(before, i, terms)]
            if len(afters) != 1:
                continue
            for told in group:
                if not _joins(told, before, afters[0]):
                    continue
                if told.measure == "growth":
                    if any(each in told.thing for each in terms.lists["constant-prices"]):
                        continue  # levels are told at the prices of their years
                    yield from growth_holds(before, afters[0], told)
                else:
                    yield from change_holds(before, afters[0], told, terms)


def _follows(before: Item, after: Item, terms: Terms) -> bool:
    """Whether a level is the one that another rose or fell to: of the next year, or in the same sentence."""
    if is_recalled(after) or after.dimension != before.dimension or after.is_goal != before.is_goal:
        return False
    if not terms.scales.same_kind(before.amount.unit, after.amount.unit):
        return False
    one, two = before.indicator.period, after.indicator.period
    if one is None or two is None or one.is_span or two.is_span or one.stop[4:] != two.stop[4:]:
        return False
    if before.is_start and one == two:
        return before.indicator.sentence == after.indicator.sentence and before.order < after.order
    return two.last_year - one.last_year == 1


def _joins(told: Item, before: Item, after: Item) -> bool:
    """Whether a growth or change is told of a level: of the same time, against the year before."""
    if told.measure not in ("growth", "change") or told.is_goal != after.is_goal:
        return False
    same = told.indicator.sentence == after.indicator.sentence
    if before.is_start and before.indicator.period == after.indicator.period and not same:
        return False
    return told.indicator.period == after.indicator.period and told.basis == YEAR_ON_YEAR


def _parts(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """A whole and what follows behind 其中 in its clause: the parts may not pass it."""
    for sentence, group in _by_sentence(items).items():
        levels = [i for i in group if i.measure == "level"]
        at = _offsets(levels, sentence)
        for index, whole in enumerate(levels):
            behind = levels[index + 1 :]
            told = terms.signs["part-told"].search(sentence, at[index])
            mark = told.start() if told else -1
            between = sentence[at[index] : mark]
            if told is None or any(end in between for end in _ENDS) or not behind:
                continue
            if at[index + 1] < mark:
                continue  # another amount stands between: it is the whole
            stop = min((n for end in _ENDS if (n := sentence.find(end, mark)) >= 0), default=len(sentence))
            parts = []
            for place, item in enumerate(behind, index + 1):
                again = terms.signs["part-told"].search(sentence, told.end(), at[place]) is not None
                if at[place] > stop or again or item.amount.unit != whole.amount.unit:
                    break
                if item.indicator.period == whole.indicator.period:
                    parts.append(item)
            if parts:
                yield from parts_hold(whole, parts, exhaustive=False)


def _by_sentence(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.indicator.sentence].append(item)
    return found


def _offsets(items: Sequence[Item], sentence: str) -> list[int]:
    """Where in a sentence each number stands, in order."""
    found, at = [], 0
    for item in items:
        at = max(sentence.find(item.indicator.text, at), at)
        found.append(at)
        at += len(item.indicator.text)
    return found


def _wholes(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """Wholes whose parts the rules know: exports and imports make up trade."""
    levels: dict[tuple[str, str, bool], list[Item]] = defaultdict(list)
    for item in fold(items, lambda i: (i.measure, str(i.indicator.period), i.is_goal)):
        if item.measure == "level" and item.indicator.concept and not item.is_start:
            levels[item.indicator.concept, str(item.indicator.period), item.is_goal].append(item)
    for (name, period, goal), wholes in list(levels.items()):
        told = [levels.get((part, period, goal), []) for part in terms.wholes.get(name, ())]
        if told and len(wholes) == 1 and all(len(each) == 1 for each in told):
            yield from parts_hold(wholes[0], [each[0] for each in told], exhaustive=True)


def _shares(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """A share of one amount in another where the report tells both: 占一般公共预算收入的61.9%."""
    levels = [i for i in items if i.measure == "level" and not i.is_start]
    by_name = _by_text(levels)
    for item in items:
        name = item.indicator.name
        share = terms.signs["share-told"].search(name) or terms.signs["share-told"].search(
            item.indicator.concept or name
        )
        if share is None or item.dimension != "ratio" or item.measure not in ("rate",) or item.is_start:
            continue
        parts = _told(by_name, share["part"], item, terms)
        wholes = _told(by_name, share["whole"], item, terms)
        if len(parts) == len(wholes) == 1:
            yield from share_holds(parts[0], wholes[0], item)


def _by_text(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for text in {item.name.text, item.indicator.concept}:
            if text:
                found[text].append(item)
    return found


def _told(by_name: dict[str, list[Item]], name: str, item: Item, terms: Terms) -> list[Item]:
    """The amounts of a name at the time of an item."""
    found = by_name.get(name) or by_name.get(terms.namer.read(name).text) or []
    return [
        each
        for each in found
        if each.indicator.period == item.indicator.period and each.is_goal == item.is_goal
    ]


def _too_large(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """A share that is more than the whole."""
    for item in items:
        if item.indicator.measure == "share" and item.amount.dimension == "ratio":
            if any(word in item.indicator.name for word in terms.lists["beyond-whole"]):
                continue
            yield from within_whole(item)


def _ratios(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """The parts of a printed ratio of three or more: 18.5:37.0:44.5 is a hundred."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        i = item.indicator
        if i.measure == "share" and i.unit is None and item.amount.is_exact:
            groups[i.sentence, i.name, item.is_start].append(item)
    for group in groups.values():
        at = _offsets(group, group[0].indicator.sentence)
        run: list[Item] = []
        last = -1
        for item, start in zip(group, at, strict=True):
            between = item.indicator.sentence[last:start] if run else ""
            if run and between.strip() not in (":", "：", "∶"):
                yield from ratio_holds(run)
                run = []
            run.append(item)
            last = start + len(item.indicator.text)
        yield from ratio_holds(run)
