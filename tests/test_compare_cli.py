"""diff, goals, check and series on the command line: formats, filters, what they refuse; goldens of the samples."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from commands import Done, Run
from jsonschema import Draft202012Validator

from reportkit.installation import install_command

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "compare"
OLD, NEW = (str(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024))
COMMANDS = {
    "diff": ("diff", "samples/county-2023.txt", "samples/county-2024.txt"),
    "goals": ("goals", "samples/county-2023.txt", "samples/county-2024.txt"),
    "check": ("check", "samples/county-2023.txt", "samples/county-2024.txt", "--all"),
    "series": ("series", "samples/county-2023.txt", "samples/county-2024.txt", "--name", "接待游客"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_gives_its_golden(name: str, request: pytest.FixtureRequest) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", *COMMANDS[name]], cwd=ROOT, capture_output=True, check=True
    )
    printed = done.stdout.decode("utf-8").replace("\r\n", "\n")
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-goldens"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(printed, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == printed, "if this is meant: pytest --update-goldens"


def test_the_goldens_hold_what_they_are_for() -> None:
    """A goal met, one missed, one unreported; a growth that its levels do not give; relations that add up."""
    goals = (GOLDEN / "goals.txt").read_text(encoding="utf-8").splitlines()
    for name, verdict in (
        ("城镇新增就业", "met"),
        ("固定资产投资", "missed"),
        ("万元地区生产总值能耗", "unreported"),
    ):
        assert [line for line in goals if line.split()[:1] == [name] and verdict in line.split()]
    assert "stated 6.1%, computed 4.6%" in (GOLDEN / "diff.txt").read_text(encoding="utf-8")
    assert "0 of the relations shown do not add up" in (GOLDEN / "check.txt").read_text(encoding="utf-8")


def test_the_output_of_diff_fits_its_schema(run: Run) -> None:
    schema: Any = json.loads(run("schema", "diff").out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = json.loads(run("diff", OLD, NEW, "--format", "json").out)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(found)] == []
    found["pairs"][0]["verdict"] = "better"
    assert not validator.is_valid(found)
    assert run("schema").out == run("schema", "extract").out
    assert run("schema", "goal").code == 2


def test_yaml_json_and_jsonl_say_the_same(run: Run) -> None:
    as_json = json.loads(run("diff", OLD, NEW, "--format", "json").out)
    assert yaml.safe_load(run("diff", OLD, NEW, "--format", "yaml").out) == as_json
    lines = [json.loads(line) for line in run("diff", OLD, NEW, "--format", "jsonl").out.splitlines()]
    assert lines == as_json["pairs"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_prints_every_format(name: str, run: Run, tmp_path: Path) -> None:
    arguments = [str(ROOT / part) if part.startswith("samples/") else part for part in COMMANDS[name]]
    rows = list(csv.reader(io.StringIO(run(*arguments, "--format", "csv").out.removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    for suffix in ("yaml", "json", "jsonl", "csv", "md", "txt"):
        path = tmp_path / f"out.{suffix}"
        assert run(*arguments, "-o", str(path)).code == 0
        assert path.read_text(encoding="utf-8").strip()
    path = tmp_path / "out.xlsx"
    assert run(*arguments, "-o", str(path)).code == 0
    sheet = openpyxl.load_workbook(path)["comparison"]
    assert sheet.max_row == len(rows)
    assert [cell.value for cell in sheet[1]] == rows[0]


def test_xlsx_without_its_package_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = run("diff", OLD, NEW, "--format", "xlsx")
    assert (done.code, done.out) == (2, "")
    assert install_command("xlsx") in done.err


def pairs(done: Done) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.out)["pairs"]
    return found


def test_filters_of_diff(run: Run) -> None:
    everything = pairs(run("diff", OLD, NEW, "--format", "json"))
    for only in ("changed", "added", "removed", "same", "unknown"):
        found = pairs(run("diff", OLD, NEW, "--format", "json", "--only", only))
        assert found == [pair for pair in everything if pair["verdict"] == only] != []
    goals = pairs(run("diff", OLD, NEW, "--format", "json", "--only", "goals"))
    assert {fact["status"] for pair in goals for fact in (*pair["old"], *pair["new"])} == {"target"}
    named = pairs(run("diff", OLD, NEW, "--format", "json", "--name", "游客"))
    assert named
    assert all("游客" in pair["name"] for pair in named)
    under = pairs(run("diff", OLD, NEW, "--format", "json", "--section", "预期目标"))
    assert 0 < len(under) < len(everything)


def test_sorting_and_least_change(run: Run) -> None:
    found = pairs(run("diff", OLD, NEW, "--format", "json", "--min-change", "20", "--sort", "percent"))
    percents = [pair["difference"]["percent"] for pair in found]
    told = [percent for percent in percents if percent is not None]
    assert told == sorted(told, reverse=True)
    assert all(abs(percent) >= 20 for percent in told)
    names = [p["name"] for p in pairs(run("diff", OLD, NEW, "--format", "json", "--sort", "name"))]
    assert names == sorted(names)


def test_exit_codes(run: Run) -> None:
    assert run("diff", OLD, NEW).code == 0
    assert run("diff", OLD, NEW, "--exit-code").code == 1
    assert run("diff", OLD, OLD, "--exit-code").code == 0


def test_only_of_goals(run: Run) -> None:
    done = run("goals", OLD, NEW, "--format", "json", "--only", "missed")
    assert [goal["name"] for goal in json.loads(done.out)["goals"]] == ["固定资产投资"]


@pytest.mark.parametrize("suffix", ["yaml", "json", "jsonl"])
def test_an_extraction_made_before_is_as_good_as_its_report(suffix: str, run: Run, tmp_path: Path) -> None:
    saved = []
    for path in (OLD, NEW):
        saved.append(str(tmp_path / f"{Path(path).stem}.{suffix}"))
        assert run("extract", path, "-o", saved[-1]).code == 0
    done = run("diff", *saved, "--format", "json")
    assert done.err == ""
    assert json.loads(done.out) == json.loads(run("diff", OLD, NEW, "--format", "json").out)


def test_several_files_on_a_side(run: Run) -> None:
    done = run("diff", "--old", OLD, "--new", NEW, "--format", "json")
    assert json.loads(done.out) == json.loads(run("diff", OLD, NEW, "--format", "json").out)
    assert "the same year on both sides: 2022" in run("diff", "--old", OLD, "--new", NEW, "--new", OLD).err


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff",),
        ("diff", OLD),
        ("diff", OLD, NEW, "--old", OLD),
        ("diff", "--old", OLD),
        ("diff", OLD, NEW, "--only", "better"),
        ("diff", OLD, NEW, "--min-change", "much"),
        ("diff", OLD, NEW, "--sort", "size"),
        ("diff", OLD, NEW, "--format", "htm"),
        ("goals", OLD, "no-such-file.txt"),
        ("series", OLD),
        ("check",),
    ],
)
def test_wrong_use_is_refused(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


DOCUMENT = (
    '{"reportkit": "1", "source": {"path": "a.txt"}, "rules": "", "warnings": [], "reports": [{"title": null, '
    '"kind": "government", "organ": null, "place": null, "meeting": null, "date": null, "year": 2022, '
    '"span": [0, 9], "sections": [], "repairs": [], "indicators": []}]}'
)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "- 1\n- 2\n", "expected a document with the key 'reportkit'"),
        ("a.yaml", "a: [\n", "line 2"),
        ("a.yaml", "a: &x 1\nb: *x\n", "an alias"),
        ("a.yaml", "", "no document in it"),
        ("a.yaml", "reportkit: '1'\nsource: {path: a}\nreports: 3\n", "reports: expected a list"),
        ("a.yaml", "reportkit: '1'\nrules: !!python/name:os.system x\n", "could not determine a constructor"),
        ("a.json", "{", "line 1"),
        ("a.json", "[]", "no document in it"),
        ("a.json", "NaN", "NaN is no number"),
        ("a.json", "[" * 100_000, "nested too deep"),
        ("a.json", DOCUMENT.replace('"government"', '"club"'), "reports[0].kind: 'club', expected one of"),
        ("a.json", DOCUMENT.replace("2022", '"2022"'), "reports[0].year: '2022', expected a whole number"),
        ("a.json", DOCUMENT.replace("2022", "true"), "reports[0].year: True, expected a whole number"),
        ("a.json", DOCUMENT.replace("[0, 9]", "[0]"), "reports[0].span: expected two whole numbers"),
        ("a.json", DOCUMENT.replace('"title": null, ', ""), "the key 'title' is missing"),
        ("a.json", DOCUMENT.replace('"title"', '"titel"'), "unknown key 'titel'"),
        ("a.jsonl", '{"source": 3}', "line 1: expected an object with the key 'source'"),
        ("a.jsonl", "", "no line in it"),
        ("a.jsonl", '{"source": "a", "place": null}', "line 1: the key 'kind' is missing"),
        ("a.json", b"\xff\xfe\x00", "not UTF-8 at byte 0"),
    ],
)
def test_what_is_no_extraction_is_refused_in_a_line(
    name: str, text: str | bytes, told: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("diff", str(path), NEW)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert told in done.err
    assert done.err.startswith(f"reportkit: {path}: ")


def as_a_frame_writes(record: dict[str, Any]) -> dict[str, Any]:
    """An indicator as it comes out of a frame of data: gaps filled up, whole numbers with a point, columns added."""
    found = {"index": 7, **record, "my note": {"any": ["thing"]}}
    nothing = float("nan")
    for key in ("page", "table", "cell"):
        found.setdefault(key, None)
    found = {key: nothing if value is None else value for key, value in found.items()}
    for key in ("year", "line", "value", "lower", "upper"):
        found[key] = found[key] if found[key] is nothing else float(found[key])
    if str(found["period"]).isdigit():  # pandas.read_json makes numbers of a column of years
        found["period"] = float(found["period"])
    return found


@pytest.mark.parametrize("nan", ["NaN", "null"])
def test_lines_that_were_in_a_frame_of_data_are_what_they_were(run: Run, tmp_path: Path, nan: str) -> None:
    records = [json.loads(line) for line in run("extract", NEW, "--format", "jsonl").out.splitlines()]
    plain, framed = tmp_path / "plain.jsonl", tmp_path / "framed.jsonl"
    plain.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    text = "".join(json.dumps(as_a_frame_writes(each)) + "\n" for each in records)
    assert '"year": 2023.0' in text and ": NaN" in text
    framed.write_text(text.replace(": NaN", f": {nan}"), encoding="utf-8")
    one, two = (run("diff", OLD, str(path), "--format", "json") for path in (plain, framed))
    assert one.code == two.code == 0
    assert one.out.replace("plain.jsonl", "framed.jsonl") == two.out


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("year", "2022.5", "line 1.year: 2022.5, expected a whole number"),
        ("year", '"2022"', "line 1.year: '2022', expected a whole number"),
        ("year", "1e999999999", "line 1.year: 1E+999999999, expected a whole number"),
        ("year", "Infinity", "line 1: Infinity is no number"),
        ("value", "NaN", "line 1.value: null, expected a number"),
        ("value", "1e999999999", "line 1.value: a number of more than 1,000 places"),
        ("value", "1e-999999999", "line 1.value: a number of more than 1,000 places"),
        ("value", "1" * 5000, "line 1: a number of too many digits"),
        ("name", "NaN", "line 1.name: null, expected text"),
        ("period", "20.0", "line 1.period: 20.0, expected a period"),
        ("period", "2022.5", "line 1.period: 2022.5, expected a period"),
        ("line", "true", "line 1.line: True, expected a whole number"),
        ("spans", "[[1]]", "line 1.spans[0]: expected two whole numbers"),
    ],
)
def test_what_is_not_certain_in_a_frame_is_refused(
    run: Run, tmp_path: Path, key: str, value: str, told: str
) -> None:
    record = json.loads(run("extract", NEW, "--format", "jsonl").out.splitlines()[0])
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**record, key: "here"}).replace('"here"', value), encoding="utf-8")
    done = run("diff", OLD, str(path))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err


@pytest.mark.parametrize(
    "text",
    ["!!bool maybe", '!!int ""', "? [a]\n: b", "[" * 5000, "- " * 50_000 + "x", "!!float []", "<<: 3", "\0"],
)
def test_yaml_that_is_no_data_gives_a_line(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("check", str(path))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "no extraction (" in done.err


def test_an_extraction_of_another_contract_is_read_with_a_warning(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = DOCUMENT.replace('"reportkit": "1"', '"reportkit": "2"').replace('"title"', '"shape": 3, "title"')
    path.write_text(text, encoding="utf-8")
    done = run("diff", str(path), NEW)
    assert done.code == 0
    assert "made by version 2 of the contract, this is version 1" in done.err


def test_an_extraction_by_other_rules_is_warned_of_with_both(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    assert run("extract", OLD, "-o", str(path)).code == 0
    document = json.loads(path.read_text(encoding="utf-8"))
    ours, document["rules"] = document["rules"], "f" * 64
    path.write_text(json.dumps(document), encoding="utf-8")
    err = run("diff", str(path), NEW).err
    assert "ffffffffffff" in err
    assert ours[:12] in err


def test_an_output_is_never_an_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    assert run("extract", OLD, "-o", str(path)).code == 0
    before = path.read_bytes()
    assert run("diff", str(path), NEW, "-o", str(path)).code == 2
    assert path.read_bytes() == before


def test_a_csv_runs_no_formula(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.loads(run("extract", NEW, "--format", "jsonl").out.splitlines()[0])
    line["name"] = "=cmd()"
    path.write_text(json.dumps(line), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run("diff", OLD, str(path), "--format", "csv").out)))
    assert "'=cmd()" in {row["name"] for row in rows}
