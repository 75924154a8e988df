"""Read a file, or standard input, into a `Source`."""

from __future__ import annotations

import codecs
import hashlib
import re
import sys
from pathlib import Path

from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source.decode import TRIED, decode, find_encoding, is_damaged_utf8

STANDARD_INPUT = "-"

# How files that hold no plain text begin, what they are, and what can be done with them.
MAGIC = (
    (b"%PDF-", "a PDF", "convert it to text first, for example with pdftotext"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file", "save it as plain text first"),
    (b"{\\rtf", "a rich text file (RTF)", "save it as plain text first"),
    (b"PK\x03\x04", "a zip archive", "unpack it and give the text in it"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the text in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the text in it"),
    (b"Rar!\x1a\x07", "a rar archive", "unpack it and give the text in it"),
    (b"\x89PNG", "a PNG image", "give a text file"),
    (b"\xff\xd8\xff", "a JPEG image", "give a text file"),
    (b"\x7fELF", "a program", "give a text file"),
)
OFFICE = ((b"word/", "a Word file (docx)"), (b"xl/", "an Excel file (xlsx)"), (b"ppt/", "slides (pptx)"))
CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r"))
BINARY_SHARE = 0.3
SURROGATE = re.compile("[\ud800-\udfff]")


def read_source(path: str, encoding: str | None = None) -> Source:
    """The text of the file `path` (``-`` is standard input) with where it comes from.

    Without `encoding` it is found: a byte order mark, UTF-8, UTF-16, GB18030. Line ends stay as they are.
    A lone surrogate, which no output could hold, becomes U+FFFD, one for one.
    Raises `SourceError` when the file is missing, cannot be read, is binary or is not in the encoding.
    """
    shown = "standard input" if path == STANDARD_INPUT else path
    raw = _read_bytes(path, shown)
    chosen, text = _decode_as(raw, encoding, shown) if encoding else _decode(raw, shown)
    text, lone = SURROGATE.subn("\ufffd", text)
    warnings = (f"{lone} lone surrogates, read as U+FFFD",) if lone else ()
    return Source(path, hashlib.sha256(raw).hexdigest(), "text/plain", chosen, text, warnings)


def _read_bytes(path: str, shown: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise SourceError("standard input is closed; give a file, or pipe a text in")
            return sys.stdin.buffer.read()
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{shown}: no such file; check the path") from None
    except IsADirectoryError:
        raise SourceError(f"{shown}: is a folder; give the files in it, for example {shown}/*.txt") from None
    except PermissionError:
        raise SourceError(
            f"{shown}: no permission to read it; allow it with chmod +r, or ask its owner"
        ) from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise SourceError(f"{shown}: cannot be read ({detail}); check the path and the disk") from None


def _decode(raw: bytes, shown: str) -> tuple[str, str]:
    for magic, what, remedy in MAGIC:
        if raw.startswith(magic):
            raise SourceError(
                f"{shown}: looks like {_precisely(raw, what)}, not text; {_remedy(raw, remedy)}"
            )
    encoding = find_encoding(raw)
    if encoding in (None, "utf-8", "gb18030") and _is_binary(raw):
        raise SourceError(f"{shown}: looks like a binary file, not text; give a text file")
    if encoding is None:
        if is_damaged_utf8(raw):
            at = _first_fault(raw, "utf-8")
            raise SourceError(
                f"{shown}: UTF-8 that is broken at byte {at}; mend it, for example with iconv -c -f utf-8, "
                "or name another encoding with --encoding"
            )
        raise SourceError(f"{shown}: not text in {', '.join(TRIED)}; name its encoding with --encoding")
    return encoding, decode(raw, encoding)


def _decode_as(raw: bytes, encoding: str, shown: str) -> tuple[str, str]:
    try:
        return codecs.lookup(encoding).name, decode(raw, encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            detail = f"not {encoding} at byte {error.start}; name another with --encoding, or leave it out"
            raise SourceError(f"{shown}: {detail}") from None
        raise SourceError(
            f"no text encoding is called {encoding!r}; --encoding takes utf-8, gb18030, …"
        ) from None


def _first_fault(raw: bytes, encoding: str) -> int:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(raw)


def _is_binary(raw: bytes) -> bool:
    return len(raw) - len(raw.translate(None, CONTROLS)) > BINARY_SHARE * len(raw)


def _precisely(raw: bytes, what: str) -> str:
    if raw.startswith(b"PK"):
        return next((office for part, office in OFFICE if part in raw), what)
    return what


def _remedy(raw: bytes, remedy: str) -> str:
    is_office = raw.startswith(b"PK") and any(part in raw for part, _ in OFFICE)
    return "save it as plain text first" if is_office else remedy
