"""Comparisons as plain data: what diff, goals, check and series print as YAML, JSON and JSON Lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

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
from reportkit.output.document import CONTRACT, plain

Result = Comparison | Goals | tuple[Audit, ...] | tuple[Series, ...]
COMPARED = (Pair, Difference, Goal, Finding, Point)
# The keys that a fact has beside those of its indicator.
ORIGIN = ("source", "place", "kind", "year")


def comparison_document(result: Result) -> dict[str, Any]:
    """What a command found, as dicts, lists, text, whole numbers and exact `Decimal`."""
    if isinstance(result, Comparison):
        return {
            **_sides(result),
            "pairs": [of(pair) for pair in result.pairs],
            "apart": {"old": result.apart[0], "new": result.apart[1]},
            "warnings": list(result.warnings),
        }
    if isinstance(result, Goals):
        return {
            **_sides(result),
            "goals": [of(goal) for goal in result.goals],
            "warnings": list(result.warnings),
        }
    series = [each for each in result if isinstance(each, Series)]
    audits = [each for each in result if isinstance(each, Audit)]
    if audits:
        return {"reportkit": CONTRACT, "sources": [_audit(each) for each in audits]}
    return {"reportkit": CONTRACT, "series": [_series(each) for each in series]}


def comparison_records(result: Result) -> list[dict[str, Any]]:
    """One dict for each pair, goal, finding or period, for a line each."""
    if isinstance(result, Comparison):
        return [of(pair) for pair in result.pairs]
    if isinstance(result, Goals):
        return [of(goal) for goal in result.goals]
    found: list[dict[str, Any]] = []
    for each in result:
        if isinstance(each, Audit):
            found += [{"source": each.source, **of(finding)} for finding in each.findings]
        else:
            of_all = {"name": each.name, "place": each.place, "measure": each.measure}
            found += [{**of_all, **of(point)} for point in each.points]
    return found


def _sides(result: Comparison | Goals) -> dict[str, Any]:
    return {"reportkit": CONTRACT, "old": list(result.old), "new": list(result.new)}


def _audit(audit: Audit) -> dict[str, Any]:
    return {
        "source": audit.source,
        "findings": [of(finding) for finding in audit.findings],
        "warnings": list(audit.warnings),
    }


def _series(series: Series) -> dict[str, Any]:
    return {
        "name": series.name,
        "place": series.place,
        "measure": series.measure,
        "points": [of(point) for point in series.points],
        "apart": [of(fact) for fact in series.apart],
    }


def of(value: Any) -> Any:
    """A value of a comparison as plain data; a fact is its indicator with where it comes from."""
    if isinstance(value, Fact):
        return {**{key: plain(getattr(value, key)) for key in ORIGIN}, **plain(value.indicator)}
    if isinstance(value, COMPARED):
        return {field.name: of(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [of(item) for item in value]
    return value if isinstance(value, bool) else plain(value)
