"""The page of reports: their text with its outline on one side, their numbers as a table on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from reportkit.language import translate
from reportkit.model import Extraction, Indicator, Report, Source
from reportkit.output.document import warnings_of
from reportkit.output.words import amount
from reportkit.page.document import render
from reportkit.page.labels import labels
from reportkit.page.marked import Block, Mark, blocks_of, html_of
from reportkit.page.numbers import Numbers, ids_of
from reportkit.page.told import with_text

# The headings of a report stand below that of the page and that of the report.
FIRST_LEVEL, LAST_LEVEL = 3, 6


def report_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Yield the page of all reports of some files, which is one piece."""
    yield report_page(extractions)


def report_page(extractions: Sequence[Extraction]) -> str:
    """Return the page of all reports of some files. Raises `OutputError` where Jinja2 is not installed."""
    numbers = Numbers()
    found = [(each.source, report) for each in extractions for report in each.reports]
    shown = [
        _document(source, report, f"r{number}" if len(found) > 1 else "", numbers, number)
        for number, (source, report) in enumerate(found)
    ]
    warnings = [
        f"{each.source.path}: {translate(said)}" for each in extractions for said in warnings_of(each)
    ]
    title = shown[0]["title"] if shown else extractions[0].source.path if extractions else ""
    words = labels()
    data = {
        "sources": [summary_of(source, report) for source, report in found],
        "warnings": len(warnings),
        "labels": {key: words[key] for key in ("measures", "statuses", "js")},
        **numbers.data(),
    }
    return render(
        "report.html",
        title,
        data,
        ["table.js", "report.js"],
        documents=shown,
        warnings=warnings,
        count=len(numbers.rows),
        goals=sum(len(each["goals"]) for each in shown),
        repairs=sum(len(each["repairs"]) for each in shown),
    )


def summary_of(source: Source, report: Report) -> dict[str, Any]:
    """Return what an index tells of a report."""
    return {
        "source": source.path,
        "title": report.title,
        "place": report.place,
        "region": report.region,
        "code": report.code,
        "kind": report.kind,
        "organ": report.organ,
        "year": report.year,
        "numbers": len(report.indicators),
        "doubtful": sum(bool(each.doubts) for each in report.indicators),
    }


def _document(source: Source, report: Report, anchor: str, numbers: Numbers, number: int) -> dict[str, Any]:
    """Return what the template shows of a report, whose numbers are added to those of the page."""
    text, report = with_text(source.text, report)
    ids = ids_of(report.indicators, anchor)
    marks = [*_marks(report, ids, len(numbers.rows)), *_repair_marks(report, anchor)]
    blocks = blocks_of(text, report, source.tables, marks, anchor)
    numbers.add(text, report, ids, blocks, number)
    words = labels()
    kind = words["kinds"][report.kind]
    return {
        "title": report.title or " ".join(filter(None, [report.place, kind])),
        "about": _about(report, kind),
        "source": source.path,
        "anchor": anchor,
        "heads": [
            {"id": f"{anchor}s{n}", "level": s.level, "heading": s.heading, "role": s.role}
            for n, s in enumerate(report.sections)
        ],
        "blocks": [_block(text, block, anchor) for block in blocks],
        "goals": _goals(report, ids),
        "repairs": [
            {"href": f"#{anchor}r{n}", "says": translate(each.reason), "count": len(each.at)}
            for n, each in enumerate(report.repairs)
            if each.at
        ],
    }


def _about(report: Report, kind: str) -> list[str]:
    place = " ".join(filter(None, [*report.region, report.place]))
    parts = (kind, place, report.organ, report.meeting, report.date, report.year)
    return [str(part) for part in parts if part]


def _block(text: str, block: Block, anchor: str) -> str:
    """Return a block as HTML; each has the class ``b``, by which the scripts count them."""
    inner = html_of(text, block)
    if block.table is not None:
        return f'<div class="b wide"><table>{inner}</table></div>'
    if block.section is None:
        return f"<p class=b>{inner}</p>"
    tag = f"h{min(FIRST_LEVEL + block.level - 1, LAST_LEVEL)}"
    return f"<{tag} class=b id={anchor}s{block.section}>{inner}</{tag}>"


def _marks(report: Report, ids: Sequence[str], first: int) -> Iterator[Mark]:
    """Yield a mark for each piece of each number; the first piece has its id."""
    for number, (each, key) in enumerate(zip(report.indicators, ids, strict=True)):
        classes = f"n {each.measure[0]} {each.status[0]}{' d' if each.doubts else ''}"
        for at, span in enumerate(each.spans):
            attributes = f' class="{classes}" href=#{key} tabindex=-1'
            yield Mark(span.start, span.stop, "a", attributes, "" if at else key, first + number)


def _repair_marks(report: Report, anchor: str) -> Iterator[Mark]:
    for number, repair in enumerate(report.repairs):
        said = escape(translate(repair.reason))
        for at, span in enumerate(repair.at):
            tag, named = "del" if len(span) else "ins", "" if at else f"{anchor}r{number}"
            yield Mark(span.start, span.stop, tag, f' class=r title="{said}"', named)


def _goals(report: Report, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the goals of a report in their order, each beside what was so in the year before where that is told once."""
    before: defaultdict[tuple[Any, ...], list[Indicator]] = defaultdict(list)
    for each in report.indicators:
        if each.status != "target" and each.period and str(each.period) == str(report.year):
            before[each.concept, each.measure].append(each)
    found = []
    for each, key in zip(report.indicators, ids, strict=True):
        if each.status != "target":
            continue
        told = before[each.concept, each.measure] if each.concept else []
        found.append(
            {
                "href": f"#{key}",
                "name": each.name,
                "shown": amount(each),
                "period": str(each.period or ""),
                "section": each.section[0] if each.section else "",
                "before": amount(told[0]) if len(told) == 1 else "",
                "doubtful": bool(each.doubts),
                "measure": each.measure,
            }
        )
    return found
