"""What runs on the machines of a cluster: chunks of files, each file in a process that is kept from chunk to chunk.

It knows nothing of the cluster, so that one process or many can run it.
"""

from __future__ import annotations

import atexit
import contextlib
import pickle
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportkit import __version__
from reportkit.batch.parts import Part, is_changed, write_part
from reportkit.batch.task import Failure, Outcome, Settings, Task, Unchanged
from reportkit.batch.worker import COMMAND, Worker, WorkerError
from reportkit.errors import ReportkitError

# A worker that had nothing to do for so many seconds is ended.
IDLE = 30
TICK = 0.2
# What both sides have to have in common.
ALIKE = (__version__, f"{sys.version_info[0]}.{sys.version_info[1]}")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files that are done one after the other; with a `part` what they give is written there and not sent back."""

    tasks: tuple[Task, ...]
    settings: Settings
    timeout: int | None
    part: Part | None = None


class Station:
    """The workers of this process: as many as there are chunks at once, kept for those that follow."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._guard = threading.Lock()
        self._busy: set[Worker] = set()
        self._idle: list[tuple[float, Worker]] = []
        self._watched = self._ended = False

    def outcomes(self, chunk: Chunk) -> list[Outcome]:
        """What comes of each file. Raises `WorkerError` when no worker can be started, `OutputError` without room."""
        with self._worker(chunk) as worker:
            found = [self._do(worker, task) for task in chunk.tasks]
            if chunk.part is None or not is_changed(chunk.tasks, found):
                return found
            found = [
                self._do(worker, replace(task, known="")) if isinstance(outcome, Unchanged) else outcome
                for task, outcome in zip(chunk.tasks, found, strict=True)
            ]
            return write_part(chunk.part, chunk.tasks, found, chunk.settings.identity)

    def check(self, chunk: Chunk) -> None:
        """See that a worker can be started, and parts written. Raises `WorkerError`, `OutputError`."""
        if chunk.part is not None:
            from reportkit.store import engine

            engine("parquet")
        with self._worker(chunk) as worker:
            worker.start()

    def end(self) -> None:
        """End all workers, at once."""
        with self._guard:
            self._ended = True
            workers = [*self._busy, *(worker for _, worker in self._idle)]
        for worker in workers:
            worker.end()

    @contextlib.contextmanager
    def _worker(self, chunk: Chunk) -> Iterator[Worker]:
        """A worker for a chunk, idle or new."""
        bound = (chunk.settings, chunk.timeout)
        with self._guard:
            entry = next((entry for entry in self._idle if entry[1].bound == bound), None)
            if entry:
                self._idle.remove(entry)
            worker = entry[1] if entry else Worker(*bound, self._command)
            self._busy.add(worker)
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, daemon=True).start()
        try:
            yield worker
        finally:
            with self._guard:
                self._busy.remove(worker)
                self._idle.append((time.monotonic(), worker))

    def _do(self, worker: Worker, task: Task) -> Outcome:
        """What comes of a file; of one that ended its process, what comes of it the second time."""
        outcome = worker.do(task)
        if isinstance(outcome, Failure) and outcome.again and not self._ended:
            outcome = worker.do(task)
        if self._ended:
            raise WorkerError("the run was ended; go on with --resume")
        return outcome

    def _watch(self) -> None:
        """End the workers that have had their time, and those that are needed no more, until there is none."""
        while self._watched:
            time.sleep(TICK)
            with self._guard:
                old = [entry for entry in self._idle if time.monotonic() - entry[0] > IDLE]
                self._idle = [entry for entry in self._idle if entry not in old]
                busy = list(self._busy)
                self._watched = bool(busy or self._idle)
            for _, worker in old:
                worker.end()
            for worker in busy:
                worker.check()


STATION = Station()
atexit.register(STATION.end)


def check(alike: tuple[str, str], packed: bytes) -> str:
    """What is in the way of doing here what is like the chunk that is `packed`. Raises `WorkerError`."""
    if alike != ALIKE:
        return unlike(ALIKE, alike)
    with _named():
        STATION.check(pickle.loads(packed))
    return ""


def work(alike: tuple[str, str], packed: bytes) -> list[Outcome] | str:
    """What comes of the files of the chunk that is `packed`, or what is in the way of the whole run.

    It is packed so that it is not looked at where something else is installed; `alike` is `ALIKE` of the other side.
    Raises `WorkerError` for what another machine may not suffer from.
    """
    if alike != ALIKE:
        return f"{socket.gethostname()}: {unlike(ALIKE, alike)}"
    with _named():
        return STATION.outcomes(pickle.loads(packed))


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """Let an error say which machine it is of."""
    try:
        yield
    except ReportkitError as error:
        raise WorkerError(f"{socket.gethostname()}: {error}") from None


def unlike(there: tuple[str, str], here: tuple[str, str]) -> str:
    """How two sides differ, and what to do.

    >>> unlike(("0.1.0", "3.11"), ("0.2.0", "3.11"))
    'has reportkit 0.1.0 with Python 3.11, this machine reportkit 0.2.0 with Python 3.11; install the same on all machines'
    """
    return (
        f"has reportkit {there[0]} with Python {there[1]}, this machine reportkit {here[0]} with Python {here[1]}; "
        "install the same on all machines"
    )
