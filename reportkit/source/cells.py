"""Cells of tables that hold several lines: a row of values one below another is several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportkit.model import Span
from reportkit.source.content import TableCell
from reportkit.source.marks import join
from reportkit.values import dataclass

# What stands between two numbers of one cell that belong to no rows of their own: they are not one number.
BETWEEN = "；"
# How much of a cell a warning quotes.
SHOWN = 30
SEVERAL = "a cell holds several numbers, and none of them is read: {}"
_NUMBER = re.compile(r"[-－−+△▲↑↓]?[(（]?[0-9０-９][0-9０-９.,，．%％)）]*")
_DIGIT = re.compile(r"[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Stack:
    """A cell with its lines, each with how much of it is the number of an item; and its rows and columns."""

    lines: tuple[tuple[str, int], ...]
    rows: int = 1
    columns: int = 1


def read_stacks(rows: Sequence[Sequence[Stack]]) -> list[list[TableCell]]:
    """Read the rows of a table; one whose cells all hold as many lines, values among them, is as many rows."""
    merged = any(cell.rows != 1 for row in rows for cell in row)
    found: list[list[TableCell]] = []
    for row in rows:
        height = 1 if merged else _height(row)
        for at in range(height):
            found.append(
                [_entry(cell, cell.lines[at : at + 1] if height > 1 else cell.lines) for cell in row]
            )
    return found


def _height(row: Sequence[Stack]) -> int:
    """How many rows one row is."""
    filled = [cell for cell in row if cell.lines]
    height = len(filled[0].lines) if filled else 1
    if len(filled) < 2 or height < 2 or any(len(cell.lines) != height for cell in filled):
        return 1
    values = sum(all(is_value(text) for text, _ in cell.lines) for cell in filled)
    return height if values else 1


def several_numbers(rows: Sequence[Sequence[TableCell]]) -> list[str]:
    """Return what is to be warned of: the cells whose numbers belong to no rows of their own, each with its row."""
    return [
        SEVERAL.format(f"{row[0].text[:SHOWN]} | {cell.text[:SHOWN]}")
        for row in rows
        for cell in row
        if BETWEEN in cell.text and all(map(is_value, cell.text.split(BETWEEN)))
    ]


def is_value(text: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _entry(cell: Stack, lines: Sequence[tuple[str, int]]) -> TableCell:
    text = last = ""
    items: list[Span] = []
    for shown, length in lines:
        digits = text and _DIGIT.match(text[-1]) and _DIGIT.match(shown)
        if digits or (is_value(last) and is_value(shown)):
            text += BETWEEN
        text, last = join(text, shown), shown
        start = len(text) - len(shown)
        if length:
            items.append(Span(start, start + length))
    return TableCell(text, cell.rows, cell.columns, tuple(items))
