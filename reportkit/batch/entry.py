"""A line of the account of a run: what became of a file, written as JSON and read back strictly."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reportkit.batch.task import Done, Task

# No account that a run writes counts further, and no more digits are taken for a number.
MOST = 10**15
_HALF = re.compile("[\ud800-\udfff]")  # no name has half a character
_DIGEST, _IDENTITY = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{16}")


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
    def of(cls, task: Task, done: Done, settings: str, at: tuple[int, int]) -> Entry:
        """The entry of a file whose result stands `at` so many bytes."""
        bare = cls(
            task.name,
            done.sha256,
            settings,
            at,
            "",
            done.reports,
            done.indicators,
            done.warnings,
            done.doubtful,
        )
        return replace(bare, made=bare.seal(done.content))

    def seal(self, content: bytes) -> str:
        """The hash of a result and of what is told of it: a line that is made of two is of neither."""
        told = [
            self.path,
            self.sha256,
            self.settings,
            self.reports,
            self.indicators,
            self.warnings,
            self.doubtful,
        ]
        return digest(json.dumps(told).encode("ascii") + content)

    def line(self) -> str:
        """The entry as a line of JSON."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(fields, ensure_ascii=True) + "\n"

    @classmethod
    def read(cls, line: str | bytes) -> Entry:
        """The entry of a line. Raises `Damaged` for one that is not as `line` writes it."""
        fields = read_object(line)
        if fields.keys() != FIELDS.keys():
            raise Damaged("other keys")
        for name, is_right in FIELDS.items():
            if not is_right(fields[name]):
                raise Damaged(name)
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


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST


def _is_place(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_count, value)) and value[0] <= value[1]


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _matching(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


FIELDS: dict[str, Callable[[Any], bool]] = {
    "path": lambda value: isinstance(value, str) and value != "" and not _HALF.search(value),
    "sha256": _matching(_DIGEST),
    "settings": _matching(_IDENTITY),
    "at": _is_place,
    "made": _matching(_DIGEST),
    "reports": _is_count,
    "indicators": _is_count,
    "warnings": _are_texts,
    "doubtful": _is_count,
}
