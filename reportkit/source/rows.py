"""Tables whose cells hold reports: each row is a source of its own."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from reportkit.errors import SourceError
from reportkit.source.content import MOST_CHARACTERS

Row: TypeAlias = Sequence[str]
# A column is taken for that of the texts if its cells are this long on the whole.
TEXT = 20
# So many rows with a fault are named.
NAMED = 10
# What parts cells, the likeliest first; Excel may name it in a first line of its own.
MARKS = ("\t", ",", ";")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SEP = re.compile(r"\"?sep=(.)\"?[^\S\r\n]*(?:\r\n|\r|\n)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


@dataclass(slots=True)
class Texts:
    """The texts of a table with their places (``row=2``), and what is to be told of the whole."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_csv(text: str, column: str | None) -> Texts:
    """Read the cells of the column of texts of a csv text. Raises `SourceError` without such a column."""
    rows, mark = split_csv(text)
    return _texts(rows, column, "row=", mark)


def split_csv(text: str) -> tuple[list[Row], str]:
    """Return the rows of a csv text, and what parts their cells. Raises `SourceError` for what is no table."""
    csv.field_size_limit(MOST_CHARACTERS)
    named = _SEP.match(text)
    start, mark = (named.end(), named[1]) if named else (0, _find_mark(text))
    try:
        # line by line: a whole copy of a table of many reports would take the memory that its rows need
        rows: list[Row] = list(csv.reader((line[0] for line in _LINE.finditer(text, start)), delimiter=mark))
    except (csv.Error, TypeError) as error:
        raise SourceError(f"is no table of texts ({error}); put quotes around each text") from None
    return ([[], *rows] if named else rows), mark


def _find_mark(text: str) -> str:
    """Return what parts the cells: that which stands most often in the first line, outside of quotes."""
    first = next((line[0] for line in _LINE.finditer(text[: MOST_CHARACTERS // 10]) if line[0].strip()), "")
    bare = _QUOTED.sub("", first)
    counts = {mark: bare.count(mark) for mark in MARKS}
    best = "\t" if counts["\t"] else max(MARKS, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def read_xlsx(raw: bytes, column: str | None) -> Texts:
    """Read the texts of the sheets of a workbook that are shown, with their places (``row=2``, ``sheet=…;row=2``)."""
    from reportkit.source.sheet import read_sheets

    shown, unseen = read_sheets(raw)
    sheets = [sheet for sheet in shown if any(any(row) for row in sheet.rows)]
    found = Texts()
    fault = SourceError("holds no text; give a workbook in which a column holds the texts of reports")
    for sheet in sheets:
        before = f"sheet={sheet.name};row=" if len(sheets) > 1 else "row="
        try:
            found.rows += _texts(sheet.rows, column, before).rows
        except SourceError as error:
            fault = error
    hidden = [f"sheet {name}" for name in unseen]
    hidden += [f"{what} of sheet {sheet.name}" for sheet in shown for what in sheet.hidden]
    if hidden:
        found.warnings.append(f"hidden in the workbook, and left out: {'; '.join(hidden)}")
    if not found.rows and hidden:
        raise SourceError(
            f"shows no text, and hides {'; '.join(hidden)}; show what is to be read, and save it"
        )
    if not found.rows:
        raise fault
    return found


def _texts(rows: Sequence[Row], column: str | None, before: str, mark: str | None = None) -> Texts:
    """Return the texts of the rows; with `mark` those of which quotes were left out are joined again by it."""
    top = next((i for i, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if top is None:
        raise SourceError("holds no rows; give a table in which a column holds the texts of reports")
    head = [cell.strip() for cell in rows[top]]
    width = _width(rows[top:], head) if mark is not None else max(map(len, rows))
    index = _named(head, column) if column is not None else _longest(rows[top:], width)
    first = top + 1 if column in head or (len(head) > index and len(head[index]) < TEXT) else top
    found, torn = Texts(), []
    for number, row in enumerate(rows[first:], first + 1):
        text, was_torn = _cell(row, index, width, mark)
        if was_torn:
            torn.append(number)
        if text.strip():
            found.rows.append((f"{before}{number}", text))
    if torn:
        named = ", ".join(map(str, torn[:NAMED])) + (
            f" and {len(torn) - NAMED} more" if len(torn) > NAMED else ""
        )
        found.warnings.append(
            f"row {named} has more cells than the header: no quotes stand around a text with {mark!r} in it; "
            "the cells that are too many were joined to the text"
        )
    return found


def _width(rows: Sequence[Row], head: Row) -> int:
    """How many columns a csv text has: as many as its header, and as most of its rows where it has none."""
    if all(len(cell) < TEXT for cell in head):
        return len(head)
    counts = Counter(len(row) for row in rows if any(row))
    return max(counts, key=lambda width: (counts[width], -width))


def _cell(row: Row, index: int, width: int, mark: str | None) -> tuple[str, bool]:
    """Return the text of a row, and whether it was torn apart where marks stand in it."""
    stop = len(row)
    while stop > width and not row[stop - 1].strip():
        stop -= 1
    extra = stop - width
    if mark is None or extra <= 0:
        return (row[index] if index < len(row) else ""), False
    return mark.join(row[index : index + extra + 1]), True


def _named(head: Row, column: str) -> int:
    if column in head:
        return list(head).index(column)
    if column.isdecimal() and len(column) < 9 and 0 < int(column) <= len(head):
        return int(column) - 1
    known = ", ".join(name for name in head if name and len(name) < TEXT) or f"1 to {len(head)}"
    raise SourceError(f"has no column {column!r}; --column takes one of {known}")


def _longest(rows: Sequence[Row], width: int) -> int:
    """Return the column whose cells are the longest. Raises `SourceError` when none holds texts.

    A row with more cells than there are columns is no witness to which of them holds the texts, where there are others.
    """
    filled = [row for row in rows if any(row)]
    whole = [row for row in filled if not any(row[width:])]
    lengths = [0] * width
    for row in whole if len(whole) > 1 else filled:
        for at, cell in enumerate(row[:width]):
            lengths[at] += len(cell)
    index = max(range(width), key=lambda at: lengths[at], default=0)
    over = sum(len(cell) for row in filled for cell in row[width:]) if len(whole) < 2 else 0
    known = len(whole) if len(whole) > 1 else len(filled)
    if not lengths or lengths[index] + over < TEXT * max(known - 1, 1):
        raise SourceError("has no column whose cells hold texts of reports; name it with --column")
    return index
