"""The rows of a PDF page and the pieces that they fall into: words, lines of columns, cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import pairwise
from statistics import median

from reportkit.source.glyphs import Glyph
from reportkit.source.marks import note_mark
from reportkit.values import dataclass

# Characters further apart than this, in widths of a character, belong to different pieces of a row.
APART = 1.0
# The same where spaces stand between them: 综　合 is one word.
APART_BY_SPACES = 2.1
# A word that is set wide has its characters no further apart than this.
WIDEST_GAP = 5.0
# Latin words closer than this are one.
WORD_GAP = 0.2
# Cells of a table may come as close as this, in heights of a character.
CELL_GAP = 0.25
SMALL_RATIO = 0.8
# So many gaps between Chinese characters tell how far apart a row sets its characters.
LEAST_GAPS = 3
_POINTS = ".,%"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a row that stand close together."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    # the gaps in it that are wider than those between characters: before which one, and where it begins and ends
    gaps: tuple[tuple[int, float, float], ...] = ()


@dataclass(slots=True)
class PrintedRow:
    """What stands side by side on a page, from left to right."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def text(self) -> str:
        return "  ".join(piece.text for piece in self.pieces)


def find_rows(glyphs: Iterable[Glyph]) -> list[PrintedRow]:
    """Find the rows of a page, from the top down; a character that is printed twice, for weight, counts once."""
    rows: list[tuple[Glyph, list[Glyph]]] = []  # the tallest character of a row, and all of them
    for glyph in sorted(glyphs, key=lambda g: (g.top, g.left)):
        for i in range(len(rows) - 1, max(len(rows) - 9, -1), -1):
            tallest, row = rows[i]
            overlap = min(glyph.bottom, tallest.bottom) - max(glyph.top, tallest.top)
            if overlap > 0.5 * min(glyph.height, tallest.height):
                row.append(glyph)
                if glyph.height > tallest.height * 1.05 and glyph.char.strip():
                    rows[i] = (glyph, row)
                break
        else:
            if glyph.char.strip():
                rows.append((glyph, [glyph]))
    found = [PrintedRow(find_pieces(sorted(row, key=lambda g: g.left))) for _, row in rows]
    return sorted((row for row in found if row.pieces), key=lambda row: row.top)


def find_pieces(row: list[Glyph]) -> list[Piece]:
    """Find the pieces of a row of characters that are sorted from left to right."""
    heights = [glyph.height for glyph in row if glyph.char.strip()]
    if not heights:
        return []
    tall = max(heights)
    widths = [
        glyph.right - glyph.left
        for glyph in row
        if glyph.char > "\u2e80" and glyph.height > SMALL_RATIO * tall
    ]
    em = median(widths) if widths else tall * 0.8
    usual = _usual_gap(row)
    pieces: list[list[Glyph]] = []
    last: Glyph | None = None
    spaces: list[Glyph] = []
    for glyph in row:
        if not glyph.char.strip():
            spaces.append(glyph)
            continue
        if last is not None and _is_twin(last, glyph):
            continue
        gap = glyph.left - last.right if last is not None else 0
        if last is None or gap > usual + em * (APART_BY_SPACES if spaces else APART):
            pieces.append([glyph])
        else:
            latin = max(last.char, glyph.char) < "\u2e80"
            if spaces or (latin and gap > usual + WORD_GAP * em):
                pieces[-1].append(Glyph(" ", last.right, glyph.left, glyph.top, glyph.bottom))
            pieces[-1].append(glyph)
        last, spaces = glyph, []
    return [_piece(glyphs, tall, usual) for glyphs in _spread(pieces, em)]


def _usual_gap(row: Sequence[Glyph]) -> float:
    """How far apart a row sets its characters: Word widens a line so, and a short one that is to fill its width.

    That is told by the gaps where no word ends: those of Chinese characters, if there are some, and those around the
    point of a number. Numbers are set as wide only if there are gaps as wide in them.
    """
    gaps = [
        (one.char + two.char, two.left - one.right) for one, two in pairwise(g for g in row if g.char.strip())
    ]
    latin = [gap for pair, gap in gaps if max(pair) < "\u2e80"]
    firm = [gap for pair, gap in gaps if max(pair) < "\u2e80" and (pair[0] in _POINTS or pair[1] in _POINTS)]
    if not firm:
        firm = [gap for pair, gap in gaps if min(pair) > "\u2e80"]
        firm = firm if len(firm) >= LEAST_GAPS else []
    return max(0.0, min(_quarter(firm), _quarter(latin))) if firm and latin else 0.0


def _quarter(gaps: Sequence[float]) -> float:
    """Return the gap than which a quarter of them are narrower."""
    return sorted(gaps)[len(gaps) // 4]


def _spread(pieces: list[list[Glyph]], em: float) -> list[list[Glyph]]:
    """Pieces of one character each that follow one another are a word that is set wide: 指　　标."""
    found: list[list[Glyph]] = []
    alone = False
    for piece in pieces:
        one = len(piece) == 1 and piece[0].char > "\u2e80"
        if found and one and alone and piece[0].left - found[-1][-1].right < WIDEST_GAP * em:
            found[-1].append(piece[0])
        else:
            found.append(piece)
        alone = one
    return found


def _is_twin(one: Glyph, two: Glyph) -> bool:
    """Whether a character is printed once more upon itself."""
    width = max(one.right - one.left, 0.1)
    return one.char == two.char and abs(one.left - two.left) < 0.3 * width and abs(one.top - two.top) < 2


def _piece(glyphs: list[Glyph], tall: float, usual: float) -> Piece:
    """Return the text of a piece; a small number that is raised is the mark of a note."""
    text, at = "", 0
    gaps: list[tuple[int, float, float]] = []
    middle = median((g.top + g.bottom) / 2 for g in glyphs)
    while at < len(glyphs):
        before = glyphs[at - 1] if at else glyphs[at]
        if glyphs[at].left - before.right > usual + CELL_GAP * tall and before.char != " ":
            gaps.append((len(text), before.right, glyphs[at].left))
        stop = at
        while stop < len(glyphs) and _is_raised(glyphs[stop], tall, middle):
            stop += 1
        if stop > at:
            text += note_mark("".join(g.char for g in glyphs[at:stop]), text)
            at = stop
            continue
        if glyphs[at].char == " ":
            gaps.append((len(text) + 1, glyphs[at].left, glyphs[at].right))
        text += glyphs[at].char
        at += 1
    return Piece(
        text,
        glyphs[0].left,
        glyphs[-1].right,
        min(g.top for g in glyphs),
        max(g.bottom for g in glyphs),
        median([g.height for g in glyphs if g.char > "\u2e80"] or [g.height for g in glyphs]),
        tuple(gaps),
    )


def _is_raised(glyph: Glyph, tall: float, middle: float) -> bool:
    return glyph.height < SMALL_RATIO * tall and (glyph.top + glyph.bottom) / 2 < middle - 0.08 * tall
