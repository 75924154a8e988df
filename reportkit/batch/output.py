"""Which form an output has, and how it is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportkit import __version__
from reportkit.batch.addresses import as_address, is_address, local_path
from reportkit.batch.folder import Folder
from reportkit.batch.targets import Lines, Stream, Target
from reportkit.batch.task import Settings
from reportkit.errors import OutputError
from reportkit.language import current
from reportkit.output.formats import FORMATS, check_installed, names_of, suffixes_of
from reportkit.output.render import load, render_head
from reportkit.output.write import STANDARD, check_target, telling
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
    read = (reading.encoding, reading.strict, reading.column, reorder)
    return Settings(output.form, fingerprint, identity, rules, *read, memory, language)


@contextmanager
def opened(output: Output, settings: Settings, resume: bool) -> Iterator[Target]:
    """The output, for this run alone. Raises `OutputError` when it cannot be written or another run writes it."""
    home, path = output.home, Path(output.path)
    check_installed(output.kind)
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
        yield Stream(render_head(output.kind), settings)
    elif output.is_folder:
        yield Folder(path, settings, FORMATS[output.kind].suffixes[0], resume)
    elif output.is_store:
        from reportkit.batch.stored import Stored
        from reportkit.store import open_store

        with open_store(output.path, write=True) as store:
            yield Stored(store, home, settings, resume)
    else:
        build = FORMATS[output.kind].build
        yield Lines(path, home, settings, render_head(output.kind), load(build) if build else None, resume)
