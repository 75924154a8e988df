"""The parts of a zip container, each read with a limit: what is packed small may unpack to anything."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from reportkit.errors import SourceError

MOST_PARTS = 5_000
MOST_BYTES = 40_000_000
DAMAGED = "is cut off or damaged; get it anew, or open it and save it again"
ENCRYPTED = "is encrypted; unpack it with its password first"
METHOD = "is packed by a method that cannot be unpacked here; pack it anew as an ordinary zip"
# What the library raises on a container that is damaged: it was written for those that are not.
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
    TypeError,
)


def open_parts(given: bytes | Path) -> zipfile.ZipFile:
    """Open the container in bytes or at a path.

    Raises `SourceError` when it is damaged, encrypted or has more than `MOST_PARTS` parts.
    """
    parts = open_container(given, MOST_PARTS)
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise SourceError(ENCRYPTED)
    return parts


def open_container(given: bytes | Path, most: int) -> zipfile.ZipFile:
    """Open the container in bytes or at a path, of whose parts some may be encrypted.

    Raises `SourceError` when it is damaged or has more than `most` parts.
    """
    try:
        parts = zipfile.ZipFile(given if isinstance(given, Path) else io.BytesIO(given))
    except NotImplementedError:
        raise SourceError(METHOD) from None
    except FAULTS:
        raise SourceError(DAMAGED) from None
    if len(parts.infolist()) > most:
        raise SourceError(f"holds more than {most:,} parts, which no report does; unpack it first")
    return parts


def read_part(parts: zipfile.ZipFile, name: str | zipfile.ZipInfo, most: int = MOST_BYTES) -> bytes:
    """Read the bytes of one part. Raises `SourceError` when there are more than `most`, or it is damaged."""
    try:
        if (parts.getinfo(name) if isinstance(name, str) else name).file_size > most:
            raise SourceError(_too_much(most))
        with parts.open(name) as part:
            found = part.read(most + 1)
    except NotImplementedError:
        raise SourceError(METHOD) from None
    except FAULTS:
        raise SourceError(DAMAGED) from None
    except RuntimeError:  # the library says so of what needs a password
        raise SourceError(ENCRYPTED) from None
    if len(found) > most:
        raise SourceError(_too_much(most))
    return found


def _too_much(most: int) -> str:
    return f"unpacks to more than {most // 1_000_000} MB, which no report does; give its text"
