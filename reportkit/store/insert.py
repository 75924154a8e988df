"""Rows into the tables of a store: through files of JSON lines, since row by row takes DuckDB minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportkit.output.tables import table_of
from reportkit.output.visible import readable
from reportkit.store.columns import TABLES, as_read, converted
from reportkit.store.engine import run

# The longest line that DuckDB reads unless it is told of a longer one.
USUAL = 16 * 1024 * 1024


def insert(connection: Any, files: Sequence[tuple[str, bytes]]) -> None:
    """Take all rows of `files` out and put those in that their lines tell of, in one transaction."""
    latest = {readable(file): lines for file, lines in files}
    with TemporaryDirectory(prefix="reportkit-") as folder:
        longest = _spread(latest.values(), Path(folder))
        with _whole(connection):
            _remove(connection, list(latest))
            for table, columns in TABLES.items():
                run(
                    connection,
                    f"INSERT INTO {table} SELECT {converted(columns)} FROM read_json(?, columns = {as_read(columns)}, "
                    "format = 'newline_delimited', maximum_object_size = ?)",
                    [str(Path(folder, table)), max(USUAL, longest + 1)],
                )


def remove(connection: Any, files: Sequence[str]) -> None:
    """Take all rows of `files` out, in one transaction."""
    with _whole(connection):
        _remove(connection, list(files))


@contextmanager
def _whole(connection: Any) -> Iterator[None]:
    """Make a transaction of what is done within, of which nothing is done where it fails."""
    run(connection, "BEGIN")
    try:
        yield
        run(connection, "COMMIT")
    except BaseException:
        with suppress(Exception):  # what went wrong before is what is told
            run(connection, "ROLLBACK")
        raise


def _spread(contents: Iterable[bytes], folder: Path) -> int:
    """Write lines to a file for each table. Returns the length of the longest."""
    longest = 0
    with ExitStack() as stack:
        out = {table: stack.enter_context((folder / table).open("wb")) for table in TABLES}
        for content in contents:
            for line in content.splitlines(keepends=True):
                out[table_of(line)].write(line)
                longest = max(longest, len(line))
    return longest


def _remove(connection: Any, files: list[str]) -> None:
    """Take out the rows of those of the files that the store holds; the tables are searched only where it holds one."""
    held = run(connection, "SELECT file FROM files WHERE list_contains(?, file)", [files])
    if held:
        for table in TABLES:
            run(connection, f"DELETE FROM {table} WHERE list_contains(?, file)", [[file for (file,) in held]])
