"""Comparisons out of a store: what they refuse, and that they say what the files say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Run
from comparing import extraction, indicator, next_year
from stores import made, read_samples

from reportkit import Extraction, SourceError
from reportkit.output.document import plain
from reportkit.store import open_store, store_lines
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
        (["diff", OLD, NEW, "--place", "云岭县"], "choose reports out of a store; no file is one"),
        (["check", OLD, "--years", "2022"], "choose reports out of a store; no file is one"),
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
            assert [plain(each.reports) for each in back] == [plain(each.reports) for each in wanted]
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
        assert plain(back.reports) == plain(huge.reports)


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
        store.add([("three.txt", store_lines("three.txt", "", "", [nowhere]))])
    assert (
        "holds several places; name one with --place: 云岭县" in run("diff", path, "--years", "2022/2023").err
    )


def test_warnings_and_other_rules_are_told(run: Run, tmp_path: Path) -> None:
    one = replace(extraction(indicator(), path="one.txt"), warnings=("a doubt",), rules="f" * 64)
    two = extraction(next_year(indicator()), year=2023, path="two.txt")
    done = run("diff", made(tmp_path, one, two), "--years", "2022/2023")
    assert "one.txt: warning: a doubt\n" in done.err
    assert "one.txt was extracted by the rules ffffffffffff" in done.err
