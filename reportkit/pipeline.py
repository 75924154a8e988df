"""How a report flows through reportkit: a source becomes text, reports, numbers and indicators."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from reportkit.extraction.indicators import Found, find_indicators
from reportkit.extraction.lexicon import lexicon
from reportkit.extraction.quantities import find_quantities
from reportkit.extraction.reading import UNLISTED
from reportkit.model import Extraction, Indicator, Outline, Quantity, Report, Source, Span
from reportkit.repair import Repaired, repair
from reportkit.rules.topics import RuleSet
from reportkit.segment import find_times, segment
from reportkit.segment.periods import Clock, find_mentions


def extract(source: Source, rules: RuleSet, reorder: bool = True) -> Extraction:
    """Every report in `source` with its sections, repairs and indicators; without `reorder` no text is moved."""
    repaired = repair(source.text, rules, reorder)
    outlines = segment(repaired.text, rules)
    reports = []
    lines = _line_starts(source.text)
    for outline in outlines:
        times = find_times(repaired.text, outline, rules.periods)
        found = find_indicators(repaired.text, outline, times, rules)
        reports.append(_back_to_source(source, lines, repaired, outline, found))
    unnamed = [i for report in reports for i in report.indicators if not i.name]
    nameless = [f"no name found for {i.text} at {i.spans[0].start}" for i in unnamed]
    counters = [
        f"the counter {i.unit} of {i.text} at {i.spans[0].start} is none of units.yaml"
        for report in reports
        for i in report.indicators
        if f"quantity: {UNLISTED}" in i.trace
    ]
    doubts = [
        f"{doubt} (at {repaired.trail.point(place)})"
        for outline in outlines
        for place, doubt in outline.doubts
    ]
    warnings = [*source.warnings, *repaired.warnings, *doubts, *nameless, *counters]
    if not reports:
        warnings.append("no report found: the text holds no Chinese sentences")
    return Extraction(source, rules.fingerprint, tuple(reports), tuple(warnings))


def repaired(source: Source, rules: RuleSet, reorder: bool = True) -> str:
    """The text of `source` after repair; without `reorder` no text is moved."""
    return repair(source.text, rules, reorder).text


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity with where it stands in the source and how it is printed there."""

    spans: tuple[Span, ...]
    text: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class RefusedNumber:
    """A number of the source that is no quantity, and the rule that says so."""

    spans: tuple[Span, ...]
    text: str
    rule: str


def find_numbers(source: Source, rules: RuleSet) -> tuple[list[Number], list[RefusedNumber]]:
    """The quantities of `source` in order, with nothing said of what they measure; and the numbers that are none.

    Headings and annexes are read too, and no year is known: `extract` is what tells whose number one is.
    """
    fixed = repair(source.text, rules)
    whole = Span(0, len(fixed.text))
    mentions = find_mentions(fixed.text, whole, rules.periods, Clock(None, None))
    found, refused = find_quantities(fixed.text, whole, lexicon(rules), mentions)
    return (
        [Number(*_quoted(source, fixed, each.span), each) for each in found],
        [RefusedNumber(*_quoted(source, fixed, each.span), each.rule) for each in refused],
    )


def _quoted(source: Source, fixed: Repaired, span: Span) -> tuple[tuple[Span, ...], str]:
    """Where a stretch of the repaired text stands in the source, and how it is printed there."""
    spans = fixed.trail.back(span)
    return spans, "".join(part.of(source.text) for part in spans)


def _back_to_source(
    source: Source, lines: list[int], fixed: Repaired, outline: Outline, found: Found
) -> Report:
    """A report whose every offset points into the source text."""
    whole = fixed.trail.hull(outline.span)

    def back(indicator: Indicator) -> Indicator:
        spans = tuple(part for span in indicator.spans for part in fixed.trail.back(span))
        return replace(
            indicator,
            spans=spans,
            name_spans=tuple(part for span in indicator.name_spans for part in fixed.trail.back(span)),
            period_spans=tuple(part for span in indicator.period_spans for part in fixed.trail.back(span)),
            text="".join(part.of(source.text) for part in spans),
            line=bisect_right(lines, spans[0].start) if spans else 0,
        )

    return Report(
        outline.title,
        outline.kind,
        outline.organ,
        outline.place,
        outline.meeting,
        outline.date,
        outline.year,
        whole,
        tuple(
            replace(
                section,
                span=fixed.trail.hull(section.span),
                words=fixed.trail.hull(section.words) if section.words else None,
            )
            for section in outline.sections
        ),
        tuple(r for r in fixed.repairs if any(whole.start <= at.start <= whole.stop for at in r.at)),
        tuple(back(indicator) for indicator in found.indicators),
        tuple((fixed.trail.hull(refusal.span), refusal.rule) for refusal in found.refusals),
    )


def _line_starts(text: str) -> list[int]:
    """Where each line of `text` starts."""
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


__all__ = ["extract", "find_numbers", "repaired"]
