"""How numbers are printed: the patterns that find them, and what fractions and pairs of digits mean."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from typing import Any

import regex

from reportkit.text.numerals import (
    ARABIC,
    CHINESE,
    DIGITS,
    EXACT,
    LONGEST_NUMBER,
    MULTIPLIERS,
    RAISED,
    parse_numeral,
)

DIGIT = f"[{ARABIC}]"
DASHES = "-－−‐‑—–―~～〜∼"
# The colons that print a ratio: of a keyboard, of full width, of Word and of old fonts.
COLONS = ":：∶︰꞉˸﹕"
# What ends a clause behind a number; so does the end of the text.
CLOSING = "，。；、,;：:！？!?）)”」》】|\n\t 　"
# 千 and 百 are part of the unit in 千瓦, 千克, 千伏, 百分点.
_MULTIPLIER = (
    "(?:[十百万亿萬億拾佰](?!分[之点點])|[千仟](?![ 　]?(?:[瓦克米伏卡赫焦帕乏升]|分[点點]|字节|比特)))"
)
# Possessive throughout: what was read of a number is never given back, so that no text takes long.
_ARABIC = rf"(?>{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}}){{1,20}}+(?!{DIGIT})|{DIGIT}++)(?:[.．·]{DIGIT}++)?+"
# 一五六·三亿斤: a point, but none in 五·四运动
_DOT = rf"·(?=[{CHINESE}]{{1,4}}(?:[%％‰万亿萬億吨斤亩米倍]|元(?!旦)|公[里斤顷]))"
_CHINESE = rf"(?:[{CHINESE}]|{_MULTIPLIER})++(?:(?:[点點]|{_DOT})[{CHINESE}]++)?+"
_PLAIN = rf"(?>{_ARABIC}|{_CHINESE})"
# 3亿3千多万, 十几万; 3亿几千万, 两亿多几百万, 三亿零数十万: how many more is not told
_SOME = "(?>(?<=[百千万亿萬億零])[多余餘]?零?[几数]|[多余餘来几])?+"
_MORE = rf"(?:{_SOME}{_MULTIPLIER}++(?:[零〇]?+{_ARABIC}(?=[多余]?{_MULTIPLIER}|[^{ARABIC}年月日号%％]))?+)*+"
# 1.2×10^5 and 1.2×10⁵, as equations and raised digits are written; 2/5万, a part of a multiplier
_POWER = rf"(?:{_ARABIC}[ 　]?[×xX*][ 　]?)?+10(?:\^[-－−–]?{DIGIT}{{1,2}}+|[{RAISED}]{{1,3}}+)(?!{DIGIT}){_MULTIPLIER}*+"
_PART = rf"(?<![0-9０-９A-Za-z.．/／]){DIGIT}{{1,3}}/{DIGIT}{{1,3}}{_MULTIPLIER}++"
# 减少收入四、五十亿元, 要多五、六倍: neighbours that are one number; 第一、二产业 and 二、三次管线 are none
_NEIGHBOURS = (
    r"(?<=[\u4e00-\u9fff])(?<!第)(?:一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九)"
    r"(?:[十百千万亿]++(?![、年月日])|(?=[倍斤吨亩]))"
)
_NUMERAL = rf"(?>{_NEIGHBOURS}|{_POWER}|{_PART}|{_ARABIC}{_MORE}|{_CHINESE}(?:{_SOME}{_MULTIPLIER}++)*+)"
# 1/3, in figures: a part of a whole, unless it is a date, a rate or a part of a longer run of figures.
_SLASH = (
    r"(?<![0-9０-９A-Za-z./／])[1-9１-９][/／](?:[1-9１-９]|10|１０)(?![0-9０-９A-Za-z./／年月日号万元人件])"
)
# 十万分之八, 10万分之8.6: what 分之 divides by may be a round number; any other is a part in words
_WHOLE = rf"(?>[{ARABIC}{CHINESE}]{{0,3}}[十百千万亿]{{1,4}})(?=分之)"
# 半个百分点, 半小时: half of what is measured, and not the second half of 上半年 or 三斤半
_HALF = rf"(?<![上下前后大多小对各减折参{ARABIC}{CHINESE}年月日天个])半(?=[个小公亩吨斤成倍])"
# 亏损减半; but 减半征收 and 三免三减半 are kinds of tax
_HALVED = rf"半(?<=[\u4e00-\u9fff]减半)(?<![免和与及先后{ARABIC}一二三四五两]减半)(?=以上|左右|了|\W|$)"
# 数量实现翻番 is once more what it was; 翻番目标 and 提前翻番 name a plan
_DOUBLED = r"(?<=[\u4e00-\u9fff])(?<![快前双求])翻番(?!目标|计划|任务|工程|的要求)"
# 增长负3.5%, and not 降低企业税负3.5亿元: there it is the end of a word
_MINUS = "(?<![税减增胜正抱自担背肩辜欺盈])负"
# What a number may begin with, and what stands before 分之: looked for first, as most characters are neither.
_FIRST = rf"(?=[{ARABIC}{CHINESE}{MULTIPLIERS}翻半负\-－−])"
_BELOW = rf"(?=[{ARABIC}{CHINESE}{MULTIPLIERS}.．·,，点點]{{1,24}}+分之)"
# Standard expressions, which find these sets of characters three times as fast. Before Python 3.11.5 they lose part of
# what a possessive group holds: of 发电量28亿千瓦时 nothing was read.
_compile: Any = re.compile if sys.version_info >= (3, 11, 5) else regex.compile
CANDIDATE: re.Pattern[str] = _compile(
    rf"{_FIRST}(?:(?P<fraction>{_BELOW}(?:{_WHOLE}|{_PLAIN})分之{_PLAIN})"
    rf"|(?P<slash>{_SLASH})"
    rf"|(?P<doubled>{_DOUBLED})"
    rf"|(?P<half>一半|半数|{_HALVED}|(?<=(?<![经通])过|近)半(?![年月天日个数百小径场程途路夜多点空里晌载])(?=\w|[，。、；]))"
    rf"|(?P<sign>(?<![{DASHES}0-9０-９A-Za-z%％‰])[-－−]|{_MINUS})?(?P<numeral>{_NUMERAL}|{_HALF}))"
)
APPROXIMATORS = "多余餘来几数"
# 10至15万元, 3—5家, 百分之四到五: a second end right behind a first one that has no unit
UPPER_END: re.Pattern[str] = _compile(
    rf"[ 　]?(?:(?P<dash>[{DASHES}])(?P=dash)?|至|到)[ 　]?(?P<sign>[-－−负])?(?P<numeral>{_NUMERAL})"
)
# 22.7和28.8个百分点, 45、38、35个工作日, 5.3万、6万人: the last number's unit is the unit of all
_SHARING = rf"[-－−]?{DIGIT}{{1,12}}(?:[.．]{DIGIT}{{1,12}})?[十百千万亿]{{0,3}}+(?![瓦克米伏卡])"
SHARES_UNIT = regex.compile(rf"(?:[、和与及]{_SHARING}){{1,6}}")
# 3.4个、1个百分点: and so is one that begins with 个
SHARES_LONGER = regex.compile(rf"(?:[、和与及]{_SHARING}个(?=[、和与及])){{0,5}}[、和与及]{_SHARING}(?=个)")
CAME_FROM = regex.compile(r"[从由自][^，。；,;、\n]*$")
# 由12.5提高到15.6万元: so is that of the number that it came to
CAME_TO = regex.compile(rf"(?:[\u4e00-\u9fff]{{1,4}})?[到至为]{_SHARING}")
_PAIR = regex.compile(
    rf"(?P<head>(?:[{CHINESE}{MULTIPLIERS}]*[{MULTIPLIERS}])?)(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])"
    rf"(?P<tail>[{MULTIPLIERS}]*)"
)
_TAIL = regex.compile(rf"[{MULTIPLIERS}]+$")
# The signs of parts by their denominator; what is smaller is told in the smallest of them.
_PARTS = {Decimal(100): "%", Decimal(1000): "‰", Decimal(10000): "‱"}
_SMALLEST = Decimal(10000)

Pair = tuple[Decimal, Decimal]


def parse_fraction(text: str) -> tuple[Pair | None, str | None]:
    """The two ends of a fraction in words, which are one unless it names two, and its sign of parts if it has one.

    >>> parse_fraction("百分之三点四"), parse_fraction("百分之五六")
    (((Decimal('3.4'), Decimal('3.4')), '%'), ((Decimal('5'), Decimal('6')), '%'))
    >>> parse_fraction("十万分之八点六"), parse_fraction("百万分之五")
    (((Decimal('0.86'), Decimal('0.86')), '‱'), ((Decimal('0.05'), Decimal('0.05')), '‱'))
    >>> parse_fraction("三分之二"), parse_fraction("3/4")
    (((Decimal('0.6667'), Decimal('0.6667')), None), ((Decimal('0.7500'), Decimal('0.7500')), None))
    """
    if "分之" not in text:
        above, below = regex.split("[/／]", text)
        return _quotient(above, below), None
    below, _, above = text.partition("分之")
    whole = parse_numeral(below)
    if whole is None or below[-1] not in MULTIPLIERS or whole < min(_PARTS) or not _is_round(whole):
        return _quotient(above, below), None
    top = parse_numeral(above)
    ends = parse_pair(above) or (None if top is None else (top, top))
    sign = _PARTS.get(whole, _PARTS[_SMALLEST])
    if ends is None or whole in _PARTS:
        return ends, sign
    return (_of_smallest(ends[0], whole), _of_smallest(ends[1], whole)), sign


def _is_round(whole: Decimal) -> bool:
    """Whether a denominator is one with a 1 and noughts."""
    return str(whole).strip("0") == "1"


def _of_smallest(value: Decimal, whole: Decimal) -> Decimal:
    """So many of `whole` in parts of ten thousand: 十万分之八点六 is 0.86 ‱."""
    return EXACT.divide(EXACT.multiply(value, _SMALLEST), whole)


def _quotient(above: str, below: str) -> Pair | None:
    """A part of a whole, rounded to four digits; None for what is more than the whole."""
    top, bottom = parse_numeral(above), parse_numeral(below)
    if top is None or not bottom or top >= bottom:
        return None
    value = EXACT.divide(top, bottom).quantize(Decimal("0.0001"), context=EXACT)
    return value, value


def parse_pair(numeral: str) -> Pair | None:
    """The two ends of a numeral with neighbouring digits, None if it is no such range.

    >>> parse_pair("两三千"), parse_pair("十七八"), parse_pair("三十")
    ((Decimal('2000'), Decimal('3000')), (Decimal('17'), Decimal('18')), None)
    """
    pair = _PAIR.fullmatch(numeral) if len(numeral) <= LONGEST_NUMBER else None
    if pair is None or DIGITS[pair["high"]] - DIGITS[pair["low"]] != 1:
        return None
    low, high = (parse_numeral(pair["head"] + pair[end] + pair["tail"]) for end in ("low", "high"))
    return None if low is None or high is None else (low, high)


def parse_ends(lower: str, upper: str) -> Pair | None:
    """The two ends of a range whose lower end leaves out what the upper one says: its multiplier.

    >>> parse_ends("1.2", "1.5万"), parse_ends("500", "1万"), parse_ends("8", "5")
    ((Decimal('12000'), Decimal('15000')), (Decimal('500'), Decimal('10000')), None)
    """
    low, high = parse_numeral(lower), parse_numeral(upper)
    if low is None or high is None:
        return None
    tail = _TAIL.search(upper)
    if tail is not None and not _TAIL.search(lower) and len(tail[0]) < len(upper):
        bare = parse_numeral(upper[: tail.start()])
        shared = parse_numeral(lower + tail[0])
        if bare is not None and shared is not None and low < bare:
            low = shared
    return (low, high) if low < high else None
