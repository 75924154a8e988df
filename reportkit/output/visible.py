"""Text from a file made safe for a screen: without anything that a terminal would obey, or that would deceive the eye."""

from __future__ import annotations

import re
from os import PathLike

# What a terminal obeys: the controls C0 and C1, ends of lines that are none to most programs, and marks that turn the
# direction of writing or are not seen at all.
_OBEYED = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff"
OBEYED = re.compile(f"[{_OBEYED}]")
_ON_ONE_LINE = {"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " ", "\ufeff": ""}
_AS_LINES = {"\n": "\n", "\t": "\t", "\ufeff": ""}


def visible(text: str) -> str:
    r"""`text` on one line, without anything that a terminal would obey.

    >>> visible("一\r\n二\x1b[31m\u202e")
    '一 二␛[31m\ufffd'
    """
    if text.isprintable():  # nearly all that is shown: none of the characters below is
        return text
    return OBEYED.sub(
        lambda found: _ON_ONE_LINE.get(found[0]) or _picture(found[0]), text.replace("\r\n", "\n")
    )


def on_screen(text: str) -> str:
    r"""`text` as a terminal may show it: its lines stay, and what it would obey is shown or taken out.

    >>> on_screen("一\r\n二\x1b[31m\n")
    '一\n二␛[31m\n'
    """
    return OBEYED.sub(lambda found: _AS_LINES.get(found[0]) or _picture(found[0]), text.replace("\r\n", "\n"))


def _picture(char: str) -> str:
    """A control as its picture; what has none, or cannot be encoded, as U+FFFD; a mark that has no width as nothing."""
    if char == "\ufeff":
        return ""
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


def escaped(text: str) -> str:
    r"""Text of JSON or YAML in which what a terminal would obey is escaped, as both of them understand it.

    It may stand only within double quotes there.

    >>> escaped('"\x9b31m \u202e"')
    '"\\u009b31m \\u202e"'
    """
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def escaped_lines(text: str) -> str:
    """The same for lines of YAML, whose ends stay."""
    return "\n".join(line if line.isprintable() else escaped(line) for line in text.split("\n"))


def readable(path: str | PathLike[str]) -> str:
    r"""A path as text that any encoding of the output can hold: bytes of it that are no text stand as ``\x..``.

    >>> readable("年报.txt"), readable("a\udcff.txt")
    ('年报.txt', 'a\\xff.txt')
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
