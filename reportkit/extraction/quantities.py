"""Finding quantities: the numbers of a paragraph that are read, and those that are refused."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import regex

from reportkit.extraction.grammar import CANDIDATE, CLOSING
from reportkit.extraction.lexicon import Exclusion, Lexicon
from reportkit.extraction.ranges import joined
from reportkit.extraction.ranks import find_ranks, find_ratios
from reportkit.extraction.reading import read_quantity
from reportkit.extraction.refusals import Reason
from reportkit.model import Bound, Span
from reportkit.stages import Mention, Quantity, Refusal
from reportkit.text.numerals import EXACT, parse_numeral, tidy

_ONE = "一"
_LISTING = regex.compile(r"[、，,和与及]{1,2}")
# 分别 deals out a list that begins within this reach, in its own clause.
_REACH = 20
# So many exclusions that begin before a number are looked at; more do not overlap.
_LOOKED = 12
_PARTED = regex.compile(r"[，。；,;\n]")


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
    found = find_ranks(text, span, lexicon) + find_ratios(text, span, lexicon)
    blocked = sorted((q.span.start, q.span.stop, "rank") for q in found)
    refused: list[Refusal] = []
    doubtful = _doubtful(excluded, span, lexicon)
    taken = span.start
    for match in CANDIDATE.finditer(text, span.start, span.stop):
        start, stop = match.span()
        if start < taken:
            continue
        place = Span(start, stop)
        if blocked and _excluding(blocked, place):
            continue
        if doubtful and (doubt := _over(doubtful, place)) is not None:
            taken = doubt[1]
            refused.append(Refusal(Span(*doubt[:2]), doubt[2]))
            continue
        if match["numeral"] == _ONE and (following := text[stop : stop + 1]) not in lexicon.ones:
            # most numerals of a text: 一, an article or part of a word
            if following in lexicon.units:
                refused.append(Refusal(place, Reason.ARTICLE.value))
            continue
        reading = read_quantity(text, span, match, lexicon)
        if reading is Reason.NO_UNIT and found:
            reading = _with_unit_before(text, span, match, found[-1], lexicon) or reading
        if isinstance(reading, Reason):
            if reading is not Reason.NUMERAL:
                refused.append(Refusal(place, reading.value))
            continue
        rule = _excluding(times, reading.number) or _naming(text, span, excluded, reading, lexicon)
        if rule is not None:
            refused.append(Refusal(reading.span, rule))
            continue
        found.append(reading)
        taken = reading.span.stop
    found.sort(key=lambda q: q.span.start)
    return _bounded_together(text, span, joined(text, span, found, lexicon), lexicon), refused


def _doubtful(excluded: list[Exclusion], span: Span, lexicon: Lexicon) -> list[Exclusion]:
    """Those of `excluded` in a paragraph that stand for a doubt, and are told."""
    low, high = bisect_left(excluded, (span.start,)), bisect_left(excluded, (span.stop,))
    return [each for each in excluded[low:high] if each[2] in lexicon.doubtful]


def _with_unit_before(
    text: str, span: Span, match: re.Match[str], last: Quantity, lexicon: Lexicon
) -> Quantity | None:
    """The last number of a list that 分别 deals out, where it leaves out the unit: 分别增长3.5倍和2.5."""
    listed = match.start() == last.span.stop + 1 and text[last.span.stop] in "、和与及"
    value = parse_numeral(match[0])
    if not listed or value is None or not _closes(text, match.end(), span.stop):
        return None
    if last.unit is None and (last.form != "plain" or "." not in match[0]):
        return None  # 巩固率、入学率分别达到99.5、96.3 have none, and are both told
    if not _deals_out(text, span, last.span.start, lexicon):
        return None
    value, place = tidy(value), Span(*match.span())
    rules = ("unit of the number before",)
    return replace(
        last, span=place, number=place, value=value, bound="=", lower=value, upper=value, rules=rules
    )


def _closes(text: str, at: int, stop: int) -> bool:
    """Whether a clause ends at `at`."""
    return at >= stop or text[at] in CLOSING


def _deals_out(text: str, span: Span, start: int, lexicon: Lexicon) -> bool:
    """Whether 分别 stands shortly before `start`, in the same clause."""
    low = max(span.start, start - _REACH)
    at = max(text.rfind(word, low, start) for word in lexicon.words["dealt-out"])
    return at >= 0 and not _PARTED.search(text, at, start)


def _naming(
    text: str, span: Span, excluded: list[Exclusion], reading: Quantity, lexicon: Lexicon
) -> str | None:
    """The exclusion that overlaps a number, unless it is but the beginning of the number with its unit.

    三公经费 is a fixed word, and 三公里 is three kilometres; where both are as long, what stands around them tells:
    用水量翻了三番。
    """
    number, stop = reading.number, reading.span.stop
    rule = _excluding(excluded, number)
    if rule is None or reading.form != "plain":
        return rule
    last = bisect_left(excluded, (number.stop,))
    for start, end, name in reversed(excluded[max(0, last - _LOOKED) : last]):
        if start >= number.stop or end <= number.start:
            continue
        within = name in lexicon.fixed and number.start <= start and end <= stop
        if not within:
            return name
        whole = start == number.start and end == stop
        bounded = reading.span.start < number.start
        if whole and not (bounded or lexicon.wants(text, span.start, number.start, stop, span.stop)):
            return name
    return None


def _excluding(excluded: list[Exclusion], number: Span) -> str | None:
    """The exclusion that overlaps a number."""
    found = _over(excluded, number)
    return found[2] if found is not None else None


def _over(excluded: list[Exclusion], number: Span) -> Exclusion | None:
    index = bisect_left(excluded, (number.stop,))
    for each in reversed(excluded[max(0, index - _LOOKED) : index]):
        if each[0] < number.stop and number.start < each[1]:
            return each
    return None


def with_limits(quantity: Quantity) -> Quantity:
    """`quantity` with what its bound allows."""
    value, bound = quantity.value, quantity.bound
    lower = None if bound == "<" else value
    upper = None if bound == ">" else value
    return replace(quantity, lower=lower, upper=upper)


def signed(quantity: Quantity, sign: int) -> Quantity:
    """`quantity` with the sign of its direction; its bound is by magnitude: 下降20%以上 is -20 or less.

    What is printed below zero is so already: 下降-0.5个百分点 is no rise.
    """
    if sign > 0 or quantity.value < 0:
        return quantity
    value = EXACT.minus(quantity.value)
    if quantity.bound == "range" and quantity.lower is not None and quantity.upper is not None:
        return replace(
            quantity, value=value, lower=EXACT.minus(quantity.upper), upper=EXACT.minus(quantity.lower)
        )
    lower = None if quantity.bound == ">" else value
    upper = None if quantity.bound == "<" else value
    return replace(quantity, value=value, lower=lower, upper=upper)


def _bounded_together(text: str, span: Span, found: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """The quantities, where the bound of a list that 分别 deals out is that of all its numbers.

    分别增长5%、6.5%左右 says 左右 of both, and so does 分别超过5%、6% say 超过; a list whose numbers have bounds
    of their own says it of each: 分别下降3%左右、5%以上.
    """
    result = list(found)
    first = 0
    for i in range(1, len(found) + 1):
        if i < len(found) and _is_listed(text, found[i - 1], found[i]):
            continue
        group, first = range(first, i), i
        shared = _shared_bound(text, span, [found[j] for j in group], lexicon) if len(group) > 1 else None
        if shared is not None:
            for j in group:
                result[j] = with_limits(replace(found[j], bound=shared[0], rules=shared[1]))
    return result


def _is_listed(text: str, one: Quantity, two: Quantity) -> bool:
    """Whether nothing but a mark or 和 parts two numbers of one unit."""
    same = one.unit == two.unit and one.form == two.form == "plain"
    return same and _LISTING.fullmatch(text, one.span.stop, two.span.start) is not None


def _shared_bound(
    text: str, span: Span, group: list[Quantity], lexicon: Lexicon
) -> tuple[Bound, tuple[str, ...]] | None:
    """The bound of a list, with the rules that gave it, where one end of the list alone has one and 分别 stands before."""
    ends = (group[0], group[-1])
    bounded = [q for q in group if q.bound != "="]
    if len(bounded) != 1 or bounded[0] not in ends or bounded[0].bound == "range":
        return None
    one = bounded[0]
    before = one.span.start < one.number.start
    if (one is ends[0]) is not before or (not before and not _ends_in_bound(text, one, lexicon)):
        return None
    return (one.bound, one.rules) if _deals_out(text, span, group[0].span.start, lexicon) else None


def _ends_in_bound(text: str, quantity: Quantity, lexicon: Lexicon) -> bool:
    """Whether a word like 左右 or 以上 closes a quantity, and not 余 or 多 inside it."""
    words = (word for word in lexicon.after if len(word) > 1)
    return text.endswith(tuple(words), quantity.number.stop, quantity.span.stop)
