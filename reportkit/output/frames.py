"""Indicators in notebooks: as data frames of pandas or polars, which are optional, and as a table of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from importlib import import_module
from typing import Any

from reportkit.errors import OutputError
from reportkit.language import _, translate
from reportkit.model import Extraction
from reportkit.output.document import digits, records
from reportkit.output.flat import COLUMNS, cells_of
from reportkit.output.table import report_line
from reportkit.output.visible import visible
from reportkit.output.words import amount, counted

NUMBERS = ("value", "lower", "upper")
HEADS = ("name", "value", "measure", "period", "status", "concept", "line")
# More rows than a notebook shows at once.
MOST = 200


def make_frame(extractions: Iterable[Extraction]) -> Any:
    """Return the indicators as a data frame. Raises `OutputError` where neither pandas nor polars is installed."""
    rows = [cells_of(record) for each in extractions for record in records(each)]
    columns = {name: [row[n] for row in rows] for n, name in enumerate(COLUMNS)}
    for library, make in (("pandas", _pandas), ("polars", _polars)):
        try:
            module = import_module(library)
        except ImportError:
            continue
        return make(module, columns)
    raise OutputError("a data frame needs pandas or polars; install it with pip install pandas")


def _pandas(pandas: Any, columns: dict[str, list[Any]]) -> Any:
    frame = pandas.DataFrame(columns)
    for name in NUMBERS:
        frame[name] = pandas.to_numeric(frame[name])
    return frame


def _polars(polars: Any, columns: dict[str, list[Any]]) -> Any:
    told = {name: [_digits(cell) for cell in cells] for name, cells in columns.items()}
    frame = polars.DataFrame(told, strict=False, infer_schema_length=None)
    return frame.with_columns([polars.col(name).cast(polars.Float64) for name in NUMBERS])


def _digits(cell: Any) -> Any:
    return digits(cell) if isinstance(cell, Decimal) else cell


def notebook_table(extraction: Extraction) -> str:
    """Return the reports of an extraction as HTML, each a table, with all of their text escaped."""
    parts, left = [], MOST
    for report in extraction.reports:
        parts.append(f"<p><b>{_safe(report_line(report))}</b></p>")
        found = report.indicators[:left]
        left -= len(found)
        rows = [
            (i.name, amount(i), _(i.measure), i.period or "", _(i.status), i.concept or "", i.line)
            for i in found
        ]
        heads = "".join(f"<th>{_(head)}</th>" for head in HEADS)
        cells = ("".join(f"<td>{_safe(str(cell))}</td>" for cell in row) for row in rows)
        parts.append(
            f"<table><tr>{heads}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>" if rows else ""
        )
        if len(found) < len(report.indicators):
            more = f"and {counted(len(report.indicators) - len(found), 'indicator')} more"
            parts.append(f"<p>{translate(more)}</p>")
    return "".join(parts) or f"<p>{_('no report found')}</p>"


def _safe(text: str) -> str:
    return escape(visible(text))
