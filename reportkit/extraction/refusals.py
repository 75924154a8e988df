"""Why a number that was read is no quantity, by its form alone: 万元GDP能耗, 一个机制, 二期, PM10.

The words by which it is told stand in rules/exclusions.yaml and rules/lexicon.yaml.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

import regex

from reportkit.extraction.grammar import CAME_FROM, CAME_TO, parse_pair
from reportkit.extraction.lexicon import ONES, Lexicon
from reportkit.model import Bound, Span
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, DIGITS, MULTIPLIERS


class Reason(Enum):
    """Why a number is no quantity; its value is what is told of it."""

    LETTERS = "letters"
    LETTER = "letter"
    INDEFINITE = "indefinite"
    EACH = "each"
    SIZE = "bare multiplier"
    NAME = "name"
    NO_UNIT = "no unit"
    # a Chinese numeral inside a word, of which nothing is told
    NUMERAL = "numeral"
    LABEL = "date or number"
    ARTICLE = "article"
    PHASE = "phase"


# A number that is left out for a doubt that no exclusion stands for, and what is told of it.
SAYS = {Reason.LETTER.value: "a number before a letter that may be its unit"}
_ARABIC = frozenset(ARABIC)
_BARE = frozenset(MULTIPLIERS) - {"十", "拾"}
_CAPITALS = frozenset("壹贰貳叁參叄肆伍陆陸柒捌玖")
# So far before a number 至少 may stand, with the verb between them: 至少为农户新建, but 至少在此期间建设了
_NEAR = 8
_VERB = regex.compile(r"[\u4e00-\u9fff]*+")
_LARGE = frozenset("万亿萬億")
_GENERATION = "g"
_TWO = frozenset("两兩俩")
_PERCENT = ("%", "‰")


def refuse_number(text: str, start: int, low: int, numeral: str, lexicon: Lexicon) -> Reason | None:
    """Why what starts at `start` is no number of its own, whatever its unit; None if it may be one.

    `low` is where the paragraph starts.
    """
    previous = text[start - 1 : start] if start > low else ""
    if (previous.isascii() and previous.isalpha()) or previous in (".", "．"):
        return Reason.LETTERS
    if numeral[:1] in MULTIPLIERS and lexicon.ends_with("some", text, low, start):
        return Reason.INDEFINITE  # 数十家, 几百人; but 总数十家
    if previous == "每" and not is_size(numeral):
        return Reason.EACH  # 每10万人, 每3户
    return None


def at_least(text: str, low: int, start: int, lexicon: Lexicon) -> tuple[Bound, str] | None:
    """What 至少 says of a number, before it or before the verb that has it for its object: 至少打造一个商圈."""
    low = max(low, start - _NEAR)
    found = [(at, word) for word in lexicon.words["at-least"] if (at := text.rfind(word, low, start)) >= 0]
    if not found:
        return None
    at, word = max(found)
    told = _VERB.fullmatch(text, at + len(word), start) is not None
    return lexicon.before.get(word) if told else None


def is_size(numeral: str) -> bool:
    """Whether a numeral is a multiplier alone, the size of a number: 百, 千万."""
    return _BARE.issuperset(numeral)


def refuse(
    text: str,
    where: Span,
    span: Span,
    numeral: str,
    unit: Unit | None,
    bound: Bound,
    is_bounded: bool,
    lexicon: Lexicon,
) -> Reason | None:
    """Why the number that stands at `where`, with its unit, is no quantity; None if it is one.

    `is_bounded` tells that a word that bounds it stands before it; `span` is the paragraph.
    """
    start, at, low = where.start, where.stop, span.start
    following = text[at : at + 1]
    chinese = _ARABIC.isdisjoint(numeral)
    if unit is None and following.isascii() and following.isalpha():
        return Reason.LETTER if _may_measure(text, at, lexicon) else Reason.LETTERS
    if is_size(numeral):
        # A bare multiplier counts only behind a word that says so: 超千亿元, 近千吨; 百亿级, 万名 are names of sizes.
        said = is_bounded or bound == ">" or lexicon.ends_with("amount-before", text, low, start)
        # 超百亿元企业 is a size as well, 近百家企业 counts them
        counts = unit is not None and unit.dimension != "money"
        if not said or (not counts and lexicon.starts_with("size-behind", text, at)):
            return Reason.SIZE
    if unit is not None:
        if unit.id == "角" and not lexicon.closes(text, at, span.stop):
            return Reason.NAME  # 3角形
        return _refuse_unit(text, where, span, numeral, unit, is_bounded, lexicon) if chinese else None
    if len(numeral) > 1 and not _LARGE.isdisjoint(numeral):
        size = lexicon.starts_with("size-behind", text, at)
        return Reason.NO_UNIT if size or (chinese and numeral[-1] not in _LARGE) else None
    if chinese:
        return Reason.NUMERAL
    if lexicon.starts_with("no-unit-behind", text, at):
        return Reason.LABEL
    if _expected(text, where, span, numeral, lexicon):
        return None
    return Reason.NO_UNIT


def _expected(text: str, where: Span, span: Span, numeral: str, lexicon: Lexicon) -> bool:
    """Whether what stands before a number without a unit tells that it is one: 增长10.3, 死亡率0.045, 性别比108."""
    if "." in numeral and lexicon.expects_number(text, span.start, where.start):
        return True
    if "." in numeral and CAME_FROM.search(text, where.start - 1, where.start):
        came_to = CAME_TO.match(text, where.stop, span.stop)
        if came_to is not None and "." in came_to[0]:
            return True  # 收入比由2.42缩小至2.12
    bound = lexicon.bound_before(text, span.start, where.start)
    stop = where.start - len(bound[0]) if bound else where.start
    closed = lexicon.closes(text, where.stop, span.stop)
    if closed and len(numeral) > 1 and lexicon.ends_with("rate-behind", text, span.start, stop):
        return True
    return closed and lexicon.ends_with("index-behind", text, span.start, stop)


def _refuse_unit(
    text: str, where: Span, span: Span, numeral: str, unit: Unit, is_bounded: bool, lexicon: Lexicon
) -> Reason | None:
    """Why a numeral in Chinese characters with a unit is no quantity."""
    if set(numeral) <= set("零〇○"):
        return Reason.NUMERAL
    if unit.id == "期" and numeral not in ("两", "兩"):
        return Reason.PHASE  # 园区二期: the second part, not two of them; but 培训两期
    if numeral in ("一", "壹", "半") and unit.dimension not in ONES:
        one = lexicon.is_one(text, where, span, numeral, unit)
        one = one or (
            unit.dimension == "count" and at_least(text, span.start, where.start, lexicon) is not None
        )
        return None if one else Reason.ARTICLE
    if numeral in _CAPITALS and unit.dimension == "count":
        return Reason.NAME  # 陆家嘴, 陆路: nobody writes a count of one capital
    if len(numeral) > 1 and all(c in DIGITS for c in numeral) and parse_pair(numeral) is None:
        return None if _is_run(numeral, unit) else Reason.NUMERAL  # 唯一一家 is not eleven
    if unit.dimension == "money" and len(numeral) == 1 and numeral in DIGITS:
        compound = len(where) > len("三元")  # 三元五角, 五角六分
        if compound or is_bounded or lexicon.wants(text, span.start, where.start, where.stop, span.stop):
            return None
        return Reason.NAME  # 三元区, 二元结构; but 停车费降低三元
    if unit.id == "点":
        return Reason.NUMERAL  # 要求如下三点
    return None


def _is_run(numeral: str, unit: Unit) -> bool:
    """Whether digits without multipliers are one number, digit by digit: 二〇五〇人, 三五八件, 九八%; but 二三四线."""
    values = [DIGITS[c] for c in numeral]
    if not values[0] or not _TWO.isdisjoint(numeral):
        return False
    counts_on = all(two - one == 1 for one, two in pairwise(values))
    return 0 in values or unit.id in _PERCENT or (len(values) > len("十一") and not counts_on)


def _may_measure(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the letter at `at` may be a unit, though nothing tells that something is measured: 投资5W, but not 5g网络."""
    letter, following = text[at], text[at + 1 : at + 2]
    if letter not in lexicon.lists["letters"] or (following.isascii() and following.isalnum()):
        return False
    return letter != _GENERATION and not lexicon.starts_with("measured-nouns", text, at + 1)
