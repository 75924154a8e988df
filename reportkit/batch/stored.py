"""The store as where the results of a run go: some hundred files a transaction."""

from __future__ import annotations

import time
from pathlib import Path

from reportkit.batch.targets import Target, left
from reportkit.batch.task import Counts, Settings
from reportkit.inputs.task import Task
from reportkit.store import Store

# A transaction is so large, or so old when the run looks after its output.
FILES, BYTES, SECONDS = 500, 16_000_000, 10


class Stored(Target):
    """A store that is open for writing. What it holds stays, and is replaced where it is read again.

    It is its own journal: in the other one results wait for their turn.
    """

    def __init__(self, store: Store, home: Path, settings: Settings, resume: bool) -> None:
        super().__init__(home, settings, lasting=False)
        self._store, self._done = store, store.done() if resume else {}
        self._left = set(self._done)
        self._waiting: list[tuple[str, bytes]] = []
        self._size, self._since = 0, time.monotonic()

    def known(self, task: Task) -> str:
        held = self._done.get(task.name)
        return held.sha256 if held is not None and held.settings == self._identity else ""

    def keep(self, task: Task) -> Counts:
        held = self._done[task.name]
        return Counts(held.reports, held.indicators, held.warnings, held.doubtful)

    def put(self, task: Task) -> None:
        self._left.discard(task.name)
        found = self._of(task)
        if found is None:
            return
        self._journal.forget(task.name)
        self._waiting.append((task.name, found[1]))
        self._size += len(found[1])
        if len(self._waiting) >= FILES or self._size >= BYTES:
            self._flush()

    def sync(self) -> None:
        if time.monotonic() - self._since > SECONDS:
            self._flush()

    def finish(self) -> list[str]:
        self._flush()
        self._journal.export()
        return left(f"{self._store.path}: holds", self._left, self._failed)

    def close(self) -> None:
        # what was read before a run was ended need not be read again
        try:
            self._flush()
        finally:
            super().close()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._size, self._since = 0, time.monotonic()
        if waiting:
            self._store.add(waiting)
