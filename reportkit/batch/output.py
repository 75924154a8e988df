"""Which form an output has, and how it is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportkit import __version__
from reportkit.batch.outcome import Settings
from reportkit.errors import OutputError
from reportkit.inputs.addresses import as_address, is_address, local_path
from reportkit.language import current
from reportkit.output.formats import FORMATS, names_of, suffixes_of
from reportkit.output.write import STANDARD
from reportkit.rules.load import load_rules
from reportkit.source import Reading

RUN = ".run"


@dataclass(frozen=True, slots=True)
class Output:
    """Where the results go, and as what; `in_parts` tells that the workers write them themselves."""

    path: str
    kind: str
    in_parts: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether each input has a file of its own."""
        return FORMATS[self.kind].run == "folder"

    @property
    def is_store(self) -> bool:
        """Whether the output grows from run to run."""
        return FORMATS[self.kind].run == "store"

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
    def form(self) -> str:
        """What a worker is to make of a file."""
        return FORMATS[self.kind].lines or self.kind


def find_output(path: str, format_: str | None) -> Output:
    """The output that a path and a format ask for. Raises `OutputError` when they ask for none, or do not agree."""
    kinds = {name: FORMATS[name] for name in names_of("run")}
    in_folders = [name for name, kind in kinds.items() if kind.run == "folder"]
    in_parts = [name for name, kind in kinds.items() if kind.parts]
    by_suffix = {
        suffix: found
        for suffix, names in suffixes_of("run").items()
        if (found := [name for name in names if name not in in_folders])
    }
    if path == STANDARD:
        printed = [name for name, kind in kinds.items() if kind.pieces and name not in in_folders]
        return Output(path, _choose(path, format_, printed))
    if is_address(path):
        return Output(path, _choose(path, format_, in_parts), in_parts=True)
    suffix = Path(path).suffix.lower()
    if suffix in by_suffix and not Path(path).is_dir():
        return Output(path, _choose(path, format_, by_suffix[suffix]))
    if suffix and not Path(path).is_dir() and not path.endswith(("/", "\\")):
        raise OutputError(
            f"{path}: no form is known by {suffix}; use {', '.join(by_suffix)}, or {path}/ for a folder with a file each"
        )
    kind = _choose(path, format_, [*in_folders, *in_parts])
    return Output(path, kind, in_parts=kind in in_parts)


def _choose(path: str, format_: str | None, kinds: Sequence[str]) -> str:
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
    language = current() if FORMATS[output.kind].spoken else "en"
    told += [language] if language != "en" else []
    identity = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    return Settings(output.form, fingerprint, identity, rules, reading, reorder, memory, language)
