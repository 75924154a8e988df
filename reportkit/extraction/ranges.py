"""Numbers that are one though they are printed as two: 6%—6.5%, 5%与6%之间, 6%±0.5%, 1小时30分钟."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import regex

from reportkit.extraction.grammar import DASHES
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.reading import between
from reportkit.model import Span
from reportkit.stages import Quantity
from reportkit.text.numerals import EXACT, tidy

_CONNECT = regex.compile(f"[{DASHES}至到]+")
_AND = regex.compile(r"[和与跟同、]")
_LEADS_TO = ("到", "至")
_WITHIN = "之间"
_EITHER = "±"
# 增加200元至300元 is a range; what is more than so many times the rise is the level that it led to.
_NEAR = 2
# A part of the larger unit with more digits than these has no end: 20分钟 in 小时
EXACT_DIGITS = 12
# Units of one dimension of which the larger is printed before the smaller: 1小时30分钟, 5斤3两
_PARTED = ("time", "length", "mass", "area", "volume")


def joined(text: str, span: Span, found: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """The quantities, with those as one that are the two ends of a range or the parts of an amount."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        one = _one(text, span, last, quantity, lexicon) if last is not None else None
        if one is not None:
            result[-1] = one
        else:
            alone = text[quantity.span.start - 1 : quantity.span.start] == _EITHER
            result.append(_either(quantity) if alone and quantity.bound != "range" else quantity)
    return result


def _one(text: str, span: Span, last: Quantity, quantity: Quantity, lexicon: Lexicon) -> Quantity | None:
    """The two quantities as one, None where they are two."""
    if last.form != "plain" or quantity.form != "plain":
        return None
    gap = text[last.span.stop : quantity.span.start]
    if not gap:
        return _compound(last, quantity, lexicon)
    if gap == _EITHER and last.unit in (quantity.unit, None):
        low, high = EXACT.subtract(last.value, quantity.value), EXACT.add(last.value, quantity.value)
        return between(_whole(last, quantity, quantity.span.stop), low, high)
    if gap == _EITHER and quantity.unit == "%" and last.dimension != "ratio":  # 50万吨±2%
        off = EXACT.divide(EXACT.multiply(last.value, quantity.value), Decimal(100))
        whole = replace(_whole(last, quantity, quantity.span.stop), unit=last.unit, dimension=last.dimension)
        return between(whole, EXACT.subtract(last.value, off), EXACT.add(last.value, off))
    if last.value >= quantity.value:
        return None
    within = text.startswith(_WITHIN, quantity.span.stop)
    if not (
        _is_range(text, span, last, quantity, gap, lexicon) or (within and _is_between(last, quantity, gap))
    ):
        return None
    stop = quantity.span.stop + (len(_WITHIN) if within else 0)
    return between(_whole(last, quantity, stop), last.value, quantity.value)


def _whole(one: Quantity, two: Quantity, stop: int) -> Quantity:
    return replace(
        two,
        span=Span(one.span.start, stop),
        number=Span(one.number.start, two.number.stop),
        rules=(*two.rules, "range"),
    )


def _is_range(text: str, span: Span, one: Quantity, two: Quantity, gap: str, lexicon: Lexicon) -> bool:
    """Whether two quantities are the ends of one: a dash or 至 between them and no 从 or 由 before the first."""
    if not _CONNECT.fullmatch(gap) or one.bound == "range" or two.bound == "range":
        return False
    if one.unit is not None and one.unit != two.unit:
        return False
    if gap not in _LEADS_TO:
        return True
    before = text[max(span.start, one.span.start - 2) : one.span.start]
    return not before.endswith(("从", "由", "自")) and not _led_to(text, span, one, two, lexicon)


def _led_to(text: str, span: Span, one: Quantity, two: Quantity, lexicon: Lexicon) -> bool:
    """Whether the second number is the level to which a rise by the first led: 增加5天至342天."""
    far = two.value > EXACT.multiply(one.value, Decimal(_NEAR))
    amounts = one.unit is not None and one.dimension != "ratio"
    return far and amounts and lexicon.ends_with("changes", text, span.start, one.span.start)


def _is_between(one: Quantity, two: Quantity, gap: str) -> bool:
    """Whether two quantities that 和 joins before 之间 are the ends of a range: 5%与6%之间."""
    exact = one.bound == two.bound == "="
    return exact and _AND.fullmatch(gap) is not None and one.unit in (two.unit, None)


def _either(quantity: Quantity) -> Quantity:
    """A deviation to both sides: ±2%."""
    whole = replace(quantity, span=Span(quantity.span.start - 1, quantity.span.stop))
    return between(whole, EXACT.minus(quantity.value), quantity.value)


def _compound(one: Quantity, two: Quantity, lexicon: Lexicon) -> Quantity | None:
    """An amount in two units, the smaller behind the larger, in the one in which it is exact: 1小时30分钟 is 1.5 小时."""
    large, small = lexicon.units.get(one.unit or ""), lexicon.units.get(two.unit or "")
    if large is None or small is None or large.dimension != small.dimension:
        return None
    if (
        large.dimension not in _PARTED
        or large.factor <= small.factor
        or one.bound != "="
        or two.bound == "range"
    ):
        return None
    if EXACT.multiply(two.value, small.factor) >= large.factor:
        return None
    part = EXACT.divide(EXACT.multiply(two.value, small.factor), large.factor)
    if len(part.as_tuple().digits) <= EXACT_DIGITS:
        value, unit = tidy(EXACT.add(one.value, part)), one.unit
    else:
        times = EXACT.divide(large.factor, small.factor)
        value, unit = tidy(EXACT.add(EXACT.multiply(one.value, times), two.value)), two.unit
    return replace(
        _whole(one, two, two.span.stop),
        value=value,
        unit=unit,
        lower=None if two.bound == "<" else value,
        upper=None if two.bound == ">" else value,
        rules=(*one.rules, *two.rules),
    )
