"""The parts of a zip container, each read with a limit: what is packed small may unpack to anything."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from reportkit.errors import SourceError

MOST_PARTS = 5_000
MOST_BYTES = 40_000_000
DAMAGED = "is cut off or damaged; get it anew, or open it and save it again"


def open_parts(given: bytes | Path, most: int = MOST_PARTS) -> zipfile.ZipFile:
    """The container in bytes or at a path.

    Raises `SourceError` when it is damaged, encrypted or has more than `most` parts.
    """
    try:
        parts = zipfile.ZipFile(given if isinstance(given, Path) else io.BytesIO(given))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise SourceError(DAMAGED) from None
    if len(parts.infolist()) > most:
        raise SourceError(f"holds more than {most:,} parts, which no report does; unpack it first")
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise SourceError("is encrypted; unpack it with its password first")
    return parts


def read_part(parts: zipfile.ZipFile, name: str | zipfile.ZipInfo, most: int = MOST_BYTES) -> bytes:
    """The bytes of one part. Raises `SourceError` when there are more than `most`, or it is damaged."""
    try:
        with parts.open(name) as part:
            found = part.read(most + 1)
    except KeyError:
        raise SourceError(DAMAGED) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise SourceError(DAMAGED) from None
    if len(found) > most:
        raise SourceError(f"unpacks to more than {most // 1_000_000} MB, which no report does; give its text")
    return found
