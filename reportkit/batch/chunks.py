"""Chunks of files that are done elsewhere, whose results come in the order of the files."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from reportkit.batch.parts import Part, take_chunk
from reportkit.batch.pool import TICK, Tick
from reportkit.batch.station import Chunk, Station
from reportkit.batch.task import Failure, Outcome, Settings, Task, Unchanged
from reportkit.batch.worker import WorkerError
from reportkit.errors import ReportkitError

# A chunk whose results are sent back is full with so many bytes or files: enough to cost little on the way (a chunk
# takes a millisecond or two on top), and few enough that no machine is long alone with the last one.
BYTES, FILES = 250_000, 25
# So many chunks a thread are under way, so that none waits for its next.
AHEAD = 3
# And so many bytes may have been read into results that wait for one before them.
HELD = 50_000_000
Cut = Callable[[Iterable[Task]], Iterator[tuple[list[Task], Part | None]]]


class Crew(Protocol):
    """Whoever does chunks. All raise `WorkerError` when it can do no more."""

    def threads(self) -> int:
        """How many chunks it does at once."""

    def prepare(self, task: Task) -> Task:
        """The task as it is sent, with its content or a fault."""

    def submit(self, tasks: list[Task], part: Part | None) -> Future[list[Outcome] | str]:
        """Begin a chunk. Gives what comes of its files, or what is in the way of the whole run."""

    def inspect(self) -> None:
        """See whether it is still fit to go on."""


class Here:
    """Threads of this process, each with a worker. As a context manager it ends them all."""

    def __init__(self, jobs: int, settings: Settings, timeout: int | None) -> None:
        self._jobs, self._settings, self._timeout = jobs, settings, timeout
        self._pool, self._station = ThreadPoolExecutor(jobs), Station()

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        self._station.end()
        self._pool.shutdown(cancel_futures=True)

    def threads(self) -> int:
        """How many chunks are done at once."""
        return self._jobs

    def prepare(self, task: Task) -> Task:
        """The task as it is: its worker reads it."""
        return task

    def submit(self, tasks: list[Task], part: Part | None) -> Future[list[Outcome] | str]:
        """Begin a chunk."""
        return self._pool.submit(
            self._station.outcomes, Chunk(tuple(tasks), self._settings, self._timeout, part)
        )

    def inspect(self) -> None:
        """Have nothing to see."""


@dataclass(slots=True)
class _Sent:
    """A chunk under way: what is known of its files, None for those that `future` gives."""

    tasks: list[Task]
    outcomes: list[Outcome | None]
    future: Future[list[Outcome] | str] | None
    part: Part | None
    size: int
    is_alone: bool

    @property
    def is_done(self) -> bool:
        return self.future is None or self.future.done()


def cut(tasks: Iterable[Task]) -> Iterator[tuple[list[Task], Part | None]]:
    """The tasks in chunks whose results are sent back."""
    coming = iter(tasks)
    return ((chunk, None) for chunk in iter(lambda: take_chunk(coming, FILES, BYTES), []))


class Chunks:
    """What a `crew` makes of tasks; the same to a run as a `Pool`.

    `stop` may be called from a signal handler: no further chunk is begun, and those in hand come to their end.
    """

    def __init__(self, crew: Crew, cut: Cut = cut) -> None:
        self._crew, self._cut, self._stopped = crew, cut, threading.Event()

    def stop(self) -> None:
        """Begin no further chunk."""
        self._stopped.set()

    def outcomes(self, tasks: Iterable[Task], tick: Tick = lambda *_: None) -> Iterator[tuple[Task, Outcome]]:
        """What comes of each task, in their order, whatever is ready first.

        `tick` is called several times a second with the number and the bytes of files that are ready but wait for
        one before them. Raises `WorkerError` when the crew can do no more.
        """
        coming = self._cut(tasks)
        pending: deque[_Sent] = deque()
        while True:
            self._fill(coming, pending)
            if not pending:
                return
            head = pending[0]
            if not head.is_done:
                under_way = [each.future for each in pending if each.future and not each.is_done]
                wait(under_way, TICK, FIRST_COMPLETED)
                ready = [each for each in pending if each.is_done]
                tick(sum(len(each.tasks) for each in ready), sum(each.size for each in ready))
                continue
            pending.popleft()
            again = self._take(head)
            pending.extendleft(reversed(again))
            if not again:
                yield from zip(head.tasks, filter(None, head.outcomes), strict=True)

    def _fill(self, coming: Iterator[tuple[list[Task], Part | None]], pending: deque[_Sent]) -> None:
        threads = max(self._crew.threads(), 1)
        while not self._stopped.is_set():
            ready = [each for each in pending if each.is_done]
            if len(pending) - len(ready) >= AHEAD * threads or sum(each.size for each in ready) > HELD:
                return
            chunk, part = next(coming, (None, None))
            if chunk is None:
                return
            pending.append(self._send(chunk, part))
        # those that are in hand are the first; what is behind them would be begun only now
        in_hand = [each for each in pending if not each.is_done][:threads]
        while pending and in_hand and pending[-1] is not in_hand[-1]:
            pending.pop()

    def _send(self, tasks: list[Task], part: Part | None, is_alone: bool = False) -> _Sent:
        ready = [self._crew.prepare(task) for task in tasks]
        outcomes = [_settled(task) for task in ready]
        if part is not None and not all(isinstance(outcome, Unchanged) for outcome in outcomes):
            outcomes = [None] * len(tasks)
        rest = [task for task, outcome in zip(ready, outcomes, strict=True) if outcome is None]
        future = self._crew.submit(rest, part) if rest else None
        return _Sent(tasks, outcomes, future, part, sum(task.size for task in tasks), is_alone)

    def _take(self, sent: _Sent) -> list[_Sent]:
        """Take what a chunk gave; where it was lost, give what is to be tried in its place."""
        if sent.future is None:
            return []
        try:
            found = sent.future.result()
        except ReportkitError as error:
            raise WorkerError(str(error)) from None
        except CancelledError:
            raise WorkerError("the scheduler has gone; start it anew and go on with --resume") from None
        except Exception as error:
            self._crew.inspect()
            if sent.part is None and not sent.is_alone:
                return [
                    self._send([task], None, is_alone=True) if outcome is None else _known(task, outcome)
                    for task, outcome in zip(sent.tasks, sent.outcomes, strict=True)
                ]
            lost = Failure(
                f"was lost on the cluster ({type(error).__name__})", "look at the logs of its machines"
            )
            found = [lost] * sent.outcomes.count(None)
        if isinstance(found, str):
            raise WorkerError(found)
        coming = iter(found)
        sent.outcomes = [next(coming) if outcome is None else outcome for outcome in sent.outcomes]
        return []


def _known(task: Task, outcome: Outcome) -> _Sent:
    return _Sent([task], [outcome], None, None, task.size, True)


def _settled(task: Task) -> Outcome | None:
    """What comes of a task that need not be sent."""
    if task.fault is not None:
        return task.fault
    if task.raw is not None and task.known and hashlib.sha256(task.raw).hexdigest() == task.known:
        return Unchanged(task.known)
    return None
