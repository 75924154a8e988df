"""Web pages as a browser shows them: lists, marks, what is struck out, cells, encodings; and which part is the article."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportkit
from reportkit.model import Source
from reportkit.source import read_source

pytest.importorskip("lxml", reason="the extra docs is not installed")

HEAD = "<p>政府工作报告</p><p>各位代表：</p><p>一、2023年工作回顾</p>"


def source(folder: Path, inside: str, head: str = "") -> Source:
    path = folder / "a.html"
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{inside}</body></html>'
    path.write_text(page, encoding="utf-8")
    return read_source(str(path))


def lines(folder: Path, inside: str, head: str = "") -> list[str]:
    return source(folder, inside, head).text.splitlines()


def figures(folder: Path, inside: str) -> list[tuple[str, str, str | None]]:
    source(folder, HEAD + inside)
    reports = reportkit.extract(folder / "a.html").reports
    return [(i.name, f"{i.value:f}", i.unit) for report in reports for i in report.indicators]


# lists


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"]),
        ("<ol><li>5万亩</li><li>12个</li></ol>", ["1. 5万亩", "2. 12个"]),
        ("<ol start=4><li>甲</li><li value=9>乙</li><li>丙</li></ol>", ["4.甲", "9.乙", "10.丙"]),
        ("<ol start=x><li>甲</li></ol>", ["1.甲"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ("<ol type=a><li>甲</li></ol><ol type=A><li>乙</li></ol>", ["a.甲", "A.乙"]),
        ("<ol type=i start=4><li>甲</li></ol><ol type=I start=4><li>乙</li></ol>", ["iv.甲", "IV.乙"]),
        ("<ol style='list-style: none'><li>5万亩</li></ol>", ["5万亩"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>5万亩</li></ol>", ["一、5万亩"]),
        ("<ol><li>甲<ol><li>乙</li></ol></li><li>丙</li></ol>", ["1.甲", "1.乙", "2.丙"]),
        ("<ol><li><p>5万亩</p><p>又</p></li><li></li><li>丙</li></ol>", ["1. 5万亩", "又", "3.丙"]),
        ("<ul><li>甲</li><li>5万亩</li></ul>", ["•甲", "• 5万亩"]),
        ("<ul style='list-style:none'><li>甲</li></ul>", ["甲"]),
        ("<p><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>5万亩</p>", ["1. 5万亩"]),
        ("<p>1. 5万亩</p>", ["1. 5万亩"]),
    ],
)
def test_numbers_of_lists(tmp_path: Path, inside: str, shown: list[str]) -> None:
    assert lines(tmp_path, inside) == shown


@pytest.mark.parametrize("how", ["", "start=7", "reversed", "type=a", "type=I", "style='list-style:none'"])
def test_the_number_of_an_item_is_in_no_number_and_in_no_name(tmp_path: Path, how: str) -> None:
    items = ("6万株苗木栽下。", "2.5亿元贷款发放。", "14座桥梁建成。", "7%的村庄通气。")
    inside = f"<ol {how}>{''.join(f'<li>{each}</li>' for each in items)}</ol><p>完。</p>"
    assert figures(tmp_path, inside) == [
        ("苗木栽下", "60000", "株"),
        ("贷款发放", "250000000", "元"),
        ("建成的桥梁", "14", "座"),
        ("村庄通气", "7", "%"),
    ]


# lists of terms


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<dl><dt>双随机</dt><dd>随机抽取对象</dd></dl>", ["双随机", "随机抽取对象"]),
        (
            "<dl><dt>双随机</dt><dd>抽取对象3个。选派人员2名。</dd></dl>",
            ["双随机", "抽取对象3个。选派人员2名。"],
        ),
        ("<dl><dt>甲</dt><dt>乙</dt><dd>3个</dd></dl>", ["甲", "乙", "3个"]),
        (
            "<dl><dt>财政</dt><dd><p>收入3亿元</p><p>支出4亿元</p></dd></dl>",
            ["财政", "收入3亿元", "支出4亿元"],
        ),
        ("<dl><dt>一、工业</dt><dd>增长5%</dd></dl>", ["一、工业", "增长5%"]),
        ("<dl>另有<dt>财政</dt><dd>3亿元</dd></dl>", ["另有", "财政", "3亿元"]),
        ("<dl><dt>粮食</dt><dd>12万吨</dd></dl>", ["粮食：12万吨。"]),
        ("<dl><dt>粮食：</dt><dd>12万吨。</dd><dd>增长5%</dd></dl>", ["粮食：12万吨，增长5%。"]),
        ("<dl><div><dt>粮<br>食</dt><dd>12<b>万吨</b><br>增长5%</dd></div></dl>", ["粮食：12万吨，增长5%。"]),
    ],
)
def test_terms_stand_with_their_numbers(tmp_path: Path, inside: str, shown: list[str]) -> None:
    assert lines(tmp_path, inside) == shown


def test_a_term_names_its_number(tmp_path: Path) -> None:
    terms = (("粮食产量", "12万吨"), ("城镇化率", "60%</dd><dd>提高1个百分点"), ("就业", "新增就业300人"))
    inside = f"<dl>{''.join(f'<dt>{term}</dt><dd>{said}</dd>' for term, said in terms)}</dl><p>完。</p>"
    assert figures(tmp_path, inside) == [
        ("粮食产量", "120000", "吨"),
        ("城镇化率", "60", "%"),
        ("城镇化率", "1", "个百分点"),
        ("新增就业", "300", "人"),
    ]


# what is struck out, hidden, raised


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<p>建桥<s>3</s><ins>5</ins>座</p>", "建桥5座"),
        ("<p>建桥<del>3</del><strike>4</strike>5座</p>", "建桥5座"),
        ("<p>建桥<span style='text-decoration: line-through'>3</span>5座</p>", "建桥5座"),
        ("<p>建桥<span style='text-decoration: underline'>3</span>5座</p>", "建桥35座"),
        ("<p>建桥<span class=gone>3</span>5座</p>", "建桥5座"),
        ("<p>建桥<span class=old>3</span>5座</p>", "建桥5座"),
        ("<p>建桥<span class=paper>3</span>5座</p>", "建桥35座"),
        ("<p>建桥<span hidden>3</span>5座</p>", "建桥5座"),
        ("<p>建桥<span style='mso-hide:all'>3</span>5座</p>", "建桥5座"),
        ("<p>建桥<span class=gone style='display:inline'>3</span>5座</p>", "建桥35座"),
        ("<p>建桥<span aria-hidden=true>3</span>5座</p>", "建桥35座"),
        ("<p>建桥<ruby>五<rp>(</rp><rt>wu</rt><rp>)</rp></ruby>座</p>", "建桥五座"),
        ("<p>建桥1<wbr>5&shy;座</p>", "建桥15\xad座"),
        ("<p>税收8.1<sup>2</sup>亿元</p>", "税收8.1亿元"),
        ("<p>税收8.1<sup><a href=#n>[2]</a></sup>亿元</p>", "税收8.1亿元"),
        ("<p>税收<sup>2</sup>8.1亿元</p>", "税收[2]8.1亿元"),
        ("<p>绿地30米<sup>2</sup></p>", "绿地30米²"),
        ("<p>产量3×10<sup>5</sup>吨</p>", "产量3×10^5吨"),
        ("<p>减少<sup>1</sup>/<sub>3</sub>，</p>", "减少1/3，"),
        ("<p>减少<sup>1</sup>&frasl;<sub>3</sub>，</p>", "减少1⁄3，"),
        ("<p>CO<sub>2</sub>减少</p>", "CO2减少"),
        ("<p>减少<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>，</p>", "减少1/3，"),
        ("<p>3<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>9</p>", "3\ufffd1/3\ufffd9"),
    ],
)
def test_marks_in_a_line(tmp_path: Path, inside: str, shown: str) -> None:
    sheet = (
        "<style>/* a */ .gone, p.off { display: none } .old{text-decoration:line-through}"
        "@media print { .paper { display: none } }</style>"
    )
    assert lines(tmp_path, inside, sheet) == [shown]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    found = source(tmp_path, "<p>建桥<s>3</s>5座</p><p hidden>暗</p>")
    assert [(each.kind, each.reason) for each in found.repairs] == [("struck-out", "3"), ("hidden", "暗")]
    assert found.warnings == ()
    page = (
        f"<p>建桥5座。</p><div style='display:none'>{'<p>全县修渠7公里，建桥2座，植树3万株。</p>' * 4}</div>"
    )
    (warning,) = source(tmp_path, page).warnings
    assert warning.startswith(
        "text that the page does not show and that holds figures is left out: 全县修渠7公里"
    )


# tables

TALL = "<table><tr><th>指标</th><th>产量（万吨）</th></tr><tr><td>{}</td><td>{}</td></tr></table>"


@pytest.mark.parametrize(
    ("one", "two", "shown"),
    [
        ("小麦<br>玉米", "3.5<br>178", ["| 小麦 | 3.5 |", "| 玉米 | 178 |"]),
        ("<p>小麦</p><p>玉米</p>", "<div>3.5</div><div>178</div>", ["| 小麦 | 3.5 |", "| 玉米 | 178 |"]),
        ("小麦", "178<br>900", ["| 小麦 | 178；900 |"]),
        ("小麦<br>产量", "178", ["| 小麦产量 | 178 |"]),
        ("小麦<sup>1</sup>", "17.8<sup>2</sup>", ["| 小麦[1] | 17.8 |"]),
        ("小麦", "<s>99</s>17.8", ["| 小麦 | 17.8 |"]),
        ("小&nbsp;麦", "17.8", ["| 小麦 | 17.8 |"]),
        ("<ol><li>3号小麦</li></ol>", "17.8", ["| 1. 3号小麦 | 17.8 |"]),
        ("含大麦，燕麦。" * 30, "17.8", ["| " + "含大麦，燕麦。" * 30 + " | 17.8 |"]),
    ],
)
def test_lines_in_cells(tmp_path: Path, one: str, two: str, shown: list[str]) -> None:
    assert lines(tmp_path, TALL.format(one, two))[1:] == shown


def test_a_long_label_makes_no_frame_of_a_table_of_numbers(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{n}</td></tr>" for n, name in enumerate(("小麦", "玉米", "大豆")))
    note = f"<tr><td>{'含复种的面积，以实测为准。' * 12}</td><td>8</td></tr>"
    found = lines(tmp_path, f"<table><caption>单位：万吨</caption>{rows}{note}</table>")
    assert found[:3] == ["单位：万吨", "| 小麦 | 0 |", "| 玉米 | 1 |"]
    assert found[-1].endswith("以实测为准。 | 8 |")


def test_a_table_in_a_cell_of_a_table_of_numbers(tmp_path: Path) -> None:
    inner = "<table><tr><td>夏粮</td><td>1.5</td></tr></table>"
    rows = f"<tr><td>粮食</td><td>4{inner}</td></tr><tr><td>油料</td><td>2</td></tr><tr><td>糖料</td><td>3</td></tr>"
    assert lines(tmp_path, f"<table>{rows}</table>") == [
        "| 粮食 | 4 |",
        "| 油料 | 2 |",
        "| 糖料 | 3 |",
        "| 夏粮 | 1.5 |",
    ]


# the article

TEXT = "".join("<p>全县干部群众迎难而上，各项事业都有起色。</p>" for _ in range(20))
LAST = "<p>二、2024年工作安排</p><p>今年要修渠7公里，植树3万株。</p>"


@pytest.mark.parametrize(
    "page",
    [
        f"<div id=p1>{TEXT}</div><div id=p2>{LAST}</div>",
        f"<div class=page>{TEXT}</div><div class=page>{LAST}</div>",
        f"<div class=main><div>{TEXT}</div>{LAST}</div>",
        f"<div class='w'><div>{TEXT}</div></div><div class='w'><p>{LAST}</p></div>",
    ],
)
def test_an_article_in_several_blocks(tmp_path: Path, page: str) -> None:
    nav = "<div class=menu><a href=/>首页，2023年，共12件</a></div>"
    found = source(tmp_path, nav + page)
    assert found.text.splitlines()[-2:] == ["二、2024年工作安排", "今年要修渠7公里，植树3万株。"]
    assert "首页" not in found.text
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("aside", "warned"),
    [
        ("<div class=news><p>邻县今年修渠9公里，建桥2座。</p></div>", True),
        ("<div class=news><ul><li><a href=/1>邻县今年修渠9公里，建桥2座。</a></li></ul></div>", False),
        ("<div class=foot><p>版权所有，2024年1月12日，电话0370-1234567。</p></div>", False),
        ("<aside><p>邻县今年修渠9公里，建桥2座。</p></aside>", False),
    ],
)
def test_what_stands_beside_the_article(tmp_path: Path, aside: str, warned: bool) -> None:
    found = source(tmp_path, f"<div class=main><h2>报告</h2>{TEXT}{LAST}</div>{aside}")
    assert "邻县" not in found.text
    assert "版权" not in found.text
    assert [w.startswith("text with figures outside the article") for w in found.warnings] == [True] * warned


def test_a_page_that_is_a_table(tmp_path: Path) -> None:
    rows = "<tr><td>小麦</td><td>1，234.5</td></tr><tr><td>玉米，含复种</td><td>8.1</td></tr>"
    table = f"<table><tr><th>指标</th><th>产量（万吨）</th></tr>{rows}</table>"
    found = source(tmp_path, f"<div><h1>云岭县2023年农产品产量</h1>{table}</div>")
    assert found.text.splitlines()[0] == "云岭县2023年农产品产量"
    assert len(found.tables) == 1
    other = source(tmp_path, f"<div class=a><p>农业稳步发展，粮食丰收。</p></div><div class=b>{table}</div>")
    assert len(other.tables) == 1
    assert other.text.startswith("农业稳步发展")


# encodings

PAGE = (
    "<html><head><meta {}></head><body><p>全县生产总值增长，社会事业发展，财政收入5亿元。</p></body></html>"
)


@pytest.mark.parametrize(
    ("declared", "written", "read"),
    [
        ("charset=utf-16", "utf-8", "utf-8"),
        ("charset=utf-16le", "utf-8", "utf-8"),
        ("charset=utf-16", "gb18030", "gb18030"),
        ("charset=iso-8859-1", "gb18030", "gb18030"),
        ("charset=windows-1252", "utf-8", "utf-8"),
        ("charset=x-user-defined", "gb18030", "gb18030"),
        ("charset=gb2312", "utf-8", "utf-8"),
        ("charset=gb2312", "gb18030", "gb18030"),
        ("charset=utf-8", "gb18030", "gb18030"),
        ("charset=big5", "gb18030", "gb18030"),
        ("charset=utf-7", "utf-8", "utf-8"),
        ("charset=unicode_escape", "utf-8", "utf-8"),
        ("charset=gb2312", "utf-8-sig", "utf-8"),
        ("http-equiv=Content-Type content='text/html; charset=GBK'", "gb18030", "gb18030"),
    ],
)
def test_what_a_page_declares_is_weighed_against_its_bytes(
    tmp_path: Path, declared: str, written: str, read: str
) -> None:
    for more in ("", " "):  # an even and an odd number of bytes
        path = tmp_path / "a.html"
        path.write_bytes((PAGE.format(declared) + more).encode(written))
        found = read_source(str(path))
        assert "财政收入5亿元" in found.text
        assert (found.encoding.removesuffix("-sig"), found.warnings) == (read, ())


def test_a_broken_byte_of_a_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = PAGE.format("charset=gb2312").replace("<p>", "<p>" + "全县生产总值增长，" * 20)
    path.write_bytes(page.encode("gb18030").replace("财".encode("gb18030"), b"\xff\xff"))
    found = read_source(str(path))
    assert "\ufffd" in found.text
    assert "政收入5亿元" in found.text
    assert "broken in gb18030" in found.warnings[0]


def test_a_table_with_one_in_a_cell_keeps_its_other_cells(tmp_path: Path) -> None:
    inner = "<table><tr><td>粮食产量</td><td>16万吨</td></tr></table>"
    rows = f"<tr><th>指标</th><th>2023年</th></tr><tr><td>财政收入</td><td>12亿元</td></tr><tr><td>{inner}</td></tr>"
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><p>一、2023年工作回顾</p><table>{rows}</table></body></html>", encoding="utf-8"
    )
    text = read_source(str(path)).text
    assert "| 财政收入 | 12亿元 |" in text
    assert text.count("| 粮食产量 | 16万吨 |") == 1


def test_a_raised_number_behind_ten_is_a_power_or_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = "<html><body><p>库容10<sup>5</sup>立方米，新建学校10<sup>5</sup>，共3×10<sup>4</sup>个。</p></body></html>"
    path.write_text(page, encoding="utf-8")
    text = read_source(str(path)).text
    assert "库容10\ufffd立方米，新建学校10，共3×10^4个" in text
