"""What is printed: documents, formats, the schema, tables, and files that are complete or not there."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from printed import document, render
from rich.cells import cell_len

from reportkit.errors import OutputError
from reportkit.model import (
    Extraction,
    Indicator,
    Kind,
    Measure,
    Period,
    Repair,
    Report,
    Section,
    Source,
    Span,
)
from reportkit.output.document import digits
from reportkit.output.formats import find_format
from reportkit.output.schema import DIALECT, schema_of_extract
from reportkit.output.screen import Screen
from reportkit.output.table import table_pieces
from reportkit.output.visible import visible
from reportkit.output.words import amount
from reportkit.output.write import write_output
from reportkit.pipeline import extract
from reportkit.rules.load import load_rules
from reportkit.source import read_source

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*.txt"))

INDICATOR = Indicator(
    name="代表进站",
    concept=None,
    value=Decimal(1100),
    unit="人次",
    bound=">",
    lower=Decimal(1100),
    upper=None,
    measure="level",
    basis=None,
    period=Period.year(2023),
    status="actual",
    section=("2023年主要工作", "践行全过程人民民主"),
    text="1100余人次",
    spans=(Span(10, 12), Span(20, 25)),
    name_spans=(Span(6, 10),),
    line=3,
    sentence="组织代表进站1100余人次。",
)
INTERNAL_FIELDS = {
    Report: {"refusals", "clues", "reason"},
    Section: {"trace", "words"},
    Indicator: {"trace", "period_spans"},
}
WHERE_IT_APPLIES = {"page", "table", "cell"}
# Words that YAML would take for something else, characters that no plain scalar may hold.
AWKWARD = (
    *(
        "12:30",
        "no",
        "null",
        "~",
        "=",
        "010",
        "1e3",
        "0x1F",
        "2023",
        "2023-01-23",
        "1_000",
        "<<",
        "- a",
        "a: b",
        "",
    ),
    *(
        "#",
        "'",
        '"',
        "\\",
        "一\n二",
        "\r\n",
        " 一 ",
        "\t",
        "\0",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "😀",
    ),
    "\ud800",
)


def make(*indicators: Indicator, **fields: Any) -> Extraction:
    report = Report(
        title="依法履职",
        kind="congress",
        organ=None,
        place="临江区",
        meeting=None,
        date="2024-01-18",
        year=2023,
        span=Span(0, 90),
        sections=(
            Section("2023年主要工作", 1, None, "review", Period.year(2023), Span(0, 90), ("role: x",)),
            Section("践行全过程人民民主", 2, 0, "review", None, Span(5, 90)),
        ),
        repairs=(Repair("joined", (Span(12, 12), Span(20, 20)), "一行"),),
        indicators=indicators,
        refusals=((Span(1, 2), "ordinal"),),
    )
    text = fields.pop("text", "字" * 90)
    source = Source("a.txt", "0" * 64, "text/plain", "utf-8", text, fields.pop("noted", ()))
    return Extraction(source, "f" * 64, (dataclasses.replace(report, **fields),), ("doubtful",))


def change(**fields: Any) -> Indicator:
    return dataclasses.replace(INDICATOR, **fields)


def test_document_has_the_keys_of_the_contract_in_order() -> None:
    found = document(make(INDICATOR))
    assert list(found) == ["reportkit", "source", "rules", "reports", "warnings"]
    assert list(found["source"]) == ["path", "sha256", "media_type", "encoding", "characters"]
    report = found["reports"][0]
    keys = "title kind organ place code region meeting date year span sections repairs indicators"
    assert list(report) == keys.split()
    assert list(report["sections"][0]) == ["heading", "level", "parent", "role", "period", "span"]
    assert list(report["repairs"][0]) == ["kind", "at", "reason"]
    keys = "name concept value unit bound lower upper measure basis period status section text spans"
    assert list(report["indicators"][0]) == [*keys.split(), "name_spans", "doubts", "line", "sentence"]


def test_warnings_of_the_source_come_first_and_once() -> None:
    assert document(make(noted=("odd", "doubtful")))["warnings"] == ["odd", "doubtful"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("54000000000000", "54000000000000"),
        ("1.036E+19", "10360000000000000000"),
        ("5.60", "5.6"),
        ("4.00", "4"),
        ("-0", "0"),
        ("-13.7", "-13.7"),
        ("1E-9", "0.000000001"),
        ("0.1234567890123456789012345678901234567890", "0.123456789012345678901234567890123456789"),
    ],
)
def test_numbers_are_exact_and_plain(value: str, printed: str) -> None:
    assert digits(Decimal(value)) == printed
    extraction = make(change(value=Decimal(value)))
    assert f'"value": {printed},' in render([extraction], "json")
    assert f"value: {printed}\n" in render([extraction], "yaml")
    assert f'"value": {printed},' in render([extraction], "jsonl")


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_yaml_and_json_read_back_the_same(text: str) -> None:
    extraction = make(change(name=text, section=(text, "一"), unit=text), title=text, meeting=text)
    from_json = json.loads(render([extraction], "json"))
    printed = render([extraction], "yaml")
    assert yaml.safe_load(printed) == from_json
    assert yaml.load(printed, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == from_json
    assert from_json["reports"][0]["indicators"][0]["name"] == text.replace("\ud800", "\ufffd")


def test_numbers_keep_their_kind_in_json() -> None:
    """1 and 0 are numbers, and neither true nor false."""
    assert '"span": [0, 1]' in render([make(span=Span(0, 1))], "json")


def test_yaml_is_for_reading() -> None:
    printed = render([make(INDICATOR)], "yaml")
    assert "    name: 代表进站\n" not in printed
    assert "  - name: 代表进站\n" in printed
    assert "    spans: [[10, 12], [20, 25]]\n" in printed
    assert "---" not in printed
    assert render([make(), make()], "yaml").count("---\n") == 2


def test_several_documents() -> None:
    one, two = make(INDICATOR), make()
    both = json.loads(render([one, two], "json"))
    assert both == [json.loads(render([one], "json")), json.loads(render([two], "json"))]
    assert list(yaml.safe_load_all(render([one, two], "yaml"))) == both


def test_jsonl_is_a_line_for_each_indicator() -> None:
    lines = render([make(INDICATOR, change(name="一\n二")), make(INDICATOR)], "jsonl").splitlines()
    found = [json.loads(line) for line in lines]
    assert len(found) == 3
    keys = "source place kind organ title year code name concept"
    assert list(found[0])[:9] == keys.split()
    assert (found[0]["source"], found[0]["place"], found[0]["year"]) == ("a.txt", "临江区", 2023)
    hidden = {"trace", "period_spans", *WHERE_IT_APPLIES}
    assert {*found[0]} >= {field.name for field in dataclasses.fields(Indicator)} - hidden


def test_page_and_cell_are_printed_where_they_apply() -> None:
    cell = change(page=3, table=1, cell=(2, 4))
    plainly, told = document(make(INDICATOR, cell))["reports"][0]["indicators"]
    assert not {*plainly} & WHERE_IT_APPLIES
    assert (told["page"], told["table"], told["cell"]) == (3, 1, [2, 4])
    extraction = make(cell)
    paged = dataclasses.replace(extraction, source=dataclasses.replace(extraction.source, pages=(0, 40)))
    assert document(paged)["source"]["pages"] == [0, 40]
    jsonschema.validate(json.loads(render([paged], "json")), schema_of_extract())


def test_no_indicators() -> None:
    assert render([make()], "jsonl") == ""
    assert "no indicators" in render([make()], "table")
    assert "no report found" in render([dataclasses.replace(make(), reports=())], "table")


def test_schema_is_made_from_the_types() -> None:
    built = schema_of_extract()
    jsonschema.Draft202012Validator.check_schema(built)
    assert built["$schema"] == DIALECT
    assert built["$defs"]["Report"]["properties"]["kind"]["enum"] == list(get_args(Kind))
    measure = built["$defs"]["Indicator"]["properties"]["measure"]
    assert measure["enum"] == list(get_args(Measure))
    for kind in (Report, Section, Repair, Indicator):
        hidden = INTERNAL_FIELDS.get(kind, set())
        names = {field.name for field in dataclasses.fields(kind)} - hidden - WHERE_IT_APPLIES
        assert set(built["$defs"][kind.__name__]["required"]) == names


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_real_output_fits_the_schema(path: Path) -> None:
    extraction = extract(read_source(str(path)), load_rules())
    printed = json.loads(render([extraction], "json"))
    assert printed["reports"]
    jsonschema.Draft202012Validator(schema_of_extract()).validate(printed)
    assert yaml.safe_load(render([extraction], "yaml")) == printed
    for report in printed["reports"]:
        for indicator in report["indicators"]:
            pieces = (extraction.source.text[start:stop] for start, stop in indicator["spans"])
            assert "".join(pieces) == indicator["text"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "parish"},
        {"date": "18 January"},
        {"year": "2023"},
        {"span": [1]},
        {"span": [1, 2, 3]},
        {"extra": 1},
    ],
    ids=str,
)
def test_schema_refuses(fields: dict[str, Any]) -> None:
    printed = json.loads(render([make(INDICATOR)], "json"))
    printed["reports"][0] |= fields
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(printed, schema_of_extract())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "≥ 1100 人次"),
        ({"bound": "<"}, "≤ 1100 人次"),
        ({"bound": "~"}, "约 1100 人次"),
        ({"unit": None, "bound": "="}, "1100"),
        ({"value": "17890000000", "unit": "元", "bound": "="}, "178.9 亿元"),
        ({"value": "82700000000000", "unit": "元", "bound": "="}, "82.7 万亿元"),
        ({"value": "35858", "unit": "元", "bound": "="}, "35858 元"),
        ({"value": "30000", "unit": "户"}, "≥ 3 万户"),
        ({"value": "5.6", "unit": "%", "measure": "growth", "bound": "="}, "增长 5.6%"),
        ({"value": "-20", "unit": "%", "measure": "growth"}, "下降 ≥ 20%"),
        (
            {"value": "-4", "lower": "-5", "upper": "-3", "unit": "%", "measure": "growth", "bound": "range"},
            "下降 3–5%",
        ),
        ({"value": "6.25", "lower": "6", "upper": "6.5", "unit": "%", "bound": "range"}, "6–6.5%"),
        ({"value": "-68000000", "unit": "人", "measure": "change", "bound": "="}, "减少 6800 万人"),
        ({"value": "8.1", "unit": "个百分点", "measure": "change", "bound": "="}, "提高 8.1 个百分点"),
        ({"value": "-0.3", "unit": "个百分点", "measure": "change", "bound": "="}, "降低 0.3 个百分点"),
        (
            {"value": "-1", "lower": "-3", "upper": "1", "unit": "%", "measure": "growth", "bound": "range"},
            "增长 -3–1%",
        ),
        (
            {"value": "-2", "lower": "-3", "upper": "-1", "unit": "%", "measure": "growth", "bound": "range"},
            "下降 1–3%",
        ),
        ({"value": "53", "unit": "%", "measure": "share", "bound": "="}, "53%"),
        ({"value": "4", "unit": "位", "measure": "rank", "bound": "="}, "第 4 位"),
        ({"value": "5", "unit": "名", "measure": "rank", "bound": "<"}, "≤ 第 5 名"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_amount(fields: dict[str, Any], words: str) -> None:
    numbers = {key: Decimal(fields[key]) for key in ("value", "lower", "upper") if key in fields}
    assert amount(change(**(fields | numbers))) == words


def render_table(extractions: list[Extraction], screen: Screen | None = None) -> str:
    """The tables of extractions as one text."""
    return "".join(table_pieces(extractions, screen))


def rows(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if " 2023 " in line]


def test_table_columns_stand_below_one_another() -> None:
    long = "推动区政府及时出台惠及民营企业和个体工商户的政策措施并督促落实到位" * 3
    printed = render_table([make(INDICATOR, change(name=long), change(section=(), name="abc", unit="①"))])
    found = rows(printed)
    assert long in printed
    assert len({cell_len(line[: line.index("level")]) for line in found}) == 1
    assert len({cell_len(line[: line.index("2023")]) for line in found}) == 1
    assert "2023年主要工作 › 践行全过程人民民主" in printed
    assert "(no section)" in printed
    assert "\x1b" not in printed


def test_table_on_a_terminal() -> None:
    name = "推动区政府及时出台惠及民营企业和个体工商户的政策措施并督促落实到位"
    extraction = make(change(name=name))
    assert "\x1b[" in render_table([extraction], Screen(60, is_coloured=True))
    printed = render_table([extraction], Screen(60))
    assert "\x1b[" not in printed
    assert max(map(cell_len, printed.splitlines())) <= 60
    assert "≥ 1100 人次" in printed
    assert f"{name[:4]}" in printed
    assert "--wide shows all" in printed
    assert name in render_table([extraction], Screen(None))


def test_table_obeys_no_text() -> None:
    odd = make(change(name="\x1b[31m[bold]红:smile:\u202e\n二"), title="\x1b]0;x\x07")
    printed = render_table([odd], Screen(100))
    assert "\x1b" not in printed
    assert "\x07" not in printed
    assert "␛[31m[bold]红:smile:\ufffd 二" in printed


def test_table_tells_rows_of_one_name_apart() -> None:
    """By the basis, the line, or the turn; what another column tells needs nothing more."""
    alike = {"name": "甲", "concept": "乙"}
    one, two = change(**alike, line=1), change(**alike, line=2)
    printed = render_table([make(one, two, change(name="丙"))])
    assert re.search("甲 .* line 1 .* *乙\n", printed)
    assert "line 2" in printed
    assert "line" not in next(line for line in printed.splitlines() if "丙" in line)
    bases = render_table([make(change(**alike, basis="同比"), change(**alike, basis="环比"))])
    assert "同比" in bases
    assert "环比" in bases
    turns = render_table([make(change(**alike), change(**alike))])
    assert "1/2" in turns
    assert "2/2" in turns
    assert "1/2" not in render_table([make(change(**alike), change(**alike, unit="件"))])


def test_table_shows_the_concept() -> None:
    printed = render_table(
        [make(change(name="甲", concept="甲"), change(name="丁"), change(name="丙", concept="乙"))]
    )
    ends = [line.split()[-1] for line in rows(printed)]
    assert ends == ["=", "–", "乙"]


def test_visible_is_one_line() -> None:
    assert len(visible("".join(map(chr, range(0x2100)))).splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "format_"),
    [
        (None, "yaml"),
        ("-", "yaml"),
        ("out", "yaml"),
        ("a/b.YML", "yaml"),
        ("a.yaml", "yaml"),
        ("a.b.json", "json"),
        ("a.jsonl", "jsonl"),
        ("a.CSV", "csv"),
        ("a.xlsx", "xlsx"),
    ],
)
def test_format_by_suffix(path: str | None, format_: str) -> None:
    assert find_format(path, "extractions", "yaml") == format_


def test_format_of_no_suffix_that_is_known() -> None:
    with pytest.raises(OutputError, match="--format"):
        find_format("out.rtf", "extractions", "yaml")


def leftovers(folder: Path, *expected: str) -> list[str]:
    return sorted({entry.name for entry in folder.iterdir()} - set(expected))


def test_write_replaces_the_old_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_output("一\n", str(path))
    assert path.read_bytes() == "一\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert leftovers(tmp_path, "out.yaml") == []


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    write_output("一", str(tmp_path / "new.yaml"))
    (tmp_path / "usual").touch()
    assert (tmp_path / "new.yaml").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_write_through_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_output("new", str(link))
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_device_is_written_and_not_replaced() -> None:
    write_output("一", os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("how", ["same", "dotted", "symlink", "hardlink"])
def test_an_input_is_never_overwritten(tmp_path: Path, how: str) -> None:
    source = tmp_path / "in.txt"
    source.write_text("in", encoding="utf-8")
    target = {"same": source, "dotted": tmp_path / "." / "in.txt"}.get(how, tmp_path / "other.txt")
    if how == "symlink":
        target.symlink_to(source)
    elif how == "hardlink":
        target.hardlink_to(source)
    with pytest.raises(OutputError, match="is an input as well"):
        write_output("new", str(target), ["-", str(source)])
    assert source.read_text(encoding="utf-8") == "in"


@pytest.mark.parametrize(
    ("path", "says"),
    [("none/out.yaml", "there is no folder"), (".", "is a folder"), ("x" * 300, "cannot be written")],
    ids=["no folder", "a folder", "long name"],
)
def test_targets_that_cannot_be(tmp_path: Path, path: str, says: str) -> None:
    with pytest.raises(OutputError, match=says):
        write_output("new", str(tmp_path / path))
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
@pytest.mark.parametrize("closed", ["folder", "file"])
def test_a_target_without_permission(tmp_path: Path, closed: str) -> None:
    path = tmp_path / "out.yaml"
    path.write_text("old", encoding="utf-8")
    (tmp_path if closed == "folder" else path).chmod(0o500 if closed == "folder" else 0o400)
    with pytest.raises(OutputError):
        write_output("new", str(path))
    tmp_path.chmod(0o700)
    assert path.read_text(encoding="utf-8") == "old"
    assert leftovers(tmp_path, "out.yaml") == []


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)
@pytest.mark.parametrize("closed", ["folder", "file"])
def test_a_target_without_permission_as_another_user(closed: str) -> None:
    """The same for a test run by root, in a process that gives its rights away."""
    code = (
        "import os, sys\nfrom reportkit.errors import OutputError\nfrom reportkit.output.write import write_output\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try: write_output('new', sys.argv[1])\nexcept OutputError as error: sys.exit(str(error))"
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "out.yaml"
        path.write_text("old", encoding="utf-8")
        folder.chmod(0o777 if closed == "file" else 0o755)
        path.chmod(0o644 if closed == "file" else 0o666)
        command = [sys.executable, "-c", code, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "written" in done.stderr or "permission" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert path.read_text(encoding="utf-8") == "old"
        assert leftovers(folder, "out.yaml") == []


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.yaml"
    path.write_text("old", encoding="utf-8")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_output("new", str(path))
    assert path.read_text(encoding="utf-8") == "old"
    assert leftovers(tmp_path, "out.yaml") == []
