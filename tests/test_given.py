"""What the user knows of a report wins over what it tells, and is contradicted aloud."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import batch, lines
from commands import Run

from reportkit import extract, extract_text
from reportkit.given import Given
from reportkit.output.visible import readable
from reportkit.source.read import read_table

# 云岭县, reviewed 2023, delivered in January 2024
TEXT = """# 云岭县政府工作报告

——2024年1月12日在云岭县第十八届人民代表大会第三次会议上

各位代表：

现在，我代表云岭县人民政府向大会报告工作。

## 2023年工作回顾

全年生产总值达到62.4亿元，增长6.1%。

## 2024年主要任务

新建农村公路{a}公里。
"""
BARE = "各位代表：\n\n去年，全县生产总值达到62.4亿元。今年，新建农村公路12公里。"


# --- one report


def test_nothing_is_warned_of_where_text_and_user_agree() -> None:
    found = extract_text(TEXT, year=2023, place="云岭县", kind="government", organ="云岭县人民政府")
    assert found.warnings == ()
    assert found.reports == extract_text(TEXT).reports


@pytest.mark.parametrize("place", ["云岭", "云岭县", "青原市云岭县"])
def test_a_place_by_another_of_its_names_is_no_contradiction(place: str) -> None:
    found = extract_text(TEXT, place=place)
    assert (found.reports[0].place, found.warnings) == (place, ())


def test_a_given_year_turns_this_year_and_last() -> None:
    found = extract_text(BARE, year=2019)
    report = found.reports[0]
    assert report.year == 2019
    assert [(str(i.period), i.status) for i in report.indicators] == [("2019", "actual"), ("2020", "target")]
    assert not [each for each in found.warnings if "year" in each]
    assert any("no year" in each for each in extract_text(BARE).warnings)


def test_a_report_of_half_a_year_is_given_in_its_own_year() -> None:
    found = extract_text(
        "各位代表：\n\n今年上半年，全县生产总值达到62.4亿元。今年以来，新建农村公路12公里。", year=2019
    )
    assert {i.period.first_year for i in found.reports[0].indicators if i.period} == {2019}


def test_each_contradiction_is_a_warning() -> None:
    found = extract_text(TEXT, year=2021, place="青原市", kind="cppcc", organ="青原市财政局")
    report = found.reports[0]
    assert (report.year, report.place, report.kind, report.organ) == (2021, "青原市", "cppcc", "青原市财政局")
    told = "\n".join(found.warnings)
    for words in (
        "the year under review is given as 2021, but the text tells of another",
        "2023 by review-heading 2023",
        "the place is given as 青原市, but the text names 云岭县",
        "the kind is given as cppcc, but most speaks for government",
        "the organ is given as 青原市财政局, but the text names 云岭县人民政府",
    ):
        assert words in told


def test_the_name_of_a_file_alone_contradicts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report-2022.txt"
    path.write_text(BARE, encoding="utf-8")
    assert extract(path, year=2019).warnings == ()


def test_the_organ_is_that_of_the_place_and_kind_given() -> None:
    report = extract_text(BARE, place="云岭县", kind="court").reports[0]
    assert report.organ == "云岭县人民法院"


def test_a_place_given_in_simplified_characters_stays_so() -> None:
    report = extract_text(
        "雲嶺縣政府工作報告\n\n各位代表：\n\n2023年，全縣生產總值達到62.4億元。", place="云岭县"
    ).reports[0]
    assert report.place == "云岭县"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"year": 23}, "23 is no year under review"),
        ({"kind": "county"}, "county is no kind of report"),
        ({"place": " "}, "the place is empty"),
    ],
)
def test_what_cannot_be_is_refused(known: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Given(**known)  # type: ignore[arg-type]


# --- the commands


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bare.txt").write_text(BARE, encoding="utf-8")
    Path("full.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


GIVEN = ("--year", "2019", "--place", "云岭县", "--kind", "government", "--organ", "云岭县人民政府")


@pytest.mark.parametrize(
    "args",
    [
        ("extract", "bare.txt", "--format", "table"),
        ("outline", "bare.txt"),
        ("explain", "bare.txt", "--line", "3"),
    ],
)
def test_commands_on_one_report(desk: Path, run: Run, args: tuple[str, ...]) -> None:
    done = run(*args, *GIVEN)
    assert (done.code, done.err) == (0, "")
    assert "government · 云岭县 · 2019" in done.out


def test_commands_on_several(desk: Path, run: Run) -> None:
    assert run("check", "bare.txt", *GIVEN).code == 0
    done = run("series", "bare.txt", "--name", "GDP", *GIVEN)
    assert "2019" in done.out
    known = ("--years", "2022/2023", "--place", "云岭县", "--kind", "government", "--name", "GDP")
    done = run("diff", "bare.txt", "full.txt", *known)
    assert (done.code, done.err) == (0, "")
    assert "2022 → 2023" in done.out
    assert run("goals", "bare.txt", "full.txt", "--years", "2022/2023", *GIVEN[4:]).code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("extract", "bare.txt", "--year", "99"), "'--year'"),
        (("extract", "bare.txt", "--kind", "county"), "expected one of government"),
        (("outline", "bare.txt", "--place", ""), "the place is empty"),
        (("check", "bare.txt", "--years", "2019"), "--year gives that of a report"),
        (("check", "bare.txt", "--kind", "court", "--kind", "plan"), "a report is of one kind"),
        (("series", "saved.json", "--name", "GDP", "--year", "2019"), "saved.json: was extracted already"),
        (("check", "saved.json", "--place", "青原市"), "no report on 青原市"),
        (("diff", "saved.json", "bare.txt", "--years", "2019/2020"), "saved.json: was extracted already"),
        (("batch", "bare.txt", "--year", "99"), "'--year'"),
    ],
)
def test_refusals_are_one_line(desk: Path, run: Run, args: tuple[str, ...], said: str) -> None:
    run("extract", "bare.txt", "-o", "saved.json")
    done = run(*args)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err


# --- the clues


def test_outline_shows_the_clues_and_the_decision(desk: Path, run: Run) -> None:
    assert "review-heading" not in run("outline", "full.txt").out
    out = run("outline", "full.txt", "--clues").out
    assert "year under review: 2023, told in 2024 (weight " in out
    assert "reviewed 2023      5  review-heading: 2023年  line 9  (" in out
    assert "delivered 2024     5  date-line: 2024年1月12日  line 3" in out
    assert "reviewed 2021   1000  given" in run("outline", "full.txt", "--clues", "--year", "2021").out
    assert "year under review: no clue" in run("outline", "bare.txt", "--clues").out


def test_explain_shows_the_clues_where_the_year_is_that_of_the_report(desk: Path, run: Run) -> None:
    assert "date-line: 2024年1月12日" in run("explain", "full.txt", "--line", "11").out  # 全年
    Path("own.txt").write_text(TEXT.replace("全年", "2022年"), encoding="utf-8")
    assert "date-line" not in run("explain", "own.txt", "--line", "11").out


# --- a run over many files


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("2019/云岭县.txt", "2020/云岭县.txt", "2020/青原市.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BARE, encoding="utf-8")
    return tmp_path


def told(folder: Path) -> list[tuple[str, int, str]]:
    found = {(each["source"], each["year"], each["place"]) for each in lines(folder / "all.jsonl")}
    return sorted(found)


def test_the_path_tells_year_and_place(tree: Path) -> None:
    done = batch("in", "-o", "all.jsonl", "--path-pattern", "{year}/{place}.txt", cwd=tree)
    assert done.returncode == 0
    assert told(tree) == [
        ("in/2019/云岭县.txt", 2019, "云岭县"),
        ("in/2020/云岭县.txt", 2020, "云岭县"),
        ("in/2020/青原市.txt", 2020, "青原市"),
    ]


def test_a_row_is_over_the_path_and_that_over_the_options(tree: Path) -> None:
    (tree / "known.csv").write_text(
        "File,Year,Place,Note\n2019/云岭县.txt,2018年,,x\nnone.txt,2018,,\n", encoding="gb18030"
    )
    args = ("--metadata", "known.csv", "--path-pattern", "{place}.txt", "--year", "2010")
    done = batch("in", "-o", "all.jsonl", *args, cwd=tree)
    assert done.returncode == 0, done.stderr
    assert told(tree) == [
        ("in/2019/云岭县.txt", 2018, "云岭县"),
        ("in/2020/云岭县.txt", 2010, "云岭县"),
        ("in/2020/青原市.txt", 2010, "青原市"),
    ]
    said = done.stderr.decode().splitlines()
    assert "reportkit: known.csv: columns that are not used: note" in said
    assert "reportkit: known.csv: fits no file of this run: 1 row: none.txt" in said
    assert "reportkit: known.csv: has no row for 2 files: in/2020/云岭县.txt, in/2020/青原市.txt" in said


def test_what_is_known_is_part_of_what_a_result_hangs_on(tree: Path) -> None:
    def run_again(year: str) -> bytes:
        (tree / "known.csv").write_text(f"path,year\n2019/云岭县.txt,{year}\n", encoding="utf-8")
        return batch("in", "-o", "all.jsonl", "--resume", "--metadata", "known.csv", cwd=tree).stderr

    run_again("2018")
    assert b"3 files as before" in run_again("2018")
    assert b"as before" not in run_again("2017")
    assert told(tree)[0] == ("in/2019/云岭县.txt", 2017, None)


def test_a_table_may_be_a_workbook(tree: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tree / "known.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["path", "year", "place"])
        sheet.write_row(1, 0, [str(tree / "in/2019/云岭县.txt"), 2018, "云岭"])
    assert read_table(str(tree / "known.xlsx"))[1][1:] == ["2018", "云岭"]
    batch("in", "-o", "all.jsonl", "--metadata", "known.xlsx", cwd=tree)
    assert told(tree)[0] == ("in/2019/云岭县.txt", 2018, "云岭")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "known.csv: has no column path"),
        ("path,name\n云岭县.txt,x\n", "known.csv: has no column path, or none of year, place, kind, organ"),
        ("path,year\n青原市.txt,23\n", "known.csv: row 2: 23 is no year under review"),
        ("path,kind\n青原市.txt,county\n", "known.csv: row 2: county is no kind of report"),
        ("path,year\n,2019\n", "known.csv: row 2 has no path"),
        (
            "path,year\n云岭县.txt,2019\n",
            "云岭县.txt is in/2019/云岭县.txt and in/2020/云岭县.txt; give more",
        ),
        ("path,year\n青原市.txt,2019\n青原市.txt,2018\n", "its rows for 青原市.txt differ; keep one"),
        ("%PDF-1.4\n", "known.csv: is a PDF"),
    ],
)
def test_a_faulty_table_is_refused_in_one_line(tree: Path, table: str, said: str) -> None:
    (tree / "known.csv").write_text(table, encoding="utf-8")
    done = batch("in", "-o", "all.jsonl", "--metadata", "known.csv", cwd=tree)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert said in done.stderr.decode()
    assert not (tree / "all.jsonl").exists()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{date}.txt", "{date} is no field; use {year}, {place}, {kind}, {organ}"),
        ("{year}-{year}.txt", "{year} stands twice"),
        ("{}.txt", "{} is no field"),
        ("report.txt", "has no field"),
        ("{place.txt", "has no field, or a brace without its other"),
    ],
)
def test_a_faulty_pattern_is_refused_in_one_line(tree: Path, pattern: str, said: str) -> None:
    done = batch("in", "--path-pattern", pattern, cwd=tree)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, b"", 1)
    assert said in done.stderr.decode()


def test_what_a_pattern_does_not_fit_is_said(tree: Path) -> None:
    done = batch("in", "-o", "all.jsonl", "--path-pattern", "2020/{place}.txt", cwd=tree)
    note = "reportkit: --path-pattern 2020/{place}.txt: does not fit the path of 1 file: in/2019/云岭县.txt"
    assert note in done.stderr.decode()


def test_a_row_fits_a_file_in_an_archive(tree: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tree / "all.zip", "w") as archive:
        archive.writestr("2019/a.txt", BARE)
    (tree / "known.csv").write_text("path,year\nall.zip/2019/a.txt,2019\n", encoding="utf-8")
    batch("all.zip", "-o", "all.jsonl", "--metadata", "known.csv", cwd=tree)
    assert [(readable(source), year) for source, year, _ in told(tree)] == [("all.zip/2019/a.txt", 2019)]


def test_workers_that_write_parts_are_told(tree: Path) -> None:
    import duckdb

    args = ("in", "-o", "parts", "--format", "parquet", "--path-pattern", "{year}/{place}.txt", "--resume")
    assert batch(*args, cwd=tree).returncode == 0
    assert b"3 files as before" in batch(*args, cwd=tree).stderr
    assert b"as before" not in batch(*args, "--kind", "government", cwd=tree).stderr
    rows = duckdb.sql(
        f"SELECT DISTINCT year, place, kind FROM '{tree}/parts/*.parquet' ORDER BY ALL"
    ).fetchall()
    assert rows == [
        (2019, "云岭县", "government"),
        (2020, "云岭县", "government"),
        (2020, "青原市", "government"),
    ]
