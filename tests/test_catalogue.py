"""The catalogue: what every concept says of itself, and that names without one are suggested for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportkit import extract_text, load_rules
from reportkit.cli.main import app
from reportkit.extraction.catalogue import find_concept
from reportkit.extraction.wording import Wording
from reportkit.rules.schema import Concept

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
COUNTY = [str(SAMPLES / "county-2023.txt"), str(SAMPLES / "county-2024.txt")]
CONCEPTS = load_rules().indicators.concepts
FEWEST = 2_500
STATISTICS = 280


def test_there_are_concepts_of_every_field_each_with_its_english_name_and_an_example() -> None:
    assert len(CONCEPTS) >= FEWEST
    assert [c.id for c in CONCEPTS if not c.english or not c.measures] == []
    # years of schooling are told in 年, which is read as a length of time and not as an amount
    assert [c.id for c in CONCEPTS if not c.examples] == ["schooling-years"]
    assert sum(1 for c in CONCEPTS if c.statistics) >= STATISTICS


@pytest.mark.parametrize(
    ("name", "measure", "dimension", "expected"),
    [
        ("地区生产总值", "share", "ratio", None),
        ("地区生产总值", "level", "ratio", None),
        ("地区生产总值", "level", "count", None),
        ("城镇登记失业率", "level", "people", None),
        ("粮食产量", "level", "area", None),
        ("人均地区生产总值增长目标", "growth", "ratio", None),
        ("地区生产总值", "level", "money", "地区生产总值"),
        ("地区生产总值", "growth", "ratio", "地区生产总值"),
        ("地区生产总值", "rank", "count", "地区生产总值"),
        ("城镇登记失业率", "change", "points", "城镇登记失业率"),
        ("实际使用外资", "level", "money:USD", "实际使用外资"),
        ("税收占一般公共预算收入的比重", "share", "ratio", "税收收入占一般公共预算收入比重"),
        ("小学", "level", "people", None),
        ("地区生产总值", "change", "ratio", None),
        ("地区生产总值", "change", "points", "地区生产总值"),
        ("地区生产总值", "change", "places", "地区生产总值"),
        ("地区生产总值", "level", "times", "地区生产总值"),
        ("审结毒品犯罪案件", "level", "people", "审结毒品犯罪案件"),
        ("小麦", "level", "count", None),
        ("小麦", "level", "area", "小麦种植面积"),
        ("小麦", "growth", "ratio", "小麦产量"),
    ],
)
def test_a_concept_is_set_only_where_measure_and_dimension_fit(
    name: str, measure: str, dimension: str, expected: str | None
) -> None:
    found: Concept | None = find_concept(name, measure, dimension, load_rules())  # type: ignore[arg-type]
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    "name",
    [
        "开发区地区生产总值",
        "环湖经济圈经济总量",
        "中央企业营业收入",
        "市级一般公共预算收入",
        "城区常住人口",
        "农村居民人均可支配收入水平差距",
        "新增固定资产投资",
        "全市人均地区生产总值目标",
    ],
)
def test_what_is_said_of_another_thing_has_no_concept(name: str) -> None:
    for dimension in ("money", "people"):
        assert find_concept(name, "level", dimension, load_rules()) is None


@pytest.mark.parametrize("act", ["拆除", "关停", "淘汰", "减少", "退出", "取缔", "停建"])
def test_what_goes_is_not_what_comes(act: str) -> None:
    for noun in ("绿色工厂", "养老床位", "公园", "高标准农田", "公共停车位"):
        for dimension in ("count", "area"):
            assert find_concept(act + noun, "level", dimension, load_rules()) is None


def test_what_is_of_the_whole_place_is_in_the_catalogue() -> None:
    whole = next(entry.words for entry in load_rules().concepts.words if entry.id == "of-the-place")
    assert set(whole) - {concept.name for concept in CONCEPTS} == set()


def test_no_two_concepts_have_a_name_that_says_the_same() -> None:
    """Words that say the same are read as one: 新增停车泊位 and 新增停车位 cannot be of two concepts."""
    wording = Wording(load_rules())
    taken: dict[str, str] = {}
    for concept in CONCEPTS:
        for surface in (concept.name, *concept.aliases):
            said = wording.plain(surface)
            assert taken.setdefault(said, concept.id) == concept.id, surface


def test_what_was_added_is_not_the_stock() -> None:
    found = extract_text("新增养老床位300张，累计达到4200张。").reports[0].indicators
    assert [(i.name, i.concept) for i in found] == [
        ("新增养老床位", "新增养老床位"),
        ("养老床位", "养老床位"),
    ]


def test_suggestions_can_be_pasted(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["rules", "suggest", *COUNTY])
    assert run.exit_code == 0
    assert "  # 7 times in 2 files: " in run.stdout
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "mine.yaml").write_text(run.stdout, encoding="utf-8")
    mine = {c.name for c in load_rules(tmp_path).indicators.concepts} - {c.name for c in CONCEPTS}
    assert mine
    again = CliRunner().invoke(app, ["rules", "suggest", *COUNTY, "--rules", str(tmp_path)])
    assert [name for name in mine if f"name: {name}\n" in again.stdout] == []


def test_least_is_a_number() -> None:
    run = CliRunner().invoke(app, ["rules", "suggest", COUNTY[0], "--least", "0"])
    assert run.exit_code == 2
    assert "expected a whole number from 1 on" in run.output


def test_nothing_recurs_so_often() -> None:
    run = CliRunner().invoke(app, ["rules", "suggest", COUNTY[0], "--least", "999"])
    assert run.stdout == "# no name recurs without a concept\nconcepts: []\n"


def test_unknown_asks_for_what_has_no_concept() -> None:
    run = CliRunner().invoke(app, ["extract", COUNTY[0], "--unknown", "--format", "jsonl"])
    lines = run.stdout.splitlines()
    assert lines
    assert all('"concept": null' in line for line in lines)
