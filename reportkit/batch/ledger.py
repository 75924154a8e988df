"""The account of a run: what is done, failed and doubtful, so that a run that was ended can go on.

It stands in a folder of its own: `manifest.jsonl` with a line for each file that is done, `failures.jsonl` with one
for each that is not. While a run goes on, its manifest is called `manifest-N.jsonl`; a line is written when what it
tells of has been, so that whatever moment a run ends at, all that the lines say is there.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from reportkit import __version__
from reportkit.batch.task import Done, Failure, Task
from reportkit.errors import OutputError

MANIFEST, FAILURES, LOCK = "manifest.jsonl", "failures.jsonl", ".lock"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that is done: the hash of its content, what the result hangs on besides, and where the result stands."""

    path: str
    sha256: str
    settings: str
    at: tuple[int, int]
    reports: int
    indicators: int
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, task: Task, done: Done, settings: str, at: tuple[int, int]) -> Entry:
        """The entry of a file whose result stands `at` so many bytes."""
        return cls(task.name, done.sha256, settings, at, done.reports, done.indicators, done.warnings)

    def line(self) -> str:
        """The entry as a line of JSON."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(fields, ensure_ascii=True) + "\n"

    @classmethod
    def read(cls, line: str) -> Entry:
        """The entry of a line."""
        fields = json.loads(line)
        return cls(**{**fields, "at": tuple(fields["at"]), "warnings": tuple(fields["warnings"])})


class Held:
    """What an earlier run did, by the name of the file. Only where its line stands is kept in memory."""

    def __init__(self, manifest: Path, data: Path | None) -> None:
        self.manifest, self.data, self.end = manifest, data, 0
        self._lines: dict[str, tuple[str, str, int]] = {}
        self._file = manifest.open("rb")
        size = data.stat().st_size if data else None
        self._file.readline()
        while True:
            start = self._file.tell()
            line = self._file.readline()
            if not line.endswith(b"\n"):  # the end, or a line that was cut off
                break
            entry = Entry.read(line.decode("utf-8"))
            self.end = entry.at[1]
            if size is None or entry.at[1] <= size:
                self._lines[entry.path] = (entry.sha256, entry.settings, start)

    def known(self, name: str, settings: str) -> str:
        """The hash of the content with which a file was done; empty where it was not."""
        digest, under, _ = self._lines.get(name, ("", "", 0))
        return digest if under == settings else ""

    def entry(self, name: str) -> Entry:
        """The entry of a file that is known."""
        self._file.seek(self._lines[name][2])
        return Entry.read(self._file.readline().decode("utf-8"))

    def __len__(self) -> int:
        return len(self._lines)

    def let_go(self, name: str) -> None:
        """Have no more use for a file; of a run that was ended nothing is left when that is true of all."""
        if self._lines.pop(name, None) and not self._lines and number_of(self.manifest):
            self.close()
            self.manifest.unlink(missing_ok=True)
            if self.data is not None:
                self.data.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the manifest."""
        self._file.close()


class Failures:
    """The files of a run that gave nothing: a line each in `failures.jsonl`, which is there only if there are any."""

    def __init__(self, home: Path) -> None:
        self._path = home / FAILURES
        self._file: IO[str] | None = None
        self._path.unlink(missing_ok=True)

    def add(self, task: Task, failure: Failure) -> None:
        """Write down that a file gave nothing, and why."""
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", errors="replace", newline="\n")
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
        self._file = self.path.open("w", encoding="utf-8", newline="\n")
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


def find_held(home: Path, output: Path | None) -> list[Held]:
    """What earlier runs in `home` did, the latest last.

    `output` is the file that the places refer to once a run is finished, None where each result is a file of its own.
    """
    found = []
    for manifest in [home / MANIFEST, *sorted(home.glob("manifest-*.jsonl"), key=number_of)]:
        head = _head(manifest)
        if head is None:
            continue
        if output is None:
            found.append(Held(manifest, None))
            continue
        part = home / str(head.get("data"))
        data = part if part.exists() or manifest.name != MANIFEST else output
        if data.exists():
            held = Held(manifest, data)
            # what another hand has written to is not what the manifest tells of
            if data != output or held.end == data.stat().st_size:
                found.append(held)
    return found


def number_of(path: Path) -> int:
    """The number of the run that a manifest or a part is of; 0 for none.

    >>> number_of(Path("manifest-12.jsonl")), number_of(Path("manifest.jsonl"))
    (12, 0)
    """
    tail = path.name.partition(".")[0].rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0


def _head(manifest: Path) -> dict[str, Any] | None:
    try:
        with manifest.open(encoding="utf-8") as file:
            head = json.loads(file.readline())
    except (OSError, ValueError):
        return None
    return head if isinstance(head, dict) and head.get("reportkit") else None


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the folder of a run alone. Raises `OutputError` while another run holds it."""
    with (home / LOCK).open("a+", encoding="utf-8") as file:
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
