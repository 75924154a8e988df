"""A panel as a file: what DuckDB writes by itself, and what is written row by row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal

from reportkit.errors import OutputError
from reportkit.output.formats import FORMATS as FORMATS_OF_ROWS
from reportkit.output.screen import Screen
from reportkit.output.sheets import Cell
from reportkit.output.tabular import BYTE_ORDER_MARK
from reportkit.panel.shape import Shape
from reportkit.store import Store
from reportkit.store.columns import literal, quoted

PanelFormat = Literal["table", "csv", "xlsx", "parquet", "sqlite", "jsonl", "markdown", "html", "dta", "docx"]
SUFFIXES: dict[str, PanelFormat] = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".dta": "dta",
    ".docx": "docx",
    ".txt": "table",
}
# What a spreadsheet may take for a formula, as `harmless` has it.
FORMULA = r"^([\t\r\n]|\s*[=+\-@＝＋－＠].)"
CHUNK = 5_000
ABOUT = ("name", "label", "says")


def write_panel(store: Store, shape: Shape, format_: PanelFormat, screen: Screen | None = None) -> Path:
    """Write the rows of a shape to a file in the folder of the store, a table fitted to a screen. Returns its path.

    Raises `OutputError` where what writes the format is not installed, or cannot hold so much.
    """
    assert store.folder is not None
    path = Path(store.folder, f"panel.{format_}")
    with store.telling():
        WRITERS[format_](store, shape, path, *((screen,) if format_ == "table" else ()))
    return path


def rows_of(store: Store, shape: Shape) -> Iterator[tuple[Cell, ...]]:
    """The rows of a shape, with numbers as exact as they are printed."""
    found = store.connection.execute(shape.query)
    while rows := found.fetchmany(CHUNK):
        for row in rows:
            yield tuple(Decimal(repr(cell)) if isinstance(cell, float) else cell for cell in row)


def _about(shape: Shape) -> list[tuple[str, str, str]]:
    return [(column.name, column.label, column.says) for column in shape.columns]


def _write_csv(store: Store, shape: Shape, path: Path) -> None:
    found = store.connection.execute(f"DESCRIBE {shape.query}").fetchall()
    cells = (_safe(name) if kind == "VARCHAR" else quoted(name) for name, kind, *_ in found)
    with path.open("wb") as file:
        file.write(BYTE_ORDER_MARK.encode())
        _append(store, shape, f"SELECT {', '.join(cells)}", file, "FORMAT csv, HEADER {first}")


def _safe(name: str) -> str:
    """A column of text with a ' before what a spreadsheet may take for a formula."""
    column = quoted(name)
    return (
        f"CASE WHEN regexp_matches({column}, '{FORMULA}') THEN '''' || {column} ELSE {column} END AS {column}"
    )


def _write_parquet(store: Store, shape: Shape, path: Path) -> None:
    _copy(store, shape.query, path, "FORMAT parquet, COMPRESSION zstd")


def _write_jsonl(store: Store, shape: Shape, path: Path) -> None:
    with path.open("wb") as file:
        _append(store, shape, "SELECT *", file, "FORMAT json")


def _append(store: Store, shape: Shape, select: str, file: BinaryIO, options: str) -> None:
    """Write what is selected of each part as text behind what stands in a file; a header stands above the first."""
    made = Path(file.name).with_suffix(".part")
    for n, part in enumerate(shape.parts or (shape.query,)):
        _copy(store, f"{select} FROM ({part})", made, options.format(first=n == 0))
        with made.open("rb") as written:
            shutil.copyfileobj(written, file)


def _copy(store: Store, query: str, path: Path, options: str) -> None:
    store.connection.execute(f"COPY ({query}) TO {literal(str(path))} ({options})").fetchall()


def _write_xlsx(store: Store, shape: Shape, path: Path) -> None:
    from reportkit.output.xlsx import write_pages

    heads = [column.name for column in shape.columns]
    write_pages([("panel", heads, rows_of(store, shape)), ("columns", ABOUT, _about(shape))], path)


def _write_sqlite(store: Store, shape: Shape, path: Path) -> None:
    import sqlite3

    kinds = store.connection.execute(f"DESCRIBE {shape.query}").fetchall()
    types = {"DOUBLE": "REAL", "INTEGER": "INTEGER", "BIGINT": "INTEGER"}
    columns = ", ".join(f"{quoted(name)} {types.get(kind, 'TEXT')}" for name, kind, *_ in kinds)
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"CREATE TABLE panel ({columns})")
        found = store.connection.execute(shape.query)
        places = ", ".join("?" for _ in kinds)
        while rows := found.fetchmany(CHUNK):
            connection.executemany(f"INSERT INTO panel VALUES ({places})", rows)
        connection.execute("CREATE TABLE columns (name TEXT, label TEXT, says TEXT)")
        connection.executemany("INSERT INTO columns VALUES (?, ?, ?)", _about(shape))
        connection.commit()
    finally:
        connection.close()


def _write_dta(store: Store, shape: Shape, path: Path) -> None:
    from reportkit.panel.stata import write_stata

    write_stata(store, shape, path)


def _write_docx(store: Store, shape: Shape, path: Path) -> None:
    from reportkit.panel.word import write_word

    write_word(shape, rows_of(store, shape), path)


def _render(store: Store, shape: Shape, path: Path, screen: Screen | None = None, *, format_: str) -> None:
    from reportkit.output.render import load
    from reportkit.output.rows import rows_sheet

    sheet = rows_sheet([column.name for column in shape.columns], list(rows_of(store, shape)))
    path.write_text(
        load(FORMATS_OF_ROWS[format_].sheet)(sheet, *((screen,) if format_ == "table" else ())),
        encoding="utf-8",
        errors="replace",
    )


WRITERS: dict[PanelFormat, Any] = {
    "table": partial(_render, format_="table"),
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "parquet": _write_parquet,
    "sqlite": _write_sqlite,
    "jsonl": _write_jsonl,
    "markdown": partial(_render, format_="markdown"),
    "html": partial(_render, format_="html"),
    "dta": _write_dta,
    "docx": _write_docx,
}
FORMATS: tuple[PanelFormat, ...] = tuple(WRITERS)


def find_panel_format(path: str | None) -> PanelFormat:
    """Return the format that the suffix of a path asks for; a table without one.

    Raises `OutputError` for a suffix that asks for none.
    """
    suffix = Path(path or "").suffix.lower()
    if suffix and suffix not in SUFFIXES:
        raise OutputError(
            f"{path}: no format is known by {suffix}; use {', '.join(SUFFIXES)}, or give --format"
        )
    return SUFFIXES.get(suffix, "table")


def check_installed(format_: PanelFormat) -> None:
    """Raise `OutputError` where what writes a format is not installed."""
    from reportkit.installation import require

    if format_ == "xlsx":
        require(format_, "xlsxwriter", "XlsxWriter", "xlsx")
    if format_ == "html":
        require(format_, "jinja2", "Jinja2", "page")
    if format_ == "dta":
        require(format_, "pandas", "pandas", "stata")
    if format_ == "docx":
        require(format_, "docx", "python-docx", "docx")
