"""Comparisons as plain data: what diff, goals, check and series print as YAML, JSON and JSON Lines."""

from __future__ import annotations

from typing import Any

from reportkit.codec.encode import encode
from reportkit.codec.printed import CONTRACT
from reportkit.comparison import Audit, Comparison, Goals, Series

Result = Comparison | Goals | tuple[Audit, ...] | tuple[Series, ...]


def comparison_document(result: Result) -> dict[str, Any]:
    """Return what a command found as plain data."""
    if isinstance(result, Comparison):
        old, new = result.apart
        return {"reportkit": CONTRACT, **encode(result), "apart": {"old": old, "new": new}}
    if isinstance(result, Goals):
        return {"reportkit": CONTRACT, **encode(result)}
    kind = "sources" if any(isinstance(each, Audit) for each in result) else "series"
    return {"reportkit": CONTRACT, kind: encode(result)}


def comparison_records(result: Result) -> list[dict[str, Any]]:
    """Return one dict for each pair, goal, finding or point, for a line each."""
    if isinstance(result, Comparison):
        return [encode(pair) for pair in result.pairs]
    if isinstance(result, Goals):
        return [encode(goal) for goal in result.goals]
    found: list[dict[str, Any]] = []
    for each in result:
        if isinstance(each, Audit):
            found += [{"source": each.source, **encode(finding)} for finding in each.findings]
        else:
            of_all = {"name": each.name, "place": each.place, "measure": each.measure}
            found += [{**of_all, **encode(point)} for point in each.points]
    return found
