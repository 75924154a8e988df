"""The formats that reports come in: what is read of each, in which order, and what is left out and told."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import reportkit
from reportkit.cli.main import app
from reportkit.codec.encode import encode
from reportkit.errors import SourceError
from reportkit.installation import install_command
from reportkit.model import Source
from reportkit.source import Reading, read_source, read_sources
from tests.docxs import body, cell, docx, packed, paragraph, xlsx
from tests.pdfs import Item, content, pdf

pytest.importorskip("lxml", reason="the extra docs is not installed")
pytest.importorskip("pypdfium2", reason="the extra docs is not installed")
pytest.importorskip("python_calamine", reason="the extra docs is not installed")

FORMS = Path(__file__).parent / "forms"
OPENING = "政府工作报告\n各位代表：\n"
SENTENCE = "2023年，全县新建学校12所，增长5.6%。"


def read(folder: Path, name: str, raw: bytes | str) -> Source:
    path = folder / name
    path.write_bytes(raw.encode("utf-8") if isinstance(raw, str) else raw)
    return read_source(str(path))


def told(source: Source) -> list[tuple[str, str]]:
    return [(repair.kind, repair.reason) for repair in source.repairs]


# one text, five forms


def fields(path: Path) -> list[dict[str, Any]]:
    """Every field of every indicator but for where it stands in the text."""
    aside = {"spans", "name_spans", "line", "page"}
    (report,) = reportkit.extract(path).reports
    return [{key: value for key, value in encode(i).items() if key not in aside} for i in report.indicators]


@pytest.mark.parametrize("form", ["report.docx", "report.html", "report.pdf", "report-columns.pdf"])
def test_a_text_gives_the_same_indicators_in_every_form(form: str) -> None:
    expected, found = fields(FORMS / "report.txt"), fields(FORMS / form)
    assert len(expected) > 150
    assert sum("cell" in each for each in expected) == 10
    for one, two in zip(expected, found, strict=True):
        assert one == two


@pytest.mark.parametrize("form", ["report.docx", "report.html", "report.pdf", "report-columns.pdf"])
def test_every_span_quotes_the_printed_text(form: str) -> None:
    extraction = reportkit.extract(FORMS / form)
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "text", str(FORMS / form)], capture_output=True, check=True
    )
    text = done.stdout.decode("utf-8")
    assert text == extraction.source.text
    for indicator in extraction.reports[0].indicators:
        assert "".join(span.of(text) for span in indicator.spans) == indicator.text
        name = "".join("".join(span.of(text).split()) for span in indicator.name_spans)
        assert indicator.cell is None or name == indicator.name


# what a file is


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.html"])
def test_content_goes_before_the_suffix_and_that_is_told(tmp_path: Path, name: str) -> None:
    source = read(tmp_path, name, docx(body(paragraph(SENTENCE))))
    assert source.text == SENTENCE + "\n"
    assert source.media_type.endswith("wordprocessingml.document")
    assert len(source.warnings) == 1
    assert "it is a Word file (docx) and was read as one" in source.warnings[0]


def test_the_right_suffix_is_not_told(tmp_path: Path) -> None:
    assert read(tmp_path, "a.docx", docx(body(paragraph(SENTENCE)))).warnings == ()
    assert read(tmp_path, "a.htm", f"<p>{SENTENCE}</p>").warnings == ()


def test_markdown_that_begins_with_a_tag_is_markdown(tmp_path: Path) -> None:
    text = f"<div align=center>标题</div>\n\n# 政府工作报告\n\n{SENTENCE}\n"
    assert read(tmp_path, "a.md", text).text == text
    assert read(tmp_path, "a.md", f"<!DOCTYPE html><p>{SENTENCE}</p>").text == SENTENCE + "\n"


def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for name, raw, package in (
        ("a.docx", docx(body("")), "lxml"),
        ("a.pdf", pdf([content([])]), "pypdfium2"),
        ("a.html", "<html></html>", "lxml"),
        ("a.xlsx", xlsx([["x"]]), "python_calamine"),
    ):
        with pytest.raises(
            SourceError, match=f"needs {package}; install .*{re.escape(install_command('docs'))}"
        ):
            read(tmp_path, name, raw)
    assert read(tmp_path, "a.txt", SENTENCE).text == SENTENCE


# Word files

LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<w:abstractNum w:abstractNumId="7">{LEVEL.format(0, "chineseCounting", "%1、")}'
    f"{LEVEL.format(1, 'chineseCounting', '（%2）')}{LEVEL.format(2, 'decimal', '%3.')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
)


def numbered(text: str, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def test_automatic_numbers_of_a_word_file(tmp_path: Path) -> None:
    texts = [
        ("工作回顾", 0),
        ("稳增长", 1),
        ("促改革", 1),
        ("2023年新建学校12所。", 2),
        ("主要任务", 0),
        ("扩投资", 1),
    ]
    source = read(
        tmp_path, "a.docx", docx(body("".join(numbered(*each) for each in texts)), numbering=NUMBERING)
    )
    assert source.text.splitlines() == [
        "一、工作回顾",
        "（一）稳增长",
        "（二）促改革",
        "1. 2023年新建学校12所。",
        "二、主要任务",
        "（一）扩投资",
    ]


def style(name: str, level: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr></w:style>'
    )


STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'{style("H1", 0)}{style("H2", 1)}<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    "</w:styles>"
)


def test_headings_by_their_style_alone_are_marked(tmp_path: Path) -> None:
    one, two = '<w:pStyle w:val="H1"/>', '<w:pStyle w:val="H2"/>'
    parts = [("政府工作报告", one), ("工作回顾", two), (SENTENCE, ""), ("主要任务", two), (SENTENCE, "")]
    source = read(tmp_path, "a.docx", docx(body("".join(paragraph(*p) for p in parts)), styles=STYLES))
    assert source.text.splitlines() == ["政府工作报告", "## 工作回顾", SENTENCE, "## 主要任务", SENTENCE]


def test_numbered_headings_stand_as_they_are(tmp_path: Path) -> None:
    two = '<w:pStyle w:val="H2"/>'
    parts = [("一、工作回顾", two), (SENTENCE, ""), ("二、主要任务", two), (SENTENCE, "")]
    source = read(tmp_path, "a.docx", docx(body("".join(paragraph(*p) for p in parts)), styles=STYLES))
    assert source.text.splitlines() == ["一、工作回顾", SENTENCE, "二、主要任务", SENTENCE]


def test_what_is_not_on_the_page_of_a_word_file(tmp_path: Path) -> None:
    runs = (
        "<w:p><w:r><w:t>新建学校</w:t></w:r><w:del><w:r><w:delText>11所</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
        '<w:r><w:t>所</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    )
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含民办学校2所。")}</w:footnote></w:footnotes>'
    )
    contents = paragraph("一、工作回顾 1", '<w:pStyle w:val="T"/>')
    source = read(tmp_path, "a.docx", docx(body(contents + runs), styles=STYLES, footnotes=notes))
    assert source.text == "新建学校12所[3]。\n"
    assert told(source) == [
        ("contents", "一、工作回顾 1"),
        ("footnote", "含民办学校2所。"),
        ("hidden", "99"),
    ]


def test_text_boxes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><w:t>正文。</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><w:txbxContent>'
        f"{paragraph('框内新建学校12所。')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        f"{paragraph('框内新建学校12所。')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(tmp_path, "a.docx", docx(body(box))).text == "正文。\n框内新建学校12所。\n"


def test_spanning_cells_of_a_word_file(tmp_path: Path) -> None:
    rows = [
        cell("指标", '<w:vMerge w:val="restart"/>') + cell("人口（万人）", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("城镇") + cell("乡村"),
        cell("年末常住") + cell("18.2") + cell("19.4"),
    ]
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body(paragraph("2023年政府工作报告") + paragraph(SENTENCE) + table)))
    extraction = reportkit.extract(path)
    assert extraction.source.text.splitlines()[2:] == [
        "| 指标 | 人口（万人） | |",
        "| | 城镇 | 乡村 |",
        "| 年末常住 | 18.2 | 19.4 |",
    ]
    cells = [i for i in extraction.reports[0].indicators if i.table]
    assert [(i.name, int(i.value), i.unit, i.table, i.cell) for i in cells] == [
        ("年末常住人口城镇", 182000, "人", 1, (3, 2)),
        ("年末常住人口乡村", 194000, "人", 1, (3, 3)),
    ]


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr>{cell(SENTENCE)}</w:tr><w:tr>{cell('第二段。')}</w:tr></w:tbl>"
    source = read(tmp_path, "a.docx", docx(body(table)))
    assert (source.text, source.tables) == (f"{SENTENCE}\n第二段。\n", ())


# web pages

PAGE = """<!doctype html><html><head><title>门户</title><style>p { color: red }</style></head><body>
<nav><a href=/>首页</a> <a href=/a>政务公开</a></nav>
<h1>云岭县2023年政府工作报告</h1>
<div class=left><ul><li><a href=/1>某县召开会议，部署2024年工作，要求抓好落实</a></li></ul></div>
<div class=main><p>各位代表：</p><p>一、工作回顾</p>
<p><b>20</b><b>23</b>年，全县新建学校<span>1</span>2所，
增长5.6%<sup>1</sup>。</p>
<p style="display: none">隐藏99件。</p>
<ol><li>新建医院3所。</li><li>改造道路35公里。</li></ol>
<p>第一行<br>第二行</p></div>
<footer>版权所有 备案12345678号</footer><script>var n = 99</script></body></html>"""


def test_the_article_of_a_page(tmp_path: Path) -> None:
    source = read(tmp_path, "a.html", PAGE)
    assert source.text.splitlines() == [
        "云岭县2023年政府工作报告",
        "各位代表：",
        "一、工作回顾",
        "2023年，全县新建学校12所，增长5.6%[1]。",
        "1.新建医院3所。",
        "2.改造道路35公里。",
        "第一行",
        "第二行",
    ]
    assert [kind for kind, _ in told(source)] == ["hidden", "page"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("", "gb18030"), ("big5", "big5hkscs"), ("utf-16", "utf-8")],
)
def test_charsets_of_pages(tmp_path: Path, declared: str, encoding: str) -> None:
    text = (
        "政府工作報告：生產總值62.4億元，社會發展。"
        if "big5" in encoding
        else "政府工作报告：生产总值62.4亿元。"
    )
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    source = read(tmp_path, "a.html", page.encode("gb18030" if encoding == "gb18030" else encoding))
    assert (source.text, source.encoding, source.warnings) == (f"{text}\n", encoding, ())


def test_layout_tables_are_no_tables(tmp_path: Path) -> None:
    text = SENTENCE * 6
    page = (
        f"<table><tr><td>栏目</td><td><p>{text}</p><table><tr><td>指标</td><td>万吨</td></tr>"
        "<tr><td>粮食</td><td>16.7</td></tr></table></td></tr></table>"
    )
    source = read(tmp_path, "a.html", page)
    assert text in source.text.splitlines()
    assert [table.span.of(source.text) for table in source.tables] == ["| 指标 | 万吨 |\n| 粮食 | 16.7 |\n"]


NESTED = """<html><body><h1>云岭县2023年国民经济和社会发展统计公报</h1><p>一、综合</p><p>全县新建学校12所。</p><table>
<tr><th rowspan=2>地区</th><th rowspan=2>指标</th><th colspan=2>2023年</th><th colspan=2>2022年</th></tr>
<tr><th>总量（亿元）</th><th>比上年增长（%）</th><th>总量（亿元）</th><th>比上年增长（%）</th></tr>
<tr><td rowspan=2>城区</td><td>生产总值</td><td>62.4</td><td>6.1</td><td>58.8</td><td>—</td></tr>
<tr><td>财政收入</td><td>1,005.8</td><td>↓2.3</td><td>5.9</td><td>-</td></tr>
<tr><td colspan=6>注：1.财政收入为快报数。</td></tr></table></body></html>"""


def test_nested_headers_and_labels_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(NESTED, encoding="utf-8")
    (report,) = reportkit.extract(path).reports
    cells = [i for i in report.indicators if i.table]
    assert {i.section for i in cells} == {("综合",)}
    assert [(i.name, str(i.value), i.measure, str(i.period), i.basis, i.cell) for i in cells] == [
        ("城区生产总值", "6240000000", "level", "2023", None, (3, 3)),
        ("城区生产总值", "6.1", "growth", "2023", "比上年", (3, 4)),
        ("城区生产总值", "5880000000", "level", "2022", None, (3, 5)),
        ("城区财政收入", "100580000000", "level", "2023", None, (4, 3)),
        ("城区财政收入", "-2.3", "growth", "2023", "比上年", (4, 4)),
        ("城区财政收入", "590000000", "level", "2022", None, (4, 5)),
    ]


def test_a_budget_is_a_target(tmp_path: Path) -> None:
    table = "| 项目 | 预算数（万元） | 执行数（万元） |\n| 税收收入 | 2,100 | 2,110 |\n"
    (report,) = reportkit.extract_text(f"2023年政府工作报告\n\n{SENTENCE}\n\n{table}").reports
    assert [i.status for i in report.indicators if i.table] == ["target", "actual"]


def test_a_page_saved_with_its_parts(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "report"
    message.make_related()
    message.add_related(PAGE.encode("gb18030"), "text", "html", params={"charset": "gb2312"})
    source = read(tmp_path, "a.mht", bytes(message))
    assert (source.media_type, source.encoding) == ("multipart/related", "gb18030")
    assert "2023年，全县新建学校12所，增长5.6%[1]。" in source.text.splitlines()


# PDFs

LEFT, MIDDLE, RIGHT = 50, 225, 400


def column(x: float, text: str, top: float = 700, size: float = 12) -> list[Item]:
    """Lines of twelve characters, the first one indented by two."""
    lines = [text[:10]] + [text[i : i + 12] for i in range(10, len(text), 12)]
    return [(x + (0 if n else 2 * size), top - n * 18, size, line) for n, line in enumerate(lines)]


def rows(*columns: list[Item]) -> list[Item]:
    """The lines of columns in row order, as they may stand in a stream."""
    return sorted((item for each in columns for item in each), key=lambda item: (-item[1], item[0]))


ONE = (
    "第一栏报告工作。2023年全县新建学校12所，改造道路35公里，栽种树木1"
    "4万棵，修建桥梁6座，治理河流3条，这一栏到此为止，没有写完的话就接着转到"
)
TWO = (
    "第二栏继续。全县新建医院3所，建成公园8个，培训职工4000人，举办招聘"
    "会26场，发放贷款7亿元，帮扶企业90家，这些事情都已经办成"
)
THREE = (
    "第三栏收尾。明年要再建学校5所，改造老旧小区18个，新增床位600张，开"
    "通公交线路9条，让群众看得见、摸得着、感受得到变化。"
)


def test_a_character_that_stands_alone_is_there_or_said_to_be_missing(tmp_path: Path) -> None:
    """Without a Chinese font on the machine it has no width, and is passed over."""
    source = read(tmp_path, "a.pdf", pdf([content([(50, 700, 12, "全县新建学校12"), (50, 682, 12, "所")])]))
    if source.text.endswith("所\n"):
        assert source.warnings == ()
    else:
        assert source.text == "全县新建学校12\n"
        assert source.warnings[0].startswith("up to 1 characters that stand alone may be missing")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_columns_in_row_order_come_in_column_order(tmp_path: Path, number: int) -> None:
    columns = [column(x, text) for x, text in zip((LEFT, MIDDLE, RIGHT), (ONE, TWO, THREE), strict=True)]
    title = [(120.0, 760.0, 24.0, "横跨各栏的大标题")]
    source = read(tmp_path, "a.pdf", pdf([content([*title, *rows(*columns[:number])])]))
    assert source.text.splitlines() == ["横跨各栏的大标题", *(ONE, TWO, THREE)[:number]]


def test_a_newspaper_page(tmp_path: Path) -> None:
    """A headline over the first two columns, with the third running beside it, and another below."""
    items = rows(
        [(70.0, 760.0, 22.0, "甲报告的标题横跨两栏")],
        column(LEFT, ONE, 720),
        column(MIDDLE, TWO, 720),
        column(RIGHT, THREE, 760),
        [(70.0, 500.0, 22.0, "乙报告的标题也跨两栏")],
        column(LEFT, ONE.replace("学校", "剧院"), 460),
        column(MIDDLE, TWO.replace("医院", "球场"), 460),
    )
    source = read(tmp_path, "a.pdf", pdf([content(items)]))
    assert source.text.splitlines() == [
        "甲报告的标题横跨两栏",
        ONE,
        TWO,
        "乙报告的标题也跨两栏",
        ONE.replace("学校", "剧院"),
        TWO.replace("医院", "球场"),
        THREE,
    ]


def test_paragraphs_go_on_over_pages_and_furniture_is_left_out(tmp_path: Path) -> None:
    long = ("全县新建学校12所，改造道路35公里，" * 14)[:210]
    lines = [long[i : i + 35] for i in range(0, len(long), 35)]
    pages = []
    for number in (1, 2, 3):
        items: list[Item] = [(240, 810, 9, "云岭县政府工作报告"), (280, 30, 9, f"- {number} -")]
        items += [
            (50.0, 760.0 - 20 * n, 14.0, line) for n, line in enumerate(lines[2 * number - 2 : 2 * number])
        ]
        items += [(50.0, 60.0, 8.0, "[1]含民办学校2所。")] if number == 2 else []
        pages.append(content(items))
    source = read(tmp_path, "a.pdf", pdf(pages))
    assert source.text == long + "\n"
    assert source.pages == (0, 70, 140)
    assert sorted(told(source)) == [
        ("footnote", "[1]含民办学校2所。"),
        ("page-number", "- 1 -; - 2 -; - 3 -"),
        ("running-head", "云岭县政府工作报告"),
    ]


def test_the_mark_of_a_note_is_no_number(tmp_path: Path) -> None:
    items: list[Item] = [(50, 700, 14, "全县生产总值"), (134, 706, 7, "2"), (141, 700, 14, "达到62.4亿元。")]
    assert read(tmp_path, "a.pdf", pdf([content(items)])).text == "全县生产总值[2]达到62.4亿元。\n"


GRID = [
    ("指标", "产量（吨）", "比上年增长（%）"),
    ("粮食", "167,200", "1.8"),
    ("其中：夏粮", "51,300", "-2.6"),
]


@pytest.mark.parametrize("ruled", [False, True])
def test_tables_of_a_pdf(tmp_path: Path, ruled: bool) -> None:
    xs = (60.0, 200.0, 340.0)
    items: list[Item] = [
        (50, 760, 12, "2023年政府工作报告"),
        (50, 740, 12, SENTENCE),
        (150, 715, 12, "表1 农产品产量"),
    ]
    items += [
        (x, 690.0 - 20 * r, 12.0, text) for r, row in enumerate(GRID) for x, text in zip(xs, row, strict=True)
    ]
    lines = [(x - 5, 705.0, x - 5, 645.0) for x in (*xs, 480.0)] if ruled else []
    lines += [(55.0, y, 475.0, y) for y in (705, 685, 665, 645)] if ruled else []
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([content(items, lines)]))
    extraction = reportkit.extract(path)
    (table,) = extraction.source.tables
    assert table.span.of(extraction.source.text).splitlines() == [f"| {' | '.join(row)} |" for row in GRID]
    cells = [i for i in extraction.reports[0].indicators if i.table]
    assert [(i.name, str(i.value), i.unit, i.measure, i.page) for i in cells] == [
        ("粮食产量", "167200", "吨", "level", 1),
        ("粮食产量", "1.8", "%", "growth", 1),
        ("夏粮产量", "51300", "吨", "level", 1),
        ("夏粮产量", "-2.6", "%", "growth", 1),
    ]


def test_a_table_that_goes_on_on_the_next_page(tmp_path: Path) -> None:
    xs = (60.0, 200.0, 340.0)
    first: list[Item] = [(x, 700.0, 12.0, text) for x, text in zip(xs, GRID[0], strict=True)]
    first += [(x, 680.0, 12.0, text) for x, text in zip(xs, GRID[1], strict=True)]
    first += [(x, 660.0, 12.0, text) for x, text in zip(xs, GRID[2], strict=True)]
    second = [
        (x, 760.0 - 20 * n, 12.0, t) for n in range(2) for x, t in zip(xs, ("油料", "80", "3"), strict=True)
    ]
    source = read(tmp_path, "a.pdf", pdf([content(first), content(second)]))
    assert len(source.tables) == 1
    assert source.text[source.pages[1] :] == "| 油料 | 80 | 3 |\n" * 2


# archives, and tables of texts


def sources(folder: Path, name: str, raw: bytes | str, **how: Any) -> list[Source]:
    path = folder / name
    path.write_bytes(raw.encode("utf-8") if isinstance(raw, str) else raw)
    return list(read_sources(str(path), Reading(**how)))


def test_each_file_of_an_archive_is_a_source(tmp_path: Path) -> None:
    inner = {
        "甲/a.txt": SENTENCE.encode("gb18030"),
        "b.docx": docx(body(paragraph(SENTENCE))),
        "__MACOSX/x": b"",
    }
    found = sources(tmp_path, "r.zip", packed(inner))
    assert [(s.path, s.text.strip()) for s in found] == [
        (f"{tmp_path}/r.zip/甲/a.txt", SENTENCE),
        (f"{tmp_path}/r.zip/b.docx", SENTENCE),
    ]
    with pytest.raises(SourceError, match="holds 2 texts, not one"):
        read_source(str(tmp_path / "r.zip"))
    assert len(list(reportkit.extract_all(tmp_path / "r.zip"))) == 2


ROWS = [["县", "报告"], ["云岭县", OPENING + SENTENCE], ["清河县", OPENING + SENTENCE.replace("12", "7")]]


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
@pytest.mark.parametrize("column", [None, "报告", "2"])
def test_each_row_of_a_table_is_a_report(tmp_path: Path, form: str, column: str | None) -> None:
    mark = "\t" if form == "tsv" else ","
    text = "".join(mark.join(f'"{each}"' for each in row) + "\r\n" for row in ROWS)
    raw: bytes | str = xlsx(ROWS) if form == "xlsx" else text.encode("gb18030")
    found = sources(tmp_path, f"r.{form}", raw, column=column)
    assert [s.path.rpartition("#")[2] for s in found] == ["row=2", "row=3"]
    assert [s.text for s in found] == [row[1] for row in ROWS[1:]]


def test_broken_bytes_of_a_table_are_told_once(tmp_path: Path) -> None:
    text = "县,报告\n" + "".join(f'{name},"{OPENING + SENTENCE * 9}"\n' for name in ("云岭县", "清河县"))
    found = sources(tmp_path, "r.csv", text.encode("gb18030") + b"\xff,\n")
    assert [s.encoding for s in found] == ["gb18030", "gb18030"]
    assert [len(s.warnings) for s in found] == [1, 0]
    with pytest.raises(SourceError, match="leave out --strict"):
        sources(tmp_path, "r.csv", text.encode("gb18030") + b"\xff,\n", strict=True)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no column '正文'; --column takes one of 县, 报告"):
        sources(tmp_path, "r.xlsx", xlsx(ROWS), column="正文")
    with pytest.raises(SourceError, match="no column whose cells hold texts"):
        sources(tmp_path, "r.csv", "县,人口\n云岭县,37.6\n")


def test_the_texts_of_an_archive_are_printed_below_their_names(tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    path.write_bytes(packed({"a.txt": "甲\n", "b.txt": "乙"}))
    command = [sys.executable, "-m", "reportkit", "text", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == f"==> {path}/a.txt <==\n甲\n\n==> {path}/b.txt <==\n乙\n\n"


def test_the_archive_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed({"a.txt": SENTENCE}))))
    assert [s.path for s in read_sources("-")] == ["-/a.txt"]


# through LibreOffice


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_formats_that_libreoffice_reads(tmp_path: Path, form: str) -> None:
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(tmp_path), str(FORMS / "report.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert fields(tmp_path / f"report.{form}") == fields(FORMS / "report.txt")


def test_without_libreoffice_a_line_says_how_to_convert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for name, raw in (("a.rtf", b"{\\rtf1 x}"), ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))):
        with pytest.raises(
            SourceError, match="needs LibreOffice to be read; install it, or convert: soffice"
        ):
            read(tmp_path, name, raw)


# what works here


def test_doctor_says_what_works_and_what_is_missing() -> None:
    done = subprocess.run([sys.executable, "-m", "reportkit", "doctor"], capture_output=True, check=True)
    lines = done.stdout.decode("utf-8").splitlines()
    assert any(line.startswith(".pdf ") and line.endswith("works") for line in lines)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert any(line.startswith(".rtf ") and ("works through" in line) == bool(office) for line in lines)


def test_doctor_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    printed = CliRunner().invoke(app, ["doctor"]).output
    assert re.search(rf"^\.docx +needs lxml: {re.escape(install_command('docs'))}$", printed, re.MULTILINE)
    assert re.search(r"^\.txt .*works$", printed, re.MULTILINE)
