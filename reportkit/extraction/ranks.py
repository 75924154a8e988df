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
from reportkit.text.numerals import ARABIC, parse_numeral, tidy

LOWEST_RANK = 9999
# What the parts of a whole add up to, and by how much rounding may let them miss it.
WHOLE, ROUNDED = Decimal(100), Decimal(1)
_AMOUNT = rf"{DIGIT}{{1,12}}(?:\.{DIGIT}{{1,12}})?"
# Three parts and more may also be parted by strokes and dashes: 18.2/37.3/44.5
_RATIO = regex.compile(
    rf"(?<![{ARABIC}.]){_AMOUNT}"
    rf"(?:(?: ?[{COLONS}] ?{_AMOUNT}){{1,12}}|(?P<mark>[/／—–-]){_AMOUNT}(?:(?P=mark){_AMOUNT}){{1,12}})"
    rf"(?![{ARABIC}./／%％年月日])"
)
_PART = regex.compile(_AMOUNT)
# 城乡居民收入比2.31:1 and 师生比1:15 are one number, how many there are to one
_TO_ONE = regex.compile(
    rf"(?P<amount>{_AMOUNT}) ?[{COLONS}] ?1(?![{ARABIC}.])|1 ?[{COLONS}] ?(?P<amount>{_AMOUNT})"
)
_NEAR = 12


def find_ranks(text: str, span: Span, lexicon: Lexicon) -> list[Quantity]:
    """The ranks in a paragraph; 前5名 is a rank of at most 5."""
    found: list[Quantity] = []
    for match in lexicon.signs["rank"].finditer(text, span.start, span.stop):
        if found and match.start("rank") < found[-1].span.stop:
            continue
        numeral = match["n"] or match["top"]
        value = parse_numeral(numeral) if numeral else Decimal(1)
        if not value or value > LOWEST_RANK:
            continue
        rank = _rank(text, Span(*match.span("rank")), value, bool(match["top"]), lexicon)
        listed = _listed(text, span, match.end("rank"), lexicon) if match["n"] else []
        unit = listed[-1].unit if listed else None
        found += [replace(each, unit=each.unit or unit) for each in (rank, *listed)]
    return found


def _listed(text: str, span: Span, at: int, lexicon: Lexicon) -> list[Quantity]:
    """The further ranks of a list that begins with one that ends at `at`; figures alone are some only before 位 or 名."""
    ranks: list[Quantity] = []
    told = 0
    while match := lexicon.signs["next-rank"].match(text, at, span.stop):
        value = parse_numeral(match["n"] or match["bare"])
        if not value or value > LOWEST_RANK:
            break
        ranks.append(_rank(text, Span(*match.span("rank")), value, False, lexicon))
        at = match.end()
        if match["n"] or ranks[-1].unit is not None:
            told = len(ranks)
    return ranks[:told]


def _rank(text: str, place: Span, value: Decimal, top: bool, lexicon: Lexicon) -> Quantity:
    last = place.of(text)[-1]
    return Quantity(
        span=place,
        number=place,
        value=value,
        unit=last if last in lexicon.lists["rank-units"] else None,
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
        if not lexicon.signs["ratio-noun"].search(text, low, match.start()) and not (
            follows and not match["mark"]
        ):
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
