"""The form of a run whose workers write themselves: Parquet in parts, each with an account, in one folder or bucket.

A part holds what the files of one chunk gave and is called by the number of the chunk. Its account, which is written
after it, tells of each file; the manifest is made of the accounts at the end. A part that is written twice is the same
bytes in the same place.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from reportkit import __version__
from reportkit.batch.journal import manifest
from reportkit.batch.outcome import Done, Entry, Outcome, Settings, digest, failure_line
from reportkit.batch.output import Output
from reportkit.batch.owned import FAILURES, MANIFEST, read_file
from reportkit.batch.targets import Target, left
from reportkit.codec.decode import Fault, decode
from reportkit.errors import OutputError
from reportkit.inputs import addresses
from reportkit.inputs.task import Failure, Task

_ACCOUNT = re.compile(r"part-([0-9]{5,9})\.(?:jsonl|parquet)")

# A chunk that makes a part is full with so many files or bytes.
FILES, BYTES = 100, 1_000_000
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
    for task in islice(tasks, most):
        chunk.append(task)
        size += task.size
        if size >= full:
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

    account, row = list[bytes](), 0
    with tempfile.TemporaryDirectory(prefix="reportkit-") as folder:
        lines, made = Path(folder) / "lines", Path(folder) / "made"
        with lines.open("wb") as file:
            for task, outcome in zip(tasks, outcomes, strict=True):
                if isinstance(outcome, Done):
                    file.write(outcome.content)
                    start, row = row, row + outcome.content.count(b"\n")
                    account.append(replace(Entry.of(task, outcome, identity), at=(start, row)).line())
                elif isinstance(outcome, Failure):
                    account.append(failure_line(task, outcome))
        write_parquet(lines, made)
        content = made.read_bytes()
    addresses.write(part.at(part.data), content)
    head = json.dumps({"reportkit": __version__, "data": part.data, "made": digest(content)}) + "\n"
    addresses.write(part.at(part.account), head.encode() + b"".join(account))
    return [replace(each, content=b"") if isinstance(each, Done) else each for each in outcomes]


def number_of(name: str) -> int:
    """The number of the part that a file is of by its name; 0 for none.

    >>> number_of("part-00012.jsonl"), number_of("part-of-report-2023.txt"), number_of("part-000012.jsonl")
    (12, 0, 0)
    """
    match = _ACCOUNT.fullmatch(name)
    number = int(match[1]) if match else 0
    return number if name in (Part("", number).data, Part("", number).account) else 0


def read_account(part: Part) -> dict[str, Entry | None] | None:
    """What is told of the files of a part: the entry of each that is done, None of one that failed.

    None for what is no account, or of a part that is not what it was; of one elsewhere that is believed. Raises
    `ReportkitError` where it cannot be reached.
    """
    try:
        head, *rows = map(json.loads, _read(part.at(part.account)).splitlines())
        told = {str(row["path"]): decode(Entry, row, "") if "sha256" in row else None for row in rows}
        is_here = addresses.local_path(part.place) is not None
        is_whole = not is_here or digest(_read(part.at(part.data))) == head["made"]
        return told if is_whole and head["data"] == part.data else None
    except (Fault, LookupError, TypeError, ValueError, RecursionError):
        return None


def _read(address: str) -> bytes:
    """The content at an address; on this machine none of what is no regular file, such as a link."""
    path = addresses.local_path(address)
    return read_file(path) if path is not None else addresses.read(address)


class Parts(Target):
    """The target whose results are written elsewhere: it cuts the chunks, knows the accounts, and sums them up.

    The journal holds the folder, where that is on this machine, and why files gave nothing.
    """

    def __init__(self, output: Output, settings: Settings, resume: bool) -> None:
        place = addresses.as_address(output.path).rstrip("/")
        there = addresses.names(place)
        parts = [Part(place, number) for number in sorted({*map(number_of, there)} - {0})]
        parts = [part for part in parts if part.account in there]
        if parts and MANIFEST not in there and not resume:
            raise OutputError(
                f"{place}: holds {len(parts):,} parts of a run that was ended; "
                "go on with --resume, or remove the folder to begin anew"
            )
        super().__init__(output, settings, resume)
        self._place, self._count, self._gone = place, 0, set[str]()
        self._accounts, self._known = dict[int, list[str]](), dict[str, Entry]()
        # from now on it is a run that has not come to its end
        self._remove({MANIFEST, FAILURES} & there)
        if not resume:
            self._remove(part.account for part in parts)
            parts = []
        for part, account in _accounts(parts):
            done = [each for each in (account or {}).values() if each is not None]
            self._accounts[part.number] = list(account or ())
            self._gone |= {each.path for each in done}
            if account is None:
                self.notes.append(
                    f"{part.at(part.account)}: it or its part was changed or damaged; what it told of is read again"
                )
            elif part.data in there:
                self._known |= {each.path: each for each in done if each.settings == self._identity}

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

    def _told(self, task: Task) -> Entry | None:
        return self._known.get(task.name)

    def add(self, task: Task, done: Done) -> None:
        """Have nothing to do: it is there."""

    def finish(self) -> list[str]:
        """Write the manifest, and clear away the parts that no chunk belongs to any more."""
        there = addresses.names(self._place)
        parts = [Part(self._place, number) for number in range(1, self._count + 1)]
        accounts = _accounts([part for part in parts if part.account in there])
        done = (each for _, account in accounts for each in (account or {}).values() if each is not None)
        told = manifest("part-*.parquet", (each for each in done if each.path not in self._failed))
        if lines := self._journal.failures():
            addresses.write(f"{self._place}/{FAILURES}", b"".join(lines))
        self._remove(name for name in there if number_of(name) > self._count)
        addresses.write(f"{self._place}/{MANIFEST}", b"".join(told))
        return left("left out", self._gone, set())


def _accounts(parts: Sequence[Part]) -> Iterator[tuple[Part, dict[str, Entry | None] | None]]:
    """The accounts of some parts."""
    with ThreadPoolExecutor(READERS) as pool:
        yield from zip(parts, pool.map(read_account, parts), strict=True)
