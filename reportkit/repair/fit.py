"""How well one piece of text goes on where another stops."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import regex

from reportkit.text.blocks import ITEM, SALUTATION

FITS, MISFIT = 6.0, -12.0
# A pair of characters that stands in one line elsewhere in the text is a word that a break cut in two.
KNOWN_PAIR = 1
# A line of so few characters between two others is no paragraph: the words of a link, an index below the line.
FRAGMENT = 12
_DIGIT_END = regex.compile(r"[0-9０-９][,.，]?$")
# …上升到 waits for a number
_WAITS = regex.compile(r"(?:到|至|达|为|增长|下降|提高|减少|增加|超过|突破|批示)$")
_LINKS = "，,、《（(“「的和与及或在对把被将从向以由为"
_LINKED = "》）)”」，、的之和与及或等"
# What any word follows: 势头是好的 / 园区产值 is no word cut in two
_PARTICLES = "的了着过是有"
# 总体势头是好的: a sentence that 是…的 closes
_WHOLE = regex.compile(r"是[^，。；]{1,12}的$")
_BYLINE = regex.compile(r"[（(]?(?:记者|通讯员|本报|来源|作者)[^，。,]{0,20}$")


def is_byline(content: str) -> bool:
    """Whether a line ends in the name of who wrote it, which is no sentence that stops.

    >>> is_byline("大会召开。记者 某某"), is_byline("全年完成投资12")
    (True, False)
    """
    return _BYLINE.search(content[-30:]) is not None


def count_pairs(lines: list[str]) -> Counter[str]:
    """How often each two neighbouring characters stand within the lines of a text."""
    return Counter(one + two for line in lines for one, two in pairwise(line))


def score(before: str, after: str, units: frozenset[str]) -> float:
    """How well `after` goes on where `before` stops: a unit after a number, a number after 到, and only there."""
    number, unit = _DIGIT_END.search(before) is not None, begins_with_unit(after, units)
    waits, digit = _WAITS.search(before) is not None, after[0].isdigit()
    if (number and unit) or (waits and digit):
        return FITS * 2
    return MISFIT if number != unit or waits != digit else FITS


def find_link(before: str, after: str, units: frozenset[str], pairs: Counter[str]) -> str | None:
    """What shows that a line goes on in the next one; None if nothing does.

    >>> find_link("深化调查研", "究推动发展", frozenset(), Counter({"研究": 3}))
    'a word'
    >>> find_link("逐步走上合作的道路", "对商业的改造是一个过程。", frozenset(), Counter())
    """
    if ITEM.match(after) or SALUTATION.match(after):
        return None
    if score(before, after, units) > FITS:
        return "a number and its unit"
    if (before[-1] in _LINKS and not _WHOLE.search(before)) or after[0] in _LINKED:
        return "grammar"
    if before[-1] not in _PARTICLES and pairs[before[-1] + after[0]] >= KNOWN_PAIR:
        return "a word"
    return "a fragment" if is_fragment(after) else None


def is_fragment(content: str) -> bool:
    """Whether a line is too short for a paragraph and closes nothing: the words of a link, a label."""
    return len(content) <= FRAGMENT and content[-1] not in "。！：:"


def begins_with_unit(text: str, units: frozenset[str]) -> bool:
    """Whether a piece begins with a unit whose number stands elsewhere: 次、满意度测评4次."""
    return any(text[:n] in units and text[n : n + 1] in "、，,；。余多" for n in (1, 2, 3))
