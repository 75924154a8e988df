"""Where the results of a run go: a file, or standard output; a folder with a file for each is `folder`."""

from __future__ import annotations

import os
from collections.abc import Callable, Set
from pathlib import Path

from reportkit.batch.entry import Entry
from reportkit.batch.journal import Journal
from reportkit.batch.owned import MADE, open_file
from reportkit.batch.task import Counts, Done, Settings
from reportkit.errors import OutputError
from reportkit.inputs.find import some
from reportkit.inputs.task import Failure, Task
from reportkit.output.words import counted
from reportkit.output.write import telling, write_standard

# Turns the lines of all files into the output; gives what is to be said of it.
Convert = Callable[[Path, Path], list[str]]


class Target:
    """What takes the results of a run. All raise `OutputError`.

    They are kept in the journal of the run in `home`, with `resume` those of earlier runs too; `notes` are what is to be
    said of these. What is not finished can be gone on with, where the journal is `lasting`.
    """

    def __init__(
        self, home: Path | None, settings: Settings, resume: bool = False, lasting: bool = True
    ) -> None:
        self._home, self._identity, self._journal = home, settings.identity, Journal(home, resume, lasting)
        self._order, self._failed, self._spoilt = list[tuple[str, int, int]](), set[str](), 0
        self.notes = self._journal.notes

    def _held(self, task: Task, entry: Entry, content: bytes | None) -> bytes:
        """What a file gave that is known, wherever that stands."""
        del task, entry
        return content or b""

    def _of(self, task: Task) -> tuple[Entry, bytes] | None:
        """What is told of a file under these settings, and what it gave; nothing of one that is not what it was."""
        found = self._journal.get(task.name)
        if found is None or found[0].settings != self._identity:
            return None
        entry, content = found[0], self._held(task, *found)
        if entry.seal(content) == entry.made:
            return entry, content
        self._journal.forget(task.name)
        self._spoilt += 1
        return None

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already, if its result is still what it was."""
        found = self._of(task)
        return found[0].sha256 if found is not None else ""

    def add(self, task: Task, done: Done) -> None:
        """Take what a file gave, as it comes."""
        self._journal.add(Entry.of(task, done, self._identity), done.content)

    def keep(self, task: Task) -> Counts:
        """Take over what is there already of a file that is as it was; gives how much is in it."""
        return self._certain(task)[0].counts

    def _certain(self, task: Task) -> tuple[Entry, bytes]:
        found = self._of(task)
        if found is None:
            raise OutputError(
                f"{self._home}: was changed by another hand while the run went on; go on with --resume"
            )
        return found

    def put(self, task: Task) -> None:
        """Write what was taken of a file, whose turn it is in the order of the inputs."""

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing, in its turn."""
        self._journal.fail(task, failure)
        self._failed.add(task.name)

    def sync(self) -> None:
        """See that what was taken outlasts the process."""
        self._journal.sync()

    def finish(self) -> list[str]:
        """Make the output complete; gives what is to be said of it."""
        files = counted(self._spoilt, "file")
        return (
            [f"the results of {files} were changed or damaged since, and were made anew"]
            if self._spoilt
            else []
        )

    def close(self) -> None:
        """Let go of it."""
        self._journal.close()


class Lines(Target):
    """One file, which is begun by `head` and has the result of each input.

    With `convert` the output is made of the lines at the end, and they are kept in the journal.
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
        super().__init__(home, settings, resume)
        self._output, self._made, self._convert = output, home / MADE, convert
        self._at = len(head)
        # it is where the user said, links and all
        try:
            self._old = open_file(output.resolve()) if convert is None else None
        except OSError:
            self._old = None
        self._check_old()
        with telling(str(home)):
            self._made.unlink(missing_ok=True)
            self._file = self._made.open("xb")
            self._file.write(head)

    def _check_old(self) -> None:
        """Believe nothing of results in an output that is gone, or is cut off."""
        end = self._journal.end()
        if end is None or (self._old is not None and self._old.seek(0, 2) >= end):
            return
        if self._old is not None:
            self._journal.notes.append(
                f"{self._output}: has changed since it was written; all of it is read again"
            )
        self._journal.forget_placed()

    def _held(self, task: Task, entry: Entry, content: bytes | None) -> bytes:
        del task
        if content is not None or self._old is None:
            return content or b""
        with telling(str(self._output)):
            self._old.seek(entry.at[0])
            return self._old.read(entry.at[1] - entry.at[0])

    def put(self, task: Task) -> None:
        _, content = self._certain(task)
        with telling(str(self._output)):
            self._file.write(content)
            self._file.flush()
        self._order.append((task.name, self._at, self._at + len(content)))
        self._at += len(content)

    def finish(self) -> list[str]:
        gone = self._journal.names() - {name for name, *_ in self._order}
        told = [*super().finish(), *left("left out", gone, self._failed)]
        with telling(str(self._output)):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            made = self._made
            if self._convert is not None:
                made = self._made.with_name(f"{MADE}.all")
                made.unlink(missing_ok=True)
                told += self._convert(self._made, made)
            with self._journal.finishing(self._order, None if self._convert else self._output.name):
                self._close_old()
                made.replace(self._output)
            self._made.unlink(missing_ok=True)
        return told

    def close(self) -> None:
        self._file.close()
        self._close_old()
        super().close()

    def _close_old(self) -> None:
        if self._old is not None:
            self._old.close()


class Stream(Target):
    """Standard output. Nothing is kept of a run that was ended, and failures are only told."""

    def __init__(self, head: bytes, settings: Settings) -> None:
        super().__init__(None, settings, lasting=False)
        write_standard(head)

    def put(self, task: Task) -> None:
        write_standard(self._certain(task)[1])
        self._journal.forget(task.name)


def left(verb: str, names: Set[str], failed: Set[str]) -> list[str]:
    """What is to be said of files of earlier runs that this run did not make, those that `failed` now apart.

    >>> left("out: holds", {"b.txt", "a.txt"}, set())
    ['out: holds 2 files of inputs that are no longer given: a.txt, b.txt']
    """
    told = []
    if gone := names - failed:
        of = "an input that is" if len(gone) == 1 else "inputs that are"
        told.append(f"{verb} {counted(len(gone), 'file')} of {of} no longer given: {some(sorted(gone), 5)}")
    if kept := names & failed:
        of = "an input" if len(kept) == 1 else "inputs"
        told.append(f"{verb} {counted(len(kept), 'file')} of {of} that failed now: {some(sorted(kept), 5)}")
    return told
