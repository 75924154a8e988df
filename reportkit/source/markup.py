"""The text of web pages: what they declare of their encoding, and pages saved with all their parts."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes, policy

from reportkit.errors import SourceError
from reportkit.source.decode import (
    MARKS,
    Decoded,
    decode_text,
    decodes,
    find_encoding,
    is_damaged,
    liken,
    mend,
)

DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9_-]{2,20})",
    re.IGNORECASE,
)
# Pages that declare one of these are written in the larger one, as browsers read them.
LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
# What a page that can be read as ASCII may well say of itself. All else (utf-16, latin-1, utf-7) it is not in, and
# its bytes tell.
TRUSTED = ("utf-8", "gb18030", "big5hkscs", "hz", "euc_kr", "shift_jis", "euc_jp", "cp932", "cp949")
HEAD = 4096
# A page that reads so many times better in another encoding is in that one, whatever it says.
BETTER = 2
_HIGH = re.compile(rb"[\x80-\xff]")


def decode_page(raw: bytes, encoding: str | None, strict: bool) -> Decoded:
    """Decode the text of a page: by its mark, by what it declares, else by what the bytes tell."""
    if encoding is None and (found := DECLARED.search(raw[:HEAD])):
        encoding = usable((found[1] or found[2]).decode("ascii"), raw)
    return decode_text(raw, encoding, strict)


def usable(declared: str, raw: bytes) -> str | None:
    """Return the encoding that a page declares; None where there is none of that name, or the bytes tell of another.

    >>> page = "全县生产总值增长".encode()
    >>> usable("UTF-8", page), usable("utf-16", page), usable("gb2312", page), usable("x-sjis-mac", page)
    ('utf-8', None, None, None)
    """
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    name = LARGER.get(name, name)
    if name not in TRUSTED or any(raw.startswith(mark) for mark, _ in MARKS):
        return None
    told = find_encoding(raw)
    if told not in (None, name) and _liken(raw, told) > BETTER * _liken(raw, name):
        return None
    if decodes(raw, name):
        return name
    text, broken = mend(raw, name)
    return name if is_damaged(text, broken) and _liken(raw, name) > 0 else None


def _liken(raw: bytes, encoding: str | None) -> float:
    """Which part of the Chinese characters at the start of the text is common."""
    first = _HIGH.search(raw)
    return liken(raw[first.start() :], encoding) if first and encoding else 0


def unpack_page(raw: bytes) -> tuple[bytes, str | None]:
    """Unpack the page in a file that holds it with all its parts (mht), and the encoding that its part declares."""
    message = message_from_bytes(raw, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page:
                name = part.get_content_charset()
                return page, usable(name, page) if name else None
    raise SourceError("holds no page; save it anew from the browser, as a web page or as text")
