"""Spaces inside numbers, between numbers and units, and justified spacing of whole words."""

from __future__ import annotations

import regex

from reportkit.model import Edit, Span
from reportkit.text.grid import LONGEST_ROW, is_row
from reportkit.text.items import Items, find_items

_HAN = r"[\u3400-\u9fff]"
# A pattern that begins with what it looks for, (?=[ 　]), passes over the rest of a text in one step.
# (一　2023年工作回顾 is a heading and keeps its space, and so is 1.1 2023年工作回顾)
# 8.2 %, 突破 1000 亿元, 3555 万 人: between a number and what belongs to it
_NUMBER = regex.compile(
    rf"(?=[ 　])(?:(?<=[0-9０-９.．%％])[ 　]{{1,2}}(?=[%％‰万亿千百]|{_HAN})"
    rf"|(?<={_HAN})(?<!(?m:^)[一二三四五六七八九十]{{1,3}})[ 　](?=[0-9０-９])"
    r"|(?<=[0-9])[ 　](?!(?:19|20)[0-9]{2}[ 　]?年)(?=[0-9 ]{0,12}[0-9][ 　]?年))"
)
# 政 府 工 作 报 告: four or more characters, each alone
# 3 5 5 5 万人, 1 7 8 . 9 亿元: every digit alone
# 4 2 6 0 3件; 办结3 918件, 收入1 234.5万元: thousands set apart
_DECIMALS = r"(?:[ 　]?[.．][ 　]?[0-9](?:[ 　]?[0-9]){0,5})?"
_DIGITS = regex.compile(
    rf"(?=[ 　])(?:(?<=(?<![0-9])[0-9])(?:[ 　][0-9]){{1,9}}{_DECIMALS}(?=[ 　]?[万亿年月日%％‰])"
    rf"|(?<=(?<![0-9])[0-9])(?:[ 　][0-9]){{2,9}}{_DECIMALS}(?=[ 　]?{_HAN})"
    r"|(?<=[\u3400-\u9fff：:（(][0-9]{1,3})(?:[ 　][0-9]{3}){1,4}(?:[.．][0-9]{1,6})?"
    rf"(?=[ 　]?(?![年月日])(?:{_HAN}|[%％])))"
)
# 178. 9亿元, 16 .7万吨: beside the point
_POINT = regex.compile(
    r"(?=[ 　])(?:(?<=[0-9][.．])[ 　](?=[0-9])|(?<=[0-9][ 　][.．])[ 　](?=[0-9])|(?<=[0-9])[ 　](?=[.．][ 　]?[0-9]))"
)
# 12, 345万元: behind the comma of thousands
_COMMA = regex.compile(
    r"(?=[ 　])(?<=(?<![0-9,])[0-9]{1,3}(?:,[ 　]?[0-9]{3}){0,4},)[ 　]"
    r"(?=[0-9]{3}(?![0-9])(?:,[ 　]?[0-9]{3}(?![0-9])){0,4}(?:[.．][0-9]|[ 　]?[\u3400-\u9fff%]))"
)
# 完成投资, 建成12个: a comma with a space behind it parts the clauses of this text
_LOOSE = regex.compile(r"[\u3400-\u9fff%], (?=[\u3400-\u9fff0-9])")
# 二 十 五 亿元, 二 〇 二 三 年: numerals, each alone
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"
_NUMERALS = regex.compile(
    rf"(?=[ 　])(?<=[^\s第]{_NUMERAL})(?:[ 　]{_NUMERAL}){{1,12}}"
    r"(?=[ 　]?[年万亿元个人家户亩吨件项次%])"
)
# 1.6亿千 瓦时: a unit that begins like a multiplier
_UNIT = regex.compile(r"(?=[ 　])(?<=[千兆])[ 　](?=[瓦克米伏])")
_JUSTIFIED = regex.compile(rf"(?=[ 　])(?<=(?<!{_HAN}){_HAN})(?:[ 　]{{1,2}}{_HAN}){{3,}}(?!{_HAN})")
# 生 产 总 值 62 亿 元，增 长 5 %: a line of words and numbers set so, told by one of its words
_COUNTS = "0-9０-９百两一二三四五六七八九十"
_MARK = "[，。；、：！？,;:%％‰“”（）()]"
_TOKEN = (
    rf"(?=\S){_HAN}?+(?:[0-9０-９]{{1,12}}+(?:[.．][0-9０-９]{{1,6}}+)?+)?+[.．]?+{_MARK}{{0,3}}+{_HAN}?+"
)
_SPACED = regex.compile(rf"(?=[ 　])(?<=(?<![^\s。；：！？，、]){_HAN})(?:[ 　]{{1,2}}{_TOKEN}(?!\S)){{5,}}+")
_FIGURES = "0123456789０１２３４５６７８９.．"
# 生产总值 增 长 5%: a word that leads to a number, and 失 业 率 3.5%, one that is measured by it
_LEADS = regex.compile(
    r"(?=[ 　])(?:(?<=增)[ 　]{1,4}(?=[长加速幅])|(?<=减)[ 　]{1,4}(?=少)|(?<=降)[ 　]{1,4}(?=低)"
    r"|(?<=提)[ 　]{1,4}(?=高)|(?<=(?<!以)下)[ 　]{1,4}(?=降)|(?<=(?<!以)上)[ 　]{1,4}(?=[升涨])|(?<=达)[ 　]{1,4}(?=到))"
    rf"(?=.[ 　]{{0,4}}[了约近超为到至{_COUNTS}])"
)
# 外贸 下降3%: the space parts a verb from what it is said of
_VERB = regex.compile(
    rf"(?=[ 　])(?<={_HAN})[ 　]"
    rf"(?=(?:同比|比上年)?(?:增长|增加|提高|上升|上涨|下降|降低|减少|达到)了?[{_COUNTS}])"
)
_MEASURED = regex.compile(
    rf"(?=[ 　])(?<=(?<![^\s。；，、：]){_HAN})(?:[ 　]{{1,2}}{_HAN}){{2}}(?=[ 　]{{0,2}}[0-9０-９])"
)
# What such words and lines have, and few texts.
_WIDE = regex.compile(rf"[ 　]{_HAN}[ 　]")
# 八、金  融: a heading of two characters, set wide
_TWO = regex.compile(rf"(?=[ 　])(?<=[一二三四五六七八九十]、{_HAN})[ 　]{{1,4}}(?={_HAN}[ 　]*(?:\n|$))")
_GAP = regex.compile(r"[ 　]+")


def find_spacing(text: str) -> list[Edit]:
    """Find an edit for every space that stands where none belongs; headings numbered and followed by one keep it."""
    spans = {match.span() for pattern in (_NUMBER, _UNIT, _LEADS, _VERB) for match in pattern.finditer(text)}
    spans |= {match.span() for match in _POINT.finditer(text)}
    if not _LOOSE.search(text):
        spans |= {match.span() for match in _COMMA.finditer(text)}
    wide = (_JUSTIFIED, _MEASURED) if _WIDE.search(text) else ()
    for pattern in (*wide, _DIGITS, _TWO, _NUMERALS):
        for match in pattern.finditer(text):
            spans |= {gap.span() for gap in _GAP.finditer(text, *match.span())}
    for match in _SPACED.finditer(text) if wide else ():
        spans |= _within(text, match)
    items = find_items(text) if spans else Items()
    borders = {
        span.stop for span in (*items.sure, *items.doubtful)
    }  # 1. 5万亩, 1 5万亩: an item and its text
    edits = [Edit(Span(*span), "", "spacing") for span in sorted(spans) if span[0] not in borders]
    return edits if "  " not in text and "\t" not in text else [e for e in edits if not _in_row(text, e.span)]


def _within(text: str, line: regex.Match[str]) -> set[tuple[int, int]]:
    """Return the spaces of a line of which a word is set wide, but for those between figures: 62 亿 元，增 长 5 %."""
    if not _JUSTIFIED.search(text, *line.span()):
        return set()
    gaps = (gap.span() for gap in _GAP.finditer(text, *line.span()))
    return {(low, high) for low, high in gaps if not (text[low - 1] in _FIGURES and text[high] in _FIGURES)}


def _in_row(text: str, span: Span) -> bool:
    """Whether a space keeps the columns of a table apart, in a line without pipes."""
    low, high = max(span.start - LONGEST_ROW, 0), min(span.stop + LONGEST_ROW, len(text))
    start, stop = text.rfind("\n", low, span.start) + 1, text.find("\n", span.stop, high)
    if (start == 0 and low > 0) or (stop < 0 and high < len(text)):
        return False
    line = text[start : stop if stop >= 0 else high]
    return "|" not in line and is_row(line)
