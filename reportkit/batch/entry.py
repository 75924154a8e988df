"""What became of a file: a row of the journal, a line of a manifest, written as JSON and read back strictly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from reportkit.batch.task import Counts, Done
from reportkit.inputs.task import Failure, Task

# What stands in a line, and of which type it is in JSON.
TYPES = {
    "path": str,
    "sha256": str,
    "settings": str,
    "at": list,
    "made": str,
    "reports": int,
    "indicators": int,
    "warnings": list,
    "doubtful": int,
}


class Damaged(ValueError):
    """A line that no run has written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that is done: the hash of its content, what the result hangs on besides, and where the result stands.

    `made` is the `seal` of the result: what stands there may have been written by another hand, or by none.
    """

    path: str
    sha256: str
    settings: str
    at: tuple[int, int]
    made: str
    reports: int
    indicators: int
    warnings: tuple[str, ...]
    doubtful: int

    @classmethod
    def of(cls, task: Task, done: Done, settings: str, start: int = 0) -> Entry:
        """The entry of a file whose result begins at `start`."""
        at, counts = (start, start + len(done.content)), (done.reports, done.indicators)
        bare = cls(task.name, done.sha256, settings, at, "", *counts, done.warnings, done.doubtful)
        return replace(bare, made=bare.seal(done.content))

    def seal(self, content: bytes) -> str:
        """The hash of a result and of what is told of it: an entry that is made of two is of neither."""
        counts = (self.reports, self.indicators, self.warnings, self.doubtful)
        told = json.dumps([self.path, self.sha256, self.settings, *counts])
        return digest(told.encode("ascii") + content)

    @property
    def counts(self) -> Counts:
        """How much is in the file."""
        return Counts(self.reports, self.indicators, len(self.warnings), self.doubtful)

    def line(self) -> str:
        """The entry as a line of JSON."""
        return json.dumps({name: getattr(self, name) for name in TYPES}) + "\n"

    @classmethod
    def read(cls, line: str | bytes) -> Entry:
        """The entry of a line. Raises `Damaged` for one that is not as `line` writes it."""
        return cls.of_fields(read_object(line))

    @classmethod
    def of_fields(cls, fields: dict[str, Any]) -> Entry:
        """The entry of the object in a line. Raises `Damaged`."""
        if {name: type(value) for name, value in fields.items()} != TYPES:
            raise Damaged("other keys, or of another type")
        if list(map(type, fields["at"])) != [int, int] or {str} | set(map(type, fields["warnings"])) != {str}:
            raise Damaged("no place, or no warnings")
        return cls(**{**fields, "at": tuple(fields["at"]), "warnings": tuple(fields["warnings"])})


def digest(content: bytes) -> str:
    """The hash that tells one content from any other."""
    return hashlib.sha256(content).hexdigest()


def read_object(line: str | bytes) -> dict[str, Any]:
    """The object that a line of JSON holds. Raises `Damaged` for anything else."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise Damaged("no JSON") from None
    if not isinstance(found, dict):
        raise Damaged("no object")
    return found


def failure_line(task: Task, failure: Failure) -> bytes:
    """Why a file gave nothing, as a line of JSON."""
    told = {"path": task.name, "error": failure.error, "remedy": failure.remedy}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
