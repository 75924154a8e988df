"""DuckDB: imported where it is needed, and its errors as one line that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportkit.errors import ReportkitError
from reportkit.installation import require

_HELD = re.compile(r"Conflicting lock|being used by another process")
_PROCESS = re.compile(r"\(PID (\d+)\)")


def engine(what: str) -> Any:
    """Import the module duckdb, which `what` needs. Raises `OutputError` where it is not installed."""
    return require(what, "duckdb", "duckdb", "store")


def run(connection: Any, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that a statement gives, all of them: until they are read it may not have ended."""
    rows: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
    return rows


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C as what it is to Python: DuckDB makes an error of the process of it."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise


@contextmanager
def told(path: str, kind: type[ReportkitError], help_: str) -> Iterator[None]:
    """Errors of DuckDB and of the system as one of `kind` that names `path`, and `help_` as what to do."""
    import duckdb

    try:
        with interruptible():
            yield
    except (
        duckdb.Error,
        OSError,
        ValueError,
        OverflowError,
        RuntimeError,
    ) as error:  # of text that is none, too
        message = str(getattr(error, "strerror", None) or error)
        if _HELD.search(message):
            held = _PROCESS.search(message)
            by = f"process {held[1]}" if held else "another process"
            raise kind(f"{path}: is in use by {by}; wait until that has ended, and try again") from None
        raise kind(f"{path}: {first_line(message)}; {help_}") from None


def first_line(message: str) -> str:
    """Return what DuckDB says, without its kind of error, the line of SQL and a full stop."""
    line = message.strip().partition("\n")[0]
    return re.sub(r"^(?:[A-Z]\w+ )+Error: ", "", line).rstrip(".!")
