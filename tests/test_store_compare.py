"""Comparisons out of a store: what they refuse, and that they say what the files say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Run
from comparing import extraction, indicator, next_year
from stores import made, read_samples

from reportkit import Extraction, OutputError, SourceError
from reportkit.codec.encode import encode
from reportkit.output.tables import table_lines
from reportkit.store import open_store
from reportkit.store.rebuild import find_extractions

ROOT = Path(__file__).resolve().parent.parent
OLD, NEW = (str(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024))
OF_COUNTY = ("--place", "云岭县", "--kind", "government")


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    return read_samples()


@pytest.fixture(scope="module")
def samples(found: list[Extraction], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its name does not say that it is a store."""
    return made(tmp_path_factory.mktemp("store"), *found, name="all.db")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["diff", "{}", "--years", "2022/2023"],
            "holds several places; name one with --place: 临江区, 云岭县, 青原市",
        ),
        (["diff", "{}", "--place", "云岭", "--years", "2022/2023"], "no report on 云岭; there is 云岭县"),
        (
            ["goals", "{}", "--place", "云岭县", "--years", "2020/2023"],
            "there is government 2022, government 2023",
        ),
        (["diff", "{}", "--place", "云岭县"], "give a store alone, with --years OLD/NEW"),
        (["diff", "{}", "--place", "云岭县", "--years", "2022"], "give a store alone, with --years OLD/NEW"),
        (["diff", "{}", OLD, "--years", "2022/2023"], "give a store alone"),
        (["diff", "--old", "{}", "--new", OLD, "--years", "2022/2023"], "give a store alone"),
        (["diff", "{}", "--place", "云岭县", "--years", "22/23"], "--years: '22/23', expected years"),
        (["goals", "{}", "--place", "云岭县", "--years", "2022/2023", "--kind", "x"], "'x', expected one of"),
        (["diff", OLD, NEW, "--years", "2022"], "'2022', expected a year for each side"),
        (["check", OLD, "--years", "2022"], "chooses reports out of a store; no file is one"),
        (
            ["check", "{}", "--year", "2022"],
            "--year and --organ tell of reports; of a store --years and --kind",
        ),
        (["series", "{}", "--name", "GDP", "--organ", "县政府"], "--year and --organ tell of reports"),
        (["goals", "{}", "--years", "2022/2023", "--organ", "县政府"], "--year and --organ tell of reports"),
        (["series", "{}", "--name", "GDP"], "holds several places"),
        (["series", "{}", "--place", "云岭县"], "give one of --name NAME and --concept CONCEPT"),
        (
            ["series", "{}", "--name", "GDP", "--concept", "GDP"],
            "give one of --name NAME and --concept CONCEPT",
        ),
        (["series", "{}", "--concept", "没有"], "'没有' is none of the catalogue"),
        (["series", "{}", "--place", "云岭县", "--concept", "GDP", "--years", "1999/2001"], "no such report"),
        (["series", "none.duckdb", "--name", "GDP"], "none.duckdb: no such file"),
    ],
)
def test_what_is_refused(run: Run, samples: str, args: list[str], said: str) -> None:
    done = run(*(each.format(samples) for each in args))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1 or done.err.startswith("Usage:")


def test_reports_come_back_as_they_were(samples: str, found: list[Extraction]) -> None:
    with open_store(samples) as store:
        for place in ("云岭县", "临江区", "青原市"):
            back = find_extractions(store, place)
            wanted = [each for each in found if each.reports[0].place == place]
            assert [encode(each.reports) for each in back] == [encode(each.reports) for each in wanted]
            for one, two in zip(back, wanted, strict=True):
                assert replace(one.source, text="") == replace(two.source, text="", warnings=())
                assert (one.rules, one.warnings) == (two.rules, two.warnings)
        assert [len(each.reports) for each in find_extractions(store, "临江区", (2023, 2023), ["cppcc"])] == [
            1
        ]
        with pytest.raises(SourceError, match="no such report"):
            find_extractions(store, "临江区", kinds=["court"])


def test_numbers_that_the_store_holds_as_text_come_back(tmp_path: Path) -> None:
    huge = extraction(
        indicator(value="1234567890123456789012345678901234567890"), indicator(value="0.12345678901")
    )
    with open_store(made(tmp_path, huge)) as store:
        (back,) = find_extractions(store, None)
        assert encode(back.reports) == encode(huge.reports)


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "markdown", "yaml"])
@pytest.mark.parametrize(
    ("files", "store"),
    [
        (["diff", OLD, NEW], ["diff", "{}", *OF_COUNTY, "--years", "2022/2023"]),
        (["goals", OLD, NEW], ["goals", "{}", *OF_COUNTY, "--years", "2022/2023"]),
        (["check", OLD, NEW, "--all"], ["check", "{}", *OF_COUNTY, "--all"]),
        (["series", OLD, NEW, "--name", "GDP"], ["series", "{}", *OF_COUNTY, "--concept", "GDP"]),
        (
            ["series", NEW, "--name", "接待游客"],
            ["series", "{}", *OF_COUNTY, "--name", "接待游客", "--years", "2023"],
        ),
    ],
    ids=lambda args: args[0],
)
def test_a_store_says_what_the_files_say(
    run: Run, samples: str, files: list[str], store: list[str], format_: str
) -> None:
    one = run(*files, "--format", format_)
    two = run(*(each.format(samples) for each in store), "--format", format_)
    assert one == two
    assert one.code == 0
    assert len(one.out.splitlines()) >= 3


def test_the_only_place_need_not_be_named(run: Run, tmp_path: Path) -> None:
    one = extraction(indicator(), path="one.txt")
    two = extraction(next_year(indicator(value=150)), year=2023, path="two.txt")
    path = made(tmp_path, one, two)
    assert "1 changed" in run("diff", path, "--years", "2022/2023").out
    done = run("diff", path, "--years", "2022/2023", "--exit-code", "--format", "json")
    assert done.code == 1
    assert [each["verdict"] for each in json.loads(done.out)["pairs"]] == ["changed"]
    nowhere = extraction(indicator(), path="three.txt", place=None)
    with open_store(path, write=True) as store:
        store.add([("three.txt", table_lines("three.txt", "", "", [nowhere]))])
    assert (
        "holds several places; name one with --place: 云岭县" in run("diff", path, "--years", "2022/2023").err
    )


def test_warnings_and_other_rules_are_told(run: Run, tmp_path: Path) -> None:
    one = replace(extraction(indicator(), path="one.txt"), warnings=("a doubt",), rules="f" * 64)
    two = extraction(next_year(indicator()), year=2023, path="two.txt")
    done = run("diff", made(tmp_path, one, two), "--years", "2022/2023")
    assert "one.txt: warning: a doubt\n" in done.err
    assert "one.txt was extracted by the rules ffffffffffff" in done.err


DOCTORED = {
    "a function before ours": ("CREATE MACRO contains(a, b) AS true", "has a contains of its own"),
    "a type before ours": ("CREATE TYPE colour AS ENUM ('red')", "has a colour of its own"),
    "a table that is gone": ("DROP TABLE sections", "its table sections is missing or another"),
    "a column more": ("ALTER TABLE reports ADD COLUMN x INT", "its table reports is missing or another"),
    "another type": ("ALTER TABLE indicators ALTER value TYPE VARCHAR", "its table indicators is"),
    "a view for a table": (
        "DROP TABLE files; CREATE VIEW files AS SELECT content AS file, '' AS sha256, '' AS settings "
        "FROM read_text('/etc/hosts')",
        "its table files is missing or another",
    ),
    "a column that is worked out": (
        "DROP TABLE files; CREATE TABLE files (file VARCHAR, sha256 VARCHAR, "
        "settings VARCHAR GENERATED ALWAYS AS ('x'))",
        "its table files is missing or another",
    ),
    "a view that tells the version": (
        "DROP TABLE store; CREATE VIEW store AS SELECT 1 AS version",
        "but no store; give one",
    ),
    "no version": ("DELETE FROM store", "is a store of version none"),
    "null for a version": ("UPDATE store SET version = NULL", "is a store of version None"),
    "another measure": ("UPDATE indicators SET measure = 'size'", "the store is damaged"),
    "no value": ("UPDATE indicators SET value = NULL, digits = NULL", "the store is damaged"),
    "digits that are none": ("UPDATE indicators SET digits = {'value': 'x', 'lower': NULL}", "is no number"),
    "digits without end": ("UPDATE indicators SET digits = {'value': '1e999999999'}", "is no number"),
    "no name": ("UPDATE indicators SET name = NULL", "the store is damaged"),
    "no line": ("UPDATE indicators SET line = NULL", "the store is damaged"),
    "no heading": ("UPDATE indicators SET section = [NULL]", "the store is damaged"),
}
OF_REPORTS = {
    "no period": ("UPDATE indicators SET period = '20x'", "expected a period"),
    "no path": ("UPDATE sources SET path = NULL", "the store is damaged"),
    "no warnings": ("UPDATE sources SET warnings = NULL", "the store is damaged"),
    "no kind": ("UPDATE reports SET kind = NULL", "the store is damaged"),
    "a span of one": ("UPDATE reports SET span = [1]", "the store is damaged"),
    "reports twice": ("INSERT INTO reports SELECT * FROM reports", "twice; the store is damaged"),
    "sources twice": ("INSERT INTO sources SELECT * FROM sources", "twice; the store is damaged"),
}
READING = (["diff", "{}", "--years", "2022/2023"], ["check", "{}"], ["series", "{}", "--name", "GDP"])


@pytest.mark.parametrize("name", [*DOCTORED, *OF_REPORTS])
def test_a_store_that_another_hand_wrote_to_gives_a_line(run: Run, tmp_path: Path, name: str) -> None:
    one = extraction(indicator(), path="one.txt")
    path = made(tmp_path, one, extraction(next_year(indicator(value=150)), year=2023, path="two.txt"))
    import duckdb

    statements, said = {**DOCTORED, **OF_REPORTS}[name]
    with duckdb.connect(path) as connection:
        for statement in statements.split("; "):
            connection.execute(statement).fetchall()
    asked = [["query", "{}"], ["query", "{}", "--format", "csv"]] if name in DOCTORED else []
    for args in (*asked, *READING):
        done = run(*(each.format(path) for each in args))
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert done.err.count("\n") == 1
    if name in DOCTORED and said not in ("is no number", "the store is damaged"):
        assert said in run("query", path, "--sql", "SELECT 1").err
        with pytest.raises(OutputError, match=said):
            open_store(path, write=True)


def test_a_view_of_figures_is_ours_whatever_the_store_holds(run: Run, tmp_path: Path) -> None:
    path = made(tmp_path, extraction(indicator(), path="one.txt"))
    wanted = run("query", path, "--format", "jsonl").out
    import duckdb

    with duckdb.connect(path) as connection:
        connection.execute("DROP VIEW figures").fetchall()
        connection.execute("CREATE VIEW figures AS SELECT * FROM range(1000000000000) r(name)").fetchall()
    assert run("query", path, "--format", "jsonl").out == wanted
