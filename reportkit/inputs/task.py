"""A file to read, and why one gave nothing."""

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
