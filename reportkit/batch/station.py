"""Chunks of files as they are done, here or on a machine of a cluster: each file in a process that is kept for the next.

It knows nothing of the cluster, so that one process or many can run it.
"""

from __future__ import annotations

import atexit
import contextlib
import pickle
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportkit import __version__
from reportkit.batch.outcome import Outcome, Settings, Unchanged
from reportkit.batch.parts import Part, is_changed, write_part
from reportkit.batch.worker import COMMAND, Worker, WorkerError
from reportkit.errors import ReportkitError
from reportkit.inputs.task import Failure, Task

# So many workers are kept, of earlier runs too.
MOST_IDLE = 200
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
        self._command, self._guard, self._ended = command, threading.Lock(), False
        self._busy, self._idle = set[Worker](), list[Worker]()

    def outcomes(self, chunk: Chunk) -> list[Outcome]:
        """What comes of each file; of none, whether a worker can be started, and parts be written.

        Raises `WorkerError` when no worker can be started, `OutputError` when a part cannot be written.
        """
        if chunk.part is not None:
            from reportkit.store import engine

            engine("parquet")
        with self._worker(chunk) as worker:
            if not chunk.tasks:
                worker.start()
            found = [self._do(worker, task) for task in chunk.tasks]
            if chunk.part is None:
                return found
            # a part is written once: what would do better a second time has it now
            found = [
                self._do(worker, task) if isinstance(outcome, Failure) and outcome.again else outcome
                for task, outcome in zip(chunk.tasks, found, strict=True)
            ]
            if not is_changed(chunk.tasks, found):
                return found
            found = [
                self._do(worker, replace(task, known="")) if isinstance(outcome, Unchanged) else outcome
                for task, outcome in zip(chunk.tasks, found, strict=True)
            ]
            return write_part(chunk.part, chunk.tasks, found, chunk.settings.identity)

    def end(self) -> None:
        """End all workers, at once."""
        with self._guard:
            self._ended = True
            workers = [*self._busy, *self._idle]
        for worker in workers:
            worker.end()

    @contextlib.contextmanager
    def _worker(self, chunk: Chunk) -> Iterator[Worker]:
        """A worker for a chunk, idle or new."""
        bound = (chunk.settings, chunk.timeout)
        with self._guard:
            worker = next((each for each in self._idle if each.bound == bound), None)
            if worker is None:
                worker = Worker(*bound, self._command)
            else:
                self._idle.remove(worker)
            self._busy.add(worker)
        try:
            yield worker
        finally:
            with self._guard:
                self._busy.remove(worker)
                self._idle.append(worker)
                if len(self._idle) > MOST_IDLE:  # their processes have ended, unless there are very many
                    self._idle.pop(0).end()

    def _do(self, worker: Worker, task: Task) -> Outcome:
        outcome = None if self._ended else worker.do(task)
        if outcome is None or self._ended:
            raise WorkerError("the run was ended; go on with --resume")
        return outcome


STATION = Station()
atexit.register(STATION.end)


def check(alike: tuple[str, str], packed: bytes) -> str:
    """What is in the way of doing here what is like the empty chunk that is `packed`. Raises `WorkerError`."""
    found = work(alike, packed)
    return found if isinstance(found, str) else ""


def work(alike: tuple[str, str], packed: bytes) -> list[Outcome] | str:
    """What comes of the files of the chunk that is `packed`, or what is in the way of the whole run.

    It is packed so that it is not looked at where something else is installed; `alike` is `ALIKE` of the other side.
    Raises `WorkerError` for what another machine may not suffer from.
    """
    here = socket.gethostname()
    if alike != ALIKE:
        return f"{here}: {unlike(ALIKE, alike)}"
    try:
        return STATION.outcomes(pickle.loads(packed))
    except ReportkitError as error:
        raise WorkerError(f"{here}: {error}") from None


def unlike(there: tuple[str, str], here: tuple[str, str]) -> str:
    """How two sides differ, and what to do.

    >>> unlike(("0.1.0", "3.11"), ("0.2.0", "3.11"))
    'has reportkit 0.1.0 with Python 3.11, this machine reportkit 0.2.0 with Python 3.11; install the same on all machines'
    """
    return (
        f"has reportkit {there[0]} with Python {there[1]}, this machine reportkit {here[0]} with Python {here[1]}; "
        "install the same on all machines"
    )
