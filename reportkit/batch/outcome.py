"""How the files of a run are read, and what comes of one: for a moment, in the journal, and as a line of a manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace

from reportkit.codec.encode import encode
from reportkit.inputs.task import Failure, Task
from reportkit.source import Reading


@dataclass(frozen=True, slots=True)
class Settings:
    """How the files of a run are read and rendered: the same for all of them.

    `fingerprint` is that of the rules, which a worker must find as well; `identity` stands for all that the result
    hangs on besides the content of the file; `memory` is the most that a worker may take, in MB. `form` is what a
    worker makes of a file: text in a format, or the lines that the output is built of, in a `language` where it has
    one.
    """

    form: str
    fingerprint: str
    identity: str
    rules: str | None = None
    reading: Reading = field(default_factory=Reading)
    reorder: bool = True
    memory: int = 4_000
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Done:
    """What a file gave: `content` in the form of the run, how much is in it, and what is doubtful.

    `doubtful` is how many of the indicators are.
    """

    sha256: str
    content: bytes
    reports: int
    indicators: int
    warnings: tuple[str, ...]
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file is as it was when it was done."""

    sha256: str


Outcome = Done | Unchanged | Failure


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
    def of(cls, task: Task, done: Done, settings: str) -> Entry:
        """The entry of a file, whose result stands by itself."""
        at, counts = (0, len(done.content)), (done.reports, done.indicators)
        bare = cls(task.name, done.sha256, settings, at, "", *counts, done.warnings, done.doubtful)
        return replace(bare, made=bare.seal(done.content))

    def seal(self, content: bytes) -> str:
        """The hash of a result and of what is told of it: an entry that is made of two is of neither."""
        counts = (self.reports, self.indicators, self.warnings, self.doubtful)
        told = json.dumps([self.path, self.sha256, self.settings, *counts])
        return digest(told.encode("ascii") + content)

    def line(self) -> bytes:
        """The entry as a line of JSON."""
        return json.dumps(encode(self)).encode("ascii") + b"\n"


def digest(content: bytes) -> str:
    """The hash that tells one content from any other."""
    return hashlib.sha256(content).hexdigest()


def failure_line(task: Task, failure: Failure) -> bytes:
    """Why a file gave nothing, as a line of JSON."""
    told = {"path": task.name, "error": failure.error, "remedy": failure.remedy}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
