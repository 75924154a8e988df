"""What the cells of tables say beyond name, measure and value: bounds, what was refused, and how long it takes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportkit import Extraction, extract_text, load_rules
from reportkit.extraction.moves import growth_of_label
from reportkit.extraction.vocabulary import vocabulary
from reportkit.model import Span
from reportkit.stages import Quantity
from tests.growth import seconds

HEAD = "政府工作报告\n2023年，全县各项事业发展。\n"


def rows(*lines: str) -> Extraction:
    return extract_text(HEAD + "\n".join(lines) + "\n")


def bounds(extraction: Extraction) -> list[tuple[str, str, str | None, str | None]]:
    def shown(number: object) -> str | None:
        return None if number is None else str(number)

    return [
        (i.bound, str(i.value), shown(i.lower), shown(i.upper))
        for i in extraction.reports[0].indicators
        if i.table
    ]


@pytest.mark.parametrize(
    ("cell", "bound"),
    [
        ("6%以上", (">", "6", "6", None)),
        ("不低于6%", (">", "6", "6", None)),
        ("6%左右", ("~", "6", "6", "6")),
        ("约6", ("~", "6", "6", "6")),
        ("6以上", (">", "6", "6", None)),
        ("不超过6", ("<", "6", None, "6")),
        ("6—6.5", ("range", "6.25", "6", "6.5")),
        ("6%-6.5%", ("range", "6.25", "6", "6.5")),
        ("6", ("=", "6", "6", "6")),
    ],
)
def test_bounds_of_a_cell(cell: str, bound: tuple[str, str, str | None, str | None]) -> None:
    assert bounds(rows("| 指标 | 增长目标（%） |", f"| 生产总值 | {cell} |")) == [bound]


def test_a_basis_stands_in_a_cell() -> None:
    found = rows("| 指标 | 完成情况 |", "| 生产总值 | 62.4亿元，同比增长6.1% |").reports[0].indicators
    assert [(i.measure, i.basis, i.text) for i in found] == [
        ("level", None, "62.4亿元"),
        ("growth", "同比", "6.1%"),
    ]


@pytest.mark.parametrize("cell", ["1\ufffd8.9", "62.4/6.1", "62.4 6.1", "1.2.3", "（1.8）", "△1.8", "62.4↓"])
def test_what_cannot_be_told_is_no_value_and_no_label_and_is_said(cell: str) -> None:
    found = rows("| 指标 | 总量（亿元） | 位次 |", f"| 生产总值 | {cell} | 3 |")
    assert [(i.name, str(i.value)) for i in found.reports[0].indicators] == [("生产总值位次", "3")]
    assert any(
        warning.startswith("a cell that holds no number that can be read") for warning in found.warnings
    )


def taken(lines: list[str]) -> float:
    return min(seconds(lambda: rows(*lines)) for _ in range(2))


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        (" 产量（吨） |", " 1.5 |"),
        (" 增长 |", " 1.5% |"),
        ("", " 1.5万吨 |"),
        ("", " 粮食 | 1.5 |"),
        (" 20{}年 |", " 3 |"),
    ],
)
def test_one_very_wide_row_takes_time_in_proportion(header: str, cell: str) -> None:
    def wide(size: int) -> list[str]:
        top = ["| 指标 |" + "".join(header.format(10 + n % 90) for n in range(size))] if header else []
        return [*top, "| 粮食 |" + cell * size]

    taken(wide(10))
    assert taken(wide(1200)) < 8 * taken(wide(300)) + 0.1


@pytest.mark.parametrize("rising", ["增长", "激增", "攀升"])
def test_a_growth_is_told_by_any_piece_of_a_label(rising: str) -> None:
    """The verb may end the group above a row, and not the row: the last piece is asked first, and tells nothing."""
    text = f"茶叶产量{rising}|春茶|38%"
    at = text.index("|")
    pieces = (Span(0, at), Span(at + 1, at + 3))
    number = Span(at + 4, len(text))
    quantity = Quantity(number, number, Decimal(38), "%", "ratio", "=", Decimal(38), Decimal(38))
    grown = growth_of_label(text, pieces, "茶叶产量春茶", quantity, vocabulary(load_rules()))
    assert grown is not None
    assert (grown.direction, [piece.of(text) for piece in grown.pieces]) == (1, ["茶叶产量", "春茶"])
