"""What a cell of a table holds: one figure or several, with the words, signs and brackets that stand around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import regex

from reportkit.extraction.lexicon import Exclusion, Lexicon
from reportkit.extraction.quantities import find_quantities
from reportkit.extraction.tableunits import Factor, named_factor
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Bound, Span
from reportkit.stages import Mention, Quantity
from reportkit.text.grid import NUMBER
from reportkit.text.numerals import tidy
from reportkit.values import dataclass

# A cell that is longer is a text, whatever it holds.
LONGEST = 60
# Before a number an arrow tells a change; behind it, as a bracket around it, it tells one only in tables of growth,
# where a triangle that points up is a minus.
ARROWS, TRIANGLES = ("↑", "↓"), ("△", "▲")
_ARROWED = {"↑": 1, "↓": -1, "▼": -1, "▽": -1}
_SIGNS = "↑↓▼▽△▲"
_DIGIT = regex.compile("[0-9０-９]")
_BROKEN = regex.compile(r"[0-9０-９.．,，%％‰()（）/／~～\s\p{Co}\ufffd＋+－−–—-]+")
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}(?![0-9])")
_BARE = r"[-－−–—]{0,2}(?:[0-9０-９]{1,3}(?:[,， ][0-9０-９]{3})+|[0-9０-９]{1,24})(?:[.．][0-9０-９]{1,8})?"
_NUMBER = regex.compile(rf"(?P<low>{_BARE})(?:(?P<dash>[-－−–—~～至]{{1,2}})(?P<high>{_BARE}))?")
_OWN_UNIT = regex.compile(r"(?P<number>[-－−+]?[0-9][0-9,，]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9\s].{0,7})")
_PART = regex.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?")
_RATIO = regex.compile(rf"{_PART.pattern}(?:[:：∶︰]{_PART.pattern}){{1,4}}")
WHOLE = 100
_ZERO = regex.compile("0[0-9]")
_SIGNED = regex.compile(rf"(?P<sign>[{_SIGNS}])[\s(（]*$")
_IN_BRACKETS = regex.compile(r"[(（]\s*[0-9０-９][^()（）]*[)）]\s*[%％‰]?")
_AROUND = rf"[\s,，;；、/／()（）:：+＋*＊{_SIGNS}]"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Figure:
    """One number of a cell.

    `quantity` is there where the cell names the unit; else `digits` is the number as it is printed, `high` the upper
    end of a range, and the table names the unit, if `factor` does not. `direction` is what a word or an arrow says of
    it, `sign` a triangle or a bracket around it, which the header explains.
    """

    span: Span
    quantity: Quantity | None = None
    digits: str = ""
    high: str = ""
    bound: Bound = "="
    factor: Factor | None = None
    direction: int = 0
    sign: str = ""
    basis: Span | None = None

    @property
    def is_class(self) -> bool:
        """Whether it may name a class of things as well as measure: 90平方米以下, 0-14岁."""
        quantity = self.quantity
        return (
            quantity is not None and quantity.bound != "=" and quantity.dimension not in ("ratio", "points")
        )


def read_figures(
    text: str,
    span: Span,
    mentions: Sequence[Mention],
    exclusions: list[Exclusion],
    lexicon: Lexicon,
    words: Vocabulary,
) -> tuple[Figure, ...] | None:
    """The figures of a cell in which `mentions` are named.

    None where it is a text, and nothing where it looks like a number and cannot be read.
    """
    content = span.of(text)
    if NUMBER.fullmatch(content):
        return (_plain(span, content),)
    if len(content) > LONGEST or not _DIGIT.search(content):
        return None
    quantities, _ = find_quantities(text, span, lexicon, mentions, exclusions)
    if quantities and (found := _around(text, span, quantities, lexicon, words)):
        return found
    if not quantities and (bare := _bare(text, span, lexicon, words)):
        return (bare,)
    if shares := _shares(text, span):
        return shares
    if (own := _OWN_UNIT.fullmatch(content)) and (factor := named_factor(own["unit"], lexicon)):
        return (Figure(span, digits=own["number"], factor=factor),)
    broken = _BROKEN.fullmatch(content) is not None and not _YEAR.match(content)
    return () if broken else None


def _plain(span: Span, content: str) -> Figure:
    """A number that stands alone in its cell."""
    trail = content.rstrip("）)")[-1:]
    sign = trail if trail in ARROWS else "(" if _IN_BRACKETS.fullmatch(content) else ""
    first = _DIGIT.search(content)
    return _signed(Figure(span, digits=content, sign=sign), content[: first.start()] if first else "")


def _signed(figure: Figure, before: str, verb: str = "", words: Vocabulary | None = None) -> Figure:
    """A figure with what the last sign before it and the verb there say of it."""
    found = _SIGNED.search(before)
    told = found["sign"] if found else ""
    direction = _directions(words)[verb] if words and verb else _ARROWED.get(told, 0)
    return replace(figure, direction=direction, sign=told if told in TRIANGLES else figure.sign)


def _around(
    text: str, span: Span, quantities: Sequence[Quantity], lexicon: Lexicon, words: Vocabulary
) -> tuple[Figure, ...] | None:
    """The figures of a cell that holds nothing beside its quantities but what says how they moved, and since when."""
    figures: list[Figure] = []
    at = span.start
    for quantity in quantities:
        led = _led(lexicon, words).fullmatch(text, at, quantity.span.start)
        if led is None:
            return None
        figure = Figure(quantity.span, quantity, basis=_basis(led))
        figures.append(_signed(figure, led[0], led["verb"], words))
        at = quantity.span.stop
    rest = text[at : span.stop].strip()
    if regex.fullmatch(rf"{_AROUND}*", rest) is None:
        return None
    if len(figures) > 1:
        return tuple(figures)
    bracket = "(" if _IN_BRACKETS.fullmatch(span.of(text)) else ""
    sign = rest if rest in ARROWS else bracket or figures[0].sign
    return (replace(figures[0], sign=sign),)


def _shares(text: str, span: Span) -> tuple[Figure, ...]:
    """The parts of a ratio that make a whole of 100: 18.2:37.3:44.5."""
    if not _RATIO.fullmatch(text, span.start, span.stop):
        return ()
    parts = [(Span(*part.span()), Decimal(part[0])) for part in _PART.finditer(text, span.start, span.stop)]
    if abs(sum((value for _, value in parts), Decimal(0)) - WHOLE) > 1:
        return ()
    ratios = (
        Quantity(place, place, tidy(value), None, "ratio", "=", tidy(value), tidy(value), "ratio", ("ratio",))
        for place, value in parts
    )
    return tuple(Figure(quantity.span, quantity) for quantity in ratios)


def _bare(text: str, span: Span, lexicon: Lexicon, words: Vocabulary) -> Figure | None:
    """A number without a unit, with a word or a sign of bound, or a verb: 6以上, ≥6, 增长6.2, 6-6.5."""
    match = _NUMBER.search(text, span.start, span.stop)
    if match is None or (match["dash"] and (_YEAR.match(match["low"]) or _ZERO.match(match["low"]))):
        return None
    start, stop = match.span()
    bound: Bound = "="
    begin, end = start, stop
    if before := lexicon.bound_before(text, span.start, start):
        begin, bound = start - len(before[0]), before[1]
    if after := lexicon.bound_after(text, stop, span.stop, True):
        end, bound = stop + len(after[0]), after[1]
    led = _led(lexicon, words).fullmatch(text, span.start, begin)
    if led is None or regex.fullmatch(rf"{_AROUND}*", text[end : span.stop]) is None:
        return None
    figure = Figure(
        Span(begin, end),
        digits=match["low"],
        high=match["high"] or "",
        bound="range" if match["high"] else bound,
        basis=_basis(led),
    )
    return _signed(figure, led[0], led["verb"], words)


def _basis(led: regex.Match[str]) -> Span | None:
    return Span(*led.span("basis")) if led["basis"] else None


@cache
def _directions(words: Vocabulary) -> dict[str, int]:
    """The words that say how a number moved, and which way."""
    grow = {word: head.direction for word, head in words.heads.items() if head.measure == "growth"}
    return grow | {word: verb.direction for word, verb in words.verbs.items() if verb.direction}


@cache
def _led(lexicon: Lexicon, words: Vocabulary) -> regex.Pattern[str]:
    """What may stand before a number in its cell: against what it is, and how it moved."""
    moved = _either(_directions(words))
    basis, lead = _either(lexicon.lists["cell-basis"]), _either(lexicon.lists["cell-leads"])
    around = f"(?:{_AROUND}|{lead})*+"
    return regex.compile(rf"{around}(?P<basis>{basis})?+{around}(?P<verb>{moved})?+{around}")


def _either(words: Iterable[str]) -> str:
    """A pattern of any of `words`, the longest first."""
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True)))
