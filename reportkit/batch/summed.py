"""The output of a run whose workers write it: the chunks are cut here, their accounts known, and summed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, islice

from reportkit.batch.entry import Entry
from reportkit.batch.journal import manifest_head
from reportkit.batch.owned import FAILURES, MANIFEST
from reportkit.batch.parts import Part, number_of, read_account, take_chunk
from reportkit.batch.targets import Target, left
from reportkit.batch.task import Counts, Done, Settings
from reportkit.errors import OutputError
from reportkit.inputs import addresses
from reportkit.inputs.task import Task

# A chunk that makes a part is full with so many files or bytes.
FILES, BYTES = 100, 1_000_000
# So many accounts are read at once: each may take a while to come.
READERS = 16


class Parts(Target):
    """The target whose results are written elsewhere: it cuts the chunks, knows the accounts, and sums them up.

    The journal holds the folder, where that is on this machine, and why files gave nothing.
    """

    def __init__(self, place: str, settings: Settings, resume: bool) -> None:
        super().__init__(addresses.local_path(place), settings, resume)
        self._place, self._count, self._gone = place, 0, set[str]()
        self._accounts: dict[int, list[str]] = {}
        self._known: dict[str, Entry] = {}
        try:
            self._begin(resume)
        except BaseException:
            self.close()
            raise

    def _begin(self, resume: bool) -> None:
        there = addresses.names(self._place)
        numbers = sorted({n for name in there if (n := number_of(name)) and name == Part("", n).account})
        if numbers and MANIFEST not in there and not resume:
            raise OutputError(
                f"{self._place}: holds {len(numbers):,} parts of a run that was ended; "
                "go on with --resume, or remove the folder to begin anew"
            )
        # from now on it is a run that has not come to its end
        self._remove({MANIFEST, FAILURES} & there)
        if not resume:
            self._remove(Part(self._place, number).account for number in numbers)
            return
        for part, account in self._read(numbers):
            done = [each for each in (account or {}).values() if each is not None]
            self._accounts[part.number] = list(account or ())
            self._gone |= {each.path for each in done}
            if account is None:
                self.notes.append(
                    f"{part.at(part.account)}: it or its part was changed or damaged; what it told of is read again"
                )
            elif part.data in there:
                self._known |= {each.path: each for each in done if each.settings == self._identity}

    def _read(self, numbers: Iterable[int]) -> Iterator[tuple[Part, dict[str, Entry | None] | None]]:
        """The accounts of some parts."""
        parts = [Part(self._place, number) for number in numbers]
        with ThreadPoolExecutor(READERS) as pool:
            yield from zip(parts, pool.map(read_account, parts), strict=True)

    def _remove(self, names: Iterable[str]) -> None:
        addresses.remove([f"{self._place}/{name}" for name in sorted(names)])

    def chunks(self, tasks: Iterable[Task]) -> Iterator[tuple[list[Task], Part]]:
        """The tasks in chunks, each with its part: those of an earlier run as far as they have the same files."""
        coming = iter(tasks)
        while True:
            part = Part(self._place, self._count + 1)
            names = self._accounts.pop(part.number, [])
            chunk = list(islice(coming, len(names)))
            if not chunk or [task.name for task in chunk] != names:
                if names:  # its account is of other files
                    self._remove([part.account])
                coming = chain(chunk, coming)
                chunk = [replace(task, known="") for task in take_chunk(coming, FILES, BYTES)]
            if not chunk:
                return
            self._count += 1
            self._gone.difference_update(task.name for task in chunk)
            yield chunk, part

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already."""
        return self._known[task.name].sha256 if task.name in self._known else ""

    def add(self, task: Task, done: Done) -> None:
        """Have nothing to do: it is there."""

    def keep(self, task: Task) -> Counts:
        """Leave it where it is."""
        return self._known[task.name].counts

    def sync(self) -> None:
        """Have nothing to do: the parts are complete, each as it is."""

    def finish(self) -> list[str]:
        """Write the manifest, and clear away the parts that no chunk belongs to any more."""
        there = addresses.names(self._place)
        numbers = (n for n in range(1, self._count + 1) if Part(self._place, n).account in there)
        manifest = [manifest_head("part-*.parquet")]
        for _, account in self._read(numbers):
            done = (each for name, each in (account or {}).items() if name not in self._failed)
            manifest += [each.line().encode() for each in done if each is not None]
        if lines := self._journal.failures():
            addresses.write(f"{self._place}/{FAILURES}", b"".join(lines))
        self._remove(name for name in there if number_of(name) > self._count)
        addresses.write(f"{self._place}/{MANIFEST}", b"".join(manifest))
        return left("left out", self._gone, set())
