"""Reports as they come, read by eye once: how many indicators each section gives, and cells of their tables.

The reports are public documents that are no part of the project; without them these tests are skipped.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import reportkit
from reportkit.model import Indicator

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT.parent / "shared" / "reports"
COUNTS = ROOT / "tests" / "forms" / "sections.json"
FILES = (
    "henan-2025.docx",
    "shanghai-2025.docx",
    "qiandongnan-2016.docx",
    "zhoukou-2023.pdf",
    "daqing-2012.html",
)

# What was read in the page: table, row, column => words of the name, value, unit, measure.
CELLS = {
    "qiandongnan-2016.docx": """
        1 2 2 => 居民消费价格总指数 1.5 % growth
        2 2 2 => 财税收入 15640000000 元 level
        2 6 3 => 非税收入 -1.2 % growth
        2 8 2 => 一般公共服务 5676000000 元 level
        3 2 2 => 粮食 1223474 吨 level
        3 12 3 => 烤烟 -5.7 % growth
        4 2 3 => 木材采伐 1352300 立方米 level
        4 3 4 => 生漆 -91.6 % growth
        5 2 3 => 肉类总产量 189900 吨 level
        5 7 3 => 牛奶 1218 吨 level
        5 12 3 => 活家禽出栏 11887100 只 level
        6 7 4 => 服装 123.4 % growth
        6 14 3 => 黄金 4131.71 千克 level
        6 18 3 => 电子元件 759000000 只 level
        7 2 2 => 固定资产投资 99775990000 元 level
        7 22 3 => 公共管理 -21.3 % growth
        8 6 3 => 住宅房屋施工面积 7660900 平方米 level
        9 2 3 => 各项存款余额 26.7 % growth
        10 9 3 => 移动电话 299 台 level
        11 3 4 => 第一产业 65.77 % share
        11 7 3 => 城镇登记失业率 3.25 % level
        """,
    "zhoukou-2023.pdf": """
        1 2 2 => 常住人口 8666000 人 level
        1 3 2 => 城镇 3926600 人 level
        1 4 3 => 乡村 54.69 % share
        1 7 2 => 0-15岁 2126000 人 level
        1 10 3 => 65周岁及以上 16.94 % share
        2 2 2 => 居民消费价格指数 100 - level
        2 7 2 => 鲜菜 91.9 - level
        2 18 2 => 其他用品和服务 102.7 - level
        3 2 3 => 粮食 -3.2 % growth
        3 9 2 => 薯类 534200 吨 level
        3 19 2 => 牛奶 43200 吨 level
        4 2 2 => 规模以上工业增加值 5 % growth
        4 6 2 => 集体企业 -28 % growth
        5 2 3 => 钢材 1577693 吨 level
        5 8 4 => 饮料酒 -58.6 % growth
        5 10 3 => 服装 79380000 件 level
        6 2 3 => 货物运输总量 292000000 吨 level
        6 3 4 => 铁路 -6.6 % growth
        6 9 3 => 公路 64814000000 吨公里 level
        6 16 3 => 水运 1000000 人公里 level
        6 17 4 => 公路 66.8 % growth
        """,
    "daqing-2012.html": """
        1 2 2 => 地区生产总值 400050000000 元 level
        1 2 5 => 地区生产总值 10 % growth
        1 8 2 => 交通运输、仓储和邮政业 2910000000 元 level
        1 14 5 => 非营利性服务业 13.4 % growth
        2 2 2 => 粮食 6500000 吨 level
        2 3 4 => 水稻 17.5 % growth
        2 6 4 => 薯类 -22.5 % growth
        2 9 2 => 蔬菜 1218000 吨 level
        3 3 2 => 存栏大牲畜 969000 头 level
        3 5 2 => 奶牛 602000 头 level
        3 10 2 => 鹅 2576000 只 level
        3 15 2 => 出栏家禽 47126000 只 level
        3 19 4 => 牛奶 5.1 % growth
        4 2 3 => 原油 40000000 吨 level
        4 3 3 => 天然气 3370000000 立方米 level
        4 15 3 => 发电量 9690000000 千瓦时 level
        4 14 5 => 塑料制品 -28.6 % growth
        5 2 2 => 金融机构存款余额 197060000000 元 level
        5 6 4 => 金融机构贷款余额 17720000000 元 change
        5 11 2 => 个人消费贷款 7490000000 元 level
        6 3 3 => 非农业 51.4 % share
        6 6 2 => 女性 1408000 人 level
        """,
}


@cache
def indicators(name: str) -> tuple[Indicator, ...]:
    path = REPORTS / name
    if not path.is_file():
        pytest.skip(f"the report {name} is not on this machine")
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    pytest.importorskip("pypdfium2", reason="the extra docs is not installed")
    (report,) = reportkit.extract(path).reports
    return report.indicators


@pytest.mark.parametrize("name", CELLS)
def test_cells_that_were_checked_by_hand(name: str) -> None:
    found = {(i.table, *i.cell): i for i in indicators(name) if i.cell}
    cases = [line.strip() for line in CELLS[name].splitlines() if line.strip()]
    assert len(cases) >= 20
    wrong = []
    for case in cases:
        place, _, said = case.partition(" => ")
        words, value, unit, measure = said.split()
        one = found.get(tuple(map(int, place.split())))
        told = (one.value, one.unit or "-", one.measure) if one else None
        if one is None or told != (Decimal(value), unit, measure) or words not in one.name:
            wrong.append(f"{case}, found {one and one.name} {told}")
    assert not wrong


@pytest.mark.parametrize("name", FILES)
def test_counts_by_section(name: str, request: pytest.FixtureRequest) -> None:
    """How many indicators each section gives, in the order of the sections: those of cells, and those of text."""
    found = indicators(name)
    order = list(dict.fromkeys(i.section for i in found))
    cells, text = (Counter(i.section for i in found if (i.cell is not None) is of) for of in (True, False))
    counts = [[cells[section], text[section]] for section in order]
    golden = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.is_file() else {}
    if request.config.getoption("--update-goldens"):
        golden[name] = counts
        lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(golden[key])}" for key in sorted(golden))
        COUNTS.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    assert counts == golden[name]


@pytest.mark.parametrize("name", ["zhoukou-2023.pdf"])
def test_every_indicator_has_its_page(name: str) -> None:
    pages = [i.page for i in indicators(name)]
    assert None not in pages
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert max(page or 0 for page in pages) == 11
