"""How a report flows through reportkit: a source becomes text, reports, numbers and indicators."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from reportkit.extraction.doubts import DOUBTS
from reportkit.extraction.grids import UNREAD, find_tables
from reportkit.extraction.indicators import Found, find_indicators
from reportkit.extraction.lexicon import lexicon
from reportkit.extraction.quantities import find_quantities
from reportkit.extraction.refusals import SAYS
from reportkit.given import NOTHING, Given
from reportkit.model import Extraction, Indicator, Report, Source, Span, Table
from reportkit.repair import Repaired, repair
from reportkit.rules.topics import RuleSet
from reportkit.segment import find_times, segment
from reportkit.segment.periods import Clock, find_mentions
from reportkit.stages import NATION, Outline, Quantity
from reportkit.text.characters import as_printed
from reportkit.text.items import MARK, find_items, mask

# The front of a report, in which its title, its place and its meeting are named.
FRONT = 3000
# Characters that a warning quotes.
QUOTED = 40


def extract(source: Source, rules: RuleSet, reorder: bool = True, given: Given = NOTHING) -> Extraction:
    """Every report in `source` with its sections, repairs and indicators; without `reorder` no text is moved.

    What is `given` wins over what the text tells of its year, place, kind and organ; a warning says where it contradicts.
    """
    repaired = repair(source.text, rules, reorder, source.items)
    text = repaired.understood
    outlines = segment(text, rules, source.path, given)
    read = mask(text, find_items(text, lexicon(rules).measures, repaired.items))
    reports = []
    lines = _line_starts(source.text)
    tables = list(enumerate(find_tables(read, _moved(source.tables, repaired, read)), 1))
    for outline in outlines:
        times = find_times(read, outline, rules.periods)
        found = find_indicators(read, outline, times, rules, tables)
        told = (outline, found)
        if read != repaired.text:
            told = _as_printed(text, read, repaired.text, outline, found, given)
        reports.append(_back_to_source(source, lines, repaired, *told))
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
        f"{doubt} (at {repaired.trail.point(place)})"
        for outline in outlines
        for place, doubt in outline.doubts
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
    warnings = [*source.warnings, *repaired.warnings, *doubts, *nameless, *lost, *counters, *unread, *refused]
    if not reports:
        warnings.append("no report found: the text holds no Chinese sentences")
    return Extraction(source, rules.fingerprint, tuple(reports), tuple(warnings))


def _cut(quoted: str) -> str:
    """What a message quotes of the source, on one line and not longer than one is read."""
    line = " ".join(quoted.split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED]}…"


def repaired(source: Source, rules: RuleSet, reorder: bool = True) -> str:
    """The text of `source` after repair; without `reorder` no text is moved."""
    return repair(source.text, rules, reorder, source.items).text


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
    fixed = repair(source.text, rules, items=source.items)
    text = mask(fixed.understood, find_items(fixed.understood, lexicon(rules).measures, fixed.items))
    whole = Span(0, len(text))
    mentions = find_mentions(text, whole, rules.periods, Clock(None, None))
    found, refused = find_quantities(text, whole, lexicon(rules), mentions)
    return (
        [Number(*_quoted(source, fixed, each.span), each) for each in found],
        [RefusedNumber(*_quoted(source, fixed, each.span), each.rule) for each in refused],
    )


def _quoted(source: Source, fixed: Repaired, span: Span) -> tuple[tuple[Span, ...], str]:
    """Where a stretch of the repaired text stands in the source, and how it is printed there."""
    spans = fixed.trail.back(span)
    return spans, "".join(part.of(source.text) for part in spans)


def _as_printed(
    text: str, read: str, printed: str, outline: Outline, found: Found, given: Given
) -> tuple[Outline, Found]:
    """An outline of `text` and the indicators of `read` in the characters in which they are printed."""

    def near(words: str, start: int, stop: int) -> str:
        return as_printed(words, text, printed, start, stop)

    def whole(words: str, start: int, stop: int) -> str:
        return as_printed(words, read, printed, start, stop)

    def said(words: str | None) -> str | None:
        return near(words, outline.span.start, outline.span.start + FRONT) if words else words

    sections = tuple(
        replace(section, heading=near(section.heading, section.span.start, section.span.stop))
        for section in outline.sections
    )
    told: dict[int, str] = {}  # sentences by the string that all their indicators share

    def sentence(indicator: Indicator) -> str:
        key, start, size = id(indicator.sentence), indicator.spans[0].start, len(indicator.sentence)
        if key not in told:
            told[key] = whole(indicator.sentence, start - size, start + size)
        return told[key]

    headings = {one.heading: two.heading for one, two in zip(outline.sections, sections, strict=True)}

    def back(indicator: Indicator) -> Indicator:
        name = indicator.name
        for span in indicator.name_spans:
            understood, words = ("".join(span.of(each).split()) for each in (read, printed))
            name = name.replace(understood, words, 1)
        start, size = indicator.spans[0].start, len(indicator.sentence)
        return replace(
            indicator,
            name=name,
            sentence=sentence(indicator),
            basis=whole(indicator.basis, start - size, start + size) if indicator.basis else indicator.basis,
            section=tuple(headings.get(heading, heading) for heading in indicator.section),
        )

    outline = replace(
        outline,
        title=said(outline.title),
        place=outline.place if outline.place in (NATION, given.place) else said(outline.place),
        meeting=said(outline.meeting),
        sections=sections,
    )
    return outline, replace(found, indicators=tuple(back(indicator) for indicator in found.indicators))


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
            page=bisect_right(source.pages, spans[0].start) or None if spans else None,
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
        tuple(
            r
            for r in (*source.repairs, *fixed.repairs)
            if any(whole.start <= at.start <= whole.stop for at in r.at)
        ),
        tuple(back(indicator) for indicator in found.indicators),
        tuple((fixed.trail.hull(refusal.span), refusal.rule) for refusal in found.refusals),
        tuple(replace(clue, span=fixed.trail.hull(clue.span)) for clue in outline.clues),
        outline.reason,
    )


def _moved(tables: tuple[Table, ...], fixed: Repaired, read: str) -> list[Table]:
    """The tables of a source where they stand in the repaired text, which is `read` without numbers of items."""
    spans = [span for table in tables for span in (table.span, *(box.span for box in table.boxes))]
    there = iter(fixed.trail.forth(spans))
    return [
        Table(next(there), tuple(replace(box, span=_filled(read, next(there))) for box in table.boxes))
        for table in tables
    ]


def _filled(text: str, span: Span) -> Span:
    """A stretch of `text` without the blanks and the numbers of items at its ends."""
    content, blank = span.of(text), f" 　\t\n{MARK}"
    stop = span.start + len(content.rstrip(blank))
    return Span(min(span.start + len(content) - len(content.lstrip(blank)), stop), stop)


def _line_starts(text: str) -> list[int]:
    """Where each line of `text` starts."""
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


__all__ = ["extract", "find_numbers", "repaired"]
