"""Lists of files: of those to read, and of those that are known to fail, which is kept from run to run."""

from __future__ import annotations

import json
import os

from reportkit.errors import SourceError
from reportkit.source.read import read_bytes


def read_known(path: str) -> frozenset[str]:
    """The names of the files in a list: lines of a failures.jsonl, or names, a line each. Raises `SourceError`."""
    try:
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path}: not UTF-8 at byte {error.start}; give a failures.jsonl, or a path a line"
        ) from None
    return frozenset(_name(line, path, number) for number, line in enumerate(lines, 1) if line.strip())


def _name(line: str, path: str, number: int) -> str:
    if not line.startswith("{"):
        return line
    try:
        name = json.loads(line)["path"]
    except (ValueError, KeyError, RecursionError):
        name = None
    if not isinstance(name, str):
        raise SourceError(f"{path}: line {number} names no file; give a failures.jsonl, or a path a line")
    return name


def read_list(path: str, nul: bool) -> list[str]:
    """The paths in the file `path` (``-`` is standard input): one a line, or ended by NUL. Raises `SourceError`."""
    raw = read_bytes(path)
    if nul:
        parts = raw.split(b"\0")
    else:
        parts = [line.removesuffix(b"\r") for line in raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        if any(b"\0" in part for part in parts):
            raise SourceError(f"{path}: its names are ended by NUL; add -0")
    return [os.fsdecode(part) for part in parts if part]
