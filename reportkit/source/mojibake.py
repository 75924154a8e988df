"""Text that was read in a wrong encoding once and saved so: 鏀垮簻 and æ”¿åºœ for 政府."""

from __future__ import annotations

import codecs
import re

from reportkit.values import dataclass

SAMPLE = 8192
# So many characters at least tell; what is read rightly has so many common ones among its Chinese characters.
LEAST = 6
COMMON_PART = 0.15
BETTER = 2.0
# So many of the Chinese characters may be lost on the way, and what the rest was is still certain.
MOST_LOST = 0.34
# Read wrongly as the one, and rightly as the other.
WAYS = (("windows-1252", "utf-8"), ("gb18030", "utf-8"), ("big5", "utf-8"), ("windows-1252", "gb18030"))
# What the bytes 80 to 9F are as Windows reads them; those that it leaves out stay as they are.
_WINDOWS = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BROKEN = re.compile("\ufffd+")
_HAN = re.compile("[\u3400-\u9fff]")
# The letters that Western encodings have above ASCII.
_WESTERN = re.compile("[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
# U+FFFD in UTF-8, read as GB18030: what stood there is lost. And pieces of UTF-8, read as Western letters.
_CONTINUES = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_LOST = re.compile(f"(?:锟斤拷)+|Ã{_CONTINUES}|(?:[â-ï]{_CONTINUES}{_CONTINUES})+")


@dataclass(frozen=True, slots=True)
class Undone:
    """A text as it was meant: what it was taken for, what it is, and how many places of it are lost."""

    text: str
    wrong: str
    right: str
    lost: int


def undo(text: str, common: frozenset[str]) -> Undone | None:
    """Return the text as it was before it was read in a wrong encoding; None where it was not, or that is not certain.

    `common` are the characters that reports are written with.
    """
    sample = text[:SAMPLE]
    share, many = _share(sample, common)
    if len(_WESTERN.findall(sample)) <= many and (many < LEAST or share >= COMMON_PART):
        return None
    for wrong, right in WAYS:
        found = _read_as(text, wrong, right)
        if found is not None and right == "utf-8" and _share(found[:SAMPLE], common)[1] < LEAST:
            found = _read_as(found, wrong, right)  # it was done twice
        if found is None:
            continue
        better, number = _share(found[:SAMPLE], common)
        lost = found.count("\ufffd")
        certain = number >= LEAST and better >= max(COMMON_PART, BETTER * share)
        if certain and lost <= MOST_LOST * len(_HAN.findall(found)):
            return Undone(found, wrong, right, lost)
    return None


def find_pieces(text: str) -> list[int]:
    """Where in a text that is read rightly pieces stand that were not."""
    return [match.start() for match in _LOST.finditer(text)]


def _share(text: str, common: frozenset[str]) -> tuple[float, int]:
    """Which part of the Chinese characters of a text are common ones, and how many there are."""
    han = _HAN.findall(text)
    return (sum(char in common for char in han) / len(han) if han else 0.0), len(han)


def _read_as(text: str, wrong: str, right: str) -> str | None:
    """Return what `text` stood for when it was read as `wrong`, read as `right`; None where it cannot have been."""
    if wrong == "windows-1252":
        text, wrong = text.translate(_WINDOWS), "latin-1"
    # what was lost on the way, and 一 (E4 B8 80) in GBK: Windows reads a byte 80 that is left over as €
    pieces = text.replace("\ufffd", "\ud800").split("€") if wrong == "gb18030" else [text]
    try:
        raw = b"\x80".join(piece.encode(wrong, "reportkit-lost") for piece in pieces)
    except UnicodeError:
        return None
    return _BROKEN.sub("\ufffd", raw.decode(right, "replace")).removeprefix("\ufeff")


def _mark_lost(error: UnicodeError) -> tuple[bytes, int]:
    """Return a byte of no encoding for what cannot have been read in one; a text of which that is much was read
    otherwise.
    """
    if not isinstance(error, UnicodeEncodeError) or error.end - error.start > LEAST:
        raise error
    return b"\xff", error.end


codecs.register_error("reportkit-lost", _mark_lost)
