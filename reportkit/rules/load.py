"""Find the rules and load them, from what was kept of them or from their files."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import regex

from reportkit.errors import RuleError
from reportkit.rules.cache import Entries, Lines, Places, read_cached, write_cached
from reportkit.rules.files import CHARACTERS, GAZETTEER, WORDS, RuleFile, read_file, read_folder
from reportkit.rules.topics import TOPICS, RuleSet

ENVIRONMENT = "REPORTKIT_RULES"
# What reads the rules, beside this file.
READERS = (
    "../codec/walk.py",
    "cache.py",
    "check.py",
    "lexicon.py",
    "needed.py",
    "pattern.py",
    "read.py",
    "schema.py",
    "strict.py",
    "topics.py",
)


def find_rules() -> Path:
    """Find the folder of the rules that come with reportkit: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "rules"


def load_rules(overlay: str | Path | None = None) -> RuleSet:
    """Load the rules, compiled once a process.

    `overlay` is a folder whose entries are laid over the rules that come with reportkit, by id; without
    it the folder named by the environment variable REPORTKIT_RULES, if any. Raises `RuleError` with
    every fault of every file.
    """
    chosen = overlay if overlay is not None else os.environ.get(ENVIRONMENT) or None
    return _load(find_rules(), None if chosen is None else _folder(chosen))


def _folder(path: str | Path) -> Path:
    """Return the folder at `path`, wherever links lead. Raises `RuleError` where there is none."""
    try:
        found = Path(path).resolve()
        if str(path) and found.is_dir():
            return found
    except (OSError, ValueError, RuntimeError):  # no right, no name that a system knows, a link to itself
        pass
    raise RuleError([f"{path}: no such folder, expected one with rule files (*.yaml)"])


@cache
def _load(base: Path, overlay: Path | None) -> RuleSet:
    folders = [base] if overlay is None else [base, overlay]
    found = [read_folder(folder, ours=folder == base) for folder in folders]
    read = [files for files, _ in found]
    if faults := [fault for _, some in found for fault in some]:
        raise RuleError(faults + _faults(read))
    digest = hashlib.sha256()
    for _, name, raw in (file for files in read for file in files):
        digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
    words, characters, gazetteer = (read_file(base / name) for name in (WORDS, CHARACTERS, GAZETTEER))
    digest.update(words + characters + gazetteer)
    fingerprint = digest.hexdigest()
    # what was read is kept for these bytes at this place, as this reader reads them
    digest.update("\0".join(map(str, folders)).encode())
    for reader in READERS:
        digest.update((Path(__file__).parent / reader).read_bytes())
    digest.update(f"{sys.version} {regex.__version__}".encode())
    entries, places, lines = read_cached(digest.hexdigest(), TOPICS) or _read(read, digest.hexdigest())
    _name_patterns(entries, places, overlay)
    slices = {
        topic: kind(**{name: tuple(entries[topic][name].values()) for name in entries[topic]})
        for topic, kind in TOPICS.items()
    }
    return RuleSet(
        **slices,
        words=words,
        characters=characters,
        gazetteer=gazetteer,
        fingerprint=fingerprint,
        stands=places,
        word_lines=lines,
    )


def _read(folders: list[list[RuleFile]], key: str) -> tuple[Entries, Places, Lines]:
    """Read the rules of `folders` and where each stands, read strictly; kept as `key` for the next time."""
    from reportkit.rules.read import read_rules

    found = read_rules(*folders)
    write_cached(key, *found)
    return found


def _faults(folders: list[list[RuleFile]]) -> list[str]:
    """Return the faults within the files of `folders`, where there are faults besides."""
    from reportkit.rules.read import read_rules

    try:
        read_rules(*folders)
    except RuleError as error:
        return error.faults
    return []


def _name_patterns(entries: Entries, places: Places, overlay: Path | None) -> None:
    """Tell every pattern which rule it is of, and where that stands, for the case that it takes too long.

    That is the case to provide for with those of the `overlay` alone.
    """
    for topic, kind in TOPICS.items():
        for name, hint in get_type_hints(kind).items():
            if "pattern" in get_args(hint)[0].__dataclass_fields__:
                for id_, entry in entries[topic][name].items():
                    if entry.pattern is not None:
                        place = places[f"{topic}.{name}.{id_}"]
                        entry.pattern.rule, entry.pattern.place = id_, place
                        entry.pattern.ours = overlay is None or not place.startswith(f"{overlay}{os.sep}")
