"""The store: opened, asked what it holds, added to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportkit.errors import OutputError, ReportkitError, SourceError
from reportkit.output.write import check_target, temporary_beside
from reportkit.store.checked import check_store
from reportkit.store.columns import FIGURES, schema
from reportkit.store.engine import engine, run, told
from reportkit.store.insert import insert, remove

SUFFIX = ".duckdb"
MARK = slice(8, 12)
ANEW = "make one with reportkit batch … -o reports.duckdb"


def is_store(path: str) -> bool:
    """Whether `path` is that of a store: by its suffix, or by what the file begins with. Raises nothing."""
    return path.lower().endswith(SUFFIX) or _is_duckdb(path)


def _is_duckdb(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return Path(path).is_file() and file.read(MARK.stop)[MARK] == b"DUCK"
    except (OSError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Held:
    """A file in a store: the SHA-256 and the settings that it was added with, and how much is in it."""

    sha256: str
    settings: str
    reports: int
    indicators: int
    warnings: int
    doubtful: int


HELD = """
    SELECT file, sha256, settings, coalesce(reports, 0), coalesce(indicators, 0), coalesce(warnings, 0),
        coalesce(doubtful, 0)
    FROM files
    LEFT JOIN (SELECT file, count(*) AS reports FROM reports GROUP BY file) USING (file)
    LEFT JOIN (
        SELECT file, count(*) AS indicators, count(*) FILTER (len(doubts) > 0) AS doubtful FROM indicators GROUP BY file
    ) USING (file)
    LEFT JOIN (SELECT file, sum(len(warnings))::BIGINT AS warnings FROM sources GROUP BY file) USING (file)
"""


class Store:
    """A store that is open, to be used in a ``with`` statement.

    `connection` is that of DuckDB; `folder` is where it may write files, None where it may not.
    """

    def __init__(self, path: str, connection: Any, folder: str | None) -> None:
        self.path = path
        self.connection = connection
        self.folder = folder

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        with told(self.path, OutputError, "make room on the disk"):
            self.connection.close()

    def telling(self) -> AbstractContextManager[None]:
        """Errors of DuckDB while the store is read, as a `SourceError`."""
        return told(self.path, SourceError, f"check the disk, or {ANEW}")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows that a query gives, each by the names of its columns. Raises `SourceError` for a damaged file."""
        with self.telling():
            found = self.connection.execute(sql, values)
            heads = [each[0] for each in found.description]
            return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]

    def places(self) -> list[str | None]:
        """Return the places that the reports are of, in their order; None where one does not say."""
        return [
            row["place"] for row in self.rows("SELECT DISTINCT place FROM reports ORDER BY place NULLS LAST")
        ]

    def coded_places(self) -> list[tuple[str | None, str | None]]:
        """Return the places that the reports are of, each as its code and its name."""
        rows = self.rows("SELECT DISTINCT code, place FROM reports ORDER BY place NULLS LAST, code")
        return [(row["code"], row["place"]) for row in rows]

    def names(self) -> list[str]:
        """Return what the indicators are called, and their concepts, each once."""
        return [
            row["name"]
            for row in self.rows(
                "SELECT name FROM indicators UNION SELECT concept FROM indicators ORDER BY name"
            )
            if row["name"]
        ]

    def done(self) -> dict[str, Held]:
        """Return the files in the store by the path that they were added with."""
        with self.telling():
            return {file: Held(*rest) for file, *rest in self.connection.execute(HELD).fetchall()}

    def add(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Put files into the store, each with its `table_lines`, in the place of what it held of them.

        All of them are in it afterwards, or none: it is one transaction. Raises `OutputError` where they cannot be.
        """
        with told(self.path, OutputError, "the store is as it was; check the disk"):
            insert(self.connection, files)

    def remove(self, files: Sequence[str]) -> None:
        """Take out all that the store holds of files, or nothing where that fails: then it raises `OutputError`."""
        with told(self.path, OutputError, "the store is as it was; check the disk"):
            remove(self.connection, files)


def open_store(
    path: str,
    write: bool = False,
    folder: str | None = None,
    memory: int | None = None,
    spills: bool = False,
) -> Store:
    """Open the store at `path`; where it is opened for writing and there is none, an empty one is made.

    One that is opened for reading cannot be changed; nothing but the store can be read through it, and nothing be
    written but files in the `folder`, whatever SQL is run and whoever made the store; with `memory` DuckDB takes no
    more MB for its work, and puts none of it on the disk, or what is more into the folder where it `spills`. Raises
    `SourceError`, or `OutputError` where it is to be written, for what is no store, one that another version made, and
    one that another process has open.
    """
    duckdb = engine("a store")
    kind = OutputError if write else SourceError
    if write:
        check_target(path, ())
    _check_file(path, kind, missing=not write)
    with told(path, kind, f"check the file, or {ANEW}"):
        if not Path(path).exists():
            _create(Path(path), duckdb)
        connection = duckdb.connect(path, read_only=not write)
    try:
        with told(path, kind, ANEW):
            if not write:
                _confine(connection, folder, memory, spills)
            check_store(path, connection, kind, ANEW)
            if not write:
                run(connection, f"CREATE TEMP VIEW {FIGURES}")  # which stands before one that another made
    except BaseException:
        connection.close()
        raise
    return Store(path, connection, folder)


def _check_file(path: str, kind: type[ReportkitError], missing: bool) -> None:
    file = Path(path)
    try:
        if not file.exists():
            if missing:
                raise kind(f"{path}: no such file; check the path, or {ANEW}")
            return
        if file.is_dir():
            raise kind(f"{path}: is a folder; name a store in it, for example {path}/reports{SUFFIX}")
        file.open("rb").close()
    except (OSError, ValueError) as error:
        raise kind(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); check it"
        ) from None
    if not _is_duckdb(path):
        raise kind(f"{path}: is no store; give one that reportkit batch wrote, or choose another path")


def _create(path: Path, duckdb: Any) -> None:
    """Make an empty store, which is at `path` only when it is whole, and never in the place of another."""
    temporary = temporary_beside(path.resolve())
    try:
        with duckdb.connect(str(temporary)) as connection:
            for statement in schema():
                run(connection, statement)
            run(connection, "CHECKPOINT")  # which a full disk refuses aloud, and closing without a word
        try:
            os.link(temporary, path)
        except FileExistsError:
            return  # made by another process in the meantime
        except OSError:  # a disk without links
            temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)


def _confine(connection: Any, folder: str | None, memory: int | None, spills: bool) -> None:
    # names in SQL are those of tables, never of variables of this program
    run(connection, "SET python_enable_replacements = false")
    if folder is not None:
        run(connection, "SET allowed_directories = ?", [[folder]])
    if memory is not None:
        run(connection, f"SET memory_limit = '{int(memory)}MB'")
        run(connection, "SET temp_directory = ?", [folder if spills and folder else ""])
    run(connection, "SET enable_external_access = false")
    run(connection, "SET lock_configuration = true")
