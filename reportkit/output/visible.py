"""Text from a file made safe for a screen and for one line."""

from __future__ import annotations

from os import PathLike

# Control characters as their pictures; what turns the direction of writing, or cannot be encoded, as U+FFFD.
_VISIBLE = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "\u2421"}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_SPACES = {"\r\n": " ", "\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " ", "\ufeff": ""}


def visible(text: str) -> str:
    r"""`text` on one line, without anything that a terminal would obey.

    >>> visible("一\n二\x1b[31m")
    '一 二␛[31m'
    """
    if text.isprintable():  # nearly all that is shown: none of the characters below is
        return text
    for found, instead in _SPACES.items():
        text = text.replace(found, instead)
    return text.translate(_VISIBLE)


def readable(path: str | PathLike[str]) -> str:
    r"""A path as text that any encoding of the output can hold: bytes of it that are no text stand as ``\x..``.

    >>> readable("年报.txt"), readable("a\udcff.txt")
    ('年报.txt', 'a\\xff.txt')
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
