"""Tables for the eye: one a report, grouped by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from reportkit.language import _
from reportkit.model import Extraction, Indicator, Report
from reportkit.output.columns import align, fit, told_of, widths_of
from reportkit.output.screen import NOWHERE, Screen
from reportkit.output.visible import visible
from reportkit.output.words import amount

COLUMNS = ("name", "value", "measure", "period", "status", "which", "concept")
TEXTS = frozenset({0, 5, 6})
STYLES = {
    "name": "bold",
    "value": "cyan",
    "status": "dim",
    "measure": "dim",
    "which": "dim",
    "concept": "dim",
}
MARGIN = 2
NONE, SAME = "–", "="


def table_pieces(extractions: Sequence[Extraction], screen: Screen | None = None) -> Iterator[str]:
    """Yield the tables of all extractions, one below the other, as one piece.

    On a `screen` they are fitted to its width. Without one the rows are as wide as they need be, and without colours.
    """
    lines = [line for each in extractions for line in _extraction(each, screen or NOWHERE)]
    yield "\n".join(lines) + "\n"


def report_line(report: Report) -> str:
    """Describe a report in one line: its title, kind, place, meeting, date and year."""
    parts = (report.title, _(report.kind), report.place, report.meeting, report.date, report.year)
    return visible(" · ".join(str(part) for part in parts if part is not None))


def _extraction(extraction: Extraction, screen: Screen) -> Iterator[str]:
    yield screen.styled("dim", visible(extraction.source.path).rstrip())
    if not extraction.reports:
        yield " " * MARGIN + _("no report found")
    for report in extraction.reports:
        yield ""
        yield from screen.folded(report_line(report), "bold")
        yield from _report(report, screen)
    yield ""


def _report(report: Report, screen: Screen) -> Iterator[str]:
    if not report.indicators:
        yield " " * MARGIN + _("no indicators")
        return
    apart = _apart(report.indicators)
    rows = [_row(each, which) for each, which in zip(report.indicators, apart, strict=True)]
    heads = [_(name) for name in COLUMNS]
    widths = widths_of([heads, *rows])
    fitted = fit(widths, TEXTS, screen.width, MARGIN)
    yield from align([heads], fitted, MARGIN, lambda column, text: screen.styled("dim", text))
    start = 0
    for path, group in groupby(report.indicators, key=lambda each: each.section):
        size = len(list(group))
        yield ""
        yield from screen.folded(visible(" › ".join(path)) or _("(no section)"), "green")
        yield from align(rows[start : start + size], fitted, MARGIN, partial(_cell, screen))
        start += size
    for line in told_of(heads, widths, fitted):
        yield ""
        yield from screen.folded(line, "dim")


def _cell(screen: Screen, column: int, text: str) -> str:
    return screen.styled(STYLES.get(COLUMNS[column], ""), text)


def _row(indicator: Indicator, which: str) -> tuple[str, ...]:
    """Return the cells of an indicator; a question mark says that something about it is doubtful."""
    period = str(indicator.period) if indicator.period else NONE
    status = f"{_(indicator.status)} ?" if indicator.doubts else _(indicator.status)
    concept = SAME if indicator.concept == indicator.name else indicator.concept or NONE
    fields = (indicator.name, amount(indicator), _(indicator.measure), period, status, which, concept)
    return tuple(visible(field) for field in fields)


def _apart(indicators: Sequence[Indicator]) -> list[str]:
    """Return for each indicator what tells it from others of its name: its basis, its line, or its turn in it.

    What stands in another column, or in another section, is told apart by that.
    """
    alike: dict[tuple[object, ...], list[Indicator]] = {}
    for i in indicators:
        alike.setdefault(_key(i), []).append(i)
    return [_which(i, alike[_key(i)]) for i in indicators]


def _key(i: Indicator) -> tuple[object, ...]:
    return i.name, i.measure, i.period, i.status, i.unit, i.section


def _which(i: Indicator, alike: Sequence[Indicator]) -> str:
    if len(alike) == 1:
        return ""
    if len({each.basis for each in alike}) == len(alike):
        return i.basis or NONE
    if len({each.line for each in alike}) == len(alike):
        return f"{_('line')} {i.line}"
    turn = next(n for n, each in enumerate(alike, 1) if each is i)
    return f"{turn}/{len(alike)}"
