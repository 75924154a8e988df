"""The files that a run calls its own in the folder of its account, by their names; no other is touched there.

The folder may come from elsewhere: names that it holds are checked, and no link in it is followed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO

MANIFEST, FAILURES, LOCK = "manifest.jsonl", "failures.jsonl", ".lock"
# What a run that goes on calls its own: its manifest, and the lines that it has written.
_NUMBERED = re.compile(r"(?:manifest-([1-9][0-9]{0,8})\.jsonl|part-([1-9][0-9]{0,8}))")


def number_of(name: str) -> int:
    """The number of the run that a manifest or a part is of by its name; 0 for none.

    >>> number_of("manifest-12.jsonl"), number_of("part-3"), number_of("manifest.jsonl"), number_of("notes-2023.txt")
    (12, 3, 0, 0)
    """
    match = _NUMBERED.fullmatch(name)
    return int(match[1] or match[2]) if match else 0


def next_number(folder: Path) -> int:
    """The number of a run that begins in a folder."""
    return 1 + max((number_of(path.name) for path in folder.iterdir()), default=0)


def part_name(number: int) -> str:
    """What the lines of a run are called."""
    return f"part-{number}"


def is_part(name: object) -> bool:
    """Whether something that was read is the bare name of lines of a run."""
    return isinstance(name, str) and name.startswith("part-") and number_of(name) > 0


def is_file(path: Path) -> bool:
    """Whether a regular file is at a path, and no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def open_file(path: Path) -> IO[bytes]:
    """A regular file for reading. Raises `OSError` for anything else, a link among them, and waits for none."""
    handle = os.open(
        path,
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_BINARY", 0),
    )
    file = os.fdopen(handle, "rb")
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        file.close()
        raise OSError(22, "is no regular file", str(path))
    return file


def remove(paths: Iterable[Path]) -> None:
    """Take away files and links, whatever the links lead to; folders are left alone."""
    for path in paths:
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
