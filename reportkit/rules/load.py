"""Find the rules and load them, from what was kept of them or from their files."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from reportkit.errors import RuleError
from reportkit.rules.cache import Entries, Places, read_cached, write_cached
from reportkit.rules.topics import TOPICS, RuleSet

ENVIRONMENT = "REPORTKIT_RULES"
WORDS = "words.txt"
CHARACTERS = "characters.txt"
READERS = ("cache.py", "read.py", "schema.py", "strict.py", "topics.py")


def find_rules() -> Path:
    """The folder of the rules that come with reportkit: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "rules"


def load_rules(overlay: str | Path | None = None) -> RuleSet:
    """The rules, compiled once a process.

    `overlay` is a folder whose entries are laid over the rules that come with reportkit, by id; without
    it the folder named by the environment variable REPORTKIT_RULES, if any. Raises `RuleError` with
    every fault of every file.
    """
    chosen = overlay if overlay is not None else os.environ.get(ENVIRONMENT) or None
    return _load(find_rules(), Path(chosen).resolve() if chosen else None)


@cache
def _load(base: Path, overlay: Path | None) -> RuleSet:
    folders = [base] if overlay is None else [base, overlay]
    if not folders[-1].is_dir():
        raise RuleError([f"{folders[-1]}: no such folder, expected one with rule files (*.yaml)"])
    files = [
        (path, path.relative_to(folder).as_posix(), path.read_bytes())
        for folder in folders
        for path in rule_files(folder)
    ]
    digest = hashlib.sha256()
    for _, name, raw in files:
        digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
    words, characters = (base / WORDS).read_bytes(), (base / CHARACTERS).read_bytes()
    digest.update(words + characters)
    fingerprint = digest.hexdigest()
    # what was read is kept for these bytes at this place, as this reader reads them
    digest.update("\0".join(map(str, folders)).encode())
    for reader in READERS:
        digest.update(Path(__file__).with_name(reader).read_bytes())
    entries, places = read_cached(digest.hexdigest(), TOPICS) or _read(files, digest.hexdigest())
    slices = {
        topic: kind(**{name: tuple(entries[topic][name].values()) for name in entries[topic]})
        for topic, kind in TOPICS.items()
    }
    return RuleSet(**slices, words=words, characters=characters, fingerprint=fingerprint, places=places)


def _read(files: list[tuple[Path, str, bytes]], key: str) -> tuple[Entries, Places]:
    """The rules of `files` and where each stands, read strictly; kept as `key` for the next time."""
    from reportkit.rules.read import read_rules

    entries, places = read_rules(files)
    write_cached(key, entries, places)
    return entries, places


def rule_files(folder: Path) -> list[Path]:
    """The rule files of a folder in the order in which they are read."""
    return sorted(folder.rglob("*.yaml"))
