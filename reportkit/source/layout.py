"""The reading order of a page: its columns, and headlines that stand across them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from reportkit.source.pieces import Piece, PrintedRow
from reportkit.text.grid import NUMBER
from reportkit.values import dataclass

# So many rows at least stand side by side where there are columns.
LEAST_ROWS = 3
# A line of a column holds so many characters at least, or fills most of its width.
LEAST_CHARACTERS = 7
FILLED_PART = 0.7
# Space between columns is at least so wide, in heights of a character.
GUTTER = 0.7
# A title is so much larger than the text.
TITLE_RATIO = 1.2
DEEPEST_SPLIT = 8


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Rows that are read from the top down, and the edges between which they stand."""

    rows: tuple[PrintedRow, ...]
    left: float
    right: float


def find_columns(rows: Sequence[PrintedRow], depth: int = 0) -> list[TextColumn]:
    """Find the columns of a page in the order in which they are read; a page of one column is one."""
    rows = [row for row in rows if row.pieces]
    if not rows:
        return []
    found = _split(rows) if depth < DEEPEST_SPLIT else None
    if found is None:
        return [_column(rows)]
    above, left, right, below = found
    return [column for part in (above, left, right, below) for column in find_columns(part, depth + 1)]


def _column(rows: Sequence[PrintedRow]) -> TextColumn:
    return TextColumn(tuple(rows), min(row.left for row in rows), _right_edge(rows))


def _right_edge(rows: Sequence[PrintedRow]) -> float:
    """Where the lines of a column end: the rightmost place where several do, since a title may be wider."""
    rights = sorted((row.right for row in rows), reverse=True)
    enough = max(2, len(rows) // 8)
    size = median(row.size for row in rows)
    return next((r for r in rights if sum(r - size <= each <= r for each in rights) >= enough), rights[0])


def _split(
    rows: list[PrintedRow],
) -> tuple[list[PrintedRow], list[PrintedRow], list[PrintedRow], list[PrintedRow]] | None:
    """Return what stands above columns, the first column and those to its right, and what stands below; None without."""
    best: tuple[tuple[int, int, float], int, int] | None = None
    for gutter in _gutters(rows):
        for start, stop in _runs(rows, gutter):
            part = rows[start:stop]
            left = [piece for row in part for piece in row.pieces if piece.right <= gutter]
            right = [piece for row in part for piece in row.pieces if piece.left >= gutter]
            if _is_text(left) and _is_text(right) and _side_by_side(left, right):
                # a column that runs beside all others is split off first, then the leftmost
                weight = (stop - start, min(len(left), len(right)), -gutter)
                if best is None or weight > best[0]:
                    best = (weight, start, stop)
    if best is None:
        return None
    (_, _, gutter), start, stop = best
    gutter = -gutter
    start, stop = _trimmed(rows, start, stop, gutter)
    left_rows = [_part(row, 0, gutter) for row in rows[start:stop]]
    right_rows = [_part(row, gutter, 1e9) for row in rows[start:stop]]
    return rows[:start], left_rows, right_rows, rows[stop:]


def _part(row: PrintedRow, low: float, high: float) -> PrintedRow:
    return PrintedRow([piece for piece in row.pieces if low <= (piece.left + piece.right) / 2 < high])


def _gutters(rows: Sequence[PrintedRow]) -> list[float]:
    """Where there may be space between columns: the middles of the gaps, those close together as one."""
    gaps: list[tuple[float, float]] = []
    for row in rows:
        for one, two in zip(row.pieces, row.pieces[1:], strict=False):
            if two.left - one.right > GUTTER * row.size:
                gaps.append((one.right, two.left))
    lefts = sorted({round(piece.left, 0) for row in rows for piece in row.pieces})
    edges = [left - 2 for left in lefts if sum(abs(p.left - left) < 3 for r in rows for p in r.pieces) >= 3]
    middles = sorted({round((low + high) / 2, 0) for low, high in gaps} | set(edges))
    return middles[:: max(1, len(middles) // 60)]


def _runs(rows: Sequence[PrintedRow], gutter: float) -> list[tuple[int, int]]:
    """Where rows follow one another that no piece crosses the gutter in."""
    runs, start = [], 0
    for i, row in enumerate([*rows, None]):
        crossed = row is None or any(p.left < gutter < p.right for p in row.pieces)
        if crossed:
            if i - start >= LEAST_ROWS:
                runs.append((start, i))
            start = i + 1
    return runs


def _is_text(pieces: Sequence[Piece]) -> bool:
    """Whether pieces are lines of running text, and no cells of a table."""
    if len(pieces) < LEAST_ROWS:
        return False
    numbers = sum(NUMBER.fullmatch(piece.text.strip()) is not None for piece in pieces)
    if numbers * 4 > len(pieces):
        return False
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    length = median(len(piece.text) for piece in pieces)
    filled = median((piece.right - piece.left) for piece in pieces) / max(width, 1)
    return length >= LEAST_CHARACTERS or (filled > FILLED_PART and length > 4)


def _side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether text on the left and on the right stand at the same height for some rows."""
    low = max(min(p.top for p in left), min(p.top for p in right))
    high = min(max(p.bottom for p in left), max(p.bottom for p in right))
    both = [sum(low <= (p.top + p.bottom) / 2 <= high for p in side) for side in (left, right)]
    return min(both) >= LEAST_ROWS


def _trimmed(rows: Sequence[PrintedRow], start: int, stop: int, gutter: float) -> tuple[int, int]:
    """Return a run without titles above it, and without rows above and below that stand apart on one side alone."""
    body = median(row.size for row in rows[start:stop])
    while stop - start > LEAST_ROWS and _is_title(rows, start, body):
        start += 1
    right = [i for i in range(start, stop) if any(p.left >= gutter for p in rows[i].pieces)]
    if right:
        while start < right[0] and _gap(rows, start) > 1.2 * rows[start].size:
            start += 1
        while stop - 1 > right[-1] and _gap(rows, stop - 2) > 1.2 * rows[stop - 1].size:
            stop -= 1
    return start, stop


def _is_title(rows: Sequence[PrintedRow], at: int, body: float) -> bool:
    """Whether a row is a title above all columns: larger than the text, and alone at its height."""
    row = rows[at]
    return (
        len(row.pieces) == 1
        and row.size > TITLE_RATIO * body
        and rows[at + 1].top >= row.bottom - 0.2 * row.size
    )


def _gap(rows: Sequence[PrintedRow], index: int) -> float:
    """Return the space between a row and the next."""
    return rows[index + 1].top - rows[index].bottom if index + 1 < len(rows) else 0
