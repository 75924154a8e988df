"""The cells of a panel, found in a store: which figures there are for each, and which of them stands for it.

All is done by DuckDB in temporary tables of one connection. First come the columns that decide, which are short; what else
is told of a figure is read for those alone that were taken, when they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.panel.scales import finish
from reportkit.panel.verdicts import judge_pairs
from reportkit.panel.wanted import HEADLINE, Wanted
from reportkit.places.names import PART
from reportkit.places.table import NOW, Gazetteer, PlaceUnit, gazetteer
from reportkit.rules.topics import RuleSet, words_of
from reportkit.store import Store

# A sentence with so many of the headline's figures is a paragraph of goals, or of results.
PARAGRAPH = 3
REPORTS = """
    CREATE TEMP TABLE panel_reports AS
    SELECT r.file, r.member, r.number AS report, r.kind, r.year AS told, s.path AS source, r.place AS named,
        coalesce(u.unit, r.code) AS code, coalesce(u.place, r.place) AS place, u.region,
        coalesce(list_position($kinds, r.kind), len($kinds) + 1) AS turn
    FROM reports r
    JOIN sources s ON s.file = r.file AND s.member = r.member
    LEFT JOIN panel_units u ON u.code = r.code AND coalesce(r.year, 0) BETWEEN u.since AND u.until
    WHERE r.place IS NOT NULL AND (len($only) = 0 OR r.kind IN (SELECT unnest($only)))
        AND ($all OR r.code IN (SELECT unnest($codes)) OR (r.code IS NULL AND r.place IN (SELECT unnest($names))))
"""
# A growth is that of a year: against the year before, or against nothing that is told. A cell is a thing from one side.
FIGURES = """
    CREATE TEMP TABLE panel_figures AS
    SELECT *, hash(code, place, year, concept, measure) AS thing FROM (
        SELECT i.rowid AS id, i.file, i.member, i.report, p.code, p.place, p.region, CAST(i.period AS INTEGER) AS year,
            CASE WHEN i.concept = $own AND right(p.code, 2) <> '00' THEN $of ELSE i.concept END AS concept, i.measure,
            CASE i.status WHEN 'target' THEN 'goal' ELSE 'outcome' END AS side, i.status, p.told, p.turn, i.number,
            CAST(i.value AS DOUBLE) AS value, i.unit, i.bound, CAST(i.lower AS DOUBLE) AS lower,
            CAST(i.upper AS DOUBLE) AS upper, i.text, i.status = 'estimate' AS estimated, len(i.doubts) > 0 AS doubtful,
            i.name = i.concept AS exact
        FROM indicators i JOIN panel_reports p ON p.file = i.file AND p.member = i.member AND p.report = i.report
        WHERE i.concept IN (SELECT unnest($concepts)) AND regexp_full_match(i.period, '[0-9]{4}')
            AND i.value IS NOT NULL AND CAST(i.period AS INTEGER) BETWEEN $first AND $last
            AND (i.measure NOT IN ('growth', 'change') OR i.basis IS NULL OR regexp_matches(i.basis, $yearly)
                OR regexp_extract(i.basis, '[0-9]{4}') = CAST(CAST(i.period AS INTEGER) - 1 AS VARCHAR))
            AND (len($measures) = 0 OR i.measure IN (SELECT unnest($measures))))
"""
# The cells for which there are several figures.
CROWDED = """
    CREATE TEMP TABLE panel_crowded AS
    SELECT thing, side FROM panel_figures GROUP BY ALL HAVING count(*) > 1
"""
# Of these figures, how many of the headline's stand in the sentence of each.
BESIDE = """
    CREATE TEMP TABLE panel_beside AS
    SELECT f.id, count(*) AS beside
    FROM panel_figures f
    JOIN panel_crowded USING (thing, side)
    JOIN indicators own ON own.rowid = f.id
    JOIN indicators i ON i.file = f.file AND i.member = f.member AND i.report = f.report AND i.sentence = own.sentence
    WHERE i.concept IN (SELECT unnest($concepts))
    GROUP BY f.id
"""
# The report on a year tells its outcome, that on the year before its goal; those with other reports come behind.
CHOSEN = """
    CREATE TEMP TABLE panel_chosen AS
    SELECT f.*, 1 AS beside, {late} AS late, 0 AS others, 0 AS differing
    FROM panel_figures f ANTI JOIN panel_crowded USING (thing, side)
    UNION ALL
    SELECT f.*, coalesce(b.beside, 1) AS beside, {late} AS late, count(*) OVER cell - 1 AS others,
        count(*) OVER cell - count(*) OVER (PARTITION BY thing, side, value) AS differing
    FROM panel_figures f SEMI JOIN panel_crowded USING (thing, side) LEFT JOIN panel_beside b ON b.id = f.id
    WINDOW cell AS (PARTITION BY thing, side)
    QUALIFY row_number() OVER (
        PARTITION BY thing, side
        ORDER BY {vintage}, turn, beside < {paragraph}, estimated, doubtful, NOT exact, beside DESC, told, number, f.id
    ) = 1
"""
LATE = "told - CASE side WHEN 'goal' THEN year - 1 ELSE year END"
VINTAGES = {"first": "late IS DISTINCT FROM 0, late < 0, abs(late)", "latest": "told DESC NULLS LAST"}


def build_cells(store: Store, wanted: Wanted, rules: RuleSet) -> None:
    """Make the table ``panel`` of what is wanted, a row for each cell: the figure taken, and its verdict.

    It is a temporary table of the store's connection, with ``panel_reports`` beside it.
    """
    with store.telling():
        _add_units(store, gazetteer(rules))
        _run(store, REPORTS, kinds=list(words_of(rules.panel)["kinds"]), **_of_reports(wanted))
        yearly = "|".join(next(e.words for e in rules.comparison.words if e.id == "year-on-year"))
        of, own = words_of(rules.panel)["of-counties"]
        concepts = [*wanted.concepts, *([own] if of in wanted.concepts else [])]
        first, last = wanted.years or (0, NOW)
        asked = {"yearly": yearly, "of": of, "own": own, "first": first, "last": last}
        _run(store, FIGURES, concepts=concepts, measures=list(wanted.measures), **asked)
        headline = list(dict.fromkeys((*concepts, *words_of(rules.panel)[HEADLINE])))
        _run(store, CROWDED)
        _run(store, BESIDE, concepts=headline)
        _run(store, CHOSEN.format(late=LATE, vintage=VINTAGES[wanted.vintage], paragraph=PARAGRAPH))
        if wanted.what != "outcome":
            judge_pairs(store, rules)
        finish(store, rules)


def _run(store: Store, sql: str, **values: Any) -> None:
    store.connection.execute(sql, values).fetchall()


def _of_reports(wanted: Wanted) -> dict[str, Any]:
    places = wanted.places
    return {
        "only": list(wanted.kinds),
        "all": places is None,
        "codes": sorted(places.codes) if places else [],
        "names": sorted(places.names) if places else [],
    }


def _add_units(store: Store, table: Gazetteer) -> None:
    """The table of codes with the place through whose history each belongs, and the years in which it did."""
    columns: list[Sequence[Any]] = list(zip(*_units(table), strict=True))
    names = ("code", "unit", "place", "region", "since", "until")
    unnested = ", ".join(f"unnest(${name}) AS {name}" for name in names)
    values = {name: list(column) for name, column in zip(names, columns, strict=True)}
    _run(store, f"CREATE TEMP TABLE panel_units AS SELECT {unnested}", **values)


def _units(table: Gazetteer) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Each code with the code and name of its place today, the levels above, and the years in which a report has it.

    Where a code passed from one place to another, a report of the year before is given with the new one.
    """
    units = list(table.units())
    names = {unit.code: unit.name for unit in units}
    having: dict[str, dict[PlaceUnit, int]] = {}
    for unit in units:
        for form in unit.forms:
            since = having.setdefault(form.code, {})
            since[unit] = min(form.since, since.get(unit, form.since))
    for code, since in having.items():
        ordered = sorted(since, key=lambda unit: since[unit])
        firsts = [0, *(since[unit] - 1 for unit in ordered[1:])]
        for unit, first, last in zip(ordered, firsts, [*(each - 1 for each in firsts[1:]), NOW], strict=True):
            levels = (unit.code[:2] + "0000", unit.code[:4] + "00")
            region = PART.join(names[each] for each in levels if each != unit.code and each in names)
            yield code, unit.code, unit.name, region, first, last
