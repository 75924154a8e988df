"""The formats of the output by name, and which one a path asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Literal, TypeVar

from reportkit.errors import OutputError
from reportkit.model import Extraction

Format = Literal["yaml", "json", "jsonl", "csv", "xlsx", "sdmx-csv", "table"]
Name = TypeVar("Name", bound=str)
DEFAULT: Format = "yaml"
SUFFIXES: dict[str, Format] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
}


def find_format(path: str | None) -> Format:
    """The format that the suffix of `path` asks for; YAML without a path or a suffix.

    Raises `OutputError` for a suffix that asks for no format.
    """
    return by_suffix(path, SUFFIXES, DEFAULT)


def by_suffix(path: str | None, suffixes: Mapping[str, Name], default: Name) -> Name:
    """Which of the formats of `suffixes` a path asks for; `default` without a path or a suffix.

    Raises `OutputError` for a suffix that asks for no format.
    """
    suffix = PurePath(path or "").suffix.lower()
    if suffix and suffix not in suffixes:
        raise OutputError(
            f"{path}: no format is known by {suffix}; use {', '.join(suffixes)}, or give --format"
        )
    return suffixes.get(suffix, default)


def render(
    extractions: Sequence[Extraction],
    format_: Format,
    width: int | None = None,
    warn: Callable[[str], None] = lambda text: None,
) -> str | bytes:
    """The extractions in a format; bytes for a workbook.

    It takes and raises what `render_pieces` does.
    """
    made = render_pieces(extractions, format_, width, warn)
    return made if isinstance(made, bytes) else "".join(made)


def render_pieces(
    extractions: Sequence[Extraction],
    format_: Format,
    width: int | None = None,
    warn: Callable[[str], None] = lambda text: None,
) -> Iterator[str] | bytes:
    """The extractions in a format, piece by piece; bytes for a workbook.

    `width` is that of the terminal, for a table that is shown on one. `warn` is told what the format cannot hold.
    Raises `OutputError` for a workbook where its package is not installed.
    """
    if format_ == "yaml":
        from reportkit.output.yaml import yaml_pieces

        return yaml_pieces(extractions)
    if format_ == "json":
        from reportkit.output.json import json_pieces

        return json_pieces(extractions)
    if format_ == "jsonl":
        from reportkit.output.jsonl import jsonl_pieces

        return jsonl_pieces(extractions)
    if format_ == "csv":
        from reportkit.output.flat import csv_pieces

        return csv_pieces(extractions)
    if format_ == "sdmx-csv":
        from reportkit.output.sdmx import render_sdmx_rows, sdmx_head

        return iter((sdmx_head(), render_sdmx_rows(extractions)))
    if format_ == "xlsx":
        from reportkit.output.xlsx import render_workbook, tell_cut

        raw, cut = render_workbook(extractions)
        if cut:
            warn(tell_cut(cut))
        return raw
    from reportkit.output.table import render_table

    return iter((render_table(extractions, width),))
