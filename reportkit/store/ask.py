"""Questions to a store: indicators that fit filters, and SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reportkit.codec.printed import Record
from reportkit.store.columns import DIGITS, RECORD, quoted
from reportkit.store.database import Store
from reportkit.store.record import as_record

IN_ORDER = "ORDER BY file, member, report, number"
# A period is wanted itself, and by its year whatever lies within that.
_PERIOD = "(period = ? OR (left(period, 4) = ? AND left(split_part(period, '/', -1), 4) = ?))"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an indicator must fit: one value of each list that is not empty.

    A name contains what is wanted, a period lies within it, all else equals it; `year` is the one under review.
    `meant` are concepts that the names mean, by which they fit as well, and `codes` those of the places: where a report
    has none its place fits by its name. `sure` asks for no doubt, and where it is False for one.
    """

    name: Sequence[str] = ()
    concept: Sequence[str] = ()
    place: Sequence[str] = ()
    period: Sequence[str] = ()
    measure: Sequence[str] = ()
    status: Sequence[str] = ()
    kind: Sequence[str] = ()
    year: Sequence[int] = ()
    meant: Sequence[str] = ()
    codes: Sequence[str] = ()
    sure: bool | None = None


def condition(wanted: Wanted) -> tuple[str, list[Any]]:
    """Return the condition of SQL for what is wanted, and the values that it is asked with.

    >>> condition(Wanted(place=["云岭县", "临江区"], name=["粮食"]))
    ('contains(name, ?) AND place IN (?, ?)', ['粮食', '云岭县', '临江区'])
    """
    parts, values = [], list[Any]()
    for field in fields(wanted):
        given = getattr(wanted, field.name)
        if field.name == "sure" and given is not None:
            parts.append(f"len(doubts) {'=' if given else '>'} 0")
        if not given or field.name in ("meant", "codes", "sure"):
            continue
        if field.name == "name":
            parts.append(
                _any([*("contains(name, ?)" for _ in given), *("concept = ?" for _ in wanted.meant)])
            )
            values += [*given, *wanted.meant]
        elif field.name == "place" and wanted.codes:
            parts.append("(code IN (SELECT unnest(?)) OR (code IS NULL AND place IN (SELECT unnest(?))))")
            values += [list(wanted.codes), list(given)]
        elif field.name == "period":
            parts.append(_any(_PERIOD for _ in given))
            values += [each for one in given for each in (one, one, one)]
        else:
            parts.append(f"{field.name} IN ({', '.join('?' for _ in given)})")
            values += given
    return " AND ".join(parts) or "true", values


def _any(parts: Iterable[str]) -> str:
    found = list(parts)
    return f"({' OR '.join(found)})" if len(found) > 1 else found[0]


def find_records(store: Store, wanted: Wanted, limit: int | None = None) -> list[Record]:
    """Return the indicators that fit, in the order of files."""
    return [as_record(row, store.path) for row in store.rows(*_query(wanted, limit))]


def find_parquet(
    store: Store, wanted: Wanted, limit: int | None = None, columns: Sequence[str] = ()
) -> bytes:
    """Find the indicators that fit as a file of Parquet, with these columns, or those of `write_parquet`.

    It is made in the folder of the store.
    """
    query, values = _query(wanted, limit, columns)
    with store.telling():
        return _parquet(store, store.connection.sql(query, params=values))


def _query(wanted: Wanted, limit: int | None, columns: Sequence[str] = ()) -> tuple[str, list[Any]]:
    """Return the query for what is wanted, and its values.

    Which rows fit is found first, by the columns that tell: all columns are then read of those rows alone.
    """
    where, values = condition(wanted)
    selected = ", ".join(map(quoted, columns or (*RECORD, *DIGITS)))
    fitting = f"SELECT rowid FROM figures WHERE {where}"
    return f"SELECT {selected} FROM figures WHERE rowid IN ({fitting}) {IN_ORDER} LIMIT ?", [*values, limit]


def _parquet(store: Store, relation: Any) -> bytes:
    assert store.folder is not None
    target = Path(store.folder, "rows.parquet")
    relation.write_parquet(str(target), compression="zstd")
    return target.read_bytes()
