"""What does not add up within a report and from one report to the next, and by how much; what is no contradiction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commands import Run
from comparing import extraction, indicator

from reportkit import extract_text, load_rules
from reportkit.compare import audit, audit_across
from reportkit.comparison import Finding
from reportkit.model import Extraction, Period

RULES = load_rules()
HEAD = "各位代表：\n一、{year}年工作回顾\n{text}\n"
GROWTH: dict[str, Any] = {"measure": "growth", "unit": "%"}


def wrong(text: str, year: int = 2023) -> list[Finding]:
    found = audit(extract_text(HEAD.format(year=year, text=text)), RULES).findings
    return [each for each in found if not each.holds]


@pytest.mark.parametrize(
    "text",
    [
        "全年审议草案40件，通过其中24件，包括制定6件，修改14件。",
        "全县博物馆27个（其中陈列馆14个，纪念馆4个），剧团33个。",
        "新增营造林148万亩，其中北山工程43万亩，修复退化草原517万亩。",
        "高新技术企业达到20家，其中规上企业15家、专精特新企业12家。",
        "年初预算支出70.8亿元（其中：开发区7.7亿元），执行中调整为79.4亿元。",
        "地区生产总值从2018年的45.6亿元增加到2023年的70.1亿元，年均增长4.7%。",
        "一般公共预算收入从2018年的4.2亿元增加到2023年的9.2亿元，按可比口径年均增长7.5%。",
        "渔货交易额从2018年的4.2亿元增加到2023年的9.2亿元，同比增长7.5%。",
        "技术合同成交额由14.8亿元增加到422.7亿元，增长27倍。",
        "渔港面积100亩，渔船用地12亩，占渔港面积的12%。",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "relation", "computed", "off"),
    [
        (
            "一般公共预算收入从2018年的4.24亿元增加到2023年的9.21亿元，年均增长12%。",
            "growth",
            "16.8%",
            ("-4.8", "个百分点"),
        ),
        ("渔船从2018年的400艘增加到2023年的600艘，增长60%。", "growth", "50%", ("10", "个百分点")),
        ("自来水普及率从80.4%提高到83%，提高3.6个百分点。", "change", "2.6个百分点", ("1", "个百分点")),
        ("粮食产量12万吨，其中早稻15万吨。", "parts", "15万吨", ("30000", "吨")),
        ("三次产业结构调整为18.5:37.0:48.5。", "whole", "sum 104", ("4", "个百分点")),
        (
            "第一产业增加值占比18.5%，第二产业增加值占比37%，第三产业增加值占比48.5%。",
            "whole",
            "sum 104",
            ("4", "个百分点"),
        ),
    ],
)
def test_a_finding_says_by_how_much_it_is_off(
    text: str, relation: str, computed: str, off: tuple[str, str]
) -> None:
    (found,) = wrong(text)
    assert (found.relation, found.computed) == (relation, computed)
    assert (f"{found.off.value:f}".rstrip("0").rstrip(".") or "0", found.off.unit) in (
        off,
        (found.off.value, off[1]),
    )


def years(*reports: tuple[int, list[Any]], place: str = "云岭县") -> list[Extraction]:
    return [extraction(*told, year=year, path=f"{place}-{year}.txt", place=place) for year, told in reports]


def level(value: object, year: int, **given: Any) -> Any:
    return indicator(
        "渔货交易额", value, text=f"{value}吨", period=Period.year(year), sentence=f"{value}吨", **given
    )


def growth(value: object, year: int, name: str = "渔货交易额", **given: Any) -> Any:
    return indicator(
        name, value, text=f"{value}%", period=Period.year(year), sentence=f"{value}%", **GROWTH, **given
    )


def test_growth_is_held_against_the_level_of_the_report_before() -> None:
    def across(told: object) -> list[tuple[str, bool, str]]:
        reports = years((2022, [level(100, 2022)]), (2023, [level(108, 2023), growth(told, 2023)]))
        (found,) = audit_across(reports, RULES)
        assert found.source == "云岭县 across reports"
        return [(each.relation, each.holds, each.computed) for each in found.findings]

    assert across(8) == [("revision", True, "8%")]
    assert across(12) == [("revision", False, "8%")]


def test_a_level_given_anew_is_a_revision_and_no_growth_is_held_against_the_old_one() -> None:
    again = level(97, 2022)
    reports = years((2022, [level(100, 2022)]), (2023, [again, level(108, 2023), growth("11.3", 2023)]))
    (found,) = audit_across(reports, RULES)
    assert [(each.stated, each.computed, each.holds) for each in found.findings] == [("100吨", "97吨", False)]


def test_growth_at_constant_prices_is_not_reckoned() -> None:
    named = {"concept": "地区生产总值"}
    reports = years(
        (2022, [level(100, 2022, **named)]),
        (2023, [level(108, 2023, **named), growth(5, 2023, **named)]),
    )
    assert [each.findings for each in audit_across(reports, RULES)] == [()]


def test_places_are_not_mixed() -> None:
    one = years((2022, [level(100, 2022)]))
    other = years((2023, [level(108, 2023), growth(50, 2023)]), place="临江区")
    assert audit_across([*one, *other], RULES) == ()


def test_several_places_are_said_and_names_choose(run: Run, tmp_path: Path) -> None:
    text = "{place}人民政府工作报告\n各位代表：\n一、2023年工作回顾\n粮食产量12万吨，其中早稻15万吨。\n"
    files = []
    for place in ("云岭县", "临江区"):
        files.append(tmp_path / f"{place}.txt")
        files[-1].write_text(text.format(place=place), encoding="utf-8")
    done = run("check", *map(str, files))
    assert "several places, each checked by itself: 临江区, 云岭县" in done.err
    assert done.out.count("+3 万吨") == 2
    assert "1 of the relations shown" in run("check", str(files[0]), "--name", "粮食总产量").out
    done = run("check", str(files[0]), "--name", "粮食产两")
    assert "nothing is named 粮食产两; near it: 粮食" in done.err
    assert "0 of the relations shown" in done.out
