"""Which encoding bytes are in, and the text they are."""

from __future__ import annotations

import codecs
import re

from reportkit.errors import SourceError
from reportkit.values import dataclass

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
TRIED_ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5")
SAMPLE = 8192
# A text is damaged if no more than one in this many of its characters is broken; else it is something else.
ONE_BROKEN_IN = 50
# How many places of broken bytes are told.
TOLD = 5
# What of a text is looked at for a wrong encoding, and which part of its Chinese characters is common in one that is right.
GLANCE = 2000
WELL = 0.15
# Of a text, what the most frequent characters of reports make up in simplified and in traditional writing.
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "全市县区政府建设经济社会增长亿元万发展推进实施重点项目企业农业工业服务体系水平提高"
    "這個國時來們對會發動過經濟會設實縣區長億萬展進點項業農務體總產統計報預"
)

# Compiled when a text is not UTF-8: classes as wide as these take a while.
# ASCII, punctuation, CJK, full-width forms: what a text is made of, and a wrong reading of UTF-16 is not.
_LIKELY = "[\t\n\f\r -~\u00b7\u2010-\u203b\u2460-\u249b\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r"))
_BINARY_SHARE = 0.3
_ESCAPED = re.compile("[\udc80-\udcff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# What a wrong encoding leaves: U+FFFD in UTF-8 read as GBK, and UTF-8 read as Western letters.
_SIGNS = ("锟斤拷", *"Ãâãäåæçèéêëìíîï")
_HAN = "[\u3400-\u9fff]"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was in, and what was doubtful."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode_text(raw: bytes, encoding: str | None = None, strict: bool = False) -> Decoded:
    """Decode the text of `raw`, its byte order mark removed, in `encoding` or the one that is found.

    A few broken bytes become U+FFFD, and a warning says where; `strict` refuses them. A lone surrogate, which
    no output could hold, becomes U+FFFD, one for one. Raises `SourceError` for what is no text.
    """
    if encoding is not None:
        name, text, broken = _decode_as(raw, encoding)
    else:
        name, text, broken = _find(raw)
    warnings = []
    if broken:
        warnings.append(_told(text, broken, name))
        if strict:
            raise SourceError(f"{warnings[0]}; mend them, or leave out --strict")
    text, lone = _SURROGATE.subn("\ufffd", text)
    if lone:
        warnings.append(f"{lone} lone surrogates, read as U+FFFD")
        if strict:
            raise SourceError(f"{warnings[-1]}; mend them, or leave out --strict")
    return _understood(Decoded(text, name, tuple(warnings)))


def _understood(found: Decoded) -> Decoded:
    """Return a text that was read in a wrong encoding once and saved so as it was meant, as far as that is certain."""
    if _reads_well(found.text):
        return found
    from reportkit.source.mojibake import find_pieces, undo  # seldom needed

    if (undone := undo(found.text, COMMON)) is not None:
        told = f"the text is {undone.right} that was read as {undone.wrong} and saved so, which was undone"
        if undone.lost:
            told += f"; {undone.lost} of its characters were lost, and are U+FFFD: get the text anew"
        name = f"{undone.right} as {undone.wrong} in {found.encoding}"
        found = Decoded(undone.text, name, (*found.warnings, told))
    if places := find_pieces(found.text):
        what = _places(found.text, places)
        told = (
            f"{len(places)} places hold characters that were read in a wrong encoding and saved so: at {what}"
        )
        found = Decoded(found.text, found.encoding, (*found.warnings, told))
    return found


def _reads_well(text: str) -> bool:
    """Whether a text holds no sign that it was read in a wrong encoding: at a glance, since few do."""
    sample = text[:GLANCE]
    han = sum("\u3400" <= char <= "\u9fff" for char in sample)
    common = sum(char in COMMON for char in sample)
    western = sum("\u0080" <= char <= "\u00ff" for char in sample)
    return han * WELL <= common and western <= han and not any(sign in text for sign in _SIGNS)


def _find(raw: bytes) -> tuple[str, str, list[int]]:
    """Find the encoding of `raw`, its text, and where it is broken. Raises `SourceError` when it is no text."""
    if (other := _belied(raw)) is not None:
        return other
    found = find_encoding(raw)
    if found in (None, "utf-8", "gb18030", "big5") and _is_binary(raw):
        raise SourceError("looks like a binary file, not text; give a report")
    if found is not None:
        return found, decode(raw, found), []
    for name in _damaged(raw):
        text, broken = mend(raw, name)
        if is_damaged(text, broken):
            return name, text, broken
    raise SourceError(f"not text in {', '.join(TRIED_ENCODINGS)}; name its encoding with --encoding")


def _belied(raw: bytes) -> tuple[str, str, list[int]] | None:
    """Return the encoding and the text of what begins with the mark of another encoding; None where the mark is right."""
    mark, name = next(((mark, name) for mark, name in MARKS if raw.startswith(mark)), (b"", ""))
    if not mark or (decodes(raw, name) and (name == "utf-8" or _is_utf16_text(raw, name))):
        return None
    rest = raw[len(mark) :]
    for other in ("utf-8", "gb18030"):
        if other != name and 0 not in rest[:SAMPLE] and decodes(rest, other) and liken(rest, other) > 0.1:
            return other, decode(rest, other), []
    return None


def _is_utf16_text(raw: bytes, name: str) -> bool:
    """Whether bytes read as text in an encoding of two or four bytes a character, and not as characters at random."""
    sample = raw[: SAMPLE // 4 * 4].decode(name, "ignore")
    return len(re.findall(_LIKELY, sample)) > 0.9 * len(sample) and liken(raw, name) >= liken(
        raw[2:], "utf-8"
    )


def _damaged(raw: bytes) -> list[str]:
    """Return the encodings that a damaged text may be in, the likeliest first."""
    marked = [name for mark, name in MARKS if raw.startswith(mark)]
    if marked:
        return marked[:1]
    likely = ["utf-8"] if is_damaged_utf8(raw) else []
    two = [name for name in ("gb18030", "big5") if liken(raw, name) > 0.1]
    return likely + sorted(two, key=lambda name: -liken(raw, name))


def mend(raw: bytes, encoding: str) -> tuple[str, list[int]]:
    r"""Return the text of `raw` with U+FFFD for every run of broken bytes, and where they stand in it.

    >>> mend("增长".encode() + b"\xe5\x85", "utf-8")
    ('增长�', [2])
    """
    try:
        text = raw.decode(encoding, "surrogateescape").removeprefix("\ufeff")
    except UnicodeDecodeError:  # half a character of UTF-16
        text = raw.decode(encoding, "replace").removeprefix("\ufeff")
        return text, [match.start() for match in re.finditer("\ufffd", text)]
    places, lost = [], 0
    for match in _ESCAPED.finditer(text):
        places.append(match.start() - lost)
        lost += len(match[0]) - 1
    return _ESCAPED.sub("\ufffd", text), places


def _told(text: str, broken: list[int], name: str) -> str:
    many = f"{len(broken)} places hold" if len(broken) > 1 else "1 place holds"
    return f"{many} bytes that are broken in {name}, read as U+FFFD: at {_places(text, broken)}"


def _places(text: str, places: list[int]) -> str:
    named = ", ".join(f"{at} (line {text.count(chr(10), 0, at) + 1})" for at in places[:TOLD])
    return named + (", …" if len(places) > TOLD else "")


def find_encoding(raw: bytes) -> str | None:
    """Find the encoding that `raw` is in: by its mark, else UTF-8, UTF-16, GB18030 or Big5; None when it is in none.

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
    return found or _find_two_byte(raw) or find_utf16(raw)


def _find_two_byte(raw: bytes) -> str | None:
    """GB18030 or Big5: most bytes of the one can be read as the other, but not as what reports are written with."""
    able = [name for name in ("gb18030", "big5") if decodes(raw, name)]
    if len(able) == 2:
        return "big5" if liken(raw, "big5") > 2 * liken(raw, "gb18030") else "gb18030"
    return able[0] if able and (able[0] == "gb18030" or liken(raw, able[0]) > 0.1) else None


def liken(raw: bytes, encoding: str) -> float:
    """Which part of the Chinese characters of `raw`, read in `encoding`, are common ones."""
    han = re.findall(_HAN, raw[:SAMPLE].decode(encoding, "ignore"))
    return sum(char in COMMON for char in han) / len(han) if han else 0


def find_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark: the byte order in which `raw` reads as Chinese or English, or None."""
    for name in ("utf-16-le", "utf-16-be"):
        if decodes(raw, name):
            sample = decode(raw[:SAMPLE], name)
            likely, controls = len(re.findall(_LIKELY, sample)), len(_CONTROL.findall(sample))
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
    """Decode the text of `raw`, its byte order mark removed. Surrogates in UTF-8, 16 and 32 are let through.

    Raises `UnicodeError` when `raw` is not in `encoding`, `LookupError` when there is no such encoding.
    """
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if not codecs.lookup(encoding).name.startswith("utf-"):
            raise
        text = raw.decode(encoding, "surrogatepass")
    return text.removeprefix("\ufeff")


def _decode_as(raw: bytes, encoding: str) -> tuple[str, str, list[int]]:
    """Return the name of an encoding that was asked for, the text of `raw` in it, and where that is broken."""
    try:
        name = codecs.lookup(encoding).name
        return name, decode(raw, encoding), []
    except UnicodeDecodeError as error:
        text, broken = mend(raw, name)
        if not is_damaged(text, broken):
            raise SourceError(
                f"not {encoding} at byte {error.start}; name another with --encoding, or leave it out"
            ) from None
        return name, text, broken
    except (LookupError, ValueError):
        raise SourceError(
            f"no text encoding is called {encoding!r}; --encoding takes utf-8, gb18030, …"
        ) from None


def is_damaged(text: str, broken: list[int]) -> bool:
    """Whether a text is damaged at a few places, and not something else."""
    return len(broken) * ONE_BROKEN_IN <= len(text) + ONE_BROKEN_IN - 1


def _is_binary(raw: bytes) -> bool:
    return len(raw) - len(raw.translate(None, _CONTROLS)) > _BINARY_SHARE * len(raw)
