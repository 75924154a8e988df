"""Chunks of files that are done elsewhere: few enough under way that none waits long, and those that are lost again."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from reportkit.batch.outcome import Outcome, Settings, Unchanged
from reportkit.batch.parts import Part, take_chunk
from reportkit.batch.station import Chunk, Station
from reportkit.batch.worker import COMMAND, WorkerError
from reportkit.errors import ReportkitError
from reportkit.inputs.task import Failure, Task

# A chunk that is sent to another machine is full with so many files or bytes: enough to cost little on the way (a chunk
# takes a millisecond or two on top), and few enough that no machine is long alone with the last one.
FILES, BYTES = 25, 250_000
# So many chunks a thread are under way, so that none waits for its next.
AHEAD = 3
# Whoever watches a run is told so often, in seconds, that it goes on.
TICK = 0.2
Pieces = Iterator[tuple[list[Task], Part | None]]
Cut = Callable[[Iterable[Task]], Pieces]
Answer = Future[list[Outcome] | str]


class Here(AbstractContextManager["Here"]):
    """Whoever does chunks: threads of this process, each with a worker process, or those of a `Cluster`, which is one too.

    As a context manager it ends them all. All raise `WorkerError` when it can do no more.
    """

    # whether what it does is sent to other machines
    is_far = False

    def __init__(
        self, jobs: int, settings: Settings, timeout: int | None, command: Sequence[str] = COMMAND
    ) -> None:
        self._jobs, self._settings, self._timeout = jobs, settings, timeout
        self._executor: Executor = ThreadPoolExecutor(jobs)
        self._station = Station(command)
        self._stopped = threading.Event()

    def __exit__(self, *_: object) -> None:
        self._station.end()
        self._executor.shutdown(cancel_futures=True)

    def threads(self) -> int:
        """How many chunks it does at once."""
        return self._jobs

    def prepare(self, task: Task) -> Task:
        """The task as it is sent, with its content or a fault."""
        return task

    def submit(self, tasks: list[Task], part: Part | None) -> Answer:
        """Begin a chunk. Gives what comes of its files, nothing once it is to stop, or what is in the way of the run."""
        chunk = Chunk(tuple(tasks), self._settings, self._timeout, part)
        return self._executor.submit(lambda: [] if self._stopped.is_set() else self._station.outcomes(chunk))

    def inspect(self) -> None:
        """See whether it is still fit to go on."""

    def stop(self) -> None:
        """Begin no chunk that has not begun."""
        self._stopped.set()


def cut(tasks: Iterable[Task], files: int = FILES) -> Pieces:
    """The tasks in chunks whose results are sent back."""
    coming = iter(tasks)
    return ((chunk, None) for chunk in iter(lambda: take_chunk(coming, files, BYTES), []))


# What is not sent far goes file by file.
one_by_one = partial(cut, files=1)


class Chunks:
    """What a `crew` makes of tasks.

    `stop` may be called from a signal handler: no further chunk is begun, and those in hand come to their end.
    """

    def __init__(self, crew: Here, cut: Cut = cut) -> None:
        self._crew, self._cut, self._stopped = crew, cut, threading.Event()
        self._under_way: dict[Answer, tuple[list[Task], Part | None]] = {}

    def stop(self) -> None:
        """Begin no further chunk."""
        self._stopped.set()
        self._crew.stop()

    def outcomes(
        self, tasks: Iterable[Task], tick: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Task, Outcome]]:
        """What comes of each task, as it comes; of one that was lost, once more by itself when all others are done.

        `tick` is called several times a second. Raises `WorkerError` when the crew can do no more.
        """
        lost = list[tuple[Task, Outcome]]()
        for task, outcome in self._rounds(self._cut(tasks), tick):
            # it may have been the others that took the memory, or one of its chunk that ended the machine
            if isinstance(outcome, Failure) and outcome.again:
                lost.append((task, outcome))
            else:
                yield task, outcome
        for task, failure in lost:
            _, outcome = next(self._rounds(iter([([task], None)]), tick), (task, failure))
            yield task, replace(outcome, again=False) if isinstance(outcome, Failure) else outcome

    def _rounds(self, coming: Pieces, tick: Callable[[], None]) -> Iterator[tuple[Task, Outcome]]:
        """What comes of chunks, each begun once."""
        while True:
            yield from self._fill(coming)
            if not self._under_way:
                return
            tick()
            wait(self._under_way, TICK, FIRST_COMPLETED)
            for future in [each for each in self._under_way if each.done()]:
                chunk, part = self._under_way.pop(future)
                yield from zip(chunk, self._take(future, chunk, part), strict=False)

    def _fill(self, coming: Pieces) -> Iterator[tuple[Task, Outcome]]:
        """Begin chunks as long as there is a thread for them. Gives what need not be sent."""
        threads = max(self._crew.threads(), 1)
        while not self._stopped.is_set() and len(self._under_way) < AHEAD * threads:
            tasks, part = next(coming, (None, None))
            if tasks is None:
                return
            ready = [self._crew.prepare(task) for task in tasks]
            settled = [_settled(task) for task in ready]
            if part is not None and not all(isinstance(each, Unchanged) for each in settled):
                settled = [None] * len(tasks)  # a part is written as a whole
            yield from ((task, each) for task, each in zip(tasks, settled, strict=True) if each is not None)
            if sent := [n for n, each in enumerate(settled) if each is None]:
                future = self._crew.submit([ready[n] for n in sent], part)
                self._under_way[future] = [tasks[n] for n in sent], part
        if self._stopped.is_set():
            # those that are in hand are the first; what is behind them would be begun only now
            for future in [each for each in self._under_way if not each.done()][threads:]:
                future.cancel()
                del self._under_way[future]

    def _take(self, future: Answer, tasks: list[Task], part: Part | None) -> Sequence[Outcome]:
        """What a chunk gave; what was lost with it may do better by itself."""
        try:
            found = future.result()
        except ReportkitError as error:
            raise WorkerError(str(error)) from None
        except CancelledError:
            raise WorkerError("the scheduler has gone; start it anew and go on with --resume") from None
        except Exception as error:
            self._crew.inspect()
            told = f"was lost on the cluster ({type(error).__name__})"
            return [Failure(told, "look at the logs of its machines", again=part is None)] * len(tasks)
        if isinstance(found, str):
            raise WorkerError(found)
        return found


def _settled(task: Task) -> Outcome | None:
    """What comes of a task that need not be sent."""
    if task.fault is not None:
        return task.fault
    if task.raw is not None and task.known and hashlib.sha256(task.raw).hexdigest() == task.known:
        return Unchanged(task.known)
    return None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
