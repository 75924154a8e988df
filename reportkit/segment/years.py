"""The year under review, and the words that tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from reportkit.model import Block, Mention, Span
from reportkit.rules.schema import RoleRule
from reportkit.rules.topics import RuleSet
from reportkit.segment.periods import Clock, find_mentions
from reportkit.segment.reports import Opening
from reportkit.segment.tree import Heading

_TITLE_YEAR = regex.compile(r"((?:19|20)[0-9]{2})年")
# 2023年，… at the start of a paragraph: the year that is told of. 2024年是…之年 is as often the year to come.
_TOLD = regex.compile(
    r"(?:各位[^，。]{0,6}[，：！]|刚刚|过去的){0,3}((?:19|20)[0-9]{2})年(?:以来|来|度)?[，,]"
)
# 上半年工作情况 in a report of July
_PART = regex.compile(r"上半年|[一二三四]季度|前[一二三0-9]{1,2}(?:季度|个月)|[0-9]{1,2}[-—－至][0-9]{1,2}月")
# Where nothing else tells the year it is the latest that the text names so often.
OFTEN = 3
FIRST_BLOCKS = 6


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reviewed:
    """The year under review, where the words stand that tell it, and whether it is a part of a year."""

    year: int | None = None
    words: Span | None = None
    partly: bool = False


def find_role(heading: str, rules: RuleSet) -> RoleRule | None:
    """The rule by which the words of a heading give a role, None if they give none."""
    return next((rule for rule in rules.headings.roles if rule.pattern.search(heading)), None)


def telling(where: Span, heading: str, rules: RuleSet) -> Span:
    """The part of a heading up to the words that give its role: of 1998年回顾和1999年安排 it is 1998年回顾."""
    rule = find_role(heading, rules)
    if rule is None or rule.role != "review":
        return where
    match = rule.pattern.search(heading)
    assert match is not None
    return Span(where.start, where.start + match.end())


def find_reviewed(
    text: str,
    title: Span | None,
    kind: str,
    headings: list[Heading],
    spoken: int | None,
    opening: Opening,
    rules: RuleSet,
) -> Reviewed:
    """The year under review: from the title of a bulletin, the heading of the review, the date, the opening."""
    named = _TITLE_YEAR.search(title.of(text)) if title else None
    titled = int(named[1]) if named else None
    words = Span(title.start + named.start(), title.start + named.end()) if title and named else None
    if titled and kind in ("statistics", "budget"):
        return Reviewed(titled, words)
    clock = Clock(None, spoken)
    for role in ("review", "plan"):
        for mention in _in_headings(text, role, headings, clock, rules):
            assert mention.period is not None
            partly = len(mention.period.stop) > 4
            if role == "review":
                return Reviewed(mention.period.last_year, mention.span, partly)
            if not mention.period.is_span:
                return Reviewed(mention.period.first_year - 1, mention.span)
    part = next((h for h in headings if _PART.search(h.text) and _is_review(h, rules)), None)
    if part is not None and spoken and part.block.heading is not None:
        return Reviewed(spoken, part.block.heading, True)
    told = _told(text, opening)
    if spoken and (told.year is None or told.year != spoken):
        return Reviewed(spoken - 1)
    if titled:
        return told if told.year == titled else Reviewed(titled - 1, words)
    return told if told.year else _often(text, opening, clock, rules)


def _is_review(heading: Heading, rules: RuleSet) -> bool:
    rule = find_role(heading.text, rules)
    return rule is not None and rule.role == "review"


def _in_headings(
    text: str, role: str, headings: list[Heading], clock: Clock, rules: RuleSet
) -> Iterator[Mention]:
    """The latest time that each heading of a role names."""
    for heading in headings:
        rule = find_role(heading.text, rules)
        where = heading.block.heading
        if rule is None or rule.role != role or where is None:
            continue
        part = telling(where, heading.text, rules)
        found = find_mentions(text, part, rules.periods, clock, heading=True)
        named = [mention for mention in found if mention.period and mention.use != "basis"]
        if named:
            yield max(named, key=lambda mention: mention.period.last_year if mention.period else 0)


def _told(text: str, opening: Opening) -> Reviewed:
    """The year with which one of the first paragraphs begins."""
    for block in (*opening.front, *opening.body[:FIRST_BLOCKS]):
        match = _TOLD.match(text, block.body.start, block.span.stop)
        if match:
            return Reviewed(int(match[1]), Span(match.start(1), match.end(1) + 1))
    return Reviewed()


def _often(text: str, opening: Opening, clock: Clock, rules: RuleSet) -> Reviewed:
    """The year that the first paragraphs name, else the latest that the text names often."""
    blocks: tuple[Block, ...] = (*opening.front, *opening.body[:FIRST_BLOCKS])
    for block in blocks:
        for mention in find_mentions(text, block.span, rules.periods, clock):
            if mention.period and not mention.period.is_span and mention.use in ("at", "running"):
                return Reviewed(mention.period.last_year, mention.span, len(mention.period.stop) > 4)
    named = [
        mention
        for mention in find_mentions(text, opening.span, rules.periods, clock)
        if mention.period and not mention.period.is_span and mention.use in ("at", "running")
    ]
    counts = Counter(mention.period.last_year for mention in named if mention.period)
    often = [year for year, count in counts.items() if count >= OFTEN] or list(counts)
    if not often:
        return Reviewed()
    first = next(m for m in named if m.period and m.period.last_year == max(often))
    return Reviewed(max(often), first.span)
