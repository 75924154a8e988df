"""The store: what it refuses, that it holds whole files only, and that nothing in it is inexact."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from comparing import extraction, indicator

from reportkit import Extraction, OutputError, SourceError, extract_all
from reportkit.installation import install_command
from reportkit.output.document import records
from reportkit.output.json import jsonl_pieces
from reportkit.output.tables import table_lines
from reportkit.output.visible import readable
from reportkit.store import Held, Store, is_store, open_store, write_parquet

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
HOSTILE = (
    "一行\n又一行\r\n",
    'he said "no"\\',
    "'; DROP TABLE indicators; --",
    "a\u0000b",
    "😀𠮷",
    '", "value": 7, "',
    "{}[]\t\u2028\ufeff",
    "=1+1",
    "",
)
HUGE = Decimal("1234567890123456789012345678901234567890")
FINE = Decimal("0.12345678901")
WIDEST = Decimal("-9999999999999999999999999999.9999999999")


def payload(path: str, *extractions: Extraction, settings: str = "one") -> tuple[str, bytes]:
    return path, table_lines(path, "0" * 64, settings, extractions)


def samples() -> list[Extraction]:
    return [each for path in SAMPLES for each in extract_all(path)]


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return list(store.connection.execute(sql).fetchall())


def count(store: Store, table: str = "indicators") -> int:
    return int(rows(store, f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "all.duckdb")


def other_file(tmp_path: Path, what: str) -> Path:
    """A file, or none, that is no store."""
    file = tmp_path / "x.duckdb"
    if what == "text":
        file.write_text("全县生产总值62.4亿元。" * 1000, encoding="utf-8")
    elif what == "empty":
        file.write_bytes(b"")
    elif what == "folder":
        file.mkdir()
    elif what == "cut":
        open_store(str(file), write=True).__exit__(None, None, None)
        file.write_bytes(file.read_bytes()[:4096])
    elif what in ("other", "version"):
        import duckdb

        with duckdb.connect(str(file)) as connection:
            connection.execute("CREATE TABLE other AS SELECT 1 AS version")
            if what == "version":
                connection.execute("CREATE TABLE store AS SELECT 99 AS version")
    return file


@pytest.mark.parametrize("write", [False, True], ids=["read", "write"])
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("text", "is no store; give one"),
        ("empty", "is no store; give one"),
        ("folder", "is a folder; name a"),
        ("cut", "; check the file, or make one with reportkit batch"),
        ("other", "is a file of DuckDB, but no store; give one"),
        ("version", "is a store of version 99, this is version 3; make one"),
    ],
)
def test_what_is_no_store_is_refused(what: str, said: str, write: bool, tmp_path: Path) -> None:
    file = other_file(tmp_path, what)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(OutputError if write else SourceError) as error:
        open_store(str(file), write=write)
    assert said in str(error.value)
    assert str(error.value).startswith(f"{file}: ")
    assert "\n" not in str(error.value)
    assert before is None or file.read_bytes() == before


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file; check the path"):
        open_store(str(tmp_path / "none.duckdb"))
    with pytest.raises(OutputError, match="there is no folder"):
        open_store(str(tmp_path / "none" / "all.duckdb"), write=True)
    assert list(tmp_path.iterdir()) == []


def test_without_duckdb_it_is_said_what_to_install(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(
        OutputError, match=re.escape(f"a store needs duckdb; install it with {install_command('store')}")
    ):
        open_store(path, write=True)
    with pytest.raises(OutputError, match="parquet needs duckdb"):
        write_parquet(Path(path), Path(path))
    assert table_lines("a.txt", "", "", [extraction(indicator())])


def in_another_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


OPEN = """
import sys
from reportkit.errors import ReportkitError
from reportkit.store import open_store
try:
    with open_store(sys.argv[1], write=sys.argv[2] == "write"):
        print("opened")
except ReportkitError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("mode", ["read", "write"])
def test_while_one_writes_another_is_told_who_has_it(path: str, mode: str) -> None:
    with open_store(path, write=True) as store:
        store.add([payload("a.txt", extraction(indicator()))])
        done = in_another_process(OPEN, path, mode)
    kind = "OutputError" if mode == "write" else "SourceError"
    assert done.stdout == (
        f"{kind} {path}: is in use by process {os.getpid()}; wait until that has ended, and try again\n"
    )
    assert in_another_process(OPEN, path, mode).stdout == "opened\n"


def test_two_may_read_and_none_may_write_meanwhile(path: str) -> None:
    open_store(path, write=True).__exit__(None, None, None)
    with open_store(path):
        assert in_another_process(OPEN, path, "read").stdout == "opened\n"
        assert f"is in use by process {os.getpid()}" in in_another_process(OPEN, path, "write").stdout


def test_two_that_make_one_store_make_one(tmp_path: Path) -> None:
    """Whoever comes second finds the store of the first, and never puts an empty one in its place."""
    code = """
import sys, time
from reportkit.errors import ReportkitError
from reportkit.output.tables import table_lines
from reportkit.store import open_store
for _ in range(200):
    try:
        with open_store(sys.argv[1], write=True) as store:
            store.add([(sys.argv[2], table_lines(sys.argv[2], "", "", []))])
        break
    except ReportkitError as error:
        assert "is in use by process" in str(error), error
        time.sleep(0.02)
"""
    path = str(tmp_path / "all.duckdb")
    both = [subprocess.Popen([sys.executable, "-c", code, path, name]) for name in ("a.txt", "b.txt")]
    assert [each.wait(60) for each in both] == [0, 0]
    with open_store(path) as store:
        assert store.done().keys() == {"a.txt", "b.txt"}
    assert [each.name for each in tmp_path.iterdir()] == ["all.duckdb"]


def _add_again_and_again(path: str, at: Any) -> None:
    """Versions of two files, each of another size; a version is told by the settings."""
    with open_store(path, write=True) as store:
        for version in range(1000):
            one, two = (
                extraction(*[indicator(f"指标{n}") for n in range(300 + version + more)]) for more in (0, 500)
            )
            store.add(
                [
                    payload(name, each, settings=str(version))
                    for name, each in (("a.txt", one), ("b.txt", two))
                ]
            )
            at.release()


@pytest.mark.parametrize("added", [1, 2, 3, 4, 6, 9])
def test_killed_while_adding_it_holds_whole_files(path: str, added: int) -> None:
    context = multiprocessing.get_context("spawn")
    at = context.Semaphore(0)
    child = context.Process(target=_add_again_and_again, args=(path, at))
    child.start()
    assert all(at.acquire(timeout=60) for _ in range(added))
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join(60)
    for write in (False, True):
        with open_store(path, write=write) as store:
            done = store.done()
            versions = {int(held.settings) for held in done.values()}
            assert done.keys() == {"a.txt", "b.txt"}
            assert len(versions) == 1  # both files in one transaction
            version = versions.pop()
            found = rows(store, "SELECT file, count(*) FROM indicators GROUP BY file ORDER BY file")
            assert found == [("a.txt", 300 + version), ("b.txt", 800 + version)]
            assert count(store, "reports") == count(store, "sources") == 2
    with open_store(path, write=True) as store:
        store.add([payload("a.txt", extraction(indicator()))])
        assert count(store) == 801 + version


def test_a_batch_that_fails_leaves_the_store_as_it_was(path: str) -> None:
    with open_store(path, write=True) as store:
        store.add([payload("a.txt", extraction(indicator()))])
        with pytest.raises(OutputError, match="the store is as it was") as error:
            store.add(
                [payload("b.txt", extraction(indicator())), ("c.txt", b'{"row": "files", "file": 1}x\n')]
            )
        assert "\n" not in str(error.value)
        assert store.done().keys() == {"a.txt"}
        store.add([payload("b.txt", extraction(indicator()))])
        assert store.done().keys() == {"a.txt", "b.txt"}


def test_added_again_a_file_is_replaced(path: str) -> None:
    one, two = extraction(indicator("甲"), indicator("乙")), extraction(indicator("丙"))
    with open_store(path, write=True) as store:
        store.add([payload("a.txt", one, one), payload("b.txt", one)])
        assert (count(store), count(store, "sources")) == (6, 3)
        store.add([payload("a.txt", two, settings="two")])
        assert store.done() == {
            "a.txt": Held("0" * 64, "two", 1, 1, 0, 0),
            "b.txt": Held("0" * 64, "one", 1, 2, 0, 0),
        }
        assert rows(store, "SELECT file, name FROM indicators") == [
            ("b.txt", "甲"),
            ("b.txt", "乙"),
            ("a.txt", "丙"),
        ]
        store.add([payload("b.txt", one), payload("b.txt", two)])  # the last one of a batch counts
        assert rows(store, "SELECT file, name FROM indicators") == [("a.txt", "丙"), ("b.txt", "丙")]
        store.add([])
        store.add([payload("b.txt")])
        assert (count(store), count(store, "files"), count(store, "sources")) == (1, 2, 1)


def test_a_text_named_as_another_is_told_apart(path: str) -> None:
    """An archive may hold two texts of one name."""
    one, two = extraction(indicator("甲"), place="云岭县"), extraction(indicator("乙"), place="临江区")
    with open_store(path, write=True) as store:
        store.add([payload("a.zip", one, two)])
        assert rows(store, "SELECT source, place, name FROM figures") == [
            ("old.txt", "云岭县", "甲"),
            ("old.txt", "临江区", "乙"),
        ]


def test_the_same_files_give_the_same_rows(tmp_path: Path) -> None:
    files = [payload(each.source.path, each) for each in samples()]
    found = []
    for name in ("one.duckdb", "two.duckdb"):
        with open_store(str(tmp_path / name), write=True) as store:
            store.add(files[:2])
            store.add(files[2:])
            store.add(files[1:2])
            tables = ("files", "sources", "reports", "sections", "indicators")
            found.append([rows(store, f"SELECT * FROM {table}") for table in tables])
    assert found[0] == found[1]


def test_numbers_and_text_are_those_of_the_lines(path: str) -> None:
    found = samples()
    with open_store(path, write=True) as store:
        store.add([payload("all.zip", *found)])
        kept = rows(
            store, "SELECT source, place, year, name, value, unit, period, section, spans, cell FROM figures"
        )
    wanted = [each for one in found for each in records(one)]
    assert len(kept) == len(wanted) > 900
    names = ("source", "place", "year", "name", "value", "unit", "period", "section", "spans")
    for row, record in zip(kept, wanted, strict=True):
        assert row == (*(record[name] for name in names), record.get("cell"))


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_text_comes_back_as_it_was(path: str, text: str) -> None:
    each = indicator(text, unit=text, basis=text, section=(text, text), text=text, sentence=text)
    one = extraction(each, place=text, title=text, organ=text, path=text or "-")
    one = replace(one, warnings=(text, "again"))
    with open_store(path, write=True) as store:
        store.add(
            [(text, table_lines(text, text, text, [one])), payload("other.txt", extraction(indicator()))]
        )
        held = store.done()[text]
        assert (held.sha256, held.settings, held.warnings) == (text, text, 2)
        kept = rows(
            store,
            "SELECT name, unit, basis, section, text, sentence, place, title, organ, source FROM figures",
        )
        assert kept[0] == (text, text, text, [text, text], text, text, text, text, text, text or "-")
        assert rows(store, "SELECT warnings FROM sources")[0] == ([text, "again"],)
        store.add([payload(text)])
        assert count(store) == 1


def test_a_name_that_is_no_text_is_kept_apart(path: str) -> None:
    names = ["caf\udce9.txt", "caf\udce8.txt"]
    one = extraction(indicator("名\ud800"), path=names[0])
    with open_store(path, write=True) as store:
        store.add([payload(name, one) for name in names])
        store.add([payload(names[0], one)])
        assert store.done().keys() == {readable(name) for name in names}
        assert rows(store, "SELECT DISTINCT name FROM indicators") == [("名\ufffd",)]


def test_a_number_that_does_not_fit_stands_as_text(path: str) -> None:
    """Never another number, and never a batch that fails."""
    values = [HUGE, FINE, WIDEST, Decimal("1E+27"), Decimal("5.60"), Decimal("1E-10"), Decimal("0.1")]
    given = [indicator(value=str(value)) for value in values]
    given.append(indicator(value=3, bound="range", lower=FINE, upper=None))
    with open_store(path, write=True) as store:
        store.add([payload("a.txt", extraction(*given))])
        kept = rows(store, "SELECT value, digits FROM indicators")
        ends = rows(store, "SELECT value, lower, upper FROM indicators")[-1]
    exact = str(int(HUGE)), str(FINE)
    assert [row[1] for row in kept[:2]] == [
        dict.fromkeys(("value", "lower", "upper"), each) for each in exact
    ]
    assert [row[0] for row in kept] == [None, None, *values[2:], Decimal(3)]
    assert [row[1] for row in kept[2:-1]] == [None] * 5
    assert ends == (Decimal(3), None, None)
    assert kept[-1][1] == {"value": "3", "lower": str(FINE), "upper": None}


def parquet_rows(target: Path) -> list[dict[str, Any]]:
    import duckdb

    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(target)])
    heads = [each[0] for each in found.description]
    return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


def test_parquet_says_what_the_lines_say(tmp_path: Path) -> None:
    hostile = [
        indicator(text, value, sentence=text, unit=text)
        for text, value in zip(HOSTILE, (1, 2.5, HUGE, FINE, -4, WIDEST, 0, "1E-10", 9), strict=True)
    ]
    celled = replace(indicator(), page=3, table=1, cell=(2, 5))
    lines, target = tmp_path / "lines.jsonl", tmp_path / "it's.parquet"
    lines.write_text(
        "".join(jsonl_pieces([*samples(), extraction(*hostile, celled)])), encoding="utf-8", newline=""
    )
    (said,) = write_parquet(lines, target)
    assert said.startswith("2 indicators have numbers with more digits than DECIMAL(38,10) holds")
    first = target.read_bytes()
    found = parquet_rows(target)
    wanted = [
        json.loads(line, parse_float=Decimal, parse_int=Decimal)
        for line in lines.read_text(encoding="utf-8").split("\n")
        if line
    ]
    assert len(found) == len(wanted)
    for row, record in zip(found, wanted, strict=True):
        digits = row.pop("digits")
        for name, text in (digits or {}).items():
            assert row[name] is None or row[name] == Decimal(text)
            row[name] = text and Decimal(text)
        assert row == {name: record.get(name) for name in row}
        assert record.keys() <= row.keys()
    write_parquet(lines, target)
    assert target.read_bytes() == first


def test_parquet_of_nothing_has_its_columns(tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_bytes(b"")
    assert write_parquet(tmp_path / "lines.jsonl", tmp_path / "none.parquet") == []
    assert parquet_rows(tmp_path / "none.parquet") == []


def test_parquet_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_bytes(b"")
    with pytest.raises(OutputError) as error:
        write_parquet(tmp_path / "lines.jsonl", tmp_path / "none" / "x.parquet")
    assert "\n" not in str(error.value)


def test_a_store_is_known_by_its_name_or_its_content(tmp_path: Path) -> None:
    made = tmp_path / "all.db"
    open_store(str(made), write=True).__exit__(None, None, None)
    assert is_store(str(made))
    assert is_store("none.DuckDB")
    assert not is_store(str(SAMPLES[0]))
    assert not is_store("-")
    assert not is_store(str(tmp_path))
