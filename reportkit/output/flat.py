"""Indicators as rows of cells, one a row: the columns of CSV and of a workbook.

The columns are the keys of JSON Lines, every one of them in every row. A section is its headings from the top
one down, doubts are their codes, spans and the cell of a table are JSON, and what does not apply is empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportkit.codec.encode import keys_of
from reportkit.codec.printed import Record
from reportkit.model import Extraction
from reportkit.output.document import records
from reportkit.output.sheets import Cell, Sheet
from reportkit.output.tabular import BYTE_ORDER_MARK, csv_lines

COLUMNS = keys_of(Record)
SECTION_SEPARATOR = " › "


def cells_of(record: Mapping[str, Any], columns: Sequence[str] = COLUMNS) -> tuple[Cell, ...]:
    """Return the cells of a record of JSON Lines, in the order of `columns`; keys that it lacks are empty."""
    return tuple(_cell(name, record.get(name)) for name in columns)


def _cell(name: str, value: Any) -> Cell:
    if name == "doubts":
        return " ".join(doubt["code"] for doubt in value or ()) or None
    if isinstance(value, list):
        return (
            SECTION_SEPARATOR.join(value) if name == "section" else json.dumps(value, separators=(",", ":"))
        )
    cell: Cell = value
    return cell


def flat_sheet(found: Sequence[Mapping[str, Any]], columns: Sequence[str] = COLUMNS) -> Sheet:
    """Return records of JSON Lines as a sheet with these columns."""
    rows = tuple(cells_of(record, columns) for record in found)
    return Sheet(tuple(columns), (("", rows),), title="indicators")


def csv_head() -> str:
    """Return the line that opens a file of CSV: a byte order mark and the names of the columns."""
    return BYTE_ORDER_MARK + csv_lines([COLUMNS])


def csv_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the lines of CSV of all extractions, one by one."""
    return (csv_lines([cells_of(record)]) for each in extractions for record in records(each))
