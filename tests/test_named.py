"""A concept goes by all its names wherever one can be given; what nothing is called is told, with what is near."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Run

ROOT = Path(__file__).resolve().parent.parent
OLD, NEW, PAPER = (
    str(ROOT / "samples" / f"{name}.txt") for name in ("county-2023", "county-2024", "newspaper-2024")
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    from reportkit.cli.main import main

    path = str(tmp_path_factory.mktemp("store") / "two.duckdb")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as done:
        patch.setattr("sys.argv", ["reportkit", "batch", OLD, NEW, "-o", path, "-q"])
        main()
    assert done.value.code == 0
    return path


def test_an_alias_names_its_concept_in_extract(run: Run) -> None:
    done = run("extract", NEW, "--name", "GDP", "--format", "jsonl")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert {each["concept"] for each in found} == {"地区生产总值"}
    assert done.err == ""
    bare = run("extract", NEW, "--name", "蜂蜜产两", "--format", "jsonl")
    assert (bare.code, bare.out) == (0, "")
    assert bare.err.startswith("reportkit: extract: nothing is named 蜂蜜产两")
    assert bare.err.count("\n") == 1


def test_a_name_that_another_filter_leaves_out_is_known(run: Run) -> None:
    done = run("extract", NEW, "--name", "GDP", "--measure", "share", "--format", "jsonl")
    assert (done.out, done.err) == ("", "")


@pytest.mark.parametrize(
    ("command", "key"), [(("diff", OLD, NEW), "pairs"), (("goals", OLD, NEW), "goals")], ids=["diff", "goals"]
)
def test_an_alias_names_its_concept_in_a_comparison(run: Run, command: tuple[str, ...], key: str) -> None:
    done = run(*command, "--name", "GDP", "--format", "json")
    found = json.loads(done.out)[key]
    assert "地区生产总值" in {each["concept"] for each in found}
    done = run(*command, "--name", "粮食总产两", "--format", "json")
    assert json.loads(done.out)[key] == []
    assert "nothing is named 粮食总产两; near it: 粮食总产" in done.err


def test_series_tells_what_is_near(run: Run) -> None:
    assert "near it: 粮食总产" in run("series", OLD, NEW, "--name", "粮食总产两").err
    done = run("series", OLD, NEW, "--concept", "粮食总产两")
    assert done.code == 2
    assert "is none of the catalogue; near it: 粮食总产" in done.err
    assert (
        run("series", OLD, NEW, "--name", "GDP").out == run("series", OLD, NEW, "--name", "地区生产总值").out
    )


def test_query_takes_every_name_of_a_concept(run: Run, store: str) -> None:
    whole = run("query", store, "--concept", "地区生产总值", "--format", "json")
    for option in ("--concept", "--name"):
        done = run("query", store, option, "GDP", "--format", "json")
        assert (done.out, done.err) == (whole.out, "")
    assert json.loads(whole.out)
    done = run("query", store, "--concept", "地区生产总量", "--format", "json")
    assert json.loads(done.out) == []
    assert "nothing is of the concept 地区生产总量; near it: 地区生产总值" in done.err
    done = run("query", store, "--name", "粮食总产两", "--format", "json")
    assert "nothing is named 粮食总产两; near it: 粮食总产量" in done.err


def test_files_of_several_places(run: Run) -> None:
    for command in ("diff", "goals"):
        done = run(command, OLD, PAPER)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert "on 云岭县, the new one on 临江区" in done.err
        assert run(command, OLD, PAPER, "--across-places").code == 0
    done = run("series", OLD, NEW, PAPER, "--name", "民生实事")
    assert done.code == 0
    done = run("series", OLD, NEW, PAPER, "--name", "立案审查调查")
    assert done.code == 0
    done = run("diff", "--old", OLD, "--old", PAPER, "--new", NEW, "--new", PAPER, "--format", "json")
    pairs = json.loads(done.out)["pairs"]
    assert all(len({fact["place"] for fact in (*pair["old"], *pair["new"])}) == 1 for pair in pairs)
    assert "several places, each compared with itself alone: 临江区, 云岭县" in done.err
