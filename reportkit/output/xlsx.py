"""Comparisons and indicators as workbooks of Excel, by XlsxWriter, which is an extra.

A workbook is written row by row to a temporary folder, so that its size is that of the disk and not of memory.
The same rows give the same bytes.
"""

from __future__ import annotations

import datetime
import json
import stat
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportkit.errors import OutputError
from reportkit.installation import require
from reportkit.output.document import fits_double
from reportkit.output.flat import COLUMNS, cells_of
from reportkit.output.sheets import Cell, Sheet
from reportkit.output.tabular import harmless
from reportkit.output.write import telling

# What a sheet and a cell of Excel can hold; a cell is counted in units of UTF-16.
ROWS_OF_A_SHEET = 1_048_576
UNITS_OF_A_CELL = 32_767
ELLIPSIS = "…"
TITLE = "indicators"
WIDTH = 12
WIDTHS = {"source": 24, "organ": 20, "title": 24, "name": 24, "concept": 24, "section": 36, "sentence": 60}
CREATION_DATE = datetime.datetime(2000, 1, 1)


def render_xlsx(sheet: Sheet) -> bytes:
    """Write a sheet as the bytes of a workbook: numbers are numbers, text is never a formula.

    Text that no cell can hold ends in ``…``. Raises `OutputError` where XlsxWriter is not installed.
    """
    with telling("the workbook"), TemporaryDirectory(prefix="reportkit-") as folder:
        return _write(sheet.title, sheet.heads, sheet.rows, Path(folder))[0].read_bytes()


def write_workbook(found: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write records of JSON Lines to a workbook that is complete or not there. Returns how many cells were cut.

    `found` is what `records` gives, or the same read back with exact numbers; it is gone through once. What is more
    than a sheet holds goes on in a further one. A number is a number where Excel holds each of its digits, else it
    is text; text that no cell can hold ends in ``…``. Raises `OutputError` where `path` cannot be written, or
    XlsxWriter is not installed.
    """
    target = path.resolve()
    with telling(str(path)), TemporaryDirectory(prefix=".reportkit-", dir=target.parent) as folder:
        made, cut = _write(TITLE, COLUMNS, map(cells_of, found), Path(folder))
        if target.exists():
            made.chmod(stat.S_IMODE(target.stat().st_mode))
        made.replace(target)
    return cut


def write_pages(pages: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]], path: Path) -> int:
    """Write sheets, each with a title, heads and rows, to a new workbook at `path`. Returns how many cells were cut."""
    book, cut = _open_book(path), 0
    whole = book.add_format({"num_format": "0"})
    for title, heads, rows in pages:
        page, line = _add_page(book, title, heads), 0
        for line, row in enumerate(rows, 1):
            if line == ROWS_OF_A_SHEET:
                raise OutputError(
                    f"a sheet holds {ROWS_OF_A_SHEET - 1:,} rows; ask for less, or choose csv or parquet"
                )
            for column, cell in enumerate(row):
                cut += _write_cell(page, line, column, cell, whole)
        page.autofilter(0, 0, line, len(heads) - 1)
    _close(book)
    return cut


def write_lines(lines: Path, path: Path) -> list[str]:
    """Write a file of JSON lines as a workbook. Returns what is to be said of it. Raises as `write_workbook` does."""
    with lines.open(encoding="utf-8") as file:
        cut = write_workbook((json.loads(line, parse_float=Decimal) for line in file), path)
    return [tell_cut(cut)] if cut else []


def tell_cut(cut: int) -> str:
    """Return the warning that cells were cut.

    >>> tell_cut(2)
    '2 cells hold more than the 32,767 characters that a workbook can, and end in …; other formats hold them whole'
    """
    subject = "1 cell holds" if cut == 1 else f"{cut:,} cells hold"
    verb = "ends" if cut == 1 else "end"
    return (
        f"{subject} more than the {UNITS_OF_A_CELL:,} characters that a workbook can, and {verb} in {ELLIPSIS}; "
        "other formats hold them whole"
    )


def _write(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], folder: Path
) -> tuple[Path, int]:
    """Write a workbook in `folder`. Returns its path, and how many of its cells were cut."""
    made = folder / "workbook.xlsx"
    book = _open_book(made)
    whole = book.add_format({"num_format": "0"})
    page, line, cut = _add_page(book, title, heads), 1, 0
    for row in rows:
        if line == ROWS_OF_A_SHEET:
            page.autofilter(0, 0, line - 1, len(heads) - 1)
            page, line = _add_page(book, f"{title} {len(book.worksheets()) + 1}", heads), 1
        for column, cell in enumerate(row):
            cut += _write_cell(page, line, column, cell, whole)
        line += 1
    page.autofilter(0, 0, line - 1, len(heads) - 1)
    _close(book)
    return made, cut


def _open_book(path: Path) -> Any:
    workbook = require("xlsx", "xlsxwriter", "XlsxWriter", "xlsx").Workbook
    book = workbook(path, {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True})
    book.set_properties({"created": CREATION_DATE})
    return book


def _close(book: Any) -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:  # no error of the system itself, which it holds
        raise error.args[0] from None


def _add_page(book: Any, name: str, heads: Sequence[str]) -> Any:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        page.set_column(column, column, WIDTHS.get(head, WIDTH))
        page.write_string(0, column, head)
    return page


def _write_cell(page: Any, line: int, column: int, cell: Cell, whole: Any) -> bool:
    """Write a cell; an empty one is left out. Returns whether its text was cut."""
    text = harmless(cell)
    if not text:
        return False
    if not isinstance(cell, str) and fits_double(text):
        page.write_number(line, column, Decimal(text), None if "." in text else whole)
        return False
    if text.startswith("<r>"):  # which XlsxWriter takes for markup of its own
        text = f"'{text}"
    fitting = _fit(text)
    page.write_string(line, column, fitting)
    return fitting != text


def _fit(text: str) -> str:
    """Cut a text where a cell cannot hold it."""
    if len(text) <= UNITS_OF_A_CELL // 2:
        return text
    raw = text.encode("utf-16-le")
    if len(raw) <= 2 * UNITS_OF_A_CELL:
        return text
    return raw[: 2 * (UNITS_OF_A_CELL - 1)].decode("utf-16-le", "ignore") + ELLIPSIS
