"""Places: a code and the levels above for the place of a report, and the forms in which a place can be asked for."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from commands import Run

from reportkit import extract_text, load_rules
from reportkit.errors import RuleError
from reportkit.places.choice import choose_places
from reportkit.places.names import find_places
from reportkit.places.table import NOW, gazetteer, read_line

REPORT = """# {title}

——{year}年1月12日在{place}第十八届人民代表大会第三次会议上

各位代表：

现在，我代表{place}人民政府向大会报告工作。

## {last}年工作回顾

全年生产总值达到62.4亿元，增长6.1%。{more}
"""


def text(place: str, year: int, title: str = "政府工作报告", more: str = "") -> str:
    return REPORT.format(place=place, year=year, last=year - 1, title=title, more=more)


def located(written: str, **given: str) -> tuple[str | None, str | None, tuple[str, ...], tuple[str, ...]]:
    found = extract_text(written, **given)  # type: ignore[arg-type]
    report = found.reports[0]
    return report.place, report.code, report.region, found.warnings


# --- a report


def test_a_place_that_no_table_has_has_no_code_and_that_is_said() -> None:
    told = (
        "雾溪县 is in no table of places and has no code; give the code with --place where you know it (at 0)"
    )
    assert located(text("雾溪县", 2024)) == ("雾溪县", None, (), (told,))
    # the places of the samples are made up, and nobody knows a code of theirs
    assert located(text("云岭县", 2024)) == ("云岭县", None, (), ())


def test_a_name_of_another_time_has_no_code_and_its_place_is_named() -> None:
    told = "襄樊市 was no place in 2023; it may be 湖北省/襄樊市 (420600), to be given with --place (at 0)"
    assert located(text("襄樊市", 2024)) == ("襄樊市", None, (), (told,))


def test_of_several_places_none_is_taken_and_all_are_named() -> None:
    place, code, region, warnings = located(text("朝阳区", 2024))
    assert (place, code, region) == ("朝阳区", None, ())
    assert warnings == (
        "朝阳区 is not one place alone: 北京市/朝阳区 (110105), 吉林省/长春市/朝阳区 (220104); say which with "
        "--within (at 0)",
    )


def test_one_mention_in_the_text_chooses_none_of_several() -> None:
    assert located(text("朝阳区", 2024, more="与长春签约2个项目。"))[1] is None


@pytest.mark.parametrize(
    ("written", "code", "region"),
    [
        (text("徐水区", 2024), "130609", ("河北省", "保定市")),
        (text("徐水县", 2011), "130625", ("河北省", "保定市")),
        (text("徐水县", 1991), "132423", ("河北省", "保定地区")),
        (text("保定市徐水区", 2024), "130609", ("河北省", "保定市")),
        (text("海淀区", 2024), "110108", ("北京市",)),
        (text("河北省", 2024), "130000", ()),
        # the levels above, in the title and in the text
        (text("朝阳区", 2024, title="长春市朝阳区政府工作报告"), "220104", ("吉林省", "长春市")),
        (text("朝阳区", 2024, more="长春国际汽车城落户，长春都市圈通车。"), "220104", ("吉林省", "长春市")),
    ],
)
def test_a_code_is_that_of_the_time(written: str, code: str, region: tuple[str, ...]) -> None:
    assert located(written)[1:] == (code, region, ())


def test_what_a_place_lies_in_is_given() -> None:
    assert located(text("朝阳区", 2024), within="吉林省")[1:] == ("220104", ("吉林省", "长春市"), ())
    assert located(text("朝阳区", 2024), within="长春")[1] == "220104"
    told = located(text("徐水区", 2024), within="吉林省")
    assert told[1] is None
    assert "徐水区 is not within 吉林省" in told[3][0]
    assert "no place is called 云岭州" in located(text("徐水区", 2024), within="云岭州")[3][0]


@pytest.mark.parametrize("place", ["130609", "河北省/保定市/徐水区"])
def test_a_place_is_given_by_its_code_or_path(place: str) -> None:
    assert located("全区生产总值达到62.4亿元。", place=place)[:3] == (
        "徐水区",
        "130609",
        ("河北省", "保定市"),
    )


def test_the_nation_has_a_code_of_noughts() -> None:
    assert located("各位代表：\n现在，我代表国务院，向大会报告政府工作。")[:3] == ("全国", "000000", ())


# --- the table


def test_each_place_has_one_line_and_its_forms_follow_one_another() -> None:
    units = list(gazetteer(load_rules()).units())
    assert sum(unit.forms[0].until == NOW for unit in units) == 3214
    assert len({(form.code, form.name, form.since) for unit in units for form in unit.forms}) == sum(
        len(unit.forms) for unit in units
    )
    for unit in units:
        for later, earlier in zip(unit.forms, unit.forms[1:], strict=False):
            assert earlier.since <= earlier.until < later.since, unit


def test_every_place_of_today_is_found_by_its_path() -> None:
    table = gazetteer(load_rules())
    units = [unit for unit in table.units() if unit.forms[0].until == NOW]
    for unit in random.Random(2260).sample(units, 200):
        above = table.above(unit, unit.forms[0])
        path = "".join(form.name for form in (*above, unit.forms[0]))
        assert [found.form for found in find_places(table, path, 2025)] == [unit.forms[0]], path


def test_a_series_holds_a_place_through_its_history() -> None:
    table = gazetteer(load_rules())
    for name in ("徐水区", "徐水县", "130625"):
        (found,) = find_places(table, name)
        assert found.unit.code == "130609"
    assert choose_places(table, ["徐水县"]).codes == {"130609", "130625", "132423"}


def test_a_line_of_the_table() -> None:
    unit = read_line("130609 徐水区 2015-\t130625 徐水县 1994-2014\t= 徐水新城 -")
    assert (unit.code, unit.at(2010).code, unit.at(None).code, unit.names[-1]) == (
        "130609",
        "130625",
        "130609",
        "徐水新城",
    )


# --- what is asked for


@pytest.mark.parametrize(
    ("asked", "holds", "not_"),
    [
        ("河北省/*", ("130609", "130600", "132423"), ("130000", "220104")),
        ("河北/*/*", ("130609",), ("130600", "130000")),
        ("河北省/保定市/*县", ("130624",), ("130683", "130609")),
        ("130600/*", ("130609",), ("130600",)),
        ("北京/*", ("110105",), ("110000", "130609")),
    ],
)
def test_a_region_holds_what_lies_in_it(asked: str, holds: tuple[str, ...], not_: tuple[str, ...]) -> None:
    chosen = choose_places(gazetteer(load_rules()), [asked])
    assert set(holds) <= chosen.codes
    assert not set(not_) & chosen.codes


def test_a_region_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no place called 云岭省"):
        choose_places(gazetteer(load_rules()), ["云岭省/*"])
    with pytest.raises(ValueError, match="2 places called 朝阳区"):
        choose_places(gazetteer(load_rules()), ["朝阳区/*"])


def test_a_place_without_a_code_is_asked_for_by_its_name() -> None:
    chosen = choose_places(gazetteer(load_rules()), ["云岭县"])
    assert chosen.holds(None, "云岭县")
    assert not chosen.holds(None, "徐水区")


# --- rules laid over it

OVERLAY = """places:
  - id: '130695'
    name: 云岭新区
    since: 2020
    formerly: ['130694 云岭县 1990-2019']
    aliases: [云岭高新区]
  - id: '130609'
    aliases: [徐水新城]
"""


def test_an_overlay_adds_places_and_names(tmp_path: Path) -> None:
    (tmp_path / "places.yaml").write_text(OVERLAY, encoding="utf-8")
    table = gazetteer(load_rules(tmp_path))
    told = {
        name: [each.path for each in find_places(table, name, year)]
        for name, year in (("云岭新区", 2023), ("云岭县", 2010), ("云岭高新区", 2023), ("徐水新城", 2023))
    }
    assert told == {
        "云岭新区": ["河北省/保定市/云岭新区"],
        "云岭县": ["河北省/保定市/云岭县"],
        "云岭高新区": ["河北省/保定市/云岭新区"],
        "徐水新城": ["河北省/保定市/徐水区"],
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("id: '13069'", "the code '13069', expected six digits"),
        ("id: '130695', formerly: [云岭县]", "'云岭县', expected a code, a name and years"),
        ("id: '130695', since: 2020, until: 2010", "from 2020 to 2010, expected years"),
        ("id: '130695', name: 云岭 新区", "'云岭 新区', expected a name without spaces"),
    ],
)
def test_a_faulty_place_is_told(tmp_path: Path, given: str, expected: str) -> None:
    (tmp_path / "places.yaml").write_text(f"places:\n  - {{{given}}}\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path)
    assert expected in str(caught.value)


# --- the command line


@pytest.fixture
def store(run: Run, tmp_path: Path) -> str:
    folder = tmp_path / "reports"
    folder.mkdir()
    for place, year in (
        ("徐水县", 2011),
        ("徐水区", 2024),
        ("清苑区", 2024),
        ("海淀区", 2024),
        ("云岭县", 2024),
    ):
        (folder / f"{place}-{year}.txt").write_text(text(place, year), encoding="utf-8")
    made = run("batch", str(folder), "-o", str(tmp_path / "all.duckdb"), "-q")
    assert made.code == 0, made.err
    return str(tmp_path / "all.duckdb")


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("云岭县", ["云岭县"]),
        ("徐水", ["徐水区", "徐水县"]),
        ("130625", ["徐水区", "徐水县"]),
        ("河北省/保定市/徐水区", ["徐水区", "徐水县"]),
        ("河北省/*", ["徐水区", "徐水县", "清苑区"]),
        ("北京市/*", ["海淀区"]),
    ],
)
def test_a_query_takes_a_place_in_any_form(run: Run, store: str, asked: str, places: list[str]) -> None:
    done = run("query", store, "--place", asked, "--measure", "growth", "--format", "csv")
    assert (done.code, done.err) == (0, "")
    assert sorted({line.split(",")[1] for line in done.out.splitlines()[1:]}) == sorted(places)


def test_a_series_goes_on_when_a_county_becomes_a_district(run: Run, store: str) -> None:
    done = run("series", store, "--place", "徐水区", "--name", "地区生产总值", "--format", "csv")
    assert done.code == 0, done.err
    assert {"2010", "2023"} <= set(done.out.replace("\n", ",").split(","))


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("徐水", {"徐水区"}),
        ("130625", {"徐水区"}),
        ("河北省/*", {"徐水区", "清苑区"}),
        ("云岭县", {"云岭县"}),
    ],
)
def test_comparisons_of_files_take_a_place_in_any_form(
    run: Run, store: str, asked: str, places: set[str]
) -> None:
    folder = Path(store).parent / "reports"
    files = sorted(str(path) for path in folder.glob("*.txt"))
    done = run(
        "series", *files, "--place", asked, "--name", "GDP", "--measure", "growth", "--format", "jsonl"
    )
    assert done.code == 0, done.err
    told = {line["place"] for line in map(json.loads, done.out.splitlines())}
    assert told == places
    apart = run("series", *files, "--place", "东海市", "--name", "GDP")
    assert (apart.code, apart.out) == (2, "")
    assert "no report on 东海市" in apart.err


def test_a_region_that_is_none_is_one_line(run: Run, store: str) -> None:
    done = run("query", store, "--place", "云岭省/*")
    assert (done.code, done.out) == (2, "")
    assert "no place called 云岭省" in done.err
