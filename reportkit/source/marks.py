"""Marks of notes, and how pieces of text are put side by side."""

from __future__ import annotations

import re

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_NOTE = re.compile(r"[\[［(（]?[0-9]{1,2}[\]］)）]?|[①-⑳]")
_AFTER_WORD = re.compile(rf"[{_HAN}%]$")
_WIDE = re.compile(rf"[{_HAN}]")


def note_mark(raised: str, before: str) -> str:
    """Raised text as it stands in a line of text: the number of a note in brackets, so that it is no number.

    >>> note_mark("1", "生产总值"), note_mark("2", "km"), note_mark("①", "生产总值")
    ('[1]', '2', '①')
    """
    if not _NOTE.fullmatch(raised.strip()) or not _AFTER_WORD.search(before):
        return raised
    return f"[{raised.strip()}]" if raised.strip().isdecimal() else raised


def join(one: str, two: str) -> str:
    """Two pieces of a text side by side, with a space only where the script wants one.

    >>> join("比上年", "增长"), join("Made in", "China"), join("1.", "2023年")
    ('比上年增长', 'Made in China', '1. 2023年')
    """
    if not one or not two:
        return one + two
    close = _WIDE.match(one[-1]) or _WIDE.match(two[0])
    return one + ("" if close else " ") + two


def join_lines(one: str, two: str) -> str:
    """Two lines of a paragraph; a number may be broken at the end of a line, a word of letters may not.

    >>> join_lines("新建学校1", "2所"), join_lines("Made in", "China")
    ('新建学校12所', 'Made in China')
    """
    letters = one[-1:].isascii() and one[-1:].isalpha() and two[:1].isascii() and two[:1].isalnum()
    return f"{one} {two}" if letters else one + two
