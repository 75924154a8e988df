"""What surrounds a number is read by itself: a clause that says all it has to is named alike whatever stands before it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
import regex

from reportkit import extract_text
from reportkit.rules.needed import NEEDED

# Clauses that leave nothing out, of every kind: a level, a growth, a change, a share, what was done, what is counted.
WHOLE = (
    "新建5所学校",
    "卫生室达到13家",
    "210名医生参加巡诊",
    "全县生产总值达到62.4亿元",
    "规模以上工业增加值增长6.1%",
    "外贸进出口总额增长7%",
    "城镇居民人均可支配收入增长5.2%",
    "财政收入完成12亿元",
    "引进项目18个",
    "开工建设安置房2300套",
    "森林覆盖率提高1.2个百分点",
    "粮食总产量41.5万吨",
    "11个村被认定为美丽乡村",
    "接待游客230万人次",
    "第三产业占生产总值的比重为45.3%",
    "办理人大代表建议86件",
    "新增城镇就业6200人",
    "空气质量优良天数达到300天",
    "化解信访积案120件",
    "发放救助资金800万元",
    "3名干部受到表彰",
    "常住人口超过40万人",
    "完成造林8万亩",
    "5个重点项目竣工投产",
    "城乡低保标准提高到每月620元",
    "固定资产投资由12亿元增加到15亿元",
)
SOURCE = Path(__file__).parents[1] / "reportkit" / "extraction"

Read = tuple[str, str, str, str]


def read(sentence: str) -> list[Read]:
    """Name, measure, period and status of each number of a sentence."""
    found = extract_text(f"{sentence}。").reports
    return [(i.name, i.measure, str(i.period), i.status) for each in found for i in each.indicators]


@pytest.mark.parametrize("mark", "，；")
def test_a_whole_clause_is_named_alike_behind_any_other(mark: str) -> None:
    alone = {clause: read(clause) for clause in WHOLE}
    assert all(name for found in alone.values() for name, *_ in found)
    other = [
        f"{first}{mark}{second}"
        for first, second in permutations(WHOLE, 2)
        if read(f"{first}{mark}{second}") != alone[first] + alone[second]
    ]
    assert other == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # what a clause leaves out still comes from the one before
        ("财政收入完成12亿元，增长8%", ["财政收入", "财政收入"]),
        ("采矿业增加值下降6.7%，制造业增长2.2%", ["采矿业增加值", "制造业增加值"]),
        ("普通高校9所，招生7.2万人", ["普通高校", "普通高校招生"]),
        # and where it leaves nothing out, nothing comes: taxes are no part of what was produced
        ("园区实现产值71亿元、利税7.5亿元", ["园区产值", "利税"]),
        ("财政收入完成12亿元，服务贸易增长5%", ["财政收入", "服务贸易"]),
        ("卫生室达到13家、210名医生参加巡诊", ["卫生室", "参加巡诊的医生"]),
        ("新建5所学校，卫生室达到13家、210名医生参加巡诊", ["新建学校", "卫生室", "参加巡诊的医生"]),
    ],
)
def test_only_what_a_clause_leaves_out_comes_from_before(sentence: str, names: list[str]) -> None:
    assert [name for name, *_ in read(sentence)] == names


def test_every_role_that_a_word_is_asked_for_is_one_of_the_rules() -> None:
    known = {*NEEDED["lexicon.names"], "predicates", "outcomes"}
    asked = {
        role
        for path in SOURCE.glob("*.py")
        for role in regex.findall(r'\.has\("([a-z-]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 40
    assert asked <= known
