"""Extractions out of a store, as they were when they were put into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.codec.decode import decode
from reportkit.codec.encode import keys_of
from reportkit.codec.printed import SourceInfo
from reportkit.errors import SourceError
from reportkit.model import Extraction, Report, Source
from reportkit.places.choice import NAMED, Choice
from reportkit.store.ask import Wanted, condition
from reportkit.store.columns import DIGITS, INDICATOR, SECTION, TABLES, quoted
from reportkit.store.database import Store
from reportkit.store.record import DAMAGED, exact, telling_damage

KEY = ("file", "member")


def find_extractions(
    store: Store,
    place: str | None,
    years: tuple[int, int] | None = None,
    kinds: Sequence[str] = (),
    choice: Choice | None = None,
) -> list[Extraction]:
    """Find the extractions of the reports on a place, from the first of the `years` under review to the last.

    `choice` is what the name of the place means, where it means more than a name; the place may be left out where the
    store holds no other. Raises `SourceError` where it holds several, or no such report.
    """
    if place is None:
        place, choice = _only_place(store), None
    choice = choice or Choice(names=frozenset([place] if place else []))
    if place is not None and (unknown := choice.missing_in(store.coded_places(), place)):
        raise SourceError(f"{store.path}: {unknown}")
    wanted = Wanted(kind=kinds, place=sorted(choice.names), codes=sorted(choice.codes))
    where, values = condition(wanted)
    if place is None:
        where = f"{where} AND place IS NULL"
    if years is not None:
        where, values = f"{where} AND year BETWEEN ? AND ?", [*values, *years]
    found = _sources(store, where, values)
    if not found:
        raise SourceError(f"{store.path}: no such report{_there_is(store, place, choice)}")
    return found


def each_extraction(store: Store) -> Iterator[Extraction]:
    """Yield the extractions of all files, one after the other, in the order of their names."""
    for row in store.rows("SELECT DISTINCT file, member FROM reports ORDER BY file, member"):
        yield from _sources(store, "r.file = ? AND r.member = ?", [row["file"], row["member"]])


def _only_place(store: Store) -> str | None:
    """Return the place of all reports. Raises `SourceError` where they are on several."""
    known = store.places()
    if len(known) == 1:
        return known[0]
    some = [each for each in known if each]
    more = " …" if len(some) > NAMED else ""
    told = f"several places; name one with --place: {', '.join(some[:NAMED])}{more}" if some else "no report"
    raise SourceError(f"{store.path}: holds {told}")


def _there_is(store: Store, place: str | None, choice: Choice) -> str:
    """Return what there is of a place."""
    where, values = condition(Wanted(place=sorted(choice.names), codes=sorted(choice.codes)))
    rows = store.rows(f"SELECT DISTINCT kind, year FROM reports WHERE {where} ORDER BY year, kind", values)
    told = ", ".join(f"{row['kind']} {row['year'] or 'of no year'}" for row in rows)
    return f"; of {place or 'no place'} there is {told}"


def _sources(store: Store, where: str, values: Sequence[Any]) -> list[Extraction]:
    """Return the extractions that hold the reports for which a condition is true, without their other reports."""
    sections = _below(store, "sections", SECTION, where, values)
    indicators = _below(store, "indicators", {**INDICATOR, **DIGITS}, where, values)
    names = ", ".join(f"r.{quoted(name)}" for name in TABLES["reports"])
    told = ", ".join(f"s.{quoted(name)}" for name in keys_of(SourceInfo))
    rows = store.rows(
        f"SELECT {names}, {told}, s.rules, s.warnings FROM reports r "
        f"JOIN sources s ON r.file = s.file AND r.member = s.member WHERE {where} ORDER BY r.file, r.member, r.number",
        values,
    )
    found: dict[tuple[Any, ...], tuple[dict[str, Any], list[Report]]] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = (*(row[name] for name in KEY), row["number"])
        if key in seen:
            raise SourceError(f"{store.path}: holds a report of {row['file']!r:.60} twice; {DAMAGED}")
        seen.add(key)
        below = {
            "sections": sections[key],
            "indicators": [exact(each, store.path) for each in indicators[key]],
        }
        with telling_damage():
            report = decode(Report, row | below, store.path, loose=True)
        found.setdefault(key[:-1], (row, []))[1].append(report)
    with telling_damage():
        return [_extraction(row, reports, store.path) for row, reports in found.values()]


def _below(
    store: Store, table: str, columns: dict[str, str], where: str, values: Sequence[Any]
) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """Return the rows of a table below the reports, by their report."""
    names = ", ".join(f"b.{quoted(name)}" for name in columns)
    rows = store.rows(
        f"SELECT b.file, b.member, b.report, {names} FROM {table} b "
        "JOIN reports r ON b.file = r.file AND b.member = r.member AND b.report = r.number "
        f"WHERE {where} ORDER BY b.file, b.member, b.report, b.number",
        values,
    )
    found = defaultdict(list)
    for row in rows:
        found[row["file"], row["member"], row["report"]].append(row)
    return found


def _extraction(row: dict[str, Any], reports: Sequence[Report], at: str) -> Extraction:
    info = decode(SourceInfo, row | {"pages": row["pages"] or []}, at, loose=True)
    rules, warnings = (
        decode(str, row["rules"], f"{at}.rules"),
        decode(tuple[str, ...], row["warnings"], f"{at}.warnings"),
    )
    source = Source(info.path, info.sha256, info.media_type, info.encoding, "", pages=info.pages)
    return Extraction(source, rules, tuple(reports), warnings)
