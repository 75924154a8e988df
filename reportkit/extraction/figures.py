"""Reading a number before its unit: its value or its two ends, its sign, and the words of bound inside it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import regex

from reportkit.extraction.fore import sign_before
from reportkit.extraction.grammar import (
    APPROXIMATORS,
    UPPER_END,
    Pair,
    parse_ends,
    parse_fraction,
    parse_pair,
)
from reportkit.extraction.lexicon import Lexicon
from reportkit.model import Bound, Span
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, EXACT, MULTIPLIERS, parse_numeral
from reportkit.values import dataclass

_APPROXIMATOR = regex.compile(f"[{APPROXIMATORS}]")
# 三千几百, 3亿几千万, 三百几十万, 两亿多几百万: how many more is not told
_SOME_MORE = regex.compile(
    "(?<=[亿億])[多余餘]?零?[几数][千百十]{0,2}万?|(?<=[万萬])[多余餘]?零?[几数][千百十](?!万)"
    "|(?<=千)[多余餘]?零?[几数][百十]|(?<=百)[多余餘]?零?[几数]十"
)
# 翻番, without its number: once, in 番
_ONCE, _TIMES_TWO = Decimal(1), "番"
_HALF = Decimal("0.5")
_LIANG, _SOME, _SEVERAL = "两", "几", "几数"
_ROUND = (*MULTIPLIERS, "0")
PIECE = "个"
HUNDRED_MILLION = "亿"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Number:
    """What is read of a number before its unit.

    `ends` are its two ends, which are one unless it is a range; `start` is where it begins with its sign, `stop` where
    it ends; `parts` is the sign of parts that its words have (百分之); `less` tells that it is below zero.
    """

    numeral: str
    ends: Pair
    start: int
    stop: int
    parts: str | None = None
    less: bool = False


def read_number(text: str, span: Span, match: re.Match[str], lexicon: Lexicon) -> Number | None:
    """The number of a candidate; None for characters that are none together."""
    start, stop = match.span()
    fraction, slash, doubled, half, signed, printed = match.groups()
    if half:
        return Number("", (_HALF, _HALF), start, stop)
    if doubled:
        return Number("", (_ONCE, _ONCE), start, stop, _TIMES_TWO)
    begin = start if signed else sign_before(text, span.start, start, lexicon)
    less = bool(signed) or begin < start
    if fraction or slash:
        ends, sign = parse_fraction(fraction or slash)
        return Number("", ends, begin, stop, sign, less) if ends else None
    if len(printed) > 1 and printed[-1] == _LIANG and lexicon.unit_at(text, stop - 1, span.stop)[0]:
        printed, stop = printed[:-1], stop - 1  # 三千两百两
    if printed.isascii():  # most numbers
        value = parse_numeral(printed)
        return None if value is None else Number(printed, (value, value), begin, stop, less=less)
    some = any(c in printed for c in _SEVERAL)
    numeral = _APPROXIMATOR.sub("", _SOME_MORE.sub("", printed) if some else printed).replace("、", "")
    if not signed and (pair := parse_pair(numeral)):
        return Number(printed, pair, begin, stop)
    value = parse_numeral(numeral)
    return None if value is None else Number(printed, (value, value), begin, stop, less=less)


def with_upper_end(text: str, span: Span, start: int, number: Number, lexicon: Lexicon) -> Number:
    """The number with the upper end that follows it, where it leaves to that its unit: 10至15万元, 百分之四到五."""
    low, high = number.ends
    upper = UPPER_END.match(text, number.stop, span.stop) if low == high else None
    if upper is None or (not number.numeral and number.parts is None):
        return number
    if text[number.stop] in "至到" and start > span.start and text[start - 1] in "从由自":
        return number  # 从3至5个: two numbers
    has_unit = lexicon.unit_at(text, upper.end(), span.stop)[0] is not None
    first, second = "-" * number.less, "-" * bool(upper["sign"])
    if number.parts is not None:
        # 百分之四到五个: the second number has a unit of its own
        ends = parse_ends(first + str(low), second + upper["numeral"])
        chinese = all(c not in ARABIC for c in upper["numeral"])
        joined = (
            ends is not None and chinese and not has_unit and text[upper.end() : upper.end() + 2] != "分之"
        )
        return replace(number, ends=ends, stop=upper.end()) if joined and ends else number
    ends = parse_ends(first + number.numeral, second + upper["numeral"])
    if ends is None or not has_unit:
        return number
    return replace(number, numeral=upper["numeral"], ends=ends, stop=upper.end())


def inside(text: str, span: Span, number: Number, lexicon: Lexicon) -> tuple[Bound, tuple[str, ...], int]:
    """The bound that 多 or 余 gives inside a numeral (5千多户) or right behind it, and where that ends."""
    at = number.stop
    inner = [] if number.numeral.isascii() else [c for c in number.numeral if c in APPROXIMATORS]
    word = lexicon.inside_at(text, at, span.stop)
    if word is not None and word[0] == _SOME:
        round_ten = number.numeral.rstrip("零〇")[-1:] in _ROUND
        if not round_ten or lexicon.unit_at(text, at + 1, span.stop)[0] is None:
            word = None  # 三十几亩, but 七十几年代
    if word is not None:
        return word[1], (word[2],), at + len(word[0])
    if inner:
        bound, rule = lexicon.inside.get(inner[-1], (">", "more-inside"))
        return bound, (rule,), at
    return "=", (), at


def between_pieces(
    text: str, span: Span, ends: Pair, bound: Bound, at: int, lexicon: Lexicon
) -> tuple[Pair, Bound, int, Unit | None, str | None]:
    """What stands between a number's 个 and its unit: 三个半月, 五个多百分点, 3个亿, 5个多亿元."""
    if text[at : at + 1] != PIECE:
        return ends, bound, at, None, None
    half = text.startswith("半", at + 1)
    more = lexicon.inside_at(text, at + 1, span.stop)
    behind = at + 1 + (half or more is not None)
    if text[behind : behind + 1] == HUNDRED_MILLION:
        after = behind + 1 + text.startswith("元", behind + 1)
        if more is None and not lexicon.ends_clause(text, after, span.stop):
            return ends, bound, at, None, None  # 培育3个亿元村
        ends = times(ends, HUNDRED_MILLION)
        return ends, more[1] if more else bound, behind + 1, None, None
    if behind == at + 1:
        return ends, bound, at, None, None
    unit, size = lexicon.unit_at(PIECE + text[behind : behind + lexicon.longest], 0, lexicon.longest)
    if unit is None or size < 2:
        return ends, bound, at, None, None
    if half:
        ends = EXACT.add(ends[0], _HALF), EXACT.add(ends[1], _HALF)
    stop = behind + size - 1
    return ends, more[1] if more else bound, stop, unit, PIECE + text[behind:stop]


def times(ends: Pair, multiplier: str) -> Pair:
    """Both ends of a number so many times as large: 亿, 万; as they are without a multiplier."""
    factor = parse_numeral(multiplier) if multiplier else None
    return (EXACT.multiply(ends[0], factor), EXACT.multiply(ends[1], factor)) if factor else ends
