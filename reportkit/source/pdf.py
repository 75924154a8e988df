"""PDFs with a text layer: pages in reading order, paragraphs, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportkit.source.content import Content, Draft, TableCell
from reportkit.source.furniture import find_furniture
from reportkit.source.layout import TextColumn, find_columns
from reportkit.source.leaves import read_leaves
from reportkit.source.marks import join_lines
from reportkit.source.numbered import NUMBERED_IN_CHARACTERS
from reportkit.source.pieces import PrintedRow
from reportkit.source.ruled import Rules, find_tables

_SENTENCE = re.compile("[，；。]")
ENDS = "。！？；：…”）"
# A line that goes on stops this close to the edge of its column, in widths of a character.
AT_EDGE = 1.3
# One that ends with no stop may stop earlier, before a number that is not to be broken.
NEAR_EDGE = 5.0
NEAR_PART = 0.2
INDENT = 0.7
# Lines further apart than this, in distances of lines, are of different paragraphs.
APART = 1.25


def read(raw: bytes) -> Content:
    """Read the text of a PDF, page by page.

    Raises `SourceError` when it is encrypted, damaged, too long, or has no text.
    """
    leaves = read_leaves(raw)
    writer = _Writer()
    leaves.tell(writer.draft)
    page = 0
    for side, bared in zip(leaves.sides, find_furniture([side.rows for side in leaves.sides]), strict=True):
        if side.page != page:
            writer.page()
            page = side.page
        for kind, what in bared.left_out:
            writer.draft.leave_out(kind, what)
        for column in find_columns(bared.rows):
            writer.column(column, side.rules)
    writer.end()
    return writer.draft.content()


@dataclass(slots=True)
class _Writer:
    """Writes columns one after the other; a paragraph may go on in the next column or on the next page."""

    draft: Draft = field(default_factory=Draft)
    line: str = ""
    last: PrintedRow | None = None
    fills: bool = False  # whether the last row ran up to the edge of its column
    nearly: bool = False
    table: list[list[TableCell]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # pages that begin inside the line that is written

    def page(self) -> None:
        """Begin a page; where a paragraph or a table is open, its place is known when that is written."""
        self.starts.append(len(self.table) if self.table else len(self.line))
        if not self.line and not self.table:
            self.end()

    def end(self) -> None:
        """End the paragraph or the table that is open."""
        start = self.draft.length
        if self.table:
            rows = self.draft.table(self.table)
            self.draft.pages += [rows[at] if at < len(rows) else self.draft.length for at in self.starts]
        else:
            self.draft.line(self.line)
            # a page that begins where a line ends begins with the next one
            self.draft.pages += [start + at + (0 < at >= len(self.line)) for at in self.starts]
        self.line, self.last, self.table, self.starts = "", None, [], []

    def column(self, column: TextColumn, rules: Rules) -> None:
        tables = find_tables(column.rows, rules.within(column.left, max(row.right for row in column.rows)))
        inside = {i for start, stop, _ in tables for i in range(start, stop)}
        text = [row for i, row in enumerate(column.rows) if i not in inside]
        pitch = _pitch(text)
        starts = {start: (stop, cells) for start, stop, cells in tables}
        first = True
        for i, row in enumerate(column.rows):
            if i in starts:
                self._table(starts[i][1], goes_on=first)
            elif i not in inside:
                self._row(row, column, pitch, first)
            first = False

    def _table(self, cells: list[list[TableCell]], goes_on: bool) -> None:
        """Write a table; one at the top of a page without a header goes on from the page before."""
        if self.table and goes_on and _width(cells) == _width(self.table) and _has_numbers(cells[0]):
            self.table += cells
            return
        self.end()
        self.table = cells

    def _row(self, row: PrintedRow, column: TextColumn, pitch: float, first: bool) -> None:
        if self.table:
            self.end()
        em = row.size * 0.8
        text = join_pieces(row)
        if self._goes_on(row, column, pitch, first, em):
            self.line = join_lines(self.line, text)
        else:
            self.end()
            self.line = text
        self.last = row
        self.fills = row.right >= column.right - AT_EDGE * em
        near = min(NEAR_EDGE * em, NEAR_PART * (column.right - column.left))
        self.nearly = row.right >= column.right - near

    def _goes_on(self, row: PrintedRow, column: TextColumn, pitch: float, first: bool, em: float) -> bool:
        """Whether a row goes on with the paragraph of the row before."""
        last = self.last
        if last is None or not self.line or abs(row.size - last.size) > 0.15 * last.size:
            return False
        if row.left > column.left + INDENT * em:
            return False
        if not first and row.top - last.top > APART * pitch:
            return False
        if NUMBERED_IN_CHARACTERS.match(join_pieces(row)) and self.line[-1] in ENDS:
            return False
        if (
            self.line[-1] not in ENDS
            and _SENTENCE.search(self.line)
            and not NUMBERED_IN_CHARACTERS.match(self.line)
        ):
            return True  # what stops in mid-sentence goes on, and is no heading
        return self.fills or (self.nearly and self.line[-1] not in ENDS)


def join_pieces(row: PrintedRow) -> str:
    """Join the pieces of a row of text in one line."""
    text = ""
    for piece in row.pieces:
        text = f"{text}  {piece.text.strip()}" if text else piece.text.strip()
    return text


def _pitch(rows: Sequence[PrintedRow]) -> float:
    """How far apart the lines of a paragraph are: there may be more paragraphs than lines that go on."""
    steps = [two.top - one.top for one, two in pairwise(rows) if two.top > one.top]
    return sorted(steps)[len(steps) // 4] if steps else 1e9


def _width(cells: list[list[TableCell]]) -> int:
    return max(sum(entry.columns for entry in row) for row in cells)


def _has_numbers(row: Sequence[TableCell]) -> bool:
    return any(entry.text[:1].isdigit() or entry.text[:1] in "-－" for entry in row[1:] if entry.text)
