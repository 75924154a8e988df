"""How numbers are printed: the patterns that find them, and what fractions and pairs of digits mean."""

from __future__ import annotations

from decimal import Decimal

import regex

from reportkit.text.numerals import ARABIC, CHINESE, DIGITS, EXACT, parse_numeral

DIGIT = f"[{ARABIC}]"
# 千 and 百 are part of the unit in 千瓦, 千克, 千伏, 百分点.
_MULTIPLIER = "(?:[十百万亿萬億拾佰](?!分)|[千仟](?![ 　]?[瓦克米伏卡赫焦帕乏升]))"
# Possessive throughout: what was read of a number is never given back, so that no text takes long.
_ARABIC = rf"(?>{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}})++(?!{DIGIT})|{DIGIT}++)(?:[.．·]{DIGIT}++)?+"
_CHINESE = rf"(?:[{CHINESE}]|{_MULTIPLIER})++(?:[点點][{CHINESE}]++)?+"
_PLAIN = rf"(?>{_ARABIC}|{_CHINESE})"
_MORE = rf"(?:[多余餘来几]?+{_MULTIPLIER}++(?:{_ARABIC}(?=[多余]?{_MULTIPLIER}|[^{ARABIC}年月日号%％]))?+)*+"
_NUMERAL = rf"(?>{_ARABIC}{_MORE}|{_CHINESE}(?:[多余餘来几]?+{_MULTIPLIER}++)*+)"
CANDIDATE = regex.compile(
    rf"(?P<fraction>(?:[百千万](?=分之)|{_PLAIN})分之{_PLAIN})"
    r"|(?P<half>一半|半数|(?<=过)半(?=[，。以的]))"
    rf"|(?P<sign>(?<![0-9０-９A-Za-z%％—-])[-－−]|负)?(?P<numeral>{_NUMERAL})"
)
APPROXIMATORS = "多余餘来几"
# 22.7和28.8个百分点, 45、38、35个工作日: the last number's unit is the unit of all
_SHARING = rf"[-－−]?{DIGIT}{{1,12}}(?:[.．]{DIGIT}{{1,12}})?"
SHARES_UNIT = regex.compile(rf"(?:[、和与及]{_SHARING}){{1,6}}")
_PAIR = regex.compile(r"([一二两三四五六七八])([二三四五六七八九])(?=[十百千万亿]|$)")
_PARTS = {"百": "%", "千": "‰", "万": "‱"}


def parse_fraction(text: str) -> tuple[Decimal | None, str | None]:
    """The value of a fraction in words, and its sign of parts if it has one.

    >>> parse_fraction("百分之三点四"), parse_fraction("三分之二")
    ((Decimal('3.4'), '%'), (Decimal('0.6667'), None))
    """
    below, _, above = text.partition("分之")
    top = parse_numeral(above)
    if below in _PARTS:
        return top, _PARTS[below]
    bottom = parse_numeral(below)
    if top is None or not bottom:
        return None, None
    return EXACT.divide(top, bottom).quantize(Decimal("0.0001"), context=EXACT), None


def parse_pair(numeral: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of a numeral with neighbouring digits, None if it is no such range.

    >>> parse_pair("两三千"), parse_pair("三十")
    ((Decimal('2000'), Decimal('3000')), None)
    """
    pair = _PAIR.match(numeral)
    if pair is None or DIGITS[pair[2]] - DIGITS[pair[1]] != 1 or any(c in ARABIC for c in numeral):
        return None
    low, high = parse_numeral(pair[1] + numeral[2:]), parse_numeral(pair[2] + numeral[2:])
    return None if low is None or high is None else (low, high)
