"""The form of a run whose workers write themselves: Parquet in parts, each with an account, in one folder or bucket.

A part holds what the files of one chunk gave and is called by the number of the chunk. Its account, which is written
after it, tells of each file; the manifest is made of the accounts at the end. A part that is written twice is the same
bytes in the same place.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from reportkit import __version__
from reportkit.batch.entry import Damaged, Entry, digest, failure_line, read_object
from reportkit.batch.owned import open_file
from reportkit.batch.task import Done, Outcome
from reportkit.inputs import addresses
from reportkit.inputs.task import Failure, Task

_ACCOUNT = re.compile(r"part-([0-9]{5,9})\.(?:jsonl|parquet)")


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
                    at = (row, row + outcome.content.count(b"\n"))
                    account.append(replace(Entry.of(task, outcome, identity), at=at).line().encode())
                    row = at[1]
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
        head, *lines = (read_object(line) for line in _read(part.at(part.account)).splitlines())
        told = {str(each["path"]): Entry.of_fields(each) if "sha256" in each else None for each in lines}
        if head["data"] != part.data:
            return None
        is_here = addresses.local_path(part.place) is not None
        return told if not is_here or digest(_read(part.at(part.data))) == head["made"] else None
    except (Damaged, KeyError, ValueError):
        return None


def _read(address: str) -> bytes:
    """The content at an address; on this machine none of what is no regular file, such as a link."""
    path = addresses.local_path(address)
    if path is None:
        return addresses.read(address)
    try:
        with open_file(path) as file:
            return file.read()
    except OSError:
        return b""
