"""The public API beside `extract`: the forms of an extraction, what can be given to it, and many reports."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from comparing import extraction, indicator

import reportkit
from reportkit import Extraction, OutputError, SourceError, extract
from reportkit.output import frames
from reportkit.output.frames import make_frame
from reportkit.output.json import jsonl_pieces
from tests.docxs import body, docx, paragraph

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
COUNTY = SAMPLES / "county-2024.txt"


@pytest.fixture(scope="module")
def county() -> Extraction:
    return extract(COUNTY)


def test_bytes_and_open_files_give_the_same(county: Extraction) -> None:
    raw = COUNTY.read_bytes()
    with COUNTY.open("rb") as binary, COUNTY.open(encoding="utf-8") as text:
        found = [extract(raw), extract(binary), extract(text), extract(io.BytesIO(raw))]
    assert [each.reports for each in found] == [county.reports] * 4
    assert [each.source.path for each in found] == ["bytes", str(COUNTY), str(COUNTY), "bytes"]


def test_bytes_may_be_of_any_format() -> None:
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    raw = docx(body(paragraph("2023年，全县新辟菜地30亩。")))
    assert [str(i.value) for i in extract(raw).reports[0].indicators] == ["30"]


@pytest.mark.parametrize("mode", ["closed", "written"])
def test_a_file_that_cannot_be_read_is_an_error_of_ours(mode: str, tmp_path: Path) -> None:
    file = (tmp_path / "a.txt").open("wb")
    if mode == "closed":
        file.close()
    with pytest.raises(SourceError, match=r"a\.txt: cannot be read \(.*\); open it anew"):
        extract(file)
    file.close()


def test_the_forms_say_what_the_files_say(county: Extraction) -> None:
    assert json.loads(county.to_json(), parse_float=Decimal) == county.to_dict()
    lines = [json.loads(line, parse_float=Decimal) for line in jsonl_pieces([county])]
    assert county.records() == lines
    assert [i["name"] for i in county.to_dict()["reports"][0]["indicators"]] == [
        each["name"] for each in lines
    ]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_data_frame_has_a_row_for_each_indicator(
    library: str, county: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(library)
    if library == "polars":
        monkeypatch.setitem(sys.modules, "pandas", None)
    frame = county.to_dataframe()
    assert type(frame).__module__.startswith(library)
    assert list(frame.columns) == list(frames.COLUMNS)
    assert list(frame["name"]) == [record["name"] for record in county.records()]
    assert list(frame["value"]) == pytest.approx([float(r["value"]) for r in county.records()])
    assert make_frame([extraction()]).shape[0] == 0


def test_without_both_a_line_says_what_to_install(
    county: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(OutputError, match="needs pandas or polars; install it"):
        county.to_dataframe()


def test_a_notebook_shows_text_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MOST", 1)
    found = extraction(indicator("<script>alert(1)</script>"), indicator("乙"), title="<b>\x1b[31m")
    shown = found._repr_html_()
    assert "<script>" not in shown
    assert "&lt;b&gt;␛[31m" in shown
    assert shown.count("<tr>") == 2
    assert "and 1 indicator more" in shown
    assert extract(b"none")._repr_html_() == "<p>no report found</p>"


def test_many_reports(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra store is not installed")
    path = tmp_path / "all.duckdb"
    files = [SAMPLES / "county-2023.txt", SAMPLES / "county-2024.txt"]
    tally = reportkit.batch(files, path, jobs=1)
    assert (tally.files, tally.failed, tally.reports) == (2, 0, 2)
    with reportkit.open_store(str(path)) as store:
        assert isinstance(store, reportkit.Store)
        assert store.places() == ["云岭县"]
    rows = reportkit.panel(path, concepts="GDP", measures=["growth"])
    assert [(row["year"], row["地区生产总值_growth"]) for row in rows][:2] == [
        (2022, Decimal("4.3")),
        (2023, Decimal("6.2")),
    ]
    assert {row["concept"] for row in reportkit.panel(path, long=True)} > {"地区生产总值"}
    for wrong in ({"concepts": ["甲"]}, {"concepts": "甲"}, {"measures": ["speed"]}):
        with pytest.raises(ValueError, match=r"甲|speed"):
            reportkit.panel(path, **wrong)  # type: ignore[arg-type]


def test_all_public_names_are_listed_and_none_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys, reportkit; assert set(reportkit.__all__) <= set(dir(reportkit)); "
        "print(*[m for m in ('reportkit.output', 'reportkit.many', 'reportkit.store', 'html') if m in sys.modules]); "
        "from reportkit import *; assert callable(batch) and callable(panel)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
