"""Several workers on this machine, whose results come in the order of the files."""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from reportkit.batch.task import Failure, Outcome, Settings, Task
from reportkit.batch.worker import COMMAND, Worker

# How far the workers may run ahead of a file that takes long: results that cannot be written yet are held here.
FILES_AHEAD = 64
BYTES_AHEAD = 32_000_000
TICK = 0.2
Tick = Callable[[int, int], None]


class Pool:
    """`jobs` workers; as a context manager it ends them all.

    `stop` may be called from a signal handler: no further file is begun, and those in hand come to their end.
    """

    def __init__(
        self, jobs: int, settings: Settings, timeout: int | None, command: Sequence[str] = COMMAND
    ) -> None:
        self._jobs = jobs
        self._workers = [Worker(settings, timeout, command) for _ in range(jobs)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(jobs)
        self._ended, self._stopped = threading.Event(), threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._stopped.set()
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """Begin no further file."""
        self._stopped.set()

    def outcomes(self, tasks: Iterable[Task], tick: Tick = lambda *_: None) -> Iterator[tuple[Task, Outcome]]:
        """What comes of each task, in their order, whatever is ready first.

        `tick` is called several times a second with the number and the bytes of files that are ready but wait for
        one before them. Raises `WorkerError` when no worker can be started.
        """
        coming = iter(tasks)
        pending: deque[tuple[Task, Future[Outcome | None]]] = deque()
        while True:
            self._fill(coming, pending)
            if not pending:
                return
            task, future = pending[0]
            while not wait([future], TICK).done:
                ready = [each.size for each, other in pending if other.done()]
                tick(len(ready), sum(ready))
            outcome = future.result()
            if outcome is None:  # it was not begun when all was stopped, nor was any after it
                return
            if isinstance(outcome, Failure) and outcome.again:
                # once more by itself: it may have been the others that took the memory
                wait([other for _, other in pending])
                outcome = self._do(task) or outcome
            pending.popleft()
            yield task, outcome

    def _fill(self, coming: Iterator[Task], pending: deque[tuple[Task, Future[Outcome | None]]]) -> None:
        size = sum(task.size for task, _ in pending)
        while not self._stopped.is_set() and len(pending) < self._jobs * FILES_AHEAD:
            if size > BYTES_AHEAD and len(pending) > self._jobs:
                return
            task = next(coming, None)
            if task is None:
                return
            size += task.size
            pending.append((task, self._threads.submit(self._do, task)))

    def _do(self, task: Task) -> Outcome | None:
        """What comes of a task; None when it is not begun any more."""
        if self._stopped.is_set():
            return None
        if task.fault is not None:
            return task.fault
        worker = self._idle.get()
        try:
            return worker.do(task)
        finally:
            self._idle.put(worker)

    def _watch(self) -> None:
        """End the workers that have had their time, until the pool has ended."""
        while not self._ended.wait(TICK):
            for worker in self._workers:
                worker.check()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
