"""The store as where the results of a run go: some hundred files a transaction."""

from __future__ import annotations

import time

from reportkit.batch.outcome import Settings
from reportkit.batch.output import Output
from reportkit.batch.targets import Target, left
from reportkit.inputs.task import Task
from reportkit.output.visible import readable
from reportkit.store import Store
from reportkit.store.database import Held

# A transaction is so large, or so old.
FILES, BYTES, SECONDS = 500, 16_000_000, 10


class Stored(Target):
    """A store that is open for writing. What it holds stays, and is replaced where it is read again.

    It is its own journal: in the other one results wait for their turn. With `prune` that of files which are not given
    is removed at the end.
    """

    def __init__(
        self, store: Store, output: Output, settings: Settings, resume: bool, prune: bool = False
    ) -> None:
        super().__init__(output, settings, resume, lasting=False)
        held = store.done() if resume or prune else {}
        self._store, self._done, self._prune = store, held if resume else {}, prune
        self._left = set(held)
        self._waiting: list[tuple[str, bytes]] = []
        self._size, self._since = 0, time.monotonic()

    def _told(self, task: Task) -> Held | None:
        held = self._done.get(task.name)
        return held if held is not None and held.settings == self._identity else None

    def put(self, task: Task) -> None:
        self._left.discard(readable(task.name))
        found = self._of(task)
        if found is None:
            return
        self._journal.forget(task.name)
        self._waiting.append((task.name, found[1]))
        self._size += len(found[1])
        is_old = time.monotonic() - self._since > SECONDS
        if is_old or len(self._waiting) >= FILES or self._size >= BYTES:
            self._flush()

    def finish(self) -> list[str]:
        self._flush()
        self._journal.export()
        path, gone = self._store.path, self._left - self._failed.keys()
        if not self._prune or not gone:
            return left(f"{path}: holds", self._left, self._failed.keys())
        if self._failed:  # a folder that cannot be read, too: then none of its files is given
            told = left(f"{path}: holds", self._left, self._failed.keys())
            return [*told, f"{path}: nothing is removed, since files failed; mend them, and prune again"]
        self._store.remove(sorted(gone))
        return left(f"{path}: removed", gone, set())

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
