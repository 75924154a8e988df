"""Extractions, outlines and sheets as the parts of a Word document: each number with its sentence and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reportkit.language import _, translate
from reportkit.model import Extraction, Indicator, Report, Section
from reportkit.output.document import warnings_of
from reportkit.output.sheets import Sheet
from reportkit.output.table import report_line
from reportkit.output.tabular import shown
from reportkit.output.word import Part, render_document
from reportkit.output.words import amount

INDICATORS = ("name", "value", "measure", "period", "status", "concept")
DOUBTS = "doubts"
SECTIONS = ("section", "role", "period", "indicators")
# In the place of a sentence that stands in the same table already.
SEE_ABOVE = "the sentence is given above"
INDENT = "\u3000"


def extractions_document(extractions: Sequence[Extraction]) -> bytes:
    """Write every indicator below the headings of its report, each sentence above its numbers."""
    parts = [part for each in extractions for part in _extraction(each)]
    return render_document(_title(extractions), parts)


def outline_document(extraction: Extraction, totals: Sequence[Sequence[int]]) -> bytes:
    """Write the reports of an extraction with their sections; `totals` counts the indicators of each."""
    parts = [_about(extraction)]
    for report, counts in zip(extraction.reports, totals, strict=True):
        rows = tuple(_outlined(report.sections, counts))
        parts.append(Part(report_line(report), heads=tuple(map(_, SECTIONS)), rows=rows))
    return render_document(_title([extraction]), [*parts, *_warnings(extraction)])


def sheet_document(sheet: Sheet) -> bytes:
    """Write a sheet for the eye: a table for each group, below each row the sentences of its figures."""
    parts = [Part(lines=sheet.summary)]
    evidence = iter(sheet.evidence or [()] * len(sheet.rows))
    for title, rows in sheet.groups:
        lines: list[tuple[str, ...] | str] = []
        told: set[tuple[str, str]] = set()
        for row in rows:
            lines.append(tuple(map(shown, row)))
            for sentence, place in next(evidence):
                lines.append(f"{_(SEE_ABOVE) if (sentence, place) in told else sentence}  [{place}]")
                told.add((sentence, place))
        parts.append(Part(title, heads=sheet.heads, rows=tuple(lines)))
    return render_document(sheet.title.capitalize(), parts)


def _title(extractions: Sequence[Extraction]) -> str:
    reports = [report for each in extractions for report in each.reports]
    first = reports[0] if len(reports) == 1 else None
    about = (first.place, first.year, first.title) if first else ()
    return " ".join(str(each) for each in about if each is not None) or _("Indicators of work reports")


def _about(extraction: Extraction) -> Part:
    from reportkit.codec.printed import SourceInfo

    source = SourceInfo.of(extraction.source)
    lines = (source.path, f"SHA-256 {source.sha256}", f"{_('rules')} {extraction.rules}")
    return Part(lines=lines if extraction.reports else (*lines, _("no report found")))


def _warnings(extraction: Extraction) -> list[Part]:
    found = warnings_of(extraction)
    return [Part(_("Warnings"), lines=tuple(map(translate, found)))] if found else []


def _extraction(extraction: Extraction) -> Iterator[Part]:
    yield _about(extraction)
    for report in extraction.reports:
        yield Part(report_line(report), lines=() if report.indicators else (_("no indicators"),))
        yield from _sections(report, extraction.source.path)
    yield from _warnings(extraction)


def _sections(report: Report, source: str) -> Iterator[Part]:
    """The headings of a report down to those that hold indicators, with a table below each of these."""
    before: tuple[str, ...] = ()
    for path, group in groupby(report.indicators, key=lambda each: each.section):
        known = 0
        while known < min(len(path), len(before)) and path[known] == before[known]:
            known += 1
        above = min(known, max(len(path) - 1, 0))
        for depth in range(above, len(path) - 1):
            yield Part(path[depth], depth + 2)
        found = list(group)
        doubtful = any(i.doubts for i in found)
        heads = tuple(map(_, (*INDICATORS, DOUBTS) if doubtful else INDICATORS))
        rows = tuple(_by_sentence(found, source, doubtful))
        yield Part(
            path[-1] if path else _("(no section)"), max(len(path), 1) + 1, (), heads, rows, leads=True
        )
        before = path


def _by_sentence(
    indicators: Iterable[Indicator], source: str, doubtful: bool
) -> Iterator[tuple[str, ...] | str]:
    for _key, group in groupby(indicators, key=lambda i: (i.line, i.sentence)):
        found = list(group)
        yield f"{found[0].sentence}  [{source}:{found[0].line}]"
        for i in found:
            period = str(i.period) if i.period else "–"
            row = (i.name, amount(i), _(i.measure), period, _(i.status), i.concept or "–")
            yield (*row, "; ".join(translate(doubt.says) for doubt in i.doubts)) if doubtful else row


def _outlined(sections: Sequence[Section], counts: Sequence[int]) -> Iterator[tuple[str, ...]]:
    depths: list[int] = []
    for section, count in zip(sections, counts, strict=True):
        depths.append(depths[section.parent] + 1 if section.parent is not None else 0)
        period = str(section.period) if section.period else "–"
        yield f"{INDENT * depths[-1]}{section.heading}", _(section.role), period, str(count)
