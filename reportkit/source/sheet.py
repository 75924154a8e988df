"""Spreadsheets: the rows of their sheets as text."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from reportkit.errors import SourceError
from reportkit.source.hidden import Hidden, find_hidden
from reportkit.source.parts import DAMAGED, MOST_BYTES, open_parts
from reportkit.values import dataclass

MOST_ROWS = 100_000
# So many hidden rows are named.
NAMED = 10


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet that is shown, those that it hides left empty, and what it hides."""

    name: str
    rows: list[list[str]]
    hidden: tuple[str, ...] = ()


def read_sheets(raw: bytes) -> tuple[list[SheetRows], list[str]]:
    """Read the sheets of a workbook that are shown, and the names of those that are not.

    Raises `SourceError` when the workbook is damaged or made to harm.
    """
    with open_parts(raw) as parts:
        if sum(part.file_size for part in parts.infolist()) > 4 * MOST_BYTES:
            raise SourceError(f"unpacks to more than {4 * MOST_BYTES // 1_000_000} MB; give its texts as csv")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        hidden = find_hidden(raw)
        sheets, unseen = [], []
        for about in book.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible:
                unseen.append(about.name)
            elif about.typ == SheetTypeEnum.WorkSheet:
                sheets.append(_sheet(book, about.name, hidden.get(about.name, Hidden())))
    except (CalamineError, OSError, ValueError):
        raise SourceError(DAMAGED) from None
    return sheets, unseen


def _sheet(book: CalamineWorkbook, name: str, hidden: Hidden) -> SheetRows:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS:
        raise SourceError(f"has a sheet of more than {MOST_ROWS:,} rows; give its texts as csv")
    left = sheet.start[1] if sheet.start else 0
    rows: list[list[str]] = []
    dropped, blanked = [], set()
    for number, cells in enumerate(sheet.iter_rows()):
        row = [_text(cell) for cell in cells]
        if number in hidden.rows and any(row):
            dropped.append(str(number + 1))
            row = []
        for at, text in enumerate(row):
            if text and left + at in hidden.columns:
                blanked.add(left + at + 1)
                row[at] = ""
        rows.append(row)
    told = (("row", dropped), ("column", [str(column) for column in sorted(blanked)]))
    return SheetRows(name, rows, tuple(f"{kind} {_named(places)}" for kind, places in told if places))


def _named(places: list[str]) -> str:
    return ", ".join(places[:NAMED]) + (f" and {len(places) - NAMED} more" if len(places) > NAMED else "")


def _text(cell: object) -> str:
    """Return a cell as text; a whole number is stored as 2023.0."""
    text = "" if cell is None else str(cell)
    return text.removesuffix(".0") if isinstance(cell, int | complex) or text.endswith(".0") else text
