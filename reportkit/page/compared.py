"""The pages of what is no report: comparisons with their sentences side by side, charts of series, and any rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportkit.comparison import Audit, Comparison, Difference, Fact, Goals, Series
from reportkit.language import _, translate
from reportkit.output.comparison import Result
from reportkit.output.document import digits
from reportkit.output.sheets import OTHER_FIELD, PLACE_UNKNOWN, Sheet, place_of, short_sheet, shown
from reportkit.page.chart import draw
from reportkit.page.document import render
from reportkit.page.labels import labels


class _Rows:
    """The rows that the script is given, with what is told beside each: sides with facts, whose sentences are kept once."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.sentences: dict[str, int] = {}

    def add(
        self,
        cells: Sequence[Any],
        group: str = "",
        verdict: str = "",
        sides: Mapping[str, Sequence[Fact]] | None = None,
        keys: Mapping[int, Decimal | None] | None = None,
    ) -> None:
        """Add a row; `keys` are the numbers that some of its cells are sorted by."""
        self.rows.append(
            {
                "cells": [digits(cell) if isinstance(cell, Decimal) else str(cell or "") for cell in cells],
                "group": group,
                "verdict": verdict,
                "sides": [(name, [self._fact(fact) for fact in facts]) for name, facts in (sides or {}).items()],
                "keys": {at: digits(key) for at, key in (keys or {}).items() if key is not None},
            }
        )  # fmt: skip

    def _fact(self, fact: Fact) -> tuple[str, str, int, str]:
        i = fact.indicator
        sentence = self.sentences.setdefault(i.sentence, len(self.sentences))
        return (f"{i.name} {shown(fact)}", i.text, sentence, place_of(fact))


def comparison_page(result: Result) -> str:
    """Return the page of a comparison. Raises `OutputError` where Jinja2 is not installed."""
    sheet, rows = short_sheet(result), _Rows()
    charts: list[dict[str, Any]] = []
    title = _("Comparison")
    if isinstance(result, Comparison):
        title = _("What changed")
        _add_pairs(result, sheet, rows)
    elif isinstance(result, Goals):
        title = _("Goals and outcomes")
        for goal, cells in zip(result.goals, sheet.rows, strict=True):
            sides = {_("goal"): [goal.goal], _("outcome"): goal.outcomes, _("next plan"): goal.plans}
            margin = goal.margin.value if goal.margin else None
            keys = {1: goal.goal.indicator.value, 3: _first(goal.outcomes), 5: margin}
            rows.add(cells, "", goal.verdict, sides, keys)
    elif result and all(isinstance(each, Series) for each in result):
        found = [each for each in result if isinstance(each, Series)]
        title = " · ".join(dict.fromkeys(each.name for each in found))
        charts = list(_charts(found))
        _add_points(found, sheet, rows)
    else:
        for source, told, facts in _findings([each for each in result if isinstance(each, Audit)], sheet):
            rows.add(told, source, "", {_("figures"): facts})
    return _page(title, sheet, rows, charts)


def sheet_page(sheet: Sheet) -> str:
    """Return the page of any rows. Raises `OutputError` where Jinja2 is not installed."""
    rows = _Rows()
    for group, below in sheet.groups:
        for cells in below:
            rows.add(cells, group)
    return _page(translate(sheet.title), sheet, rows, [])


def _page(title: str, sheet: Sheet, rows: _Rows, charts: Sequence[Mapping[str, Any]]) -> str:
    words = labels()
    data = {
        "heads": sheet.heads,
        "numeric": [_is_numeric(column) for column in zip(*sheet.rows, strict=True)],
        "rows": rows.rows,
        "sentences": list(rows.sentences),
        "labels": {"js": words["js"], "verdicts": words["verdicts"]},
    }
    return render(
        "sheet.html",
        title,
        data,
        ["table.js", "sheet.js"],
        summary=sheet.summary,
        charts=charts,
    )


def _is_numeric(column: Sequence[Any]) -> bool:
    told = [cell for cell in column if cell not in (None, "")]
    return bool(told) and all(isinstance(cell, Decimal | int) for cell in told)


def _first(facts: Sequence[Fact]) -> Decimal | None:
    return facts[0].indicator.value if facts else None


def _add_pairs(result: Comparison, sheet: Sheet, rows: _Rows) -> None:
    """Add the pairs in the order of the sheet, which is that of their fields."""
    fields = {title: at for at, (title, _below) in enumerate(sheet.groups)}
    ordered = sorted(result.pairs, key=lambda pair: fields[translate(pair.field or OTHER_FIELD)])
    for pair, cells in zip(ordered, sheet.rows, strict=True):
        change: Difference | None = pair.difference
        keys = {2: _first(pair.old), 3: _first(pair.new)}
        if change is not None:
            keys |= {4: change.value, 5: change.percent}
        sides = {_("old"): pair.old, _("new"): pair.new}
        rows.add(cells, translate(pair.field or OTHER_FIELD), pair.verdict, sides, keys)


def _add_points(found: Sequence[Series], sheet: Sheet, rows: _Rows) -> None:
    points = (point for series in found for point in series.points)
    for group, below in sheet.groups:
        for cells, point in zip(below, points, strict=False):
            sides = {_("figure"): [point.first], _("also given"): point.others}
            rows.add(cells, group, "", sides, {1: point.scaled})


def _charts(found: Sequence[Series]) -> Iterator[dict[str, Any]]:
    """Yield a chart for each thing of each place in each measure, with its goals where they are given too."""
    together: dict[tuple[str | None, str, str], list[Series]] = {}
    for series in found:
        together.setdefault((series.place, series.name, series.measure), []).append(series)
    measures = labels()["measures"]
    for (place, name, measure), several in together.items():
        title = " · ".join([place or _(PLACE_UNKNOWN), name, measures[measure]])
        if drawing := draw([point for series in several for point in series.points], title):
            yield {"title": title, "svg": drawing}


def _findings(audits: Sequence[Audit], sheet: Sheet) -> Iterator[tuple[str, Sequence[Any], Sequence[Fact]]]:
    findings = [(audit.source, finding) for audit in audits for finding in audit.findings]
    for (source, finding), cells in zip(findings, sheet.rows, strict=True):
        yield source, cells, finding.facts
