"""What stands in the database of a journal, and how one is told from any other: it may have been made to harm."""

from __future__ import annotations

import contextlib
import json
import sqlite3

_TEXT = "{0} TEXT NOT NULL CHECK (typeof({0}) = 'text')"
_COUNT = "{0} INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 1000000000000000)"
COLUMNS = {
    **dict.fromkeys(("path", "sha256", "settings", "made", "warnings"), _TEXT),
    **dict.fromkeys(("start", "stop", "reports", "indicators", "doubtful"), _COUNT),
    "number": "{0} INTEGER CHECK (typeof({0}) IN ('integer', 'null'))",
    "content": "{0} BLOB CHECK (typeof({0}) IN ('blob', 'null'))",
}
_TOLD = ", ".join(told.format(name) for name, told in COLUMNS.items())
SCHEMA = {
    "results": f"CREATE TABLE results ({_TOLD}, UNIQUE (path), CHECK (stop - start BETWEEN 0 AND 1000000000))",
    "failures": "CREATE TABLE failures (line BLOB)",
}


def check(db: sqlite3.Connection, existed: bool) -> sqlite3.Connection:
    """A database that is as a run writes it, for this process alone. Raises `sqlite3.Error`."""
    db.row_factory = sqlite3.Row
    for told in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "locking_mode = EXCLUSIVE",
        "journal_mode = WAL",
    ):
        db.execute(f"PRAGMA {told}")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN EXCLUSIVE")
    for statement in () if existed else SCHEMA.values():
        db.execute(statement)
    db.execute("COMMIT")
    if dict(map(tuple, db.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"))) != SCHEMA:
        raise sqlite3.DatabaseError("other tables")
    if existed and tuple(db.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
        raise sqlite3.DatabaseError("damaged")
    for row in db.execute("SELECT sha256, settings, made, path, warnings FROM results"):
        with contextlib.suppress(ValueError, RecursionError):
            texts = json.loads(row["warnings"])
            if isinstance(texts, list) and all(isinstance(each, str) for each in texts):
                continue
        raise sqlite3.DatabaseError("no warnings")
    return db
