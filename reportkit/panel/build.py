"""The cells of a panel, found in a store: which figures there are for each, and which of them stands for it.

All is done by DuckDB in temporary tables of one connection. First come the columns that decide, which are short; what else
is told of a figure is read for those alone that were taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.panel.scales import convert_units
from reportkit.panel.verdicts import add_verdicts
from reportkit.panel.wanted import HEADLINE, Wanted
from reportkit.places.table import NOW, Gazetteer, gazetteer
from reportkit.rules.topics import RuleSet, words_of
from reportkit.store import Store

# The kinds of reports from the one whose figure is taken first: the government's own report, and those with tables.
KINDS = ("government", "statistics", "plan", "budget")
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
# A growth is that of a year: against the year before, or against nothing that is told.
FIGURES = """
    CREATE TEMP TABLE panel_figures AS
    SELECT i.rowid AS id, p.code, p.place, CAST(i.period AS INTEGER) AS year, i.measure,
        CASE WHEN i.concept = $own AND right(p.code, 2) <> '00' THEN $of ELSE i.concept END AS concept,
        CASE i.status WHEN 'target' THEN 'goal' ELSE 'outcome' END AS side, p.told, p.turn, i.number, i.value,
        i.status = 'estimate' AS estimated, len(i.doubts) > 0 AS doubtful,
        count(*) OVER (PARTITION BY i.file, i.member, i.report, hash(i.sentence)) AS beside
    FROM indicators i JOIN panel_reports p ON p.file = i.file AND p.member = i.member AND p.report = i.report
    WHERE i.concept IN (SELECT unnest($concepts)) AND regexp_full_match(i.period, '[0-9]{4}') AND i.value IS NOT NULL
        AND (i.measure NOT IN ('growth', 'change') OR i.basis IS NULL OR regexp_matches(i.basis, $yearly)
            OR regexp_extract(i.basis, '[0-9]{4}') = CAST(CAST(i.period AS INTEGER) - 1 AS VARCHAR))
"""
# The report on a year tells its outcome, that on the year before its goal; those with other reports come behind.
CHOSEN = """
    CREATE TEMP TABLE panel_chosen AS
    SELECT *, told - CASE side WHEN 'goal' THEN year - 1 ELSE year END AS late,
        count(*) OVER cell - 1 AS others,
        count(*) OVER cell - count(*) OVER (PARTITION BY code, place, year, concept, measure, side, value) AS differing
    FROM panel_figures
    WHERE concept IN (SELECT unnest($wanted)) AND year BETWEEN $first AND $last
        AND (len($measures) = 0 OR measure IN (SELECT unnest($measures)))
    WINDOW cell AS (PARTITION BY code, place, year, concept, measure, side)
    QUALIFY row_number() OVER (
        PARTITION BY code, place, year, concept, measure, side
        ORDER BY {vintage}, turn, beside < {paragraph}, estimated, doubtful, beside DESC, told, number, id
    ) = 1
"""
VINTAGES = {"first": "late IS DISTINCT FROM 0, late < 0, abs(late)", "latest": "told DESC NULLS LAST"}
# From the comma before the name to the number and its unit, in a sentence that holds both.
CLAUSE = """regexp_extract(left(i.sentence, greatest(position(i.name IN i.sentence), 1) - 1), '[^，。；：,;]*$')
    || left(substr(i.sentence, greatest(position(i.name IN i.sentence), 1)), greatest(
        position(i.text IN substr(i.sentence, greatest(position(i.name IN i.sentence), 1))) + length(i.text) - 1, 0))"""
CELLS = """
    CREATE TEMP TABLE panel_cells AS
    SELECT c.code, c.place, c.year, c.concept, c.measure, c.side, CAST(i.value AS DOUBLE) AS value, i.unit, i.bound,
        CAST(i.lower AS DOUBLE) AS lower, CAST(i.upper AS DOUBLE) AS upper, i.status, i.text, i.name, i.sentence,
        p.source, p.named, p.region, c.told AS report_year, i.line,
        nullif(array_to_string([doubt.code FOR doubt IN i.doubts], ' '), '') AS doubts,
        nullif(array_to_string(list_sort(list_distinct(regexp_extract_all(
            regexp_extract({clause}, '[^，；,;]*$'), $tones))), ' '), '') AS tone,
        CASE WHEN c.others = 0 THEN 'the only figure, in ' ELSE 'in ' END
            || CASE WHEN c.late = 0 THEN 'its own report' WHEN c.late > 0 THEN 'a later report'
                WHEN c.late < 0 THEN 'an earlier report' ELSE 'a report of no year' END
            || CASE WHEN c.others > 0 AND c.beside >= {paragraph}
                THEN ', beside ' || (c.beside - 1) || ' other headline figures' ELSE '' END AS taken,
        c.others, c.differing
    FROM panel_chosen c
    JOIN indicators i ON i.rowid = c.id
    JOIN panel_reports p ON p.file = i.file AND p.member = i.member AND p.report = i.report
"""


def build_cells(store: Store, wanted: Wanted, rules: RuleSet) -> None:
    """Make the table ``panel`` of what is wanted, a row for each cell: the figure taken, and its verdict.

    It is a temporary table of the store's connection, with ``panel_reports`` beside it.
    """
    with store.telling():
        _add_units(store, gazetteer(rules))
        _run(store, REPORTS, **_of_reports(wanted))
        yearly = "|".join(next(e.words for e in rules.comparison.words if e.id == "year-on-year"))
        concepts = list(dict.fromkeys((*wanted.concepts, *words_of(rules.panel)[HEADLINE])))
        of, own = words_of(rules.panel)["of-counties"]
        _run(store, FIGURES, concepts=[*concepts, own], yearly=yearly, of=of, own=own)
        first, last = wanted.years or (0, NOW)
        chosen = CHOSEN.format(vintage=VINTAGES[wanted.vintage], paragraph=PARAGRAPH)
        measures = list(wanted.measures)
        _run(
            store,
            chosen,
            wanted=list(wanted.concepts),
            measures=measures,
            first=first,
            last=last,
        )
        tones = "|".join(words_of(rules.panel)["tones"])
        _run(store, CELLS.format(paragraph=PARAGRAPH, clause=CLAUSE), tones=tones)
        add_verdicts(store, rules)
        convert_units(store, rules)


def _run(store: Store, sql: str, **values: Any) -> None:
    store.connection.execute(sql, values).fetchall()


def _of_reports(wanted: Wanted) -> dict[str, Any]:
    places = wanted.places
    return {
        "kinds": list(KINDS),
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
    """Each code with the code and name of its place today, the levels above, and when a report with it may be."""
    units = list(table.units())
    taken: dict[str, set[str]] = {}
    for unit in units:
        for form in unit.forms:
            taken.setdefault(form.code, set()).add(unit.code)
    names = {form.code: form.name for unit in units for form in unit.forms[:1]}
    for unit in units:
        code = unit.code
        above = (names.get(each) for each in (code[:2] + "0000", code[:4] + "00") if each != code)
        region = "/".join(name for name in above if name)
        for form in {form.code: form for form in unit.forms}.values():
            is_alone = len(taken[form.code]) == 1
            span = (0, NOW) if is_alone else (form.since - 1, form.until - (form is not unit.forms[0]))
            yield form.code, code, unit.name, region, *span
