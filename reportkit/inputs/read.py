"""The bytes of a file to read, wherever it is."""

from __future__ import annotations

from pathlib import Path

from reportkit.inputs.addresses import is_address, read
from reportkit.inputs.find import MOST_MEMBERS
from reportkit.inputs.task import Task
from reportkit.source.apart import Confined
from reportkit.source.archive import Archive
from reportkit.source.read import check_size, read_bytes

# Opens the archives for this process, one after the other, and keeps the last open for its next member.
UNPACKER = Confined("archive")


def read_task(task: Task) -> bytes:
    """The content of a file, at an address too, or of a member of an archive. Raises `SourceError`."""
    if is_address(task.path):
        check_size(task.path, task.size)
        raw = read(task.path)
        check_size(task.path, len(raw))  # not all drivers tell how much there is
        return raw
    if task.member is None:
        return read_bytes(task.path)
    try:
        changed = Path(task.path).stat().st_mtime_ns
    except OSError:  # the one who opens it says why it cannot be read
        changed = 0
    return Archive(task.path, UNPACKER, MOST_MEMBERS, changed).read(task.member)
