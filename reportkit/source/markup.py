"""The text of web pages: what they declare of their encoding, and pages saved with all their parts."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes, policy

from reportkit.errors import SourceError
from reportkit.source.decode import Decoded, decode_text

DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9_-]{2,20})",
    re.IGNORECASE,
)
# Pages that declare one of these are written in the larger one, as browsers read them.
LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
HEAD = 4096


def decode_page(raw: bytes, encoding: str | None, strict: bool) -> Decoded:
    """The text of a page: by its mark, by what it declares, else by what the bytes tell."""
    if encoding is None and (found := DECLARED.search(raw[:HEAD])):
        name = (found[1] or found[2]).decode("ascii").lower()
        encoding = _usable(LARGER.get(name, name), raw)
    return decode_text(raw, encoding, strict)


def _usable(name: str, raw: bytes) -> str | None:
    """The name of the encoding that a page declares, None where there is none or the bytes are not in it."""
    try:
        raw.decode(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None
    return name


def unpack_page(raw: bytes) -> tuple[bytes, str | None]:
    """The page in a file that holds it with all its parts (mht), and the encoding that its part declares."""
    message = message_from_bytes(raw, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page:
                name = part.get_content_charset()
                return page, _usable(LARGER.get(name, name), page) if name else None
    raise SourceError("holds no page; save it anew from the browser, as a web page or as text")
