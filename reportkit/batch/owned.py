"""The files that a run calls its own in the folder of its account; no other is touched there, and no link is followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

JOURNAL, MANIFEST, FAILURES = "journal.sqlite", "manifest.jsonl", "failures.jsonl"
# What SQLite writes beside a database.
JOURNAL_FILES = tuple(JOURNAL + more for more in ("", "-wal", "-shm", "-journal"))
# What a file is called until it is complete.
MADE = "made"


def is_file(path: Path) -> bool:
    """Whether a regular file is at a path, and no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def clear(home: Path) -> list[str]:
    """Take away what stands in the place of a run's own files and is no file: links, pipes; folders are left alone.

    Gives their names.
    """
    found = []
    for name in (*JOURNAL_FILES, MANIFEST, FAILURES, MADE):
        path = home / name
        if path.is_symlink() or (path.exists() and not is_file(path) and not path.is_dir()):
            path.unlink(missing_ok=True)
            found.append(name)
    return found


def read_file(path: Path, start: int = 0, size: int | None = None) -> bytes:
    """So many bytes of a regular file from `start` on; nothing of anything else, a link among them, and no wait for one."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode):
                return b""
            file.seek(start)
            return file.read(told.st_size if size is None else min(size, told.st_size))
    except OSError:
        return b""
