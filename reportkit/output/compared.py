"""Comparisons in every format."""

from __future__ import annotations

from typing import Literal

from reportkit.output.comparison import Result, comparison_document, comparison_records
from reportkit.output.document import without_surrogates
from reportkit.output.formats import by_suffix

ComparisonFormat = Literal["table", "yaml", "json", "jsonl", "csv", "markdown", "xlsx"]
DEFAULT: ComparisonFormat = "table"
SUFFIXES: dict[str, ComparisonFormat] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".xlsx": "xlsx",
    ".txt": "table",
}


def find_comparison_format(path: str | None) -> ComparisonFormat:
    """The format that the suffix of `path` asks for; a table without a path or a suffix.

    Raises `OutputError` for a suffix that asks for no format.
    """
    return by_suffix(path, SUFFIXES, DEFAULT)


def render_comparison(result: Result, format_: ComparisonFormat) -> str | bytes:
    """What a command found in a format; bytes for a workbook."""
    if format_ == "yaml":
        from reportkit.output.yaml import dump_yaml

        return dump_yaml(without_surrogates(comparison_document(result)))
    if format_ == "json":
        from reportkit.output.json import dump_json

        return dump_json(without_surrogates(comparison_document(result)), "\n") + "\n"
    if format_ == "jsonl":
        from reportkit.output.json import dump_json

        return "".join(dump_json(without_surrogates(each)) + "\n" for each in comparison_records(result))
    if format_ in ("csv", "xlsx"):
        from reportkit.output.fullsheets import full_sheet

        if format_ == "csv":
            from reportkit.output.tabular import render_csv

            return render_csv(full_sheet(result))
        from reportkit.output.xlsx import render_xlsx

        return render_xlsx(full_sheet(result))
    from reportkit.output.sheets import short_sheet
    from reportkit.output.tabular import render_aligned, render_markdown

    return (render_markdown if format_ == "markdown" else render_aligned)(short_sheet(result))
