"""The form of a run whose workers write themselves: Parquet in parts, each with an account, in one folder or bucket.

A part holds what the files of one chunk gave and is called by the number of the chunk. Its account, which is written
after it, tells of each file; the manifest is made of the accounts at the end. A part that is written twice is the same
bytes in the same place.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from reportkit import __version__
from reportkit.batch import addresses
from reportkit.batch.ledger import FAILURES, MANIFEST, Entry, failure_line, number_of
from reportkit.batch.task import Counts, Done, Failure, Outcome, Settings, Task
from reportkit.errors import OutputError

# A chunk that makes a part is full with so many bytes or files.
BYTES, FILES = 1_000_000, 100
# So many accounts are read at once: each may take a while to come.
READERS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """The part `number` in the folder at the address `place`."""

    place: str
    number: int

    @property
    def data(self) -> str:
        """The name of the file with the indicators."""
        return f"part-{self.number:05}.parquet"

    @property
    def account(self) -> str:
        """The name of the file that tells what became of each input."""
        return f"part-{self.number:05}.jsonl"

    def at(self, name: str) -> str:
        """The address of one of its files."""
        return f"{self.place}/{name}"


def take_chunk(tasks: Iterator[Task], most: int, full: int) -> list[Task]:
    """The next of the tasks, as `most` or as many as are `full` with so many bytes; none at their end."""
    chunk, size = list[Task](), 0
    for task in tasks:
        chunk.append(task)
        size += task.size
        if len(chunk) == most or size >= full:
            break
    return chunk


def is_changed(tasks: Sequence[Task], outcomes: Sequence[Outcome]) -> bool:
    """Whether a part is to be written anew: something is new in it, or gone from it."""
    return any(
        isinstance(outcome, Done) or (isinstance(outcome, Failure) and task.known)
        for task, outcome in zip(tasks, outcomes, strict=True)
    )


def write_part(
    part: Part, tasks: Sequence[Task], outcomes: Sequence[Outcome], identity: str
) -> list[Outcome]:
    """Write a part and its account. Gives the outcomes without what now stands there. Raises `OutputError`."""
    from reportkit.store import write_parquet

    row, account = 0, [json.dumps({"reportkit": __version__, "data": part.data}) + "\n"]
    with tempfile.TemporaryDirectory(prefix="reportkit-") as folder:
        lines, made = Path(folder) / "lines", Path(folder) / "made"
        with lines.open("wb") as file:
            for task, outcome in zip(tasks, outcomes, strict=True):
                if isinstance(outcome, Done):
                    file.write(outcome.content)
                    stop = row + outcome.content.count(b"\n")
                    account.append(Entry.of(task, outcome, identity, (row, stop)).line())
                    row = stop
                elif isinstance(outcome, Failure):
                    account.append(failure_line(task, outcome))
        write_parquet(lines, made)
        addresses.write(part.at(part.data), made.read_bytes())
    addresses.write(part.at(part.account), "".join(account).encode("utf-8", "replace"))
    return [replace(each, content=b"") if isinstance(each, Done) else each for each in outcomes]


class Parts:
    """The target whose results are written elsewhere: it cuts the chunks, knows the accounts, and sums them up."""

    def __init__(self, place: str, settings: Settings, resume: bool) -> None:
        self._place, self._count, self._failed = place, 0, dict[str, str]()
        self._names: dict[int, list[str]] = {}
        self._known: dict[str, tuple[str, Counts]] = {}
        there = addresses.names(place)
        numbers = sorted(filter(None, (number_of(Path(name)) for name in there if name.endswith(".jsonl"))))
        if numbers and MANIFEST not in there and not resume:
            raise OutputError(
                f"{place}: holds {len(numbers):,} parts of a run that was ended; "
                "go on with --resume, or remove the folder to begin anew"
            )
        # from now on it is a run that has not come to its end
        self._remove({MANIFEST, FAILURES} & there)
        if not resume:
            self._remove({Part(place, number).account for number in numbers})
            return
        for number, lines in zip(numbers, self._accounts(numbers), strict=True):
            self._names[number] = [json.loads(line)["path"] for line in lines]
            if Part(place, number).data in there:
                self._known |= {
                    each.path: (each.sha256, Counts(each.reports, each.indicators, len(each.warnings)))
                    for each in _entries(lines)
                    if each.settings == settings.identity
                }

    def _accounts(self, numbers: Iterable[int]) -> Iterator[list[str]]:
        """The lines of the accounts of some parts, one for each file."""
        parts = [Part(self._place, number) for number in numbers]
        with ThreadPoolExecutor(READERS) as pool:
            for raw in pool.map(lambda part: addresses.read(part.at(part.account)), parts):
                yield raw.decode("utf-8").split("\n")[1:-1]

    def _remove(self, names: Iterable[str]) -> None:
        addresses.remove([f"{self._place}/{name}" for name in sorted(names)])

    def chunks(self, tasks: Iterable[Task]) -> Iterator[tuple[list[Task], Part]]:
        """The tasks in chunks, each with its part: those of an earlier run as far as they have the same files."""
        coming = iter(tasks)
        while True:
            part = Part(self._place, self._count + 1)
            names = self._names.pop(part.number, [])
            chunk = list(islice(coming, len(names)))
            if not chunk or [task.name for task in chunk] != names:
                if names:  # its account is of other files
                    self._remove([part.account])
                coming = chain(chunk, coming)
                chunk = [replace(task, known="") for task in take_chunk(coming, FILES, BYTES)]
            if not chunk:
                return
            self._count += 1
            yield chunk, part

    def known(self, task: Task) -> str:
        """The hash of the content with which the file is done already."""
        return self._known[task.name][0] if task.name in self._known else ""

    def add(self, task: Task, done: Done) -> None:
        """Have nothing to do: it is there."""

    def keep(self, task: Task) -> Counts:
        """Leave it where it is."""
        return self._known[task.name][1]

    def fail(self, task: Task, failure: Failure) -> None:
        """Remember why a file gave nothing."""
        self._failed[task.name] = failure_line(task, failure)

    def sync(self) -> None:
        """Have nothing to do: the parts are complete, each as it is."""

    def finish(self) -> list[str]:
        """Write the manifest, and clear away the parts that no chunk belongs to any more."""
        there = addresses.names(self._place)
        numbers = [
            number for number in range(1, self._count + 1) if Part(self._place, number).account in there
        ]
        manifest = [json.dumps({"reportkit": __version__, "data": "part-*.parquet"}) + "\n"]
        for lines in self._accounts(numbers):
            manifest += (each.line() for each in _entries(lines) if each.path not in self._failed)
        if self._failed:
            addresses.write(
                f"{self._place}/{FAILURES}", "".join(self._failed.values()).encode("utf-8", "replace")
            )
        self._remove(
            name for name in there if name.startswith("part-") and number_of(Path(name)) > self._count
        )
        addresses.write(f"{self._place}/{MANIFEST}", "".join(manifest).encode())
        return []

    def close(self) -> None:
        """Have nothing to let go of."""


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    """The files that are done, of the lines of an account."""
    return (Entry.read(line) for line in lines if "sha256" in json.loads(line))
