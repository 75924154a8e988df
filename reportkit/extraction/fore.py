"""What stands before a number and belongs to it: its sign, its money, its unit in brackets, how many it is told of."""

from __future__ import annotations

import regex

from reportkit.extraction.grammar import DASHES
from reportkit.extraction.lexicon import Lexicon
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, CHINESE, MULTIPLIERS
from reportkit.values import dataclass

_HYPHENS = "-－−‐‑"
# Dashes that are a sign behind a word of growth; a wave joins two numbers and is none.
_LONG = "-－−‐‑—–―"
_DASHED = frozenset(_LONG)
_OPENED = frozenset("（(")
_HEADED = frozenset("）):：")
_SPACES = " 　"
_BELOW_ZERO = "零下"
_MINUS = "负"
# 企业税负3.5亿元, 正负3%: the end of a word
_NO_MINUS = frozenset("税减增胜正抱自担背肩辜欺盈")
_NEGATIVE = regex.compile(rf"[{_LONG}{_MINUS}][{ARABIC}.．]{{1,12}}[%％‰]?$")
_REACH = 20
# 发行总额（亿元）10.50, 发行总额（单位：亿元）：10.50
_BRACKETED = regex.compile(
    r"[（(](?:单位[:：]?)?(?P<multiplier>[十百千万亿]{0,3}?)(?P<unit>[^（()）十百万亿]{1,8})[)）][:：]?$"
)
_LONGEST_BRACKET = 18
# 每十万人8.6人
_EACH = regex.compile(
    rf"每(?:[{ARABIC}]{{1,9}}[{MULTIPLIERS}]{{0,3}}|[{CHINESE}]?[{MULTIPLIERS}]{{1,3}})(?P<unit>[\u4e00-\u9fff]{{1,3}})$"
)
_LONGEST_EACH = 14


def sign_before(text: str, low: int, start: int, lexicon: Lexicon) -> int:
    """Where the minus of a number at `start` begins that is more than a hyphen before digits; `start` without one.

    A dash of any length is one behind a word of growth (增长—2.3%), also with a bracket between, and a hyphen behind
    the mark that joins two numbers is (-3%—-1%); 负 and 零下 are words of it. `low` is where the paragraph starts.
    """
    before = text[max(low, start - 2) : start]
    if before == _BELOW_ZERO:
        return start - 2
    if before[-1:] == _MINUS and before[:1] not in _NO_MINUS:
        return start - 1
    if before[-1:] not in _DASHED:
        return start
    at = start - 1
    if before[0] in DASHES and len(before) > 1:
        at -= 1
        if joined := _joining(text, low, at, before):
            return start - 1 if joined == _MINUS else start
    word = at - 1 if text[at - 1 : at] in _OPENED else at
    return at if lexicon.ends_with("signed", text, low, word) else start


def _joining(text: str, low: int, at: int, dashes: str) -> str:
    """What two dashes are that begin at `at`, behind a number: a minus behind a mark that joins, or both such a mark.

    Empty where no number stands before. Of two hyphens alike the second is a minus only where the first number has one.
    """
    before = text[at - 1 : at]
    if not before or (before not in ARABIC and before not in "%％‰"):
        return ""
    if dashes[0] != dashes[1]:
        return _MINUS
    negative = _NEGATIVE.search(text, max(low, at - _REACH), at)
    return _MINUS if negative and dashes[1] in _HYPHENS else dashes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fore:
    """A unit that stands before its number, the multiplier printed with it, and where both begin."""

    unit: Unit
    start: int
    multiplier: str = ""


def money_before(text: str, low: int, start: int, lexicon: Lexicon) -> Fore | None:
    """The sign or code of a money right before a number: ￥1.2亿, US$ 300万, RMB 500万."""
    stop = start
    while stop > low and text[stop - 1] in _SPACES:
        stop -= 1
    if text[stop - 1 : stop] not in lexicon.money_ends:
        return None
    signs = lexicon.lists["money-before"]
    for size in range(min(lexicon.longest_money, stop - low), 0, -1):
        sign = text[stop - size : stop]
        if sign in signs:
            within = sign[0].isalpha() and sign.isascii() and text[stop - size - 1 : stop - size].isascii()
            if within and text[stop - size - 1 : stop - size].isalpha() and stop - size > low:
                return None
            return Fore(lexicon.units[sign], stop - size)
    return None


def unit_before(text: str, low: int, start: int, lexicon: Lexicon) -> Fore | None:
    """The unit that stands in brackets before its number: 发行总额（亿元）10.50."""
    if text[start - 1 : start] not in _HEADED:
        return None
    match = _BRACKETED.search(text, max(low, start - _LONGEST_BRACKET), start)
    unit = lexicon.units.get(match["unit"]) if match else None
    return Fore(unit, match.start(), match["multiplier"]) if match and unit else None


def each_before(text: str, low: int, start: int, lexicon: Lexicon) -> int:
    """Where the words begin that tell of how many a number is told, right before it; `start` without any: 每十万人8.6人."""
    low = max(low, start - _LONGEST_EACH)
    match = _EACH.search(text, low, start) if "每" in text[low:start] else None
    return match.start() if match and match["unit"] in lexicon.units else start
