"""How the files of a run are read, and what comes of one."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.inputs.task import Failure


@dataclass(frozen=True, slots=True)
class Settings:
    """How the files of a run are read and rendered: the same for all of them.

    `fingerprint` is that of the rules, which a worker must find as well; `identity` stands for all that the result
    hangs on besides the content of the file; `memory` is the most that a worker may take, in MB. `form` is what a
    worker makes of a file: text in a format, or the lines that the output is built of.
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
