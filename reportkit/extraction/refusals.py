"""Why a number that was read is no quantity, by its form alone: 万元GDP能耗, 一个机制, 二期, PM10."""

from __future__ import annotations

import regex

from reportkit.model import Bound
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, DIGITS, MULTIPLIERS

# A bare multiplier counts only behind a word that says so: 超千亿元, 近千吨; 百亿级, 万名 are names of sizes.
_BARE = frozenset(MULTIPLIERS) - {"十", "拾"}
_BARE_BEFORE = ("近", "接近", "超", "超过", "突破", "破", "逾", "过", "达", "约")
# What a number without a unit needs before it: 增长10.3。, 为28.5
_EXPECTS = regex.compile(
    r"(?:增长|上升|下降|提高|降低|上涨|下跌|回落|为|达到?|至|到|是|系数|指数|得分|[收支]入|增加|减少)(?:约|近|超|超过)?$"
)
# 增长一倍 and 翻一番 tell an amount; 一个, 一次, 一期 are articles.
_ONES = frozenset({"doublings", "times", "ratio", "points"})


def refuse(
    text: str, start: int, at: int, low: int, numeral: str, unit: Unit | None, bound: Bound
) -> str | None:
    """Why the number that starts at `start` and ends, with its unit, at `at` is no quantity; None if it is one.

    ``numeral`` as the reason says that it is not worth telling: a Chinese numeral inside a word.
    `low` is where the paragraph starts.
    """
    previous, following = text[start - 1 : start] if start > low else "", text[at : at + 1]
    chinese = not any(c in ARABIC for c in numeral)
    if (previous.isascii() and previous.isalpha()) or previous in (".", "．"):
        return "letters"
    if unit is None and following.isascii() and following.isalpha():
        return "letters"
    if all(c in _BARE for c in numeral):
        said = text[max(low, start - 4) : start].endswith(_BARE_BEFORE) or bound == ">"
        if not said or following == "级":
            return "bare multiplier"
    if unit is not None:
        return _refuse_unit(numeral, unit) if chinese else None
    if any(c in "万亿萬億" for c in numeral) and len(numeral) > 1:
        size = following == "级" or (following == "大" and text[at + 1 : at + 2] != "关")
        return "no unit" if size or (chinese and numeral[-1] not in "万亿") else None
    if chinese:
        return "numeral"
    if following and following in "年月日号届级版路楼时":
        return "date or number"
    if "." in numeral and _EXPECTS.search(text, max(low, start - 8), start):
        return None
    return "no unit"


def _refuse_unit(numeral: str, unit: Unit) -> str | None:
    """Why a numeral in Chinese characters with a unit is no quantity."""
    if set(numeral) <= set("零〇○"):
        return "numeral"
    if unit.id == "期":
        return "phase"  # 园区二期: the second part, not two of them
    if numeral in ("一", "壹", "半") and unit.dimension not in _ONES:
        return "article"
    if unit.dimension == "money" and len(numeral) == 1 and numeral in DIGITS:
        return "name"  # 三元: nobody reports three yuan in words
    return None
