"""Rows of any query: for the eye, as CSV, JSON and JSON Lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from reportkit.errors import OutputError
from reportkit.output.document import without_surrogates
from reportkit.output.json import dump_json
from reportkit.output.sheets import Cell, Sheet

RowsFormat = Literal["table", "csv", "json", "jsonl", "parquet"]
SUFFIXES: dict[str, RowsFormat] = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".txt": "table",
}


def rows_sheet(heads: Sequence[str], rows: Sequence[Sequence[Any]], summary: Sequence[str] = ()) -> Sheet:
    """Rows of plain data as a sheet; lists and objects as JSON, each in a cell."""
    cells = tuple(tuple(_cell(value) for value in row) for row in rows)
    return Sheet(tuple(heads), (("", cells),) if cells else (), tuple(summary))


def _cell(value: Any) -> Cell:
    return dump_json(value) if isinstance(value, list | dict | bool) else value


def as_objects(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows as objects. Raises `OutputError` for two columns of one name, of which one would be lost."""
    twice = [name for name, count in Counter(heads).items() if count > 1]
    if twice:
        raise OutputError(
            f"two columns are named {twice[0]}; name them apart with AS, or choose --format csv"
        )
    return [dict(zip(heads, row, strict=True)) for row in rows]


def render_objects(objects: Sequence[dict[str, Any]], format_: Literal["json", "jsonl"]) -> str:
    """Objects of plain data as a JSON array, or a line each."""
    plain = [without_surrogates(each) for each in objects]
    return (
        dump_json(plain, "\n") + "\n"
        if format_ == "json"
        else "".join(dump_json(each) + "\n" for each in plain)
    )
