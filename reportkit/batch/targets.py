"""Where the results of a run go: a file that grows, or standard output; a folder with a file for each is `folder`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from reportkit.batch.earlier import changed, earlier, left, spoilt
from reportkit.batch.entry import Entry
from reportkit.batch.held import names_of
from reportkit.batch.ledger import Ledger
from reportkit.batch.owned import next_number, number_of, part_name, remove
from reportkit.batch.task import Counts, Done, Failure, Settings, Task
from reportkit.output.write import telling, write_standard

# Turns the lines of all files into the output; gives what is to be said of it.
Convert = Callable[[Path, Path], list[str]]


class Target(Protocol):
    """What takes the results of a run, file by file in their order. All raise `OutputError`."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be said before the run begins."""

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
        self._held, self.notes = earlier(home, output, resume)
        self._spoilt, self._failed = 0, set[str]()
        with telling(str(home)):
            number = next_number(home)
            self._part = home / part_name(number)
            self._ledger = Ledger(home, number, self._part.name)
            self._file = self._part.open("xb", buffering=0)
            self._file.write(head)
        self._at = len(head)

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already, if its result is still what it was."""
        found = self._of(task)
        return found[0].sha256 if found is not None else ""

    def _of(self, task: Task) -> tuple[Entry, bytes] | None:
        """What the latest run under these settings says of the file, and the result that it left."""
        for held in reversed(self._held):
            if held.known(task.name, self._identity):
                with telling(str(self._home)):
                    entry, content = held.entry(task.name), held.content(task.name)
                if entry is not None and content is not None:
                    return entry, content
                held.forget(task.name)
                self._spoilt += 1
        return None

    def add(self, task: Task, done: Done) -> None:
        """Add what a file gave."""
        self._add(Entry.of(task, done, self._identity, self._place(done.content)), done.content)

    def keep(self, task: Task) -> Counts:
        """Add what an earlier run found in the file."""
        found = self._of(task)
        if found is None:
            raise changed(self._home)
        entry, content = replace(found[0], at=self._place(found[1])), found[1]
        self._add(entry, content)
        return Counts(entry.reports, entry.indicators, len(entry.warnings), entry.doubtful)

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
        self._failed.add(task.name)

    def sync(self) -> None:
        """See that what was added is on the disk."""
        with telling(str(self._home)):
            os.fsync(self._file.fileno())
            self._ledger.sync()

    def finish(self) -> list[str]:
        """Put the output in its place, and clear away what earlier runs had begun."""
        told = [*spoilt(self._spoilt), *left("left out", names_of(self._held), self._failed)]
        with telling(str(self._output)):
            self.sync()
            self._file.close()
            if self._convert is not None:
                made = self._home / "made"
                remove([made])
                told += self._convert(self._part, made)
                self._ledger.finish()
                made.replace(self._output)
            else:
                self._ledger.finish()
                self._part.replace(self._output)
            self.close()
            remove(path for path in self._home.iterdir() if number_of(path.name) and path != self._part)
        return told

    def close(self) -> None:
        """Let go of all files."""
        self._file.close()
        self._ledger.close()
        for held in self._held:
            held.close()


class Stream:
    """Standard output. Nothing is kept of a run that was ended, and failures are only told."""

    notes: Sequence[str] = ()

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


def _write_all(write: Callable[[memoryview], int], content: bytes) -> None:
    """Write all of it: a disk that is getting full takes a part, and says so only when asked again."""
    left = memoryview(content)
    while left:
        left = left[write(left) :]
