"""The first sheet of a workbook is for reading: printed values, sentences with their places, verdicts in colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commands import Run
from comparing import extraction, indicator

from reportkit import extract
from reportkit.model import Doubt
from reportkit.output.document import records
from reportkit.output.xlsx import DIFFERENCE, write_workbook

openpyxl = pytest.importorskip("openpyxl")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
OLD, NEW = (str(SAMPLES / f"county-{year}.txt") for year in (2023, 2024))


def table(page: Any, line: int = 1) -> list[dict[str, Any]]:
    """The rows of a page below the heads in a line."""
    heads = [cell.value for cell in page[line]]
    return [dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=line + 1, values_only=True)]


@pytest.mark.parametrize(
    "text",
    ["=+1 元", "+1;=2", "-2|3", "+1(2)", "-1!A1", "+1 to +", "+1 to =2", "-", "+元"],
)
def test_what_is_no_difference_is_made_harmless(text: str) -> None:
    assert not DIFFERENCE.fullmatch(text)


@pytest.mark.parametrize("text", ["+0.2 个百分点", "-3%", "+10.4 亿元", "-1 to +2 个百分点", "+260 人"])
def test_a_difference_stays_as_it_is(text: str) -> None:
    assert DIFFERENCE.fullmatch(text)


def test_indicators_are_read_first_and_whole_behind(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("extract", NEW, "-o", str(path)).code == 0
    book, found = openpyxl.load_workbook(path), extract(NEW).reports[0].indicators
    assert book.sheetnames == ["reading", "indicators"]
    read = table(book["reading"])
    assert [(row["name"], row["printed"], row["sentence"]) for row in read] == [
        (i.name, i.text, i.sentence) for i in found
    ]
    assert read[0]["place"] == f"{NEW}:{found[0].line}"
    page = book["reading"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref.startswith("A1:K")
    sentence = page.cell(2, 7)
    assert sentence.alignment.wrap_text
    assert page.column_dimensions["G"].width > 50


def test_what_is_doubtful_is_coloured(tmp_path: Path) -> None:
    found = extraction(indicator("甲"), indicator("乙", doubts=(Doubt("short", "the name was cut"),)))
    write_workbook(records(found), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["reading"]
    assert [page.cell(line, 10).value for line in (2, 3)] == [None, "the name was cut"]
    assert page.cell(3, 10).fill.fgColor.rgb == "FFFFEB9C"


def test_verdicts_are_coloured_and_have_their_sentences(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("goals", OLD, NEW, "-o", str(path)).code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["goals", "comparison"]
    page = book["goals"]
    assert page["A1"].value == f"{OLD} → {NEW}"
    assert page.freeze_panes == "A4"
    rows = table(page, 3)
    assert len(rows) == book["comparison"].max_row - 1
    colours = {"met": "FFC6EFCE", "exceeded": "FFC6EFCE", "missed": "FFFFC7CE", "unreported": "FFFFEB9C"}
    verdict = [cell.value for cell in page[3]].index("verdict")
    seen = {row[verdict].value: row[verdict].fill.fgColor.rgb for row in page.iter_rows(min_row=4)}
    assert seen
    assert {verdict: colours[verdict] for verdict in seen if verdict in colours}.items() <= seen.items()
    margins = [row["margin"] for row in rows if row["margin"]]
    assert any(each.startswith("+") for each in margins)
    assert not any(each.startswith("'") for each in margins)
    assert all(OLD in row["source"] for row in rows)


def test_fields_of_a_diff_are_a_column(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("diff", OLD, NEW, "-o", str(path)).code == 0
    book = openpyxl.load_workbook(path)
    rows = table(book["changes"], 3 + (book["changes"]["A3"].value or "").startswith("set apart"))
    assert len(rows) == book["comparison"].max_row - 1
    assert "economy" in {row["group"] for row in rows}
