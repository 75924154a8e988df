"""Amounts that can be set against one another: one dimension, exact factors, and what a bound leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from reportkit.model import Indicator
from reportkit.rules.schema import Unit
from reportkit.rules.topics import RuleSet
from reportkit.text.numerals import EXACT, parse_numeral

PERCENT = Decimal("0.01")
PERCENT_SIGN = "%"
POINT = "个百分点"
# What is doubled more often than this is a slip, and its growth has more digits than can be reckoned with.
MOST_DOUBLINGS = 60
# What is so many times as much is hardly the same thing a year later, nor are a deed and what has no name of a deed.
MOST_TIMES, MOST_TIMES_A_DEED = 10, 3
RATIO, POINTS, THINGS, PLACE = "ratio", "points", "things", "places"
_FRACTION = regex.compile("分之|半")
_PRINTED = regex.compile(
    r"(?P<whole>[0-9０-９,，]+)(?:[.．·](?P<places>[0-9０-９]+))?(?P<scale>[百千万亿萬億兆]*)"
)
_SPOKEN = regex.compile(r"[一二三四五六七八九十百千万亿两零〇]+")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a unit of a dimension; `low` and `high` are what its bound leaves open, None on an open side.

    `slack` is half a unit of the last digit printed: what rounding may have hidden.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    slack: Decimal
    dimension: str
    unit: str | None
    factor: Decimal

    @property
    def is_exact(self) -> bool:
        """Whether the bound leaves nothing open."""
        return self.low == self.high == self.value


class Scales:
    """The units of the rules, for amounts."""

    def __init__(self, rules: RuleSet) -> None:
        self._units = {s: unit for unit in rules.units.units for s in (unit.id, *unit.aliases)}
        self._kinds = [frozenset(entry.words) for entry in rules.comparison.counters]
        remainder = next(e.words for e in rules.comparison.words if e.id == "remainder")
        self._remainder = frozenset(remainder)
        self.unit = cache(self._unit)

    def _unit(self, name: str) -> tuple[str, Decimal]:
        """The dimension of a unit and its factor; a unit that no rule knows has a dimension of its own."""
        if (known := self._units.get(name)) is not None:
            return known.dimension, known.factor
        above, slash, below = name.partition("/")
        over, under = self._units.get(above), self._units.get(below)
        if slash and over is not None and under is not None:
            return _rate(over, under)
        return name, Decimal(1)

    def amount(self, indicator: Indicator) -> Amount:
        """An indicator as an amount. A growth in 倍 or 番 and a part of a whole are told in per cent."""
        if indicator.measure == "rank":
            return self._of(indicator, PLACE, indicator.unit, Decimal(1), Decimal(1))
        name = indicator.unit
        dimension, factor = self.unit(name) if name else ("", Decimal(1))
        if (
            dimension == "doublings"
            and indicator.measure == "growth"
            and abs(indicator.value) <= MOST_DOUBLINGS
        ):
            grown = EXACT.multiply(EXACT.subtract(EXACT.power(2, indicator.value), 1), 100)
            return Amount(grown, grown, grown, Decimal(0), RATIO, "%", PERCENT)
        if dimension == "times" and indicator.measure == "growth":
            return self._of(indicator, RATIO, "%", PERCENT, Decimal(100))
        part = bool(_FRACTION.search(indicator.text))
        if not name and (part or indicator.measure in ("growth", "share")):
            times = Decimal(100) if part else Decimal(1)
            return self._of(indicator, RATIO, "%", PERCENT, times)
        if dimension in ("count", "people", ""):
            return self._of(indicator, THINGS, name, factor, Decimal(1))
        return self._of(indicator, dimension, name, factor, Decimal(1))

    def _of(
        self, indicator: Indicator, dimension: str, unit: str | None, factor: Decimal, times: Decimal
    ) -> Amount:
        """The amount with its number multiplied by `times`."""

        def told(number: Decimal | None) -> Decimal | None:
            return None if number is None else EXACT.multiply(number, times)

        slack = EXACT.multiply(printed_step(indicator), times) / 2
        value, low, high = (
            EXACT.multiply(indicator.value, times),
            told(indicator.lower),
            told(indicator.upper),
        )
        if indicator.bound == "~":
            low, high = EXACT.subtract(value, slack), EXACT.add(value, slack)
        elif indicator.bound == ">" and self._remainder & set(indicator.text):
            # 40余条 is from 40 on and below 50
            step = EXACT.multiply(printed_step(indicator, digit=True), times)
            low, high = (
                (value, EXACT.add(value, step)) if high is None else (EXACT.subtract(value, step), value)
            )
        return Amount(value, low, high, slack, dimension, unit, factor)

    def same_kind(self, one: str | None, two: str | None) -> bool:
        """Whether two counters count the same kind of thing; 人 and 元 may be left out.

        The kinds are those of the rules; a counter of none of them is alike only to itself.
        """
        if one == two or one is None or two is None:
            return True
        return any(one in kind and two in kind for kind in self._kinds)


def are_near(one: Amount, two: Amount, times: int) -> bool:
    """Whether neither of two amounts is more than so many times the other that they can hardly be of one thing."""
    low, high = sorted((abs(one.value * one.factor), abs(two.value * two.factor)))
    return low * times >= high


@cache
def _rate(above: Unit, below: Unit) -> tuple[str, Decimal]:
    factor = EXACT.divide(above.factor, below.factor)
    if EXACT.multiply(factor, below.factor) != above.factor:
        return f"{above.id}/{below.id}", Decimal(1)
    return f"{above.dimension}/{below.dimension}", factor


def printed_step(indicator: Indicator, digit: bool = False) -> Decimal:
    """One unit of the last digit printed; with `digit`, of the last that is no nought: 9600余户 counts in hundreds.

    A number in Chinese numerals is taken for what its last digit but noughts says.
    """
    match = _PRINTED.search(indicator.text)
    if match is None:
        return _step_of(indicator.value) if _SPOKEN.search(indicator.text) else Decimal(1)
    scale = parse_numeral("1" + match["scale"]) if match["scale"] else Decimal(1)
    places = len(match["places"] or "")
    if digit and not match["places"]:
        whole = match["whole"].replace(",", "").replace("，", "")
        noughts = len(whole) - len(whole.rstrip("0０"))
        places = -noughts if noughts < len(whole) else 0
    return EXACT.multiply(Decimal(1).scaleb(-places), scale or Decimal(1))


def _step_of(value: Decimal) -> Decimal:
    """One unit of the last digit of a number that is no nought."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and plain else Decimal(1)
