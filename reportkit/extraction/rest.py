"""What stands of an amount behind its unit: 一倍半, 一成五, 3斤半, 1米5, 123元5角."""

from __future__ import annotations

from decimal import Decimal

import regex

from reportkit.extraction.grammar import CLOSING, Pair
from reportkit.extraction.lexicon import Lexicon
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, CHINESE, DIGITS, EXACT, MULTIPLIERS, parse_numeral
from reportkit.values import dataclass

_ONE_DIGIT = f"[{ARABIC}一二三四五六七八九]"
_FIFTH = regex.compile(rf"[半一二三四五六七八九](?![{CHINESE}{MULTIPLIERS}个次项])")
# half of the unit more; of others 半 begins a word of its own
_HALF_MORE = frozenset(
    {"times", "doublings", "mass", "area", "length", "volume", "points", "time", "money", "workdays"}
)
_TENTH, _YUAN, _JIAO, _METRE, _PIECE = "成", "元", "角", "米", "块"
_ENDS = rf"(?=[{CLOSING}]|$|以[上下内]|之内|左右|上下|[高宽深长厚的])"
# 5角, 5角6分, 零5分, 五角六分钱; 分 alone is none of 5分钟 and 三分之一
_COINS = regex.compile(
    rf"零?(?:(?P<jiao>{_ONE_DIGIT})[角毛])?+零?(?:(?P<fen>{_ONE_DIGIT})分(?![之钟别类布期散]))?+钱?"
)
_SHORT_COIN = regex.compile(rf"(?P<jiao>{_ONE_DIGIT}){_ENDS}")
# 1米5, 一米七五
_SHORT_LENGTH = regex.compile(rf"{_ONE_DIGIT}{{1,2}}{_ENDS}")
_LONGEST_SMALL = 4


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Amount:
    """An amount: its two ends, its unit as it is known and printed, and where it ends."""

    ends: Pair
    unit: Unit
    printed: str
    stop: int


def with_rest(text: str, stop: int, amount: Amount, numeral: str, lexicon: Lexicon) -> Amount:
    """`amount` with what stands of it behind its unit; `numeral` is what stands before it, `stop` the paragraph's end."""
    unit, at = amount.unit, amount.stop
    if unit.id == _TENTH:
        fifth = _FIFTH.match(text, at, stop)
        more = Decimal(0)
        if fifth:
            more = Decimal(5) if fifth[0] == "半" else Decimal(DIGITS[fifth[0]])
        ends = EXACT.multiply(amount.ends[0], Decimal(10)), EXACT.multiply(amount.ends[1], Decimal(10))
        return Amount(_add(ends, more), lexicon.units["%"], "%", at + 1 if more else at)
    if unit.id in (_YUAN, _JIAO, _PIECE) and (paid := _with_coins(text, stop, amount, numeral, lexicon)):
        return paid
    if unit.id == _METRE and _is_small(numeral) and (tenths := _SHORT_LENGTH.match(text, at, stop)):
        tenth = parse_numeral("0." + tenths[0])
        if tenth is not None:
            return Amount(_add(amount.ends, tenth), unit, amount.printed, tenths.end())
    if unit.dimension in _HALF_MORE and _is_half_more(text, at, stop, numeral, lexicon):
        return Amount(_add(amount.ends, Decimal("0.5")), unit, amount.printed, at + 1)
    return amount


def _is_small(numeral: str) -> bool:
    return len(numeral) <= _LONGEST_SMALL and not any(c in numeral for c in ".．万亿")


def _with_coins(text: str, stop: int, amount: Amount, numeral: str, lexicon: Lexicon) -> Amount | None:
    """An amount of 元 or 角 with the smaller coins behind it, in 元; None without any."""
    at, unit = amount.stop, amount.unit
    coins = _COINS.match(text, at, stop)
    jiao, fen = (coins["jiao"], coins["fen"]) if coins else (None, None)
    if unit.id == _JIAO:
        if coins is None or fen is None or jiao is not None:
            return None
        ends = EXACT.multiply(amount.ends[0], Decimal("0.1")), EXACT.multiply(amount.ends[1], Decimal("0.1"))
        return Amount(_add(ends, _coin("0.0", fen)), lexicon.units[_YUAN], _YUAN, coins.end())
    if coins is None or not (jiao or fen):
        coins = _SHORT_COIN.match(text, at, stop) if not any(c in numeral for c in ".．百千万亿") else None
        jiao = coins["jiao"] if coins else None
    if coins is None or any(c in numeral for c in ".．万亿"):
        return None
    more = EXACT.add(_coin("0.", jiao), _coin("0.0", fen))
    return Amount(_add(amount.ends, more), lexicon.units[_YUAN], _YUAN, coins.end())


def _coin(zeros: str, digit: str | None) -> Decimal:
    return Decimal(f"{zeros}{DIGITS[digit]}") if digit else Decimal(0)


def _add(ends: Pair, more: Decimal) -> Pair:
    return EXACT.add(ends[0], more), EXACT.add(ends[1], more)


def _is_half_more(text: str, at: int, stop: int, numeral: str, lexicon: Lexicon) -> bool:
    """Whether 半 behind a unit is half of it more: 一倍半, 3斤半, but not 三公里半径 or 3公里半程马拉松."""
    if at >= stop or text[at] != "半" or any(c in ".．" for c in numeral):
        return False
    return not lexicon.starts_with("half-words", text, at + 1)
