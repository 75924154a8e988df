"""Tables whose cells hold reports: each row is a source of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from reportkit.errors import SourceError
from reportkit.source.apart import read_apart

Row: TypeAlias = Sequence[str]
# A column is taken for that of the texts if its cells are this long on the whole.
TEXT = 20
MOST_CELL = 10_000_000


def read_csv(text: str, column: str | None) -> Iterator[tuple[str, str]]:
    """The place of each row of a csv text (``row=2``) and its cell. Raises `SourceError` without such a column."""
    csv.field_size_limit(MOST_CELL)
    try:
        mark = "\t" if text[:2000].count("\t") > text[:2000].count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise SourceError(f"is no table of texts ({error}); put quotes around each text") from None
    yield from _texts(rows, column, "row=")


def read_xlsx(raw: bytes, column: str | None) -> Iterator[tuple[str, str]]:
    """The place of each row in a workbook (``row=2``, ``sheet=…;row=2``) and its text."""
    sheets = json.loads(read_apart("sheet", raw).text)
    sheets = [(name, rows) for name, rows in sheets if any(any(row) for row in rows)]
    found = 0
    fault = SourceError("holds no text; give a workbook in which a column holds the texts of reports")
    for name, rows in sheets:
        before = f"sheet={name};row=" if len(sheets) > 1 else "row="
        try:
            for each in _texts(rows, column, before):
                found += 1
                yield each
        except SourceError as error:
            fault = error
    if not found:
        raise fault


def _texts(rows: Sequence[Row], column: str | None, before: str) -> Iterator[tuple[str, str]]:
    if not rows:
        raise SourceError("holds no rows; give a table in which a column holds the texts of reports")
    head = [cell.strip() for cell in rows[0]]
    index = _named(head, column) if column is not None else _longest(rows)
    first = 1 if column in head or (len(head) > index and len(head[index]) < TEXT) else 0
    for number, row in enumerate(rows[first:], first + 1):
        if index < len(row) and row[index].strip():
            yield f"{before}{number}", row[index]


def _named(head: Row, column: str) -> int:
    if column in head:
        return list(head).index(column)
    if column.isdecimal() and len(column) < 9 and 0 < int(column) <= len(head):
        return int(column) - 1
    known = ", ".join(name for name in head if name and len(name) < TEXT) or f"1 to {len(head)}"
    raise SourceError(f"has no column {column!r}; --column takes one of {known}")


def _longest(rows: Sequence[Row]) -> int:
    """The column whose cells are the longest. Raises `SourceError` when none holds texts."""
    width = max(map(len, rows))
    lengths = [sum(len(row[i]) for row in rows if i < len(row)) for i in range(width)]
    index = max(range(width), key=lambda i: lengths[i], default=0)
    if not lengths or lengths[index] < TEXT * max(len(rows) - 1, 1):
        raise SourceError("has no column whose cells hold texts of reports; name it with --column")
    return index
