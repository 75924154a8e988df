"""A SELECT of the user, made by a process of its own that may take so much time and memory and no more.

DuckDB looks at neither while it works at one value, and a store may be made to harm.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportkit.errors import ReportkitError, SourceError, one_line
from reportkit.isolation import bound_memory, end, ended_after, isolated, take_answers
from reportkit.output.screen import Screen
from reportkit.store.columns import TABLES
from reportkit.store.database import Store, open_store
from reportkit.store.engine import first_line

COMMAND = tuple(isolated("reportkit.store.select"))
GOOD, BAD = b"+", b"-"
MEGA = 1_000_000
# What DuckDB sets aside of addresses beyond what the process has when the store is open, in bytes.
ASIDE = 200 * MEGA
LESS = "ask for less, or give it more with"


@dataclass(frozen=True, slots=True)
class Asked:
    """A SELECT on the store at `path`, made in a `folder` for files, with so much `memory` in MB.

    `screen` is the width of the terminal that a table is shown on, and whether it has colours.
    """

    path: str
    folder: str
    sql: str
    limit: int | None
    format: str
    memory: int
    screen: tuple[int | None, bool] | None = None


def select(
    path: str,
    sql: str,
    limit: int | None,
    format_: str,
    timeout: int | None,
    memory: int,
    screen: Screen | None = None,
) -> bytes:
    """Return the rows that a SELECT on the store at `path` gives, as bytes in a format.

    `timeout` is in seconds, None for no end; `memory` in MB. Raises `SourceError` for what is no store and no SELECT,
    for what DuckDB finds wrong, and for what takes more than it may.
    """
    with TemporaryDirectory(prefix="reportkit-") as folder:
        shown = (screen.width, screen.is_coloured) if screen else None
        asked = Asked(path, folder, sql, limit, format_, memory, shown)
        try:
            told, late, code = _talk(json.dumps(asdict(asked)).encode("ascii") + b"\n", timeout)
        except OSError as error:
            raise SourceError(
                f"--sql: no process can be started ({error.strerror}); try again later"
            ) from None
    if told[:1] == GOOD:
        return told[1:]
    if late:
        raise SourceError(f"--sql: takes more than {timeout} seconds; {LESS} --timeout")
    if told[:1] == BAD:
        raise SourceError(told[1:].decode("utf-8"))
    raise SourceError(
        f"--sql: ends the process that reads it ({-code if code < 0 else code}); ask for something else"
    )


def _talk(question: bytes, timeout: int | None) -> tuple[bytes, bool, int]:
    """Return what a process of its own answers, whether it was too late, and the code that it ended with."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        COMMAND, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        with ended_after(timeout, process) as late:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(question)
                process.stdin.flush()
            told, code = process.stdout.read(), process.wait()
        return told, late.is_set(), code
    finally:
        end(process)


def main() -> None:
    """Answer what is asked on standard input; when whoever asked has gone, end."""
    answers = take_answers()
    asked = Asked(**json.loads(sys.stdin.buffer.readline()))
    threading.Thread(target=_leave_with, args=(sys.stdin.fileno(),), daemon=True).start()
    try:
        with open_store(asked.path, folder=asked.folder, memory=asked.memory) as store:
            _limit(asked.memory)
            answer = GOOD + rendered(store, asked)
    except ReportkitError as error:
        answer = BAD + str(error).encode("utf-8", "replace")
    except MemoryError:
        answer = BAD + f"--sql: takes more than {asked.memory} MB; {LESS} --memory".encode()
    except Exception as error:  # whatever DuckDB makes of a store that was made to harm
        answer = BAD + f"--sql: {type(error).__name__}: {one_line(error)}; ask for something else".encode()
    answers.write(answer)
    answers.flush()


def _leave_with(pipe: int) -> None:
    """End, in whatever DuckDB is at work, when nobody holds the other end of a pipe any more."""
    while os.read(pipe, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _limit(megabytes: int) -> None:
    """Bound the memory that this process may take from now on, where the system tells what it has."""
    with contextlib.suppress(OSError, ValueError):
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound_memory(taken * os.sysconf("SC_PAGE_SIZE") + ASIDE + megabytes * MEGA)


def rendered(store: Store, asked: Asked) -> bytes:
    """Return the rows that a SELECT gives in a format. Raises `SourceError`, and `OutputError` for two columns of
    one name.
    """
    from reportkit.output.formats import FORMATS
    from reportkit.output.rows import render_rows

    sql, limit, format_ = asked.sql, asked.limit, asked.format
    with _sql_told():
        statements = store.connection.extract_statements(sql)
        if [each.type.name for each in statements] != ["SELECT"]:
            raise SourceError("--sql: expected one SELECT; a store is changed by reportkit batch alone")
        if FORMATS[format_].from_store:
            return _parquet(store, sql, limit)
        heads, rows = _rows(store, sql, limit)
    made = render_rows(heads, rows, format_, Screen(*asked.screen) if asked.screen else None)
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")


def _rows(store: Store, sql: str, limit: int | None) -> tuple[list[str], list[list[Any]]]:
    found = store.connection.execute(sql)
    rows = found.fetchall() if limit is None else found.fetchmany(limit)
    return [each[0] for each in found.description], [[_plain(value) for value in row] for row in rows]


def _parquet(store: Store, sql: str, limit: int | None) -> bytes:
    assert store.folder is not None
    relation = store.connection.sql(sql)
    relation = relation if limit is None else relation.limit(limit)
    target = Path(store.folder, "rows.parquet")
    relation.write_parquet(str(target), compression="zstd")
    return target.read_bytes()


@contextmanager
def _sql_told() -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise MemoryError from None
    except duckdb.Error as error:
        raise SourceError(
            f"--sql: {first_line(str(error))}; the tables are {', '.join(TABLES)}, figures"
        ) from None


def _plain(value: Any) -> Any:
    """Return a value of DuckDB as plain data: exact numbers, and as text what has no form of its own there."""
    if value is None or isinstance(value, str | int | Decimal):
        return value
    if isinstance(value, float):
        number = Decimal(repr(value))
        return number if number.is_finite() else repr(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value.hex() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main()
