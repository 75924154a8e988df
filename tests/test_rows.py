"""Tables of texts: what parts their cells, rows that are torn apart, and what a workbook hides."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source.read import Reading, read_sources
from reportkit.source.rows import read_csv
from tests.growth import seconds

ONE = "2023年全县新建学校12所，改造道路46.7公里，增长3.5%。"
TWO = "2023年全县新增就业3460人，完成投资1,234.5万元。"


def sources(folder: Path, name: str, raw: bytes | str, **how: Any) -> list[Source]:
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return list(read_sources(str(path), Reading(**how)))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_parts_the_cells_is_found_or_named(mark: str, named: bool, end: str) -> None:
    first = f"sep={mark}{end}" if named else ""
    found = read_csv(f'{first}县{mark}全文{end}云岭县{mark}"{ONE}"{end}青原市{mark}"{TWO}"{end}', None)
    below = 3 if named else 2
    assert found.rows == [(f"row={below}", ONE), (f"row={below + 1}", TWO)]
    assert found.warnings == []


def test_a_mark_that_is_seldom_is_named_in_the_first_line() -> None:
    assert read_csv(f"sep=|\n县|全文\n云岭县|{TWO}\n", None).rows == [("row=3", TWO)]


def test_a_header_in_quotes_may_hold_marks() -> None:
    text = f'"县;市,旗",全文\n云岭县,"{TWO}"\n'
    assert read_csv(text, None).rows == [("row=2", TWO)]


def test_a_text_without_quotes_is_joined_again_and_told() -> None:
    found = read_csv(f"县,全文\n云岭县,{TWO}\n青原市,{ONE}\n", None)
    assert found.rows == [("row=2", TWO), ("row=3", ONE)]
    assert found.warnings == [
        "row 2 has more cells than the header: no quotes stand around a text with ',' in it; "
        "the cells that are too many were joined to the text"
    ]


def test_a_text_between_other_columns_is_joined_with_as_many_cells_as_are_too_many() -> None:
    found = read_csv(f'县,全文,备注\n云岭县,{TWO},无\n青原市,"{ONE}",1\n临江区,"{ONE}",2\n', None)
    assert found.rows == [("row=2", TWO), ("row=3", ONE), ("row=4", ONE)]
    assert len(found.warnings) == 1


def test_a_column_of_texts_alone_may_hold_marks() -> None:
    assert read_csv(f"全文\n{TWO}\n{ONE}\n", None).rows == [("row=2", TWO), ("row=3", ONE)]


def test_empty_cells_at_the_end_are_no_fault() -> None:
    found = read_csv(f'县,全文\n云岭县,"{TWO}",,\n青原市,"{ONE}"\n', None)
    assert found.rows == [("row=2", TWO), ("row=3", ONE)]
    assert found.warnings == []


def test_rows_without_a_header_and_shorter_ones_are_read() -> None:
    found = read_csv(f'云岭县,"{TWO}",1\n青原市,"{ONE}",2\n临江区,"{ONE}"\n', None)
    assert found.rows == [("row=1", TWO), ("row=2", ONE), ("row=3", ONE)]
    assert found.warnings == []


def test_empty_lines_above_the_header(tmp_path: Path) -> None:
    assert read_csv(f'\n,\n县,全文\n云岭县,"{TWO}"\n', None).rows == [("row=4", TWO)]


@pytest.mark.parametrize("column", ["²", "٣", "0", "3", "备注"])
def test_a_column_that_is_none(column: str) -> None:
    with pytest.raises(SourceError, match="has no column"):
        read_csv(f"县,全文\n云岭县,{ONE}\n", column)


def test_finding_the_column_takes_time_in_proportion() -> None:
    def taken(size: int) -> float:
        # a row of many cells before many rows of one
        text = "," * size + "\n" + f'"{ONE}"\n' * size
        return min(seconds(lambda: read_csv(text, None)) for _ in range(3))

    assert taken(16_000) < 8 * taken(4_000) + 0.05


def workbook(**hide: Any) -> bytes:
    """A workbook of two sheets, with some of it hidden."""
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="the extra xlsx is not installed")
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        sheet, other = book.add_worksheet("报告"), book.add_worksheet("旧稿")
        for at, row in enumerate([("县", "全文"), ("云岭县", ONE), ("青原市", TWO)]):
            sheet.write_row(at, 0, row)
            other.write_row(at, 0, row)
        if hide.get("sheet"):
            getattr(other, hide["sheet"])()
        if hide.get("row"):
            sheet.set_row(2, None, None, {"hidden": True})
        if hide.get("low"):
            sheet.set_row(2, 0)
        if hide.get("column"):
            sheet.set_column(1, 1, None, None, {"hidden": True})
        if hide.get("filter"):
            sheet.autofilter("A1:B3")
            sheet.filter_column("A", "县 == 云岭县")
            sheet.set_row(2, options={"hidden": True})
    return raw.getvalue()


@pytest.mark.parametrize("how", ["hide", "very_hidden"])
def test_a_hidden_sheet_is_left_out_and_told(tmp_path: Path, how: str) -> None:
    pytest.importorskip("python_calamine", reason="the extra docs is not installed")
    found = sources(tmp_path, "a.xlsx", workbook(sheet=how))
    assert [source.text for source in found] == [ONE, TWO]
    assert found[0].warnings == ("hidden in the workbook, and left out: sheet 旧稿",)
    assert found[1].warnings == ()


@pytest.mark.parametrize("how", ["row", "low", "filter"])
def test_a_hidden_row_is_left_out_and_told(tmp_path: Path, how: str) -> None:
    pytest.importorskip("python_calamine", reason="the extra docs is not installed")
    found = sources(tmp_path, "a.xlsx", workbook(sheet="hide", **{how: True}))
    assert [source.text for source in found] == [ONE]
    assert found[0].warnings == ("hidden in the workbook, and left out: sheet 旧稿; row 3 of sheet 报告",)


def test_hidden_texts_alone_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="the extra docs is not installed")
    with pytest.raises(
        SourceError, match="shows no text, and hides sheet 旧稿; column 2 of sheet 报告; show what"
    ):
        sources(tmp_path, "a.xlsx", workbook(sheet="hide", column=True))


def test_a_workbook_that_hides_nothing_is_read_whole(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="the extra docs is not installed")
    found = sources(tmp_path, "a.xlsx", workbook())
    assert [source.text for source in found] == [ONE, TWO, ONE, TWO]
    assert all(source.warnings == () for source in found)


def test_cells_of_every_kind(tmp_path: Path) -> None:
    """Rich text, line breaks, the kept value of a formula, numbers kept as text, merged cells, rows above the header."""
    pytest.importorskip("python_calamine", reason="the extra docs is not installed")
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="the extra xlsx is not installed")
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"strings_to_numbers": False}) as book:
        sheet, bold = book.add_worksheet("报告"), book.add_format({"bold": True})
        sheet.write_row(2, 1, ("年", "全文"))
        sheet.write(3, 1, 2023)
        sheet.write_rich_string(3, 2, "2023年全县新建学校", bold, "12所", "，改造道路46.7公里，增长3.5%。")
        sheet.write(4, 1, "2022")
        sheet.write_formula(4, 2, '="x"', None, TWO)
        sheet.merge_range(5, 2, 6, 2, ONE + "\r\n" + TWO)
    found = sources(tmp_path, "a.xlsx", raw.getvalue())
    assert [source.path.partition("#")[2] for source in found] == ["row=4", "row=5", "row=6"]
    assert [source.text.replace("\r", "") for source in found] == [ONE, TWO, ONE + "\n" + TWO]
