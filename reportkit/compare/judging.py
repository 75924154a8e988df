"""Whether an outcome meets a goal, by the bound of the goal and what is allowed for 左右."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportkit.compare.amounts import RATIO, Amount
from reportkit.compare.facts import Item
from reportkit.compare.reckon import stated
from reportkit.compare.terms import Terms
from reportkit.comparison import Difference, Outcome
from reportkit.text.numerals import EXACT

HUNDREDTH = Decimal("0.01")
WITHIN = "within the tolerance of 左右"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an outcome may lie from a goal of 左右: `points` for rates and growth, `percent` of all other amounts."""

    points: Decimal = Decimal("0.3")
    percent: Decimal = Decimal(2)

    def around(self, goal: Item) -> tuple[Decimal, Decimal]:
        """The least and the most that a goal of about an amount allows.

        Of a growth in ‰ a point is ten.
        """
        amount = goal.amount
        if amount.dimension == RATIO:
            room = EXACT.multiply(self.points, 10) if amount.unit == "‰" else self.points
        else:
            room = EXACT.multiply(abs(amount.value), EXACT.multiply(self.percent, HUNDREDTH))
        return EXACT.subtract(amount.value, room), EXACT.add(amount.value, room)


USUAL = Tolerance()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on an outcome, how far it lies from the goal, and what else is to be said."""

    verdict: Outcome
    margin: Difference | None = None
    reason: str | None = None


def aims_down(goal: Item, terms: Terms) -> bool:
    """Whether less is more for a goal: a limit, a cut, a rank, or what the catalogue says is better when low."""
    amount, i = goal.amount, goal.indicator
    if amount.low is None or amount.high is None:
        return amount.low is None
    if is_limit(goal, terms) or (i.measure in ("growth", "change") and amount.value < 0):
        return True
    concept = terms.concepts.get(i.concept or "")
    better = concept.better if concept is not None else ""
    return (better != "down") if i.measure == "rank" else better == "down"


def is_limit(goal: Item, terms: Terms) -> bool:
    """Whether a goal is a limit by what it is of: 居民消费价格涨幅3%左右 is met by 2%."""
    return goal.indicator.concept in terms.lists["limits"] and goal.amount.value > 0


def judge(goal: Item, told: Item, terms: Terms, tolerance: Tolerance) -> Judgement:
    """The verdict on an outcome that can be reckoned with."""
    down = aims_down(goal, terms)
    low, high = _ends(_allowed(goal, tolerance))
    least, most = _ends(told.amount)
    if down:
        low, high, least, most = _minus(high), _minus(low), _minus(most), _minus(least)
    margin = _margin(goal, told)
    if _says_about_the_same(goal, told):
        return Judgement("met", margin)
    if low is None:
        return Judgement("unknown", margin, "the goal has no end to measure by")
    if most is not None and most < low:
        return Judgement("missed", margin)
    if least is None or least < low:
        return Judgement("unknown", margin, "the bounds leave room for both")
    if high is not None and least > high and not is_limit(goal, terms):
        return Judgement("exceeded", margin)
    vague = goal.indicator.bound == "~" and margin is not None and margin.value
    return Judgement("met", margin, WITHIN if vague and not is_limit(goal, terms) else None)


def of_parts(found: Sequence[Judgement]) -> Judgement:
    """The verdict on a whole by those on its parts: theirs where all fall on one side, else unknown."""
    verdicts = {each.verdict for each in found}
    if len(verdicts) == 1:
        (verdict,) = verdicts
    else:
        verdict = "met" if verdicts <= {"met", "exceeded"} else "unknown"
    return Judgement(verdict, None, None if verdict != "unknown" else "its parts fall on both sides")


def _says_about_the_same(goal: Item, told: Item) -> bool:
    """Whether about as much is told as was promised: 5%左右 was, or 5%, and 5%左右 is told."""
    one, two = goal.amount, told.amount
    return (
        told.indicator.bound == "~"
        and one.high is not None
        and (one.value, one.unit) == (two.value, two.unit)
    )


def _allowed(item: Item, tolerance: Tolerance) -> Amount:
    if item.indicator.bound != "~":
        return item.amount
    low, high = tolerance.around(item)
    return replace(item.amount, low=low, high=high)


def _ends(amount: Amount) -> tuple[Decimal | None, Decimal | None]:
    low, high = (
        None if end is None else EXACT.multiply(end, amount.factor) for end in (amount.low, amount.high)
    )
    return low, high


def _minus(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.copy_negate()


def _margin(goal: Item, told: Item) -> Difference | None:
    """The outcome less the goal, by the numbers printed; from the nearest end of a range, None within it."""
    amount, value = goal.amount, told.amount.value
    if goal.indicator.bound != "range" or amount.low is None or amount.high is None:
        return stated(goal, told)
    if amount.low <= value <= amount.high:
        return None
    near: Decimal = amount.low if value < amount.low else amount.high
    return stated(replace(goal, amount=replace(amount, value=near, low=near, high=near)), told)
