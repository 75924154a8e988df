"""The journal of a run: an SQLite file, in which what a file gave is committed as it comes.

A run that was ended goes on with it, at whatever moment it was ended; outputs, `manifest.jsonl` and `failures.jsonl` are
written from it. It may come from elsewhere: of one that is not as a run writes it no word is believed.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reportkit import __version__
from reportkit.batch.outcome import Entry, failure_line
from reportkit.batch.owned import FAILURES, JOURNAL, JOURNAL_FILES, MADE, MANIFEST, clear
from reportkit.errors import OutputError
from reportkit.inputs.task import Failure, Task
from reportkit.output.write import telling

# What the version of a journal tells: its run goes on, or was ended; or it has come to its end.
_BEGUN, _FINISHED = 1, 2
# Errors of SQLite that say nothing of the file: that it is in use, that the disk is full or does not let us.
_BUSY, _NOT_OURS = (5, 6), (3, 5, 6, 7, 8, 10, 13, 14)

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
_OPENED = """
    PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE
"""


class Journal:
    """The journal of the run that writes into the folder `home`, held by this run alone.

    With `resume` it begins with what earlier runs did; `notes` are what is to be said of that. One that is not `lasting`
    keeps what has to wait for its turn, and goes with the run. All raise `OutputError`.
    """

    def __init__(self, home: Path | None, resume: bool = False, lasting: bool = True) -> None:
        self._home, self._path = home, home / JOURNAL if home is not None and lasting else None
        self.notes = list[str]()
        with telling(str(home)):
            is_damaged = home is not None and JOURNAL in clear(home)
        with self._telling():
            self._db = self._open(resume, is_damaged)
            self._begin(resume)

    def _open(self, resume: bool, is_damaged: bool) -> sqlite3.Connection:
        existed = self._path is not None and os.path.lexists(self._path)
        try:
            found = _open_database(self._path, existed)
        except sqlite3.Error as error:
            if (code := getattr(error, "sqlite_errorcode", 0) & 0xFF) in _BUSY:
                raise OutputError(
                    f"{self._home}: another run is writing there; wait for it, or choose another output"
                ) from None
            if self._path is None or not existed or code in _NOT_OURS:
                raise
            for name in JOURNAL_FILES:
                self._path.with_name(name).unlink(missing_ok=True)
            return self._open(resume, True)
        if resume and is_damaged:
            self.notes.append(
                f"{self._path}: is no journal of a run, or damaged; what it told of is read again"
            )
        return found

    def _begin(self, resume: bool) -> None:
        (version,), (count,) = self._ask("PRAGMA user_version"), self._ask("SELECT count(*) FROM results")
        if not resume and version == _BEGUN and count:
            self._db.close()
            raise OutputError(
                f"{self._home}: holds {count:,} files of a run that was ended; "
                "go on with --resume, or remove the folder to begin anew"
            )
        with self._db:
            self._db.execute("BEGIN")
            for table in ("failures",) if resume else SCHEMA:
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute(f"PRAGMA user_version = {_BEGUN}")

    def _ask(self, question: str, *values: object) -> Any:
        """The first row that answers a question, None where there is none."""
        return self._db.execute(question, values).fetchone()

    def _do(self, order: str, *values: object) -> None:
        with self._telling():
            self._db.execute(order, values)

    def get(self, name: str) -> tuple[Entry, bytes | None] | None:
        """What is told of a file, and what it gave where that is in the journal itself."""
        with self._telling():
            row = self._ask("SELECT * FROM results WHERE path = ?", name)
        return row and (_entry(row), _unpacked(row))

    def add(self, entry: Entry, content: bytes | None) -> None:
        """Commit what a file gave; its `content` unless that stands elsewhere."""
        told = {name: getattr(entry, name, None) for name in COLUMNS}
        told |= {"start": entry.at[0], "stop": entry.at[1], "warnings": json.dumps(entry.warnings)}
        told["content"] = None if content is None else zlib.compress(content, 1)
        self._do(f"INSERT OR REPLACE INTO results VALUES ({', '.join('?' * len(told))})", *told.values())
        self.check()

    def check(self) -> None:
        """See that it is where it was put."""
        if self._path is not None and not self._path.exists():
            raise OutputError(f"{self._home}: cannot be written (it was removed meanwhile); begin anew")

    def fail(self, task: Task, failure: Failure) -> None:
        """Commit why a file gave nothing."""
        self._do("INSERT INTO failures VALUES (?)", failure_line(task, failure))

    def forget(self, name: str) -> None:
        """Know no more of a file."""
        self._do("DELETE FROM results WHERE path = ?", name)

    def forget_placed(self, size: int) -> bool:
        """Know no more of results that stand elsewhere, if one ends beyond `size`. Tells whether that is so."""
        with self._telling():
            (end,) = self._ask("SELECT max(stop) FROM results WHERE content IS NULL")
            if is_beyond := end is not None and end > size:
                self._db.execute("DELETE FROM results WHERE content IS NULL")
        return is_beyond

    def names(self) -> set[str]:
        """The files that are told of."""
        with self._telling():
            return {name for (name,) in self._db.execute("SELECT path FROM results")}

    @contextlib.contextmanager
    def finishing(self, order: Iterable[tuple[Task, int, int]], data: str | None) -> Iterator[None]:
        """Bring the run to its end with the files in `order`, whose results stand where that says.

        Inside, their output is put in its place. From now on that holds the results, `data` being what the manifest
        calls it; without, they are kept in the journal. Then the manifest is written.
        """
        with self._telling():
            with self._db:
                self._db.execute("BEGIN")
                self._db.execute("UPDATE results SET number = NULL")
                content = "content" if data is None else "NULL"
                self._db.executemany(
                    f"UPDATE results SET start = ?2, stop = ?3, number = ?4, content = {content} WHERE path = ?1",
                    ((task.name, *at, number) for number, (task, *at) in enumerate(order)),
                )
                self._db.execute("DELETE FROM results WHERE number IS NULL")
                self._db.execute(f"PRAGMA user_version = {_FINISHED}")
                yield
            if data is not None:
                self._db.execute("VACUUM")
        self.export()
        rows = self._db.execute("SELECT * FROM results ORDER BY number")
        self._write(MANIFEST, manifest(JOURNAL if data is None else data, map(_entry, rows)))

    def failures(self) -> list[bytes]:
        """The lines that tell why files gave nothing."""
        with self._telling():
            return [line for (line,) in self._db.execute("SELECT line FROM failures ORDER BY rowid")]

    def export(self) -> None:
        """Write `failures.jsonl`, which is there only if there are any."""
        if lines := self.failures():
            self._write(FAILURES, lines)
        elif self._home is not None:
            with telling(str(self._home)):
                (self._home / FAILURES).unlink(missing_ok=True)

    def _write(self, name: str, lines: Iterable[bytes]) -> None:
        if self._home is not None:
            with telling(str(self._home)), self._telling():
                with (self._home / MADE).open("wb") as file:
                    file.writelines(lines)
                (self._home / MADE).replace(self._home / name)

    def close(self) -> None:
        """Let go of it. What a full disk did not take was told when it was written."""
        with contextlib.suppress(OutputError):
            self.export()
        with contextlib.suppress(sqlite3.Error):
            self._db.close()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            where = self._path or "the temporary folder"
            raise OutputError(
                f"{where}: SQLite cannot write it ({error}); make room, or choose another path"
            ) from None


def _entry(row: sqlite3.Row) -> Entry:
    told = {name: row[name] for name in Entry.__slots__ if name in COLUMNS}
    warnings: tuple[str, ...] = ("",)  # which no seal is made of
    with contextlib.suppress(ValueError, TypeError, RecursionError):
        warnings = tuple(json.loads(row["warnings"]))
    return Entry(**told | {"at": (row["start"], row["stop"]), "warnings": warnings})


def _unpacked(row: sqlite3.Row) -> bytes | None:
    """The content in a row, never more of it than the row tells of."""
    if row["content"] is None:
        return None
    with contextlib.suppress(zlib.error):
        return zlib.decompressobj().decompress(row["content"], row["stop"] - row["start"] + 1)
    return b""


def manifest(data: str, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The lines of a manifest: what made it, where the results stand, and what became of each file."""
    yield json.dumps({"reportkit": __version__, "data": data}).encode() + b"\n"
    for entry in entries:
        yield entry.line()


def _open_database(path: Path | None, existed: bool) -> sqlite3.Connection:
    """A database that is as a run writes it, for this process alone; without a path for a while. Raises `sqlite3.Error`."""
    db = sqlite3.connect(path or "", timeout=0, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        for statement in (*_OPENED.split(";"), *(() if existed else SCHEMA.values()), "COMMIT"):
            db.execute(statement)
        if dict(map(tuple, db.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"))) != SCHEMA:
            raise sqlite3.DatabaseError("other tables")
        if existed and tuple(db.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        for _ in db.execute("SELECT path, sha256, settings, made, warnings FROM results"):
            pass  # a text that is none raises
    except BaseException:
        db.close()
        raise
    return db
