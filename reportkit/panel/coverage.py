"""How much of a panel is filled: of how many places and years, what is missing, what is doubtful."""

from __future__ import annotations

from reportkit.language import _
from reportkit.output.words import counted
from reportkit.panel.shape import find_series
from reportkit.panel.wanted import Wanted
from reportkit.store import Store

# So many series are told of one by one.
MOST = 14


def coverage(store: Store, wanted: Wanted) -> list[str]:
    """The lines that sum a panel up: its places and years, then each series with its cells."""
    with store.telling():
        return list(_lines(store, wanted))


def _lines(store: Store, wanted: Wanted) -> list[str]:
    run = store.connection.execute
    (places, uncoded), *_ = run(
        "SELECT count(*), count(*) FILTER (code IS NULL) FROM (SELECT DISTINCT code, place FROM panel_reports)"
    ).fetchall()
    (silent,), *_ = run("SELECT count(*) FROM reports WHERE place IS NULL").fetchall()
    sides = ", ".join(f"'{side}'" for side in wanted.sides)
    ((first, last),) = run(f"SELECT min(year), max(year) FROM panel WHERE side IN ({sides})").fetchall()
    if first is None:
        return [f"{counted(places, 'place')}, and no figure of what is asked for"]
    first, last = wanted.years or (first, last)
    years = last - first + 1
    lines = [f"{counted(places, 'place')} × {counted(years, 'year')} ({first}–{last})"]
    if uncoded:
        lines.append(f"{counted(uncoded, 'place')} without a code, told apart by name alone")
    if silent:
        lines.append(f"{counted(silent, 'report')} left out that do not tell their place")
    return [*lines, *_cells(store, wanted, places * years)]


def _cells(store: Store, wanted: Wanted, all_: int) -> list[str]:
    found = store.connection.execute(
        "SELECT concept, measure, side, count(*), count(*) FILTER (doubtful), count(*) FILTER (NOT fits) "
        "FROM panel GROUP BY ALL"
    ).fetchall()
    counts = {tuple(row[:3]): row[3:] for row in found}
    lines = []
    series = find_series(store, wanted)
    for each in series[:MOST]:
        present, doubtful, unfit = counts[each.concept, each.measure, each.side]
        apart = f", {unfit:,} in a unit of another kind" if unfit else ""
        told = f"{each.concept} {_(each.measure)} {_(each.side)}: {present:,} present, {all_ - present:,} missing"
        lines.append(f"{told}, {doubtful:,} doubtful{apart}")
    if len(series) > MOST:
        lines.append(f"and {len(series) - MOST} more series")
    return lines
