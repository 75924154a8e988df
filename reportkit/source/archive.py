"""The files in a zip archive, each a source of its own. It is opened in a process of its own, by `Unpacker`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from reportkit.errors import SourceError
from reportkit.source.apart import Confined, Piece
from reportkit.source.parts import DAMAGED, ENCRYPTED, MOST_PARTS, open_container, read_part
from reportkit.values import dataclass

MOST_MEMBERS = 1_000
MOST_MEMBER = 50_000_000
MOST_TOGETHER = 200_000_000
# No system holds a file with a longer name.
MOST_NAME = 255
# Names written before UTF-8 was agreed on come as this; in China they are GB18030.
OLD_NAMES = "cp437"
UTF8_NAME = 0x800
RESIDUE = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its number there, its name as it was meant, its size, and what is wrong with it."""

    number: int
    name: str
    size: int
    fault: str = ""


class Archive:
    """An archive in bytes or at a path, of at most `most` parts, that a `process` of the reader ``archive`` opens.

    One process opens many archives, one after the other. `changed` tells a file from what took its place.
    """

    def __init__(
        self, given: bytes | str, process: Confined, most: int = MOST_PARTS, changed: int = 0
    ) -> None:
        self._raw = given if isinstance(given, bytes) else b""
        path = None if isinstance(given, bytes) else given
        self._order = {"path": path, "most": most, "changed": changed}
        self._process = process

    def members(self) -> list[Member]:
        """Return the files in it, by their order there; those that cannot be read say why.

        Raises `SourceError` when it cannot be opened, or holds a path that leads out of it.
        """
        ((_, listed),) = self._ask()
        return [Member(*each) for each in json.loads(listed)]

    def read(self, number: int, most: int = MOST_MEMBER) -> bytes:
        """Read the bytes of the file with a number. Raises `SourceError` when there are more than `most`, or it is
        damaged.
        """
        ((_, raw),) = self._ask(number=number, most_bytes=most)
        return raw

    def _ask(self, **order: object) -> list[Piece]:
        raw = b"" if self._process.runs else self._raw
        return self._process.ask(raw, **self._order, **order)


def read_members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Read the name and the bytes of each file in an archive, by its order there.

    Raises `SourceError` when it is damaged, encrypted, too large, or holds a path that leads out of it.
    """
    with Confined("archive") as process:
        archive = Archive(raw, process)
        members = archive.members()
        if len(members) > MOST_MEMBERS:
            raise SourceError(f"holds more than {MOST_MEMBERS:,} files; give it to reportkit batch")
        if sum(member.size for member in members) > MOST_TOGETHER:  # no file unpacks to more than it says
            raise SourceError(
                f"unpacks to more than {MOST_TOGETHER // 1_000_000} MB; give it to reportkit batch"
            )
        for member in members:
            name = member.name or f"file {member.number + 1}"
            if member.fault:
                raise SourceError(f"{name}: {member.fault}")
            try:
                content = archive.read(member.number)
            except SourceError as error:
                raise SourceError(f"{name}: {error}") from None
            yield name, content


@dataclass(slots=True)
class Unpacker:
    """What answers the questions of an `Archive`, in the process that may be harmed."""

    opened: tuple[object, object] | None = None
    parts: ZipFile | None = None
    listed: list[ZipInfo] = field(default_factory=list)

    def answer(self, raw: bytes, order: dict[str, Any]) -> Iterator[Piece]:
        """Yield the list of the files, or the bytes of one. Raises `SourceError`."""
        if raw or self.opened != (order["path"], order["changed"]):
            self.open(raw, order)
        if "number" not in order:
            members = [[m.number, m.name, m.size, m.fault] for m in list_members(self.listed)]
            yield {}, json.dumps(members).encode("ascii")
        elif self.parts is not None and order["number"] < len(self.listed):
            yield {}, read_part(self.parts, self.listed[order["number"]], order["most_bytes"])
        else:
            raise SourceError(DAMAGED)

    def open(self, raw: bytes, order: dict[str, Any]) -> None:
        """Open another archive in the place of the one before. Raises `SourceError`."""
        if self.parts is not None:
            self.parts.close()
        self.opened = self.parts = None
        path = order["path"]
        self.parts = open_container(raw if path is None else Path(path), order["most"])
        self.listed = self.parts.infolist()
        self.opened = path, order["changed"]


def list_members(parts: list[ZipInfo]) -> list[Member]:
    """List the files among the parts of an archive, each with its name as it was meant and what is wrong with it.

    Raises `SourceError` for a path that leads out of the archive.
    """
    found = []
    taken: Counter[str] = Counter()
    for number, part in enumerate(parts):
        if part.filename.endswith("/") or _is_residue(part.filename):
            continue
        name = _name(part)
        names = _split(name)
        if name.startswith(("/", "\\")) or ".." in names or ":" in (names or ("",))[0]:
            raise SourceError(f"holds a path that leads out of it ({name}); pack it anew")
        fault = _fault(part, names)
        if not fault and taken[name]:
            fault = "has the name of another file in the archive; pack them anew under names of their own"
        taken[name] += 1
        found.append(Member(number, name, part.file_size, fault))
    return found


def _split(name: str) -> list[str]:
    r"""Return the names on the way to a file, by strings alone: an archive may list a hundred thousand.

    >>> _split("./2023//a\\b.txt"), _split("."), _split("")
    (['2023', 'a', 'b.txt'], [], [])
    """
    return [each for each in name.replace("\\", "/").split("/") if each not in ("", ".")]


def _fault(part: ZipInfo, names: list[str]) -> str:
    if not names:
        return "has no name in the archive; pack it anew"
    if any(len(each.encode("utf-8", "surrogatepass")) > MOST_NAME for each in names):
        return f"has a name of more than {MOST_NAME} bytes, which no system holds; pack it anew under another"
    return ENCRYPTED if part.flag_bits & 1 else ""


def _name(member: ZipInfo) -> str:
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode(OLD_NAMES).decode("gb18030")
    except UnicodeError:
        return member.filename


def _is_residue(name: str) -> bool:
    """Whether a file was put there by a system and not by a person."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in RESIDUE
