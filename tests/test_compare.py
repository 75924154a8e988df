"""Two years side by side: what is paired, what lies between, what is only said to be doubtful."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from comparing import extraction, indicator, next_year
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit import extract, extract_text, load_rules
from reportkit.compare import diff, find_goals, places_of
from reportkit.compare.amounts import Scales
from reportkit.compare.assignment import assign
from reportkit.compare.places import one_name_each
from reportkit.comparison import Comparison, Pair
from reportkit.errors import ReportkitError
from reportkit.model import Extraction, Indicator, Period
from tests.growth import seconds

ROOT = Path(__file__).resolve().parent.parent
RULES = load_rules()
COUNTY = [extract(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024)]


def compare(old: Indicator, new: Indicator, **given: Any) -> Pair:
    """The only pair of two reports of a figure each."""
    found = diff([extraction(old)], [extraction(new, year=2023, path="new.txt", **given)], RULES).pairs
    assert len(found) == 1, [(p.verdict, p.name) for p in found]
    return found[0]


def pairs_of(comparison: Comparison) -> set[tuple[frozenset[Any], frozenset[Any]]]:
    """What is paired, whichever side is called old."""
    return {(frozenset(_facts(pair.old)), frozenset(_facts(pair.new))) for pair in comparison.pairs}


def _facts(facts: Any) -> list[tuple[Any, ...]]:
    return [
        (f.source, f.indicator.name, f.indicator.text, f.indicator.measure, f.indicator.spans) for f in facts
    ]


# -------------------------------------------------------------------------------------- what is no pair


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("水库蓄水量", "渔船数量"),
        ("一产固定投入", "二产固定投入"),
        ("城镇家庭用水量", "农村家庭用水量"),
        ("新建石拱桥", "改造石拱桥"),
        ("退库养殖企业", "养殖企业"),
        ("项目投资", "纺织园项目投资"),
        ("文旅重大项目", "重大项目"),
        ("固定投入", "区本级固定投入"),
        ("超亿元渔企", "超5亿元渔企"),
        ("省重点渔港", "市重点渔港"),
        ("省级以上渔业人才", "省级渔业人才"),
        ("渔港改造开工率", "渔港改造竣工率"),
        ("渔港总投资", "渔港完成投资"),
        ("新获批省级渔港", "省级渔港"),
        ("全部解决的渔港遗留问题", "解决问题"),
        ("个体渔户", "个体渔户和渔企"),
        ("渔业技改投资", "渔业投资和技改投资"),
        ("渔船入港率", "渔船入港率和出港率"),
        ("渔港工程", "城区渔港工程"),
        ("青湖养鱼产量", "鲜鱼产量"),
        ("新建冲水式渔厕", "改造新建渔厕"),
        ("学生", "受益学生"),
    ],
)
def test_different_things_are_no_pair(old: str, new: str) -> None:
    found = diff([extraction(indicator(old))], [extraction(next_year(indicator(new)), year=2023)], RULES)
    assert sorted(pair.verdict for pair in found.pairs) == ["added", "removed"]


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("培育陶瓷企业9家。", "陶瓷企业达到60家。", "removed"),
        ("培育陶瓷企业9家。", "陶瓷企业达到20家。", "changed"),
        ("年产值超8亿元渔具厂达到20家。", "年产值超亿元的渔具厂达到30家。", "removed"),
        ("年产值超8亿元渔具厂达到20家。", "年产值超8亿元的渔具厂达到30家。", "changed"),
        ("重点渔港工程20个。", "重点渔港工程建设30个。", "changed"),
        ("12345渔民热线接通率95%。", "渔民热线接通率96%。", "changed"),
        ("渔业规模突破5亿元。", "渔业规模突破6亿元、达8亿元。", "unknown"),
        ("渔民补助标准提高到240元。", "渔民补助标准由240元提高到280元。", "changed"),
    ],
)
def test_thresholds_deeds_and_starts_tell_what_a_level_is_of(old: str, new: str, verdict: str) -> None:
    """What stands beside a figure in its sentence says whether another is of the same."""
    sides = [
        extract_text(f"# 云岭县政府工作报告\n\n## {year}年工作回顾\n\n{text}\n", rules=RULES)
        for year, text in ((2022, old), (2023, new))
    ]
    found = diff(sides[:1], sides[1:], RULES).pairs
    last = sides[0].reports[0].indicators[-1]
    assert [p.verdict for p in found if last in [fact.indicator for fact in p.old]] == [verdict]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("低收入渔民危房改造", "改造渔民危房"),
        ("完成改造的危旧渔港", "危旧渔港改造"),
        ("渔业占比", "渔业比重"),
        ("新增“海惠贷”业务", "新增海惠贷"),
    ],
)
def test_one_thing_in_other_words_is_a_pair(old: str, new: str) -> None:
    unit = {"unit": "个", "sentence": "", "text": ""}
    assert compare(indicator(old, 10, **unit), next_year(indicator(new, 12, **unit))).by in (
        "similar",
        "head",
        "name",
    )


def test_one_name_of_two_concepts_is_no_pair() -> None:
    old = indicator("渔民收入", 8, concept="甲")
    found = diff([extraction(old)], [extraction(next_year(replace(old, concept="乙")), year=2023)], RULES)
    assert sorted(pair.verdict for pair in found.pairs) == ["added", "removed"]


def test_a_total_so_far_is_no_years() -> None:
    old = indicator("修建渔港", 32, text="32吨", sentence="修建渔港32吨。")
    new = next_year(indicator("修建渔港", 658, text="658吨", sentence="累计修建渔港658吨。"))
    pair = compare(old, new)
    assert (pair.verdict, pair.reason) == ("incomparable", "the new one is told as a total so far")
    assert compare(old, replace(new, sentence="全年累计修建渔港658吨。")).verdict == "changed"


def test_a_rank_by_growth_is_none_by_size() -> None:
    rank: dict[str, Any] = {"measure": "rank", "unit": "位", "text": "第4位", "sentence": ""}
    old, new = indicator("渔业产值", 4, **rank), next_year(indicator("渔业产值增速", 4, **rank))
    found = diff([extraction(old)], [extraction(new, year=2023)], RULES)
    assert sorted(pair.verdict for pair in found.pairs) == ["added", "removed"]


def test_one_concept_at_two_levels_is_no_pair() -> None:
    """国家级绿色工厂 and 省级绿色工厂 are of one concept; a name that tells no level goes with either."""

    def told(name: str, year: int) -> Extraction:
        made = indicator(name, 3, concept="绿色工厂", unit="家", period=Period.year(year))
        return extraction(made, year=year, path=f"{year}.txt")

    for old, new, together in (
        ("国家级绿色工厂", "省级绿色工厂", False),
        ("国家级绿色工厂", "国家绿色工厂总数", True),
        ("国家级绿色工厂", "绿色工厂总数", True),
    ):
        pairs = diff([told(old, 2022)], [told(new, 2023)], RULES).pairs
        assert any(pair.old and pair.new for pair in pairs) is together, (old, new)


def test_a_goal_is_no_pair_with_a_result() -> None:
    goal = replace(next_year(indicator()), status="target", period=Period.year(2024))
    found = diff([extraction(indicator())], [extraction(goal, year=2023)], RULES)
    assert sorted(pair.verdict for pair in found.pairs) == ["added", "removed"]


def test_what_fits_two_ways_is_doubtful_with_all_that_fits() -> None:
    old = indicator("石桥维护费", 10, sentence="石桥维护费10吨。")
    one = next_year(indicator("石桥维护费", 11, sentence="石桥维护费11吨。"))
    two = next_year(indicator("石桥维护费", 13, sentence="石桥维护费13吨。"))
    found = diff([extraction(old)], [extraction(one, two, year=2023, path="new.txt")], RULES)
    (pair,) = found.pairs
    assert pair.verdict == "doubtful"
    assert [fact.indicator.value for fact in pair.new] == [11, 13]
    assert pair.difference is None


@pytest.mark.parametrize(
    ("given_old", "given_new", "reason"),
    [
        ({"unit": "个"}, {"unit": "户"}, "个 and 户 count different things"),
        ({"unit": "吨"}, {"unit": "亩"}, "吨 and 亩 measure different things"),
        ({"unit": "元"}, {"unit": "美元"}, "元 and 美元 measure different things"),
        ({}, {"period": Period.year(2019, 2023)}, "of different times: 2022 and 2019/2023"),
    ],
)
def test_what_cannot_be_reckoned_with_says_why(
    given_old: dict[str, Any], given_new: dict[str, Any], reason: str
) -> None:
    pair = compare(indicator(**given_old), next_year(indicator(**given_old), **given_new))
    assert (pair.verdict, pair.difference) == ("incomparable", None)
    assert pair.reason is not None
    assert pair.reason.startswith(reason)


def test_ranks_in_different_fields_are_incomparable() -> None:
    fields: dict[str, Any] = {"measure": "rank", "unit": "位", "text": "第3位"}
    old = indicator("用水效率", 3, sentence="用水效率居全市第3位。", **fields)
    new = next_year(indicator("用水效率", 3, sentence="用水效率居全省第3位。", **fields))
    assert compare(old, new).verdict == "incomparable"


# ------------------------------------------------------------------------------------------ differences


@pytest.mark.parametrize(
    ("old", "new", "change", "unit", "percent"),
    [
        ((30, "亩"), (3, "公顷"), "15", "亩", "50"),
        ((3, "公顷"), (30, "亩"), "-15", "亩", "-33.3"),
        ((500, "斤"), (300, "公斤"), "100", "斤", "20"),
        ((2, "吨"), (1500, "公斤"), "-500", "公斤", "-25"),
        ((8, "公里"), (9500, "米"), "1500", "米", "18.8"),
        ((0, "吨"), (5, "吨"), "5", "吨", None),
        (("0.1", "吨"), ("0.3", "吨"), "0.2", "吨", "200"),
        (("1" * 40, "吨"), ("1" * 39 + "2", "吨"), "1", "吨", "0"),
    ],
)
def test_units_are_reconciled_exactly(
    old: tuple[object, str], new: tuple[object, str], change: str, unit: str, percent: str | None
) -> None:
    pair = compare(
        indicator(value=old[0], unit=old[1], text=f"{old[0]}{old[1]}"),
        next_year(indicator(value=new[0], unit=new[1], text=f"{new[0]}{new[1]}")),
    )
    assert pair.difference is not None
    assert (pair.difference.value, pair.difference.unit) == (Decimal(change), unit)
    assert pair.difference.percent == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ((40, ">", "40余吨"), (43, "=", "43吨"), "unknown"),
        ((40, ">", "40余吨"), (51, "=", "51吨"), "changed"),
        ((9600, ">", "9600余吨"), (12000, ">", "1.2万余吨"), "changed"),
        ((40, ">", "40吨以上"), (50, "=", "50吨"), "unknown"),
        ((40, ">", "40吨以上"), (40, ">", "40吨以上"), "same"),
        ((40, ">", "40吨以上"), (39, "=", "39吨"), "changed"),
        ((40, "<", "近40吨"), (41, ">", "超41吨"), "changed"),
        ((6, "~", "6吨左右"), (6.4, "=", "6.4吨"), "unknown"),
        ((6, "~", "6吨左右"), (7, "=", "7吨"), "changed"),
        ((60, "=", "60吨"), (60, "=", "60吨"), "same"),
    ],
)
def test_bounds_are_respected(old: tuple[float, str, str], new: tuple[float, str, str], verdict: str) -> None:
    pair = compare(
        indicator(value=old[0], bound=old[1], text=old[2]),
        next_year(indicator(value=new[0], bound=new[1], text=new[2])),
    )
    assert pair.verdict == verdict


def test_rates_differ_in_points_and_ranks_in_places() -> None:
    rate = indicator("农村卫生厕所普及率", "80.4", unit="%", concept="农村卫生厕所普及率", text="80.4%")
    pair = compare(rate, next_year(rate, value=Decimal(83), lower=Decimal(83), upper=Decimal(83), text="83%"))
    assert pair.difference is not None
    assert (pair.difference.value, pair.difference.unit) == (Decimal("2.6"), "个百分点")
    assert (pair.difference.percent, pair.mark, pair.field) == (None, "better", "agriculture")
    rank = indicator("用水效率", 4, measure="rank", unit="位", text="第4位")
    pair = compare(rank, next_year(rank, value=Decimal(2), lower=Decimal(2), upper=Decimal(2), text="第2位"))
    assert pair.difference is not None
    assert (pair.difference.value, pair.difference.unit, pair.mark) == (-2, "位", None)


def test_growth_in_doublings_and_in_times_is_told_in_points() -> None:
    grown = indicator("渔货交易额", 1, measure="growth", unit="番", text="一番")
    pair = compare(
        grown, next_year(grown, value=Decimal(2), lower=Decimal(2), upper=Decimal(2), unit="倍", text="2倍")
    )
    assert pair.difference is not None
    assert (pair.difference.value, pair.difference.unit) == (100, "个百分点")


def test_a_stated_growth_is_held_against_the_levels() -> None:
    old = indicator("渔货交易额", 100, text="100吨")
    new = next_year(indicator("渔货交易额", 104, text="104吨"))
    growth = next_year(indicator("渔货交易额", "5.6", measure="growth", unit="%", text="5.6%"))
    found = diff([extraction(old)], [extraction(new, growth, year=2023, path="new.txt")], RULES)
    (pair,) = [each for each in found.pairs if each.old]
    assert pair.notes == ("stated 5.6%, computed 4%",)
    right = replace(growth, value=Decimal(4), lower=Decimal(4), upper=Decimal(4), text="4%")
    found = diff([extraction(old)], [extraction(new, right, year=2023, path="new.txt")], RULES)
    assert [each.notes for each in found.pairs if each.old] == [()]


def test_a_revised_figure_is_told_and_no_row_of_its_own() -> None:
    old = indicator("渔货交易额", 100, text="100吨")
    told = indicator("渔货交易额", 97, text="97吨", sentence="渔货交易额由97吨增加到104吨。")
    new = next_year(indicator("渔货交易额", 104, text="104吨", sentence=told.sentence))
    found = diff([extraction(old)], [extraction(told, new, year=2023, path="new.txt")], RULES)
    assert [pair.verdict for pair in found.pairs] == ["changed"]
    assert found.apart == (0, 1)
    assert found.pairs[0].notes == ("revised: 100吨 in the old report, 97吨 (line 1) in the new one",)


# ------------------------------------------------------------------------------------ what must always hold


@pytest.mark.parametrize("each", COUNTY, ids=["2023", "2024"])
def test_a_report_beside_itself_has_no_change(each: Extraction) -> None:
    found = diff([each], [each], RULES)
    assert {pair.verdict for pair in found.pairs} == {"same"}
    assert all(pair.old == pair.new for pair in found.pairs)
    assert found.warnings == ("the same year on both sides: " + str(each.reports[0].year),)


def test_both_directions_pair_the_same() -> None:
    there, back = diff(COUNTY[:1], COUNTY[1:], RULES), diff(COUNTY[1:], COUNTY[:1], RULES)
    assert pairs_of(there) == {(new, old) for old, new in pairs_of(back)}
    changes = {p.name: p.difference.value for p in there.pairs if p.difference and p.difference.value}
    assert changes


NAMES = ["石桥", "新建石桥", "改造石桥", "木桥", "石桥维护费", "水库", "水库蓄水量", "渔船", "项目", "投资"]
FIGURE = st.builds(
    lambda name, value, bound, measure: indicator(
        name,
        value,
        bound=bound,
        measure=measure,
        text=f"{value}吨",
        unit="%" if measure == "growth" else "吨",
    ),
    st.sampled_from(NAMES),
    st.integers(1, 5),
    st.sampled_from(["=", ">", "<", "~"]),
    st.sampled_from(["level", "growth"]),
)


@settings(max_examples=60)
@given(st.lists(FIGURE, max_size=9), st.lists(FIGURE, max_size=9), st.randoms(use_true_random=False))
def test_neither_order_nor_direction_matters(
    old: list[Indicator], new: list[Indicator], random: Random
) -> None:
    one = extraction(*old)
    two = extraction(*map(next_year, new), year=2023, path="new.txt")
    found = diff([one], [two], RULES)
    counted = sum(len(p.old) + len(p.new) for p in found.pairs)
    assert counted <= len(old) + len(new)
    shuffled = []
    for each in (one, two):
        figures = list(each.reports[0].indicators)
        random.shuffle(figures)
        shuffled.append(replace(each, reports=(replace(each.reports[0], indicators=tuple(figures)),)))
    assert diff([shuffled[0]], [shuffled[1]], RULES) == found
    assert pairs_of(diff([two], [one], RULES)) == {(b, a) for a, b in pairs_of(found)}
    same = diff([one], [one], RULES)
    assert {pair.verdict for pair in same.pairs} <= {"same"}


def test_several_files_on_a_side_in_any_order() -> None:
    parts = [extraction(indicator("水库蓄水量"), path="a.txt"), extraction(indicator("渔船数"), path="b.txt")]
    new = [extraction(next_year(indicator("渔船数", 130)), year=2023, path="c.txt")]
    found = diff(parts, new, RULES)
    assert found == diff(parts[::-1], new, RULES)
    assert found.old == ("a.txt", "b.txt")


@pytest.mark.parametrize(
    ("given_new", "warning"),
    [
        ({"kind": "budget"}, "not the same kind of report: government and budget"),
        ({"year": 2022}, "the same year on both sides: 2022"),
        ({"year": 2021}, "the old side is of 2022 and the new one of 2021"),
        ({"year": 2026}, "4 years lie between the sides: 2022 and 2026"),
        ({"year": None}, "the year under review of the new side is not known"),
    ],
)
def test_odd_sides_are_warned_of_and_compared(given_new: dict[str, Any], warning: str) -> None:
    year = given_new.pop("year", 2023)
    new = extraction(next_year(indicator()), year=year, path="new.txt", **given_new)
    found = diff([extraction(indicator())], [new], RULES)
    assert [each for each in found.warnings if each.startswith(warning)]
    assert found.pairs


def on_places(*places: str | None, year: int = 2022, value: int = 120) -> list[Extraction]:
    """A report on each place, which tell of the same thing."""
    told = indicator(value=value, period=Period.year(year))
    return [
        extraction(
            told,
            replace(told, name="渔船数", text="", sentence=""),
            year=year,
            path=f"{place}.txt",
            place=place,
        )
        for place in places
    ]


def test_sides_on_different_places_are_refused() -> None:
    old, new = on_places("云岭县"), on_places("临江区", year=2023)
    for run in (diff, find_goals):
        with pytest.raises(ReportkitError, match=r"on 云岭县, the new one on 临江区; .*--across-places"):
            run(old, new, RULES)
    found = diff(old, new, RULES, across=True)
    assert found.warnings == ("not the same place: 云岭县 and 临江区",)
    assert {pair.verdict for pair in found.pairs} == {"same"}


def test_places_are_compared_each_with_itself() -> None:
    old = on_places("云岭县", "临江区", "青原市")
    new = [*on_places("临江区", year=2023, value=90), *on_places("云岭县", "新河县", year=2023, value=130)]
    found = diff(old, new, RULES)
    assert all(len({fact.place for fact in (*pair.old, *pair.new)}) == 1 for pair in found.pairs)
    assert sorted(pair.verdict for pair in found.pairs) == ["added"] * 2 + ["changed"] * 4 + ["removed"] * 2
    assert found.warnings == (
        "several places, each compared with itself alone: 临江区, 云岭县",
        "only the old side is on 青原市",
        "only the new side is on 新河县",
    )


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["云岭县", "云岭", "青原市云岭县", "东海省青原市云岭县", None], {"云岭县"}),
        (["山阳区", "北海市山阳区", "南海市山阳区", None], {"山阳区", "北海市山阳区", "南海市山阳区", ""}),
        (["云岭县", "云岭区"], {"云岭县", "云岭区"}),
        (["安县", "吉安县"], {"安县", "吉安县"}),
        (["东海省", "东海市", "东海"], {"东海省", "东海市", "东海"}),
        (["北山", "北山朝鲜族自治州"], {"北山朝鲜族自治州"}),
        (["青原市", "青原市云岭县"], {"青原市", "青原市云岭县"}),
        ([None], {""}),
        ([], set()),
    ],
)
def test_which_names_mean_one_place(names: list[str | None], places: set[str]) -> None:
    levels = next(entry.words for entry in RULES.comparison.words if entry.id == "levels")
    for order in (names, names[::-1]):
        assert set(one_name_each(order, levels).values()) == places


@pytest.mark.parametrize("other", ["云岭", None, "云岭县", "青原市云岭县"])
def test_one_place_under_two_names_is_one(other: str | None) -> None:
    found = diff(on_places("云岭县"), on_places(other, year=2023), RULES)
    assert found.warnings == ()
    assert {pair.verdict for pair in found.pairs} == {"same"}


def test_a_place_goes_on_under_its_code_when_its_name_changes() -> None:
    """徐水县 became 徐水区; 桥西区 are two places, and 云岭县 has no code."""
    told = indicator()
    old = extraction(told, place="徐水县", code="130625")
    new = extraction(next_year(told), year=2023, path="new.txt", place="徐水区", code="130609")
    assert diff([old], [new], RULES).warnings == ()
    twice = [
        extraction(told, path=f"{code}.txt", place="桥西区", code=code, region=region)
        for code, region in (("130104", ("河北省", "石家庄市")), ("130703", ("河北省", "张家口市")))
    ]
    assert places_of([old, new, *twice], RULES) == {"徐水区", "石家庄市桥西区", "张家口市桥西区"}


def test_years_are_held_against_each_other_place_by_place() -> None:
    old = [*on_places("云岭县"), *on_places("临江区", year=2023)]
    new = [*on_places("云岭县", year=2023), *on_places("临江区", year=2026)]
    assert diff(old, new, RULES).warnings[1:] == ("临江区: 3 years lie between the sides: 2023 and 2026",)


def test_other_rules_are_warned_of_with_both_fingerprints() -> None:
    old = replace(extraction(indicator()), rules="a" * 64)
    (warning,) = diff([old], [extraction(next_year(indicator()), year=2023)], RULES).warnings
    assert "aaaaaaaaaaaa" in warning
    assert RULES.fingerprint[:12] in warning


# --------------------------------------------------------------------------------------------- assignment


@st.composite
def score_tables(draw: st.DrawFn) -> dict[tuple[int, int], float]:
    pairs = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), unique=True, max_size=10))
    return {pair: draw(st.integers(1, 20)) / 10 for pair in pairs}


def greatest(scores: dict[tuple[int, int], float], used: frozenset[int] = frozenset(), row: int = 0) -> float:
    """The greatest sum by trying all: the plainest way."""
    if row > 3:
        return 0.0
    best = greatest(scores, used, row + 1)
    for (i, j), score in scores.items():
        if i == row and j not in used:
            best = max(best, score + greatest(scores, used | {j}, row + 1))
    return best


@settings(max_examples=150)
@given(score_tables())
def test_the_assignment_is_the_greatest(scores: dict[tuple[int, int], float]) -> None:
    chosen, doubtful = assign(scores, -1.0)
    assert doubtful == []
    assert sum(scores[pair] for pair in chosen) == pytest.approx(greatest(scores))


def test_two_thousand_by_two_thousand() -> None:
    """In under 2 s and 300 MB; a test may run on a machine that is busy, so it is given some room in time."""
    random = Random(4)
    words = "石桥 水库 渔船 果园 牧场 港口 车站 图书馆 学校 医院 公园 广场 煤炭 粮食 棉花 茶叶 药材 木材 水泥 钢材"
    kinds = ["数量", "面积", "产值", "产量", "价格", "质量", "合格率", "出口额", "维护费", "周转量"]
    names = ["".join([*random.sample(words.split(), 3), random.choice(kinds)]) for _ in range(2000)]
    old = extraction(*(indicator(name, n) for n, name in enumerate(names)))
    changed = [name[2:] if n % 3 else name for n, name in enumerate(names)]
    new = extraction(
        *(next_year(indicator(name, n)) for n, name in enumerate(changed)), year=2023, path="new.txt"
    )
    found = diff([old], [new], RULES)
    assert len([pair for pair in found.pairs if pair.old and pair.new]) > 1000
    assert seconds(lambda: diff([old], [new], RULES)) < 4
    tracemalloc.start()
    diff([old], [new], RULES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300_000_000


def test_a_unit_that_no_rule_knows_is_like_itself_alone() -> None:
    scales = Scales(RULES)
    assert scales.amount(indicator(unit="畦")).dimension == "畦"
    assert compare(indicator(unit="畦"), next_year(indicator(unit="畦", value=130))).verdict == "changed"
    assert compare(indicator(unit="畦"), next_year(indicator(unit="垄"))).verdict == "incomparable"
