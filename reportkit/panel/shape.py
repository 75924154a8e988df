"""The forms of a panel as queries of ``panel``: long, wide, and one series with places and years as its sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportkit.panel.build import PARAGRAPH
from reportkit.panel.wanted import Wanted
from reportkit.rules.topics import RuleSet, words_of
from reportkit.store import Store
from reportkit.store.columns import literal, quoted

KEYS = ("code", "place", "year")
SIDES = ("place", "year")
# What each column of the long form holds; those of the wide form are keys, and the values of a series each.
SAYS = {
    "code": "Code of the place in GB/T 2260, today's or its last one; empty where the table of places has none",
    "place": "Name of the place, today's or its last one",
    "year": "Year that the figure is of",
    "concept": "Name in the catalogue of what is measured",
    "measure": "level, growth, change, share or rank",
    "status": "outcome (reached, or estimated) or goal",
    "value": "The number, multipliers worked out, in `unit`; of a range its middle",
    "unit": "The unit, one for each concept and measure unless a figure is in one of another kind",
    "bound": "= exact, > at least, < at most, ~ about, or range",
    "lower": "The least that the bound allows; empty where it is open",
    "upper": "The most that the bound allows; empty where it is open",
    "tone": "Words in the figure's clause that say how firmly it is meant",
    "text": "Number and unit as printed",
    "verdict": "Of a goal with an outcome: met, exceeded, missed, unknown or incomparable",
    "margin": "Outcome less goal",
    "margin_unit": "The unit of the margin",
    "told_as": "actual, estimate or target, as in the indicator",
    "name": "The name in the report's words",
    "sentence": "The sentence",
    "source": "The file",
    "line": "The line in the file",
    "report_year": "The year under review of the report that the figure was taken from",
    "doubts": "What is doubtful about the figure, as codes; empty where nothing is",
    "taken": "Why this figure was taken",
    "others": "How many other figures there are for this cell",
    "differing": "How many of them say otherwise",
    "region": "The levels above the place",
    "named": "The name of the place in the report",
}
ORDER = "code NULLS LAST, place, year"
# Where a column of the long form comes from, if not from the table `panel` under its own name.
FROM = {
    "status": "panel.side",
    "told_as": "panel.status",
    "name": "i.name",
    "sentence": "i.sentence",
    "source": "r.source",
    "line": "i.line",
    "report_year": "panel.told",
    "named": "r.named",
    "doubts": "nullif(array_to_string([doubt.code FOR doubt IN i.doubts], ' '), '')",
    "tone": "nullif(array_to_string(list_sort(list_distinct(regexp_extract_all(i.clause, {tones}))), ' '), '')",
    "taken": f"""CASE WHEN panel.others = 0 THEN 'the only figure, in ' ELSE 'in ' END
        || CASE WHEN panel.late = 0 THEN 'its own report' WHEN panel.late > 0 THEN 'a later report'
            WHEN panel.late < 0 THEN 'an earlier report' ELSE 'a report of no year' END
        || CASE WHEN panel.others > 0 AND panel.beside >= {PARAGRAPH}
            THEN ', beside ' || (panel.beside - 1) || ' other headline figures' ELSE '' END
        || CASE WHEN panel.others > 0 AND panel.exact THEN ', under the name of the concept' ELSE '' END""",
}
# The rows of the long form in their order, which short keys tell: to sort the sentences takes more memory than there is.
TURNS = f"""
    CREATE TEMP TABLE panel_turns AS
    SELECT id, row_number() OVER (ORDER BY {ORDER}, concept, measure, side) AS nth FROM panel WHERE side IN ({{sides}})
"""
# So many rows are put together at a time, and written as text: of that DuckDB holds much more in memory.
AT_ONCE, WRITTEN = 100_000, 20_000
# The indicators with the clause of each up to its number, in a sentence that holds both.
CLAUSES = """
    SELECT id, name, sentence, line, doubts, regexp_replace(
        regexp_replace(left(sentence, start - 1), '^.*[，。；：,;]', '', 's')
            || left(rest, greatest(position(text IN rest) + length(text) - 1, 0)), '^.*[，；,;]', '', 's') AS clause
    FROM (
        SELECT rowid AS id, name, sentence, line, doubts, text, greatest(position(name IN sentence), 1) AS start,
            substr(sentence, greatest(position(name IN sentence), 1)) AS rest
        FROM indicators WHERE rowid IN (SELECT id FROM panel_turns WHERE nth > $after AND nth <= $until))
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a panel: its name, its label in Chinese, and what it says."""

    name: str
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of the panel: the query that gives its rows, and its columns.

    `parts` are queries that give them one part after the other, where they are many.
    """

    query: str
    columns: tuple[Column, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of a concept from one side, and its unit."""

    concept: str
    measure: str
    side: str
    unit: str | None

    def named(self, part: str = "") -> str:
        """The name of its column in a wide panel: 地区生产总值_growth, and with _goal that of the goal."""
        end = part or ("" if self.side == "outcome" else self.side)
        return "_".join(filter(None, (self.concept, self.measure, end)))


def find_series(store: Store, wanted: Wanted) -> list[Series]:
    """The series that have a figure in the panel, in the order in which their concepts are wanted."""
    rows = store.connection.execute(
        "SELECT concept, measure, side, first(unit) FROM panel WHERE fits GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    found = [Series(*row) for row in rows if row[2] in wanted.sides]
    turn = {concept: n for n, concept in enumerate(wanted.concepts)}
    return sorted(found, key=lambda each: (turn[each.concept], each.measure, wanted.sides.index(each.side)))


def long_shape(store: Store, wanted: Wanted, rules: RuleSet) -> Shape:
    """A row for each place, year, concept, measure and status: a table of them is made first, in their order."""
    run = store.connection.execute
    tones = literal("|".join(words_of(rules.panel)["tones"]))
    selected = (f"{FROM.get(name, f'panel.{name}').format(tones=tones)} AS {name}" for name in SAYS)
    query = f"""SELECT {", ".join(selected)} FROM panel JOIN ({CLAUSES}) i USING (id) JOIN panel_turns USING (id)
        JOIN panel_reports r ON r.file = panel.file AND r.member = panel.member AND r.report = panel.report
        ORDER BY nth"""
    with store.telling():
        run(TURNS.format(sides=", ".join(map(literal, wanted.sides)))).fetchall()
        [(count,)] = run("SELECT count(*) FROM panel_turns").fetchall()
        run(f"CREATE TEMP TABLE panel_long AS {query}", {"after": 0, "until": 0}).fetchall()
        for after in range(0, count, AT_ONCE):
            run(f"INSERT INTO panel_long {query}", {"after": after, "until": after + AT_ONCE}).fetchall()
    labels = _labels(rules)
    columns = tuple(Column(name, labels[name], says) for name, says in SAYS.items())
    query = "SELECT * FROM panel_long"
    parts = (f"{query} WHERE rowid >= {n} AND rowid < {n + WRITTEN}" for n in range(0, count, WRITTEN))
    return Shape(query, columns, tuple(parts))


def wide_shape(store: Store, wanted: Wanted, rules: RuleSet) -> Shape:
    """A row for each place and year, with a column for each series; of a goal with an outcome verdict and margin too."""
    labels = _labels(rules)
    columns = [Column(key, labels[key], SAYS[key]) for key in (*KEYS, "region")]
    selected = [*KEYS, "first(region) AS region"]
    for series in find_series(store, wanted):
        for part, value in _parts(series, wanted):
            name = series.named(part)
            selected.append(f"{_of(series, value)} AS {quoted(name)}")
            columns.append(Column(name, _label(series, part, labels), _said(series, part)))
    query = f"SELECT {', '.join(selected)} FROM panel GROUP BY {', '.join(KEYS)} ORDER BY {ORDER}"
    return Shape(query, tuple(columns))


def crossed_shape(store: Store, wanted: Wanted, rows: str) -> Shape:
    """One series with `rows` (place or year) down and the other across. Raises `ValueError` where there are several."""
    found = find_series(store, wanted)
    if len(found) != 1:
        told = ", ".join(each.named() for each in found) or "none"
        raise ValueError(
            f"--rows and --columns show one series, and there is {told}; give one --concept, --measure and --what"
        )
    (series,) = found
    across = "year" if rows == "place" else "code || ' ' || place"
    heads = [
        row[0]
        for row in store.connection.execute(
            f"SELECT DISTINCT {across} AS head FROM panel WHERE {_where(series)} AND head IS NOT NULL ORDER BY head"
        ).fetchall()
    ]
    down = ["code", "place"] if rows == "place" else ["year"]
    selected = [*down]
    for head in heads:
        told = str(head) if isinstance(head, int) else literal(head)
        selected.append(f"max(value) FILTER ({across} = {told} AND {_where(series)}) AS {quoted(str(head))}")
    columns = [Column(key, key, SAYS[key]) for key in down]
    columns += [Column(str(head), str(head), _said(series, "")) for head in heads]
    order = "code NULLS LAST, place" if rows == "place" else "year"
    query = f"SELECT {', '.join(selected)} FROM panel WHERE {_where(series)} GROUP BY {', '.join(down)} ORDER BY {order}"
    return Shape(query, tuple(columns))


def _parts(series: Series, wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "", "value"
    if series.side == "goal" and wanted.what == "both":
        yield "verdict", "verdict"
        yield "margin", "margin"


def _of(series: Series, value: str) -> str:
    return f"max({value}) FILTER ({_where(series)})"


def _where(series: Series) -> str:
    told = (("concept", series.concept), ("measure", series.measure), ("side", series.side))
    return " AND ".join([*(f"{name} = {literal(value)}" for name, value in told), "fits"])


def _labels(rules: RuleSet) -> dict[str, str]:
    pairs: Sequence[Any] = [word.split(" ") for word in words_of(rules.panel)["labels"]]
    return dict(pairs)


def _label(series: Series, part: str, labels: dict[str, str]) -> str:
    """The label of a column, such as 地区生产总值 增长 目标 (%)."""
    unit = f" ({series.unit})" if series.unit and part != "verdict" else ""
    return f"{series.concept} {labels[series.measure]} {labels[part or series.side]}{unit}"


def _said(series: Series, part: str) -> str:
    unit = f", in {series.unit}" if series.unit and part != "verdict" else ""
    what = {"": series.side, "verdict": "whether the outcome meets the goal", "margin": "outcome less goal"}[
        part
    ]
    return f"{series.concept}, {series.measure}, {what}{unit}"
