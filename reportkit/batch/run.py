"""A run: files go to workers, their results in order to where they are wanted, and what fails is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from reportkit.batch.targets import Target
from reportkit.batch.task import Counts, Done, Outcome, Unchanged
from reportkit.inputs.task import Failure, Task

# What was taken is brought to the disk so often, in seconds.
SYNC = 2.0
Outcomes = Callable[[Iterable[Task], Callable[[], None]], Iterator[tuple[Task, Outcome]]]


@dataclass(slots=True)
class Tally:
    """How far a run has come. `files` and `size` (in bytes) are done; the rest says what came of them.

    `known` are those of the files that `failed` that were known to.
    """

    all_files: int
    all_size: int
    files: int = 0
    size: int = 0
    kept: int = 0
    failed: int = 0
    known: int = 0
    reports: int = 0
    indicators: int = 0
    doubtful: int = 0
    warnings: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every file has had its turn."""
        return self.files == self.all_files

    def count(self, counts: Counts) -> None:
        """Add how much is in what a file gave."""
        self.reports += counts.reports
        self.indicators += counts.indicators
        self.doubtful += counts.doubtful
        self.warnings += counts.warnings


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a run tells of itself: `moved` often, `failed` for each file that gives nothing."""

    moved: Callable[[Tally], None]
    failed: Callable[[Task, Failure], None]


def run(
    tasks: tuple[Task, ...],
    outcomes: Outcomes,
    target: Target,
    listener: Listener,
    known: Collection[str] = (),
) -> tuple[Tally, list[str]]:
    """Read all files into `target`. Gives what came of it, and what is to be said of the output.

    `known` are the names of files that may fail. When `outcomes` ends before its time the target is left unfinished.
    Raises `OutputError` when it cannot be written, `WorkerError` when no worker can be started.
    """
    tally = Tally(len(tasks), sum(task.size for task in tasks))
    synced = time.monotonic()
    # what came of files that wait for one before them: results are taken as they come, and written and told in order
    come, turn = dict[str, Failure | None](), iter(tasks)
    first = next(turn, None)
    try:
        asked = (replace(task, known=target.known(task)) for task in tasks)
        for task, outcome in outcomes(asked, lambda: listener.moved(tally)):
            _take(task, outcome, target, tally)
            tally.known += isinstance(outcome, Failure) and task.name in known
            come[task.name] = outcome if isinstance(outcome, Failure) else None
            while first is not None and first.name in come:
                _write(first, come.pop(first.name), target, listener)
                first = next(turn, None)
            if time.monotonic() - synced > SYNC:
                target.sync()
                synced = time.monotonic()
            listener.moved(tally)
        told = target.finish() if tally.is_complete else []
    finally:
        target.close()
    return tally, told


def _take(task: Task, outcome: Outcome, target: Target, tally: Tally) -> None:
    """Take what came of a file, and count it."""
    if isinstance(outcome, Done):
        target.add(task, outcome)
        tally.count(outcome.counts)
    elif isinstance(outcome, Unchanged):
        tally.count(target.keep(task))
        tally.kept += 1
    else:
        tally.failed += 1
    tally.files += 1
    tally.size += task.size


def _write(task: Task, failure: Failure | None, target: Target, listener: Listener) -> None:
    """Write what came of the file whose turn it is, or tell why it gave nothing."""
    if failure is None:
        target.put(task)
    else:
        target.fail(task, failure)
        listener.failed(task, failure)
