"""What is to be done with one file of many, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.given import NOTHING, Given


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gave nothing, and what can be done; `again` tells that it may do better a second time."""

    error: str
    remedy: str
    again: bool = False

    @classmethod
    def told(cls, message: str, name: str = "") -> Failure:
        """The failure that a message ``what is wrong; what to do`` tells of, which may begin with the `name` of the file.

        >>> Failure.told("a.txt: is empty; check the path", "a.txt")
        Failure(error='is empty', remedy='check the path', again=False)
        """
        error, _, remedy = message.removeprefix(f"{name}: ").rpartition("; ")
        return cls(error or remedy, remedy if error else "look at the file")


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: `path` as the system knows it, or its `member` (by number) in the archive at `path`.

    `name` is what outputs call it, and `tree` where its own output stands below a folder of outputs, without a suffix.
    `size` is in bytes, `known` the hash of the content that is done already, and `raw` that content itself, where it
    is not to be read from `path`. `fault` is what was wrong with it before it was opened, `given` what the user knows of
    its reports.
    """

    path: str
    name: str
    tree: str
    size: int
    member: int | None = None
    known: str = ""
    raw: bytes | None = None
    fault: Failure | None = None
    given: Given = NOTHING


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
    encoding: str | None = None
    strict: bool = False
    column: str | None = None
    reorder: bool = True
    memory: int = 4_000
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in what a file gave."""

    reports: int
    indicators: int
    warnings: int
    doubtful: int


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

    @property
    def counts(self) -> Counts:
        """How much is in it."""
        return Counts(self.reports, self.indicators, len(self.warnings), self.doubtful)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file is as it was when it was done."""

    sha256: str


Outcome = Done | Unchanged | Failure
