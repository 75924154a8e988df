"""The table of the formats: of each the suffixes of its files, what writes it, and what that needs.

Whatever prints asks this table; a new format is one entry more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from reportkit.errors import OutputError

# What a format is asked to hold: extractions, those of a run over many files, a comparison, the rows of a query.
Payload = Literal["extractions", "run", "comparison", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Format:
    """A format of output. What writes it stands as ``module:name``, and is imported when it is asked for.

    Text has `pieces`, which makes it of extractions so that it may follow that of others, below what `head` gives.
    Any other file has `build`, which makes it at a path of a file of lines, ``jsonl`` or ``tables``, and returns what
    it has to say; `whole` makes its bytes of extractions themselves. `document`, `records` and `sheet` write a plain
    value, plain objects and a `Sheet`, which is a short one where that is `for_eye`; of `both` it takes a short and a
    full one, and `result` writes a comparison as it is. What is shown `on_screen` is fitted to the terminal, and what is
    `spoken` has words in the language that was chosen.

    `run` says how the results of many files are held: in a folder with a file each, in one file, or in a store that
    grows; `parts` that workers can write files of it themselves, and `from_store` that a store writes a query's rows.
    `needs` is a module, its package and the extra that it comes with.
    """

    suffixes: tuple[str, ...] = ()
    head: str = ""
    pieces: str = ""
    lines: Literal["", "jsonl", "tables"] = ""
    build: str = ""
    whole: str = ""
    document: str = ""
    records: str = ""
    sheet: str = ""
    result: str = ""
    for_eye: bool = False
    both: bool = False
    on_screen: bool = False
    spoken: bool = False
    run: Literal["", "folder", "file", "store"] = ""
    parts: bool = False
    from_store: bool = False
    needs: tuple[str, str, str] | None = None

    def holds(self, payload: Payload) -> bool:
        """Return whether the format can hold what it is asked to."""
        if payload == "extractions":
            return bool(self.pieces or self.build or self.whole)
        if payload == "run":
            return bool(self.run)
        is_written = bool(self.document or self.records or self.sheet)
        return is_written or (payload == "rows" and self.from_store)


FORMATS: dict[str, Format] = {
    "table": Format(
        suffixes=(".txt",),
        pieces="output.table:table_pieces",
        sheet="output.tabular:render_aligned",
        for_eye=True,
        on_screen=True,
    ),
    "yaml": Format(
        suffixes=(".yaml", ".yml"),
        pieces="output.yaml:yaml_pieces",
        document="output.yaml:dump_yaml",
        run="folder",
    ),
    "json": Format(
        suffixes=(".json",),
        pieces="output.json:json_pieces",
        document="output.json:render_json",
        run="folder",
    ),
    "jsonl": Format(
        suffixes=(".jsonl",),
        pieces="output.json:jsonl_pieces",
        records="output.json:render_jsonl",
        run="file",
    ),
    "csv": Format(
        suffixes=(".csv",),
        head="output.flat:csv_head",
        pieces="output.flat:csv_pieces",
        sheet="output.tabular:render_csv",
        run="file",
    ),
    "sdmx-csv": Format(
        suffixes=(".csv",), head="output.sdmx:sdmx_head", pieces="output.sdmx:sdmx_pieces", run="file"
    ),
    "parquet": Format(
        suffixes=(".parquet",),
        lines="jsonl",
        build="store.parquet:write_parquet",
        run="file",
        parts=True,
        from_store=True,
        needs=("duckdb", "duckdb", "store"),
    ),
    "markdown": Format(suffixes=(".md",), sheet="output.tabular:render_markdown", for_eye=True),
    "html": Format(
        suffixes=(".html", ".htm"),
        pieces="page.report:report_pieces",
        sheet="page.compared:sheet_page",
        result="page.compared:comparison_page",
        spoken=True,
        run="folder",
        needs=("jinja2", "Jinja2", "page"),
    ),
    "xlsx": Format(
        suffixes=(".xlsx",),
        lines="jsonl",
        build="output.xlsx:write_lines",
        sheet="output.xlsx:render_xlsx",
        both=True,
        run="file",
        needs=("xlsxwriter", "XlsxWriter", "xlsx"),
    ),
    "docx": Format(
        suffixes=(".docx",),
        whole="output.worded:extractions_document",
        sheet="output.worded:sheet_document",
        for_eye=True,
        needs=("docx", "python-docx", "docx"),
    ),
    "sqlite": Format(
        suffixes=(".sqlite", ".db"), lines="tables", build="output.sqlite:write_sqlite", run="file"
    ),
    "duckdb": Format(suffixes=(".duckdb",), lines="tables", run="store", needs=("duckdb", "duckdb", "store")),
}


def names_of(payload: Payload) -> tuple[str, ...]:
    """Return the names of the formats that can hold something."""
    return tuple(name for name, format_ in FORMATS.items() if format_.holds(payload))


def suffixes_of(payload: Payload) -> dict[str, list[str]]:
    """Return the suffixes that ask for a format that can hold something, each with the names of all that it fits.

    >>> suffixes_of("run")[".csv"]
    ['csv', 'sdmx-csv']
    """
    found: dict[str, list[str]] = {}
    for name in names_of(payload):
        for suffix in FORMATS[name].suffixes:
            found.setdefault(suffix, []).append(name)
    return found


def find_format(path: str | None, payload: Payload, default: str) -> str:
    """Return the format that the suffix of `path` asks for; `default` without a path or a suffix.

    Raises `OutputError` for a suffix that asks for no format.

    >>> find_format("云岭县.csv", "extractions", "yaml"), find_format("-", "comparison", "table")
    ('csv', 'table')
    """
    suffix, known = PurePath(path or "").suffix.lower(), suffixes_of(payload)
    if suffix and suffix not in known:
        raise OutputError(f"{path}: no format is known by {suffix}; use {', '.join(known)}, or give --format")
    return known[suffix][0] if suffix else default


def check_installed(name: str) -> None:
    """Raise `OutputError` where a package that a format needs is not installed."""
    needs = FORMATS[name].needs
    if needs is not None:
        from reportkit.installation import require

        require(name, *needs)
