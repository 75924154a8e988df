"""Spreadsheets: the rows of their sheets as text."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook

from reportkit.errors import SourceError
from reportkit.source.parts import DAMAGED, MOST_BYTES, open_parts

MOST_ROWS = 100_000


def read_sheets(raw: bytes) -> list[tuple[str, list[list[str]]]]:
    """The sheets of a workbook: for each its name and its rows of texts.

    Raises `SourceError` when the workbook is damaged or made to harm.
    """
    with open_parts(raw) as parts:
        if sum(part.file_size for part in parts.infolist()) > 4 * MOST_BYTES:
            raise SourceError(f"unpacks to more than {4 * MOST_BYTES // 1_000_000} MB; give its texts as csv")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS:
                raise SourceError(f"has a sheet of more than {MOST_ROWS:,} rows; give its texts as csv")
            sheets.append((name, [[_text(cell) for cell in row] for row in sheet.iter_rows()]))
    except (CalamineError, OSError, ValueError):
        raise SourceError(DAMAGED) from None
    return sheets


def _text(cell: object) -> str:
    """A cell as text; a whole number is stored as 2023.0."""
    text = "" if cell is None else str(cell)
    return text.removesuffix(".0") if isinstance(cell, int | complex) or text.endswith(".0") else text
