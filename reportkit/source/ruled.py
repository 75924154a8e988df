"""The tables of a PDF page: from the lines that are drawn, or from how pieces stand below one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from reportkit.source.content import TableCell
from reportkit.source.marks import join
from reportkit.source.pieces import Piece, PrintedRow
from reportkit.text.grid import NONE, NUMBER, place
from reportkit.values import dataclass

THIN = 2.0
LEAST_LENGTH = 5.0
# A table's outer lines stand so far from its text at the most.
MARGIN = 8.0
# A table without lines has so many rows with numbers at least.
LEAST_ROWS = 2
_CAPTION = re.compile(r"\s*(?:附|续)?表\s*[0-9一二三四五六七八九十]|.{0,20}单\s*位[:：]")
_WORDS = re.compile("[。；！？]")


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines drawn on a page: upright ones as (x, top, bottom), level ones as (y, left, right)."""

    upright: tuple[tuple[float, float, float], ...] = ()
    level: tuple[tuple[float, float, float], ...] = ()

    def within(self, left: float, right: float) -> Rules:
        """Return the lines that stand between two edges: those of one column of a page."""
        return Rules(
            tuple(line for line in self.upright if left - MARGIN <= line[0] <= right + MARGIN),
            tuple(line for line in self.level if line[1] < right and line[2] > left),
        )

    def across(self, row: PrintedRow) -> list[float]:
        """Where upright lines stand beside or between the pieces of a row."""
        middle = (row.top + row.bottom) / 2
        found: list[float] = []
        for x, top, bottom in self.upright:
            if top - 1 <= middle <= bottom + 1 and (not found or x - found[-1] > 3):
                found.append(x)
        return found


def read_rules(
    page: Any, placed: Callable[[float, float, float, float], tuple[float, float, float, float]]
) -> Rules:
    """Read the lines drawn on a page of pypdfium2; `placed` turns a box as the text of the page is turned."""
    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = each.get_bounds()
        left, right, above, below = placed(left, right, bottom, top)
        if right - left <= THIN and below - above >= LEAST_LENGTH:
            upright.append(((left + right) / 2, above, below))
        elif below - above <= THIN and right - left >= LEAST_LENGTH:
            level.append(((above + below) / 2, left, right))
        elif pdfium.FPDFPath_CountSegments(each.raw) in (4, 5):
            upright += [(left, above, below), (right, above, below)]
            level += [(above, left, right), (below, left, right)]
    return Rules(tuple(sorted(upright)), tuple(sorted(level)))


def find_tables(rows: Sequence[PrintedRow], rules: Rules) -> list[tuple[int, int, list[list[TableCell]]]]:
    """Where in `rows` tables stand, and their cells. `rows` are those of one column of a page."""
    found = []
    at = 0
    while at < len(rows):
        stop = at
        while stop < len(rows) and _inner(rows[stop], rules):
            stop += 1
        if stop - at >= LEAST_ROWS:
            found.append((at, stop, _ruled(rows[at:stop], rules)))
            at = stop
            continue
        stop = _end_of_plain(rows, at)
        if stop > at:
            found.append((at, stop, _plain(rows[at:stop])))
        at = max(stop, at + 1)
    return found


def _inner(row: PrintedRow, rules: Rules) -> list[float]:
    """Return the upright lines that stand between the edges of a table at a row; none where it is in no table."""
    lines = rules.across(row)
    return (
        lines
        if len(lines) > 2 or any(row.left < x < row.right for x in lines)
        else (lines if lines and len(row.pieces) == 1 and len(lines) > 1 else [])
    )


def _ruled(rows: Sequence[PrintedRow], rules: Rules) -> list[list[TableCell]]:
    """Return the cells of a table whose columns are kept apart by lines."""
    lines = sorted({round(x) for row in rows for x in rules.across(row)})
    edges = [x for i, x in enumerate(lines) if i == 0 or x - lines[i - 1] > 3]
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    edges = [x for x in edges if left < x < right]
    table: list[list[TableCell]] = []
    for group in _between(rows, rules, edges):
        cells: dict[int, tuple[str, int]] = {}
        for row in group:
            own = [x for x in edges if any(abs(x - each) <= 3 for each in rules.across(row))]
            for piece in row.pieces:
                middle = (piece.left + piece.right) / 2
                low = max((x for x in own if x <= middle), default=None)
                high = min((x for x in own if x > middle), default=None)
                first = edges.index(low) + 1 if low is not None else 0
                last = edges.index(high) if high is not None else len(edges)
                text, _ = cells.get(first, ("", 1))
                cells[first] = (join(text, piece.text.strip()), last - first + 1)
        table.append(_entries(cells, len(edges) + 1))
    return table


def _between(rows: Sequence[PrintedRow], rules: Rules, edges: Sequence[float]) -> list[list[PrintedRow]]:
    """Return the rows that make one row of a table: those between two level lines, if they hold one number a column."""
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    cuts = sorted(y for y, low, high in rules.level if high - low > 0.5 * (right - left) or low < left + 5)
    groups: list[list[PrintedRow]] = []
    for row in rows:
        middle = (row.top + row.bottom) / 2
        same = groups and not any(groups[-1][-1].top < y < middle for y in cuts)
        if same:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [part for group in groups for part in ([group] if _is_one(group, edges) else [[r] for r in group])]


def _is_one(group: Sequence[PrintedRow], edges: Sequence[float]) -> bool:
    """Whether rows are the lines of one row: no column holds two numbers."""
    columns = [
        sum(x < piece.left for x in edges)
        for row in group
        for piece in row.pieces
        if NUMBER.fullmatch(piece.text.strip())
    ]
    return len(columns) == len(set(columns)) and len(group) <= 4


def _entries(cells: dict[int, tuple[str, int]], width: int) -> list[TableCell]:
    entries, column = [], 0
    while column < width:
        text, span = cells.get(column, ("", 1))
        entries.append(TableCell(text, 1, span))
        column += span
    return entries


def _is_cell(piece: Piece) -> bool:
    return NUMBER.fullmatch(piece.text.strip()) is not None or piece.text.strip() in NONE


def _apart(row: PrintedRow, lefts: Sequence[float]) -> PrintedRow:
    """Return a row whose cells come so close that they make one piece: 其中：夏粮 51,300.

    It is taken apart before a number, and where a column of the full rows begins.
    """
    pieces: list[Piece] = []
    for piece in row.pieces:
        rest = piece
        for offset, stop, start in piece.gaps:
            at = offset - (len(piece.text) - len(rest.text))
            number = rest.text[at:].strip().split(" ")[0]
            begins = any(abs(start - left) < 0.5 * piece.size for left in lefts)
            if begins or (NUMBER.fullmatch(number) and not NUMBER.fullmatch(rest.text[:at].strip())):
                pieces.append(replace(rest, text=rest.text[:at], right=stop))
                rest = replace(rest, text=rest.text[at:], left=start)
        pieces.append(rest)
    return PrintedRow(pieces) if len(pieces) <= len(lefts) else row


def _end_of_plain(rows: Sequence[PrintedRow], start: int) -> int:
    """Where a table without lines ends that begins at `start`: rows of pieces, the most of them with numbers."""
    stop, last, numbers = start, start, 0
    if _CAPTION.match(rows[start].text):
        return start
    while stop < len(rows):
        pieces = rows[stop].pieces
        if len(pieces) < 2 or any(_WORDS.search(piece.text) for piece in pieces):
            # a label that takes two lines stands alone in one of them
            if not (len(pieces) == 1 and stop > start and _is_label(rows, stop)):
                break
        elif any(_is_cell(piece) for piece in pieces[1:]):
            numbers += 1
            last = stop + 1
        elif numbers and not any(len(piece.text) < 12 for piece in pieces):
            break
        stop += 1
    return last if numbers >= LEAST_ROWS else start


def _is_label(rows: Sequence[PrintedRow], at: int) -> bool:
    """Whether a piece alone in its row belongs to a table that goes on below it."""
    piece, before = rows[at].pieces[0], rows[at - 1]
    goes_on = at + 1 < len(rows) and len(rows[at + 1].pieces) > 1
    close = rows[at].top - before.bottom < 1.5 * piece.size
    return goes_on and close and piece.right <= before.pieces[-1].left and not _WORDS.search(piece.text)


def _plain(rows: Sequence[PrintedRow]) -> list[list[TableCell]]:
    """Return the cells of a table by how its pieces stand below one another."""
    most = max(len(row.pieces) for row in rows)
    full = [row for row in rows if len(row.pieces) == most]
    lefts = [median(row.pieces[i].left for row in full) for i in range(most)]
    rows = [row if len(row.pieces) == most else _apart(row, lefts) for row in rows]
    places = place([[(int(p.left), int(p.right)) for p in row.pieces] for row in rows])
    width = max((column + span for row in places for column, span in row), default=1)
    table = []
    for row, where in zip(rows, places, strict=True):
        cells: dict[int, tuple[str, int]] = {}
        for piece, (column, span) in zip(row.pieces, where, strict=True):
            text, _ = cells.get(column, ("", 1))
            cells[column] = (join(text, piece.text.strip()), span)
        table.append(_entries(cells, width))
    return table
