"""Goals that no figure of their own name answers: by parts, by amount, in words, by the plan; and the tolerance of 左右."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commands import Run
from comparing import extraction, indicator

from reportkit import load_rules
from reportkit.compare import Tolerance, find_goals
from reportkit.comparison import Goal
from reportkit.model import Extraction, Indicator, Period

ROOT = Path(__file__).resolve().parent.parent
OLD, NEW = (str(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024))
RULES = load_rules()
YEAR = Period.year(2023)
GROWTH: dict[str, Any] = {"measure": "growth", "unit": "%"}
COUNT: dict[str, Any] = {"unit": "个"}


def goal(name: str, value: object, text: str, **given: Any) -> Indicator:
    fields = {"status": "target", "period": YEAR, "sentence": f"{name}{text}。", **given}
    return indicator(name, value, text=text, **fields)


def told(name: str, value: object, text: str, **given: Any) -> Indicator:
    return indicator(name, value, text=text, **{"period": YEAR, "sentence": f"{name}{text}。", **given})


def goals_of(promised: list[Indicator], *reached: Indicator, text: str = "", **given: Any) -> list[Goal]:
    new = extraction(*reached, year=2023, path="new.txt")
    new = replace(new, source=replace(new.source, text=text))
    return list(find_goals([extraction(*promised)], [new], RULES, **given).goals)


def only(promised: Indicator, *reached: Indicator, **given: Any) -> Goal:
    (found,) = goals_of([promised], *reached, **given)
    return found


# ------------------------------------------------------------------------------------------ what is no outcome


@pytest.mark.parametrize(
    ("promised", "reached"),
    [
        (goal("新建山区水窖", 40, "40个", **COUNT), told("山区水窖", 400, "400个", **COUNT)),
        (goal("改造沿河步道", 40, "40个", **COUNT), told("新建沿河步道", 40, "41个", **COUNT)),
        (goal("渔港重大项目", 40, "40个", **COUNT), told("重大项目", 14, "14个", **COUNT)),
        (
            goal("北山渔港航道", 30, "30吨", sentence="北山渔港航道30吨级。"),
            told("北山渔港散货", 30, "30吨", sentence="北山渔港散货30吨级泊位。"),
        ),
        (goal("省重点渔场", 40, "40个", **COUNT), told("市重点渔场", 38, "38个", **COUNT)),
        (goal("过5亿元渔企", 4, "4个", **COUNT), told("过亿元渔企", 9, "9个", **COUNT)),
        (goal("渔港重点", 4, "4个", **COUNT), told("渔港完成年", 120, "120%", unit="%", sentence="船坞完成年计划的120%。")),
        (
            goal("渔业", 4, "4个", **COUNT),
            told("渔业项目投资", 120, "120%", unit="%", sentence="渔业项目投资完成年计划的120%。"),
        ),
        (
            goal("新建山区水窖", 40, "40个", **COUNT),
            told("新建山区水窖", 200, "200个", period=Period.year(2019, 2023), **COUNT),
        ),
        (goal("培育陶瓷企业", 9, "9个", **COUNT), told("陶瓷企业", 60, "60个", **COUNT)),
    ],
    ids=["stock", "deed", "part", "class", "level", "size", "other-plan", "longer-plan", "total", "what-there-is"],
)  # fmt: skip
def test_another_thing_is_no_outcome(promised: Indicator, reached: Indicator) -> None:
    assert only(promised, reached).verdict == "unreported"


# ---------------------------------------------------------------------------------------------- what is one


@pytest.mark.parametrize(
    ("promised", "reached", "verdict"),
    [
        (goal("山区水窖改造", 18, "18个", **COUNT), told("完成改造的山区水窖", 18, "18个", **COUNT), "met"),
        (goal("实施高标准鱼塘建设", 3, "3吨"), told("新改建高标准鱼塘", 2, "2吨"), "missed"),
        (goal("实施山区公路", 31, "31吨"), told("新建山区道路", 32, "32吨"), "exceeded"),
        (
            goal("船坞", 12, "12件", unit="件"),
            told("船坞", 12, "12件", unit="件", period=Period.year(2019, 2023), sentence="每年船坞12件。"),
            "met",
        ),
        (
            goal("背街小巷改造治理工程", 23, "23条", unit="条"),
            told("雨污分流的背街小巷", 23, "23条", unit="条", period=Period.year(2019, 2023)),
            "met",
        ),
        (
            goal("基层渔业联合体覆盖率", 85, "85%", unit="%"),
            told("渔业联合体覆盖率", 85, "85%", unit="%", period=Period.year(2019, 2023)),
            "met",
        ),
        (
            goal("新增渔民就业", 400, "400个", **COUNT),
            told("新增渔民就业完成年", 118, "118%", unit="%", sentence="新增渔民就业完成年计划的118%。"),
            "exceeded",
        ),
    ],
    ids=[
        "words-in-any-order",
        "kind-of-deed",
        "without-a-deed",
        "each-year",
        "same-amount",
        "same-rate",
        "of-the-plan",
    ],
)
def test_an_outcome_is_found_by_its_nouns_its_amount_or_its_plan(
    promised: Indicator, reached: Indicator, verdict: str
) -> None:
    assert only(promised, reached).verdict == verdict


def test_the_only_pair_that_is_best_is_taken() -> None:
    """Of two goals that one figure could answer the one with its nouns is answered."""
    found = goals_of(
        [goal("培育渔业特色产业园", 10, "10个", **COUNT), goal("培育林业特色产业园", 20, "20个", **COUNT)],
        told("新建省级现代渔业特色产业园", 7, "7个", **COUNT),
    )
    assert [(each.goal.indicator.value, each.verdict, each.by) for each in found] == [
        (10, "missed", "head"),
        (20, "unreported", None),
    ]


URBAN, RURAL = "城镇居民人均可支配收入", "农村居民人均可支配收入"


@pytest.mark.parametrize(
    ("urban", "rural", "verdict"), [(9, 10, "exceeded"), (5, 6, "missed"), (5, 9, "unknown"), (8, 9, "met")]
)
def test_a_joint_goal_is_judged_by_its_parts(urban: int, rural: int, verdict: str) -> None:
    promised = goal("城乡居民收入", 8, "8%", concept="居民人均可支配收入", **GROWTH)
    parts = [
        told(URBAN, urban, f"{urban}%", concept=URBAN, **GROWTH),
        told(RURAL, rural, f"{rural}%", concept=RURAL, **GROWTH),
    ]
    found = only(promised, *parts)
    assert (found.verdict, found.by, len(found.outcomes)) == (verdict, "parts", 2)
    assert only(promised, parts[0]).verdict == "unreported"


def test_a_part_is_judged_where_several_had_as_much_each() -> None:
    promised = goal("粮食产值", 8, "8%", **GROWTH)
    for said, verdict in (
        ("粮食产值、茶叶产值均增长9%。", "exceeded"),
        ("粮食产值、茶叶产值共增长9%。", "unknown"),
    ):
        joint = told("粮食产值、茶叶产值", 9, "9%", sentence=said, **GROWTH)
        assert only(promised, joint).verdict == verdict


def test_all_done_in_words_is_an_outcome() -> None:
    promised = goal("渔港实事", 12, "12件", unit="件")
    found = only(promised, told("渔船数", 3, "3吨"), text="一年来，渔港实事全部如期完成，渔民满意。")
    assert (found.verdict, found.reason) == ("met", "told in words: 渔港实事全部如期完成")
    assert only(promised, told("渔船数", 3, "3吨"), text="渔港实事基本完成。").verdict == "unreported"


# ------------------------------------------------------------------------------------------- told in words


def in_words(*reached: Indicator) -> Goal:
    said = "主要目标是：渔船数增长6%，居民收入增长与经济增长同步。"
    host = goal("渔船数", 6, "6%", sentence=said, **GROWTH)
    return next(each for each in goals_of([host], *reached) if each.goal.indicator.measure == "change")


def test_a_goal_in_words_is_listed_with_what_it_takes() -> None:
    found = in_words()
    assert (found.name, found.verdict) == ("居民收入", "unreported")
    assert found.reason == (
        "told in words; judging it needs the growth of 居民人均可支配收入 and 地区生产总值 in 2023"
    )


@pytest.mark.parametrize(("income", "verdict"), [("6.5", "met"), ("5.8", "met"), ("5.6", "missed")])
def test_growth_in_step_is_judged_by_the_growth_of_both(income: str, verdict: str) -> None:
    found = in_words(
        told("居民人均可支配收入", income, f"{income}%", concept="居民人均可支配收入", **GROWTH),
        told("地区生产总值", 6, "6%", concept="地区生产总值", **GROWTH),
    )
    assert found.verdict == verdict


def test_growth_above_the_province_is_judged_by_the_points_told() -> None:
    host = goal("渔船数", 6, "6%", sentence="渔船数增长6%，固定资产投资增速高于全省平均水平。", **GROWTH)
    reached = told(
        "固定资产投资", 2, "2个百分点", concept="固定资产投资", measure="change", unit="个百分点", basis="高于全省"
    )  # fmt: skip
    found = [each for each in goals_of([host], reached) if each.concept == "固定资产投资"]
    assert [(each.verdict, each.goal.indicator.text) for each in found] == [("met", "高于全省平均水平")]


def test_as_much_as_last_year_is_growth_by_nought() -> None:
    said = "固定资产投资与上年基本持平，渔船数增长6%。"
    host = told("渔船数", 6, "6%", sentence=said, **GROWTH)
    found = only(goal("固定资产投资", 4, "4%", concept="固定资产投资", **GROWTH), host)
    assert (found.verdict, found.margin and found.margin.value) == ("missed", Decimal(-4))


# ---------------------------------------------------------------------------------------------- tolerance


@pytest.mark.parametrize(
    ("promised", "reached", "verdict"),
    [
        (goal("渔货产量", 100, "100吨左右", bound="~"), told("渔货产量", 97, "97吨"), "missed"),
        (goal("渔货产量", 100, "100吨左右", bound="~"), told("渔货产量", 98, "98吨"), "met"),
        (goal("渔货产量", 100, "100吨左右", bound="~"), told("渔货产量", 103, "103吨"), "exceeded"),
        (goal("渔货产量", 100, "100吨"), told("渔货产量", 100, "100吨左右", bound="~"), "met"),
    ],
)
def test_about_an_amount_is_within_two_per_cent(
    promised: Indicator, reached: Indicator, verdict: str
) -> None:
    assert only(promised, reached).verdict == verdict


def test_the_tolerance_may_be_chosen() -> None:
    promised, reached = goal("渔货产量", 100, "100吨左右", bound="~"), told("渔货产量", 95, "95吨")
    assert only(promised, reached).verdict == "missed"
    assert only(promised, reached, tolerance=Tolerance(percent=Decimal(5))).verdict == "met"


@pytest.mark.parametrize(("given", "verdict"), [("0.5,30%", "met"), ("30%", "met"), ("0.1", "exceeded")])
def test_the_tolerance_on_the_command_line(run: Run, given: str, verdict: str) -> None:
    done = run("goals", OLD, NEW, "--name", "旅游综合收入", "--tolerance", given, "--format", "jsonl")
    assert f'"verdict": "{verdict}"' in done.out


@pytest.mark.parametrize("given", ["", "much", "-1", "0.3,0.4", "1%,2%", "0.3;2%"])
def test_what_is_no_tolerance_is_refused(run: Run, given: str) -> None:
    done = run("goals", OLD, NEW, "--tolerance", given)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "expected points and per cent such as 0.5,3%" in done.err


# ------------------------------------------------------------------------------------------- worked out


def levels(before: object, after: object, **given: Any) -> tuple[Indicator, Extraction]:
    name = given.pop("name", "渔货交易额")
    return (
        indicator(name, before, text=f"{before}吨", sentence=f"{name}{before}吨。", **given),
        extraction(told(name, after, f"{after}吨", **given), year=2023, path="new.txt"),
    )


def test_growth_of_incomes_is_worked_out_and_of_another_scope_is_not() -> None:
    promised = goal(URBAN, 6, "6%", concept=URBAN, **GROWTH)
    before, new = levels(100, 108, name=URBAN, concept=URBAN)
    (found,) = find_goals([extraction(before, promised)], [new], RULES).goals
    assert (found.verdict, found.reason) == ("exceeded", "worked out from the two levels")
    after = told(URBAN, 108, "108吨", concept=URBAN, sentence=f"{URBAN}剔除一次性因素后为108吨。")
    other = extraction(after, year=2023, path="new.txt")
    (found,) = find_goals([extraction(before, promised)], [other], RULES).goals
    assert found.verdict == "unreported"


def test_a_better_rank_aimed_at_is_raised() -> None:
    rank: dict[str, Any] = {"measure": "rank", "unit": "位"}
    plan = goal("渔业产值", 3, "第3位", **{**rank, "period": Period.year(2024)})
    assert only(goal("渔业产值", 5, "第5位", **rank), plan).next == "raised"
