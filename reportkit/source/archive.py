"""The files in a zip archive, each a source of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from reportkit.errors import SourceError
from reportkit.source.parts import open_parts, read_part

MOST_MEMBERS = 1_000
MOST_MEMBER = 50_000_000
MOST_TOGETHER = 200_000_000
# Names written before UTF-8 was agreed on come as this; in China they are GB18030.
OLD_NAMES = "cp437"
UTF8_NAME = 0x800


def read_members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file in an archive, by its order there.

    Raises `SourceError` when it is damaged, encrypted, too large, or holds a path that leads out of it.
    """
    with open_parts(raw) as parts:
        members = list_members(parts)
        if len(members) > MOST_MEMBERS:
            raise SourceError(f"holds more than {MOST_MEMBERS:,} files; give it to reportkit batch")
        left = MOST_TOGETHER
        for name, member in members:
            content = read_part(parts, member, min(MOST_MEMBER, left))
            left -= len(content)
            yield name, content


def list_members(parts: ZipFile) -> list[tuple[str, ZipInfo]]:
    """The files in an archive, each with its name as it was meant.

    Raises `SourceError` for a path that leads out of the archive.
    """
    members = [part for part in parts.infolist() if not part.is_dir() and not _is_residue(part.filename)]
    named = [(_name(member), member) for member in members]
    for name, _ in named:
        _check_path(name)
    return named


def _name(member: ZipInfo) -> str:
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode(OLD_NAMES).decode("gb18030")
    except UnicodeError:
        return member.filename


def _is_residue(name: str) -> bool:
    """Whether a file was put there by a system and not by a person."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    )


def _check_path(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise SourceError(f"holds a path that leads out of it ({name}); pack it anew")
