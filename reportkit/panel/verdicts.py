"""Whether each outcome of a panel meets its goal, judged as `goals` does; what is alike is judged once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportkit.compare.facts import Item, Terms, terms_of
from reportkit.compare.judging import judge
from reportkit.compare.names import NAMELESS
from reportkit.compare.reckon import why_not
from reportkit.comparison import Fact
from reportkit.model import Indicator
from reportkit.output.document import digits
from reportkit.rules.topics import RuleSet
from reportkit.store import Store

_SIDE = ("value", "unit", "bound", "lower", "upper", "text")
_KEYS = [f"{side}_{name}" for side in ("goal", "outcome") for name in _SIDE]
_PAIRS = f"""
    CREATE TEMP TABLE panel_pairs AS
    SELECT g.code, g.place, g.year, g.concept, g.measure, hash(g.concept, g.measure, {{signature}}) AS pair,
        {", ".join(f"{side[0]}.{name} AS {side}_{name}" for side in ("goal", "outcome") for name in _SIDE)}
    FROM panel_cells g JOIN panel_cells o ON g.side = 'goal' AND o.side = 'outcome' AND o.place = g.place
        AND o.code IS NOT DISTINCT FROM g.code AND o.year = g.year AND o.concept = g.concept AND o.measure = g.measure
""".format(signature=", ".join(f"{side[0]}.{name}" for side in ("goal", "outcome") for name in _SIDE))
# So many pairs are judged at a time.
CHUNK = 20_000


def add_verdicts(store: Store, rules: RuleSet) -> None:
    """Add the columns ``verdict`` and ``margin`` to ``panel_cells``, of the goals that have an outcome."""
    run = store.connection.execute
    run(_PAIRS).fetchall()
    run(
        "CREATE TEMP TABLE panel_verdicts (pair UBIGINT, verdict VARCHAR, margin DOUBLE, margin_unit VARCHAR)"
    )
    distinct = f"SELECT DISTINCT ON (pair) pair, concept, measure, {', '.join(_KEYS)} FROM panel_pairs"
    run(
        f"CREATE TEMP TABLE panel_unjudged AS SELECT row_number() OVER () AS turn, * FROM ({distinct})"
    ).fetchall()
    terms = terms_of(rules)
    start = 0
    while rows := run(
        "SELECT * EXCLUDE turn FROM panel_unjudged WHERE turn > ? AND turn <= ?", [start, start + CHUNK]
    ).fetchall():
        judged = [list(column) for column in zip(*(_judged(row, terms) for row in rows), strict=True)]
        run(
            "INSERT INTO panel_verdicts SELECT unnest(?), unnest(?), CAST(unnest(?) AS DOUBLE), unnest(?)",
            judged,
        ).fetchall()
        start += CHUNK
    run(
        "CREATE TEMP TABLE panel_judged AS SELECT c.*, v.verdict, v.margin, v.margin_unit FROM panel_cells c "
        "LEFT JOIN panel_pairs p ON c.side = 'goal' AND p.place = c.place AND p.code IS NOT DISTINCT FROM c.code "
        "AND p.year = c.year AND p.concept = c.concept AND p.measure = c.measure "
        "LEFT JOIN panel_verdicts v USING (pair)"
    ).fetchall()


def _judged(row: tuple[Any, ...], terms: Terms) -> tuple[int, str, str | None, str | None]:
    """The verdict on a goal and its outcome, and how far the one lies from the other."""
    pair, concept, measure, *cells = row
    goal, told = (_item(concept, measure, cells[at : at + len(_SIDE)], terms) for at in (0, len(_SIDE)))
    if why_not(goal, told, terms.scales) is not None:
        return pair, "incomparable", None, None
    verdict, margin, _ = judge(goal, told.amount, told, terms)
    value = None if margin is None or margin.value is None else digits(margin.value)
    return pair, verdict, value, margin.unit if margin is not None and value is not None else None


def _item(concept: str, measure: Any, cells: list[Any], terms: Terms) -> Item:
    """A figure of the panel as what is compared."""
    value, unit, bound, lower, upper, text = cells
    numbers = [
        None if each is None else Decimal(digits(Decimal(repr(each)))) for each in (value, lower, upper)
    ]
    assert numbers[0] is not None
    indicator = Indicator(
        concept, concept, numbers[0], unit, bound, numbers[1], numbers[2], measure, None, None, "actual", (), text, (), (),
        line=1, sentence="",
    )  # fmt: skip
    amount = terms.scales.amount(indicator)
    return Item(Fact("", None, "other", None, indicator), NAMELESS, amount, measure, amount.dimension, "")
