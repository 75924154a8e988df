"""Comparisons and indicators as workbooks of Excel, by XlsxWriter, which is an extra.

The first sheet is for reading: what a figure says, its sentence and where it stands, with verdicts in colour. Behind
it stands one for programs, with every field in a column. A workbook is written row by row to a temporary folder, so
that its size is that of the disk and not of memory. The same rows give the same bytes.
"""

from __future__ import annotations

import datetime
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportkit.errors import OutputError
from reportkit.installation import require
from reportkit.language import _, translate
from reportkit.output.document import fits_double
from reportkit.output.flat import COLUMNS, SECTION_SEPARATOR, cells_of
from reportkit.output.sheets import Cell, Sheet
from reportkit.output.tabular import harmless, shown
from reportkit.output.tones import COLOURS, tone_of
from reportkit.output.write import telling

# What a sheet and a cell of Excel can hold; a cell is counted in units of UTF-16.
ROWS_OF_A_SHEET = 1_048_576
UNITS_OF_A_CELL = 32_767
ELLIPSIS = "…"
TITLE = "indicators"
READ = (
    "name",
    "printed",
    "unit",
    "measure",
    "period",
    "status",
    "sentence",
    "place",
    "concept",
    "doubts",
    "report",
)
WIDTH = 12
WIDTHS = {
    "source": 24,
    "organ": 20,
    "title": 24,
    "name": 24,
    "concept": 24,
    "section": 36,
    "sentence": 60,
    "note": 40,
    "doubts": 30,
    "report": 24,
}
CREATION_DATE = datetime.datetime(2000, 1, 1)
# A difference begins with its sign and is no formula; it stands in columns that hold no words of a report.
DIFFERENCES = frozenset({"change", "%", "margin", "off by"})
DIFFERENCE = re.compile(r"[+-][0-9.]+ ?[\w%‰℃]*( to [+-][0-9.]+ ?[\w%‰℃]*)?")


def render_xlsx(short: Sheet, full: Sheet) -> bytes:
    """Write two forms of a sheet as the bytes of a workbook: numbers are numbers, text is never a formula.

    Where they are the same it has one page. Text that no cell can hold ends in ``…``. Raises `OutputError` where
    XlsxWriter is not installed.
    """
    with telling("the workbook"), TemporaryDirectory(prefix="reportkit-") as folder:
        made = Path(folder, "workbook.xlsx")
        with _opened(made) as book:
            if short != full:
                _write_short(book, short)
            pages = _Pages(book, full.title, full.heads)
            for row in full.rows:
                pages.add(row)
            pages.end()
        return made.read_bytes()


def _write_short(book: Any, sheet: Sheet) -> None:
    """Write a sheet for the eye: its groups are a column, and so are the sentences of its figures."""
    grouped, proved = any(title for title, _ in sheet.groups), bool(sheet.evidence)
    heads = (
        *sheet.heads,
        *([_("group")] if grouped else []),
        *(map(_, ("sentence", "source")) if proved else []),
    )
    pages = _Pages(book, sheet.title, heads, sheet.summary, is_read=True)
    evidence = iter(sheet.evidence or [()] * len(sheet.rows))
    for title, rows in sheet.groups:
        for row in rows:
            told = list(zip(*next(evidence), strict=True)) or [(), ()]
            ends = [" ‖ ".join(dict.fromkeys(each)) for each in told]
            pages.add((*row, *([title] if grouped else []), *(ends if proved else [])))
    pages.end()


def write_workbook(found: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write records of JSON Lines to a workbook that is complete or not there. Returns how many cells were cut.

    `found` is what `records` gives, or the same read back with exact numbers; it is gone through once. What is more
    than a sheet holds goes on in a further one. A number is a number where Excel holds each of its digits, else it
    is text; text that no cell can hold ends in ``…``. Raises `OutputError` where `path` cannot be written, or
    XlsxWriter is not installed.
    """
    target = path.resolve()
    with telling(str(path)), TemporaryDirectory(prefix=".reportkit-", dir=target.parent) as folder:
        made = Path(folder, "workbook.xlsx")
        with _opened(made) as book:
            read, pages = (
                _Pages(book, _("reading"), tuple(map(_, READ)), is_read=True),
                _Pages(book, TITLE, COLUMNS),
            )
            for record in found:
                read.add(_read(record))
                pages.add(cells_of(record))
            read.end()
            pages.end()
        if target.exists():
            made.chmod(stat.S_IMODE(target.stat().st_mode))
        made.replace(target)
    return pages.cut


def _read(record: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return what a reader wants to see of an indicator."""
    told = [record[name] for name in ("name", "text", "unit", "measure", "period", "status", "sentence")]
    told[3], told[5] = _(told[3]), _(told[5])
    report = SECTION_SEPARATOR.join(str(record[k]) for k in ("place", "year", "title") if record.get(k))
    doubts = "; ".join(translate(doubt["says"]) for doubt in record.get("doubts") or ())
    place = f"{record['source']}:{record['line']}"
    return (*told, place, record.get("concept"), doubts, report)


def write_pages(pages: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]], path: Path) -> int:
    """Write sheets, each with a title, heads and rows, to a new workbook at `path`. Returns how many cells were cut."""
    cut = 0
    with _opened(path) as book:
        for title, heads, rows in pages:
            page = _Pages(book, title, heads, goes_on=False)
            for row in rows:
                page.add(row)
            page.end()
            cut += page.cut
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


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a new workbook at `path`, which is complete at the end."""
    workbook = require("xlsx", "xlsxwriter", "XlsxWriter", "xlsx").Workbook
    book = workbook(path, {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True})
    book.set_properties({"created": CREATION_DATE})
    yield book
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:  # no error of the system itself, which it holds
        raise error.args[0] from None


class _Pages:
    """Rows on a page below its heads, and on a further one when it is full.

    Where a page `is_read` its long texts wrap, and lines that sum it up stand above the heads.
    """

    def __init__(
        self,
        book: Any,
        title: str,
        heads: Sequence[str],
        summary: Sequence[str] = (),
        is_read: bool = False,
        goes_on: bool = True,
    ) -> None:
        self._book, self._title, self._heads, self._summary = book, title, heads, summary
        self._is_read, self._goes_on = is_read, goes_on
        self._differences = frozenset(map(_, DIFFERENCES))
        self.cut = self._count = 0
        look = {"text_wrap": True, "valign": "top"} if is_read else {}
        self._whole = book.add_format({"num_format": "0", **look})
        self._plain = book.add_format(look) if is_read else None
        self._head = book.add_format({"bold": True, "bg_color": "#D9E2F3", **look}) if is_read else None
        self._tones = {tone: book.add_format({"bg_color": f"#{c}", **look}) for tone, c in COLOURS.items()}
        self._open()

    def _open(self) -> None:
        self._count += 1
        title = self._title if self._count == 1 else f"{self._title} {self._count}"
        self._page, self._line = self._book.add_worksheet(title), len(self._summary)
        widths = {form: width for head, width in WIDTHS.items() for form in (head, _(head))}
        for column, head in enumerate(self._heads):
            self._page.set_column(column, column, widths.get(head, WIDTH))
        for line, text in enumerate(self._summary):
            self._page.write_string(line, 0, harmless(text))
        for column, head in enumerate(self._heads):
            self._page.write_string(self._line, column, head, self._head)
        self._page.freeze_panes(self._line + 1, 0)

    def add(self, row: Sequence[Cell]) -> None:
        """Write a row. Raises `OutputError` where there is no room, and no further page is wanted."""
        self._line += 1
        if self._line == ROWS_OF_A_SHEET:
            if not self._goes_on:
                raise OutputError(
                    f"a sheet holds {ROWS_OF_A_SHEET - 1:,} rows; ask for less, or choose csv or parquet"
                )
            self._line -= 1
            self.end()
            self._open()
            self._line += 1
        for column, cell in enumerate(row):
            self._write(column, cell)

    def end(self) -> None:
        """Set the filters of the page."""
        self._page.autofilter(len(self._summary), 0, self._line, len(self._heads) - 1)

    def _write(self, column: int, cell: Cell) -> None:
        """Write a cell; an empty one is left out."""
        is_difference = self._is_read and self._heads[column] in self._differences
        text = shown(cell) if is_difference and DIFFERENCE.fullmatch(shown(cell)) else harmless(cell)
        if not text:
            return
        if not isinstance(cell, str) and fits_double(text):
            form = self._plain if "." in text else self._whole
            self._page.write_number(self._line, column, Decimal(text), form)
            return
        if text.startswith("<r>"):  # which XlsxWriter takes for markup of its own
            text = f"'{text}"
        tone = "open" if self._is_read and self._heads[column] == _("doubts") else tone_of(text)
        fitting = _fit(text)
        self._page.write_string(self._line, column, fitting, self._tones[tone] if tone else self._plain)
        self.cut += fitting != text


def _fit(text: str) -> str:
    """Cut a text where a cell cannot hold it."""
    if len(text) <= UNITS_OF_A_CELL // 2:
        return text
    raw = text.encode("utf-16-le")
    if len(raw) <= 2 * UNITS_OF_A_CELL:
        return text
    return raw[: 2 * (UNITS_OF_A_CELL - 1)].decode("utf-16-le", "ignore") + ELLIPSIS
