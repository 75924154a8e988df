"""Sheets as text: aligned for the eye, Markdown, CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reportkit.output.columns import GAP, align, fit, told_of, widths_of
from reportkit.output.document import digits
from reportkit.output.screen import NOWHERE, Screen
from reportkit.output.sheets import Cell, Sheet
from reportkit.output.tones import STYLES, tone_of
from reportkit.output.visible import visible

# By its byte order mark Excel knows that a file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet may take for a formula: one of these signs, full-width where the language of the office knows
# them, and more behind it; some pass over spaces before it, and a tab or a line end may begin a cell of its own.
FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b-\u200d\u2060]*[=+\-@＝＋－＠](?!\Z)")
# A semicolon parts cells in the offices of other countries, and wherever one is asked to part by it too.
SEPARATORS = re.compile('[,;"]')


def shown(cell: Cell) -> str:
    """Write a cell as text on one line."""
    if isinstance(cell, Decimal):
        return digits(cell)
    return "" if cell is None else visible(str(cell))


def render_aligned(sheet: Sheet, screen: Screen | None = None) -> str:
    """Write a sheet for the eye: columns below their heads, a title above each group; on a screen fitted to it."""
    screen = screen or NOWHERE
    table = [list(sheet.heads), *([shown(cell) for cell in row] for row in sheet.rows)]
    widths = widths_of(table)
    fitted = fit(widths, sheet.texts, screen.width)
    lines = [piece for line in sheet.summary for piece in screen.folded(visible(line))]
    if sheet.rows:
        lines += ["", *align(table[:1], fitted, GAP, lambda column, text: screen.styled("dim", text))]
    for title, rows in sheet.groups:
        lines += ["", *screen.folded(visible(title), "green")] if title else []
        cells = [[shown(cell) for cell in row] for row in rows]
        lines += align(cells, fitted, GAP, lambda column, text: screen.styled(_style(text), text))
    told = told_of(sheet.heads, widths, fitted) if sheet.rows else []
    lines += [piece for line in told for piece in ("", *screen.folded(line, "dim"))]
    return "\n".join(lines).lstrip("\n") + "\n"


def _style(text: str) -> str:
    tone = tone_of(text.strip()) if text.strip() else None
    return STYLES[tone] if tone else ""


def render_markdown(sheet: Sheet) -> str:
    """Write a sheet as a Markdown table for each group."""
    lines = [_escaped(line) for line in sheet.summary]
    for title, rows in sheet.groups:
        lines += ["", f"## {_escaped(title)}"] if title else []
        lines += ["", _row(sheet.heads), _row(["---"] * len(sheet.heads))]
        lines += [_row([_escaped(shown(cell)) for cell in row]) for row in rows]
    return "\n".join(lines).lstrip("\n") + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def render_csv(sheet: Sheet) -> str:
    """Write a sheet as CSV for spreadsheets: a byte order mark, a head line, and the rows."""
    return BYTE_ORDER_MARK + csv_lines([sheet.heads, *sheet.rows])


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    r"""Write rows as lines of CSV, as RFC 4180 has them; each cell is made `harmless`.

    >>> csv_lines([("通车里程", Decimal("5.60"), None), ("1,2", 7, "=1+1")])
    '通车里程,5.6,\r\n"1,2",7,\'=1+1\r\n'
    """
    return "".join(",".join(map(_csv_cell, row)) + "\r\n" for row in rows)


def _csv_cell(cell: Cell) -> str:
    text = harmless(cell)
    return '"' + text.replace('"', '""') + '"' if SEPARATORS.search(text) else text


def harmless(cell: Cell) -> str:
    """Write a cell as text on one line that no spreadsheet takes for a formula: one that may be begins with '.

    A sign that stands alone computes nothing and stays as it is, and so does a number.

    >>> harmless("=1+1"), harmless(" ＋1"), harmless("="), harmless(Decimal(-1))
    ("'=1+1", "' ＋1", '=', '-1')
    """
    text = shown(cell)
    return f"'{text}" if isinstance(cell, str) and FORMULA.match(cell) else text
