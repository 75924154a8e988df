"""What the library is given to read: a path, bytes, or a file that is open."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source.read import Reading, check_size, one_source, read_source, sources_in

# What bytes and files without a name are called.
NAMELESS = "bytes"


def read_given(given: str | Path | bytes | IO[Any], encoding: str | None = None) -> Source:
    """Read what is given. Raises `SourceError` as `read_source` does, and for a file that cannot be read."""
    if isinstance(given, str | Path):
        return read_source(str(given), encoding)
    name, raw = NAMELESS, given
    if not isinstance(given, bytes):
        told = getattr(given, "name", None)
        name = told if isinstance(told, str) else NAMELESS
        try:
            raw = given.read()
        except (OSError, ValueError) as error:
            raise SourceError(f"{name}: cannot be read ({error}); open it anew, or give its path") from None
    if isinstance(raw, str):
        return text_source(raw, name)
    assert isinstance(raw, bytes)
    check_size(name, len(raw))
    return one_source(name, list(sources_in(name, raw, Reading(encoding))))


def text_source(text: str, name: str) -> Source:
    """Return the source of a text that is decoded already."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(name, digest, "text/plain", "utf-8", text)
