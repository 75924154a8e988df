"""Rows as columns: parted by tabs for pipes, aligned for the eye. Full-width characters take two cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from reportkit.output.visible import visible

GAP = 2
# Gives a text the colour of a column, by its number.
Paint = Callable[[int, str], str]


def widths_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column, in cells of a terminal.

    >>> widths_of([("名称", "1"), ("a", "22")])
    [4, 2]
    """
    from rich.cells import cell_len

    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def align(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    indent: int = 0,
    paint: Paint = lambda column, text: text,
) -> Iterator[str]:
    """Yield the lines of rows with their columns below one another; a cell wider than its column goes on below.

    >>> list(align([("粮食", "1"), ("粮食总产量", "22")], [6, 2], indent=1))
    [' 粮食    1', ' 粮食总  22', ' 产量']
    """
    from rich.cells import cell_len

    last = len(widths) - 1
    for row in rows:
        folded = [_fold(cell, width) for cell, width in zip(row, widths, strict=True)]
        for pieces in zip_longest(*folded):
            line = " " * indent
            for column, (piece, width) in enumerate(zip(pieces, widths, strict=True)):
                gap = GAP if column < last else 0
                if piece is None:
                    line += paint(column, " " * (width + gap))
                else:
                    line += paint(column, piece + " " * (width - cell_len(piece))) + paint(column, " " * gap)
            yield line.rstrip()


def _fold(cell: str, width: int) -> list[str]:
    """Return the lines of a cell, none wider than `width`, broken between words where that is possible."""
    from rich.cells import cell_len

    if cell_len(cell) <= width:
        return [cell]
    from rich.console import Console
    from rich.text import Text

    return [line.plain for line in Text(cell).wrap(Console(), width, overflow="fold")]


def render_columns(heads: Sequence[str], rows: Sequence[Sequence[str]], aligned: bool) -> str:
    r"""Return the rows, a line each; `aligned` sets them below their heads.

    >>> render_columns(("a", "b"), [("1", "件"), ("22", "%")], aligned=False)
    '1\t件\n22\t%\n'
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    if not aligned:
        return "".join("\t".join(row) + "\n" for row in shown)
    table = [list(heads), *shown]
    return "".join(line + "\n" for line in align(table, widths_of(table)))
