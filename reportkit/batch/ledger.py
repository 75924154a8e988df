"""The account of a run as it is written, so that a run that was ended can go on; `held` reads it back.

It stands in a folder of its own: `manifest.jsonl` with a line for each file that is done, `failures.jsonl` with one
for each that is not. While a run goes on, its manifest is called `manifest-N.jsonl`; a line is written when what it
tells of has been, so that whatever moment a run ends at, all that the lines say is there.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reportkit import __version__
from reportkit.batch.entry import Entry
from reportkit.batch.owned import FAILURES, LOCK, MANIFEST
from reportkit.batch.task import Failure, Task
from reportkit.errors import OutputError
from reportkit.output.write import telling


class Failures:
    """The files of a run that gave nothing: a line each in `failures.jsonl`, which is there only if there are any."""

    def __init__(self, home: Path) -> None:
        self._path = home / FAILURES
        self._file: IO[str] | None = None
        self._path.unlink(missing_ok=True)

    def add(self, task: Task, failure: Failure) -> None:
        """Write down that a file gave nothing, and why."""
        if self._file is None:
            self._file = self._path.open("x", encoding="utf-8", errors="replace", newline="\n")
        self._file.write(failure_line(task, failure))
        self._file.flush()

    def close(self) -> None:
        """Close the file. What a full disk did not take was told when it was written."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()


class Ledger:
    """The account of run `number` that is being written, in `home`; `data` names the file that its places refer to."""

    def __init__(self, home: Path, number: int, data: str) -> None:
        self.home = home
        self.path = home / f"manifest-{number}.jsonl"
        self._file = self.path.open("x", encoding="utf-8", newline="\n")
        self._file.write(json.dumps({"reportkit": __version__, "data": data}) + "\n")
        self._failures = Failures(home)
        self._file.flush()

    def add(self, entry: Entry) -> None:
        """Write down that a file is done, and that its result is there."""
        self._file.write(entry.line())
        self._file.flush()

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down that a file gave nothing, and why."""
        self._failures.add(task, failure)

    def sync(self) -> None:
        """See that all is on the disk, and still where it was put."""
        os.fsync(self._file.fileno())
        if not self.path.exists():
            raise FileNotFoundError(2, "it was removed while the run went on", str(self.home))

    def finish(self) -> None:
        """Make it the manifest of a run that has come to its end."""
        self._file.close()
        self.close()
        self.path.replace(self.home / MANIFEST)

    def close(self) -> None:
        """Close its files. What a full disk did not take was told when it was written."""
        with contextlib.suppress(OSError):
            self._file.close()
        self._failures.close()


def failure_line(task: Task, failure: Failure) -> str:
    """Why a file gave nothing, as a line of JSON."""
    told = {"path": task.name, "error": failure.error, "remedy": failure.remedy}
    return json.dumps(told, ensure_ascii=False) + "\n"


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the folder of a run alone. Raises `OutputError` while another run holds it, and where it cannot be held."""
    lock = home / LOCK
    with telling(str(lock)):
        if lock.is_symlink():
            raise OutputError(f"{lock}: is a link, which no run made; remove it")
        file = lock.open("a+", encoding="utf-8")
    with file:
        if not _try_lock(file):
            raise OutputError(f"{home}: another run is writing there; wait for it, or choose another output")
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        try:
            import fcntl
        except ImportError:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
