"""``reportkit query``: what it refuses, that a filter is never SQL, and that it prints what extract prints."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import yaml
from commands import Run
from comparing import extraction, indicator
from processes import children, needs_proc, wait_until, worked
from stores import SAMPLES, made, read_samples

from reportkit import Extraction
from reportkit.cli.filters import is_within
from reportkit.model import Period
from reportkit.output.formats import FORMATS, names_of
from reportkit.output.json import jsonl_pieces
from reportkit.store import open_store

ROOT = Path(__file__).resolve().parent.parent
PERIODS = ["2023", "2023-H1", "2023-Q3", "2023-06", "2013/2017", "2023-01/2023-06", "2022-11/2023-02", None]
EXACT = ("value", "lower", "upper")


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    return read_samples()


@pytest.fixture(scope="module")
def samples(found: list[Extraction], tmp_path_factory: pytest.TempPathFactory) -> str:
    return made(tmp_path_factory.mktemp("store"), *found)


def exact(text: str) -> list[Any]:
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n") if line]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--limit", "-1"], "--limit: '-1', expected a whole number"),
        (["--limit", "1e3"], "--limit: '1e3', expected a whole number"),
        (["--year", "23"], "'23', expected a year such as 2023"),
        (["--period", "2023/"], "expected a period"),
        (["--measure", "size"], "'size', expected one of"),
        (["--status", "x"], "'x', expected one of"),
        (["--kind", "x"], "'x', expected one of"),
        (["--sql", "SELECT 1", "--name", "粮食"], "--sql stands alone"),
        (["--format", "sdmx-csv"], "'sdmx-csv', expected one of"),
        (["-o", "x.rtf"], "no format is known by .rtf"),
        (["--columns", "name,size"], "--columns: 'size' is no column; choose from source, place, kind,"),
        (["--columns", ""], "--columns: '' is no column; choose from source, place, kind,"),
        (["--columns", "name,name"], "--columns: names a column twice; name each once"),
        (["--columns", "name", "--sql", "SELECT 1"], "--sql stands alone; name the columns in its SELECT"),
        (["--sql", ""], "expected one SELECT"),
        (["--sql", "SELECT 1; DROP TABLE files"], "expected one SELECT"),
        (["--sql", "DROP TABLE files"], "expected one SELECT"),
        (["--sql", "COPY files TO '/tmp/x.csv'"], "expected one SELECT"),
        (["--sql", "ATTACH '/tmp/x.duckdb'"], "expected one SELECT"),
        (["--sql", "SET threads = 1"], "expected one SELECT"),
        (["--sql", "SELEC 1"], "syntax error"),
        (
            ["--sql", "SELECT * FROM tables"],
            "the tables are files, sources, reports, sections, indicators, figures",
        ),
        (["--sql", "SELECT error('x')"], "--sql: "),
        (["--sql", "SELECT * FROM read_text('/etc/hosts')"], "disabled by configuration"),
        (["--sql", "SELECT * FROM '/etc/hosts'"], "--sql: "),
        (["--sql", "SELECT * FROM sql"], "--sql: "),  # no variable of this program
        (["--sql", "SELECT 1 AS a, 2 AS a", "--format", "json"], "two columns are named a"),
    ],
)
def test_what_is_refused(run: Run, samples: str, args: list[str], said: str) -> None:
    done = run("query", samples, *args)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    lines = done.err.splitlines()
    assert len(lines) == 1 or lines[0].startswith("Usage:")


@pytest.mark.parametrize("args", [[], ["--sql", "SELECT 1"]], ids=["filters", "sql"])
def test_what_is_no_store(run: Run, args: list[str]) -> None:
    done = run("query", str(SAMPLES[0]), *args)
    assert (done.code, done.out) == (2, "")
    assert "is no store; give one that reportkit batch wrote" in done.err
    done = run("query", "none.duckdb", *args)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "none.duckdb: no such file" in done.err


def test_the_store_is_never_overwritten(run: Run, samples: str) -> None:
    before = Path(samples).read_bytes()
    done = run("query", samples, "-o", samples, "--format", "json")
    assert done.code == 2
    assert "is an input as well" in done.err
    assert Path(samples).read_bytes() == before


INJECTIONS = (
    "' OR '1'='1",
    "x'; DROP TABLE files; --",
    "') OR true --",
    '" OR 1=1',
    "?",
    "$1",
    "%",
    "_",
    "\\",
)


COLUMNS = ["unit", "name", "doubts", "value"]


def test_columns_are_chosen_and_ordered(run: Run, samples: str, tmp_path: Path) -> None:
    def asked(format_: str) -> str:
        return run("query", samples, "--columns", " ,".join(COLUMNS), "--limit", "3", "--format", format_).out

    whole = list(csv.DictReader(io.StringIO(run("query", samples, "--limit", "3", "--format", "csv").out)))
    in_csv = list(csv.reader(io.StringIO(asked("csv").removeprefix("\ufeff"))))
    assert in_csv == [COLUMNS, *([row[name] for name in COLUMNS] for row in whole)]
    assert [list(row) for row in exact(asked("jsonl"))] == [COLUMNS] * 3
    assert asked("table").split("\n")[0].split() == COLUMNS
    path = tmp_path / "rows.xlsx"
    assert run("query", samples, "--columns", ",".join(COLUMNS), "-o", str(path)).code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in next(sheet.iter_rows())] == COLUMNS
    path = tmp_path / "rows.parquet"
    assert run("query", samples, "--columns", ",".join(COLUMNS), "-o", str(path)).code == 0
    assert duckdb.sql(f"SELECT * FROM '{path}'").columns == COLUMNS


@pytest.mark.parametrize("option", ["--name", "--concept", "--place"])
@pytest.mark.parametrize("text", INJECTIONS)
def test_a_filter_is_never_sql(run: Run, samples: str, option: str, text: str) -> None:
    done = run("query", samples, option, text, "--format", "jsonl")
    assert (done.code, done.out) == (0, "")
    said = {
        "--place": f"reportkit: {samples}: warning: no report on {text}",
        "--name": f"reportkit: {samples}: nothing is named {text}",
        "--concept": f"reportkit: {samples}: nothing is of the concept {text}",
    }.get(option, "")
    assert done.err.removesuffix("\n").startswith(said)
    assert done.err.count("\n") == bool(said)


def test_what_a_filter_asks_for_is_taken_as_text(run: Run, tmp_path: Path) -> None:
    path = made(
        tmp_path, *(extraction(indicator(text), path=f"{n}.txt") for n, text in enumerate(INJECTIONS))
    )
    for text in INJECTIONS:
        done = run("query", path, "--name", text, "--format", "jsonl")
        assert [each["name"] for each in exact(done.out)] == [each for each in INJECTIONS if text in each]


def test_nothing_found_is_no_error(run: Run, samples: str) -> None:
    assert run("query", samples, "--name", "没有这个").out == "0 indicators\n"
    assert run("query", samples, "--name", "没有这个", "--format", "json").out == "[]\n"
    assert run("query", samples, "--name", "没有这个", "--format", "csv").out.count("\n") == 1
    assert run("query", samples, "--sql", "SELECT 1 WHERE false").out == "0 rows\n"
    assert run("query", samples, "--limit", "0", "--format", "jsonl").out == ""


def test_of_an_unknown_place_it_is_said_which_there_are(run: Run, samples: str) -> None:
    done = run("query", samples, "--place", "云岭")
    assert (done.code, done.out) == (0, "0 indicators\n")
    assert done.err == f"reportkit: {samples}: warning: no report on 云岭; there is 云岭县\n"


def test_all_is_what_extract_prints(run: Run, samples: str, found: list[Extraction]) -> None:
    lines = "".join(jsonl_pieces(found))
    assert run("query", samples, "--format", "jsonl").out == lines
    assert exact(run("query", samples, "--format", "json").out.replace("\n", " "))[0] == exact(lines)


@pytest.mark.parametrize(
    ("args", "fits"),
    [
        (["--name", "粮食", "--name", "收入"], lambda r: "粮食" in r["name"] or "收入" in r["name"]),
        (["--concept", "地区生产总值"], lambda r: r["concept"] == "地区生产总值"),
        (["--place", "云岭县", "--place", "青原市"], lambda r: r["place"] in ("云岭县", "青原市")),
        (["--measure", "growth", "--measure", "rank"], lambda r: r["measure"] in ("growth", "rank")),
        (["--status", "target"], lambda r: r["status"] == "target"),
        (["--kind", "court", "--kind", "cppcc"], lambda r: r["kind"] in ("court", "cppcc")),
        (["--year", "2022"], lambda r: r["year"] == 2022),
        (
            ["--kind", "government", "--status", "target", "--name", "收入", "--measure", "growth"],
            lambda r: (
                (r["kind"], r["status"], r["measure"]) == ("government", "target", "growth")
                and "收入" in r["name"]
            ),
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_filters_choose(run: Run, samples: str, found: list[Extraction], args: list[str], fits: Any) -> None:
    wanted = [each for each in exact("".join(jsonl_pieces(found))) if fits(each)]
    assert wanted
    assert exact(run("query", samples, *args, "--format", "jsonl").out) == wanted
    assert exact(run("query", samples, *args, "--format", "jsonl", "--limit", "3").out) == wanted[:3]


@pytest.mark.parametrize("wanted", [*(each for each in PERIODS if each), "2022", "2024"])
def test_a_period_is_taken_as_extract_takes_it(run: Run, tmp_path: Path, wanted: str) -> None:
    periods = [each and Period(each.split("/")[0], each.split("/")[-1]) for each in PERIODS]
    path = made(tmp_path, extraction(*(indicator(period=period) for period in periods)))
    out = exact(run("query", path, "--period", wanted, "--format", "jsonl").out)
    assert [each["period"] for each in out] == [str(p) for p in periods if p and is_within(p, wanted)]


def test_csv_is_exact_and_harmless(run: Run, tmp_path: Path) -> None:
    huge, fine = "1234567890123456789012345678901234567890", "0.12345678901"
    given = [indicator("=1+1", "5.60", sentence="@SUM(A1)"), indicator("粮食", huge), indicator("水", fine)]
    given.append(indicator('一,"二"\n三', -4))
    path = made(tmp_path, extraction(*given, title="+1", organ="-1"))
    out = run("query", path, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["value"] for row in rows] == ["5.6", huge, fine, "-4"]
    assert (rows[0]["name"], rows[0]["sentence"]) == ("'=1+1", "'@SUM(A1)")
    assert (rows[0]["title"], rows[0]["organ"]) == ("'+1", "'-1")
    assert rows[3]["name"] == '一,"二" 三'
    assert [each["value"] for each in exact(run("query", path, "--format", "jsonl").out)] == [
        Decimal("5.6"),
        int(huge),
        Decimal(fine),
        -4,
    ]
    out = run("query", path, "--sql", "SELECT name FROM figures", "--format", "csv").out
    assert "'=1+1" in out


@pytest.mark.parametrize(
    "args", [(), ("--sql", "SELECT name, value, unit, doubts FROM figures ORDER BY ALL")]
)
def test_every_format_holds_the_same_rows(
    run: Run, samples: str, tmp_path: Path, args: tuple[str, ...]
) -> None:
    limited = (samples, "--limit", "20", *args)
    for name in names_of("rows"):
        path = tmp_path / f"rows{FORMATS[name].suffixes[0]}"
        assert run("query", *limited, "-o", str(path)).code == 0
    found = [row["name"] for row in json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))]
    assert len(found) == 20
    documents = yaml.safe_load((tmp_path / "rows.yaml").read_text(encoding="utf-8"))
    assert documents == json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    page = openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets[-1]
    heads = [cell.value for cell in page[1]]
    assert [row[heads.index("name")] for row in page.iter_rows(min_row=2, values_only=True)] == found
    marked = (tmp_path / "rows.md").read_text(encoding="utf-8")
    assert all(name.replace("|", "\\|") in marked for name in found)


def test_sql_gives_plain_data(run: Run, samples: str) -> None:
    sql = (
        "SELECT 1.50::DECIMAL(38,10) AS a, [1, 2] AS b, {'x': '=1'} AS c, DATE '2024-01-12' AS d, 'nan'::DOUBLE AS e, "
        "true AS f, NULL AS g, 0.1::DOUBLE AS h, 'ab'::BLOB AS i -- to the end"
    )
    wanted = {"a": 1.5, "b": [1, 2], "c": {"x": "=1"}, "d": "2024-01-12", "e": "nan", "f": True, "g": None}
    wanted |= {"h": 0.1, "i": "6162"}
    assert json.loads(run("query", samples, "--sql", sql, "--format", "jsonl").out) == wanted
    out = run("query", samples, "--sql", sql, "--format", "csv").out.removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(out)))[1] == [
        *("1.5", "[1, 2]", '{"x": "=1"}', "2024-01-12", "nan", "true", "", "0.1", "6162")
    ]
    assert "1.5  [1, 2]" in run("query", samples, "--sql", sql).out
    assert (
        run("query", samples, "--sql", "SELECT * FROM range(5)", "--limit", "2", "--format", "csv").out.count(
            "\n"
        )
        == 3
    )


def read_parquet(path: Path) -> list[dict[str, Any]]:
    import duckdb

    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
    heads = [each[0] for each in found.description]
    return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


def test_parquet_is_what_the_lines_are(run: Run, samples: str, tmp_path: Path) -> None:
    target = tmp_path / "it's.parquet"
    for args in (
        ["--place", "云岭县"],
        ["--sql", "SELECT * FROM figures WHERE place = '云岭县' ORDER BY file, number"],
    ):
        done = run("query", samples, *args, "-o", str(target))
        assert (done.code, done.err) == (0, "")
        wanted = exact(run("query", samples, "--place", "云岭县", "--format", "jsonl").out)
        found = read_parquet(target)
        assert len(found) == len(wanted) > 500
        for row, record in zip(found, wanted, strict=True):
            assert {name: row[name] for name in record} == record
    run(
        "query",
        samples,
        "--sql",
        "SELECT value FROM figures ORDER BY value DESC",
        "--limit",
        "3",
        "-o",
        str(target),
    )
    best = sorted(
        (each["value"] for each in exact(run("query", samples, "--format", "jsonl").out)), reverse=True
    )
    assert [row["value"] for row in read_parquet(target)] == best[:3]
    assert run("query", samples, "--name", "没有这个", "-o", str(target)).code == 0
    assert read_parquet(target) == []


def test_the_order_is_that_of_the_files_however_they_came(tmp_path: Path, run: Run) -> None:
    outputs = []
    for name, order in (("one", 1), ("two", -1)):
        (tmp_path / name).mkdir()
        files = [extraction(indicator("甲"), indicator("乙"), path=f"{n}.txt") for n in range(5)]
        outputs.append(run("query", made(tmp_path / name, *files[::order]), "--format", "jsonl").out)
    assert outputs[0] == outputs[1]
    assert [each["source"] for each in exact(outputs[0])] == [f"{n}.txt" for n in range(5) for _ in "甲乙"]


def test_a_store_of_a_stranger_reads_no_other_file(run: Run, tmp_path: Path) -> None:
    """A view in it is SQL of whoever made it."""
    path = made(tmp_path, extraction(indicator()))
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with open_store(path, write=True) as store:
        told = f"replace(figures, 'i.name', '(SELECT content FROM read_text(''{tmp_path}/secret.txt'')) AS name')"
        (view,) = store.connection.execute(
            f"SELECT {told} FROM (SELECT sql AS figures FROM duckdb_views() WHERE view_name = 'figures')"
        ).fetchone()
        store.connection.execute("DROP VIEW figures").fetchall()
        store.connection.execute(view).fetchall()
    done = run("query", path, "--sql", 'SELECT name FROM "all".main.figures')
    assert (done.code, done.out) == (2, "")
    assert "disabled by configuration" in done.err
    assert done.err.count("\n") == 1
    for args in ([], ["--sql", "SELECT * FROM main.figures"]):  # which are asked of a view of our own
        done = run("query", path, *args)
        assert done.code == 0 and "secret" not in done.out


HUNGRY = (
    "SELECT * FROM range(100000000000)",
    "SELECT a.range FROM range(100000000000) a ORDER BY 1 DESC",
    "SELECT repeat('x', 3000000000)",  # one value, at which DuckDB looks at no limit of its own
    "SELECT list(range) FROM range(10000000000)",
)
ENDLESS = (
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
    "SELECT levenshtein(repeat('ab', 100000), repeat('ba', 100000))",  # one value, which nothing interrupts
)


@pytest.mark.parametrize("sql", HUNGRY)
def test_sql_takes_so_much_memory_and_no_more(samples: str, sql: str) -> None:
    command = [sys.executable, "-m", "reportkit", "query", samples, "--memory", "300", "--sql", sql]
    code = f"import resource, subprocess; subprocess.run({command!r}); " + (
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stderr == (
        "reportkit: --sql: takes more than 300 MB; ask for less, or give it more with --memory\n"
    )
    assert int(done.stdout) < 800


@pytest.mark.parametrize("sql", ENDLESS)
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_sql_takes_so_much_time_and_no_more(run: Run, samples: str, sql: str, format_: str) -> None:
    began = time.monotonic()
    done = run("query", samples, "--sql", sql, "--timeout", "2", "--format", format_)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "reportkit: --sql: takes more than 2 seconds; ask for less, or give it more with --timeout\n"
    )
    assert time.monotonic() - began < 20


def test_sql_has_limits_without_being_told(run: Run, samples: str) -> None:
    help_ = " ".join(run("query", "--help").out.split())
    assert "after so long (60 seconds without it)" in help_ and "than this (2000 MB without it)" in help_
    assert (
        run("query", samples, "--sql", "SELECT 1 AS a", "--timeout", "0", "--format", "jsonl").out
        == '{"a": 1}\n'
    )
    for args in (["--timeout", "-1"], ["--memory", "99"], ["--timeout", "x"]):
        assert run("query", samples, "--sql", "SELECT 1", *args).code == 2


def is_at_work(pid: int) -> bool:
    """Whether the process that reads a store for another has begun with what takes long."""
    return any(worked(child) > 1 for child in children(pid))


@needs_proc
def test_nothing_of_a_select_outlives_whoever_asked(samples: str) -> None:
    command = [sys.executable, "-m", "reportkit", "query", samples, "--timeout", "0", "--sql", ENDLESS[0]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait_until(lambda: is_at_work(process.pid))
    child, *_ = children(process.pid)
    process.kill()
    process.wait()
    wait_until(lambda: not Path(f"/proc/{child}").exists(), 20)


def test_parquet_may_go_to_standard_output(samples: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "query", samples, "--format", "parquet"],
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"PAR1")
    assert done.stderr == b""


@needs_proc
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_an_end_by_ctrl_c_is_quiet(samples: str, format_: str) -> None:
    long = "SELECT sum(a.range) FROM range(100000000000) a"
    process = subprocess.Popen(
        [sys.executable, "-m", "reportkit", "query", samples, "--sql", long, "--format", format_],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        wait_until(lambda: is_at_work(process.pid))
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == (b"", b"")
        assert process.returncode == 130
    finally:
        process.kill()
