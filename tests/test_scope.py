"""What is told of another place than the report's is kept apart by its name, and is none of its concepts."""

from __future__ import annotations

import pytest

from reportkit import extract_text

TOLD = (
    "全国生产总值增长5.2%，全省生产总值增长5%，全市生产总值增长5.5%，全县生产总值增长6.1%。"
    "开发区生产总值完成30亿元。海湾经济圈经济总量突破3000亿元。"
)
OTHER = {"开发区生产总值": None, "海湾经济圈经济总量": None}
OWN = {"生产总值": "地区生产总值"}


@pytest.mark.parametrize(
    ("place", "apart"),
    [
        ("岭安县", ("全国", "全省", "全市")),
        ("云州市", ("全国", "全省")),
        ("岭南省", ("全国",)),
    ],
)
def test_another_place_is_kept_apart(place: str, apart: tuple[str, ...]) -> None:
    head = f"{place}人民政府工作报告\n——2024年1月8日在{place}第十届人民代表大会第三次会议上\n一、2023年工作回顾\n"
    (report,) = extract_text(f"{head}{TOLD}").reports
    assert report.place == place
    found = {indicator.name: indicator.concept for indicator in report.indicators}
    assert found == OWN | {f"{field}生产总值": None for field in apart} | OTHER
