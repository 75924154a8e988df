"""Cells of tables: a number takes its name from its row and its columns, its unit from where it stands nearest.

A table is the same whatever it came from: pipes, tabs, spaces, a Word file, a page, a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.extraction.cells import NO_LABEL, Cell, TableReader
from reportkit.extraction.grids import UNREAD, Grid, make_grid
from reportkit.extraction.lexicon import Exclusion, Lexicon
from reportkit.extraction.stubs import Row, read_stubs
from reportkit.extraction.tableunits import caption_factors
from reportkit.extraction.values import Named, Values, read_values
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Span, Table
from reportkit.stages import Mention, Refusal
from reportkit.text.numerals import parse_numeral


def find_cells(
    text: str,
    table: Table,
    captions: Sequence[Span],
    mentions: Sequence[Mention],
    exclusions: list[Exclusion],
    lexicon: Lexicon,
    words: Vocabulary,
) -> tuple[list[Cell], list[Refusal]]:
    """The numbers of a table, row by row, and what looks like one and cannot be read.

    `captions` are the lines above the table, the nearest last; `mentions` the times named in it, in order, and
    `exclusions` where in the report numbers are no indicators.
    """
    lines = [span.of(text) for span in captions]
    grid = make_grid(text, table)
    named = Named(mentions)
    values = read_values(grid, named, exclusions, lexicon, words)
    shared = caption_factors(lines, lexicon)
    grows = any(word in line for line in lines for word in words.lists["caption-grows"])
    reader = TableReader(grid, values, grows, shared, named, lexicon, words)
    stubs = read_stubs(text, _labels(grid, values), words)
    cells: list[Cell] = []
    refused: list[Refusal] = []
    for number in range(grid.rows):
        row = grid.row(number)
        if not reader.takes(row, number):
            continue
        labels = reader.labels(number)
        for box in row:
            if box.columns >= grid.columns or box not in values:
                continue
            if not values[box] and not reader.header(box.column).is_serial:
                refused.append(Refusal(box.span, UNREAD))
            for figure in values[box]:
                read = reader.read(figure, box, labels.get(box.column, NO_LABEL), stubs.get(number))
                if isinstance(read, Refusal):
                    refused.append(read)
                elif read is not None:
                    cells.append(read)
    return cells, refused


def _labels(grid: Grid, values: Values) -> list[Row]:
    """For each row its number, its first label, its first value, and whether it is a label alone."""
    found: list[Row] = []
    for number in range(grid.rows):
        row = grid.row(number)
        names = [box for box in row if box not in values]
        figures = [values[box] for box in row if box in values]
        if names:
            digits = figures[0][0].digits if figures and len(figures[0]) == 1 else ""
            first = parse_numeral(digits.rstrip("%％")) if digits else None
            found.append((number, names[0].span, first, len(row) == 1 and not figures))
    return found
