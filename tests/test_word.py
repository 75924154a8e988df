"""Word documents: headings, tables that break well across pages, and each number with its sentence and its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from commands import Run
from comparing import extraction, indicator

from reportkit import OutputError, extract
from reportkit.installation import install_command
from reportkit.output import word
from reportkit.output.word import Part, render_document
from reportkit.output.worded import extractions_document

docx = pytest.importorskip("docx", reason="the extra docx is not installed")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
OLD, NEW = (str(SAMPLES / f"county-{year}.txt") for year in (2023, 2024))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(path: Path | bytes) -> Any:
    return docx.Document(BytesIO(path) if isinstance(path, bytes) else str(path))


def rows(document: Any) -> Iterator[list[str]]:
    """The rows of all tables; one that goes across has a single cell."""
    for table in document.tables:
        for row in table._tbl.tr_lst:
            yield ["".join(each.text or "" for each in cell.iter(f"{W}t")) for cell in row.tc_lst]


def headings(document: Any) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Head"))]


def test_every_indicator_stands_below_its_heading_and_its_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert run("extract", NEW, "-o", str(path)).code == 0
    document, (report,) = opened(path), extract(NEW).reports
    assert headings(document)[0] == ("Title", "云岭县 2023 政府工作报告")
    told = {text for _, text in headings(document)}
    assert {heading for i in report.indicators for heading in i.section} <= told
    found = list(rows(document))
    sentence, names = "", []
    for row in found:
        if len(row) == 1:
            sentence = row[0]
        elif row[0] != "name":
            names.append((row[0], sentence))
    assert names == [(i.name, f"{i.sentence}  [{NEW}:{i.line}]") for i in report.indicators]


@pytest.mark.parametrize("command", ["extract", "outline", "diff", "goals", "series", "check"])
def test_rows_do_not_break_and_heads_are_repeated(command: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    files = (NEW,) if command in ("extract", "outline") else (OLD, NEW)
    options = {"series": ("--concept", "地区生产总值"), "check": ("--all",)}
    assert run(command, *files, *options.get(command, ()), "-o", str(path)).code == 0
    document = opened(path)
    assert document.tables
    for table in document.tables:
        for n, row in enumerate(table._tbl.tr_lst):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            assert (row.find(f"{W}trPr/{W}tblHeader") is not None) == (n == 0)
        assert len(table._tbl.tr_lst) > 1


def test_a_goal_stands_above_its_sentences_and_on_their_page(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert run("goals", OLD, NEW, "--name", "城镇新增就业", "-o", str(path)).code == 0
    document = opened(path)
    _, goal, first, *others = rows(document)
    assert goal[0] == "城镇新增就业"
    assert "3200" in first[0]
    assert first[0].endswith("]")
    assert OLD in first[0]
    assert any(NEW in row[0] for row in others)
    kept = [row.find(f".//{W}keepNext") is not None for row in document.tables[0]._tbl.tr_lst]
    assert kept[:2] == [True, True]
    assert not kept[-1]
    assert "C6EFCE" in document.tables[0]._tbl.xml  # a goal that was met


def test_a_sentence_is_given_once_in_a_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    run("goals", OLD, NEW, "-o", str(path))
    told = [row[0].rpartition("  [")[0] for row in rows(opened(path)) if len(row) == 1]
    sentences = [each for each in told if each != "the sentence is given above"]
    assert len(set(sentences)) == len(sentences) < len(told)


def test_a_panel_has_a_part_for_each_place(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra store is not installed")
    path = tmp_path / "a.docx"
    done = run("panel", OLD, NEW, "--concept", "GDP", "--measure", "growth", "-o", str(path))
    assert done.code == 0
    document = opened(path)
    assert [text for _, text in headings(document)] == ["Panel", "云岭县"]
    found = list(rows(document))
    assert ["2023", "地区生产总值", "growth"] in [row[:3] for row in found]
    assert [row for row in found if len(row) == 1]
    assert run("panel", OLD, "--format", "docx").code == 2


def test_chinese_fonts_are_set_and_not_those_of_a_theme() -> None:
    document = opened(render_document("标题", [Part("一级", 1, ("正文",))]))
    for name, font in (("Normal", "SimSun"), ("Title", "SimHei"), ("Heading 1", "SimHei")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(f"{W}eastAsia") == font
        assert not [key for key in fonts.attrib if key.endswith("Theme")]


def test_what_xml_cannot_hold_does_not_get_there() -> None:
    found = extraction(indicator("<b>&\x00\x1b\ufffe\ud800\u202e", section=("</w:p>",)))
    text = opened(extractions_document([found])).tables[0]._tbl.tr_lst[2].tc_lst[0].xml
    assert "&lt;b&gt;&amp;␀␛\ufffd\ufffd\ufffd" in text


def test_the_same_parts_give_the_same_bytes() -> None:
    found = extraction(indicator())
    assert extractions_document([found]) == extractions_document([found])


def test_a_document_without_a_report_says_so() -> None:
    document = opened(extractions_document([extract(NEW), extraction()]))
    told = [p.text for p in document.paragraphs]
    assert "no indicators" in told
    assert headings(document)[0][1] == "Indicators of work reports"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_ROWS", 2)
    part = Part(heads=("a",), rows=(("1",), ("2",), ("3",)))
    with pytest.raises(
        OutputError, match=r"^a document of 3 rows is more than 2; choose fewer, or take xlsx"
    ):
        render_document("a", [part])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("outline", NEW, "-o", "a.pdf"), "a.pdf: an outline is a text or a document; use .txt or .docx"),
        (("outline", NEW, "--clues", "-o", "a.docx"), "--clues: a document has no room for them"),
        (("extract", NEW, "-o", "a.docx"), install_command("docx")),
    ],
)
def test_what_cannot_be_written_is_told(
    arguments: tuple[str, ...], told: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if arguments[0] == "extract":
        monkeypatch.setitem(sys.modules, "docx", None)
    done = run(*arguments)
    assert done.code == 2
    assert told in done.err


def test_an_outline_goes_to_a_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert run("outline", NEW, "-o", str(path)).out == ""
    assert path.read_text(encoding="utf-8") == run("outline", NEW).out
