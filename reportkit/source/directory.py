"""The names in a zip container, read from the bytes alone: enough to tell what it is, and nothing is unpacked.

What is stored in a container stands in its bytes as it is, the names of a container within it too: so a name counts
only where the container itself lists it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_ENTRY, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
# The end of a container, and the longest comment behind it.
_TAIL = 22 + 65_535
_MIMETYPE = b"mimetype"


def list_names(raw: bytes) -> Iterator[bytes]:
    r"""List the names of the parts of a container; where its list is cut off, those of the parts that are there.

    >>> import io, zipfile
    >>> outer = io.BytesIO()
    >>> with zipfile.ZipFile(outer, "w") as parts:
    ...     parts.writestr("a.docx", b"PK\x03\x04 word/document.xml")
    >>> list(list_names(outer.getvalue())), list(list_names(outer.getvalue()[:60]))
    ([b'a.docx'], [b'a.docx'])
    """
    start = _find_list(raw)
    at = start or 0
    # how long the fixed part of an entry is, where the lengths of its name stand, and the length of what follows it
    before, head, names, rest = (_LOCAL, 30, 26, "<18xI") if start is None else (_ENTRY, 46, 28, "<32xH")
    while raw.startswith(before, at) and len(raw) >= at + head:
        length, extra = struct.unpack_from("<HH", raw, at + names)
        yield raw[at + head : at + head + length]
        at += head + length + extra + int(struct.unpack_from(rest, raw, at)[0])


def is_container(raw: bytes) -> bool:
    """Whether a container ends here, whatever it begins with."""
    return _find_list(raw) is not None


def first_kind(raw: bytes) -> bytes:
    """Return what a container says that it is in a first part of its own, as OpenDocument does; empty where it does not."""
    if not raw.startswith(_LOCAL) or raw[30 : 30 + len(_MIMETYPE)] != _MIMETYPE or len(raw) < 38:
        return b""
    size, length, extra = struct.unpack_from("<IHH", raw, 22)
    start = 30 + length + extra
    return raw[start : start + size] if length == len(_MIMETYPE) else b""


def _find_list(raw: bytes) -> int | None:
    """Where the list of a container begins, None where there is none."""
    end = raw.rfind(_END, max(0, len(raw) - _TAIL))
    if end < 0 or len(raw) < end + 22:
        return None
    size = struct.unpack_from("<I", raw, end + 12)[0]
    if size == 0xFFFFFFFF:
        end = raw.rfind(_END_64, 0, end)
        if end < 0 or len(raw) < end + 56:
            return None
        size = struct.unpack_from("<Q", raw, end + 40)[0]
    return end - size if size <= end else None
