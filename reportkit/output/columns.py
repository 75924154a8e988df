"""Rows as columns: parted by tabs for pipes, aligned for the eye. Full-width characters take two cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from reportkit.language import _
from reportkit.output.screen import Screen
from reportkit.output.visible import visible

GAP = 2
# A column of texts is no narrower than this, in cells.
LEAST = 12
ELLIPSIS = "…"
PLACE = re.compile(r":[0-9]+$")
# Gives a text the colour of a column, by its number.
Paint = Callable[[int, str], str]


def widths_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column, in cells of a terminal.

    >>> widths_of([("名称", "1"), ("a", "22")])
    [4, 2]
    """
    from rich.cells import cell_len

    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def fit(widths: Sequence[int], texts: Collection[int], limit: int | None, indent: int = GAP) -> list[int]:
    """Return the widths of the columns that find room in `limit` cells, of those that are `widths` wide.

    Columns of `texts` are shortened first, the widest before others, to no less than `LEAST` cells. Where that is not
    enough, columns are left out from the last one on.

    >>> fit([30, 20, 8], {0, 1}, 50), fit([30, 20, 8], {0}, 36), fit([30, 20, 8], {0}, None)
    ([18, 18, 8], [12, 20], [30, 20, 8])
    """
    if limit is None:
        return list(widths)
    least = [min(width, LEAST) if column in texts else width for column, width in enumerate(widths)]
    count = len(widths)
    while count > 1 and indent + sum(least[:count]) + GAP * (count - 1) > limit:
        count -= 1
    found = list(widths[:count])
    while (excess := indent + sum(found) + GAP * (count - 1) - limit) > 0:
        widest = max(range(count), key=lambda column: (found[column] - least[column], -column))
        if found[widest] == least[widest]:
            return [max(found[0] - excess, 1), *found[1:]]  # the only one, of no text
        found[widest] -= 1
    return found


def told_of(heads: Sequence[str], widths: Sequence[int], fitted: Sequence[int]) -> list[str]:
    """Return the line that says what a terminal had no room for; none where all is shown."""
    missing = ", ".join(filter(None, heads[len(fitted) :]))
    if missing:
        return [_("no room for: ") + missing + _("; --wide shows all")]
    return [_("texts that end in … are shortened; --wide shows all")] if list(widths) != list(fitted) else []


def align(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    indent: int = 0,
    paint: Paint = lambda column, text: text,
) -> Iterator[str]:
    """Yield the lines of rows with their columns below one another: those that have a width, cells cut to it.

    >>> list(align([("粮食", "1"), ("粮食总产量", "22")], [7, 2], indent=1))
    [' 粮食     1', ' 粮食总…  22']
    """
    from rich.cells import cell_len

    last = len(widths) - 1
    for row in rows:
        line = " " * indent
        for column, (cell, width) in enumerate(zip(row, widths, strict=False)):
            text = shorten(cell, width)
            line += paint(column, text + " " * (width - cell_len(text)))
            line += paint(column, " " * (GAP if column < last else 0))
        yield line.rstrip()


def shorten(text: str, width: int) -> str:
    """Cut a text to a width in cells; of a file with its line the end stays.

    >>> shorten("粮食总产量", 7), shorten("samples/county.txt:13", 10)
    ('粮食总…', '…ty.txt:13')
    """
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    if PLACE.search(text):
        return ELLIPSIS + set_cell_size(text[::-1], width - 1).rstrip()[::-1]
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def render_columns(heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen | None) -> str:
    r"""Return the rows, a line each, parted by tabs; for a screen they are set below their heads.

    >>> render_columns(("a", "b"), [("1", "件"), ("22", "%")], None)
    '1\t件\n22\t%\n'
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    if screen is None:
        return "".join("\t".join(row) + "\n" for row in shown)
    table = [[_(head) for head in heads], *shown]
    widths = widths_of(table)
    fitted = fit(widths, range(len(heads)), screen.width, 0)
    return "".join(f"{line}\n" for line in (*align(table, fitted), *told_of(table[0], widths, fitted)))
