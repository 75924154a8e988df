"""Whether a file of DuckDB is a store as this version makes it: whoever made it may have put other things in its place."""

from __future__ import annotations

from typing import Any

from reportkit.errors import ReportkitError
from reportkit.store.columns import TABLES, VERSION
from reportkit.store.engine import run

# The catalogue of the system itself, which nothing of the same name in the store stands before.
_HERE = "database_name = system.main.current_database()"
_COLUMNS = f"""
    SELECT c.table_name, c.column_name, c.data_type
    FROM system.main.duckdb_columns() c
    JOIN system.main.duckdb_tables() t
        ON c.database_name = t.database_name AND c.schema_name = t.schema_name AND c.table_name = t.table_name
    WHERE c.{_HERE} AND c.schema_name = 'main' AND c.column_default IS NULL
    ORDER BY c.table_name, c.column_index
"""
# Functions and types that stand before those of DuckDB of the same name.
_BEFORE = f"""
    SELECT function_name FROM system.main.duckdb_functions() WHERE {_HERE} AND NOT internal
    INTERSECT SELECT function_name FROM system.main.duckdb_functions() WHERE internal
    UNION ALL
    SELECT type_name FROM system.main.duckdb_types() WHERE {_HERE} AND NOT internal
    LIMIT 1
"""
STORE = {"version": "INTEGER"}


def check_store(path: str, connection: Any, kind: type[ReportkitError], anew: str) -> None:
    """Raise an error of `kind` for a file that is no store, or one of another version; `anew` says how to make one."""
    found: dict[str, dict[str, str]] = {}
    for table, column, type_ in run(connection, _COLUMNS):
        found.setdefault(table, {})[column] = _bare(type_)
    if found.get("store") != STORE:
        raise kind(f"{path}: is a file of DuckDB, but no store; give one that reportkit batch wrote")
    version = run(connection, "SELECT version FROM store")
    if version != [(VERSION,)]:
        told = version[0][0] if version else "none"
        raise kind(f"{path}: is a store of version {told}, this is version {VERSION}; {anew}")
    for table, columns in TABLES.items():
        if list(found.get(table, {}).items()) != [(name, _bare(type_)) for name, type_ in columns.items()]:
            raise kind(f"{path}: is no whole store, its table {table} is missing or another; {anew}")
    for (name,) in run(connection, _BEFORE):
        raise kind(f"{path}: is no store of reportkit alone, it has a {name} of its own; {anew}")


def _bare(type_: str) -> str:
    """Return a type without the quotation marks about its names, which are set only where they must be."""
    return type_.replace('"', "")
