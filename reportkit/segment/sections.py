"""The tree of a report's sections, with the role and the period of each; and whose report it is."""

from __future__ import annotations

from reportkit.model import Mention, Outline, Paragraph, Period, Role, Section, Span
from reportkit.rules.topics import RuleSet
from reportkit.segment.evidence import Scene, weigh
from reportkit.segment.organs import find_date, find_identity
from reportkit.segment.periods import Clock, find_mentions
from reportkit.segment.reports import Opening, find_title
from reportkit.segment.tree import Heading, find_headings
from reportkit.segment.roles import find_role, telling
from reportkit.text.blocks import TELLS

# How much of a section is looked at for the words with which it opens.
OPENING = 60


def outline_report(text: str, opening: Opening, rules: RuleSet, path: str = "") -> Outline:
    """What a report is and how it is divided; `path` is the file that it stands in."""
    where = find_title(text, opening)
    title = where.text if where else None
    identity = find_identity(text, opening, title, rules)
    headings, doubts = find_headings(text, opening, rules.headings)
    date, doubt = find_date(text, opening)
    years = weigh(Scene(text, opening, where.span if where else None, headings, date, path, rules))
    if years.doubt is not None:
        doubts = [*doubts, (opening.span.start, years.doubt)]
    return Outline(
        title,
        identity.kind,
        identity.organ,
        identity.place,
        identity.meeting,
        date.iso(years.spoken),
        years.year,
        years.spoken,
        opening.span,
        _sections(text, headings, rules, Clock(years.year, years.spoken)),
        _paragraphs(text, opening, headings),
        years.words,
        (*doubts, *doubt),
        years.clues,
    )


def _sections(text: str, headings: list[Heading], rules: RuleSet, clock: Clock) -> tuple[Section, ...]:
    sections: list[Section] = []
    last: Role = "review"
    for i, heading in enumerate(headings):
        above = sections[heading.parent] if heading.parent is not None else None
        stop = headings[i + 1].block.span.start if i + 1 < len(headings) else heading.stop
        role, trace = _role(text, heading, stop, above, rules)
        mention = _named(text, heading, rules, clock)
        period: Period | None = above.period if above is not None else None
        if mention is not None and mention.period is not None:
            period = mention.period
            trace.append(f"period: {mention.rule}: {period}, named in the heading")
            if clock.reviewed and role in ("review", None) and (above is None or above.role != "other"):
                role = "plan" if period.first_year > clock.reviewed else "review"
        if role is None:
            # what follows a plan without telling words is plan, what follows a review is review
            role = above.role if above is not None else last
            if above is not None and above.trace and above.trace[0].startswith("role: "):
                trace.insert(0, f"{above.trace[0].split(', by')[0]}, as the section above")
        if clock.reviewed is not None and (
            period is None or (mention is None and above is not None and _turns(above.role, role))
        ):
            ahead = role == "plan" or (role == "closing" and last == "plan")
            period = Period.year(clock.reviewed + 1 if ahead else clock.reviewed)
        if above is None:
            last = _following(heading.text, role, rules)
        sections.append(
            Section(
                heading.text,
                heading.level,
                heading.parent,
                role,
                period,
                Span(heading.block.span.start, heading.stop),
                tuple(trace),
                mention.span if mention else above.words if above is not None else None,
            )
        )
    return tuple(sections)


def _turns(above: Role, role: Role) -> bool:
    return {above, role} == {"review", "plan"}


def _following(heading: str, role: Role, rules: RuleSet) -> Role:
    """What follows a section: behind 1998年工作回顾和1999年工作的总体要求 come the tasks of 1999."""
    if role == "review":
        match = next(
            (m for r in rules.headings.roles if r.role == "review" and (m := r.pattern.search(heading))), None
        )
        rest = heading[match.end() :] if match else ""
        if any(rule.role == "plan" and rule.pattern.search(rest) for rule in rules.headings.roles):
            return "plan"
    return "review" if role == "problems" else role if role in ("review", "plan") else "review"


def _role(
    text: str, heading: Heading, stop: int, above: Section | None, rules: RuleSet
) -> tuple[Role | None, list[str]]:
    """The role that a section has by its heading or by its first words, and the rule that says so.

    A section within another goes with it, but for an annex, the problems, and what is told to be yet to come.
    """
    rule = find_role(heading.text, rules.headings)
    by = f"the heading {heading.text}"
    if above is not None and (rule is None or not rule.within or above.role == "other"):
        return None, []
    if rule is None:
        start = heading.block.body.start if len(heading.block.body) else heading.block.span.stop
        first = text[start : min(stop, start + OPENING)].lstrip("\n 　。：:")
        for opens in rules.headings.openings:
            if match := opens.pattern.match(first):
                return opens.role, [f"role: {opens.id}: {opens.role}, by the opening {match[0]}"]
        return None, []
    return rule.role, [f"role: {rule.id}: {rule.role}, by {by}"]


def _named(text: str, heading: Heading, rules: RuleSet, clock: Clock) -> Mention | None:
    """The longest time that a heading names."""
    where = heading.block.heading
    assert where is not None
    part = telling(where, heading.text, rules.headings)
    found = find_mentions(text, part, rules.periods, clock, heading=True)
    named = [mention for mention in found if mention.period and mention.use not in ("basis", "part")]
    return max(
        named,
        key=lambda m: m.period.last_year - m.period.first_year if m.period else 0,
        default=None,
    )


def _paragraphs(text: str, opening: Opening, headings: list[Heading]) -> tuple[Paragraph, ...]:
    index = {heading.block.span.start: i for i, heading in enumerate(headings)}
    current: int | None = None
    paragraphs = []
    for block in opening.body:
        current = index.get(block.span.start, current)
        body = block.body
        if block.heading is not None and TELLS.search(block.heading.of(text)):
            body = Span(
                block.heading.start, block.span.stop
            )  # （一）财政收入突破5亿元。…: a fact for a heading
        if len(body):
            paragraphs.append(Paragraph(body, current))
    return tuple(paragraphs)
