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
from typing import Any, cast

from reportkit import __version__
from reportkit.batch.database import COLUMNS, SCHEMA, check
from reportkit.batch.entry import TYPES, Entry, failure_line
from reportkit.batch.owned import FAILURES, JOURNAL, JOURNAL_FILES, MADE, MANIFEST, clear
from reportkit.errors import OutputError
from reportkit.inputs.task import Failure, Task
from reportkit.output.write import telling

# What the version of a journal tells: its run goes on, or was ended; or it has come to its end.
BEGUN, FINISHED = 1, 2
DAMAGED = "is no journal of a run, or damaged; what it told of is read again"
# Errors of SQLite that say nothing of the file: that it is in use, that the disk is full or does not let us.
_BUSY, _NOT_OURS = (5, 6), (3, 5, 6, 7, 8, 10, 13, 14)


class Journal:
    """The journal of the run that writes into the folder `home`, held by this run alone.

    With `resume` it begins with what earlier runs did; `notes` are what is to be said of that. One that is not `lasting`
    keeps what has to wait for its turn, and goes with the run. All raise `OutputError`.
    """

    def __init__(self, home: Path | None, resume: bool = False, lasting: bool = True) -> None:
        self._home, self._path = home, home / JOURNAL if home is not None and lasting else None
        self.notes = list[str]()
        if home is not None:
            with telling(str(home)):
                if JOURNAL in clear(home) and resume:
                    self.notes.append(f"{self._path}: {DAMAGED}")
        with self._telling():
            self._db = self._open(resume)
            self._begin(resume)

    def _open(self, resume: bool) -> sqlite3.Connection:
        if self._path is None:
            return check(sqlite3.connect("", isolation_level=None), False)
        existed = os.path.lexists(self._path)
        db = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            return check(db, existed)
        except sqlite3.Error as error:
            db.close()
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _BUSY:
                raise OutputError(
                    f"{self._home}: another run is writing there; wait for it, or choose another output"
                ) from None
            if not existed or code in _NOT_OURS:
                raise
        if resume:
            self.notes.append(
                f"{self._path}: is no journal of a run, or damaged; what it told of is read again"
            )
        for name in JOURNAL_FILES:
            self._path.with_name(name).unlink(missing_ok=True)
        return self._open(resume)

    def _begin(self, resume: bool) -> None:
        (version,), (count,) = self._ask("PRAGMA user_version"), self._ask("SELECT count(*) FROM results")
        if not resume and version == BEGUN and count:
            self._db.close()
            raise OutputError(
                f"{self._home}: holds {count:,} files of a run that was ended; "
                "go on with --resume, or remove the folder to begin anew"
            )
        with self._db:
            self._db.execute("BEGIN")
            for table in ("failures",) if resume else SCHEMA:
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute(f"PRAGMA user_version = {BEGUN}")

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
        return None if row is None else (_entry(row), _unpacked(row))

    def add(self, entry: Entry, content: bytes | None) -> None:
        """Commit what a file gave; its `content` unless that stands elsewhere."""
        told = {name: getattr(entry, name, None) for name in COLUMNS}
        told |= {"start": entry.at[0], "stop": entry.at[1], "warnings": json.dumps(entry.warnings)}
        told["content"] = None if content is None else zlib.compress(content, 1)
        self._do(f"INSERT OR REPLACE INTO results VALUES ({', '.join('?' * len(told))})", *told.values())

    def fail(self, task: Task, failure: Failure) -> None:
        """Commit why a file gave nothing."""
        self._do("INSERT INTO failures VALUES (?)", failure_line(task, failure))

    def forget(self, name: str) -> None:
        """Know no more of a file."""
        self._do("DELETE FROM results WHERE path = ?", name)

    def forget_placed(self) -> None:
        """Know no more of all whose results stand elsewhere."""
        self._do("DELETE FROM results WHERE content IS NULL")

    def end(self) -> int | None:
        """Where the last of the results ends that stand elsewhere, None where none does."""
        with self._telling():
            (end,) = self._ask("SELECT max(stop) FROM results WHERE content IS NULL")
        return cast(int | None, end)

    def names(self) -> set[str]:
        """The files that are told of."""
        with self._telling():
            return {name for (name,) in self._db.execute("SELECT path FROM results")}

    @contextlib.contextmanager
    def finishing(self, order: Iterable[tuple[str, int, int]], data: str | None) -> Iterator[None]:
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
                    ((*each, number) for number, each in enumerate(order)),
                )
                self._db.execute("DELETE FROM results WHERE number IS NULL")
                self._db.execute(f"PRAGMA user_version = {FINISHED}")
                yield
            if data is not None:
                self._db.execute("VACUUM")
        self.export()
        self._write(MANIFEST, self._manifest(JOURNAL if data is None else data))

    def _manifest(self, data: str) -> Iterator[bytes]:
        yield manifest_head(data)
        for row in self._db.execute("SELECT * FROM results ORDER BY number"):
            yield _entry(row).line().encode()

    def failures(self) -> list[bytes]:
        """The lines that tell why files gave nothing."""
        with self._telling():
            return [line for (line,) in self._db.execute("SELECT line FROM failures ORDER BY rowid")]

    def export(self) -> None:
        """Write `failures.jsonl`, which is there only if there are any."""
        if self._home is not None:
            if lines := self.failures():
                self._write(FAILURES, lines)
            else:
                with telling(str(self._home)):
                    (self._home / FAILURES).unlink(missing_ok=True)

    def _write(self, name: str, lines: Iterable[bytes]) -> None:
        assert self._home is not None
        made = self._home / MADE
        with telling(str(self._home)), self._telling():
            with made.open("wb") as file:
                file.writelines(lines)
            made.replace(self._home / name)

    def sync(self) -> None:
        """See that all is on the disk, and still where it was put."""
        self._do("PRAGMA wal_checkpoint")
        if self._path is not None and not self._path.exists():
            raise OutputError(f"{self._home}: was removed while the run went on; begin anew")

    def close(self) -> None:
        """Let go of it. What a full disk did not take was told when it was written."""
        with contextlib.suppress(OutputError, sqlite3.Error):
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
    told = {name: row[name] for name in COLUMNS if name in TYPES}
    return Entry(**told | {"at": (row["start"], row["stop"]), "warnings": tuple(json.loads(row["warnings"]))})


def _unpacked(row: sqlite3.Row) -> bytes | None:
    """The content in a row, never more of it than the row tells of."""
    if row["content"] is None:
        return None
    with contextlib.suppress(zlib.error):
        return zlib.decompressobj().decompress(row["content"], row["stop"] - row["start"] + 1)
    return b""


def manifest_head(data: str) -> bytes:
    """The first line of a manifest, which tells what made it, and where the results stand."""
    return json.dumps({"reportkit": __version__, "data": data}).encode() + b"\n"
