"""How a report flows through reportkit: a source becomes text, reports, numbers and indicators."""

from __future__ import annotations

from dataclasses import replace

from reportkit.extraction.grids import find_tables
from reportkit.extraction.indicators import find_indicators
from reportkit.extraction.lexicon import lexicon
from reportkit.extraction.quantities import find_quantities
from reportkit.given import NOTHING, Given
from reportkit.model import Extraction, Source, Span, Table
from reportkit.origins import find_origins
from reportkit.repair import Repaired, repair
from reportkit.rules.topics import RuleSet
from reportkit.segment import find_times, segment
from reportkit.segment.periods import Clock, find_mentions
from reportkit.stages import Quantity
from reportkit.text.items import MARK, find_items, mask
from reportkit.values import dataclass
from reportkit.warnings import find_warnings


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
        reports.append(find_origins(source, lines, repaired, read, outline, found, given))
    warnings = find_warnings(source, repaired, outlines, reports, rules)
    return Extraction(source, rules.fingerprint, tuple(reports), warnings)


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
