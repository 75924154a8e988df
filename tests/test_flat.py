"""The flat forms of the output: CSV, workbooks and SDMX-CSV; what they hold, and that no cell of them is a formula."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import Run
from comparing import extraction, indicator
from hypothesis import given
from hypothesis import strategies as st
from printed import render

from reportkit.errors import OutputError
from reportkit.installation import install_command
from reportkit.model import Extraction, Indicator, Period, Status
from reportkit.output import xlsx
from reportkit.output.document import records
from reportkit.output.flat import COLUMNS, cells_of
from reportkit.output.json import jsonl_pieces
from reportkit.output.sdmx import time_period
from reportkit.output.tabular import csv_lines, harmless
from reportkit.output.visible import visible
from reportkit.output.xlsx import UNITS_OF_A_CELL, write_workbook
from reportkit.pipeline import extract
from reportkit.rules.load import load_rules
from reportkit.source import read_source

ROOT = Path(__file__).resolve().parent.parent
COUNTY = str(ROOT / "samples" / "county-2024.txt")
SIGNS = "=+-@＝＋－＠"
DANGEROUS = (
    *("=1+1", "+1", "-1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "\t一", "\r一", "\n一"),
    *("＝1+1", "＋1", "－1", "＠SUM(1)", " =1+1", "\u3000=1+1", "\u00a0+1", "\ufeff=1+1", "\u200b=1+1", "= "),
    *('=1+1,"x', "=HYPERLINK(A1)", "-5.2%", "\x1f=1+1"),
)
MORE = ("一;=1+1;二", '一",=1+1', "一,=1+1", "_x0041_", "\ud800", "一\n=1+1")


@pytest.fixture(scope="module")
def samples() -> list[Extraction]:
    rules = load_rules()
    return [extract(read_source(str(path)), rules) for path in sorted((ROOT / "samples").glob("*.txt"))]


def named(*names: str) -> Extraction:
    """An extraction whose texts are these: names, sections, sentences and the texts of its report."""
    found = tuple(
        replace(indicator(), name=name, unit=name, section=(name, "一"), text=name, sentence=name)
        for name in names
    )
    return extraction(*found, title=names[0], organ=names[0], place=names[0])


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def read_book(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))


def in_text(found: list[Extraction], name: str) -> str:
    """Extractions in a format of text."""
    text = render(found, name)
    assert isinstance(text, str)
    return text


def in_bytes(found: list[Extraction], told: list[str] | None = None) -> bytes:
    """Extractions as a workbook; what is said of it is added to `told`."""
    raw = render(found, "xlsx", warn=(told if told is not None else []).append)
    assert isinstance(raw, bytes)
    return raw


def lines_of(found: list[Extraction]) -> list[dict[str, Any]]:
    return [json.loads(line, parse_float=Decimal) for line in jsonl_pieces(found)]


# formulas


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_may_be_a_formula_begins_with_a_quote(text: str) -> None:
    assert harmless(text) == f"'{visible(text)}"


@pytest.mark.parametrize(
    "text", ["", "=", "-", "＝", " =", "一=1+1", "5.2%", "'=1+1", "2023-06", " 一", "−1"]
)
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("number", [Decimal("-5.20"), -1, Decimal("1E+3"), 0])
def test_numbers_are_never_quoted(number: Decimal | int) -> None:
    assert Decimal(harmless(number)) == number


@given(st.lists(st.text(st.sampled_from([*SIGNS, *" \t\r\n\ufeff\u200b\u3000\x1c\x85\u2028,;\"'1A一"]))))
def test_no_text_begins_a_formula(texts: list[str]) -> None:
    line = csv_lines([["一", *texts]])
    (row,) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert row == ["一", *map(harmless, texts)]
    assert not [cell for cell in row if len(cell.strip()) > 1 and cell.strip()[0] in SIGNS]
    assert line.endswith("\r\n")
    assert not set(line[:-2]) & set("\t\r\n")


def test_cells_that_a_semicolon_would_part_are_quoted() -> None:
    assert csv_lines([("一;=1+1;二",)]) == '"一;=1+1;二"\r\n'


def test_no_cell_of_a_flat_form_begins_a_formula() -> None:
    found = [named(*DANGEROUS, *MORE, "\ufffe")]
    for text in (render(found, "csv"), render(found, "sdmx-csv")):
        assert isinstance(text, str)
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [c for c in cells if len(c.strip()) > 1 and c.strip()[0] in SIGNS]
    for row in (row for page in read_book(in_bytes(found)) for row in page.iter_rows()):
        for cell in row:
            assert cell.data_type != "f"
            assert not isinstance(cell.value, str) or not re.match(r"\s*[=+\-@＝＋－＠].", cell.value)


# workbooks: what they cannot hold


@pytest.mark.parametrize(
    ("number", "held"),
    [
        ("0.123456789012345", True),
        ("-126060000000000", True),
        ("1.036E+19", True),
        ("1234567890123456", False),
        ("-0.6666666666666666667", False),
        ("100000000000000001", False),
        ("1E+400", False),
        ("1E-400", False),
    ],
)
def test_a_number_is_a_number_or_its_digits(number: str, held: bool) -> None:
    value = Decimal(number)
    page = read_book(in_bytes([extraction(indicator(value=value))]))["indicators"]
    cell = page.cell(2, COLUMNS.index("value") + 1)
    assert cell.data_type == ("n" if held else "s")
    assert Decimal(str(cell.value)) == value


def test_text_that_no_cell_holds_is_cut_and_told(tmp_path: Path) -> None:
    just, over, wide = "一" * UNITS_OF_A_CELL, "一" * (UNITS_OF_A_CELL + 1), "😀" * (UNITS_OF_A_CELL // 2 + 1)
    found = [extraction(*(replace(indicator(), sentence=text) for text in (just, over, wide)))]
    told: list[str] = []
    raw = render(found, "xlsx", warn=told.append)
    assert isinstance(raw, bytes)
    column = COLUMNS.index("sentence") + 1
    cells = [row[0] for row in read_book(raw)["indicators"].iter_rows(2, 4, column, column, values_only=True)]
    assert cells == [just, "一" * (UNITS_OF_A_CELL - 1) + "…", "😀" * (UNITS_OF_A_CELL // 2) + "…"]
    assert len(told) == 1
    assert told[0].startswith("2 cells hold more than the 32,767 characters")
    assert write_workbook(records(found[0]), tmp_path / "a.xlsx") == 2


def test_markup_in_a_text_is_text() -> None:
    raw = in_bytes([named("<r><t>一</t></r>", "<r></c></row></r>", "_x0041_", "&amp;")])
    column = COLUMNS.index("name") + 1
    cells = [row[0] for row in read_book(raw)["indicators"].iter_rows(2, 5, column, column, values_only=True)]
    assert cells[:2] == ["'<r><t>一</t></r>", "'<r></c></row></r>"]
    assert cells[3] == "&amp;"


@pytest.mark.parametrize(("rows", "pages"), [(0, [1]), (3, [4]), (4, [4, 2]), (7, [4, 4, 2])])
def test_more_than_a_sheet_holds_goes_on_in_the_next(
    rows: int, pages: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(xlsx, "ROWS_OF_A_SHEET", 4)
    write_workbook(records(extraction(*map(indicator, map(str, range(rows))))), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[:2] == ["reading", "indicators"]
    whole = [page for page in book if page.title.startswith("indicators")]
    assert [page.title for page in whole] == ["indicators", "indicators 2", "indicators 3"][: len(pages)]
    assert [page.max_row for page in book if page not in whole] == pages
    assert [page.max_row for page in whole] == pages
    heads = [[cell.value for cell in page[1]] for page in whole]
    assert heads == [list(COLUMNS)] * len(pages)
    names = [row[7] for page in whole for row in page.iter_rows(min_row=2, values_only=True)]
    assert names == [str(n) for n in range(rows)]
    assert {page.freeze_panes for page in book} == {"A2"}
    assert [page.auto_filter.ref for page in whole] == [f"A1:AB{last}" for last in pages]


def test_without_its_package_a_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OutputError, match=re.escape(install_command("xlsx"))):
        write_workbook([], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    def failing() -> Iterator[dict[str, Any]]:
        yield from records(extraction(indicator()))
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"a\.xlsx: cannot be written \(No space left on device\)"):
        write_workbook(failing(), path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OutputError, match="cannot be written"):
        write_workbook([], tmp_path / "none" / "a.xlsx")


def test_a_workbook_that_cannot_be_closed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_workbook([], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions")
def test_the_permissions_of_an_old_workbook_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.touch(0o600)
    write_workbook(records(extraction(indicator())), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert openpyxl.load_workbook(path).active.max_row == 2


def test_the_same_records_give_the_same_bytes(samples: list[Extraction], tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write_workbook((record for each in samples for record in records(each)), one)
    write_workbook(lines_of(samples), two)
    assert one.read_bytes() == two.read_bytes() == in_bytes(samples)
    with zipfile.ZipFile(one) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 31)}
        dates = re.findall(r"\d{4}-\d\d-\d\dT[^<]*", parts.read("docProps/core.xml").decode())
    assert set(dates) == {"2000-01-01T00:00:00Z"}


# what the forms hold


def test_rows_of_csv_say_what_jsonl_says(samples: list[Extraction]) -> None:
    text = in_text(samples, "csv")
    rows, lines = rows_of(text), lines_of(samples)
    assert text.startswith("\ufeffsource,place,kind,organ,title,year,code,name,concept,value,unit,")
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1 == len(lines) + 1
    for row, line in zip(rows, lines, strict=True):
        assert line.keys() <= row.keys()
        for key, cell in row.items():
            value = line.get(key)
            if key in ("spans", "name_spans") or (key == "cell" and value):
                assert json.loads(cell) == value
                assert " " not in cell
            elif key == "section":
                assert cell == harmless(" › ".join(value))
            elif key == "doubts":
                assert cell == " ".join(doubt["code"] for doubt in value)
            elif isinstance(value, Decimal | int):
                assert Decimal(cell) == value
            else:
                assert cell == harmless(value)


def test_rows_of_a_workbook_say_what_jsonl_says(samples: list[Extraction]) -> None:
    told: list[str] = []
    raw = in_bytes(samples, told)
    assert told == []
    page = read_book(raw)["indicators"]
    lines = lines_of(samples)
    assert page.max_row == len(lines) + 1
    for row, line in zip(page.iter_rows(min_row=2), lines, strict=True):
        for cell, expected in zip(row, cells_of(line), strict=True):
            if isinstance(expected, Decimal | int):
                assert (cell.data_type, Decimal(str(cell.value))) == ("n", expected)
            else:
                assert (cell.value or "") == harmless(expected)
                assert not expected or cell.data_type in ("s", "inlineStr")


def test_rows_of_sdmx_say_what_jsonl_says(samples: list[Extraction]) -> None:
    text = in_text(samples, "sdmx-csv")
    assert text.startswith("STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,MEASURE,TIME_PERIOD,")
    rows, lines = rows_of(text), lines_of(samples)
    periods = re.compile(r"\d{4}(-S[12]|-Q[1-4]|-\d\d|-\d\d-01/P[1-9]\d*[YM])?")
    for row, line in zip(rows, lines, strict=True):
        assert row["STRUCTURE"] == "datastructure"
        assert re.fullmatch(r"[A-Z]+:[A-Z]+\(\d\.\d\.\d\)", row["STRUCTURE_ID"])
        assert (row["ACTION"], row["UNIT_MULT"]) == ("I", "0")
        assert row["INDICATOR"] == (line["concept"] or line["name"])
        assert Decimal(row["OBS_VALUE"]) == line["value"]
        assert row["OBS_STATUS"] == {"actual": "A", "estimate": "E", "target": "F"}[line["status"]]
        assert periods.fullmatch(row["TIME_PERIOD"]) or line["period"] is None
        assert int(row["OFFSET"]) == line["spans"][0][0]
        for head, key in (("REF_AREA", "place"), ("REPORT_KIND", "kind"), ("UNIT_MEASURE", "unit")):
            assert row[head] == (line[key] or "")
        for head in ("MEASURE", "SOURCE", "BOUND", "BASIS", "NAME", "SENTENCE"):
            assert row[head] == harmless(line[head.lower()])
        for head in ("LOWER", "UPPER", "LINE"):
            assert (Decimal(row[head]) if row[head] else None) == line[head.lower()]
    dimensions = list(rows[0])[3 : list(rows[0]).index("OBS_VALUE")]
    assert len({tuple(row[name] for name in dimensions) for row in rows}) == len(rows) > 500
    assert len({(row["SOURCE"], row["OFFSET"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("period", "printed"),
    [
        (None, None),
        (Period.year(2023), "2023"),
        (Period("2023-H2", "2023-H2"), "2023-S2"),
        (Period("2023-Q3", "2023-Q3"), "2023-Q3"),
        (Period("2023-06", "2023-06"), "2023-06"),
        (Period.year(2013, 2017), "2013-01-01/P5Y"),
        (Period("2023-01", "2023-10"), "2023-01-01/P10M"),
        (Period("2022-H2", "2023-H1"), "2022-07-01/P1Y"),
        (Period("2023-Q2", "2024-02"), "2023-04-01/P11M"),
        (Period.year(2021, 9999), "2021-01-01/P7979Y"),
    ],
)
def test_periods_in_the_formats_of_sdmx(period: Period | None, printed: str | None) -> None:
    assert time_period(period) == printed


@pytest.mark.parametrize(("status", "code"), [("actual", "A"), ("estimate", "E"), ("target", "F")])
def test_what_a_report_does_not_tell_is_empty(status: Status, code: str) -> None:
    bare: Indicator = replace(indicator(bound="<"), status=status, period=None, unit=None)
    (row,) = rows_of(in_text([extraction(bare, place=None)], "sdmx-csv"))
    empty = ("REF_AREA", "TIME_PERIOD", "UNIT_MEASURE", "LOWER", "BASIS")
    assert [row[name] for name in empty] == [""] * 5
    assert (row["OBS_STATUS"], row["INDICATOR"], row["BOUND"]) == (code, "水库蓄水量", "<")


def test_a_cell_of_a_table_tells_where_it_stands() -> None:
    found = [extraction(replace(indicator(), page=2, table=1, cell=(3, 2)))]
    (row,) = rows_of(in_text(found, "csv"))
    assert (row["page"], row["table"], row["cell"]) == ("2", "1", "[3,2]")


# on the command line


@pytest.mark.parametrize(("suffix", "format_"), [("csv", "csv"), ("xlsx", "xlsx"), (None, "sdmx-csv")])
def test_extract_writes_flat_forms(run: Run, tmp_path: Path, suffix: str | None, format_: str) -> None:
    path = tmp_path / f"out.{suffix or 'csv'}"
    arguments = [] if suffix else ["--format", format_]
    done = run("extract", COUNTY, "--status", "target", "-o", str(path), *arguments)
    assert (done.code, done.out, done.err) == (0, "", "")
    printed = subprocess.run(
        [sys.executable, "-m", "reportkit", "extract", COUNTY, "--status", "target", "--format", format_],
        capture_output=True,
        check=True,
    )
    assert path.read_bytes() == printed.stdout


def test_a_workbook_is_not_written_to_a_terminal() -> None:
    pty = pytest.importorskip("pty")
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "reportkit", "extract", COUNTY, "--format", "xlsx"]
    done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, check=False)
    os.close(end)
    os.close(terminal)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "reportkit: what is no text is nothing for a terminal; name a file with -o, or choose --format csv"
    ]


# in LibreOffice


def convert(source: Path, form: str, reading: str | None = None) -> Path:
    """A file in another form, by LibreOffice; `reading` are the options of its reader of CSV."""
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore"]
    command += [f"--infilter=CSV:{reading}"] if reading else []
    command += ["--convert-to", form, "--outdir", str(source.parent / "made"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.parent / "made" / source.with_suffix(f".{form.partition(':')[0]}").name


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_nothing(tmp_path: Path) -> None:
    found = [named(*DANGEROUS, *MORE)]
    expected = [[harmless(cell) for cell in cells_of(record)] for record in records(found[0])]
    naked = tmp_path / "naked.csv"
    naked.write_text("一,=1+1\n", encoding="utf-8")
    page = openpyxl.load_workbook(convert(naked, "xlsx", "44,34,76"), data_only=True).active
    assert page["B1"].value == 2, "it computes what is not made harmless"
    for format_ in ("csv", "sdmx-csv"):
        path = tmp_path / f"{format_}.csv"
        path.write_text(str(render(found, format_)), encoding="utf-8", errors="replace", newline="")
        # as UTF-8; parted by commas alone, and by all that its dialogue parts by, with the rules of Chinese numbers
        for reading in ("44,34,76", "44/59/9,34,76,1,,2052,false,true"):
            page = openpyxl.load_workbook(convert(path, "xlsx", reading)).active
            assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
            assert page.max_row == len(expected) + 1
            if format_ == "csv":
                column = COLUMNS.index("name")
                names = [row[column] for row in page.iter_rows(min_row=2, values_only=True)]
                assert names == [row[column] for row in expected]
        with zipfile.ZipFile(convert(path, "ods", "44,34,76")) as parts:
            assert b"table:formula" not in parts.read("content.xml")
    path = tmp_path / "book.xlsx"
    path.write_bytes(in_bytes(found))
    printed = convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false")
    rows = list(csv.reader(io.StringIO(printed.read_text(encoding="utf-8-sig"), newline="")))
    names = [row[COLUMNS.index("name")] for row in rows[1:]]
    assert names == [row[COLUMNS.index("name")] for row in expected]
