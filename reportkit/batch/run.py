"""A run: files go to workers, their results in order to where they are wanted, and what fails is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from reportkit.batch.targets import Target
from reportkit.batch.task import Done, Failure, Outcome, Task, Unchanged

# What was taken is brought to the disk so often, in seconds.
SYNC = 2.0
Outcomes = Callable[[Iterable[Task], Callable[[int, int], None]], Iterator[tuple[Task, Outcome]]]


@dataclass(slots=True)
class Tally:
    """How far a run has come. `files` and `size` (in bytes) are done; the rest says what came of them.

    `ready` are those files and bytes that are done but wait for one before them; `known` of those that `failed` were
    known to.
    """

    all_files: int
    all_size: int
    files: int = 0
    size: int = 0
    ready: tuple[int, int] = (0, 0)
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

    def tick(files: int, size: int) -> None:
        tally.ready = (files, size)
        listener.moved(tally)

    try:
        asked = (replace(task, known=target.known(task)) for task in tasks)
        for task, outcome in outcomes(asked, tick):
            _take(task, outcome, target, tally, listener)
            tally.known += isinstance(outcome, Failure) and task.name in known
            if time.monotonic() - synced > SYNC:
                target.sync()
                synced = time.monotonic()
            listener.moved(tally)
        told = target.finish() if tally.is_complete else []
    finally:
        target.close()
    return tally, told


def _take(task: Task, outcome: Outcome, target: Target, tally: Tally, listener: Listener) -> None:
    """Put what came of a file where it belongs, and count it."""
    if isinstance(outcome, Failure):
        target.fail(task, outcome)
        listener.failed(task, outcome)
        tally.failed += 1
    elif isinstance(outcome, Unchanged):
        counts = target.keep(task)
        tally.kept += 1
        tally.reports += counts.reports
        tally.indicators += counts.indicators
        tally.doubtful += counts.doubtful
        tally.warnings += counts.warnings
    elif isinstance(outcome, Done):
        target.add(task, outcome)
        tally.reports += outcome.reports
        tally.indicators += outcome.indicators
        tally.doubtful += outcome.doubtful
        tally.warnings += len(outcome.warnings)
    tally.files += 1
    tally.size += task.size
