"""Numbers that are no amounts: ranks (居全国第4位) and ratios (三次产业结构3.9:39.0:57.1)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

import regex

from reportkit.extraction.grammar import COLONS, DIGIT
from reportkit.extraction.lexicon import Lexicon
from reportkit.model import Span
from reportkit.stages import Quantity
from reportkit.text.numerals import ARABIC, CHINESE, parse_numeral, tidy

LOWEST_RANK = 9999
# What the parts of a whole add up to, and by how much rounding may let them miss it.
WHOLE, ROUNDED = Decimal(100), Decimal(1)
_RANK = regex.compile(
    r"(?:居|列|位|排|名|(?<=[率力况平量强度业境值额入位名合])[由从]|进入|跻身|全[国省市县区州]|世界|全球|跃升|上升|保持|稳居|取得|荣获|夺得|升至|位次|晋升|前进到)"
    r"[^，。；、\n]{0,12}?"
    rf"(?P<rank>第(?P<n>[{ARABIC}{CHINESE}十百]{{1,8}})(?:位|名|(?=[，。；、）,;)]|[和与及]第|(?:上升|跃升|提升|攀升|前移|下降|下滑|后移|跌|升|进|退)[到至为]|$))|(?<![放摆][在到])首位|榜首"
    rf"|(?<!名列)前(?P<top>[{ARABIC}{CHINESE}十]{{1,8}})(?:位|名|强)?)"
    r"(?![届次个季产期章节条款项批线五步一二三大])"
)
# 居全省第3、4位, 分列全省第3位、第5位: what follows a rank in a list is one too
_NEXT_RANK = regex.compile(
    rf"[、和与及]{{1,2}}(?P<rank>(?:第(?P<n>[{ARABIC}{CHINESE}十百]{{1,8}})|(?P<bare>{DIGIT}{{1,4}}(?=位|名|、)))(?:位|名)?)"
)
_AMOUNT = rf"{DIGIT}{{1,12}}(?:\.{DIGIT}{{1,12}})?"
# Three parts and more may also be parted by strokes and dashes: 18.2/37.3/44.5
_RATIO = regex.compile(
    rf"(?<![{ARABIC}.]){_AMOUNT}"
    rf"(?:(?: ?[{COLONS}] ?{_AMOUNT}){{1,12}}|(?P<mark>[/／—–-]){_AMOUNT}(?:(?P=mark){_AMOUNT}){{1,12}})"
    rf"(?![{ARABIC}./／%％年月日])"
)
_PART = regex.compile(_AMOUNT)
# 8:30 is a time of day; a ratio is told by the noun before it.
_RATIO_NOUN = regex.compile(
    r"结构|比例|构成|之比|比重|产业[^，。；]{0,4}由|比(?:为|是|由)|(?<=[入女别口工资出床护别生师例])比[^，。；、比]{0,8}$"
)
# 城乡居民收入比2.31:1 and 师生比1:15 are one number, how many there are to one
_TO_ONE = regex.compile(
    rf"(?P<amount>{_AMOUNT}) ?[{COLONS}] ?1(?![{ARABIC}.])|1 ?[{COLONS}] ?(?P<amount>{_AMOUNT})"
)
_NEAR = 12


def find_ranks(text: str, span: Span) -> list[Quantity]:
    """The ranks in a paragraph; 前5名 is a rank of at most 5."""
    found: list[Quantity] = []
    for match in _RANK.finditer(text, span.start, span.stop):
        if found and match.start("rank") < found[-1].span.stop:
            continue
        numeral = match["n"] or match["top"]
        value = parse_numeral(numeral) if numeral else Decimal(1)
        if not value or value > LOWEST_RANK:
            continue
        rank = _rank(text, Span(*match.span("rank")), value, bool(match["top"]))
        listed = _listed(text, span, match.end("rank")) if match["n"] else []
        unit = listed[-1].unit if listed else None
        found += [replace(each, unit=each.unit or unit) for each in (rank, *listed)]
    return found


def _listed(text: str, span: Span, at: int) -> list[Quantity]:
    """The further ranks of a list that begins with one that ends at `at`; figures alone are some only before 位 or 名."""
    ranks: list[Quantity] = []
    told = 0
    while match := _NEXT_RANK.match(text, at, span.stop):
        value = parse_numeral(match["n"] or match["bare"])
        if not value or value > LOWEST_RANK:
            break
        ranks.append(_rank(text, Span(*match.span("rank")), value, top=False))
        at = match.end()
        if match["n"] or ranks[-1].unit is not None:
            told = len(ranks)
    return ranks[:told]


def _rank(text: str, place: Span, value: Decimal, top: bool) -> Quantity:
    last = place.of(text)[-1]
    return Quantity(
        span=place,
        number=place,
        value=value,
        unit=last if last in "位名" else None,
        dimension="count",
        bound="<" if top else "=",
        lower=None if top else value,
        upper=value,
        form="ordinal",
        rules=("rank",),
    )


def find_ratios(text: str, span: Span, lexicon: Lexicon) -> list[Quantity]:
    """The parts of the ratios in a paragraph, each a quantity; of so many to one there is but one."""
    found: list[Quantity] = []
    for match in _RATIO.finditer(text, span.start, span.stop):
        # 由24：40.2：35.8优化为24.3：27.1：48.6: the noun stands before the first
        follows = found and match.start() - found[-1].span.stop <= _NEAR
        low = max(span.start, match.start() - 20)
        pair = len(_PART.findall(match[0])) == len("AB")
        if pair:  # a time of day unless the noun stands in its clause
            low = max(low, *(text.rfind(mark, low, match.start()) for mark in "，。；"))
        if not _RATIO_NOUN.search(text, low, match.start()) and not (follows and not match["mark"]):
            continue
        if match["mark"] and not _is_whole(match[0]):
            continue
        if one := _TO_ONE.fullmatch(text, *match.span()):
            found.append(_to_one(text, span, Span(*match.span()), Span(*one.span("amount")), lexicon))
            continue
        for part in _PART.finditer(text, match.start(), match.end()):
            found.append(_part(text, Span(*part.span()), Span(*part.span()), "ratio"))
    return found


def _is_whole(printed: str) -> bool:
    """Whether the parts of a ratio make up the whole: 18.2/37.3/44.5, but not the years 2021-2022-2023."""
    total = sum((parse_numeral(part) or Decimal(0) for part in _PART.findall(printed)), Decimal(0))
    return abs(total - WHOLE) <= ROUNDED


def _to_one(text: str, span: Span, place: Span, number: Span, lexicon: Lexicon) -> Quantity:
    """How many there are to one, with the word that bounds it: 2.1:1左右."""
    one = _part(text, place, number, "plain")
    before, after = (
        lexicon.bound_before(text, span.start, place.start),
        lexicon.bound_after(text, place.stop, span.stop, False),
    )
    found = after or before
    if found is None:
        return one
    start = place.start - (len(before[0]) if before else 0)
    stop = place.stop + (len(after[0]) if after else 0)
    bound = found[1]
    return replace(
        one,
        span=Span(start, stop),
        bound=bound,
        lower=None if bound == "<" else one.value,
        upper=None if bound == ">" else one.value,
        rules=(*one.rules, found[2]),
    )


def _part(text: str, place: Span, number: Span, form: Literal["plain", "ratio"]) -> Quantity:
    value = tidy(parse_numeral(number.of(text)) or Decimal(0))
    return Quantity(place, number, value, None, "ratio", "=", value, value, form, ("ratio",))
