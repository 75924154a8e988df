"""The formats of the output by name, and which one a path asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Literal, TypeVar

from reportkit.errors import OutputError
from reportkit.model import Extraction

Format = Literal["yaml", "json", "jsonl", "table"]
Name = TypeVar("Name", bound=str)
DEFAULT: Format = "yaml"
SUFFIXES: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl"}


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


def render(extractions: Sequence[Extraction], format_: Format, width: int | None = None) -> str:
    """The extractions in a format. `width` is that of the terminal, for a table that is shown on one."""
    if format_ == "yaml":
        from reportkit.output.yaml import render_yaml

        return render_yaml(extractions)
    if format_ == "json":
        from reportkit.output.json import render_json

        return render_json(extractions)
    if format_ == "jsonl":
        from reportkit.output.jsonl import render_jsonl

        return render_jsonl(extractions)
    from reportkit.output.table import render_table

    return render_table(extractions, width)
