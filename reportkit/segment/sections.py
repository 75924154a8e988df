"""The tree of a report's sections, with the role and the period of each; and whose report it is."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from reportkit.model import Block, Outline, Paragraph, Period, Role, Section, Span
from reportkit.rules.schema import RoleRule
from reportkit.rules.topics import RuleSet
from reportkit.segment.organs import find_date, find_identity
from reportkit.segment.periods import Clock, find_mentions
from reportkit.segment.reports import Opening, find_title
from reportkit.text.numerals import parse_numeral

_TITLE_YEAR = regex.compile(r"((?:19|20)[0-9]{2})年")
_PROBLEMS = regex.compile(
    r"(?:清醒|也要?|还|深刻)[^。]{0,12}(?:看到|认识到|意识到)|存在[^。]{0,20}(?:问题|不足|差距)|不足(?:和|之处)"
)
# 今年是… or 2024年是… at the start of a plan that has no heading of its own
_GOALS = regex.compile(r"(?:预期|奋斗|总体|主要)目标(?:是|为|任务)")


@dataclass(slots=True)
class _Open:
    """A section whose end is not yet known."""

    block: Block
    heading: str
    level: int
    parent: int | None
    stop: int


def outline_report(text: str, opening: Opening, rules: RuleSet) -> Outline:
    """What a report is and how it is divided."""
    title = find_title(text, opening)
    identity = find_identity(text, opening, title, rules)
    found = _tree(text, opening)
    date = find_date(text, opening)
    reviewed = _reviewed(text, title, identity.kind, found, date.year, opening, rules)
    spoken = date.year or (reviewed + 1 if reviewed else None)
    if date.year is None and date.month and reviewed:
        spoken = reviewed + 1 if date.month <= 7 else reviewed
    clock = Clock(reviewed, spoken)
    sections = _sections(text, found, rules, clock)
    return Outline(
        title,
        identity.kind,
        identity.organ,
        identity.place,
        identity.meeting,
        date.iso(spoken),
        reviewed,
        spoken,
        opening.span,
        sections,
        _paragraphs(opening, found),
    )


def _tree(text: str, opening: Opening) -> list[_Open]:
    """The headings with their levels: a style that is open already closes what stands deeper, a new one opens deeper."""
    found: list[_Open] = []
    path: list[tuple[str, int, int]] = []  # style, index and number of the open sections
    for block in opening.body:
        if block.heading is None:
            continue
        style = f"{block.style}{block.level}"
        number = _number(text, block)
        if block.style == "markdown":
            while path and _depth(path[-1][0]) >= block.level:
                path.pop()
        elif block.style == "bare" and path:
            path = [p for p in path if p[0].startswith("markdown")]
        else:
            path = path[: _depth_of(path, style, number)]
        parent = path[-1][1] if path else None
        found.append(_Open(block, block.heading.of(text).strip(), len(path) + 1, parent, opening.span.stop))
        path.append((style, len(found) - 1, number))
    _close(found, opening.span.stop)
    return found


def _number(text: str, block: Block) -> int:
    """The number of a heading, 0 without one."""
    assert block.heading is not None
    digits = regex.sub(r"[^一二三四五六七八九十0-9０-９]", "", text[block.span.start : block.heading.start])
    return int(parse_numeral(digits) or 0) if digits else 0


def _depth_of(path: list[tuple[str, int, int]], style: str, number: int) -> int:
    """How many of the open sections stay open before a heading of `style`.

    It closes the one of its style that it counts on from, or opens a new run where it counts from one
    again within a run that has come further: 一、 inside 二、.
    """
    same = [i for i, (open_style, _, _) in enumerate(path) if open_style == style]
    for i in reversed(same):
        if path[i][2] + 1 == number:
            return i
    if same and number == 1 and path[same[-1]][2] > 1:
        return len(path)
    return same[-1] if same else len(path)


def _depth(style: str) -> int:
    return int(style.removeprefix("markdown")) if style.startswith("markdown") else 99


def _close(found: list[_Open], stop: int) -> None:
    """A section ends where the next one begins that is not within it."""
    open_sections: list[_Open] = []
    for section in found:
        start = section.block.span.start
        while open_sections and open_sections[-1].level >= section.level:
            open_sections.pop().stop = start
        open_sections.append(section)
    for section in open_sections:
        section.stop = stop


def _reviewed(
    text: str,
    title: str | None,
    kind: str,
    found: list[_Open],
    spoken: int | None,
    opening: Opening,
    rules: RuleSet,
) -> int | None:
    """The year under review: from the title of a bulletin, the heading of the review, the date, the opening."""
    named = _TITLE_YEAR.search(title or "")
    if named and kind in ("statistics", "budget"):
        return int(named[1])
    clock = Clock(None, spoken)
    for role in ("review", "plan"):
        for section in found:
            rule = find_role(section.heading, rules)
            if rule is None or rule.role != role:
                continue
            where = section.block.heading
            assert where is not None
            told = find_mentions(text, _before_role(where, section.heading, rules), rules.periods, clock)
            years = [m.period for m in told if m.period]
            if years and not (role == "plan" and years[-1].is_span):
                last = max(p.last_year for p in years)
                return last if role == "review" else last - 1
    if spoken:
        return spoken - 1
    if named:
        return int(named[1]) - 1
    for block in (*opening.front, *opening.body[:6]):
        years = [
            m.period
            for m in find_mentions(text, block.span, rules.periods, clock)
            if m.period and m.use != "basis"
        ]
        if years and years[0] is not None:
            return years[0].last_year
    return None


def _before_role(where: Span, heading: str, rules: RuleSet) -> Span:
    """The part of a heading up to the words that give its role: of 1998年回顾和1999年安排 it is 1998年回顾."""
    for rule in rules.headings.roles:
        if match := rule.pattern.search(heading):
            return Span(where.start, where.start + match.end()) if rule.role == "review" else where
    return where


def find_role(heading: str, rules: RuleSet) -> RoleRule | None:
    """The rule by which the words of a heading give a role, None if they give none."""
    return next((rule for rule in rules.headings.roles if rule.pattern.search(heading)), None)


def _sections(text: str, found: list[_Open], rules: RuleSet, clock: Clock) -> tuple[Section, ...]:
    sections: list[Section] = []
    last: Role = "other"
    for one in found:
        above = sections[one.parent] if one.parent is not None else None
        rule = find_role(one.heading, rules) if above is None or above.role == "other" else None
        role: Role | None = rule.role if rule else None
        trace = [f"role: {rule.id}: {role}, by the heading {one.heading}"] if rule else []
        where = one.block.heading
        assert where is not None
        mentions = find_mentions(text, _before_role(where, one.heading, rules), rules.periods, clock)
        named = [m.period for m in mentions if m.period and m.use != "basis"]
        period: Period | None
        if named:
            period = max((p for p in named if p), key=lambda p: p.last_year - p.first_year)
            trace += [f"period: {mentions[0].rule}: {period}, named in the heading"]
            if clock.reviewed and role in ("review", None):
                role = "plan" if period.first_year > clock.reviewed else "review"
        elif above is not None:
            period = above.period
        else:
            period = None
        if role is None:
            # what follows a plan without telling words is plan, what follows a review is review
            role = above.role if above is not None else last
        if period is None and clock.reviewed is not None:
            year = clock.reviewed + 1 if role == "plan" else clock.reviewed
            period = Period.year(year)
        last = role if above is None else last
        sections.append(
            Section(
                one.heading,
                one.level,
                one.parent,
                role or "other",
                period,
                Span(one.block.span.start, one.stop),
                tuple(trace),
            )
        )
    return tuple(sections)


def _paragraphs(opening: Opening, found: list[_Open]) -> tuple[Paragraph, ...]:
    index = {one.block.span.start: i for i, one in enumerate(found)}
    current: int | None = None
    paragraphs = []
    for block in opening.body:
        current = index.get(block.span.start, current)
        body = block.body
        if len(body):
            paragraphs.append(Paragraph(body, current))
    return tuple(paragraphs)
