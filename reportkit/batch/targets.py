"""Where the results of a run go: a file, or standard output; a folder with a file for each is `folder`."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reportkit.batch.journal import Journal
from reportkit.batch.outcome import Done, Entry, Settings
from reportkit.batch.output import Output
from reportkit.batch.owned import MADE, is_file, read_file
from reportkit.errors import OutputError
from reportkit.inputs.find import some
from reportkit.inputs.task import Failure, Task
from reportkit.output.formats import FORMATS
from reportkit.output.render import load, render_head
from reportkit.output.words import counted
from reportkit.output.write import telling, write_standard

if TYPE_CHECKING:
    from reportkit.store.database import Held


class Target:
    """What takes the results of a run. All raise `OutputError`.

    They are kept in the journal of the run, with `resume` those of earlier runs too; `notes` are what is to be
    said of these. What is not finished can be gone on with, where the journal is `lasting`.
    """

    def __init__(self, output: Output, settings: Settings, resume: bool, lasting: bool = True) -> None:
        self._home, self._output, self._identity = output.home, Path(output.path), settings.identity
        self._journal = Journal(output.home, resume, lasting)
        # the files that gave something, with the place of that, and those that gave nothing
        self._order, self._failed, self._spoilt = list[tuple[Task, int, int]](), dict[str, Task](), 0
        self.notes = self._journal.notes

    def _placed(self, task: Task, entry: Entry) -> bytes:
        """What a file gave that does not stand in the journal."""
        raise NotImplementedError

    def _of(self, task: Task) -> tuple[Entry, bytes] | None:
        """What is told of a file under these settings, and what it gave; nothing of one that is not what it was."""
        entry, content = self._journal.get(task.name) or (None, None)
        if entry is None or entry.settings != self._identity:
            return None
        if content is None:
            content = self._placed(task, entry)
        if entry.seal(content) == entry.made:
            return entry, content
        self._journal.forget(task.name)
        self._spoilt += 1
        return None

    def _told(self, task: Task) -> Entry | Held | None:
        """What is told of a file that is done under these settings."""
        found = self._of(task)
        return None if found is None else found[0]

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already, if its result is still what it was."""
        found = self._told(task)
        return "" if found is None else found.sha256

    def add(self, task: Task, done: Done) -> None:
        """Take what a file gave, as it comes."""
        self._journal.add(Entry.of(task, done, self._identity), done.content)

    def keep(self, task: Task) -> Entry | Held:
        """Take over what is there already of a file that is as it was; gives what is told of it."""
        return self._told(task) or self._lost()

    def _lost(self) -> NoReturn:
        raise OutputError(
            f"{self._home}: was changed by another hand while the run went on; go on with --resume"
        )

    def put(self, task: Task) -> None:
        """Write what was taken of a file, whose turn it is in the order of the inputs."""

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing, in its turn."""
        self._journal.fail(task, failure)
        self._failed[task.name] = task

    def finish(self) -> list[str]:
        """Make the output complete; gives what is to be said of it."""
        files = counted(self._spoilt, "file")
        said = f"the results of {files} were changed or damaged since, and were made anew"
        return [said] if self._spoilt else []

    def close(self) -> None:
        """Let go of it."""
        self._journal.close()


class Lines(Target):
    """One file with the result of each input; a table is built of lines at the end, which are kept in the journal."""

    def __init__(self, output: Output, settings: Settings, resume: bool) -> None:
        super().__init__(output, settings, resume)
        assert output.home is not None
        head, build = render_head(output.kind), FORMATS[output.kind].build
        self._made, self._convert = output.home / MADE, load(build) if build else None
        with telling(output.path):
            # it is where the user said, links and all
            self._real, self._at = self._output.resolve(), len(head)
            is_there = not build and is_file(self._real)
            # nothing is believed of results in an output that is gone, or is cut off
            if self._journal.forget_placed(self._real.stat().st_size if is_there else -1) and is_there:
                self.notes.append(
                    f"{self._output}: has changed since it was written; all of it is read again"
                )
        with telling(str(output.home)):
            self._made.unlink(missing_ok=True)
            self._file = self._made.open("xb")
            self._file.write(head)

    def _placed(self, task: Task, entry: Entry) -> bytes:
        return read_file(self._real, entry.at[0], entry.at[1] - entry.at[0])

    def put(self, task: Task) -> None:
        _, content = self._of(task) or self._lost()
        with telling(str(self._output)):
            self._file.write(content)
            self._file.flush()
        self._order.append((task, self._at, self._at + len(content)))
        self._at += len(content)

    def finish(self) -> list[str]:
        gone = self._journal.names() - {task.name for task, *_ in self._order}
        told = [*super().finish(), *left("left out", gone, self._failed.keys())]
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
                made.replace(self._output)
            self._made.unlink(missing_ok=True)
        return told

    def close(self) -> None:
        self._file.close()
        super().close()


class Stream(Target):
    """Standard output. Nothing is kept of a run that was ended, and failures are only told."""

    def __init__(self, output: Output, settings: Settings, resume: bool) -> None:
        super().__init__(output, settings, resume, lasting=False)
        write_standard(render_head(output.kind))

    def put(self, task: Task) -> None:
        write_standard((self._of(task) or self._lost())[1])
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
