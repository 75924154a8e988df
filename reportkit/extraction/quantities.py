"""Finding quantities: a number, its unit and its bound, or the rule by which it is none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from reportkit.extraction.grammar import (
    APPROXIMATORS,
    CANDIDATE,
    SHARES_UNIT,
    parse_fraction,
    parse_pair,
)
from reportkit.extraction.lexicon import Exclusion, Lexicon
from reportkit.extraction.ranks import find_ranks, find_ratios
from reportkit.extraction.refusals import refuse
from reportkit.model import Bound, Mention, Quantity, Refusal, Span
from reportkit.rules.schema import Unit
from reportkit.text.numerals import EXACT, parse_numeral, tidy

_CONNECT = regex.compile(r"[-－—–~～至到]+")
_SPACE = regex.compile(r"[ 　]*")
_APPROXIMATOR = regex.compile(f"[{APPROXIMATORS}]")


def find_quantities(
    text: str,
    span: Span,
    lexicon: Lexicon,
    mentions: Sequence[Mention] = (),
    exclusions: list[Exclusion] | None = None,
) -> tuple[list[Quantity], list[Refusal]]:
    """The quantities of a paragraph in order, and the numbers that were refused.

    `mentions` are the times named there, whose numbers are none. `exclusions` are those of the whole
    report, if they were sought already.
    """
    times = [(m.span.start, m.span.stop, f"time {m.rule}") for m in mentions]
    excluded = lexicon.find_exclusions(text, span) if exclusions is None else exclusions
    found = find_ranks(text, span) + find_ratios(text, span)
    blocked = sorted((q.span.start, q.span.stop, "rank") for q in found)
    refused: list[Refusal] = []
    taken = span.start
    for match in CANDIDATE.finditer(text, span.start, span.stop):
        place = Span(*match.span())
        if place.start < taken or _excluding(blocked, place):
            continue
        reading = _read(text, span, match, lexicon)
        if isinstance(reading, str):
            if reading != "numeral":
                refused.append(Refusal(place, reading))
            continue
        rule = _excluding(times, reading.number) or _excluding(excluded, reading.number)
        if rule is not None:
            refused.append(Refusal(reading.span, rule))
            continue
        found.append(reading)
        taken = reading.span.stop
    found.sort(key=lambda q: q.span.start)
    return _ranges(text, found), refused


def _excluding(excluded: list[Exclusion], number: Span) -> str | None:
    """The exclusion that overlaps a number."""
    index = bisect_left(excluded, (number.stop,))
    for start, stop, name in reversed(excluded[max(0, index - 12) : index]):
        if start < number.stop and number.start < stop:
            return name
    return None


def _read(text: str, span: Span, match: regex.Match[str], lexicon: Lexicon) -> Quantity | str:
    """The quantity that begins at `match`, or why there is none."""
    start, at = match.span()
    numeral = match["numeral"] or ""
    value, printed = _value(match)
    if value is None:
        return "numeral"
    bound, rules, at = _inside(text, span, numeral, at, lexicon)
    unit = lexicon.units.get(printed) if printed else None
    if numeral:
        unit, printed, at = _unit(text, span, at, lexicon)
        reason = refuse(text, start, at, span.start, numeral, unit, bound)
        if reason is not None:
            return reason
    if after := lexicon.bound_after(text, at, span.stop, unit is not None):
        bound, at = after[1], at + len(after[0])
        rules.append(after[2])
    begin = start
    if before := lexicon.bound_before(text, span.start, start):
        begin = start - len(before[0])
        # 控制在3%以内: what stands behind the number says it more exactly
        bound = before[1] if bound == "=" else bound
        rules.append(before[2])
    if unit is not None and unit.id == "倍" and text[at : at + 1] == "半":
        value, at = EXACT.add(value, Decimal("0.5")), at + 1  # 一倍半
    pair = parse_pair(numeral)
    low, high = pair if pair else (value, value)
    if unit is not None:
        rules.append(f"unit {unit.id}")
        if unit.id == "成":  # 三成 is 30 %
            unit, printed = lexicon.units["%"], "%"
            low, high = EXACT.multiply(low, Decimal(10)), EXACT.multiply(high, Decimal(10))
    quantity = Quantity(
        span=Span(begin, at),
        number=Span(start, match.end()),
        value=(value := tidy(low)),
        unit=_printed_unit(unit, printed),
        dimension=unit.dimension if unit else None,
        bound=bound,
        lower=None if bound == "<" else value,
        upper=None if bound == ">" else value,
        form="plain" if numeral or printed else "fraction",
        rules=tuple(rules),
    )
    return quantity if low == high else _between(quantity, low, high)


def _value(match: regex.Match[str]) -> tuple[Decimal | None, str | None]:
    """The value of what was matched, and the sign of parts that words give (百分之…)."""
    if match["half"]:
        return Decimal("0.5"), None
    if match["fraction"]:
        return parse_fraction(match["fraction"])
    return parse_numeral(_APPROXIMATOR.sub("", match[0])), None


def _inside(text: str, span: Span, numeral: str, at: int, lexicon: Lexicon) -> tuple[Bound, list[str], int]:
    """The bound that 多 or 余 gives inside a numeral (5千多户) or right behind it, and where that ends."""
    bound: Bound = "="
    rules: list[str] = []
    inner = [c for c in numeral if c in APPROXIMATORS]
    word = lexicon.word_at(lexicon.inside, text, at, min(at + 1, span.stop))
    if word is not None and word[0] != "几":
        bound, at = word[1], at + len(word[0])
        rules.append(word[2])
    elif inner:
        bound, rule = lexicon.inside.get(inner[-1], (">", "more-inside"))
        rules.append(rule)
    return bound, rules, at


def _unit(text: str, span: Span, at: int, lexicon: Lexicon) -> tuple[Unit | None, str | None, int]:
    """The unit behind a numeral, how it is printed, and where it ends."""
    gap = _SPACE.match(text, at, span.stop)
    start = gap.end() if gap else at
    unit, size = lexicon.unit_at(text, start, span.stop)
    if unit is not None:
        return unit, text[start : start + size], start + size
    if shared := SHARES_UNIT.match(text, at, span.stop):
        unit, size = lexicon.unit_at(text, shared.end(), span.stop)
        return unit, text[shared.end() : shared.end() + size] if unit else None, at
    return None, None, at


def _printed_unit(unit: Unit | None, printed: str | None) -> str | None:
    """A unit as it is printed, with signs of full width as the usual ones."""
    if unit is None or printed is None or unit.id in ("%", "‰"):
        return unit.id if unit else None
    return "".join(printed.split())


def with_limits(quantity: Quantity) -> Quantity:
    """`quantity` with what its bound allows."""
    value, bound = quantity.value, quantity.bound
    lower = None if bound == "<" else value
    upper = None if bound == ">" else value
    return replace(quantity, lower=lower, upper=upper)


def signed(quantity: Quantity, sign: int) -> Quantity:
    """`quantity` with the sign of its direction; its bound is by magnitude: 下降20%以上 is -20 or less."""
    if sign > 0:
        return quantity
    value = EXACT.minus(quantity.value)
    if quantity.bound == "range" and quantity.lower is not None and quantity.upper is not None:
        return replace(
            quantity, value=value, lower=EXACT.minus(quantity.upper), upper=EXACT.minus(quantity.lower)
        )
    lower = None if quantity.bound == ">" else value
    upper = None if quantity.bound == "<" else value
    return replace(quantity, value=value, lower=lower, upper=upper)


def _between(quantity: Quantity, low: Decimal, high: Decimal) -> Quantity:
    """`quantity` as a range from `low` to `high`; its value is the middle."""
    middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
    return replace(quantity, value=tidy(middle), bound="range", lower=tidy(low), upper=tidy(high))


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with the two ends of a range as one: 6%—6.5%."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        if last is not None and last.value < quantity.value and _is_range(text, last, quantity):
            whole = replace(
                quantity,
                span=Span(last.span.start, quantity.span.stop),
                number=Span(last.number.start, quantity.number.stop),
                rules=(*quantity.rules, "range"),
            )
            result[-1] = _between(whole, last.value, quantity.value)
        else:
            result.append(quantity)
    return result


def _is_range(text: str, one: Quantity, two: Quantity) -> bool:
    """Whether two quantities are the ends of one: a dash or 至 between them and no 从 or 由 before the first."""
    between = text[one.span.stop : two.span.start]
    if not _CONNECT.fullmatch(between) or one.form != "plain" or two.form != "plain":
        return False
    if one.unit is not None and one.unit != two.unit:
        return False
    before = text[max(0, one.span.start - 2) : one.span.start]
    return between not in ("到", "至") or not before.endswith(("从", "由", "自"))
