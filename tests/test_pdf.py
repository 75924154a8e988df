"""PDFs as they are shown: turned pages, wide setting, what is not seen, characters without Unicode, line numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source.read import read_source
from tests.pdfs import HEIGHT, WIDTH, Item, content, drawn, pdf

pytest.importorskip("pypdfium2", reason="the extra docs is not installed")

# without a Chinese font on the machine a turned text has a width only if there are letters or figures in it
LINES = ["2023年云岭县政府工作报告", "全年新建学校12所，", "比上年增加3.5%。", "改造道路46.7公里。"]


def read(folder: Path, raw: bytes) -> Source:
    path = folder / "a.pdf"
    path.write_bytes(raw)
    return read_source(str(path))


def told(source: Source) -> list[tuple[str, str]]:
    return [(repair.kind, repair.reason) for repair in source.repairs]


def flat(source: Source) -> str:
    return "".join(source.text.split())


def upright(lines: list[str], left: float = 60, top: float = 700) -> list[Item]:
    return [(left, top - 60 * n, 12, line) for n, line in enumerate(lines)]


def turned(lines: list[str], quarter: int) -> bytes:
    """`lines` set so that a page turned by `quarter` against the clock would show them one below the other."""
    turn = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")[quarter]
    places = [
        ((60, 700 - 60 * n), (100 + 60 * n, 60), (500, 100 + 60 * n), (500 - 60 * n, 780))[quarter]
        for n in range(len(lines))
    ]
    return drawn([(x, y, 12, line) for (x, y), line in zip(places, lines, strict=True)], turn)


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_turned_page_reads_like_one_that_is_not(tmp_path: Path, quarter: int, said: bool) -> None:
    extra = f"/Rotate {90 * quarter}" if said else ""
    source = read(tmp_path, pdf([turned(LINES, quarter)], page_extra=extra))
    assert flat(source) == "".join(LINES)
    assert source.repairs == ()


def test_the_axis_of_a_chart_and_a_watermark_are_left_out(tmp_path: Path) -> None:
    axis = turned(["单位1亿元"], 1)
    mark = drawn([(200, 200, 40, "2023年内部资料")], "0.707 0.707 -0.707 0.707")
    source = read(tmp_path, pdf([content(upright(LINES)) + b"\n" + axis + b"\n" + mark]))
    assert flat(source) == "".join(LINES)
    assert told(source) == [("turned", "14 turned characters of a watermark or a chart")]


def test_a_table_across_a_page_is_read_beside_its_head(tmp_path: Path) -> None:
    rows = [f"第{n}项农田水利工程已经建成并且投入使用，总投资{n}亿元。" for n in range(1, 8)]
    source = read(tmp_path, pdf([content([(60, 800, 9, "附表1")]) + b"\n" + turned(rows, 1)]))
    assert flat(source) == "".join(rows)
    assert told(source) == [("turned", "3 turned characters of a watermark or a chart")]


def test_much_text_either_way_is_read_both_ways(tmp_path: Path) -> None:
    rows = [f"第{n}项农田水利工程已经建成并且投入使用，总投资{n}亿元。" for n in range(1, 8)]
    more = [f"第{n}条县乡公路已经修通并且交付使用，总里程{n}公里。" for n in range(1, 6)]
    page = content(upright(more, top=250)) + b"\n" + turned(rows, 1)
    source = read(tmp_path, pdf([page, content(upright(LINES))]))
    assert flat(source) == "".join([*rows, *more, *LINES])
    assert len(source.pages) == 2


@pytest.mark.parametrize("apart", [0, 1, 3, 6, 9])
def test_letters_set_apart_are_no_words(tmp_path: Path, apart: int) -> None:
    line = "全年新建学校12所，投资1,234.5万元，增6.25%。"
    source = read(tmp_path, pdf([drawn([(20, 700, 10, line)], how=f"{apart} Tc")]))
    assert source.text == line + "\n"


def test_numbers_apart_in_a_row_stay_apart(tmp_path: Path) -> None:
    """What stands in cells close to one another, though the label is set wide."""
    label = drawn([(40, 700, 10, "全县合计数")], how="3 Tc")
    items: list[Item] = [(112, 700, 10, "178.9"), (112 + 50 + 4, 700, 10, "62")]
    source = read(tmp_path, pdf([label + b"\n" + content(items)]))
    assert source.text.split() == ["全县合计数178.9", "62"]


def test_words_of_letters_stay_apart(tmp_path: Path) -> None:
    items: list[Item] = [(40, 700, 10, "Gross"), (95, 700, 10, "product"), (170, 700, 10, "12.5")]
    assert read(tmp_path, pdf([content(items)])).text == "Gross product 12.5\n"


def test_what_is_not_on_the_page_is_left_out_and_told(tmp_path: Path) -> None:
    items = [*upright(LINES), (60.0, 20.0, 12.0, "税收收入88.8亿元。"), (700.0, 300.0, 12.0, "裁切线")]
    crop = f"/CropBox[30 50 {WIDTH} {HEIGHT}]"
    source = read(tmp_path, pdf([content(items)], page_extra=crop))
    assert flat(source) == "".join(LINES)
    assert told(source) == [("outside", "off page 1: 税收收入88.8亿元。裁切线")]


@pytest.mark.parametrize("how", ["1 1 1 rg", "1 g", "3 Tr"])
def test_what_cannot_be_seen_is_left_out_and_told(tmp_path: Path, how: str) -> None:
    page = content(upright(LINES)) + b"\n" + drawn([(60, 200, 12, "税收收入77.7亿元。")], how=how)
    source = read(tmp_path, pdf([page]))
    assert flat(source) == "".join(LINES)
    assert told(source) == [("hidden", "not seen on page 1: 税收收入77.7亿元。")]
    assert source.warnings[0].startswith("11 characters on page 1 are printed white on white or without ink")


@pytest.mark.parametrize("how", ["1 1 1 rg", "3 Tr"])
def test_white_text_on_a_dark_ground_and_the_words_of_a_scan_are_read(tmp_path: Path, how: str) -> None:
    ground = b"q 0 0 0.6 rg 40 180 400 60 re f Q\n"
    page = ground + content(upright(LINES)) + b"\n" + drawn([(60, 200, 12, "税收收入77.7亿元。")], how=how)
    source = read(tmp_path, pdf([page]))
    assert flat(source) == "".join(LINES) + "税收收入77.7亿元。"
    assert source.repairs == () and source.warnings == ()


def test_a_page_that_is_all_without_ink_is_the_layer_of_a_scan(tmp_path: Path) -> None:
    source = read(tmp_path, pdf([drawn(upright(LINES), how="3 Tr")]))
    assert flat(source) == "".join(LINES)
    assert source.warnings == ()


def test_a_character_without_unicode_is_broken_and_told_with_its_page(tmp_path: Path) -> None:
    first, second = content(upright(LINES)), content([(60, 700, 12, "投资1"), (110, 700, 12, "8.9亿元。")])
    second += b"\n" + drawn([(98, 700, 12, "7")], font="F2")
    source = read(tmp_path, pdf([first, second]))
    assert flat(source) == "".join(LINES) + "投资1\ufffd8.9亿元。"
    assert source.warnings[0].startswith("1 characters on page 2 are broken")


def test_a_text_without_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="do not say in Unicode which characters they draw; have its text"):
        read(tmp_path, pdf([drawn(upright(LINES), font="F2")]))


NUMBERED = [
    "云岭县政府工作报告",
    "一、工作回顾",
    "全年新建学校12所，财政收入9.1",
    "2亿元，增长5%。",
    "改造道路46.7公里。",
    "二、工作安排",
]


@pytest.mark.parametrize(("first", "step"), [(1, 1), (27, 1), (98, 1), (5, 5)])
def test_numbers_of_lines_are_furniture(tmp_path: Path, first: int, step: int) -> None:
    lines = NUMBERED if step == 1 else [f"第{n}段说的是全年开工建设的重点项目和民生工程。" for n in range(26)]
    items: list[Item] = []
    for n, line in enumerate(lines):
        number = str(first + n if step == 1 else n + 1)
        if step == 1 or (n + 1) % step == 0:
            items.append((50.0 - 9 * len(number), 780.0 - 24 * n, 9.0, number))
        items.append((90.0, 780.0 - 24 * n, 12.0, line))
    source = read(tmp_path, pdf([content(items)]))
    plain = read(tmp_path, pdf([content([i for i in items if i[0] == 90])]))
    assert source.text == plain.text
    last = first + len(lines) - 1 if step == 1 else 25
    assert ("line-number", f"{first} to {last}") in told(source)


def test_the_first_column_of_a_table_and_numbered_items_are_no_numbers_of_lines(tmp_path: Path) -> None:
    rows = [
        ("序号", "项目", "投资（万元）"),
        *((str(n), f"河道整治{n}期", str(100 + n)) for n in range(1, 8)),
    ]
    items = [
        (x, 700.0 - 20 * n, 12.0, text)
        for n, row in enumerate(rows)
        for x, text in zip((60, 120, 300), row, strict=True)
    ]
    source = read(tmp_path, pdf([content(items)]))
    assert source.repairs == ()
    assert "| 7 | 河道整治7期 | 107 |" in source.text
    few = [(x, 700.0 - 20 * n, 12.0, t) for n in range(3) for x, t in ((60, str(n + 1)), (100, "修建桥梁。"))]
    source = read(
        tmp_path, pdf([content([*few, *((60.0, 600.0 - 20 * n, 12.0, t) for n, t in enumerate(LINES))])])
    )
    assert source.repairs == ()


def test_the_table_of_a_turned_page(tmp_path: Path) -> None:
    rows = [("2023年指标", "1号总量（亿元）"), ("5号产值", "62.4"), ("6号收入", "5.8")]
    items = [
        (100.0 + 30 * n, 60.0 + 200 * k, 12.0, t) for n, row in enumerate(rows) for k, t in enumerate(row)
    ]
    lines = [(80.0, y, 180.0, y) for y in (50, 250, 450)] + [(x, 50.0, x, 450.0) for x in (80, 115, 145, 180)]
    page = drawn(items, "0 1 -1 0") + b"\n" + content((), lines)
    source = read(tmp_path, pdf([content(upright(LINES)), page]))
    (table,) = source.tables
    assert table.span.of(source.text).splitlines() == [f"| {' | '.join(row)} |" for row in rows]
    assert source.pages[1] == table.span.start
