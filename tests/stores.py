"""Stores for the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportkit import Extraction, extract_all
from reportkit.output.tables import table_lines
from reportkit.store import open_store

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*.txt"))


@cache
def read_samples() -> list[Extraction]:
    """The extractions of all samples."""
    return [each for path in SAMPLES for each in extract_all(path)]


def made(folder: Path, *extractions: Extraction, name: str = "all.duckdb") -> str:
    """The path of a store with these extractions."""
    path = str(folder / name)
    with open_store(path, write=True) as store:
        store.add([(each.source.path, table_lines(each.source.path, "", "", [each])) for each in extractions])
    return path
