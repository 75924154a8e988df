"""Sheets as text: aligned for the eye, Markdown, CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO

from reportkit.output.document import digits
from reportkit.output.sheets import Cell, Sheet
from reportkit.output.visible import visible

GAP = 2
# What a spreadsheet would take for a formula when text begins with it.
FORMULA = ("=", "+", "-", "@")


def shown(cell: Cell) -> str:
    """A cell as text on one line."""
    if isinstance(cell, Decimal):
        return digits(cell)
    return "" if cell is None else visible(str(cell))


def render_aligned(sheet: Sheet) -> str:
    """The sheet for the eye: columns below their heads, full-width characters in mind, a title above each group."""
    from rich.cells import cell_len

    lines = [visible(line) for line in sheet.summary]
    table = [list(sheet.heads), *([shown(cell) for cell in row] for row in sheet.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]

    def line(row: Sequence[str]) -> str:
        cells = (cell + " " * (width - cell_len(cell) + GAP) for cell, width in zip(row, widths, strict=True))
        return (" " * GAP + "".join(cells)).rstrip()

    if sheet.rows:
        lines += ["", line(sheet.heads)]
    for title, rows in sheet.groups:
        lines += ["", visible(title)] if title else []
        lines += [line([shown(cell) for cell in row]) for row in rows]
    return "\n".join(lines).lstrip("\n") + "\n"


def render_markdown(sheet: Sheet) -> str:
    """The sheet as a Markdown table for each group."""
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
    """The sheet as CSV with a head line. Text that a spreadsheet would run as a formula is quoted with '."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.heads)
    for row in sheet.rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def harmless(cell: Cell) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    text = shown(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text
