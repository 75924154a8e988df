"""Which encoding bytes are in, and the text they are."""

from __future__ import annotations

import codecs
import re

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
TRIED = ("utf-8", "utf-16", "gb18030")
SAMPLE = 8192

# ASCII, punctuation, CJK, full-width forms: what a text is made of, and a wrong reading of UTF-16 is not.
_LIKELY = re.compile("[\t\n\f\r -~\u00b7\u2010-\u203b\u2460-\u249b\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def find_encoding(raw: bytes) -> str | None:
    """The encoding that `raw` is in: by its mark, else UTF-8, UTF-16 or GB18030; None when it is in none.

    >>> find_encoding("二〇二四年".encode("gb18030")), find_encoding(b"")
    ('gb18030', 'utf-8')
    """
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name if decodes(raw, name) else None
    if decodes(raw, "utf-8"):
        # Plain ASCII in UTF-16 is UTF-8 as well, every other byte of it a NUL.
        return (raw.count(0) > 0.4 * len(raw) and find_utf16(raw)) or "utf-8"
    found = find_utf16(raw) if 0 in raw else None
    if found is None and is_damaged_utf8(raw):
        return None
    return found or ("gb18030" if decodes(raw, "gb18030") else find_utf16(raw))


def find_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark: the byte order in which `raw` reads as Chinese or English, or None."""
    for name in ("utf-16-le", "utf-16-be"):
        if decodes(raw, name):
            sample = decode(raw[:SAMPLE], name)
            likely, controls = len(_LIKELY.findall(sample)), len(_CONTROL.findall(sample))
            if likely > 0.9 * (len(sample) - controls) and likely > controls:
                return name
    return None


def is_damaged_utf8(raw: bytes) -> bool:
    """Is `raw` UTF-8 but for a few bytes? GB18030 would read such a text, and give nonsense.

    >>> is_damaged_utf8("全年地区生产总值增长".encode()[:-1]), is_damaged_utf8("全年增长".encode("gb18030"))
    (True, False)
    """
    good = len(re.sub(r"[\x00-\x7f\ufffd]+", "", raw.decode("utf-8", "replace")))
    bad = len(raw) - len(raw.decode("utf-8", "ignore").encode())
    return good > 3 * bad


def decodes(raw: bytes, encoding: str) -> bool:
    """Can `raw` be read in `encoding`? Raises `LookupError` when there is no such encoding."""
    try:
        decode(raw, encoding)
    except UnicodeError:
        return False
    return True


def decode(raw: bytes, encoding: str) -> str:
    """The text of `raw`, its byte order mark removed. Surrogates in UTF-8, 16 and 32 are let through.

    Raises `UnicodeError` when `raw` is not in `encoding`, `LookupError` when there is no such encoding.
    """
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if not codecs.lookup(encoding).name.startswith("utf-"):
            raise
        text = raw.decode(encoding, "surrogatepass")
    return text.removeprefix("\ufeff")
