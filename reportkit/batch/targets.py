"""Where the results of a run go: a file that grows, a folder with a file for each, or standard output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from reportkit.batch.ledger import Entry, Held, Ledger, find_held, number_of
from reportkit.batch.task import Counts, Done, Failure, Settings, Task
from reportkit.errors import OutputError
from reportkit.output.visible import readable
from reportkit.output.write import TEMPORARY, replace_file, telling, write_standard

# Turns the lines of all files into the output; gives what is to be said of it.
Convert = Callable[[Path, Path], list[str]]


class Target(Protocol):
    """What takes the results of a run, file by file in their order. All raise `OutputError`."""

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already; empty if it is not."""

    def add(self, task: Task, done: Done) -> None:
        """Take what a file gave."""

    def keep(self, task: Task) -> Counts:
        """Take over what is there already of a file that is as it was; gives how much is in it."""

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""

    def sync(self) -> None:
        """See that what was taken outlasts the process."""

    def finish(self) -> list[str]:
        """Make the output complete; gives what is to be said of it."""

    def close(self) -> None:
        """Let go of it; what is not finished can be gone on with."""


class Lines:
    """One file to which the result of each input is added, in `home` as long as it is not complete.

    `head` begins it. With `convert` the lines stay where they are and the output is made of them at the end.
    """

    def __init__(
        self,
        output: Path,
        home: Path,
        settings: Settings,
        head: bytes = b"",
        convert: Convert | None = None,
        resume: bool = False,
    ) -> None:
        self._output, self._home, self._identity, self._convert = output, home, settings.identity, convert
        with telling(str(home)):
            held = find_held(home, output)
            _check_unfinished(held, home, resume)
            self._held = held if resume else []
            number = 1 + max(map(number_of, home.iterdir()), default=0)
            self._part = home / f"part-{number}"
            self._ledger = Ledger(home, number, self._part.name)
            self._file = self._part.open("xb", buffering=0)
            self._file.write(head)
        self._data = {each: each.data.open("rb") for each in self._held if each.data is not None}
        self._at = len(head)

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already."""
        held = self._of(task)
        return held.known(task.name, self._identity) if held is not None else ""

    def _of(self, task: Task) -> Held | None:
        """The latest run that did the file under these settings."""
        return next((each for each in reversed(self._held) if each.known(task.name, self._identity)), None)

    def add(self, task: Task, done: Done) -> None:
        """Add what a file gave."""
        self._add(Entry.of(task, done, self._identity, self._place(done.content)), done.content)

    def keep(self, task: Task) -> Counts:
        """Add what an earlier run found in the file."""
        held = self._of(task)
        assert held is not None, "only what is known is kept"
        entry = held.entry(task.name)
        with telling(str(self._home)):
            self._data[held].seek(entry.at[0])
            content = self._data[held].read(entry.at[1] - entry.at[0])
        entry = replace(entry, at=self._place(content))
        self._add(entry, content)
        return Counts(entry.reports, entry.indicators, len(entry.warnings))

    def _place(self, content: bytes) -> tuple[int, int]:
        return self._at, self._at + len(content)

    def _add(self, entry: Entry, content: bytes) -> None:
        with telling(str(self._output)):
            _write_all(self._file.write, content)
            self._at = entry.at[1]
            self._ledger.add(entry)
            for held in self._held:
                held.let_go(entry.path)

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""
        with telling(str(self._home)):
            self._ledger.fail(task, failure)

    def sync(self) -> None:
        """See that what was added is on the disk."""
        with telling(str(self._home)):
            os.fsync(self._file.fileno())
            self._ledger.sync()

    def finish(self) -> list[str]:
        """Put the output in its place, and clear away what earlier runs had begun."""
        told: list[str] = []
        with telling(str(self._output)):
            self.sync()
            self._file.close()
            if self._convert is not None:
                made = self._home / "made"
                told = self._convert(self._part, made)
                self._ledger.finish()
                made.replace(self._output)
            else:
                self._ledger.finish()
                self._part.replace(self._output)
            self.close()
            for path in self._home.iterdir():
                if number_of(path) and path != self._part:
                    path.unlink()
        return told

    def close(self) -> None:
        """Let go of all files."""
        self._file.close()
        self._ledger.close()
        for held, data in self._data.items():
            held.close()
            data.close()


class Folder:
    """A folder with a file for each input, in the tree of the inputs, with the account of the run beside them."""

    def __init__(self, output: Path, settings: Settings, suffix: str, resume: bool = False) -> None:
        self._output, self._identity, self._suffix = output, settings.identity, suffix
        with telling(str(output)):
            held = find_held(output, None)
            _check_unfinished(held, output, resume)
            self._held = held if resume else []
            self._ledger = Ledger(output, 1 + max(map(number_of, output.glob("manifest*")), default=0), "")

    def path(self, task: Task) -> Path:
        """The file for what a file gives."""
        return self._output / f"{task.tree}{self._suffix}"

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already, if its output is still there."""
        entry = self._entry(task)
        return entry.sha256 if entry is not None else ""

    def _entry(self, task: Task) -> Entry | None:
        """The latest entry of the file under these settings that tells of the output that is there."""
        try:
            size = self.path(task).stat().st_size
        except OSError:
            return None
        known = (each for each in reversed(self._held) if each.known(task.name, self._identity))
        return next((entry for each in known if (entry := each.entry(task.name)).at[1] == size), None)

    def add(self, task: Task, done: Done) -> None:
        """Write the file for what a file gave."""
        path = self.path(task)
        with telling(str(path)):
            if not self._output.is_dir():
                raise FileNotFoundError(2, "the folder was removed while the run went on")
            path.parent.mkdir(parents=True, exist_ok=True)
            # not to the disk at once, which takes longer than a small report: an account that is ahead of its
            # files after a power cut is found out by their sizes
            replace_file(path, done.content, durable=False)
            self._ledger.add(Entry.of(task, done, self._identity, (0, len(done.content))))

    def keep(self, task: Task) -> Counts:
        """Leave the file as it is."""
        entry = self._entry(task)
        assert entry is not None, "only what is known is kept"
        with telling(str(self._output)):
            self._ledger.add(entry)
        return Counts(entry.reports, entry.indicators, len(entry.warnings))

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""
        with telling(str(self._output)):
            self._ledger.fail(task, failure)

    def sync(self) -> None:
        """See that the account is on the disk."""
        with telling(str(self._output)):
            self._ledger.sync()

    def finish(self) -> list[str]:
        """Make the account that of a finished run."""
        with telling(str(self._output)):
            self.sync()
            self._ledger.finish()
            for held in self._held:
                held.close()
            # what was about to be written when an earlier run was ended
            for path in (*self._output.glob("manifest-*.jsonl"), *self._output.rglob(TEMPORARY)):
                path.unlink()
        return []

    def close(self) -> None:
        """Let go of all files."""
        self._ledger.close()
        for held in self._held:
            held.close()


class Stream:
    """Standard output. Nothing is kept of a run that was ended, and failures are only told."""

    def __init__(self, head: bytes) -> None:
        write_standard(head)

    def known(self, task: Task) -> str:
        """Nothing is known."""
        del task
        return ""

    def add(self, task: Task, done: Done) -> None:
        """Print what a file gave."""
        del task
        write_standard(done.content)

    def keep(self, task: Task) -> Counts:
        """Never asked for, since nothing is known."""
        raise AssertionError(task)

    def fail(self, task: Task, failure: Failure) -> None:
        """Leave it to the one who reports the failure."""

    def sync(self) -> None:
        """Have nothing to do."""

    def finish(self) -> list[str]:
        """Have nothing to do."""
        return []

    def close(self) -> None:
        """Have nothing to do."""


def _check_unfinished(held: Iterable[Held], home: Path, resume: bool) -> None:
    """Raise `OutputError` where a run that was ended would be lost."""
    unfinished = [each for each in held if number_of(each.manifest) and len(each)]
    if unfinished and not resume:
        raise OutputError(
            f"{readable(str(home))}: holds {len(unfinished[-1]):,} files of a run that was ended; "
            "go on with --resume, or remove the folder to begin anew"
        )


def _write_all(write: Callable[[memoryview], int], content: bytes) -> None:
    """Write all of it: a disk that is getting full takes a part, and says so only when asked again."""
    left = memoryview(content)
    while left:
        left = left[write(left) :]
