"""Marks of notes, and how pieces of text are put side by side."""

from __future__ import annotations

import re

from reportkit.source.symbols import UNKNOWN

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_DIGITS = "[0-9０-９]{1,3}"
_NOTE = re.compile(
    rf"[\[［(（〔【]?(?:注|note)?{_DIGITS}(?:[,，、\-–－~]{_DIGITS}){{0,8}}[\]］)）〕】]?|[①-⑳⑴-⒇❶-❿㉑-㉟]{{1,9}}|[*＊†‡※]{{1,3}}|注",
    re.IGNORECASE,
)
_BARE = re.compile(_DIGITS)
_POWER = re.compile(r"[×xX*✕·⋅]\s?10$")
_TEN, _HIGH = re.compile(r"(?<![0-9０-９.．,，])10$"), re.compile("[3-9]|1[0-9]")
_PAUSES = ("", *"，。；、,;：:）)")
_EXPONENT = re.compile(r"[-−–－+]?[0-9]{1,3}")
# A unit of length with a number, a bar or a bracket before it: no 玉米, and no 平方米, which is raised already.
_LENGTH = re.compile(
    r"(?:(?:^|[0-9０-９一二三四五六七八九十百千万亿两几/每（(:：])\s?(?:公里|千米|厘米|毫米|分米|米)|(?<![A-Za-z])[kcdmhnμ]?m)$"
)
_RAISED = str.maketrans("0123456789+-−–－()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁽⁾ⁿ")
_NUMBER = re.compile("[0-9０-９零〇一二三四五六七八九十百千万亿两半几]")
_NUMERAL = re.compile(rf"{_NUMBER.pattern}|[.+−－-]")
# What no number reads on over.
_PARTING = (*"、)）]】〕》;；:： \t",)
_WIDE = re.compile(rf"[{_HAN}]")


def note_mark(raised: str, before: str, behind: str = "") -> str:
    """Return raised text as it stands in a line of text: an exponent, or the mark of a note, which is no number.

    The mark behind a word stands in brackets; behind a number it is left out, and so is one that is no digit.

    >>> note_mark("1", "生产总值"), note_mark("2", "8.1"), note_mark("①", "生产总值"), note_mark("th", "5")
    ('[1]', '', '', 'th')
    >>> note_mark("5", "库容10", "立方米"), note_mark("5", "共10", "，")
    ('\ufffd', '')
    >>> note_mark("2", "km"), note_mark("2", "5000米"), note_mark("8", "3.2×10"), note_mark("2", "平方米")
    ('²', '²', '^8', '[2]')
    """
    mark, before = raised.strip(), before.rstrip()
    if _POWER.search(before) and _EXPONENT.fullmatch(mark):
        return "^" + mark
    if _TEN.search(before) and _HIGH.fullmatch(mark) and behind[:1] not in _PAUSES:
        return UNKNOWN  # 10⁵立方米 or 10 and a note: the number is in doubt
    if mark in ("2", "3") and _LENGTH.search(before):
        return mark.translate(_RAISED)
    if before[-1:].isascii() and before[-1:].isalpha():
        return raised if raised.isalpha() else raised.translate(_RAISED)
    if not _NOTE.fullmatch(mark):
        return raised
    if _BARE.fullmatch(mark.strip("[]［］()（）〔〕【】")) and not before[-1:].isdigit():
        return f"[{mark.strip('[]［］()（）〔〕【】')}]"
    return ""


def join(one: str, two: str) -> str:
    """Two pieces of a text side by side, with a space only where the script wants one.

    >>> join("比上年", "增长"), join("Made in", "China"), join("1.", "2023年")
    ('比上年增长', 'Made in China', '1. 2023年')
    """
    if not one or not two:
        return one + two
    close = _WIDE.match(one[-1]) or _WIDE.match(two[0])
    return one + ("" if close else " ") + two


def number_item(number: str, text: str) -> tuple[str, int]:
    """Return an item of a list behind the number that its list gives it, and how long the number is with what parts them.

    >>> number_item("1", "5万亩"), number_item("1．", "5万亩"), number_item("（一）", "5万亩"), number_item("1", "综述")
    (('1、5万亩', 2), ('1． 5万亩', 3), ('（一）5万亩', 3), ('1综述', 1))
    """
    if not number:
        return text, 0
    number = " ".join(number.split())
    if _NUMERAL.match(text) and _NUMBER.match(number[-1:]):
        number += "、"
    shown = join(number, text)
    if shown == number + text and _NUMERAL.match(text) and not number.endswith(_PARTING):
        shown = f"{number} {text}"
    return shown, len(shown) - len(text)


def close_up(text: str) -> str:
    """Return a text without the spaces that its script does not want: those between characters set wide.

    >>> close_up("指 标"), close_up("Made  in China")
    ('指标', 'Made in China')
    """
    line = ""
    for word in text.split():
        line = join(line, word)
    return line


def join_lines(one: str, two: str) -> str:
    """Two lines of a paragraph; a number may be broken at the end of a line, a word of letters may not.

    >>> join_lines("新建学校1", "2所"), join_lines("Made in", "China")
    ('新建学校12所', 'Made in China')
    """
    letters = one[-1:].isascii() and one[-1:].isalpha() and two[:1].isascii() and two[:1].isalnum()
    return f"{one} {two}" if letters else one + two
