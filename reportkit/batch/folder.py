"""A folder of outputs as where the results of a run go."""

from __future__ import annotations

from pathlib import Path

from reportkit.batch.earlier import changed, earlier, left, spoilt
from reportkit.batch.entry import Entry
from reportkit.batch.ledger import Ledger
from reportkit.batch.owned import next_number, number_of, open_file, remove
from reportkit.batch.task import Counts, Done, Failure, Settings, Task
from reportkit.errors import OutputError
from reportkit.output.write import TEMPORARY, replace_file, telling


class Folder:
    """A folder with a file for each input, in the tree of the inputs, with the account of the run beside them."""

    def __init__(self, output: Path, settings: Settings, suffix: str, resume: bool = False) -> None:
        self._output, self._identity, self._suffix, self._resume = output, settings.identity, suffix, resume
        self._held, self.notes = earlier(output, None, resume)
        self._spoilt, self._given, self._failed = 0, set[Path](), set[Path]()
        with telling(str(output)):
            self._real = output.resolve()
            self._ledger = Ledger(output, next_number(output), "")

    def path(self, task: Task) -> Path:
        """The file for what a file gives."""
        return self._output / f"{task.tree}{self._suffix}"

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already, if its output is still there."""
        entry = self._entry(task)
        return entry.sha256 if entry is not None else ""

    def _entry(self, task: Task) -> Entry | None:
        """The latest entry of the file under these settings that tells of the output that is there."""
        known = [each for each in reversed(self._held) if each.known(task.name, self._identity)]
        if not known:
            return None
        try:
            with open_file(self.path(task)) as file:
                content = file.read()
        except OSError:
            content = b""
        for held in known:
            with telling(str(self._output)):
                entry = held.entry(task.name)
            if entry is not None and (entry.seal(content), (0, len(content))) == (entry.made, entry.at):
                return entry
            held.forget(task.name)
        self._spoilt += 1
        return None

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
            # not to the disk at once, which takes longer than a small report: an account that is ahead of its
            # files after a power cut is found out by their sizes
            replace_file(path, done.content, durable=False)
            self._ledger.add(Entry.of(task, done, self._identity, (0, len(done.content))))
        self._given.add(path)

    def keep(self, task: Task) -> Counts:
        """Leave the file as it is."""
        entry = self._entry(task)
        if entry is None:
            raise changed(self._output)
        with telling(str(self._output)):
            self._ledger.add(entry)
        self._given.add(self.path(task))
        return Counts(entry.reports, entry.indicators, len(entry.warnings), entry.doubtful)

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""
        with telling(str(self._output)):
            self._ledger.fail(task, failure)
        self._failed.add(self.path(task))

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
            remove(path for path in self._output.iterdir() if number_of(path.name) and path.suffix)
            remove(self._output.rglob(TEMPORARY))
            return [*spoilt(self._spoilt), *(self._left() if self._resume else ())]

    def _left(self) -> list[str]:
        """What is to be said of files that are there and that no input of this run gave."""
        there = {path for path in self._output.rglob(f"*{self._suffix}") if path.is_file()} - self._given
        below = (
            {path.relative_to(self._output).as_posix() for path in each} for each in (there, self._failed)
        )
        return left(f"{self._output}: holds", *below)

    def close(self) -> None:
        """Let go of all files."""
        self._ledger.close()
        for held in self._held:
            held.close()
