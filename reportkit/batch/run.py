"""A run: files go to workers, their results in order to where they are wanted, and what fails is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportkit.batch.folder import Folder
from reportkit.batch.outcome import Done, Outcome, Settings, Unchanged
from reportkit.batch.output import Output
from reportkit.batch.targets import Lines, Stream, Target
from reportkit.inputs.task import Failure, Task
from reportkit.output.formats import check_installed
from reportkit.output.write import check_target, telling

if TYPE_CHECKING:
    from reportkit.batch.outcome import Entry
    from reportkit.store.database import Held

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

    def take(self, task: Task, found: Done | Entry | Held | Failure) -> None:
        """Count a file, and how much is in what it gave."""
        self.files += 1
        self.size += task.size
        if isinstance(found, Failure):
            self.failed += 1
            return
        self.reports += found.reports
        self.indicators += found.indicators
        self.doubtful += found.doubtful
        self.warnings += found.warnings if isinstance(found.warnings, int) else len(found.warnings)


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
    # what came of files that wait for one before them: results are taken as they come, and written and told in order
    come, turn = dict[str, Failure | None](), iter(tasks)
    first = next(turn, None)
    try:
        asked = (replace(task, known=target.known(task)) for task in tasks)
        for task, outcome in outcomes(asked, lambda: listener.moved(tally)):
            if isinstance(outcome, Done):
                target.add(task, outcome)
            tally.take(task, target.keep(task) if isinstance(outcome, Unchanged) else outcome)
            tally.kept += isinstance(outcome, Unchanged)
            come[task.name] = outcome if isinstance(outcome, Failure) else None
            tally.known += isinstance(outcome, Failure) and task.name in known
            while first is not None and first.name in come:
                if failure := come.pop(first.name):
                    target.fail(first, failure)
                    listener.failed(first, failure)
                else:
                    target.put(first)
                first = next(turn, None)
            listener.moved(tally)
        told = target.finish() if tally.is_complete else []
    finally:
        target.close()
    return tally, told


@contextmanager
def opened(output: Output, settings: Settings, resume: bool, prune: bool = False) -> Iterator[Target]:
    """The output, for this run alone; with `prune` a store keeps only what this run is given.

    Raises `OutputError` when it cannot be written or another run writes it.
    """
    check_installed(output.kind)
    if output.home is not None:
        in_folder = output.is_folder or output.in_parts
        if not in_folder:
            check_target(output.path, ())
        with telling(output.path):
            output.home.mkdir(parents=in_folder, exist_ok=True)
    if output.in_parts:
        from reportkit.batch.parts import Parts

        yield Parts(output, settings, resume)
    elif output.is_store and output.home is not None:
        from reportkit.batch.stored import Stored
        from reportkit.store import open_store

        with open_store(output.path, write=True) as store:
            yield Stored(store, output, settings, resume, prune)
    else:
        kind = Stream if output.home is None else Folder if output.is_folder else Lines
        yield kind(output, settings, resume)
