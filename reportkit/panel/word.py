"""A panel as a Word document: a table for each place, below each figure its sentence and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from reportkit.language import _
from reportkit.output.sheets import Cell
from reportkit.output.tabular import shown
from reportkit.output.word import Part, render_document
from reportkit.panel.shape import Shape

# Columns of the long form that are shown side by side.
SHOWN = ("year", "concept", "measure", "status", "text", "verdict", "margin", "report_year", "doubts")
TRANSLATED = ("measure", "status", "verdict")
TITLE = "Panel"
NO_PLACE = "place not told"


def write_word(shape: Shape, rows: Iterable[Sequence[Cell]], path: Path) -> None:
    """Write the rows of a shape; of the long form a part for each place."""
    names = [column.name for column in shape.columns]
    if "sentence" not in names:
        lines = tuple(tuple(map(shown, row)) for row in rows)
        parts = [Part(heads=tuple(column.label for column in shape.columns), rows=lines)]
    else:
        found = (dict(zip(names, map(shown, row), strict=True)) for row in rows)
        parts = [
            Part(
                " ".join(filter(None, (place, code))) or _(NO_PLACE),
                heads=tuple(map(_, SHOWN)),
                rows=tuple(_lines(group)),
            )
            for (place, code), group in groupby(found, key=lambda row: (row["place"], row["code"]))
        ]
    path.write_bytes(render_document(_(TITLE), parts))


def _lines(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, ...] | str]:
    for row in rows:
        margin = f"{row['margin']} {row['margin_unit']}".strip()
        told = {**row, "margin": margin} | {name: _(row[name]) for name in TRANSLATED}
        yield tuple(told[name] for name in SHOWN)
        yield f"{row['sentence']}  [{row['source']}:{row['line']}]"
