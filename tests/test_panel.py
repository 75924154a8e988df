"""Panels: which figure stands for a cell and why, goals beside outcomes, and the forms and formats of a panel."""

from __future__ import annotations

import csv
import io
import itertools
import json
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from commands import Run

from reportkit import load_rules
from reportkit.panel.build import _units as unit_rows
from reportkit.panel.stata import stata_names
from reportkit.places.table import NOW, gazetteer

REPORT = """# 政府工作报告

——{given}年1月12日在{place}第十八届人民代表大会第三次会议上

各位代表：

现在，我代表{place}人民政府向大会报告工作。

## {year}年工作回顾

{review}

## {given}年主要任务

{plan}
"""
REVIEW = "全年生产总值达到62.4亿元，增长{gdp}%；规模以上工业增加值增长7%；固定资产投资增长8%。"
PLAN = "今年经济社会发展主要预期目标是：地区生产总值增长{goal}，规模以上工业增加值增长7%，固定资产投资增长9%以上。"


def report(place: str, year: int, gdp: str, goal: str, review: str = "", remark: str = "") -> str:
    return REPORT.format(
        place=place,
        year=year,
        given=year + 1,
        review=REVIEW.format(gdp=gdp) + review,
        plan=remark + PLAN.format(goal=goal),
    )


TEXTS = {
    "徐水县-2013": report("徐水县", 2013, "8", "8.5%左右"),
    "徐水县-2014": report("徐水县", 2014, "8.3", "确保8%以上"),
    # a district since 2015, which tells a figure of the year before anew
    "徐水区-2015": report("徐水区", 2015, "7.6", "7%—7.5%", review="2014年，全区生产总值增长8.2%。"),
    # a side remark before the paragraph of goals
    "清苑区-2015": report("清苑区", 2015, "6", "力争7%", remark="今年，生产总值增长12%，才能走在前列。"),
    "云岭县-2015": report("云岭县", 2015, "5", "6%"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(reports: Path) -> str:
    from reportkit import extract
    from reportkit.output.tables import table_lines
    from reportkit.store import open_store

    path = str(reports.parent / "all.duckdb")
    with open_store(path, write=True) as opened:
        for file in sorted(reports.glob("*.txt")):
            opened.add([(file.name, table_lines(file.name, "0" * 64, "test", [extract(file)]))])
    return path


def rows(run: Run, store: str, *options: str) -> list[dict[str, str]]:
    done = run("panel", store, "--format", "csv", *options)
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))


GDP = ("--concept", "GDP", "--measure", "growth")


# --- what is no panel


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--concept", "云岭指数"], "'云岭指数' is none of the catalogue"),
        (["--concepts", "astronomy"], "no concepts are called 'astronomy'; name headline, or a field: "),
        (["--years", "2015-2016"], "--years: '2015-2016', expected years such as 2015/2023"),
        (["--place", "云岭省/*"], "no place called 云岭省"),
        (["--rows", "place"], "--rows and --columns go together"),
        (["--rows", "year", "--columns", "year"], "--rows and --columns go together"),
        (["--rows", "place", "--columns", "year", "--long"], "--long and --rows are two forms"),
        (["--rows", "place", "--columns", "year", "--concept", "GDP"], "show one series, and there is "),
        (["--format", "xlsx"], "xlsx is no text; give it a path with -o"),
    ],
)
def test_what_is_no_panel_is_one_line(run: Run, store: str, options: list[str], said: str) -> None:
    done = run("panel", store, *options)
    assert done.code != 0
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_store_and_reports_are_no_one_input(run: Run, store: str, reports: Path) -> None:
    done = run("panel", store, str(reports))
    assert done.code == 2
    assert "give one store alone, or reports" in done.err


def test_where_nothing_is_told_that_is_said(run: Run, store: str) -> None:
    done = run("panel", store, "--concept", "粮食产量", "--format", "csv")
    assert (done.code, done.err) == (
        0,
        "reportkit: panel: 3 places, and no figure of what is asked for\n",
    )


# --- which figure


def test_goals_stand_beside_outcomes(run: Run, store: str) -> None:
    found = {
        (row["place"], row["year"]): [
            row[f"地区生产总值_growth{part}"] for part in ("", "_goal", "_verdict", "_margin")
        ]
        for row in rows(run, store, *GDP)
    }
    assert found == {
        ("徐水区", "2013"): ["8.0", "", "", ""],
        ("徐水区", "2014"): ["8.3", "8.5", "met", "-0.2"],
        ("徐水区", "2015"): ["7.6", "8.0", "missed", "-0.4"],
        ("徐水区", "2016"): ["", "7.25", "", ""],
        ("清苑区", "2015"): ["6.0", "", "", ""],
        ("清苑区", "2016"): ["", "7.0", "", ""],
        ("云岭县", "2015"): ["5.0", "", "", ""],
        ("云岭县", "2016"): ["", "6.0", "", ""],
    }


def test_keys_come_first_and_are_unique(run: Run, store: str) -> None:
    wide, long = rows(run, store), rows(run, store, "--long")
    assert list(wide[0])[:3] == ["code", "place", "year"]
    assert list(long[0])[:6] == ["code", "place", "year", "concept", "measure", "status"]
    for found, width in ((wide, 3), (long, 6)):
        keys = [tuple(row.values())[:width] for row in found]
        assert len(set(keys)) == len(keys) > 0
        assert keys == sorted(keys, key=lambda key: (key[0] == "", key))
    assert {row["code"] for row in wide} == {"130609", "130608", ""}


def test_a_years_own_report_is_taken_before_a_later_one(run: Run, store: str) -> None:
    (first,) = rows(run, store, *GDP, "--long", "--years", "2014", "--what", "outcome")
    (last,) = rows(run, store, *GDP, "--long", "--years", "2014", "--what", "outcome", "--vintage", "latest")
    assert (first["value"], first["others"], first["differing"]) == ("8.3", "1", "1")
    assert first["taken"].startswith("in its own report")
    assert (last["value"], last["report_year"], last["named"]) == ("8.2", "2015", "徐水区")
    assert last["taken"].startswith("in a later report")


def test_a_paragraph_of_goals_is_taken_before_a_side_remark(run: Run, store: str) -> None:
    (goal,) = rows(run, store, *GDP, "--long", "--what", "goal", "--place", "清苑")
    assert (goal["value"], goal["tone"], goal["others"]) == ("7.0", "力争", "1")
    assert (
        goal["taken"] == "in its own report, beside 2 other headline figures, under the name of the concept"
    )


def test_the_name_of_a_concept_is_taken_before_another_name_of_it(run: Run, tmp_path: Path) -> None:
    said = "发展乡村旅游，新增就业800人。全年城镇新增就业4100人。"
    (tmp_path / "清苑区-2015.txt").write_text(
        report("清苑区", 2015, "6", "力争7%", review=said), encoding="utf-8"
    )
    done = run("panel", str(tmp_path), "--concept", "城镇新增就业", "--long", "--format", "csv")
    (row,) = csv.DictReader(done.out.removeprefix("\ufeff").splitlines())
    assert (row["value"], row["others"], row["name"]) == ("4100.0", "1", "城镇新增就业")
    assert row["taken"] == "in its own report, under the name of the concept"


def test_a_cell_tells_its_bounds_and_where_it_stands(run: Run, store: str) -> None:
    about, least, between = rows(run, store, *GDP, "--long", "--what", "goal", "--place", "徐水县")
    told = [
        [row[key] for key in ("bound", "lower", "upper", "tone", "text")] for row in (about, least, between)
    ]
    assert told == [
        ["~", "8.5", "8.5", "左右", "8.5%左右"],
        [">", "8.0", "", "以上 确保", "8%以上"],
        ["range", "7.0", "7.5", "", "7%—7.5%"],
    ]
    assert least["sentence"].startswith("今年经济社会发展主要预期目标是")
    assert (least["source"].rpartition("/")[2], least["line"]) == ("徐水县-2014.txt", "15")


def test_years_and_places_choose(run: Run, store: str) -> None:
    assert {row["year"] for row in rows(run, store, *GDP, "--years", "2014/2015")} == {"2014", "2015"}
    assert {row["place"] for row in rows(run, store, *GDP, "--place", "河北省/*")} == {"徐水区", "清苑区"}
    assert {row["place"] for row in rows(run, store, *GDP, "--place", "云岭县")} == {"云岭县"}


# --- the forms and formats


def test_places_down_and_years_across(run: Run, store: str) -> None:
    found = rows(run, store, *GDP, "--what", "outcome", "--rows", "place", "--columns", "year")
    assert list(found[0]) == ["code", "place", "2013", "2014", "2015"]
    assert [row["2015"] for row in found] == ["6.0", "7.6", "5.0"]
    turned = rows(run, store, *GDP, "--what", "outcome", "--rows", "year", "--columns", "place")
    assert [row["130609 徐水区"] for row in turned] == ["8.0", "8.3", "7.6"]


def test_a_folder_is_read_as_batch_reads_it(run: Run, reports: Path, store: str) -> None:
    done = run("panel", str(reports), *GDP, "--format", "csv")
    assert done.code == 0, done.err
    assert done.out == run("panel", store, *GDP, "--format", "csv").out


def test_the_end_says_what_is_there(run: Run, store: str) -> None:
    assert run("panel", store, *GDP, "--what", "outcome").err.splitlines() == [
        "reportkit: panel: 3 places × 3 years (2013–2015)",
        "reportkit: panel: 1 place without a code, told apart by name alone",
        "reportkit: panel: 地区生产总值 growth outcome: 5 present, 4 missing, 0 doubtful",
    ]


def test_every_format_says_the_same(run: Run, store: str, tmp_path: Path) -> None:
    expected = rows(run, store, *GDP)
    for suffix in ("csv", "xlsx", "parquet", "sqlite", "jsonl", "md", "dta"):
        done = run("panel", store, *GDP, "-o", str(tmp_path / f"panel.{suffix}"))
        assert done.code == 0, done.err
    lines = (tmp_path / "panel.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["place"] for line in lines] == [row["place"] for row in expected]
    book = openpyxl.load_workbook(tmp_path / "panel.xlsx")
    assert book.sheetnames == ["panel", "columns"]
    assert book["panel"].freeze_panes == "A2"
    assert [book["panel"].cell(2, n).value for n in range(1, 6)] == [
        "130608",
        "清苑区",
        2015,
        "河北省/保定市",
        6,
    ]
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == list(expected[0])
    with sqlite3.connect(tmp_path / "panel.sqlite") as connection:
        assert connection.execute("SELECT place, year FROM panel").fetchall() == [
            (row["place"], int(row["year"])) for row in expected
        ]
        assert connection.execute("SELECT count(*) FROM columns").fetchone() == (len(expected[0]),)
    assert "| 130609 | 徐水区 | 2013 |" in (tmp_path / "panel.md").read_text(encoding="utf-8")


def test_a_file_of_stata_has_labels_and_numbers(run: Run, store: str, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    assert run("panel", store, *GDP, "-o", str(tmp_path / "panel.dta")).code == 0
    frame = pandas.read_stata(tmp_path / "panel.dta")
    assert frame["地区生产总值_growth"].dtype == "float64"
    assert list(frame["year"])[:2] == [2015, 2016]
    with pandas.io.stata.StataReader(tmp_path / "panel.dta") as reader:
        assert reader.variable_labels()["地区生产总值_growth_goal"] == "地区生产总值 增长 目标 (%)"


def test_names_of_stata_are_short_and_apart() -> None:
    names = stata_names(["x" * 40, "x" * 41, "2013", "一 二"])
    assert names == ["x" * 32, "x" * 30 + "_2", "_2013", "一_二"]


def test_two_runs_give_the_same_bytes(run: Run, store: str) -> None:
    assert (
        run("panel", store, "--long", "--format", "jsonl").out
        == run("panel", store, "--long", "--format", "jsonl").out
    )


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
def test_a_long_panel_is_the_same_in_however_many_parts(
    monkeypatch: pytest.MonkeyPatch, run: Run, store: str, tmp_path: Path, format_: str
) -> None:
    whole, parts = tmp_path / f"whole.{format_}", tmp_path / f"parts.{format_}"
    assert run("panel", store, "--long", "-o", str(whole)).code == 0
    monkeypatch.setattr("reportkit.panel.shape.AT_ONCE", 3)
    monkeypatch.setattr("reportkit.panel.shape.WRITTEN", 2)
    assert run("panel", store, "--long", "-o", str(parts)).code == 0
    assert parts.read_bytes() == whole.read_bytes()


def test_a_long_panel_of_nothing_has_its_columns(run: Run, store: str) -> None:
    done = run("panel", store, "--long", "--years", "1999", "--format", "csv")
    assert (done.code, len(done.out.splitlines())) == (0, 1)


def test_each_code_has_one_place_in_each_year() -> None:
    windows: dict[str, list[tuple[int, int]]] = {}
    for code, _, _, _, since, until in unit_rows(gazetteer(load_rules())):
        windows.setdefault(code, []).append((since, until))
    for spans in windows.values():
        assert (spans[0][0], spans[-1][1]) == (0, NOW)
        assert all(later[0] == earlier[1] + 1 for earlier, later in itertools.pairwise(spans))
