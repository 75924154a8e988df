"""Reading one quantity: a number, its unit and its bound, or the rule by which it is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from reportkit.extraction.grammar import (
    APPROXIMATORS,
    CAME_TO,
    SHARES_UNIT,
    UPPER_END,
    Pair,
    parse_ends,
    parse_fraction,
    parse_pair,
)
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.refusals import refuse, refuse_number
from reportkit.model import Bound, Quantity, Span
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, CHINESE, DIGITS, EXACT, MULTIPLIERS, parse_numeral, tidy

UNLISTED = "unlisted counter"
_SPACE = regex.compile(r"[ 　]*")
_FIFTH = regex.compile(rf"[半一二三四五六七八九](?![{CHINESE}{MULTIPLIERS}个次项])")
_LAST = regex.compile(rf"[{ARABIC}.．]+(?P<multiplier>[十百千万亿]*)$")
_REACH = 10
_CAME_FROM = regex.compile(r"[从由自][^，。；,;、\n]*$")
_APPROXIMATOR = regex.compile(f"[{APPROXIMATORS}]")
# 一倍半, 三吨半: half of the unit more; 一个半百分点: half of it more, before the unit
_HALF_MORE = frozenset({"times", "doublings", "mass", "area", "length", "volume", "points"})
_AND_A_HALF = "个半"
_HALF = Decimal("0.5")
_TENTH = "成"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Number:
    """What is read of a number before its unit: its two ends, which are one unless it is a range, and where it ends."""

    numeral: str
    ends: Pair
    stop: int
    sign: str | None = None


def read_quantity(text: str, span: Span, match: regex.Match[str], lexicon: Lexicon) -> Quantity | str:
    """The quantity that begins at `match`, a candidate of the grammar in the paragraph `span`; or why it is none."""
    start = match.start()
    number = _number(match)
    if number is None:
        return "numeral"
    if reason := refuse_number(text, start, span.start, number.numeral, lexicon):
        return reason
    number = _with_upper_end(text, span, start, number, lexicon)
    bound, rules, at = _inside(text, span, number, lexicon)
    low, high = number.ends
    unit, printed = lexicon.units.get(number.sign) if number.sign else None, number.sign
    before = lexicon.bound_before(text, span.start, start)
    if number.numeral:
        if text.startswith(_AND_A_HALF, at) and lexicon.unit_at(text, at + len(_AND_A_HALF), span.stop)[0]:
            low, high, at = EXACT.add(low, _HALF), EXACT.add(high, _HALF), at + len(_AND_A_HALF)
        unit, printed, at = _unit(text, span, at, lexicon)
        if unit is None and at == number.stop and low == high:
            unit, printed, (low, high) = _unit_of_the_last(text, span, start, number, lexicon)
        reason = refuse(text, start, at, span.start, number.numeral, unit, bound, before is not None, lexicon)
        if reason == "no unit" and lexicon.is_counter(text, at, span.stop):
            printed, at, reason = text[at], at + 1, None
            rules.append(UNLISTED)
        if reason is not None:
            return reason
    if unit is not None:
        rules.append(f"unit {unit.id}")
        (low, high), at = _with_rest(text, span, at, unit, (low, high), number.numeral)
        if unit.id == _TENTH:
            unit, printed = lexicon.units["%"], "%"
    if after := lexicon.bound_after(text, at, span.stop, unit is not None):
        bound, at = after[1], at + len(after[0])
        rules.append(after[2])
    begin = start
    if before is not None:
        begin = start - len(before[0])
        # 控制在3%以内: what stands behind the number says it more exactly
        bound = before[1] if bound == "=" else bound
        rules.append(before[2])
    quantity = Quantity(
        span=Span(begin, at),
        number=Span(start, number.stop),
        value=(value := tidy(low)),
        unit=_as_printed(unit, printed),
        dimension=unit.dimension if unit else "count" if printed else None,
        bound=bound,
        lower=None if bound == "<" else value,
        upper=None if bound == ">" else value,
        form="plain" if number.numeral or printed else "fraction",
        rules=tuple(rules),
    )
    return quantity if low == high else between(quantity, low, high)


def _number(match: regex.Match[str]) -> _Number | None:
    """The number of a candidate; None for characters that are none together."""
    stop = match.end()
    if match["half"]:
        return _Number("", (_HALF, _HALF), stop)
    if fraction := match["fraction"] or match["slash"]:
        ends, sign = parse_fraction(fraction)
        return _Number("", ends, stop, sign) if ends else None
    numeral = _APPROXIMATOR.sub("", match["numeral"])
    if not match["sign"] and (pair := parse_pair(numeral)):
        return _Number(match["numeral"], pair, stop)
    value = parse_numeral((match["sign"] or "") + numeral)
    return None if value is None else _Number(match["numeral"], (value, value), stop)


def _with_upper_end(text: str, span: Span, start: int, number: _Number, lexicon: Lexicon) -> _Number:
    """The number with the upper end that follows it, where it leaves to that its unit: 10至15万元, 百分之四到五."""
    low, high = number.ends
    upper = UPPER_END.match(text, number.stop, span.stop) if low == high else None
    if upper is None or (not number.numeral and number.sign is None):
        return number
    if text[number.stop] in "至到" and start > span.start and text[start - 1] in "从由自":
        return number  # 从3至5个: two numbers
    has_unit = lexicon.unit_at(text, upper.end(), span.stop)[0] is not None
    if number.sign is not None:
        # 百分之四到五个: the second number has a unit of its own
        ends = parse_ends(str(low), upper["numeral"])
        chinese = all(c not in ARABIC for c in upper["numeral"])
        joined = (
            ends is not None and chinese and not has_unit and text[upper.end() : upper.end() + 2] != "分之"
        )
        return replace(number, ends=ends, stop=upper.end()) if joined and ends else number
    ends = parse_ends(number.numeral, upper["numeral"])
    if ends is None or not has_unit:
        return number
    return replace(number, numeral=upper["numeral"], ends=ends, stop=upper.end())


def _inside(text: str, span: Span, number: _Number, lexicon: Lexicon) -> tuple[Bound, list[str], int]:
    """The bound that 多 or 余 gives inside a numeral (5千多户) or right behind it, and where that ends."""
    bound: Bound = "="
    rules: list[str] = []
    at = number.stop
    inner = [c for c in number.numeral if c in APPROXIMATORS]
    word = lexicon.word_at(lexicon.inside, text, at, min(at + 1, span.stop))
    if word is not None and word[0] != "几":
        bound, at = word[1], at + len(word[0])
        rules.append(word[2])
    elif inner:
        bound, rule = lexicon.inside.get(inner[-1], (">", "more-inside"))
        rules.append(rule)
    return bound, rules, at


def _unit(text: str, span: Span, at: int, lexicon: Lexicon) -> tuple[Unit | None, str | None, int]:
    """The unit right behind a numeral, how it is printed, and where it ends."""
    gap = _SPACE.match(text, at, span.stop)
    start = gap.end() if gap else at
    unit, size = lexicon.unit_at(text, start, span.stop)
    return (unit, text[start : start + size], start + size) if unit is not None else (None, None, at)


def _unit_of_the_last(
    text: str, span: Span, start: int, number: _Number, lexicon: Lexicon
) -> tuple[Unit | None, str | None, Pair]:
    """The unit that a number leaves to the last of its list, or to what it came to; and what that makes of its value.

    In 分别投入3.5、4.2亿元 both are of 亿元, in 由800增加到1.2万家 only the second counts in 万.
    """
    came = _CAME_FROM.search(text, max(span.start, start - _REACH), start)
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


def _with_rest(text: str, span: Span, at: int, unit: Unit, ends: Pair, numeral: str) -> tuple[Pair, int]:
    """What stands of a number behind its unit added to it, and where it ends: 一倍半, 一成五 (in %)."""
    more = Decimal(0)
    if unit.id == _TENTH:
        ends = EXACT.multiply(ends[0], Decimal(10)), EXACT.multiply(ends[1], Decimal(10))
        if fifth := _FIFTH.match(text, at, span.stop):
            more = Decimal(5) if fifth[0] == "半" else Decimal(DIGITS[fifth[0]])
    elif unit.dimension in _HALF_MORE and _is_half_more(text, at, numeral):
        more = _HALF
    return (EXACT.add(ends[0], more), EXACT.add(ends[1], more)), at + 1 if more else at


def _is_half_more(text: str, at: int, numeral: str) -> bool:
    """Whether 半 behind a unit is half of it more: 一倍半, but not 三公里半径."""
    return (
        text.startswith("半", at)
        and all(c in CHINESE + "十百千万亿" for c in numeral)
        and (text[at + 1 : at + 2] not in tuple("径年月数导岛路程"))
    )


def _as_printed(unit: Unit | None, printed: str | None) -> str | None:
    """A unit as it is printed, with signs of full width as the usual ones."""
    if unit is not None and unit.id in ("%", "‰"):
        return unit.id
    return "".join(printed.split()) if printed else None


def between(quantity: Quantity, low: Decimal, high: Decimal) -> Quantity:
    """`quantity` as a range from `low` to `high`; its value is the middle."""
    middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
    return replace(quantity, value=tidy(middle), bound="range", lower=tidy(low), upper=tidy(high))
