"""The files of a folder of rules: found by their names, and read whole, whatever stands in their place."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from reportkit.errors import ReportkitError, RuleError

SUFFIX = ".yaml"
# Notes that may stand beside rules, and the tables of words, characters and places that those of reportkit have besides.
NOTES = (".md", ".LICENSE", "LICENSE", "~")
TABLE = ".txt"
WORDS, CHARACTERS, GAZETTEER = "words.txt", "characters.txt", "places.txt"
# A folder of rules holds no more than so many files, so deep, and a file no more than so many bytes: ours are some 40
# with 75,000 at the most. It is told at once where a home folder, or a file of another kind, is named instead.
MOST, DEEPEST, LARGEST = 1_000, 4, 1_000_000

# A rule file: where it is, its name within its folder, and its bytes.
RuleFile = tuple[Path, str, bytes]


def shown(path: Path) -> str:
    """Return a path as messages show it: from the working folder on, where it lies within."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder is gone
        return str(path)


def read_folder(folder: Path, *, ours: bool = False) -> tuple[list[RuleFile], list[str]]:
    """Read the rule files of a folder, in their order, and return them with a fault for whatever else stands there, or
    cannot be read. `ours` has tables (*.txt) too.

    Raises `RuleError` where it is no folder of rules at all.
    """
    faults: list[str] = []
    files: list[RuleFile] = []
    try:
        paths = sorted(_walk(folder, DEEPEST))
    except OSError as error:
        _check_handles(error)
        raise RuleError([f"{folder}: {error.strerror}, expected a folder of rule files (*.yaml)"]) from None
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if name.endswith((*NOTES, TABLE) if ours else NOTES):
            continue
        if not name.endswith(SUFFIX):
            faults.append(f"{shown(path)}:1: no rule file by its name, expected *.yaml, or *.md for a note")
            continue
        try:
            files.append((path, name, read_file(path)))
        except RuleError as error:
            faults += error.faults
    return files, faults


def read_file(path: Path) -> bytes:
    """Read the bytes of a file. Raises `RuleError` where there is none, or one that has no end or no right size."""
    try:
        # without O_NONBLOCK a pipe would wait for someone to write into it
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise RuleError([f"{shown(path)}:1: a folder, a pipe or a device, expected a file"])
            raw = file.read(LARGEST + 1)
    except OSError as error:
        _check_handles(error)
        raise RuleError([f"{shown(path)}:1: {error.strerror}, expected a file that can be read"]) from None
    if len(raw) > LARGEST:
        raise RuleError([f"{shown(path)}:1: more than {LARGEST:,} bytes, expected a file of rules"])
    return raw


def _check_handles(error: OSError) -> None:
    """Raise `ReportkitError` where the system, and not a rule, is at fault: no more files can be opened."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        raise ReportkitError("too many files are open; allow more with ulimit -n") from None


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Yield what stands in a folder and those below it, but for what is hidden. Raises `RuleError` where that has
    no end.
    """
    count = 0
    waiting = [(folder, depth)]
    while waiting:
        below, left = waiting.pop()
        with os.scandir(below) as entries:
            for entry in entries:
                count += 1
                if count > MOST or left == 0:
                    many = f"more than {MOST} files" if left else f"folders in folders, more than {DEEPEST}"
                    raise RuleError([f"{folder}:1: {many}, expected a folder of rule files (*.yaml) alone"])
                if entry.name.startswith("."):
                    continue
                if not entry.name.endswith(SUFFIX) and (below / entry.name).is_dir():
                    waiting.append((below / entry.name, left - 1))
                else:
                    yield below / entry.name
