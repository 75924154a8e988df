"""A folder of outputs as where the results of a run go."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from reportkit.batch.outcome import Done, Entry, Settings
from reportkit.batch.output import Output
from reportkit.batch.owned import is_file, read_file
from reportkit.batch.targets import Target, left
from reportkit.errors import OutputError, SourceError
from reportkit.inputs.task import Failure, Task
from reportkit.output.formats import FORMATS
from reportkit.output.visible import readable
from reportkit.output.write import TEMPORARY, replace_file, telling
from reportkit.source.archive import MOST_NAME

LONG = Failure("has a name that is too long for an output of its own", "rename it, or write all to one file")
CLASH = Failure(
    "has an output of its own where that of another file needs a folder",
    "rename it, or write all to one file",
)
# No system holds a longer name, and none takes a longer path.
MOST_PATH = 3_500


class Folder(Target):
    """A folder with a file for each input, in the tree of the inputs, with the account of the run beside them."""

    def __init__(self, output: Output, settings: Settings, resume: bool) -> None:
        super().__init__(output, settings, resume)
        self._suffix, self._resume = FORMATS[output.kind].suffixes[0], resume
        with telling(output.path):
            self._real = self._output.resolve()

    def path(self, task: Task) -> Path:
        """The file for what a file gives."""
        return self._output / f"{task.tree}{self._suffix}"

    def _placed(self, task: Task, entry: Entry) -> bytes:
        return read_file(self.path(task), size=entry.at[1] + 1)  # one that is longer is another

    def add(self, task: Task, done: Done) -> None:
        path = self.path(task)
        with telling(str(path)):
            self._journal.check()
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
        entry, _ = self._journal.get(task.name) or self._lost()
        self._order.append((task, *entry.at))

    def finish(self) -> list[str]:
        with telling(str(self._output)), self._journal.finishing(self._order, ""):
            # what was about to be written when an earlier run was ended
            for path in filter(is_file, self._output.rglob(TEMPORARY)):
                path.unlink()
        return [*super().finish(), *(self._left() if self._resume else ())]

    def _left(self) -> list[str]:
        """What is to be said of files that are there and that no input of this run gave."""
        given, failed = {self.path(task) for task, *_ in self._order}, map(self.path, self._failed.values())
        there = {path for path in self._output.rglob(f"*{self._suffix}") if path.is_file()} - given
        below = ({path.relative_to(self._output).as_posix() for path in each} for each in (there, failed))
        return left(f"{self._output}: holds", *below)


def check_trees(tasks: Sequence[Task], suffix: str = "yaml") -> tuple[Task, ...]:
    """The tasks, of which those fail that no output with this suffix can be written for.

    Raises `SourceError` when the outputs of two files would be one.
    """
    first: dict[str, str] = {}
    for task in tasks:
        if task.tree in first:
            raise SourceError(
                f"{first[task.tree]} and {task.name} would both be written to {readable(task.tree)}.*; "
                "rename one, or write all to one file, for example -o all.jsonl"
            )
        if task.tree:
            first[task.tree] = task.name
    folders = {str(above) for tree in first for above in PurePath(tree).parents}
    return tuple(
        replace(task, fault=task.fault or _unwritable(f"{task.tree}.{suffix}", folders)) for task in tasks
    )


def _unwritable(output: str, folders: set[str]) -> Failure | None:
    if output in folders:
        return CLASH
    long = any(len(os.fsencode(part)) > MOST_NAME for part in PurePath(output).parts)
    return LONG if long or len(os.fsencode(output)) > MOST_PATH else None
