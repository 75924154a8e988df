"""The numbers of lines that stand in the left margin of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from reportkit.source.pieces import Piece, PrintedRow

# So many numbers at least make a column of them, and they number this part of the rows of a page.
LEAST = 5
PART = 0.8
# The first column of a table stands before cells, a number of a line before text in one piece.
PART_TEXT = 0.7
STEPS = (1, 2, 5, 10)
EVEN = 2.0
_NUMBER = re.compile(r"[0-9]{1,4}")

# A row's place on the page, its number, and that number's box as a piece of its own.
Numbered: TypeAlias = tuple[int, int, Piece]


def without_line_numbers(rows: Sequence[PrintedRow]) -> tuple[list[PrintedRow], list[int]]:
    """Return the rows of a page without the numbers of its lines, and these numbers; none where there are none."""
    found = [(i, int(piece.text), piece) for i, row in enumerate(rows) if (piece := _first(row)) is not None]
    if not _is_numbering(rows, found):
        return list(rows), []
    bared = {i: _without(rows[i], piece) for i, _, piece in found}
    left = [bared.get(i, row) for i, row in enumerate(rows)]
    return [row for row in left if row.pieces], [number for _, number, _ in found]


def _first(row: PrintedRow) -> Piece | None:
    """Return the number that a row begins with, apart from what follows it."""
    piece = row.pieces[0]
    match = _NUMBER.match(piece.text)
    if match is None:
        return None
    if match.end() == len(piece.text):
        return piece
    for at, start, _ in piece.gaps:
        if at == match.end() or piece.text[match.end() : at].isspace():
            return replace(piece, text=match[0], right=start)
    return None


def _without(row: PrintedRow, number: Piece) -> PrintedRow:
    """Return a row without the number that it begins with."""
    piece = row.pieces[0]
    if len(piece.text) == len(number.text):
        return PrintedRow(row.pieces[1:])
    at, stop = next((at, stop) for at, start, stop in piece.gaps if start == number.right)
    gaps = tuple((i - at, low, high) for i, low, high in piece.gaps if i > at)
    return PrintedRow([replace(piece, text=piece.text[at:], left=stop, gaps=gaps), *row.pieces[1:]])


def _is_numbering(rows: Sequence[PrintedRow], found: Sequence[Numbered]) -> bool:
    """Whether numbers are those of lines: one below the other in the margin, each so many more than the last."""
    if len(found) < LEAST:
        return False
    step = found[1][1] - found[0][1]
    if step not in STEPS or any(
        two[1] - one[1] != step or two[0] - one[0] != step for one, two in pairwise(found)
    ):
        return False
    pieces = [piece for _, _, piece in found]
    lefts, rights = [piece.left for piece in pieces], [piece.right for piece in pieces]
    if min(max(lefts) - min(lefts), max(rights) - min(rights)) > EVEN:
        return False
    if len(found) * step < PART * len(rows) or sum(_is_text(rows[i]) for i, _, _ in found) < PART_TEXT * len(
        found
    ):
        return False
    numbered = {i: _without(rows[i], piece) for i, _, piece in found}
    others = (numbered.get(i, row) for i, row in enumerate(rows))
    return all(row.left >= max(rights) for row in others if row.pieces)


def _is_text(row: PrintedRow) -> bool:
    return len(row.pieces) <= 2
