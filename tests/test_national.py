"""What the national reports of 2015 to 2019 promise and report, read from their texts by hand: 25 facts.

The reports stand beside the project and are no part of it; without them the test is skipped.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from reports import REPORTS, extraction

from reportkit import Indicator

GROWTH, PRICES, JOBS = "地区生产总值", "居民消费价格", "城镇新增就业"

# year of the report, concept, measure, period, status, bound, lower, upper; jobs in 万人
FACTS = """
2015 地区生产总值 growth 2015 target ~ 7 7
2015 居民消费价格 growth 2015 target ~ 3 3
2015 城镇新增就业 level 2015 target > 1000 -
2015 地区生产总值 growth 2014 actual = 7.4 7.4
2015 城镇新增就业 level 2014 actual = 1322 1322
2016 地区生产总值 growth 2016 target range 6.5 7
2016 居民消费价格 growth 2016 target ~ 3 3
2016 城镇新增就业 level 2016 target > 1000 -
2016 地区生产总值 growth 2015 actual = 6.9 6.9
2016 城镇新增就业 level 2015 actual = 1312 1312
2017 地区生产总值 growth 2017 target ~ 6.5 6.5
2017 居民消费价格 growth 2017 target ~ 3 3
2017 城镇新增就业 level 2017 target > 1100 -
2017 地区生产总值 growth 2016 actual = 6.7 6.7
2017 城镇新增就业 level 2016 actual = 1314 1314
2018 地区生产总值 growth 2018 target ~ 6.5 6.5
2018 居民消费价格 growth 2018 target ~ 3 3
2018 城镇新增就业 level 2018 target > 1100 -
2018 地区生产总值 growth 2017 actual = 6.9 6.9
2018 城镇新增就业 level 2017 actual = 1351 1351
2019 地区生产总值 growth 2019 target range 6 6.5
2019 居民消费价格 growth 2019 target ~ 3 3
2019 城镇新增就业 level 2019 target > 1100 -
2019 地区生产总值 growth 2018 actual = 6.6 6.6
2019 城镇新增就业 level 2018 actual = 1361 1361
"""


def indicators(year: str) -> list[Indicator]:
    return [i for report in extraction(REPORTS / f"national-{year}.txt").reports for i in report.indicators]


@pytest.mark.parametrize("fact", FACTS.strip().splitlines())
def test_a_fact_is_found(fact: str) -> None:
    year, concept, measure, period, status, bound, lower, upper = fact.split()
    if not (REPORTS / f"national-{year}.txt").is_file():
        pytest.skip(f"national-{year}.txt does not stand beside the project")
    factor = 10000 if concept == JOBS else 1
    ends = tuple(None if end == "-" else Decimal(end) * factor for end in (lower, upper))
    told = [
        (i.bound, (i.lower, i.upper))
        for i in indicators(year)
        if (i.concept, i.measure, str(i.period), i.status) == (concept, measure, period, status)
    ]
    # where a report says it twice, both must say the same
    assert told
    assert set(told) == {(bound, ends)}


def test_there_are_25_facts() -> None:
    lines = [line.split() for line in FACTS.strip().splitlines()]
    assert len({tuple(line[:5]) for line in lines}) == 25
    assert {line[1] for line in lines} == {GROWTH, PRICES, JOBS}
