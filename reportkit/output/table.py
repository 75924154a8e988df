"""Tables for the eye: one a report, grouped by section."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from reportkit.language import _
from reportkit.model import Extraction, Indicator, Report
from reportkit.output.columns import GAP, align, widths_of
from reportkit.output.visible import visible
from reportkit.output.words import amount

COLUMNS = ("name", "value", "measure", "period", "status")
STYLES = {"name": "bold", "value": "cyan", "status": "dim", "measure": "dim"}
MARGIN = 2
LEAST_WIDTH = 12

# Gives a text the style that is named.
Styler = Callable[[str, str], str]


def table_pieces(extractions: Sequence[Extraction], width: int | None = None) -> Iterator[str]:
    """Yield the tables of all extractions, one below the other, as one piece.

    `width` is that of the terminal: then there are colours (none where NO_COLOR is set) and long names
    wrap. Without it the rows are as wide as they need be, and there are no colours.
    """
    is_dull = width is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    style = _bare if is_dull else _coloured
    yield "\n".join(line for each in extractions for line in _extraction(each, width, style)) + "\n"


def _bare(style: str, text: str) -> str:
    return text


def _coloured(style: str, text: str) -> str:
    from rich.color import ColorSystem
    from rich.style import Style

    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD) if style and text else text


def report_line(report: Report) -> str:
    """Describe a report in one line: its title, kind, place, meeting, date and year."""
    parts = (report.title, _(report.kind), report.place, report.meeting, report.date, report.year)
    return visible(" · ".join(str(part) for part in parts if part is not None))


def _extraction(extraction: Extraction, width: int | None, style: Styler) -> Iterator[str]:
    yield style("dim", visible(extraction.source.path).rstrip())
    if not extraction.reports:
        yield " " * MARGIN + _("no report found")
    for report in extraction.reports:
        yield ""
        yield style("bold", report_line(report))
        yield from _report(report, width, style)
    yield ""


def _report(report: Report, width: int | None, style: Styler) -> Iterator[str]:
    rows = [_row(indicator) for indicator in report.indicators]
    if not rows:
        yield " " * MARGIN + _("no indicators")
        return
    heads = [_(name) for name in COLUMNS]
    widths = _widths([heads, *rows], width)
    yield from align([heads], widths, MARGIN, lambda column, text: style("dim", text))
    start = 0
    for path, group in groupby(report.indicators, key=lambda each: each.section):
        size = sum(1 for _ in group)
        yield ""
        yield style("green", visible(" › ".join(path)) or _("(no section)"))
        yield from align(rows[start : start + size], widths, MARGIN, partial(_cell, style))
        start += size


def _cell(style: Styler, column: int, text: str) -> str:
    return style(STYLES.get(COLUMNS[column], ""), text)


def _row(indicator: Indicator) -> tuple[str, ...]:
    """Return the cells of an indicator; a question mark says that something about it is doubtful."""
    period = str(indicator.period) if indicator.period else "–"
    status = f"{_(indicator.status)} ?" if indicator.doubts else _(indicator.status)
    fields = (indicator.name, amount(indicator), _(indicator.measure), period, status)
    return tuple(visible(field) for field in fields)


def _widths(rows: Sequence[Sequence[str]], limit: int | None) -> list[int]:
    """Return the width of each column in cells; where `limit` is short, names and then values give way."""
    widths = widths_of(rows)
    if limit is None:
        return widths
    for column in (0, 1):
        excess = MARGIN + sum(widths) + GAP * (len(widths) - 1) - limit
        widths[column] = max(min(widths[column], LEAST_WIDTH), widths[column] - max(excess, 0))
    return widths
