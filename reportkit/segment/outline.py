"""What a report is, of which years it tells, and how it is divided."""

from __future__ import annotations

from reportkit.model import Outline
from reportkit.rules.topics import RuleSet
from reportkit.segment.evidence import Scene, weigh
from reportkit.segment.organs import find_date, find_identity
from reportkit.segment.paragraphs import find_paragraphs
from reportkit.segment.periods import Clock
from reportkit.segment.reports import Opening, find_title
from reportkit.segment.sections import find_sections
from reportkit.segment.tree import find_headings

# A text of fewer characters is a piece of a report, of which nobody expects that it says whose it is.
REPORT = 1000


def outline_report(text: str, opening: Opening, rules: RuleSet, path: str = "") -> Outline:
    """The outline of a report; `path` is the file that it stands in."""
    where = find_title(text, opening)
    title = where.text if where else None
    identity = find_identity(text, opening, title, rules)
    headings, doubts = find_headings(text, opening, rules.headings)
    date, doubt = find_date(text, opening)
    years = weigh(Scene(text, opening, where.span if where else None, headings, date, path, rules))
    if years.doubt is not None:
        doubts = [*doubts, (opening.span.start, years.doubt)]
    missing = [
        what for what, found in (("kind", identity.kind != "other"), ("place", identity.place)) if not found
    ]
    if missing and len(opening.span) >= REPORT:
        doubts = [
            *doubts,
            (opening.span.start, f"no {' and no '.join(missing)}: nothing tells whose report it is"),
        ]
    clock = Clock(years.year, years.spoken)
    sections, times = find_sections(text, headings, rules, clock)
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
        sections,
        find_paragraphs(text, opening, headings, sections, times, rules, clock),
        years.words,
        (*doubts, *doubt),
        years.clues,
    )
