"""Sheets as a workbook of Excel, by openpyxl, which is an extra."""

from __future__ import annotations

from io import BytesIO

from reportkit.errors import OutputError
from reportkit.output.document import without_surrogates
from reportkit.output.sheets import Cell, Sheet
from reportkit.output.visible import visible


def render_xlsx(sheet: Sheet) -> bytes:
    """The sheet as the bytes of a workbook: numbers are numbers, text is never a formula.

    Raises `OutputError` where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise OutputError("xlsx needs openpyxl; install it with pip install 'reportkit[xlsx]'") from None
    book = Workbook()
    page = book.active
    page.append(list(sheet.heads))
    for number, row in enumerate(sheet.rows, 2):
        for column, cell in enumerate(row, 1):
            place = page.cell(row=number, column=column, value=_cell(cell))
            if isinstance(cell, str):
                place.data_type = "s"
    page.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(cell: Cell) -> Cell:
    return without_surrogates(visible(cell)) if isinstance(cell, str) else cell
