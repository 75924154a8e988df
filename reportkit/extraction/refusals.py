"""Why a number that was read is no quantity, by its form alone: 万元GDP能耗, 一个机制, 二期, PM10.

The words by which it is told stand in rules/exclusions.yaml.
"""

from __future__ import annotations

from reportkit.extraction.grammar import parse_pair
from reportkit.extraction.lexicon import ONES, Lexicon
from reportkit.model import Bound
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, DIGITS, MULTIPLIERS

_BARE = frozenset(MULTIPLIERS) - {"十", "拾"}
_CAPITALS = frozenset("壹贰貳叁參叄肆伍陆陸柒捌玖")
_LARGE = frozenset("万亿萬億")


def refuse_number(text: str, start: int, low: int, numeral: str, lexicon: Lexicon) -> str | None:
    """Why what starts at `start` is no number of its own, whatever its unit; None if it may be one.

    `low` is where the paragraph starts.
    """
    previous = text[start - 1 : start] if start > low else ""
    if (previous.isascii() and previous.isalpha()) or previous in (".", "．"):
        return "letters"
    if numeral[:1] in MULTIPLIERS and lexicon.ends_with("some", text, low, start):
        return "indefinite"  # 数十家, 几百人; but 总数十家
    return None


def refuse(
    text: str,
    start: int,
    at: int,
    low: int,
    numeral: str,
    unit: Unit | None,
    bound: Bound,
    is_bounded: bool,
    lexicon: Lexicon,
) -> str | None:
    """Why the number that starts at `start` and ends, with its unit, at `at` is no quantity; None if it is one.

    ``numeral`` as the reason says that it is not worth telling: a Chinese numeral inside a word.
    `is_bounded` tells that a word that bounds it stands before it; `low` is where the paragraph starts.
    """
    following = text[at : at + 1]
    chinese = not any(c in ARABIC for c in numeral)
    if unit is None and following.isascii() and following.isalpha():
        return "letters"
    if all(c in _BARE for c in numeral):
        # A bare multiplier counts only behind a word that says so: 超千亿元, 近千吨; 百亿级, 万名 are names of sizes.
        said = is_bounded or bound == ">" or lexicon.ends_with("amount-before", text, low, start)
        # 超百亿元企业 is a size as well, 近百家企业 counts them
        counts = unit is not None and unit.dimension != "money"
        if not said or (not counts and lexicon.starts_with("size-behind", text, at)):
            return "bare multiplier"
    if unit is not None:
        return _refuse_unit(numeral, unit) if chinese else None
    if len(numeral) > 1 and not _LARGE.isdisjoint(numeral):
        size = lexicon.starts_with("size-behind", text, at)
        return "no unit" if size or (chinese and numeral[-1] not in _LARGE) else None
    if chinese:
        return "numeral"
    if lexicon.starts_with("no-unit-behind", text, at):
        return "date or number"
    if "." in numeral and lexicon.expects_number(text, low, start):
        return None
    return "no unit"


def _refuse_unit(numeral: str, unit: Unit) -> str | None:
    """Why a numeral in Chinese characters with a unit is no quantity."""
    if set(numeral) <= set("零〇○"):
        return "numeral"
    if unit.id == "期" and numeral not in ("两", "兩"):
        return "phase"  # 园区二期: the second part, not two of them; but 培训两期
    if numeral in ("一", "壹", "半") and unit.dimension not in ONES:
        return "article"
    if numeral in _CAPITALS and unit.dimension == "count":
        return "name"  # 陆家嘴, 陆路: nobody writes a count of one capital
    if len(numeral) > 1 and all(c in DIGITS for c in numeral) and parse_pair(numeral) is None:
        return "numeral"  # 唯一一家 is not eleven
    if unit.dimension == "money" and len(numeral) == 1 and numeral in DIGITS:
        return "name"  # 三元: nobody reports three yuan in words
    return None
