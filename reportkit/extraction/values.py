"""Which cells of a table hold values, and which name things."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from reportkit.extraction.cellfigures import Figure, read_figures
from reportkit.extraction.grids import Grid
from reportkit.extraction.lexicon import Exclusion, Lexicon
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Box, Span
from reportkit.stages import Mention

Place = tuple[int, int]
Figures = tuple[Figure, ...]


class Named:
    """The times that are named in a table, to be asked for by the cells that they stand in."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._stops = [mention.span.stop for mention in mentions]

    def within(self, span: Span) -> list[Mention]:
        """The times that are named in a cell."""
        found = []
        at = bisect_right(self._stops, span.start)
        while at < len(self._mentions) and self._mentions[at].span.start < span.stop:
            found.append(self._mentions[at])
            at += 1
        return found


class Values:
    """The figures of the cells that hold values, none for one that cannot be read; other cells are not in it."""

    def __init__(self, figures: dict[Place, Figures], falls: bool) -> None:
        self._figures = figures
        self.falls = falls
        """Whether a triangle that points down stands in the table, so that one that points up is a rise."""

    def __contains__(self, box: Box) -> bool:
        return (box.row, box.column) in self._figures

    def __getitem__(self, box: Box) -> Figures:
        return self._figures[box.row, box.column]


def read_values(
    grid: Grid, named: Named, exclusions: list[Exclusion], lexicon: Lexicon, words: Vocabulary
) -> Values:
    """The values of a table. A cell that is one quantity is a value, unless it can only be the label of others."""
    figures: dict[Place, Figures] = {}
    falls = False
    for number in range(grid.rows):
        for box in grid.row(number):
            found = read_figures(grid.text, box.span, named.within(box.span), exclusions, lexicon, words)
            if found is not None:
                figures[box.row, box.column] = found
                falls = falls or any(char in "▼▽" for char in grid.content(box))
    _drop_labels(grid, figures, words)
    return Values(figures, falls)


def _drop_labels(grid: Grid, figures: dict[Place, Figures], words: Vocabulary) -> None:
    """Take for labels the first cell of a row before values, and a column of classes: 90平方米以下, 90平方米以上."""
    classes = _class_columns(grid, figures, words)
    for number in range(grid.rows):
        last = max((box.column for box in grid.row(number) if figures.get((number, box.column))), default=0)
        for box in grid.row(number):
            found = figures.get((number, box.column))
            if found is None or (found and not _has_unit(found[0])):
                continue
            if box.column < last and (box.column == 0 or box.column in classes):
                del figures[number, box.column]


def _class_columns(grid: Grid, figures: dict[Place, Figures], words: Vocabulary) -> set[int]:
    """The columns whose values are all bounded and of one unit, and whose header sets no goals."""
    units: dict[int, set[str | None]] = {}
    counts: dict[int, int] = {}
    others: set[int] = set()
    for number in range(grid.rows):
        for box in grid.row(number):
            found = figures.get((number, box.column))
            if found and len(found) == 1 and found[0].is_class:
                quantity = found[0].quantity
                units.setdefault(box.column, set()).add(quantity.unit if quantity else None)
                counts[box.column] = counts.get(box.column, 0) + 1
            elif found or words.headers["target"].search(grid.content(box)) is not None:
                others.add(box.column)
    return {column for column, count in counts.items() if count > 1 and len(units[column]) == 1} - others


def _has_unit(figure: Figure) -> bool:
    return figure.quantity is not None or figure.factor is not None
