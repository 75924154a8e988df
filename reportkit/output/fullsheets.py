"""Comparisons as rows with every field in a column of its own, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportkit.comparison import Audit, Comparison, Fact, Finding, Goal, Goals, Pair, Point, Series
from reportkit.output.comparison import Result
from reportkit.output.sheets import Cell, Sheet, place_of

# The fields of each class that have a column, of the same name but for those of a difference and a fact.
FACT = ("name", "text", "value", "unit", "bound", "period", "status", "source", "line")
DIFFERENCE = ("value", "lower", "upper", "unit", "percent")
PAIR = ("verdict", "name", "concept", "field", "measure", "by", "score")
GOAL = ("verdict", "name", "concept", "by")
FINDING = ("relation", "name", "holds", "stated", "computed")
SERIES = ("name", "place", "measure")


def full_sheet(result: Result) -> Sheet:
    """Return every pair, goal, finding or point with all that is known of it."""
    if isinstance(result, Comparison):
        between = (*_heads("old"), *_heads("new"), *_changes("change"))
        heads = (*PAIR, *between, "mark", "reason", "notes", "candidates")
        return _sheet(heads, map(_pair, result.pairs))
    if isinstance(result, Goals):
        between = (
            *_heads("goal"),
            *_heads("outcome"),
            *_changes("margin"),
            "reason",
            "next",
            *_heads("plan"),
        )
        return _sheet((*GOAL, *between, "candidates"), map(_goal, result.goals))
    audits = [each for each in result if isinstance(each, Audit)]
    if audits:
        told = ("adds_up" if name == "holds" else name for name in FINDING)
        heads = ("source", *told, "off", "off_unit", "figures")
        return _sheet(heads, (_finding(each.source, found) for each in audits for found in each.findings))
    series = [each for each in result if isinstance(each, Series)]
    points = (_point(each, point) for each in series for point in each.points)
    return _sheet((*SERIES, "period", *_heads("first"), "others"), points)


def _sheet(heads: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    return Sheet(heads, (("", tuple(rows)),))


def _heads(side: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for name in FACT)


def _changes(name: str) -> tuple[str, ...]:
    return (name, *(f"{name}_{each}" for each in DIFFERENCE[1:-1]), DIFFERENCE[-1])


def _of(value: Any, names: Sequence[str]) -> tuple[Cell, ...]:
    """Return fields of a value as cells; empty ones where there is no value."""
    return tuple(None if value is None else getattr(value, name) for name in names)


def _fact(facts: Sequence[Fact]) -> tuple[Cell, ...]:
    """Return the columns of a single fact; empty where there is none, or more than one."""
    if len(facts) != 1:
        return (None,) * len(FACT)
    i = facts[0].indicator
    told = {"source": facts[0].source, "period": str(i.period) if i.period else None}
    return tuple(told[name] if name in told else getattr(i, name) for name in FACT)


def _several(*sides: Sequence[Fact]) -> str | None:
    """Return the facts of a side that holds more than one."""
    told = [f"{f.indicator.text} ({place_of(f)})" for facts in sides if len(facts) > 1 for f in facts]
    return "; ".join(told) or None


def _pair(pair: Pair) -> tuple[Cell, ...]:
    notes = "; ".join(pair.notes) or None
    candidates = _several(pair.old, pair.new) if pair.verdict == "doubtful" else None
    between = (*_fact(pair.old), *_fact(pair.new), *_of(pair.difference, DIFFERENCE))
    return (*_of(pair, PAIR), *between, pair.mark, pair.reason, notes, candidates)


def _goal(goal: Goal) -> tuple[Cell, ...]:
    between = (*_fact((goal.goal,)), *_fact(goal.outcomes), *_of(goal.margin, DIFFERENCE))
    candidates = _several(goal.outcomes, goal.plans)
    return (*_of(goal, GOAL), *between, goal.reason, goal.next, *_fact(goal.plans), candidates)


def _finding(source: str, finding: Finding) -> tuple[Cell, ...]:
    figures = "; ".join(
        f"{f.indicator.name} {f.indicator.text} (line {f.indicator.line})" for f in finding.facts
    )
    told = ("yes" if cell is True else "no" if cell is False else cell for cell in _of(finding, FINDING))
    return (source, *told, finding.off.value, finding.off.unit, figures)


def _point(series: Series, point: Point) -> tuple[Cell, ...]:
    others = "; ".join(f"{fact.indicator.text} ({place_of(fact)})" for fact in point.others)
    return (*_of(series, SERIES), str(point.period), *_fact((point.first,)), others or None)
