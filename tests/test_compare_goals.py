"""What was promised and reached, what adds up, one thing over the years."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from comparing import extraction, indicator, next_year

from reportkit import extract, extract_text, load_rules
from reportkit.compare import audit, find_goals, find_series
from reportkit.comparison import Goal
from reportkit.model import Extraction, Indicator, Period

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT.parent / "shared" / "reports"
RULES = load_rules()
COUNTY = [extract(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024)]


def goal(name: str = "渔货交易额", value: object = 6, **given: Any) -> Indicator:
    return indicator(name, value, **{"status": "target", "period": Period.year(2023), **given})


def judged(promised: Indicator, *told: Indicator) -> Goal:
    """What becomes of a goal of the report of 2022 in that of 2023."""
    found = find_goals([extraction(promised)], [extraction(*told, year=2023, path="new.txt")], RULES)
    assert len(found.goals) == 1
    return found.goals[0]


GROWTH: dict[str, Any] = {"measure": "growth", "unit": "%"}


@pytest.mark.parametrize(
    ("value", "bound", "text", "outcome", "verdict", "margin"),
    [
        (6, "=", "6%", "5.9", "missed", "-0.1"),
        (6, "=", "6%", 6, "met", "0"),
        (6, "=", "6%", "6.2", "exceeded", "0.2"),
        (5, "~", "5%左右", "4.4", "missed", "-0.6"),
        (5, "~", "5%左右", "4.6", "missed", "-0.4"),
        (5, "~", "5%左右", "4.7", "met", "-0.3"),
        (5, "~", "5%左右", "5.3", "met", "0.3"),
        (5, "~", "5%左右", "5.4", "exceeded", "0.4"),
        (5, "~", "5%左右", "5.6", "exceeded", "0.6"),
        ("5.0", "~", "5.0%左右", "5.1", "met", "0.1"),
        (6, ">", "6%以上", "5.9", "missed", "-0.1"),
        (6, ">", "6%以上", 6, "met", "0"),
        (6, ">", "6%以上", 9, "met", "3"),
        (6, "<", "6%以内", "6.1", "missed", "0.1"),
        (6, "<", "6%以内", "5.2", "met", "-0.8"),
        (-3, "=", "3%", "-2.8", "missed", "0.2"),
        (-3, "=", "3%", "-3.5", "exceeded", "-0.5"),
    ],
)
def test_a_goal_is_judged_by_its_bound(
    value: object, bound: str, text: str, outcome: object, verdict: str, margin: str
) -> None:
    promised = goal(value=value, bound=bound, text=text, **GROWTH)
    found = judged(
        promised, indicator("渔货交易额", outcome, period=Period.year(2023), text=f"{outcome}%", **GROWTH)
    )
    assert found.verdict == verdict
    assert found.margin is not None
    assert found.margin.value == Decimal(margin)
    assert (found.reason == "within the tolerance of 左右") is (bound == "~" and verdict == "met")


def test_a_range_is_met_between_its_ends_and_missed_from_the_nearest() -> None:
    promised = goal(
        value="6.75", bound="range", lower=Decimal("6.5"), upper=Decimal(7), text="6.5%—7%", **GROWTH
    )
    verdicts = {}
    for outcome in ("6.4", "6.5", "6.7", "7.3"):
        told = indicator("渔货交易额", outcome, period=Period.year(2023), text=f"{outcome}%", **GROWTH)
        found = judged(promised, told)
        verdicts[outcome] = (found.verdict, found.margin and found.margin.value)
    assert verdicts == {
        "6.4": ("missed", Decimal("-0.1")),
        "6.5": ("met", None),
        "6.7": ("met", None),
        "7.3": ("exceeded", Decimal("0.3")),
    }


def test_a_limit_is_met_by_less() -> None:
    promised = goal("居民消费价格", 3, bound="~", text="3%左右", concept="居民消费价格", **GROWTH)
    told = indicator("居民消费价格", 2, period=Period.year(2023), text="2%", concept="居民消费价格", **GROWTH)
    assert judged(promised, told).verdict == "met"


def test_a_bounded_outcome_may_leave_it_open() -> None:
    told = indicator("渔货交易额", 6, period=Period.year(2023), bound="<", text="近6%", **GROWTH)
    assert judged(goal(text="6%", **GROWTH), told).verdict == "unknown"


def test_what_is_not_told_is_unreported_and_what_is_due_later_is_later() -> None:
    other = indicator("渔船数", 6, period=Period.year(2023))
    assert judged(goal(), other).verdict == "unreported"
    assert judged(goal(period=Period.year(2025)), other).verdict == "later"


def test_an_outcome_may_be_worked_out_from_two_levels() -> None:
    old = extraction(indicator("渔货交易额", 100, text="100吨"), goal(text="6%", **GROWTH))
    new = extraction(
        indicator("渔货交易额", 108, period=Period.year(2023), text="108吨"), year=2023, path="new.txt"
    )
    (found,) = find_goals([old], [new], RULES).goals
    assert found.verdict == "exceeded"
    assert found.reason == "worked out from the two levels"
    assert [fact.indicator.value for fact in found.outcomes] == [100, 108]


@pytest.mark.parametrize(
    "given_goal", [{"basis": "同口径"}, {"concept": "地区生产总值"}], ids=["scope", "prices"]
)
def test_what_levels_cannot_tell_is_not_worked_out(given_goal: dict[str, Any]) -> None:
    concept = given_goal.get("concept")
    old = extraction(
        indicator("渔货交易额", 100, text="100吨", concept=concept), goal(text="6%", **GROWTH, **given_goal)
    )
    told = indicator("渔货交易额", 108, period=Period.year(2023), text="108吨", concept=concept)
    (found,) = find_goals([old], [extraction(told, year=2023, path="new.txt")], RULES).goals
    assert found.verdict == "unreported"


@pytest.mark.parametrize(("value", "step"), [(7, "raised"), (6, "same"), (5, "lowered")])
def test_what_becomes_of_a_goal_in_the_next_plan(value: int, step: str) -> None:
    plan = next_year(goal(value=value, text=f"{value}%", **GROWTH))
    found = judged(goal(text="6%", **GROWTH), plan)
    assert (found.next, found.verdict) == (step, "unreported")
    assert judged(goal(text="6%", **GROWTH)).next == "absent"


def test_the_goals_of_the_samples() -> None:
    found = {(g.name, g.goal.indicator.measure): g for g in find_goals(COUNTY[:1], COUNTY[1:], RULES).goals}
    assert found["城镇新增就业", "level"].verdict == "met"
    missed = found["固定资产投资", "growth"]
    assert (missed.verdict, missed.margin and missed.margin.value) == ("missed", Decimal("-2.4"))
    assert missed.next == "lowered"
    assert found["万元地区生产总值能耗", "growth"].verdict == "unreported"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not on this machine")
def test_the_goals_of_the_nation_for_2016() -> None:
    sides = [[extract(REPORTS / f"national-{year}.txt")] for year in (2016, 2017)]
    found = {
        g.concept: g
        for g in find_goals(*sides, RULES).goals
        if g.goal.indicator.section[-1:] == ("2016年重点工作",) and g.outcomes
    }
    told = {
        name: (g.verdict, g.goal.indicator.bound, str(g.outcomes[0].indicator.value))
        for name, g in found.items()
    }
    assert told["地区生产总值"] == ("met", "range", "6.7")
    assert told["居民消费价格"] == ("met", "~", "2")
    assert told["城镇新增就业"] == ("met", ">", "13140000")
    assert told["城镇登记失业率"] == ("met", "<", "4.02")


# ------------------------------------------------------------------------------------------------- checks


def findings(text: str) -> list[tuple[str, str, str, bool]]:
    found = audit(extract_text(f"各位代表：\n一、2023年工作回顾\n{text}\n"), RULES).findings
    return [(f.relation, f.stated, f.computed, f.holds) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县渔业用水4.2亿吨，增长5%。", []),
        ("全年完成技改投资6.28亿元，其中纺织业4.1亿元、食品业1.93亿元。", True),
        ("全年完成技改投资6.28亿元，其中纺织业4.89亿元、食品业1.93亿元。", False),
        ("自来水普及率从80.4%提高到83%，提高2.6个百分点。", True),
        ("自来水普及率从80.4%提高到83%，提高3.6个百分点。", False),
        ("渔船由400艘减少到300艘，下降25%。", True),
        ("渔船由400艘减少到300艘，下降35%。", False),
        ("三次产业结构调整为18.5:37.0:44.5。", True),
        ("三次产业结构调整为18.5:37.0:48.5。", False),
        ("技改投资占工业投资的140%。", False),
        ("技改投资完成年度计划的140%。", []),
    ],
)
def test_what_does_not_add_up_is_found(text: str, expected: bool | list[Any]) -> None:
    found = findings(text)
    if isinstance(expected, list):
        assert found == expected
    else:
        assert [holds for *_, holds in found] == [expected]


def test_parts_that_pass_their_whole_are_told_with_their_sum() -> None:
    (found,) = findings("全年完成技改投资6.28亿元，其中纺织业4.89亿元、食品业1.93亿元。")
    assert found == ("parts", "6.28亿元", "4.89亿元 + 1.93亿元 = 682000000 元", False)


def test_rounding_is_no_fault() -> None:
    assert [holds for *_, holds in findings("自来水普及率从80.4%提高到83%，提高2.5个百分点。")] == [True]


def test_goals_are_held_against_outcomes_of_their_own_place() -> None:
    goal = indicator(value=100, status="target", period=Period.year(2023))
    old = [extraction(goal, path="a.txt"), extraction(goal, path="b.txt", place="临江区")]
    new = [
        extraction(indicator(value=90, period=Period.year(2023)), year=2023, path="c.txt"),
        extraction(indicator(value=100, period=Period.year(2023)), year=2023, path="d.txt", place="临江区"),
    ]
    found = find_goals(old, new, RULES).goals
    assert {goal.goal.place: goal.verdict for goal in found} == {"云岭县": "missed", "临江区": "met"}


# ------------------------------------------------------------------------------------------------- series


def test_each_place_has_a_series_of_its_own() -> None:
    files = [
        extraction(indicator(value=100), path="a.txt"),
        extraction(indicator(value=7), path="b.txt", place="临江区"),
        extraction(indicator(value=8), path="c.txt", place="临江"),
    ]
    found = find_series(files, "水库蓄水量", RULES)
    assert [(each.place, each.points[0].first.indicator.value) for each in found] == [
        ("临江区", 7),
        ("云岭县", 100),
    ]
    assert [fact.indicator.value for fact in found[0].points[0].others] == [8]
    assert find_series([files[0], replace_place(files[0], None)], "水库蓄水量", RULES)[0].place == "云岭县"


def replace_place(one: Extraction, place: str | None) -> Extraction:
    return replace(one, reports=tuple(replace(report, place=place) for report in one.reports))


def test_a_series_has_a_row_a_period_and_shows_conflicts() -> None:
    first = extraction(indicator(value=100, text="100吨"))
    told = indicator(value=97, text="97吨")
    second = extraction(told, next_year(indicator(value=104, text="104吨")), year=2023, path="new.txt")
    (found,) = find_series([second, first], "水库蓄水量", RULES)
    rows = [
        (str(p.period), p.first.indicator.text, [f.indicator.text for f in p.others]) for p in found.points
    ]
    assert rows == [("2022", "100吨", ["97吨"]), ("2023", "104吨", [])]
    assert [f.source for p in found.points for f in (p.first, *p.others)] == ["old.txt", "new.txt", "new.txt"]


def test_what_a_later_report_rounds_is_no_conflict() -> None:
    first = extraction(indicator(value="97.4", text="97.4吨"))
    second = extraction(indicator(value=97, text="97吨"), year=2023, path="new.txt")
    (found,) = find_series([first, second], "水库蓄水量", RULES)
    assert [p.others for p in found.points] == [()]


def test_a_series_is_of_one_level() -> None:
    files = [
        extraction(
            indicator("省级绿色工厂", 10 + year, concept="绿色工厂", period=Period.year(year)),
            indicator("国家级绿色工厂", 1 + year, concept="绿色工厂", period=Period.year(year)),
            year=year,
            path=f"{year}.txt",
        )
        for year in (2021, 2022)
    ]
    (found,) = find_series(
        [*files, extraction(indicator("省级绿色工厂", 9, concept="绿色工厂"))], "绿色工厂", RULES
    )
    assert {point.first.indicator.name for point in found.points} == {"省级绿色工厂"}
    assert {fact.indicator.name for fact in found.apart} == {"国家级绿色工厂"}


def test_other_units_and_bases_are_left_out_and_told() -> None:
    yearly = indicator(value=5, basis="年均", text="5%", period=Period.year(2018, 2022), **GROWTH)
    (found,) = find_series([extraction(indicator(value=4, text="4%", **GROWTH), yearly)], "水库蓄水量", RULES)
    assert [f.indicator.text for f in found.apart] == ["5%"]
    assert [str(p.period) for p in found.points] == ["2022"]


def test_an_alias_finds_its_concept_and_goals_are_asked_for() -> None:
    (growth,) = find_series(COUNTY, "GDP", RULES, "growth")
    assert [(str(p.period), p.first.indicator.text) for p in growth.points] == [
        ("2022", "4.3%"),
        ("2023", "6.2%"),
    ]
    (goals,) = find_series(COUNTY, "GDP", RULES, "growth", goals=True)
    assert [(str(p.period), p.first.indicator.text) for p in goals.points] == [
        ("2023", "6%"),
        ("2024", "6%左右"),
    ]
    assert find_series(COUNTY, "石桥", RULES) == ()


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not on this machine")
def test_the_nation_from_2014_to_2018() -> None:
    reports = [extract(REPORTS / f"national-{year}.txt") for year in range(2015, 2020)]
    (growth,) = find_series(reports, "地区生产总值", RULES, "growth")
    rows = [(str(p.period), str(p.first.indicator.value), p.others) for p in growth.points]
    assert rows == [
        (str(y), v, ()) for y, v in zip(range(2014, 2019), ["7.4", "6.9", "6.7", "6.9", "6.6"], strict=True)
    ]
    (jobs,) = find_series(reports, "城镇新增就业", RULES, "level")
    yearly = [
        (str(p.period), int(p.first.indicator.value), p.others) for p in jobs.points if not p.period.is_span
    ]
    told = (13220000, 13120000, 13140000, 13510000, 13610000)
    assert yearly == [(str(y), v, ()) for y, v in zip(range(2014, 2019), told, strict=True)]


def test_a_goal_that_is_told_twice_is_one() -> None:
    twice = goal(text="6%", **GROWTH)
    found = find_goals([extraction(twice, replace(twice, line=9))], [extraction(year=2023)], RULES)
    assert len(found.goals) == 1


# ------------------------------------------------------------------------------ series: what is of one kind


def test_what_is_called_just_so_comes_before_what_is_merged_with_it() -> None:
    one = indicator("地方渔业收入", 12, concept="一般公共预算收入", text="12吨")
    two = indicator("渔业预算收入", 11, concept="一般公共预算收入", text="11吨")
    for order in ((one, two), (two, one)):
        for asked, first in (("地方渔业收入", 12), ("渔业预算收入", 11)):
            found = find_series([extraction(*order)], asked, RULES)
            point = found[0].points[0]
            assert (point.first.indicator.value, len(point.others)) == (first, 0)
    merged = find_series([extraction(one, two)], "一般公共预算收入", RULES)[0].points[0]
    assert [merged.first.indicator.value, *(each.indicator.value for each in merged.others)] == [12, 11]


def test_growth_over_years_is_no_yearly_growth() -> None:
    of_span = indicator(value=40, text="40%", period=Period.year(2018, 2022), **GROWTH)
    (found,) = find_series(
        [extraction(indicator(value=4, text="4%", **GROWTH), of_span)], "水库蓄水量", RULES
    )
    assert [str(point.period) for point in found.points] == ["2022"]
    assert [fact.indicator.text for fact in found.apart] == ["40%"]


def test_a_series_is_drawn_in_one_unit() -> None:
    reports = [
        extraction(indicator("渔港面积", 30, unit="亩", text="30亩")),
        extraction(
            indicator("渔港面积", 4, unit="公顷", text="4公顷", period=Period.year(2023)),
            year=2023,
            path="new.txt",
        ),
    ]
    (found,) = find_series(reports, "渔港面积", RULES)
    scaled = [point.scaled for point in found.points]
    assert scaled[0] * 2 == scaled[1]


def test_what_was_told_before_of_a_thing_stands_for_it_or_apart() -> None:
    now, before = "农村居民人均可支配收入", "农村居民人均纯收入"
    old = extraction(indicator(before, 8000, concept=before, text="8000吨"))
    (found,) = find_series([old], now, RULES)
    assert (found.name, [point.first.indicator.value for point in found.points]) == (before, [8000])
    new = extraction(
        indicator(now, 9000, concept=now, text="9000吨", period=Period.year(2023)), year=2023, path="new.txt"
    )
    (found,) = find_series([old, new], now, RULES)
    assert [point.first.indicator.value for point in found.points] == [9000]
    assert [fact.indicator.value for fact in found.apart] == [8000]


def test_the_second_of_two_ranks_is_the_one_that_holds() -> None:
    report = extract_text("各位代表：\n一、2023年工作回顾\n渔业产值由全省第六位上升到第四位。\n")
    (found,) = find_series([report], "渔业产值", RULES, "rank")
    assert [(str(p.period), p.first.indicator.value) for p in found.points] == [("2022", 6), ("2023", 4)]
