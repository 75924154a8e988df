"""All that extractions hold as a database of SQLite, for datasette, sqlite-utils and whatever else reads one.

The tables and columns are those of a store, but that rows have a key of one number, and refer to one another by it:
an indicator to its report, a report to its source. Lists are JSON; warnings stand in a table of their own. The view
`figures` has the columns of CSV. The same lines give the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportkit.codec.encode import keys_of
from reportkit.errors import OutputError
from reportkit.model import Indicator, Period, Span
from reportkit.output.document import fits_double
from reportkit.output.tables import NUMBERS, ORIGIN, Columns, ColumnTypes

PRIMARY_KEY = {"id": "INTEGER PRIMARY KEY"}
# What tells a row apart in a store.
_STORE_KEYS = {"file", "member", "report", "number"}
LARGEST_INTEGER = 2**63 - 1


class _Columns(Columns):
    """The types of columns of SQLite: a number is whole or a double, and a list is the text of JSON.

    >>> [_Columns().of(hint) for hint in (int | None, tuple[Span, ...], Decimal)]
    ['INTEGER', 'TEXT', 'NUMERIC']
    """

    def from_scalar(self, kind: Any) -> str:
        return {str: "TEXT", int: "INTEGER", Decimal: "NUMERIC", Period: "TEXT", Span: "TEXT"}[kind]

    def from_list(self, made: str) -> str:
        return "TEXT"

    def from_tuple(self, made: Sequence[str]) -> str:
        return "TEXT"

    def from_class(self, kind: Any) -> str:
        return "TEXT"


def _below(table: str) -> ColumnTypes:
    """Return the columns of a row that belongs to one of another table."""
    return {
        table.removesuffix("s"): f"INTEGER NOT NULL REFERENCES {table} (id)",
        "number": "INTEGER NOT NULL",
    }


def _tables() -> dict[str, ColumnTypes]:
    found = _Columns().tables()
    del found["files"], found["sources"]["warnings"]
    below = {"reports": "sources", "sections": "reports", "indicators": "reports"}
    for table, above in below.items():
        for name in _STORE_KEYS & found[table].keys():
            del found[table][name]
        found[table] = {**PRIMARY_KEY, **_below(above), **found[table]}
    found["sources"] = {**PRIMARY_KEY, **found["sources"]}
    found["warnings"] = {**PRIMARY_KEY, **_below("sources"), "warning": "TEXT NOT NULL"}
    found["indicators"]["digits"] = "TEXT"
    return found


TABLES = _tables()
FIGURES = f"""
    CREATE VIEW figures AS
    SELECT s.path AS source, {", ".join(f"r.{name}" for name in ORIGIN)},
        {", ".join(f'i."{name}"' for name in (*keys_of(Indicator), "digits"))}, i.id, i.report
    FROM indicators i JOIN reports r ON r.id = i.report JOIN sources s ON s.id = r.source
"""
# What is joined, and what is asked for.
INDEXES = (
    "warnings (source)",
    "reports (source)",
    "reports (place, year)",
    "sections (report)",
    "indicators (report)",
    "indicators (name)",
    "indicators (concept, measure, period)",
)


def write_sqlite(lines: Path, target: Path) -> list[str]:
    """Write a file of `table_lines` as a database of SQLite. Returns what is to be said of it: nothing.

    A number that SQLite cannot hold to its last digit is NULL, and all numbers of its row stand in ``digits`` as text.
    Raises `OutputError` where it cannot be written.
    """
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as connection:
            # nobody reads it before it is whole
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            _write(connection, lines)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OutputError(
            f"{target}: cannot be written ({error}); make room, or choose another path"
        ) from None
    return []


def _write(connection: sqlite3.Connection, lines: Path) -> None:
    for table, columns in TABLES.items():
        declared = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        connection.execute(f"CREATE TABLE {table} ({declared})")
    counts = dict.fromkeys(TABLES, 0)
    with lines.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            table = row.pop("row")
            for number, warning in enumerate(row.pop("warnings", ()) if table == "sources" else ()):
                told = {"source": counts["sources"] + 1, "number": number, "warning": warning}
                _insert(connection, "warnings", counts, told)
            if table in TABLES:
                last = {"source": counts["sources"], "report": counts["reports"]}
                _insert(connection, table, counts, _exact(row) | last)
    for index in INDEXES:
        table, names = index.split(" ", 1)
        title = f"{table}_{names.strip('()').replace(', ', '_')}"
        connection.execute(f"CREATE INDEX {title} ON {index}")
    connection.execute(FIGURES)


def _insert(connection: sqlite3.Connection, table: str, counts: dict[str, int], row: dict[str, Any]) -> None:
    """Put a row into a table, with the next number for its key; keys of the row that are no columns are left out."""
    counts[table] += 1
    row["id"] = counts[table]
    values = [_value(row.get(name)) for name in TABLES[table]]
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)


def _value(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _exact(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with NULL for a number that would lose digits, and its numbers as text where there is one."""
    told = {name: row.get(name) for name in NUMBERS if name in row}
    lost = {name: None for name, number in told.items() if number is not None and not _is_held(number)}
    return row | lost | {"digits": told} if lost else row


def _is_held(number: str) -> bool:
    """Return whether SQLite holds every digit of a number, as a whole one of 64 bits or as a double.

    >>> _is_held("9223372036854775807"), _is_held("9223372036854775808"), _is_held("0.30"), _is_held("1" * 500)
    (True, False, True, False)
    """
    whole = (
        "." not in number
        and len(number) <= len(str(-LARGEST_INTEGER))
        and abs(int(number)) <= LARGEST_INTEGER
    )
    return whole or fits_double(number)
