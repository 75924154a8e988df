"""Numbers that are no amounts: ranks (居全国第4位) and ratios (三次产业结构3.9:39.0:57.1)."""

from __future__ import annotations

from decimal import Decimal

import regex

from reportkit.extraction.grammar import DIGIT
from reportkit.model import Quantity, Span
from reportkit.text.numerals import ARABIC, CHINESE, parse_numeral, tidy

LOWEST_RANK = 9999
_RANK = regex.compile(
    r"(?:居|列|位|排|名|进入|跻身|全[国省市县区州]|世界|全球|跃升|上升|保持|稳居|取得|荣获|夺得|升至|位次|晋升|前进到)"
    r"[^，。；、\n]{0,12}?"
    rf"(?P<rank>第(?P<n>[{ARABIC}{CHINESE}十百]{{1,8}})(?:位|名|(?=[，。；、）,;)]|$))|(?<![放摆][在到])首位|榜首"
    rf"|(?<!名列)前(?P<top>[{ARABIC}{CHINESE}十]{{1,8}})(?:位|名|强)?)"
    r"(?![届次个季产期章节条款项批线五步一二三大])"
)
_AMOUNT = rf"{DIGIT}{{1,12}}(?:\.{DIGIT}{{1,12}})?"
_RATIO = regex.compile(rf"(?<!{DIGIT}){_AMOUNT}(?:[:：∶︰]{_AMOUNT}){{1,12}}")
_PART = regex.compile(_AMOUNT)
# 8:30 is a time of day; a ratio is told by the noun before it.
_RATIO_NOUN = regex.compile(r"结构|比例|构成|之比|比重|产业[^，。；]{0,4}由|比(?:为|是|由)")
_NEAR = 12


def find_ranks(text: str, span: Span) -> list[Quantity]:
    """The ranks in a paragraph; 前5名 is a rank of at most 5."""
    found = []
    for match in _RANK.finditer(text, span.start, span.stop):
        numeral = match["n"] or match["top"]
        value = parse_numeral(numeral) if numeral else Decimal(1)
        if not value or value > LOWEST_RANK:
            continue
        place = Span(*match.span("rank"))
        last = place.of(text)[-1]
        lower = None if match["top"] else value
        found.append(
            Quantity(
                span=place,
                number=place,
                value=value,
                unit=last if last in "位名" else None,
                dimension="count",
                bound="<" if match["top"] else "=",
                lower=lower,
                upper=value,
                form="ordinal",
                rules=("rank",),
            )
        )
    return found


def find_ratios(text: str, span: Span) -> list[Quantity]:
    """The parts of the ratios in a paragraph, each a quantity."""
    found: list[Quantity] = []
    for match in _RATIO.finditer(text, span.start, span.stop):
        # 由24：40.2：35.8优化为24.3：27.1：48.6: the noun stands before the first
        follows = found and match.start() - found[-1].span.stop <= _NEAR
        if not follows and not _RATIO_NOUN.search(text, max(span.start, match.start() - 20), match.start()):
            continue
        for part in _PART.finditer(text, match.start(), match.end()):
            value = parse_numeral(part[0])
            if value is not None:
                value, place = tidy(value), Span(*part.span())
                found.append(
                    Quantity(place, place, value, None, "ratio", "=", value, value, "ratio", ("ratio",))
                )
    return found
