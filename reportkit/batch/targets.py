"""Where the results of a run go: a file, a folder with a file for each, or standard output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Protocol

from reportkit.batch.entry import Entry
from reportkit.batch.journal import Journal
from reportkit.batch.owned import MADE, is_file, open_file
from reportkit.batch.task import Counts, Done, Failure, Settings, Task
from reportkit.errors import OutputError
from reportkit.output.visible import readable
from reportkit.output.words import counted
from reportkit.output.write import TEMPORARY, replace_file, telling, write_standard

# Turns the lines of all files into the output; gives what is to be said of it.
Convert = Callable[[Path, Path], list[str]]
# So many files are named where many are spoken of.
NAMED = 5


class Target(Protocol):
    """What takes the results of a run. All raise `OutputError`."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be said before the run begins."""

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already; empty if it is not."""

    def add(self, task: Task, done: Done) -> None:
        """Take what a file gave, as it comes."""

    def keep(self, task: Task) -> Counts:
        """Take over what is there already of a file that is as it was; gives how much is in it."""

    def put(self, task: Task) -> None:
        """Write what was taken of a file, whose turn it is in the order of the inputs."""

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing, in its turn."""

    def sync(self) -> None:
        """See that what was taken outlasts the process."""

    def finish(self) -> list[str]:
        """Make the output complete; gives what is to be said of it."""

    def close(self) -> None:
        """Let go of it; what is not finished can be gone on with."""


class Journaled:
    """What all have in common whose results are in the journal of a run in `home`, with `resume` those of earlier ones."""

    def __init__(
        self, home: Path | None, settings: Settings, resume: bool = False, lasting: bool = True
    ) -> None:
        self._home, self._identity, self._journal = home, settings.identity, Journal(home, resume, lasting)
        self._order, self._failed, self._spoilt = list[tuple[str, int, int]](), set[str](), 0

    @property
    def notes(self) -> Sequence[str]:
        """What is to be said before the run begins."""
        return self._journal.notes

    def _held(self, task: Task, entry: Entry, content: bytes | None) -> bytes:
        """What a file gave that is known, wherever that stands."""
        raise NotImplementedError

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
        """Take what a file gave."""
        self._journal.add(Entry.of(task, done, self._identity), done.content)

    def keep(self, task: Task) -> Counts:
        """Take over what an earlier run found in the file."""
        return self._certain(task)[0].counts

    def _certain(self, task: Task) -> tuple[Entry, bytes]:
        found = self._of(task)
        if found is None:
            raise OutputError(
                f"{self._home}: was changed by another hand while the run went on; go on with --resume"
            )
        return found

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""
        self._journal.fail(task, failure)
        self._failed.add(task.name)

    def sync(self) -> None:
        """See that what was taken is on the disk."""
        self._journal.sync()

    def close(self) -> None:
        """Let go of all files."""
        self._journal.close()

    def _told(self) -> Iterator[str]:
        """What is to be said of results that are not what earlier runs wrote."""
        if self._spoilt:
            files = counted(self._spoilt, "file")
            yield f"the results of {files} were changed or damaged since, and were made anew"


class Lines(Journaled):
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
        """Believe nothing of results in an output that is gone, or longer or shorter than it was."""
        end = self._journal.end()
        if end is None or (self._old is not None and self._old.seek(0, 2) == end):
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
        """Add what a file gave to the output."""
        _, content = self._certain(task)
        with telling(str(self._output)):
            self._file.write(content)
            self._file.flush()
        self._order.append((task.name, self._at, self._at + len(content)))
        self._at += len(content)

    def finish(self) -> list[str]:
        """Put the output in its place."""
        gone = self._journal.names() - {name for name, *_ in self._order}
        told = [*self._told(), *left("left out", gone, self._failed)]
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
        """Let go of all files."""
        self._file.close()
        self._close_old()
        super().close()

    def _close_old(self) -> None:
        if self._old is not None:
            self._old.close()


class Folder(Journaled):
    """A folder with a file for each input, in the tree of the inputs, with the account of the run beside them."""

    def __init__(self, output: Path, settings: Settings, suffix: str, resume: bool = False) -> None:
        super().__init__(output, settings, resume)
        self._output, self._suffix, self._resume = output, suffix, resume
        self._given, self._refused = set[Path](), set[Path]()
        with telling(str(output)):
            self._real = output.resolve()

    def path(self, task: Task) -> Path:
        """The file for what a file gives."""
        return self._output / f"{task.tree}{self._suffix}"

    def _held(self, task: Task, entry: Entry, content: bytes | None) -> bytes:
        del content
        try:
            with open_file(self.path(task)) as file:
                is_long = os.fstat(file.fileno()).st_size > entry.at[1]
                return b"" if is_long else file.read()
        except OSError:
            return b""

    def add(self, task: Task, done: Done) -> None:
        """Write the file for what a file gave."""
        path = self.path(task)
        with telling(str(path)):
            if not self._output.is_dir():
                raise FileNotFoundError(2, "the folder was removed while the run went on")
            if not path.parent.resolve().is_relative_to(self._real):
                raise OutputError(
                    f"{path.parent}: leads out of {self._output}; remove the link, or choose another output"
                )
            path.parent.mkdir(parents=True, exist_ok=True)
            # not to the disk at once, which takes longer than a small report: a journal that is ahead of its
            # files after a power cut is found out by their seals
            replace_file(path, done.content, durable=False)
        self._journal.add(Entry.of(task, done, self._identity), None)

    def put(self, task: Task) -> None:
        """Count the file as given."""
        entry, _ = self._journal.get(task.name) or self._certain(task)
        self._order.append((task.name, *entry.at))
        self._given.add(self.path(task))

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""
        super().fail(task, failure)
        self._refused.add(self.path(task))

    def finish(self) -> list[str]:
        """Make the account that of a finished run."""
        with telling(str(self._output)), self._journal.finishing(self._order, ""):
            # what was about to be written when an earlier run was ended
            for path in filter(is_file, self._output.rglob(TEMPORARY)):
                path.unlink()
        return [*self._told(), *(self._left() if self._resume else ())]

    def _left(self) -> list[str]:
        """What is to be said of files that are there and that no input of this run gave."""
        there = {path for path in self._output.rglob(f"*{self._suffix}") if path.is_file()} - self._given
        below = (
            {path.relative_to(self._output).as_posix() for path in each} for each in (there, self._refused)
        )
        return left(f"{self._output}: holds", *below)


class Stream(Journaled):
    """Standard output. Nothing is kept of a run that was ended, and failures are only told."""

    def __init__(self, head: bytes, settings: Settings) -> None:
        super().__init__(None, settings, lasting=False)
        write_standard(head)

    def known(self, task: Task) -> str:
        """Nothing is known."""
        del task
        return ""

    def _held(self, task: Task, entry: Entry, content: bytes | None) -> bytes:
        del task, entry
        return content or b""

    def put(self, task: Task) -> None:
        """Print what a file gave."""
        write_standard(self._certain(task)[1])
        self._journal.forget(task.name)

    def finish(self) -> list[str]:
        """Have nothing to do."""
        return []


def left(verb: str, names: Set[str], failed: Set[str]) -> list[str]:
    """What is to be said of files of earlier runs that this run did not make, those that `failed` now apart.

    >>> left("out: holds", {"b.txt", "a.txt"}, set())
    ['out: holds 2 files of inputs that are no longer given: a.txt, b.txt']
    """
    told = []
    if gone := names - failed:
        of = "an input that is" if len(gone) == 1 else "inputs that are"
        told.append(f"{verb} {counted(len(gone), 'file')} of {of} no longer given: {some(gone)}")
    if kept := names & failed:
        of = "an input" if len(kept) == 1 else "inputs"
        told.append(f"{verb} {counted(len(kept), 'file')} of {of} that failed now: {some(kept)}")
    return told


def some(names: Iterable[str]) -> str:
    """The first of some names, for the eye."""
    ordered = sorted(names)
    return ", ".join(map(readable, ordered[:NAMED])) + (" …" if len(ordered) > NAMED else "")
