"""One unit for each series of a panel: the one in which it is told most often."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from reportkit.compare.amounts import THINGS, Scales
from reportkit.compare.terms import terms_of
from reportkit.rules.topics import RuleSet
from reportkit.store import Store

PERCENT, TIMES, HUNDRED = "%", "times", Decimal(100)
_COUNTED = "SELECT concept, measure, unit, count(*) FROM panel_chosen GROUP BY ALL ORDER BY ALL"
# Where a unit is of another dimension the figure keeps it, and stands in no column of a wide panel.
_FINISHED = """
    CREATE TEMP TABLE panel AS
    SELECT c.* REPLACE (
            value * coalesce(s.factor, 1) AS value, lower * coalesce(s.factor, 1) AS lower,
            upper * coalesce(s.factor, 1) AS upper, CASE WHEN s.factor IS NULL THEN c.unit ELSE s.main END AS unit),
        s.factor IS NOT NULL AS fits, v.verdict, v.margin, v.margin_unit
    FROM panel_chosen c
    LEFT JOIN panel_scales s ON s.concept = c.concept AND s.measure = c.measure AND s.unit IS NOT DISTINCT FROM c.unit
    LEFT JOIN panel_pairs p ON p.id = c.id
    LEFT JOIN panel_verdicts v ON v.pair = p.pair
"""
# Where nothing is judged there are none.
_UNJUDGED = (
    "CREATE TEMP TABLE IF NOT EXISTS panel_pairs (id BIGINT, pair UBIGINT)",
    "CREATE TEMP TABLE IF NOT EXISTS panel_verdicts "
    "(pair UBIGINT, verdict VARCHAR, margin DOUBLE, margin_unit VARCHAR)",
)


def finish(store: Store, rules: RuleSet) -> None:
    """Make the table ``panel`` of the cells and their verdicts, the figures of each concept and measure in one unit."""
    run = store.connection.execute
    units: dict[tuple[str, str], dict[str | None, int]] = defaultdict(dict)
    for concept, measure, unit, count in run(_COUNTED).fetchall():
        units[concept, measure][unit] = count
    scales = terms_of(rules).scales
    rows = []
    for (concept, measure), counts in units.items():
        main = max(counts, key=lambda unit: (counts[unit], unit or ""))
        for unit in counts:
            factor = factor_of(unit, main, measure, scales)
            if factor is not None:
                rows.append((concept, measure, unit, main, str(factor)))
    run(
        "CREATE TEMP TABLE panel_scales (concept VARCHAR, measure VARCHAR, unit VARCHAR, main VARCHAR, factor DOUBLE)"
    )
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        run(
            "INSERT INTO panel_scales SELECT unnest(?), unnest(?), unnest(?), unnest(?), CAST(unnest(?) AS DOUBLE)",
            columns,
        ).fetchall()
    for sql in (*_UNJUDGED, _FINISHED):
        run(sql).fetchall()


def factor_of(unit: str | None, main: str | None, measure: str, scales: Scales) -> Decimal | None:
    """By what a number in `unit` is multiplied for one in `main`, None where they measure different things."""
    if unit == main:
        return Decimal(1)
    one, other = (scales.unit(each) if each else ("", Decimal(1)) for each in (unit, main))
    if main == PERCENT and measure in ("growth", "share") and (unit is None or one[0] == TIMES):
        return HUNDRED
    if one[0] == other[0]:
        return one[1] / other[1]
    things = {"", "count", "people", THINGS}
    return one[1] / other[1] if {one[0], other[0]} <= things and scales.same_kind(unit, main) else None
