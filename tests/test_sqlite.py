"""A database of SQLite holds what JSON Lines and documents say, with keys, real numbers and nothing lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from batches import batch
from commands import Run
from comparing import extraction, indicator
from printed import document
from stores import SAMPLES, read_samples

from reportkit import OutputError
from reportkit.codec.encode import keys_of
from reportkit.codec.printed import Record, SourceInfo
from reportkit.model import Indicator, Report, Section
from reportkit.output.document import records
from reportkit.output.render import render_lines
from reportkit.output.sqlite import write_sqlite
from reportkit.output.tables import ORIGIN


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite"


def built(target: Path, *extractions: Any) -> sqlite3.Connection:
    """The database of some extractions, whose rows have names."""
    lines = target.with_suffix(".lines")
    told = (render_lines("tables", each.source.path, "", "", [each]) for each in extractions)
    lines.write_bytes(b"".join(told))
    target.unlink(missing_ok=True)
    assert write_sqlite(lines, target) == []
    return opened(target)


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def rows(connection: sqlite3.Connection, sql: str, *values: Any) -> Iterator[dict[str, Any]]:
    """The rows that a query gives, with lists as lists and numbers exact."""
    for row in connection.execute(sql, values):
        yield {key: _value(row[key]) for key in row.keys()}  # noqa: SIM118 - a row is no dict


def _value(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return json.loads(value)
    return Decimal(repr(value)) if isinstance(value, float) else value


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"")
    with pytest.raises(OutputError, match=r"cannot be written .*; make room, or choose another path"):
        write_sqlite(tmp_path / "lines", tmp_path / "none" / "a.sqlite")


@pytest.mark.parametrize(
    ("number", "held"),
    [
        ("9223372036854775807", True),
        ("-9223372036854775807", True),
        ("9223372036854775808", False),
        ("1.036E+19", True),
        ("0.123456789012345", True),
        ("0.1234567890123456", False),
        ("1E+400", False),
        ("1E-400", False),
    ],
)
def test_a_number_is_exact_or_stands_as_text(target: Path, number: str, held: bool) -> None:
    given = replace(indicator(), value=Decimal(number), lower=None, upper=Decimal(3))
    connection = built(target, extraction(given))
    (row,) = rows(connection, "SELECT value, lower, upper, digits FROM indicators")
    assert row["upper"] == 3
    if held:
        assert (row["value"], row["digits"]) == (Decimal(number), None)
        assert connection.execute("SELECT typeof(value) FROM indicators").fetchone()[0] in ("integer", "real")
    else:
        assert row["value"] is None
        assert {key: text and Decimal(text) for key, text in row["digits"].items()} == {
            "value": Decimal(number),
            "lower": None,
            "upper": Decimal(3),
        }


def test_text_comes_back_as_it_was(target: Path) -> None:
    names = ["'; DROP TABLE reports; --", "一\n二", "\x00", "\x1b[31m", "=1+1", "😀", " ", "5", "null", '"']
    connection = built(target, extraction(*(replace(indicator(), name=name) for name in names)))
    assert [row["name"] for row in connection.execute("SELECT name FROM indicators ORDER BY id")] == names


def test_figures_are_the_records_of_all_samples(target: Path) -> None:
    found = list(rows(built(target, *read_samples()), "SELECT * FROM figures ORDER BY id"))
    wanted = [record for each in read_samples() for record in records(each)]
    assert len(found) == len(wanted) > 500
    for row, record in zip(found, wanted, strict=True):
        told = {key: row[key] for key in keys_of(Record)}
        assert told == dict.fromkeys(keys_of(Record)) | record


def test_reports_sections_and_warnings_are_those_of_the_documents(target: Path) -> None:
    samples = [replace(each, warnings=("odd", "spoilt")) for each in read_samples()]
    connection = built(target, *samples)
    sources = list(rows(connection, "SELECT * FROM sources ORDER BY id"))
    for source, told in zip(sources, map(document, samples), strict=True):
        assert {"pages": [], **told["source"]}.items() <= source.items()
        assert source["rules"] == told["rules"]
        warnings = rows(connection, "SELECT * FROM warnings WHERE source = ? ORDER BY number", source["id"])
        assert [row["warning"] for row in warnings] == told["warnings"]
        reports = list(
            rows(connection, "SELECT * FROM reports WHERE source = ? ORDER BY number", source["id"])
        )
        for row, report in zip(reports, told["reports"], strict=True):
            del report["indicators"]
            sections = rows(connection, "SELECT * FROM sections WHERE report = ? ORDER BY number", row["id"])
            for one, other in zip(sections, report.pop("sections"), strict=True):
                assert other.items() <= one.items()
            assert report.items() <= row.items()


def test_columns_are_the_fields_and_keys_hold(target: Path) -> None:
    connection = built(target, *read_samples())
    for table, kind in {
        "sources": SourceInfo,
        "reports": Report,
        "sections": Section,
        "indicators": Indicator,
    }.items():
        columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert columns >= {*keys_of(kind)} - {"sections", "indicators"}
        (key,) = (row["name"] for row in connection.execute(f"PRAGMA table_info({table})") if row["pk"])
        assert key == "id"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM figures WHERE concept = '地区生产总值'")
    assert "USING INDEX indicators_concept_measure_period" in " ".join(row["detail"] for row in plan)
    heads = [each[0] for each in connection.execute("SELECT * FROM figures").description]
    assert heads[: len(ORIGIN) + 1] == ["source", *ORIGIN]


def test_the_same_lines_give_the_same_bytes(target: Path) -> None:
    built(target, *read_samples()).close()
    once = target.read_bytes()
    built(target, *read_samples()).close()
    assert target.read_bytes() == once


def test_a_database_of_nothing_has_its_tables(target: Path) -> None:
    assert list(rows(built(target), "SELECT * FROM figures")) == []


@pytest.mark.parametrize("suffix", [".sqlite", ".db"])
def test_extract_and_batch_write_the_same_rows(run: Run, tmp_path: Path, suffix: str) -> None:
    paths = [str(path) for path in SAMPLES[:2]]
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    assert run("extract", *paths, "-o", str(one)).code == 0
    done = batch(*paths, "-o", str(two), "--quiet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for table in ("sources", "reports", "sections", "indicators", "warnings", "figures"):
        found = [list(rows(opened(path), f"SELECT * FROM {table}")) for path in (one, two)]
        assert found[0] == found[1]
    assert len(list(rows(opened(one), "SELECT DISTINCT source FROM figures"))) == 2


def test_a_run_that_goes_on_builds_it_anew(tmp_path: Path) -> None:
    for count in (1, 2):
        paths = [str(path) for path in SAMPLES[:count]]
        done = batch(*paths, "-o", "all.sqlite", "--quiet", "--resume", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        found = rows(opened(tmp_path / "all.sqlite"), "SELECT path FROM sources ORDER BY id")
        assert [row["path"] for row in found] == paths
