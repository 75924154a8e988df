"""What a report is, of which years it tells, and how it is divided."""

from __future__ import annotations

from reportkit.given import NOTHING, Given
from reportkit.places.locate import Location, Told, locate, name_given
from reportkit.places.table import gazetteer
from reportkit.rules.topics import RuleSet
from reportkit.segment.clues import Grounds
from reportkit.segment.evidence import weigh
from reportkit.segment.organs import Identity, find_date, find_identity
from reportkit.segment.paragraphs import find_paragraphs
from reportkit.segment.periods import Clock
from reportkit.segment.reports import Opening, find_title
from reportkit.segment.sections import find_sections
from reportkit.segment.tree import find_headings
from reportkit.stages import Outline

# A text of fewer characters is a piece of a report, of which nobody expects that it says whose it is.
REPORT = 1000


def outline_report(
    text: str, opening: Opening, rules: RuleSet, path: str = "", given: Given = NOTHING
) -> Outline:
    """Return the outline of a report; `path` is the file that it stands in, and what is `given` wins over what it says."""
    where = find_title(text, opening, rules.reports)
    title = where.text if where else None
    given = name_given(gazetteer(rules), given) if given.place else given
    identity, against = find_identity(text, opening, title, rules, given)
    headings, doubts = find_headings(text, opening, rules.headings)
    date, doubt = find_date(text, opening, rules.reports)
    years = weigh(
        Grounds(text, opening, where.span if where else None, headings, date, path, rules, given.year)
    )
    location = _location(text, opening, identity, years.year, rules, path, given)
    told = [*against, *(each for each in (years.doubt, location.doubt) if each is not None)]
    is_kind_known = identity.kind != "other" or given.kind is not None
    missing = [what for what, known in (("kind", is_kind_known), ("place", identity.place)) if not known]
    if missing and len(opening.span) >= REPORT:
        told.append(f"no {' and no '.join(missing)}: nothing tells whose report it is")
    doubts = [*doubts, *((opening.span.start, each) for each in told)]
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
        years.doubt is None,
        (*doubts, *doubt),
        years.clues,
        years.reason,
        location.code,
        location.region,
    )


def _location(
    text: str,
    opening: Opening,
    identity: Identity,
    year: int | None,
    rules: RuleSet,
    path: str,
    given: Given,
) -> Location:
    """Where the place of a report lies, by all that it is called and by what else the report names."""
    names = (given.place,) if given.place else (identity.named, identity.place)
    front = "\n".join(block.span.of(text) for block in opening.front)
    told = Told([name for name in names if name], year, front, opening.span.of(text), path, given.within)
    return locate(gazetteer(rules), told)
