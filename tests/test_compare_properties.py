"""What must hold of a comparison whatever is compared: odd names, huge numbers, open bounds, no reports at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest
from comparing import SOURCE, extraction, indicator
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportkit import load_rules
from reportkit.compare import audit, diff, find_goals, find_series
from reportkit.comparison import Audit
from reportkit.model import Extraction, Indicator, Kind, Measure, Period, Status
from reportkit.output.compared import render_comparison
from reportkit.output.formats import names_of

RULES = load_rules()
CONCEPTS = [concept.name for concept in RULES.indicators.concepts]
# Names that say something, that say nothing, and that are half of one.
ODD_NAMES = (
    "占比", "占", "比重", "“”", "“”占“”", "占占", "的", "总", "数", "（）", "《》", " ", "，", "·", "第", "与", "\u200b",
    "税收占比", "占财政收入比重", "财政收入占", "总量", "新增", "人", "PM2.5", "\U0001f600", "a", "=1+1",
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(("水库蓄水量", "渔船数", "生产总值", "财政收入", "税收", "新增渔船数")),
    st.sampled_from(ODD_NAMES),
    st.text(alphabet="占比的“”（）水库渔船总数量 ", max_size=6),
)
UNITS = st.sampled_from(
    (
        None,
        "%",
        "‰",
        "元",
        "吨",
        "亩",
        "公顷",
        "个",
        "户",
        "人",
        "个百分点",
        "百分点",
        "倍",
        "番",
        "位",
        "元/吨",
        "/",
        "元/",
        "/人",
        "件",
        "",
    )
)
NUMBERS = st.one_of(
    st.integers(-20, 200).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000),
    st.sampled_from([Decimal(n) for n in ("0", "-0", "0.00", "100", "1E+30", "-1E+30", "1E-30", "1" * 70)]),
    st.integers(-40, 90).map(lambda places: Decimal(1).scaleb(places)),
)
YEARS = st.integers(2019, 2024)
PARTS = st.sampled_from(("", "-H1", "-H2", "-Q1", "-Q4", "-01", "-12", "-06-30"))
PERIODS = st.one_of(
    st.none(),
    st.builds(lambda year, part: Period(f"{year}{part}", f"{year}{part}"), YEARS, PARTS),
    st.builds(
        lambda one, two, first, last: Period(f"{min(one, two)}{first}", f"{max(one, two)}{last}"),
        YEARS, YEARS, PARTS, PARTS,
    ),
    st.just(Period("0000", "9999")),
)  # fmt: skip
BASES = st.sampled_from((None, "", "同比", "比上年", "较2018年", "较0001年", "与年初相比", "年均"))


@st.composite
def figures(draw: st.DrawFn) -> Indicator:
    """An indicator in which nothing fits together."""
    name, value, bound = draw(NAMES), draw(NUMBERS), draw(st.sampled_from(("=", ">", "<", "~", "range")))
    text = draw(
        st.sampled_from(
            (f"{value}", f"{value:f}吨", f"{value}余", "一半", "三分之二", "", "三千余", "翻一番")
        )
    )
    near = draw(st.sampled_from(("", "其中", "由", "从12吨增加到", "占", "居全国第", ":")))
    made = indicator(
        name,
        value,
        bound=bound,
        unit=draw(UNITS),
        concept=draw(st.one_of(st.none(), st.sampled_from(CONCEPTS))),
        measure=draw(st.sampled_from(get_args(Measure))),
        status=draw(st.sampled_from(get_args(Status))),
        period=draw(PERIODS),
        basis=draw(BASES),
        section=draw(st.sampled_from(((), ("",), ("一年来的工作", "发展")))),
        text=text,
        sentence=draw(st.sampled_from((f"{name}{near}{text}。", f"{near}{text}，{text}到{text}。", ""))),
    )
    if bound == "range":
        ends = sorted((value, draw(NUMBERS)))
        made = replace(made, lower=ends[0], upper=ends[1])
    return made


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """An extraction of no report, one or two, of any place, kind and year."""
    reports = []
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 0)))):
        one = extraction(
            *draw(st.lists(figures(), max_size=6)),
            year=draw(st.one_of(st.none(), YEARS)),
            kind=draw(st.sampled_from(get_args(Kind)[:3])),
            place=draw(st.sampled_from((None, "", "云岭县", "云岭", "临江区"))),
        )
        reports += one.reports
    path = draw(st.sampled_from(("a.txt", "b.txt", "\x1b[31m.txt")))
    return Extraction(replace(SOURCE, path=path), "", tuple(reports), ())


SIDES = st.lists(extractions(), max_size=3)
FORMATS = [each for each in names_of("comparison") if each not in ("xlsx", "docx")]


@settings(max_examples=150)
@given(SIDES, SIDES)
def test_any_two_sides_can_be_set_beside_each_other(old: list[Extraction], new: list[Extraction]) -> None:
    found = diff(old, new, RULES, across=True)
    shown = sum(len(pair.old) + len(pair.new) for pair in found.pairs)
    assert shown <= sum(len(report.indicators) for each in (*old, *new) for report in each.reports)
    for format_ in FORMATS:
        assert isinstance(render_comparison(found, format_), str)


@settings(max_examples=150)
@given(SIDES, SIDES)
def test_goals_can_be_sought_in_anything(old: list[Extraction], new: list[Extraction]) -> None:
    found = find_goals(old, new, RULES, across=True)
    for format_ in FORMATS:
        assert isinstance(render_comparison(found, format_), str)


@settings(max_examples=150)
@given(extractions())
def test_anything_can_be_checked(one: Extraction) -> None:
    found: tuple[Audit, ...] = (audit(one, RULES),)
    for format_ in FORMATS:
        assert isinstance(render_comparison(found, format_), str)


@settings(max_examples=150)
@given(SIDES, st.one_of(NAMES, st.sampled_from(CONCEPTS)), st.booleans())
@example([extraction(indicator("“”"), indicator("《》", 7))], "“”", False)
def test_anything_can_be_a_series(files: list[Extraction], name: str, goals: bool) -> None:
    found = find_series(files, name, RULES, goals=goals)
    for format_ in FORMATS:
        assert isinstance(render_comparison(found, format_), str)


@pytest.mark.parametrize("name", ["“”", "（）", " ", "占比", "占"])
def test_names_that_say_nothing_are_one_thing_with_no_other(name: str) -> None:
    old = extraction(indicator(name), indicator("《》", 7))
    later = Period.year(2023)
    new = extraction(
        indicator("‘’", 130, period=later), indicator("〈〉", 9, period=later), year=2023, path="new.txt"
    )
    found = diff([old], [new], RULES)
    assert {pair.verdict for pair in found.pairs} == {"added", "removed"}
    assert len(found.pairs) == 4
    assert audit(old, RULES).findings == ()
    assert find_series([old], "“”", RULES) == ()


EXTREMES = ("1E-30", "1E+30", "7E+59", "1" * 70, "-1E-70", "0", "3")


@pytest.mark.parametrize("after", EXTREMES)
@pytest.mark.parametrize("before", EXTREMES)
def test_numbers_of_any_size_can_be_reckoned_with(before: str, after: str) -> None:
    later = {"period": Period.year(2023)}
    for unit, finer in (("吨", "吨"), ("亩", "公顷"), ("%", "‰"), (None, None)):
        growth = indicator(value=5, unit="%", measure="growth", **later)
        old, goal = indicator(value=before, unit=unit), indicator(value=before, status="target", **later)
        new = indicator(value=after, unit=finer, **later)
        sides = (
            [extraction(old, replace(goal, unit=unit))],
            [extraction(new, growth, old, year=2023, path="new.txt")],
        )
        found = diff(*sides, RULES)
        for result in (found, find_goals(*sides, RULES), (audit(sides[1][0], RULES),)):
            assert all(isinstance(render_comparison(result, format_), str) for format_ in FORMATS)
        for pair in found.pairs:
            if pair.difference and pair.difference.percent is not None and before == after:
                assert pair.difference.percent == (0 if unit != "亩" else 1400)
