"""Which form an output has, and how it is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from reportkit import __version__
from reportkit.batch.addresses import as_address, is_address, local_path
from reportkit.batch.folder import Folder
from reportkit.batch.targets import Convert, Lines, Stream, Target
from reportkit.batch.task import Form, Kind, Settings
from reportkit.errors import OutputError
from reportkit.output.write import STANDARD, check_target, telling
from reportkit.rules.load import load_rules
from reportkit.source import Reading

SUFFIXES: dict[str, tuple[Kind, ...]] = {
    ".jsonl": ("jsonl",),
    ".csv": ("csv", "sdmx-csv"),
    ".parquet": ("parquet",),
    ".xlsx": ("xlsx",),
    ".duckdb": ("duckdb",),
}
IN_FOLDERS: tuple[Kind, ...] = ("yaml", "json")
IN_PARTS: tuple[Kind, ...] = ("parquet",)
PRINTED: tuple[Kind, ...] = ("jsonl", "csv", "sdmx-csv")
# What a worker makes for each form: some are made of the lines of all files at the end.
FORMS: dict[Kind, Form] = {"parquet": "jsonl", "xlsx": "jsonl", "duckdb": "store"}
RUN = ".run"


@dataclass(frozen=True, slots=True)
class Output:
    """Where the results go, and as what; `in_parts` tells that the workers write them themselves."""

    path: str
    kind: Kind
    in_parts: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether each input has a file of its own."""
        return self.kind in IN_FOLDERS

    @property
    def home(self) -> Path | None:
        """The folder on this machine in which the account of the run stands, None where there is none."""
        if self.path == STANDARD:
            return None
        if self.in_parts:
            return local_path(as_address(self.path))
        return Path(self.path) if self.is_folder else Path(self.path + RUN)

    @property
    def paths(self) -> tuple[str, ...]:
        """All that the run writes to, and so never reads."""
        return () if self.path == STANDARD else (self.path, str(self.home or self.path))

    @property
    def form(self) -> Form:
        """What a worker is to make of a file."""
        return FORMS.get(self.kind, cast(Form, self.kind))


def find_output(path: str, format_: str | None) -> Output:
    """The output that a path and a format ask for. Raises `OutputError` when they ask for none, or do not agree."""
    if path == STANDARD:
        return Output(path, _choose(path, format_, PRINTED))
    if is_address(path):
        return Output(path, _choose(path, format_, IN_PARTS), in_parts=True)
    suffix = Path(path).suffix.lower()
    if suffix in SUFFIXES and not Path(path).is_dir():
        return Output(path, _choose(path, format_, SUFFIXES[suffix]))
    if suffix and not Path(path).is_dir() and not path.endswith(("/", "\\")):
        raise OutputError(
            f"{path}: no form is known by {suffix}; use {', '.join(SUFFIXES)}, or {path}/ for a folder with a file each"
        )
    kind = _choose(path, format_, IN_FOLDERS + IN_PARTS)
    return Output(path, kind, in_parts=kind in IN_PARTS)


def _choose(path: str, format_: str | None, kinds: tuple[Kind, ...]) -> Kind:
    if format_ is None:
        return kinds[0]
    if format_ not in kinds:
        raise OutputError(
            f"{path}: cannot hold {format_}, only {', '.join(kinds)}; choose another path, or leave --format out"
        )
    return format_


def settings_of(
    output: Output, rules: str | None, reading: Reading, reorder: bool, memory: int, known: str = ""
) -> Settings:
    """The settings of a run; `known` stands for what the user knows of its files. Raises `RuleError` for faulty rules."""
    fingerprint = load_rules(rules).fingerprint
    told = [__version__, fingerprint, output.form, reading.encoding, reading.strict, reading.column, reorder]
    told += [known] if known else []
    identity = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    read = (reading.encoding, reading.strict, reading.column, reorder)
    return Settings(output.form, fingerprint, identity, rules, *read, memory)


@contextmanager
def opened(output: Output, settings: Settings, resume: bool) -> Iterator[Target]:
    """The output, for this run alone. Raises `OutputError` when it cannot be written or another run writes it."""
    home, path = output.home, Path(output.path)
    _check_installed(output.kind)
    if home is not None:
        in_folder = output.is_folder or output.in_parts
        if not in_folder:
            check_target(output.path, ())
        with telling(output.path):
            home.mkdir(parents=in_folder, exist_ok=True)
    if output.in_parts:
        from reportkit.batch.summed import Parts

        yield Parts(as_address(output.path).rstrip("/"), settings, resume)
    elif home is None:
        yield Stream(_head(output.kind), settings)
    elif output.is_folder:
        yield Folder(path, settings, f".{output.kind}", resume)
    elif output.kind == "duckdb":
        from reportkit.batch.stored import Stored
        from reportkit.store import open_store

        with open_store(output.path, write=True) as store:
            yield Stored(store, home, settings, resume)
    else:
        yield Lines(path, home, settings, _head(output.kind), _converter(output.kind), resume)


def _check_installed(kind: Kind) -> None:
    """Raise `OutputError` when what a form needs is not installed."""
    if kind in ("parquet", "duckdb"):
        from reportkit.store import engine

        engine(kind)
    if kind == "xlsx":
        from reportkit.output.xlsx import check_installed

        check_installed()


def _converter(kind: Kind) -> Convert | None:
    """What makes the output of the lines of all files."""
    if kind == "parquet":
        from reportkit.store import write_parquet

        return write_parquet
    if kind == "xlsx":
        from reportkit.output.xlsx import write_lines

        return write_lines
    return None


def _head(kind: Kind) -> bytes:
    """What stands before the results of the first file."""
    if kind == "csv":
        from reportkit.output.flat import csv_head

        return csv_head().encode("utf-8")
    if kind == "sdmx-csv":
        from reportkit.output.sdmx import sdmx_head

        return sdmx_head().encode("utf-8")
    return b""
