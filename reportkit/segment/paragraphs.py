"""The paragraphs of a report, and what is told in one that is not what its section is for."""

from __future__ import annotations

from reportkit.model import Period, Role, Section, Span
from reportkit.rules.topics import RuleSet
from reportkit.segment.moods import find_mood, tells_results
from reportkit.segment.periods import Clock
from reportkit.segment.reports import Opening
from reportkit.segment.sections import Times
from reportkit.segment.tree import Heading
from reportkit.stages import Paragraph
from reportkit.text.blocks import tells

# A paragraph that ends with one of these goes on in the next.
CONTINUES = "：:；;"


def find_paragraphs(
    text: str,
    opening: Opening,
    headings: list[Heading],
    sections: tuple[Section, ...],
    times: list[Times],
    rules: RuleSet,
    clock: Clock,
) -> tuple[Paragraph, ...]:
    """Find the paragraphs of a report, each with its section, and with a role and a period of its own where it has them."""
    index = {heading.block.span.start: i for i, heading in enumerate(headings)}
    current: int | None = None
    paragraphs: list[Paragraph] = []
    for block in opening.body:
        current = index.get(block.span.start, current)
        body = block.body
        if block.heading is not None and tells(block.heading.of(text), rules.headings):
            body = Span(
                block.heading.start, block.span.stop
            )  # （一）财政收入突破5亿元。…: a fact for a heading
        if not len(body):
            continue
        section = sections[current] if current is not None else None
        named = times[current] if current is not None else Times()
        before = paragraphs[-1] if paragraphs and paragraphs[-1].section == current else None
        if before is not None and text[before.span.stop - 1] in CONTINUES:
            role, period = before.role, before.period
        else:
            role, period = _own(text, body, section, named, rules, clock)
        paragraphs.append(Paragraph(body, current, role, period))
    return tuple(paragraphs)


def _own(
    text: str, body: Span, section: Section | None, named: Times, rules: RuleSet, clock: Clock
) -> tuple[Role | None, Period | None]:
    """Return the role and the period of a paragraph where they are not those of its section, else None."""
    if section is not None and section.role not in ("review", "plan"):
        return None, None
    here: Role = section.role if section is not None else "review"
    year = named.year
    if section is not None and year is not None and section.period != year and here == "review":
        told = any(rule.pattern.search(text, body.start, body.stop) for rule in rules.headings.spans)
        if not told:
            return None, year
    if section is not None and here == "review" and not named.is_mixed:
        return None, None  # a review is left by its headings alone
    if here == "plan" and not named.is_mixed and not tells_results(text, body, rules.headings):
        return None, None
    if any(
        rule.role == here and rule.pattern.match(text, body.start, body.stop)
        for rule in rules.headings.openings
    ):
        return None, None
    mood = find_mood(text, body, rules.headings)
    role = mood.role
    if role == here or clock.reviewed is None:
        return None, None
    if named.is_mixed and (mood.done or mood.planned):
        return role, named.plan if role == "plan" else named.review
    if here == "plan" and mood.is_clear:
        return role, Period.year(clock.reviewed)
    if section is None and mood.is_clear and clock.spoken is not None:
        return role, Period.year(clock.spoken)
    return None, None
