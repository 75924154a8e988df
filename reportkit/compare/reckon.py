"""What lies between two amounts, exactly; and why two amounts cannot be reckoned with."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction

from reportkit.compare.amounts import PERCENT, PLACE, POINT, POINTS, RATIO, THINGS, Amount, Scales
from reportkit.compare.facts import Item
from reportkit.comparison import Difference
from reportkit.text.numerals import EXACT

TENTH = Decimal("0.1")
# Moves the point of a number of any length without rounding it.
ANY_SIZE = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)
# Enough for the growth of a year out of that of several.
ROOTS = Context(prec=30)
PLACES = "位"
# Digits to which a number is told that no decimal holds exactly.
DIGITS = 12


def why_not(old: Item, new: Item, scales: Scales) -> str | None:
    """Why two facts cannot be reckoned with, None if they can."""
    one, two = old.amount, new.amount
    if one.dimension != two.dimension:
        return f"{_told(one)} and {_told(two)} measure different things"
    if one.dimension == THINGS and not scales.same_kind(one.unit, two.unit):
        return f"{one.unit} and {two.unit} count different things"
    if old.basis != new.basis:
        return f"against different bases: {old.basis} and {new.basis}"
    return None


def _told(amount: Amount) -> str:
    return amount.unit or "a number without unit"


def subtract(old: Item, new: Item) -> Difference:
    """`new` less `old` in the finer of the two units; percentages in 百分点, ranks in places.

    Where bounds leave room, the ends of what is possible.
    """
    one, two = old.amount, new.amount
    unit, factor, percent = _unit(old, new)
    value = _between(one, one.value, two, two.value, factor)
    if one.is_exact and two.is_exact:
        return Difference(value, value, value, unit, _percent(one, two) if percent else None)
    low = None if two.low is None or one.high is None else _between(one, one.high, two, two.low, factor)
    high = None if two.high is None or one.low is None else _between(one, one.low, two, two.high, factor)
    return Difference(None, low, high, unit, None)


def stated(old: Item, new: Item) -> Difference:
    """`new` less `old` by the numbers that are printed, whatever their bounds leave open."""
    one, two = old.amount, new.amount
    unit, factor, percent = _unit(old, new)
    value = _between(one, one.value, two, two.value, factor)
    return Difference(value, value, value, unit, _percent(one, two) if percent else None)


def _unit(old: Item, new: Item) -> tuple[str | None, Decimal, bool]:
    """The unit of a difference, its factor, and whether a percentage of it says anything."""
    one, two = old.amount, new.amount
    if one.dimension == PLACE:
        return two.unit or one.unit or PLACES, Decimal(1), False
    if one.dimension in (RATIO, POINTS):
        if one.unit == two.unit == "‰":
            return "个千分点", one.factor, False
        if one.dimension == POINTS:
            return POINT, Decimal(1), False
        return POINT, PERCENT, False
    finer = two if two.factor <= one.factor else one
    return finer.unit or one.unit or two.unit, finer.factor, old.measure == "level"


def _between(one: Amount, before: Decimal, two: Amount, after: Decimal, factor: Decimal) -> Decimal:
    """`after` less `before` in units of `factor`."""
    if one.factor == two.factor == factor:
        return EXACT.subtract(after, before)
    change = Fraction(after) * Fraction(two.factor) - Fraction(before) * Fraction(one.factor)
    return _decimal(change / Fraction(factor))


def _decimal(number: Fraction) -> Decimal:
    """A fraction as a decimal: exactly where one holds it, else to `DIGITS` digits."""
    value = EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    if Fraction(value) == number:
        return value
    return EXACT.quantize(value, Decimal(1).scaleb(value.adjusted() - DIGITS))


def _percent(one: Amount, two: Amount) -> Decimal | None:
    """The change in per cent of what was before, to a tenth; None where there was nothing, or less."""
    before, after = EXACT.multiply(one.value, one.factor), EXACT.multiply(two.value, two.factor)
    if before <= 0:
        return None
    return rounded(Fraction(EXACT.subtract(after, before)) / Fraction(before) * 100, TENTH)


def base(amount: Amount) -> tuple[Fraction | None, Fraction | None]:
    """What an amount may be in the base unit, with the rounding of its digits."""
    factor, slack = Fraction(amount.factor), Fraction(amount.slack)
    low = None if amount.low is None else (Fraction(amount.low) - (slack if amount.is_exact else 0)) * factor
    high = (
        None if amount.high is None else (Fraction(amount.high) + (slack if amount.is_exact else 0)) * factor
    )
    return low, high


def growth_between(one: Amount, two: Amount, times: int = 1) -> tuple[Fraction, Fraction, Fraction] | None:
    """The growth in per cent from one level to another in so many equal steps: as printed, and what rounding allows.

    None where a bound or a level that is not above nought leaves it open.
    """
    if not (one.is_exact and two.is_exact) or one.value <= 0:
        return None
    (a, b), (c, d) = base(one), base(two)
    if a is None or b is None or c is None or d is None or a <= 0 or (times > 1 and c <= 0):
        return None
    before, after = Fraction(one.value) * Fraction(one.factor), Fraction(two.value) * Fraction(two.factor)
    value, low, high = (_step(ratio, times) for ratio in (after / before, c / b, d / a))
    return value, low, high


def _step(ratio: Fraction, times: int) -> Fraction:
    """The growth in per cent of each of so many equal steps that make up a ratio."""
    if times == 1:
        return (ratio - 1) * 100
    exact = ROOTS.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return (Fraction(ROOTS.power(exact, ROOTS.divide(Decimal(1), Decimal(times)))) - 1) * 100


def rounded(number: Fraction, like: Decimal) -> Decimal:
    """A fraction to as many places as `like` has, at least one."""
    exponent = like.as_tuple().exponent
    places = max(-exponent, 1) if isinstance(exponent, int) else 1
    return Decimal(round(number * 10**places)).scaleb(-places, ANY_SIZE)
