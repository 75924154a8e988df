"""Rows of any query in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from reportkit.errors import OutputError
from reportkit.language import translate
from reportkit.output.json import dump_json
from reportkit.output.render import render_data
from reportkit.output.screen import Screen
from reportkit.output.sheets import Cell, Evidence, Sheet
from reportkit.output.words import counted


def render_rows(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], name: str, screen: Screen | None = None
) -> str | bytes:
    """Return rows of plain data in a format; bytes for a workbook.

    Raises `OutputError` for two columns of one name where each row is an object, of which one would be lost.
    """
    objects = partial(_objects, heads, rows)
    summary = [translate(counted(len(rows), "row"))]
    return render_data(name, objects, objects, lambda _: rows_sheet(heads, rows, summary), screen)


def rows_sheet(
    heads: Sequence[str],
    rows: Sequence[Sequence[Any]],
    summary: Sequence[str] = (),
    evidence: Sequence[Evidence] = (),
    numbers: Collection[str] = (),
) -> Sheet:
    """Return rows of plain data as a sheet, with lists and objects as JSON, each in a cell.

    Columns of text may be shortened, but for those that are named as `numbers` for the eye.
    """
    cells = tuple(tuple(_cell(value) for value in row) for row in rows)
    texts = {n for row in cells for n, cell in enumerate(row) if isinstance(cell, str)}
    texts -= {n for n, head in enumerate(heads) if head in numbers}
    return Sheet(
        tuple(heads),
        (("", cells),) if cells else (),
        tuple(summary),
        "rows",
        tuple(evidence),
        frozenset(texts),
    )


def _cell(value: Any) -> Cell:
    return dump_json(value) if isinstance(value, list | dict | bool) else value


def _objects(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    twice = [name for name, count in Counter(heads).items() if count > 1]
    if twice:
        raise OutputError(
            f"two columns are named {twice[0]}; name them apart with AS, or choose --format csv"
        )
    return [dict(zip(heads, row, strict=True)) for row in rows]
