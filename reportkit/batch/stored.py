"""The store as where the results of a run go: some hundred files a transaction."""

from __future__ import annotations

import time
from pathlib import Path

from reportkit.batch.earlier import left
from reportkit.batch.ledger import Failures
from reportkit.batch.task import Counts, Done, Failure, Settings, Task
from reportkit.output.write import telling
from reportkit.store import Store

# A transaction is so large, or so old when the run looks after its output.
FILES = 500
BYTES = 16_000_000
SECONDS = 10


class Stored:
    """A store that is open for writing. What it holds stays, and is replaced where it is read again."""

    def __init__(self, store: Store, home: Path, settings: Settings, resume: bool) -> None:
        self._store, self._home, self._identity = store, home, settings.identity
        self._done = store.done() if resume else {}
        self._left, self._failed = set(self._done), set[str]()
        self.notes: tuple[str, ...] = ()
        self._waiting: list[tuple[str, bytes]] = []
        self._size, self._since = 0, time.monotonic()
        with telling(str(home)):
            self._failures = Failures(home)

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is in the store."""
        held = self._done.get(task.name)
        return held.sha256 if held is not None and held.settings == self._identity else ""

    def add(self, task: Task, done: Done) -> None:
        """Take what a file gave; it is in the store with the next transaction."""
        self._left.discard(task.name)
        self._waiting.append((task.name, done.content))
        self._size += len(done.content)
        if len(self._waiting) >= FILES or self._size >= BYTES:
            self._flush()

    def keep(self, task: Task) -> Counts:
        """Leave the file as it is in the store."""
        held = self._done[task.name]
        self._left.discard(task.name)
        return Counts(held.reports, held.indicators, held.warnings, held.doubtful)

    def fail(self, task: Task, failure: Failure) -> None:
        """Write down why a file gave nothing."""
        with telling(str(self._home)):
            self._failures.add(task, failure)
        self._failed.add(task.name)

    def sync(self) -> None:
        """Write what has waited long enough."""
        if time.monotonic() - self._since > SECONDS:
            self._flush()

    def finish(self) -> list[str]:
        """Write what is left."""
        self._flush()
        return left(f"{self._store.path}: holds", self._left, self._failed)

    def close(self) -> None:
        """Write what is left: what was read before a run was ended need not be read again."""
        self._flush()
        self._failures.close()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._size, self._since = 0, time.monotonic()
        if waiting:
            self._store.add(waiting)
