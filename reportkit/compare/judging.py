"""Whether an outcome meets a goal, by the bound of the goal."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from reportkit.compare.amounts import Amount
from reportkit.compare.facts import Item, Terms
from reportkit.compare.reckon import stated
from reportkit.comparison import Difference, Outcome

WITHIN = "within half a unit of the digit printed"


def aims_down(goal: Item, terms: Terms) -> bool:
    """Whether less is more for a goal: a limit, a cut, or what the catalogue says is better when low."""
    amount, i = goal.amount, goal.indicator
    if amount.low is None or amount.high is None:
        return amount.low is None
    if is_limit(goal, terms) or (i.measure in ("growth", "change") and amount.value < 0):
        return True
    concept = terms.concepts.get(i.concept or "")
    return concept is not None and concept.better == "down"


def is_limit(goal: Item, terms: Terms) -> bool:
    """Whether a goal is a limit by what it is of: 居民消费价格涨幅3%左右 is met by 2%."""
    return goal.indicator.concept in terms.lists["limits"] and goal.amount.value > 0


def judge(
    goal: Item, outcome: Amount, told: Item, terms: Terms
) -> tuple[Outcome, Difference | None, str | None]:
    """The verdict on an outcome, how far it lies from the goal, and what else is to be said."""
    down = aims_down(goal, terms)
    low, high = _ends(goal.amount)
    least, most = _ends(outcome)
    if down:
        low, high, least, most = _minus(high), _minus(low), _minus(most), _minus(least)
    margin = _margin(goal, outcome, told)
    if low is None:
        return "unknown", margin, "the goal has no end to measure by"
    if most is not None and most < low:
        return "missed", margin, None
    if least is None or least < low:
        return "unknown", margin, "the bounds leave room for both"
    if high is not None and least > high and not is_limit(goal, terms):
        return "exceeded", margin, None
    vague = goal.indicator.bound == "~" and margin is not None and margin.value
    return "met", margin, WITHIN if vague and not is_limit(goal, terms) else None


def _ends(amount: Amount) -> tuple[Fraction | None, Fraction | None]:
    factor = Fraction(amount.factor)
    return (
        None if amount.low is None else Fraction(amount.low) * factor,
        None if amount.high is None else Fraction(amount.high) * factor,
    )


def _minus(number: Fraction | None) -> Fraction | None:
    return None if number is None else -number


def _margin(goal: Item, outcome: Amount, told: Item) -> Difference | None:
    """The outcome less the goal, by the numbers printed; from the nearest end of a range, None within it."""
    amount = goal.amount
    if goal.indicator.bound != "range" or amount.low is None or amount.high is None:
        return stated(goal, replace(told, amount=outcome))
    if amount.low <= outcome.value <= amount.high:
        return None
    near: Decimal = amount.low if outcome.value < amount.low else amount.high
    end = replace(amount, value=near, low=near, high=near)
    return stated(replace(goal, amount=end), replace(told, amount=outcome))
