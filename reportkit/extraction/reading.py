"""Reading one quantity: a number, its unit and its bound, or the rule by which it is none."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import regex

from reportkit.extraction.figures import (
    HUNDRED_MILLION,
    PIECE,
    Number,
    between_pieces,
    inside,
    read_number,
    times,
    with_upper_end,
)
from reportkit.extraction.fore import Fore, each_before, money_before, unit_before
from reportkit.extraction.grammar import CAME_FROM, CAME_TO, SHARES_LONGER, SHARES_UNIT, Pair, parse_ends
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.refusals import Reason, at_least, is_size, refuse, refuse_number
from reportkit.extraction.rest import Amount, with_rest
from reportkit.model import Bound, Span
from reportkit.rules.schema import Unit
from reportkit.stages import Quantity
from reportkit.text.numerals import ARABIC, EXACT, FROM_10000, tidy
from reportkit.values import dataclass

UNLISTED = "unlisted counter"
_SPACES = " 　"
_LAST = regex.compile(rf"[{ARABIC}.．]+(?P<multiplier>[十百千万亿]*)$")
_REACH = 10


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Measured:
    """A number with its unit: where both begin and end, and the bound that stands inside."""

    ends: Pair
    unit: Unit | None
    printed: str | None
    start: int
    stop: int
    bound: Bound
    rules: tuple[str, ...]


def read_quantity(text: str, span: Span, match: re.Match[str], lexicon: Lexicon) -> Quantity | Reason:
    """The quantity that begins at `match`, a candidate of the grammar in the paragraph `span`; or why it is none."""
    number = read_number(text, span, match, lexicon)
    if number is None:
        return Reason.NUMERAL
    start = match.start()
    money = money_before(text, span.start, start, lexicon) if number.numeral else None
    if money is None and (reason := refuse_number(text, start, span.start, number.numeral, lexicon)):
        return reason
    number = with_upper_end(text, span, start, number, lexicon)
    begin = min(number.start, money.start) if money else number.start
    before = lexicon.bound_before(text, span.start, begin)
    if before is not None and before[0] in lexicon.lists["before-sizes"] and not is_size(number.numeral):
        before = None  # 规上65家
    least = at_least(text, span.start, begin, lexicon) if before is None else None
    bounded = before is not None or least is not None
    measured = _measured(text, span, start, number, money, bounded, lexicon)
    if least is not None and not isinstance(measured, Reason) and measured.bound == "=":
        measured = replace(measured, bound=least[0], rules=(*measured.rules, least[1]))
    return (
        measured if isinstance(measured, Reason) else _bounded(text, span, number, measured, before, lexicon)
    )


def _measured(
    text: str, span: Span, start: int, number: Number, money: Fore | None, bounded: bool, lexicon: Lexicon
) -> _Measured | Reason:
    """The number at `start` with its unit, or why it is no quantity; `bounded` tells that a bound stands before it."""
    begin, stop, ends = number.start, number.stop, number.ends
    if not number.numeral:
        unit = lexicon.units.get(number.parts) if number.parts else None
        known = (f"unit {unit.id}",) if unit else ()
        return _Measured(ends, unit, number.parts, begin, stop, "=", known)
    bound, rules, at = inside(text, span, number, lexicon)
    ends, bound, at, unit, printed = between_pieces(text, span, ends, bound, at, lexicon)
    numeral = number.numeral + (HUNDRED_MILLION if ends != number.ends and unit is None else "")
    if unit is None:
        unit, printed, at = _unit(text, span, start, at, numeral, lexicon)
    if unit is not None and printed == PIECE and (longer := _longer_unit(text, span, at, lexicon)):
        unit, printed = longer
    if unit is None and at == stop and ends[0] == ends[1]:
        unit, printed, ends = _unit_of_the_last(text, span, start, number, lexicon)
    if money is not None and (unit is None or unit.dimension == "money"):
        unit, printed, begin = money.unit, money.unit.id, min(begin, money.start)
    if unit is None and (headed := unit_before(text, span.start, begin, lexicon)):
        unit, printed, begin = headed.unit, headed.unit.id, headed.start
        ends = times(ends, headed.multiplier)
    amount = None
    if unit is not None and printed is not None:
        amount = with_rest(text, span.stop, Amount(ends, unit, printed, at), number.numeral, lexicon)
        unit, at = amount.unit, amount.stop
    where = Span(start, at)
    reason = refuse(text, where, span, numeral, unit, bound, bounded, lexicon)
    if reason is Reason.NO_UNIT and lexicon.is_counter(text, at, span.stop):
        return _Measured(ends, None, text[at], begin, at + 1, bound, (*rules, UNLISTED))
    if reason is not None:
        return reason
    if amount is None:
        return _Measured(ends, None, None, begin, at, bound, rules)
    rules = (*rules, f"unit {amount.unit.id}")
    return _Measured(amount.ends, amount.unit, amount.printed, begin, at, bound, rules)


def _below_zero(ends: Pair) -> Pair:
    """The two ends of a number with a minus: -3%; of a range the upper end has its own."""
    low, high = ends
    return (EXACT.minus(low), EXACT.minus(low)) if low == high else ends


def _bounded(
    text: str,
    span: Span,
    number: Number,
    measured: _Measured,
    before: tuple[str, Bound, str] | None,
    lexicon: Lexicon,
) -> Quantity:
    """A measured number with the words that bound it, before it and behind."""
    unit, at, bound, rules = measured.unit, measured.stop, measured.bound, measured.rules
    if after := lexicon.bound_after(text, at, span.stop, unit is not None, not number.numeral):
        bound, at = after[1], at + len(after[0])
        rules = (*rules, after[2])
    begin = measured.start
    if before is not None and begin <= number.start:
        begin -= len(before[0])
        # 控制在3%以内: what stands behind the number says it more exactly
        bound = before[1] if bound == "=" else bound
        rules = (*rules, before[2])
    begin = each_before(text, span.start, begin, lexicon)
    low, high = _below_zero(measured.ends) if number.less else measured.ends
    quantity = Quantity(
        span=Span(begin, at),
        number=Span(number.start, number.stop),
        value=(value := tidy(low)),
        unit=_as_printed(unit, measured.printed),
        dimension=unit.dimension if unit else "count" if measured.printed else None,
        is_unlisted=unit is None and measured.printed is not None,
        bound=bound,
        lower=None if bound == "<" else value,
        upper=None if bound == ">" else value,
        form="plain" if number.numeral or measured.printed else "fraction",
        rules=rules,
    )
    return quantity if low == high else between(quantity, low, high)


def _unit(
    text: str, span: Span, start: int, at: int, numeral: str, lexicon: Lexicon
) -> tuple[Unit | None, str | None, int]:
    """The unit right behind a numeral, how it is printed, and where it ends."""
    first = at
    while first < span.stop and text[first] in _SPACES:
        first += 1
    unit, size = lexicon.unit_at(text, first, span.stop)
    if unit is not None and text[first : first + size] in lexicon.lists["wanted"]:
        wanted = "." in numeral or lexicon.expects_number(text, span.start, start)
        if not wanted:  # 设立3个点, 有3点
            unit, size = lexicon.unit_at(text, first, first + 1) if size > 1 else (None, 0)
    printed = text[first : first + size]
    letter = unit is not None and printed in lexicon.lists["letters"] and numeral[-1:] not in FROM_10000
    if letter and unit and not lexicon.is_measured(text, span.start, start, first + size, unit):
        unit = None
    return (unit, printed, first + size) if unit is not None else (None, None, at)


def _unit_of_the_last(
    text: str, span: Span, start: int, number: Number, lexicon: Lexicon
) -> tuple[Unit | None, str | None, Pair]:
    """The unit that a number leaves to the last of its list, or to what it came to; and what that makes of its value.

    In 分别投入3.5、4.2亿元 both are of 亿元, in 由800增加到1.2万家 only the second counts in 万.
    """
    came = CAME_FROM.search(text, max(span.start, start - _REACH), start)
    for pattern in (CAME_TO, SHARES_UNIT) if came else (SHARES_UNIT,):
        shared = pattern.match(text, number.stop, span.stop)
        unit, size = lexicon.unit_at(text, shared.end(), span.stop) if shared else (None, 0)
        if shared is None or unit is None:
            continue
        last = _LAST.search(shared[0])
        ends = parse_ends(number.numeral, last[0]) if last and last["multiplier"] else None
        printed = text[shared.end() : shared.end() + size]
        return unit, printed, (ends[0], ends[0]) if ends else number.ends
    return None, None, number.ends


def _longer_unit(text: str, span: Span, at: int, lexicon: Lexicon) -> tuple[Unit, str] | None:
    """The unit of the last number of a list, of which those before it print but the beginning: 3.4个、1个百分点."""
    shared = SHARES_LONGER.match(text, at, span.stop)
    unit, size = lexicon.unit_at(text, shared.end(), span.stop) if shared else (None, 0)
    if shared is None or unit is None or unit.dimension in ("count", "people", "months"):
        return None
    return unit, text[shared.end() : shared.end() + size]


def _as_printed(unit: Unit | None, printed: str | None) -> str | None:
    """A unit as it is printed, with signs of full width as the usual ones."""
    if unit is not None and unit.id in ("%", "‰", "人"):
        return unit.id
    return "".join(printed.split()) if printed else None


def between(quantity: Quantity, low: Decimal, high: Decimal) -> Quantity:
    """`quantity` as a range from `low` to `high`; its value is the middle."""
    middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
    return replace(quantity, value=tidy(middle), bound="range", lower=tidy(low), upper=tidy(high))
