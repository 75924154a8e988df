"""Comparisons as rows with every field in a column of its own, for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.comparison import (
    Audit,
    Comparison,
    Difference,
    Fact,
    Finding,
    Goal,
    Goals,
    Pair,
    Point,
    Series,
)
from reportkit.output.comparison import Result
from reportkit.output.sheets import Cell, Sheet, place_of

FACT = ("name", "text", "value", "unit", "bound", "period", "status", "source", "line")
DIFFERENCE = ("change", "change_lower", "change_upper", "change_unit", "percent")
PAIR = ("verdict", "name", "concept", "field", "measure", "by", "score")
GOAL = ("verdict", "name", "concept", "by")
FINDING = ("source", "relation", "name", "adds_up", "stated", "computed", "off", "off_unit", "figures")
POINT = ("name", "place", "measure", "period", *(f"first_{key}" for key in FACT), "others")


def full_sheet(result: Result) -> Sheet:
    """Every pair, goal, finding or period with all that is known of it."""
    if isinstance(result, Comparison):
        heads = (*PAIR, *_heads("old"), *_heads("new"), *DIFFERENCE, "mark", "reason", "notes", "candidates")
        return Sheet(heads, (("", tuple(_pair(pair) for pair in result.pairs)),))
    if isinstance(result, Goals):
        margin = tuple(name.replace("change", "margin") for name in DIFFERENCE)
        heads = (
            *GOAL,
            *_heads("goal"),
            *_heads("outcome"),
            *margin,
            "reason",
            "next",
            *_heads("plan"),
            "candidates",
        )
        return Sheet(heads, (("", tuple(_goal(goal) for goal in result.goals)),))
    audits = [each for each in result if isinstance(each, Audit)]
    if audits:
        rows = tuple(_finding(each.source, finding) for each in audits for finding in each.findings)
        return Sheet(FINDING, (("", rows),))
    series = [each for each in result if isinstance(each, Series)]
    return Sheet(POINT, (("", tuple(_point(each, point) for each in series for point in each.points)),))


def _heads(side: str) -> tuple[str, ...]:
    return tuple(f"{side}_{key}" for key in FACT)


def _fact(facts: Sequence[Fact]) -> tuple[Cell, ...]:
    """The columns of a single fact; empty where there is none, or more than one."""
    if len(facts) != 1:
        return (None,) * len(FACT)
    i = facts[0].indicator
    period = str(i.period) if i.period else None
    return (i.name, i.text, i.value, i.unit, i.bound, period, i.status, facts[0].source, i.line)


def _several(*sides: Sequence[Fact]) -> str | None:
    """The facts of a side that holds more than one."""
    told = [f"{f.indicator.text} ({place_of(f)})" for facts in sides if len(facts) > 1 for f in facts]
    return "; ".join(told) or None


def _difference(difference: Difference | None) -> tuple[Cell, ...]:
    if difference is None:
        return (None,) * len(DIFFERENCE)
    return (
        difference.value,
        difference.lower,
        difference.upper,
        difference.unit,
        difference.percent,
    )


def _pair(pair: Pair) -> tuple[Cell, ...]:
    return (
        pair.verdict,
        pair.name,
        pair.concept,
        pair.field,
        pair.measure,
        pair.by,
        pair.score,
        *_fact(pair.old),
        *_fact(pair.new),
        *_difference(pair.difference),
        pair.mark,
        pair.reason,
        "; ".join(pair.notes) or None,
        _several(pair.old, pair.new) if pair.verdict == "doubtful" else None,
    )


def _goal(goal: Goal) -> tuple[Cell, ...]:
    return (
        goal.verdict,
        goal.name,
        goal.concept,
        goal.by,
        *_fact((goal.goal,)),
        *_fact(goal.outcomes),
        *_difference(goal.margin),
        goal.reason,
        goal.next,
        *_fact(goal.plans),
        _several(goal.outcomes, goal.plans),
    )


def _finding(source: str, finding: Finding) -> tuple[Cell, ...]:
    figures = "; ".join(
        f"{f.indicator.name} {f.indicator.text} (line {f.indicator.line})" for f in finding.facts
    )
    holds = "yes" if finding.holds else "no"
    told = (finding.stated, finding.computed, finding.off.value, finding.off.unit)
    return (source, finding.relation, finding.name, holds, *told, figures)


def _point(series: Series, point: Point) -> tuple[Cell, ...]:
    others = "; ".join(f"{fact.indicator.text} ({place_of(fact)})" for fact in point.others)
    head = (series.name, series.place, series.measure, str(point.period))
    return (*head, *_fact((point.first,)), others or None)
