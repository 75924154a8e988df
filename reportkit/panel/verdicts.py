"""Whether each outcome of a panel meets its goal, judged as `goals` does; what is alike is judged once."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from reportkit.compare.facts import Item
from reportkit.compare.judging import Tolerance, judge
from reportkit.compare.names import NAMELESS
from reportkit.compare.reckon import why_not
from reportkit.compare.terms import Terms, terms_of
from reportkit.comparison import Fact
from reportkit.model import Indicator
from reportkit.output.document import digits
from reportkit.rules.topics import RuleSet
from reportkit.store import Store

_SIDE = ("value", "unit", "bound", "lower", "upper", "text")
_KEYS = [f"{side}_{name}" for side in ("goal", "outcome") for name in _SIDE]
# Numbers as text, from which they are read exactly.
_READ = {name: f"{{0}}.{name}" for name in _SIDE} | {
    name: f"CAST({{0}}.{name} AS VARCHAR)" for name in ("value", "lower", "upper")
}
_SELECTED = ", ".join(
    f"{_READ[n].format(side[0])} AS {side}_{n}" for side in ("goal", "outcome") for n in _SIDE
)
_SIGNATURE = ", ".join(f"{side[0]}.{name}" for side in ("goal", "outcome") for name in _SIDE)
_PAIRS = f"""
    CREATE TEMP TABLE panel_pairs AS
    SELECT g.id, o.id AS outcome, hash(g.concept, g.measure, {_SIGNATURE}) AS pair
    FROM panel_chosen g JOIN panel_chosen o ON g.side = 'goal' AND o.side = 'outcome' AND o.thing = g.thing
"""
_ALIKE = f"""
    CREATE TEMP TABLE panel_alike AS
    SELECT row_number() OVER () AS turn, p.pair, g.concept, g.measure, {_SELECTED}
    FROM (SELECT pair, min(id) AS id, arg_min(outcome, id) AS outcome FROM panel_pairs GROUP BY pair) p
    JOIN panel_chosen g ON g.id = p.id JOIN panel_chosen o ON o.id = p.outcome
"""
_VERDICTS = """
    CREATE OR REPLACE TEMP TABLE panel_verdicts (pair UBIGINT, verdict VARCHAR, margin DOUBLE, margin_unit VARCHAR)
"""
# So many pairs are judged at a time.
CHUNK = 20_000


def judge_pairs(store: Store, rules: RuleSet) -> None:
    """Make the tables ``panel_pairs``, of each goal that has an outcome, and ``panel_verdicts``."""
    run = store.connection.execute
    for sql in (_PAIRS, _ALIKE, _VERDICTS):
        run(sql).fetchall()
    terms = terms_of(rules)
    start = 0
    while rows := run(
        "SELECT * EXCLUDE turn FROM panel_alike WHERE turn > ? AND turn <= ?", [start, start + CHUNK]
    ).fetchall():
        judged = [list(column) for column in zip(*(_judged(row, terms) for row in rows), strict=True)]
        run(
            "INSERT INTO panel_verdicts SELECT unnest(?), unnest(?), CAST(unnest(?) AS DOUBLE), unnest(?)",
            judged,
        ).fetchall()
        start += CHUNK


def _judged(row: tuple[Any, ...], terms: Terms) -> tuple[int, str, str | None, str | None]:
    """The verdict on a goal and its outcome, and how far the one lies from the other."""
    pair, concept, measure, *cells = row
    goal, told = (
        _item(concept, measure, tuple(cells[at : at + len(_SIDE)]), terms) for at in (0, len(_SIDE))
    )
    if why_not(goal, told, terms.scales) is not None:
        return pair, "incomparable", None, None
    found = judge(goal, told, terms, Tolerance())
    margin = found.margin
    value = None if margin is None or margin.value is None else digits(margin.value)
    return pair, found.verdict, value, margin.unit if margin is not None and value is not None else None


@lru_cache(maxsize=50_000)
def _item(concept: str, measure: Any, cells: tuple[Any, ...], terms: Terms) -> Item:
    """A figure of the panel as what is compared."""
    value, unit, bound, lower, upper, text = cells
    numbers = [None if each is None else Decimal(each) for each in (value, lower, upper)]
    assert numbers[0] is not None
    indicator = Indicator(
        concept, concept, numbers[0], unit, bound, numbers[1], numbers[2], measure, None, None, "actual", (), text, (), (),
        line=1, sentence="",
    )  # fmt: skip
    amount = terms.scales.amount(indicator)
    return Item(Fact("", None, "other", None, indicator), NAMELESS, amount, measure, amount.dimension, "")
