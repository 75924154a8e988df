"""Text from a file made safe for a screen: without anything that a terminal would obey, or that would deceive the eye."""

from __future__ import annotations

import re
from os import PathLike

# What a terminal obeys: the controls C0 and C1, ends of lines that are none to most programs, and marks that turn the
# direction of writing or are not seen at all.
_CONTROL_RANGES = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff"
)
CONTROLS = re.compile(f"[{_CONTROL_RANGES}]")
_LINE_REPLACEMENTS = {"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " ", "\ufeff": ""}
_SCREEN_REPLACEMENTS = {"\n": "\n", "\t": "\t", "\ufeff": ""}


def visible(text: str) -> str:
    r"""Return `text` on one line, without anything that a terminal would obey.

    >>> visible("一\r\n二\x1b[31m\u202e")
    '一 二␛[31m\ufffd'
    """
    if text.isprintable():  # nearly all that is shown: none of the characters below is
        return text
    return CONTROLS.sub(
        lambda found: _LINE_REPLACEMENTS.get(found[0]) or _picture(found[0]), text.replace("\r\n", "\n")
    )


def on_screen(text: str) -> str:
    r"""Return `text` as a terminal may show it: its lines stay, and what it would obey is shown or taken out.

    >>> on_screen("一\r\n二\x1b[31m\n")
    '一\n二␛[31m\n'
    """
    return CONTROLS.sub(
        lambda found: _SCREEN_REPLACEMENTS.get(found[0]) or _picture(found[0]), text.replace("\r\n", "\n")
    )


def _picture(char: str) -> str:
    """Return the picture of a control; U+FFFD for what has none or cannot be encoded, nothing for a mark without width."""
    if char == "\ufeff":
        return ""
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


def escaped(text: str) -> str:
    r"""Escape what a terminal would obey in text of JSON or YAML, as both of them understand it.

    It may stand only within double quotes there.

    >>> escaped('"\x9b31m \u202e"')
    '"\\u009b31m \\u202e"'
    """
    return CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def escaped_lines(text: str) -> str:
    """Do the same for lines of YAML, whose ends stay."""
    return "\n".join(line if line.isprintable() else escaped(line) for line in text.split("\n"))


def readable(path: str | PathLike[str]) -> str:
    r"""Return a path as text that any encoding of the output can hold: its bytes that are no text stand as ``\x..``.

    >>> readable("年报.txt"), readable("a\udcff.txt")
    ('年报.txt', 'a\\xff.txt')
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
