"""Word files as Word shows them: what is hidden, deleted, joined, numbered, raised, and put in by others."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportkit
from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source import docx as word
from reportkit.source import read_source
from tests.docxs import W, body, cell, docx, packed, paragraph, relations, run, runs, table

pytest.importorskip("lxml", reason="the extra docs is not installed")

HEAD = "".join(map(paragraph, ("政府工作报告", "各位代表：", "一、2023年工作回顾")))
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def source(folder: Path, inside: str, **parts: str) -> Source:
    path = folder / "a.docx"
    path.write_bytes(docx(body(inside), **parts))
    return read_source(str(path))


def lines(folder: Path, inside: str, **parts: str) -> list[str]:
    return source(folder, inside, **parts).text.splitlines()


def figures(folder: Path, inside: str, **parts: str) -> list[tuple[str, str, str | None]]:
    path = folder / "a.docx"
    path.write_bytes(docx(body(HEAD + inside), **parts))
    reports = reportkit.extract(path).reports
    return [(i.name, f"{i.value:f}", i.unit) for report in reports for i in report.indicators]


def styles(inside: str) -> str:
    return f"<w:styles {W}>{inside}</w:styles>"


def style(name: str, kind: str = "paragraph", look: str = "", more: str = "", default: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{default}><w:name w:val="{name}"/>{more}'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )


# where the text is


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("word/document.xml", "word/document.xml"),
        ("word/document2.xml", "word/document2.xml"),
        ("word/document22.xml", "/word/document22.xml"),
        ("word/Main.xml", "word/main.xml"),
        ("word/a/b.xml", "./word/x/../a/b.xml"),
    ],
)
def test_the_main_part_is_the_one_that_the_file_names(tmp_path: Path, name: str, target: str) -> None:
    heading = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    folder, _, last = name.rpartition("/")
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("a", "officeDocument", target)),
        name: body(paragraph("目录 1", '<w:pStyle w:val="t"/>') + paragraph("新修渠道12公里。")),
        f"{folder}/_rels/{last}.rels": relations(("s", "styles", "/word/looks.xml")),
        "word/looks.xml": styles(heading),
    }
    assert word.read(packed(dict(parts))).text == "新修渠道12公里。\n"


def test_a_file_of_the_strict_kind(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = body(
        runs(run("新修渠道"), run("9", '<w:vanish w:val="off"/>'), run("7", '<w:vanish w:val="on"/>'))
    )
    path = tmp_path / "a.docx"
    path.write_bytes(docx(text.replace(W, f'xmlns:w="{strict}"')))
    assert read_source(str(path)).text == "新修渠道9\n"


def test_an_office_file_without_a_word_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w>1</w>"}))
    with pytest.raises(SourceError, match="no Word text"):
        read_source(str(path))


# what was changed


def mark(change: str) -> str:
    return f'<w:rPr><w:{change} w:id="1" w:author="a"/></w:rPr>'


@pytest.mark.parametrize("change", ["del", "moveFrom", "vanish"])
def test_a_paragraph_whose_mark_is_gone_goes_on_with_the_next(tmp_path: Path, change: str) -> None:
    text = runs(run("建成大棚17"), properties=mark(change)) + runs(run("8座，", ""), run("投用。"))
    assert lines(tmp_path, text) == ["建成大棚178座，投用。"]


@pytest.mark.parametrize("change", ["ins", "moveTo"])
def test_a_paragraph_whose_mark_is_new_stands_alone(tmp_path: Path, change: str) -> None:
    text = runs(run("建成大棚17"), properties=mark(change)) + runs(run("8座猪舍。"))
    assert lines(tmp_path, text) == ["建成大棚17", "8座猪舍。"]


def test_a_deleted_paragraph_takes_no_number(tmp_path: Path) -> None:
    gone = runs(f"<w:del>{run('旧项')}</w:del>", properties=NUMBERED + mark("del"))
    text = numbered("新项一") + gone + numbered("新项二")
    assert lines(tmp_path, text, numbering=numbering("%1、")) == ["1、新项一", "2、新项二"]


def test_rows_and_cells_that_were_deleted(tmp_path: Path) -> None:
    gone = '<w:trPr><w:del w:id="1"/></w:trPr>' + cell("旧校") + cell("3")
    text = table(
        cell("学校") + cell("所数") + cell("旧栏", '<w:cellDel w:id="2"/>'),
        gone,
        '<w:trPr><w:ins w:id="1"/></w:trPr>' + cell("新校") + cell("5"),
        "<w:trPr><w:hidden/></w:trPr>" + cell("暗校") + cell("7"),
    )
    assert lines(tmp_path, text) == ["| 学校 | 所数 |", "| 新校 | 5 |"]


# what is hidden or struck out

LOOKS = styles(
    style("Base", look="<w:vanish/>")
    + style("Child", more='<w:basedOn w:val="Base"/>')
    + style("Shown", look='<w:vanish w:val="0"/>', more='<w:basedOn w:val="Base"/>')
    + style("Hush", "character", "<w:vanish/>")
    + style("Line", "character", "<w:strike/>")
    + style("Circle", more='<w:basedOn w:val="Circle2"/>')
    + style("Circle2", more='<w:basedOn w:val="Circle"/>')
    + style("Grid", "table", "<w:vanish/>")
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (runs(run("99", "<w:vanish/>"), run("显")), "显"),
        (runs(run("99", '<w:rStyle w:val="Hush"/>'), run("显")), "显"),
        (runs(run("99", '<w:rStyle w:val="Hush"/><w:vanish w:val="false"/>')), "99"),
        (runs(run("99"), properties='<w:pStyle w:val="Base"/>'), ""),
        (runs(run("99"), properties='<w:pStyle w:val="Child"/>'), ""),
        (runs(run("99"), properties='<w:pStyle w:val="Shown"/>'), "99"),
        (runs(run("99"), properties='<w:pStyle w:val="Circle"/>'), "99"),
        (runs(run("99"), properties='<w:pStyle w:val="none"/>'), "99"),
        (runs(run("99", "<w:strike/>"), run("显")), "显"),
        (runs(run("99", "<w:dstrike/>"), run("显", '<w:strike w:val="0"/>')), "显"),
        (runs(run("99", '<w:rStyle w:val="Line"/>'), run("显")), "显"),
        (runs(run("99", "<w:webHidden/>"), run("显", "<w:b/>")), "99显"),
    ],
)
def test_text_that_is_hidden_or_struck_out(tmp_path: Path, text: str, kept: str) -> None:
    found = source(tmp_path, text + paragraph("完。"), styles=LOOKS)
    assert found.text == f"{kept}\n完。\n".lstrip("\n")
    assert [each.kind in ("hidden", "struck-out") for each in found.repairs] == (
        [True] if "99" not in kept else []
    )


def test_text_that_the_style_of_a_table_or_of_all_text_hides(tmp_path: Path) -> None:
    hidden = table(cell("暗") + cell("9")).replace(
        "<w:tr>", '<w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr><w:tr>', 1
    )
    assert lines(tmp_path, hidden + paragraph("明9"), styles=LOOKS)[-1] == "明9"
    assert "暗" not in source(tmp_path, hidden, styles=LOOKS).text
    base = styles("<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>")
    text = runs(run("暗"), run("明", '<w:vanish w:val="0"/>'))
    assert lines(tmp_path, text, styles=base) == ["明"]
    usual = styles(style("N", look="<w:vanish/>", default=' w:default="1"'))
    assert lines(tmp_path, text, styles=usual) == ["明"]


def test_a_field_shows_what_it_last_gave(tmp_path: Path) -> None:
    begin, between, end = (
        f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")
    )

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    nested = begin + code("IF ") + begin + code("PAGE") + between + run("44") + end + code("=1") + between
    text = runs(run("共"), nested, run("12"), end, run("座"))
    assert lines(tmp_path, text) == ["共12座"]
    fraction = runs(run("减少"), begin, code(r"EQ \f(1,3)"), end, run("，共3"), begin, code("EQ \\x(5)"), end)
    assert lines(tmp_path, fraction) == ["减少1/3，共3\ufffd"]


# symbols


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "00A3", "≤"),
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F02D", "−"),
        ("Symbol", "F0B1", "±"),
        ("Symbol", "F0BB", "≈"),
        ("Wingdings", "F081", "①"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F0FF", "\ufffd"),
        ("宋体", "2265", "≥"),
        ("Webdings", "F061", "\ufffd"),
        ("Odd", "F0B3", "\ufffd"),
        ("Symbol", "xx", "\ufffd"),
    ],
)
def test_symbols(tmp_path: Path, font: str, code: str, shown: str) -> None:
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert lines(tmp_path, runs(run("修渠3"), sign, run("5公里"))) == [f"修渠3{shown}5公里"]


def test_letters_in_a_font_of_symbols(tmp_path: Path) -> None:
    symbol = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    text = runs(run("失业率"), run("£", symbol), run("5.5%，£9，"), run("达标7", symbol))
    assert lines(tmp_path, text) == ["失业率≤5.5%，£9，达标7"]


# equations


def over(above: str, below: str) -> str:
    return f"<m:f><m:num>{letters(above)}</m:num><m:den>{letters(below)}</m:den></m:f>"


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def power(base: str, raised: str, name: str = "sSup", part: str = "sup") -> str:
    return f"<m:{name}><m:e>{letters(base)}</m:e><m:{part}>{letters(raised)}</m:{part}></m:{name}>"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (over("2", "3"), "2/3"),
        (over("2a+1", "3"), "(2a+1)/3"),
        (over("", "3"), "\ufffd"),
        (power("×10", "5"), "×10^5"),
        (power("10", "−3"), "10^−3"),
        (power("m", "2"), "m²"),
        (power("m", "3"), "m³"),
        (power("x", "n"), "xn"),
        (power("CO", "2", "sSub", "sub"), "CO2"),
        (power("10", "2", "sSub", "sub"), "10\ufffd2"),
        (letters("12") + letters("5"), "125"),
        (letters("3") + over("1", "2"), "3\ufffd1/2"),
        (over("1", "2") + letters("3"), "1/2\ufffd3"),
        (f"<m:rad><m:deg/><m:e>{letters('2')}</m:e></m:rad>", "√(2)"),
        (f"<m:d><m:e>{letters('5')}</m:e></m:d>", "(5)"),
        (f"<m:nary><m:e>{letters('5')}</m:e></m:nary>", "\ufffd"),
        (f"{letters('7')}<w:del>{letters('8')}</w:del>", "7"),
    ],
)
def test_equations(tmp_path: Path, inside: str, shown: str) -> None:
    text = runs(run("为"), f"<m:oMath {M}>{inside}</m:oMath>", run("。"))
    assert lines(tmp_path, text) == [f"为{shown}。"]


def test_digits_on_both_sides_of_an_equation_stay_apart(tmp_path: Path) -> None:
    half = f"<m:oMath {M}>{over('1', '2')}</m:oMath>"
    assert lines(tmp_path, runs(run("共3"), half, run("9万"))) == ["共3\ufffd1/2\ufffd9万"]
    plain = f"<m:oMath {M}>{letters('.5')}</m:oMath>"
    assert lines(tmp_path, runs(run("共3"), plain, run("万"))) == ["共3.5万"]


def test_an_equation_that_is_an_object_is_told(tmp_path: Path) -> None:
    thing = '<w:r><w:object><o:OLEObject xmlns:o="o" ProgID="Equation.DSMT4"/></w:object></w:r>'
    found = source(tmp_path, runs(run("减少1"), thing, run("5亩")))
    assert found.text == "减少1\ufffd5亩\n"
    assert "a part of the document is not read" in found.warnings[0]


# raised marks

UP = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (("税收8.1", "^1", "亿元"), "税收8.1亿元"),
        (("税收8.1", "^①", "亿元"), "税收8.1亿元"),
        (("税收8.1", "^[", "^3", "^]", "亿元"), "税收8.1亿元"),
        (("税收8.1", "^〔12〕", "亿元"), "税收8.1亿元"),
        (("税收8.1", "^*", "亿元"), "税收8.1亿元"),
        (("税收", "^2", "8.1亿元"), "税收[2]8.1亿元"),
        (("税收", "^[2]", "8.1亿元"), "税收[2]8.1亿元"),
        (("税收", "^①", "8.1亿元"), "税收8.1亿元"),
        (("增长5%", "^1", "。"), "增长5%[1]。"),
        (("绿地5000米", "^2", "。"), "绿地5000米²。"),
        (("绿地5000平方米", "^2", "。"), "绿地5000平方米[2]。"),
        (("收购玉米", "^2", "。"), "收购玉米[2]。"),
        (("绿地30 km", "^2", "。"), "绿地30 km²。"),
        (("水库3千米", "^3", "。"), "水库3千米³。"),
        (("产量3.2×10", "^8", "吨"), "产量3.2×10^8吨"),
        (("产量10", "^8", "吨"), "产量10\ufffd吨"),  # ten with a mark, or a power: nobody can tell
        (("减少", "^1", "/3，"), "减少1/3，"),
        (("第1", "^st", "。"), "第1st。"),
    ],
)
def test_raised_marks_of_notes_and_exponents(tmp_path: Path, pieces: tuple[str, ...], shown: str) -> None:
    made = (run(p[1:], UP) if p.startswith("^") else run(p) for p in pieces)
    assert lines(tmp_path, runs(*made)) == [shown]


def test_a_style_raises_too_and_marks_left_out_are_told(tmp_path: Path) -> None:
    note = styles(style("Note", "character", UP))
    found = source(
        tmp_path, runs(run("税收8.1"), run("3", '<w:rStyle w:val="Note"/>'), run("亿元")), styles=note
    )
    assert found.text == "税收8.1亿元\n"
    assert [(each.kind, each.reason) for each in found.repairs] == [("note-mark", "3")]


# automatic numbers

NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(*texts: str, style: str = "decimal", more: str = "", numbers: str = "") -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, text in enumerate(texts)
    )
    usual = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers or usual}</w:numbering>'


@pytest.mark.parametrize(
    "text", ["%1", "%1.", "%1．", "%1、", "%1)", "（%1）", "%1-", "-%1-", "第%1", "%1 ", "%1，"]
)
@pytest.mark.parametrize(
    "style", ["decimal", "chineseCounting", "decimalFullWidth", "upperLetter", "decimalEnclosedCircle"]
)
def test_the_number_of_an_item_is_in_no_number_and_in_no_name(tmp_path: Path, text: str, style: str) -> None:
    items = (
        "6万株苗木栽下。",
        "2.5亿元贷款发放。",
        "14座桥梁建成。",
        "-3.5%是工业增速。",
        "五千名学员结业，其中9人评优。",
    )
    found = figures(
        tmp_path, "".join(map(numbered, items)) + paragraph("完。"), numbering=numbering(text, style=style)
    )
    assert [each[1:] for each in found] == [
        ("60000", "株"),
        ("250000000", "元"),
        ("14", "座"),
        ("-3.5", "%"),
        ("5000", "名"),
        ("9", "人"),
    ]
    assert not any(char in name for name, _, _ in found for char in "0123456789.．、（")


def test_numbers_of_several_levels(tmp_path: Path) -> None:
    text = numbered("甲") + numbered("3万亩", 1) + numbered("乙", 1) + numbered("丙") + numbered("4万亩", 1)
    found = lines(tmp_path, text, numbering=numbering("%1.", "%1.%2"))
    assert found == ["1.甲", "1.1、3万亩", "1.2乙", "2.丙", "2.1、4万亩"]
    assert figures(
        tmp_path, numbered("桥梁") + numbered("3.5亿元贷款发放。", 1), numbering=numbering("%1.", "%1.%2")
    ) == [("贷款发放", "350000000", "元")]


def test_numbers_that_start_anew_or_are_not_shown(tmp_path: Path) -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    two = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{start}</w:num>'
    )
    text = numbered("甲") + numbered("乙", number=2) + numbered("丙", number=2) + numbered("丁", number=0)
    assert lines(tmp_path, text, numbering=numbering("%1、", numbers=two)) == [
        "1、甲",
        "5、乙",
        "6、丙",
        "丁",
    ]
    hidden = numbering("%1、", more="<w:rPr><w:vanish/></w:rPr>")
    assert lines(tmp_path, numbered("5万亩"), numbering=hidden) == ["5万亩"]


@pytest.mark.parametrize(
    ("style", "number", "shown"),
    [
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCounting", 110, "一百一十"),
        ("lowerLetter", 28, "bb"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalZero", 7, "07"),
    ],
)
def test_how_numbers_are_spelt(tmp_path: Path, style: str, number: int, shown: str) -> None:
    made = numbering("%1", style=style).replace('<w:start w:val="1"/>', f'<w:start w:val="{number}"/>')
    assert lines(tmp_path, numbered("项"), numbering=made) == [f"{shown}项"]


def test_a_style_is_numbered_by_the_level_that_names_it(tmp_path: Path) -> None:
    two = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    looks = styles(
        f'<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="two"/>{two}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Two"/></w:style>'
    )
    made = numbering("%1、", "（%2）").replace('w:ilvl="1">', 'w:ilvl="1"><w:pStyle w:val="Two"/>')
    text = paragraph("甲", '<w:pStyle w:val="Two"/>') + paragraph("乙", '<w:pStyle w:val="Sub"/>')
    assert lines(tmp_path, text, styles=looks, numbering=made)[0] == "（1）甲"


def test_numbers_of_items_in_cells(tmp_path: Path) -> None:
    def item(text: str) -> str:
        return f"<w:tc>{numbered(text)}</w:tc>"

    rows = [cell("指标") + cell("总量（万吨）"), item("小麦产量") + item("3.5"), item("玉米产量") + item("4")]
    found = figures(tmp_path, table(*rows), numbering=numbering("%1."))
    assert found == [("小麦产量", "35000", "吨"), ("玉米产量", "40000", "吨")]


# cells


def test_values_below_one_another_are_rows(tmp_path: Path) -> None:
    def tall(*texts: str) -> str:
        return f"<w:tc>{''.join(map(paragraph, texts))}</w:tc>"

    rows = [cell("指标") + cell("产量（万吨）"), tall("小麦", "玉米") + tall("3.5", "178")]
    assert lines(tmp_path, table(*rows))[1:] == ["| 小麦 | 3.5 |", "| 玉米 | 178 |"]
    rows = [cell("指标") + cell("产量（万吨）"), tall("小麦") + tall("178", "900")]
    assert lines(tmp_path, table(*rows))[1:] == ["| 小麦 | 178；900 |"]
    rows = [cell("指标") + cell("产量（万吨）"), tall("小麦", "产量") + tall("178")]
    assert lines(tmp_path, table(*rows))[1:] == ["| 小麦产量 | 178 |"]
    rows = [cell("指标") + cell("备注"), tall("小麦", "产量") + tall("见说明", "第二页")]
    assert lines(tmp_path, table(*rows))[1:] == ["| 小麦产量 | 见说明第二页 |"]


def test_several_values_in_a_cell_are_not_one_number(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    both = f"<w:tc>{paragraph('178')}{paragraph('900')}</w:tc>"
    rows = [cell("指标") + cell("产量（万吨）"), cell("小麦") + both, cell("玉米") + cell("4")]
    path.write_bytes(docx(body(HEAD + table(*rows))))
    found = reportkit.extract(path)
    assert [int(i.value) for r in found.reports for i in r.indicators] == [40000]
    assert any("178；900" in warning for warning in found.warnings)


def test_a_table_in_a_cell_stands_behind_its_table(tmp_path: Path) -> None:
    inner = table(cell("夏粮") + cell("1.5"), cell("秋粮") + cell("2.5"))
    rows = [cell("指标") + cell("产量"), cell("粮食") + f"<w:tc>{paragraph('4')}{inner}<w:p/></w:tc>"]
    assert lines(tmp_path, table(*rows)) == [
        "| 指标 | 产量 |",
        "| 粮食 | 4 |",
        "| 夏粮 | 1.5 |",
        "| 秋粮 | 2.5 |",
    ]
    frame = table(f"<w:tc>{paragraph('左')}</w:tc><w:tc>{inner}</w:tc>")
    assert lines(tmp_path, frame) == ["左", "| 夏粮 | 1.5 |", "| 秋粮 | 2.5 |"]


def test_a_text_box_in_a_cell_is_read_once(tmp_path: Path) -> None:
    def form(name: str) -> str:
        return f"<mc:{name}><w:txbxContent>{paragraph('8')}</w:txbxContent></mc:{name}>"

    both = f'<w:r><mc:AlternateContent xmlns:mc="m">{form("Choice")}{form("Fallback")}</mc:AlternateContent></w:r>'
    rows = [cell("指标") + cell("产量"), cell("粮食") + f"<w:tc>{runs(both)}</w:tc>"]
    assert lines(tmp_path, table(*rows)) == ["| 指标 | 产量 |", "| 粮食 | 8 |"]
    fallback = (
        f'<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice/>{form("Fallback")}</mc:AlternateContent></w:r>'
    )
    assert lines(tmp_path, runs(run("正文"), fallback)) == ["正文", "8"]


def test_columns_that_a_row_leaves_free(tmp_path: Path) -> None:
    free = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    rows = [cell("甲") + cell("乙") + cell("丙"), free + cell("2") + cell("3")]
    assert lines(tmp_path, table(*rows))[1] == "|  | 2 | 3 |"
    wide = cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("3")
    assert lines(tmp_path, table(rows[0], wide))[1] == "| 甲 | | 3 |"


def test_small_things_of_a_paragraph(tmp_path: Path) -> None:
    text = runs(
        run("甲"),
        "<w:r><w:softHyphen/><w:noBreakHyphen/><w:tab/></w:r>",
        '<w:smartTag><w:hyperlink><w:r><w:t>乙</w:t><w:br w:type="column"/></w:r></w:hyperlink></w:smartTag>',
        "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>丙</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/><w:cr/><w:t>丁</w:t></w:r>',
    )
    assert lines(tmp_path, text) == ["甲-\t乙丙", "丁"]


def test_a_large_initial_begins_its_paragraph(tmp_path: Path) -> None:
    text = paragraph("全", '<w:framePr w:dropCap="drop"/>') + paragraph("县新修渠道5公里。")
    assert lines(tmp_path, text) == ["全县新修渠道5公里。"]


# parts of others


def with_chunk(folder: Path, name: str, chunk: bytes | str) -> Source:
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    path = folder / "a.docx"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": body(paragraph("前。") + f'<w:altChunk {r} r:id="x"/>' + paragraph("后。")),
        "word/_rels/document.xml.rels": relations(("x", "aFChunk", name)),
        f"word/{name}": chunk,
    }
    path.write_bytes(packed(parts))
    return read_source(str(path))


@pytest.mark.parametrize(
    ("name", "chunk"),
    [
        ("c.htm", "<p>中<s>旧</s>5座。</p>".encode("gb18030")),
        ("c.html", "<html><body><p>中5座。</p></body></html>"),
        ("c.txt", "中5座。"),
        ("c.docx", docx(body(paragraph("中5座。")))),
    ],
)
def test_a_part_that_another_program_put_in(tmp_path: Path, name: str, chunk: bytes | str) -> None:
    found = with_chunk(tmp_path, name, chunk)
    assert found.text == "前。\n中5座。\n后。\n"
    assert [warning for warning in found.warnings if f"a part of the document, {name}," in warning]


@pytest.mark.parametrize(
    ("name", "chunk"), [("c.rtf", "{\\rtf1 5}"), ("c.bin", b"\0\1\2"), ("c.docx", b"PK\3\4xx")]
)
def test_a_part_that_cannot_be_read_is_told(tmp_path: Path, name: str, chunk: bytes | str) -> None:
    found = with_chunk(tmp_path, name, chunk)
    assert found.text == "前。\n后。\n"
    assert "a part of the document is not read: " + name in found.warnings[0]


def test_a_part_that_holds_itself_ends(tmp_path: Path) -> None:
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    inner = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": body(paragraph("中。") + f'<w:altChunk {r} r:id="x"/>'),
        "word/_rels/document.xml.rels": relations(("x", "aFChunk", "d.docx")),
        "word/d.docx": docx(body(paragraph("底。"))),
    }
    found = with_chunk(tmp_path, "c.docx", packed(dict(inner)))
    assert found.text == "前。\n中。\n后。\n"
    assert any("is not read: d.docx" in warning for warning in found.warnings)
