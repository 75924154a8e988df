"""Tables for the eye: one a report, grouped by section."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from reportkit.model import Extraction, Indicator, Report
from reportkit.output.visible import visible
from reportkit.output.words import amount

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = ("name", "value", "measure", "period", "status")
STYLES = {"name": "bold", "value": "cyan", "status": "dim", "measure": "dim"}
GAP = 2
MARGIN = 2
NARROWEST = 12
# A pipe has no width: wide enough for the widest row, and nothing is cut or wrapped.
UNBOUNDED = 100_000


def table_pieces(extractions: Sequence[Extraction], width: int | None = None) -> Iterator[str]:
    """Return the tables of all extractions, one below the other, as one piece.

    `width` is that of the terminal: then there are colours (none where NO_COLOR is set) and long names
    wrap. Without it the rows are as wide as they need be, and there are no colours.
    """
    from rich.console import Console

    out = StringIO()
    dull = width is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    console = Console(
        file=out,
        force_terminal=width is not None,
        color_system=None if dull else "standard",
        width=width or UNBOUNDED,
        emoji=False,
        markup=False,
        highlight=False,
        legacy_windows=False,
    )
    for extraction in extractions:
        _print_extraction(console, extraction)
    yield "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def report_line(report: Report) -> str:
    """A report in one line: its title, kind, place, meeting, date and year."""
    parts = (report.title, report.kind, report.place, report.meeting, report.date, report.year)
    return visible(" · ".join(str(part) for part in parts if part is not None))


def _print_extraction(console: Console, extraction: Extraction) -> None:
    console.print(visible(extraction.source.path), style="dim", soft_wrap=True)
    if not extraction.reports:
        console.print(" " * MARGIN + "no report found", soft_wrap=True)
    for report in extraction.reports:
        console.print()
        console.print(report_line(report), style="bold", soft_wrap=True)
        _print_report(console, report)
    console.print()


def _print_report(console: Console, report: Report) -> None:
    rows = [_row(indicator) for indicator in report.indicators]
    if not rows:
        console.print(" " * MARGIN + "no indicators", soft_wrap=True)
        return
    widths = _widths([COLUMNS, *rows], console.width)
    _print_rows(console, [COLUMNS], widths, plain="dim")
    start = 0
    for path, group in groupby(report.indicators, key=lambda each: each.section):
        size = sum(1 for _ in group)
        console.print()
        console.print(visible(" › ".join(path)) or "(no section)", style="green", soft_wrap=True)
        _print_rows(console, rows[start : start + size], widths)
        start += size


def _row(indicator: Indicator) -> tuple[str, ...]:
    """The cells of an indicator; a question mark tells that something about it is doubtful."""
    period = str(indicator.period) if indicator.period else "–"
    status = f"{indicator.status} ?" if indicator.doubts else indicator.status
    fields = (indicator.name, amount(indicator), indicator.measure, period, status)
    return tuple(visible(field) for field in fields)


def _widths(rows: Iterable[Sequence[str]], limit: int) -> list[int]:
    """The width of each column in cells; where `limit` is short, names and then values give way."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for column in (0, 1):
        excess = MARGIN + sum(widths) + GAP * (len(widths) - 1) - limit
        widths[column] = max(min(widths[column], NARROWEST), widths[column] - max(excess, 0))
    return widths


def _print_rows(
    console: Console, rows: Sequence[Sequence[str]], widths: Sequence[int], plain: str | None = None
) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
    for name, width in zip(COLUMNS, widths, strict=True):
        table.add_column(style=plain or STYLES.get(name), width=width, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(Padding.indent(table, MARGIN))
