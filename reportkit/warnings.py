"""What is told of an extraction beside its indicators: doubts with their places, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.extraction.doubts import DOUBTS
from reportkit.extraction.grids import UNREAD
from reportkit.extraction.refusals import SAYS
from reportkit.model import Report, Source
from reportkit.repair import Repaired
from reportkit.rules.topics import RuleSet
from reportkit.stages import Outline

# Characters that a warning quotes.
QUOTED = 40


def find_warnings(
    source: Source, fixed: Repaired, outlines: Sequence[Outline], reports: Sequence[Report], rules: RuleSet
) -> tuple[str, ...]:
    """The warnings of a source and its repair, of its reports and their indicators; one where it holds no report."""
    unnamed = [i for report in reports for i in report.indicators if not i.name]
    nameless = [f"no name found for {i.text} at {i.spans[0].start}" for i in unnamed]
    lost = [
        f"{i.text} at {i.spans[0].start} has no unit; a % may be lost"
        for report in reports
        for i in report.indicators
        if DOUBTS["lost-percent"] in i.doubts
    ]
    counters = [
        f"the counter {i.unit} of {i.text} at {i.spans[0].start} is none of units.yaml"
        for report in reports
        for i in report.indicators
        if DOUBTS["unlisted-unit"] in i.doubts
    ]
    doubts = [
        f"{doubt} (at {fixed.trail.point(place)})" for outline in outlines for place, doubt in outline.doubts
    ]
    unread = [
        f"a cell that holds no number that can be read: {span.of(source.text)} at {span.start}"
        for report in reports
        for span, rule in report.refusals
        if rule == UNREAD
    ]
    says = {**SAYS, **{rule.id: rule.says for rule in rules.exclusions.exclusions if rule.says}}
    refused = [
        f"{says[rule]} was left out: {_cut(span.of(source.text))} at {span.start}"
        for report in reports
        for span, rule in report.refusals
        if rule in says
    ]
    warnings = [*source.warnings, *fixed.warnings, *doubts, *nameless, *lost, *counters, *unread, *refused]
    if not reports:
        warnings.append("no report found: the text holds no Chinese sentences")
    return tuple(warnings)


def _cut(quoted: str) -> str:
    """What a message quotes of the source, on one line and not longer than one is read."""
    line = " ".join(quoted.split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED]}…"
