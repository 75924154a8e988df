"""The commands: what they print, what they refuse, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import Done, Run
from typer.main import get_command

from reportkit import __version__
from reportkit.cli.account import find_rule
from reportkit.cli.filters import is_within
from reportkit.cli.locate import find_line, find_number, find_sentence
from reportkit.cli.main import app
from reportkit.model import Indicator, Period, Span
from reportkit.pipeline import extract
from reportkit.rules.load import load_rules
from reportkit.source import read_source

ROOT = Path(__file__).resolve().parent.parent
COUNTY = str(ROOT / "samples" / "county-2024.txt")
PAPER = str(ROOT / "samples" / "newspaper-2024.txt")


def indicators(printed: dict[str, Any]) -> list[dict[str, Any]]:
    return [indicator for report in printed["reports"] for indicator in report["indicators"]]


def test_version(run: Run) -> None:
    assert run("--version") == Done(0, f"reportkit {__version__}\n", "")


def test_without_arguments_help_is_shown() -> None:
    done = subprocess.run([sys.executable, "-m", "reportkit"], capture_output=True, text=True, check=False)
    assert "Commands:" in done.stdout + done.stderr


def commands(command: Any, *path: str) -> list[tuple[str, ...]]:
    below = getattr(command, "commands", {})
    return [path, *(found for name in below for found in commands(below[name], *path, name))]


@pytest.mark.parametrize(
    "command", commands(get_command(app)), ids=lambda path: " ".join(path) or "reportkit"
)
def test_the_example_in_the_help_works(command: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    for name in ("samples", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    found = re.search(r"^ *Example: (reportkit .*)$", run(*command, "--help").out, re.MULTILINE)
    assert found
    if (store := re.search(r"reportkit query (\S+)", found[1])) is not None:
        assert run("batch", str(ROOT / "samples"), "-o", str(tmp_path / store[1]), "--quiet").code == 0
    line = found[1].replace("reportkit", f'"{sys.executable}" -m reportkit', 1)
    done = subprocess.run(
        line,
        shell=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    told = re.compile(r"warning:|^reportkit: [\d,]+ files|^reportkit: panel: ")
    faulty = [line for line in done.stderr.splitlines() if not told.search(line)]
    assert (done.returncode, faulty) == (0, [])
    assert done.stdout or any(entry.is_file() for entry in tmp_path.iterdir())


def test_completion_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    env = {
        **os.environ,
        "_REPORTKIT_COMPLETE": "complete_bash",
        "COMP_WORDS": "reportkit ex",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "reportkit"], env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["extract", "explain"]


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), ("schema",), ("text", COUNTY), ("extract", COUNTY, "--format", "json")],
    ids=lambda arguments: arguments[0],
)
def test_nothing_heavy_is_imported_without_need(arguments: tuple[str, ...]) -> None:
    code = (
        f"import sys; sys.argv = ['reportkit', *{arguments!r}]\n"
        "from reportkit.cli.main import main\n"
        "try: main()\n"
        "finally: print('\\n', *sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    loaded = set(done.stderr.split())
    assert "reportkit.cli.main" in loaded
    heavy = (
        {"rich", "pydantic"}
        if arguments[0] == "extract"
        else {"rich", "pydantic", "jieba", "reportkit.pipeline"}
    )
    assert not loaded & heavy


# extract


def test_extract_prints_yaml(run: Run) -> None:
    done = run("extract", COUNTY)
    printed = yaml.safe_load(done.out)
    assert done.code == 0
    assert printed["source"]["path"] == COUNTY
    assert printed["rules"] == load_rules().fingerprint
    assert indicators(printed)


def test_formats_agree(run: Run) -> None:
    from_yaml = yaml.safe_load(run("extract", PAPER, "--format", "yaml").out)
    from_json = json.loads(run("extract", PAPER, "--format", "json").out)
    lines = [json.loads(line) for line in run("extract", PAPER, "--format", "jsonl").out.splitlines()]
    assert from_yaml == from_json
    origin = ("source", "place", "kind", "organ", "title", "year", "code")
    assert [{key: line[key] for key in line if key not in origin} for line in lines] == indicators(from_json)
    assert {line["kind"] for line in lines} == {"congress", "cppcc"}
    table = run("extract", PAPER, "--format", "table").out
    assert all(line["name"] in table for line in lines)


def test_several_files(run: Run) -> None:
    single = [json.loads(run("extract", file, "--format", "json").out) for file in (COUNTY, PAPER)]
    assert json.loads(run("extract", COUNTY, PAPER, "--format", "json").out) == single
    assert list(yaml.safe_load_all(run("extract", COUNTY, PAPER).out)) == single
    lines = run("extract", COUNTY, PAPER, "--format", "jsonl").out.splitlines()
    assert len(lines) == sum(len(indicators(each)) for each in single)
    table = run("extract", COUNTY, PAPER, "--format", "table").out
    assert table.index(COUNTY) < table.index(PAPER)


@pytest.mark.parametrize(
    ("options", "fits"),
    [
        (["--status", "target"], lambda i: i["status"] == "target"),
        (["--status", "target", "--status", "estimate"], lambda i: i["status"] in ("target", "estimate")),
        (
            ["--measure", "growth", "--status", "actual"],
            lambda i: (i["measure"], i["status"]) == ("growth", "actual"),
        ),
        (["--period", "2024"], lambda i: (i["period"] or "").startswith("2024") and "/" not in i["period"]),
        (["--name", "收入"], lambda i: "收入" in i["name"]),
        (["--section", "回顾"], lambda i: any("回顾" in heading for heading in i["section"])),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_filters(run: Run, options: list[str], fits: Callable[[dict[str, Any]], bool]) -> None:
    all_ = indicators(json.loads(run("extract", COUNTY, "--format", "json").out))
    found = indicators(json.loads(run("extract", COUNTY, "--format", "json", *options).out))
    assert found == [indicator for indicator in all_ if fits(indicator)]
    assert 0 < len(found) < len(all_)


def test_filters_that_nothing_fits(run: Run) -> None:
    done = run("extract", COUNTY, "--name", "no such name", "--format", "json")
    assert done.code == 0
    assert [len(report["indicators"]) for report in json.loads(done.out)["reports"]] == [0]


@pytest.mark.parametrize(
    ("period", "wanted", "is_in"),
    [
        (Period("2023", "2023"), "2023", True),
        (Period("2023-H1", "2023-H1"), "2023", True),
        (Period("2023-01", "2023-06"), "2023", True),
        (Period("2022-07", "2023-06"), "2023", False),
        (Period("2013", "2017"), "2015", False),
        (Period("2013", "2017"), "2013/2017", True),
        (Period("2023-06", "2023-06"), "2023-06", True),
        (Period("2023", "2023"), "2023-06", False),
        (None, "2023", False),
    ],
    ids=str,
)
def test_period_is_within(period: Period | None, wanted: str, is_in: bool) -> None:
    assert is_within(period, wanted) is is_in


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--status", "done", "expected one of actual, estimate, target"),
        ("--measure", "size", "expected one of level, growth, change, share, rank"),
        (
            "--format",
            "xml",
            "expected one of table, yaml, json, jsonl, csv, sdmx-csv, parquet, html, xlsx, docx, sqlite",
        ),
        ("--period", "last year", "expected a period such as 2023"),
        ("--period", "2023-13", "expected a period such as 2023"),
    ],
)
def test_values_that_no_option_takes(run: Run, option: str, value: str, expected: str) -> None:
    done = run("extract", COUNTY, option, value)
    assert (done.code, done.out) == (2, "")
    assert expected in " ".join(done.err.split())


@pytest.mark.parametrize("name", ["out.yaml", "out.yml", "out.json", "out.jsonl"])
def test_output_takes_its_format_from_the_suffix(run: Run, tmp_path: Path, name: str) -> None:
    format_ = {"yml": "yaml"}.get(name.split(".")[1], name.split(".")[1])
    expected = run("extract", COUNTY, "--format", format_).out
    assert run("extract", COUNTY, "-o", str(tmp_path / name)) == Done(0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8") == expected
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_format_wins_over_the_suffix(run: Run, tmp_path: Path) -> None:
    run("extract", COUNTY, "-o", str(tmp_path / "out.txt"), "--format", "json")
    assert json.loads((tmp_path / "out.txt").read_text(encoding="utf-8"))["reports"]


def test_output_to_standard_output(run: Run) -> None:
    assert run("extract", COUNTY, "-o", "-").out == run("extract", COUNTY).out


def test_encoding_option(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "big5.txt"
    path.write_bytes("各位代表：2023年，全縣新建學校12所。".encode("big5"))
    printed = json.loads(run("extract", str(path), "--encoding", "big5", "--format", "json").out)
    assert printed["source"]["encoding"] == "big5"
    assert [indicator["value"] for indicator in indicators(printed)] == [12]


def test_standard_input(tmp_path: Path) -> None:
    raw = "各位代表：2023年，全县新建学校12所。".encode("gb18030")
    command = [sys.executable, "-m", "reportkit", "extract", "-", "--format", "jsonl"]
    done = subprocess.run(command, input=raw, capture_output=True, check=True)
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["-"]


def test_output_is_utf8_in_any_locale() -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "reportkit", "text", COUNTY]
    done = subprocess.run(command, env=env, capture_output=True, check=True)
    assert done.stdout == Path(COUNTY).read_bytes()


def test_rules_option(run: Run, tmp_path: Path) -> None:
    entry = "concepts:\n  - {id: test-visits, name: 测试访问, aliases: [进站测试], dimension: none}\n"
    overlay = tmp_path / "rules"
    overlay.mkdir()
    (overlay / "indicators.yaml").write_text(entry, encoding="utf-8")
    report = tmp_path / "report.txt"
    report.write_text("各位代表：2023年，全县完成进站测试12次。", encoding="utf-8")
    printed = json.loads(run("extract", str(report), "--rules", str(overlay), "--format", "json").out)
    assert printed["rules"] != load_rules().fingerprint
    assert "test-visits" in run("rules", "list", "--rules", str(overlay)).out


# text, outline, schema


def test_text_is_the_file(run: Run, tmp_path: Path) -> None:
    text = "\ufeff一\r\n2023年\r增长\x005%\n\n末行没有换行"
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode("utf-16-le"))
    assert run("text", str(path)).out == text.removeprefix("\ufeff")


def test_repaired_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("各位代表：2023年，全县新建学校１２所，增\n长 5.6%。\n", encoding="utf-8")
    plain, repaired = run("text", str(path)), run("text", str(path), "--repaired")
    assert (plain.code, repaired.code) == (0, 0)
    assert plain.out == path.read_text(encoding="utf-8")
    assert "增长" in repaired.out


def test_outline(run: Run) -> None:
    done = run("outline", PAPER)
    printed = json.loads(run("extract", PAPER, "--format", "json").out)
    for report in printed["reports"]:
        assert f"({len(report['indicators'])} indicators)" in done.out
        for section in report["sections"]:
            assert f"{section['heading']}  [{section['role']}, {section['period']}]" in done.out
    tops = [int(line.split()[-1]) for line in done.out.splitlines() if line.startswith(("├─", "└─"))]
    inside = [each for each in indicators(printed) if each["section"]]
    assert sum(tops) == len(inside)


def test_outline_of_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    done = run("outline", str(path))
    assert done.code == 0
    assert "no report found" in done.out
    assert "warning" in done.err


def test_schema_is_json(run: Run) -> None:
    printed = json.loads(run("schema").out)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# explain


def number_line() -> int:
    lines = Path(COUNTY).read_text(encoding="utf-8").split("\n")
    return next(at for at, line in enumerate(lines, 1) if "亿元" in line)


def test_explain_a_line(run: Run) -> None:
    line = number_line()
    printed = json.loads(run("extract", COUNTY, "--format", "json").out)
    here = [indicator for indicator in indicators(printed) if indicator["line"] == line]
    done = run("explain", COUNTY, "--line", str(line))
    assert done.code == 0
    assert here
    for indicator in here:
        assert f"【{indicator['text']}】" in done.out
        assert f"text        {indicator['text']} {json.dumps(indicator['spans'])}" in done.out
    assert done.out.count("    trace\n") >= len(here)
    assert re.search(r"trace\n( {6}\w+: .*\n)+", done.out)
    assert re.search(r"\(.*rules/.*\.yaml:\d+\)", done.out)


def test_explain_an_offset(run: Run) -> None:
    printed = json.loads(run("extract", COUNTY, "--format", "json").out)
    indicator = indicators(printed)[0]
    start = indicator["spans"][0][0]
    done = run("explain", COUNTY, "--at", str(start))
    assert f"【{indicator['text']}】" in done.out
    assert f"line {indicator['line']}, offsets {start}–{start + 1}" in done.out


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("一、2023年工作回顾\n全县新建学校12所。", 2, "2023年"),
        ("二、2024年工作安排\n去年新建学校12所。", 2, "去年"),
        ("一、2023年工作回顾\n（一）抓教育\n全县新建学校12所。", 3, "2023年"),
        ("一、过去五年工作回顾\n五年来，成效明显。新建学校12所。\n二、2024年工作安排", 2, "五年来"),
        ("2023年，教育加快发展。\n全县新建学校12所。", 2, "2023年"),
    ],
    ids=["heading", "sentence", "heading above", "running text", "report"],
)
def test_explain_tells_which_words_gave_a_period(
    run: Run, tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    done = run("explain", str(path), "--line", str(line))
    start = text.index(words)
    stands = text.count("\n", 0, start) + 1
    told = rf"period      \S+  from {words} \[\[{start}, {start + len(words)}\]\], line {stands}\n"
    assert re.search(told, done.out), done.out


def test_no_reorder_leaves_the_text_where_it_stands(run: Run) -> None:
    moved = {"joined", "moved"}
    for option, kinds in (((), moved), (("--no-reorder",), set[str]())):
        printed = json.loads(run("extract", PAPER, "--format", "json", *option).out)
        assert {r["kind"] for report in printed["reports"] for r in report["repairs"]} & moved == kinds
    assert run("text", PAPER, "--repaired", "--no-reorder").out != run("text", PAPER, "--repaired").out
    assert run("outline", PAPER, "--no-reorder").out != run("outline", PAPER).out
    assert run("explain", PAPER, "--line", "20", "--no-reorder").code == 0


def test_explain_tells_what_was_refused(run: Run) -> None:
    source = read_source(COUNTY)
    span, rule = extract(source, load_rules()).reports[0].refusals[0]
    done = run("explain", COUNTY, "--at", str(span.start))
    assert f"refused  {span.of(source.text)} [{span.start}, {span.stop}]  {rule}" in done.out


def test_explain_tells_the_repairs(run: Run) -> None:
    report = next(r for r in extract(read_source(PAPER), load_rules()).reports if r.repairs)
    repair = next(r for r in report.repairs if any(len(span) for span in r.at))
    at = next(span for span in repair.at if len(span))
    done = run("explain", PAPER, "--at", str(at.start))
    assert f"repair   {repair.kind} " in done.out


@pytest.mark.parametrize("options", [(), ("--at", "1", "--line", "1")])
def test_explain_takes_one_place(run: Run, options: tuple[str, ...]) -> None:
    done = run("explain", COUNTY, *options)
    assert (done.code, done.out) == (2, "")
    assert "give one of --at OFFSET and --line N" in " ".join(done.err.split())


@pytest.mark.parametrize("options", [("--at", "999999"), ("--line", "99999"), ("--line", "0"), ("--at", "x")])
def test_explain_places_that_are_not_there(run: Run, options: tuple[str, ...]) -> None:
    done = run("explain", COUNTY, *options)
    assert (done.code, done.out) == (2, "")
    assert options[0] in done.err


def make(text: str, sentence: str, start: int) -> Indicator:
    """An indicator of 12 in `sentence` that stands at `start` in the source."""
    found = extract(read_source(COUNTY), load_rules()).reports[0].indicators[0]
    fields = {name: getattr(found, name) for name in Indicator.__dataclass_fields__}
    return Indicator(
        **{**fields, "text": text, "sentence": sentence, "spans": (Span(start, start + len(text)),)}
    )


def test_the_right_one_of_two_numbers_is_found() -> None:
    text = "甲。新建学校12所，改造医院12所。乙。"
    indicator = make("12所", "新建学校12所，改造医院12所。", text.rindex("12所"))
    at = find_number(indicator, text)
    assert at == indicator.sentence.rindex("12所")
    assert find_sentence(indicator, text, at) == Span(2, len(text) - 2)


def test_a_sentence_across_lines_is_found() -> None:
    text = "甲。新建\n学 校12所，改造\r\n医院。乙。"
    indicator = make("12所", "新建学校12所，改造医院。", text.index("12所"))
    at = find_number(indicator, text)
    assert find_sentence(indicator, text, at) == Span(2, len(text) - 2)


def test_a_sentence_that_does_not_hold_its_number() -> None:
    indicator = make("1 2所", "新建学校12所。", 3)
    assert find_number(indicator, "新建学1 2所。") is None
    assert find_sentence(indicator, "新建学1 2所。", None) == Span(3, 7)


@pytest.mark.parametrize(("line", "span"), [(1, Span(0, 1)), (2, Span(2, 2)), (3, Span(3, 4)), (4, None)])
def test_find_line(line: int, span: Span | None) -> None:
    assert find_line("一\n\n二", line) == span


def test_a_rule_that_is_not_clear_has_no_place() -> None:
    places = {"units.units.a": "u:1", "lexicon.names.a": "n:2"}
    assert find_rule("a", places) is None
    assert find_rule("a", places, ("lexicon",)) == "n:2"
    assert find_rule("units.units.a", places) == "u:1"


# rules


def test_rules_list(run: Run) -> None:
    lines = [line.split("\t") for line in run("rules", "list").out.splitlines()]
    assert len(lines) == len(load_rules().all_places())
    assert all(len(line) == 3 and re.search(r"\.yaml:\d+$", line[2]) for line in lines)
    assert ["units", "亩"] in [line[:2] for line in lines]


def test_rules_show_every_rule_as_it_stands(run: Run) -> None:
    places = load_rules().all_places()
    for key in [*places][:: max(len(places) // 40, 1)]:
        done = run("rules", "show", key)
        heading, body = done.out.split("\n", 1)
        assert heading == f"# {places[key]}"
        [entry] = yaml.load(body, Loader=yaml.BaseLoader)  # a rule in a list, or a word as a key
        assert key.split(".", 2)[2] in (entry, entry["id"] if isinstance(entry, dict) else "")
        body = body.partition("    # words: ")[0]
        assert body.rstrip("\n") in Path(places[key].rpartition(":")[0]).read_text(encoding="utf-8")


def test_rules_show_a_word_and_the_words_of_a_role(run: Run) -> None:
    rules = load_rules()
    (rise,) = (role for role in rules.lexicon.verbs if role.id == "rise")
    assert run("rules", "show", "rise").out.splitlines()[-1] == f"    # words: {', '.join(rise.words)}"
    place, line = run("rules", "show", "攀升").out.splitlines()
    assert (place, line) == (f"# {rules.all_places()['lexicon.words.攀升']}", "  攀升: [rise]")


def test_rules_show_by_bare_id(run: Run) -> None:
    assert run("rules", "show", "亩").out == run("rules", "show", "units.units.亩").out


def test_rules_show_of_no_rule(run: Run) -> None:
    done = run("rules", "show", "亩亩")
    assert (done.code, done.out) == (2, "")
    assert (
        done.err
        == "reportkit: no rule has the id '亩亩'; did you mean 亩? `reportkit rules list` lists all\n"
    )


def test_rules_check_counts(run: Run) -> None:
    done = run("rules", "check")
    assert re.fullmatch(r"the rules of reportkit: \d+ rules, (\d+) of \1 examples passed\n", done.out)
    assert (done.code, done.err) == (0, "")


def test_rules_check_of_an_overlay(run: Run, tmp_path: Path) -> None:
    overlay = tmp_path / "mine"
    overlay.mkdir()
    path = overlay / "units.yaml"
    path.write_text(
        "units:\n  - {id: 榀, dimension: count, examples: [安装屋架12榀 => 13 榀]}\n", encoding="utf-8"
    )
    done = run("rules", "check", str(overlay))
    assert done.code == 4
    assert f"{path}:2: " in done.err
    assert done.out.startswith(f"{overlay}: ")


def test_rules_check_tells_every_fault(run: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "units.yaml").write_text("units:\n  - {id: 榀}\n  - {id: 爿, size: 3}\n", encoding="utf-8")
    done = run("rules", "check", str(one), str(two))
    assert (done.code, done.out) == (4, "")
    places = [line.split(": ")[0] for line in done.err.splitlines()]
    assert {f"{folder / 'units.yaml'}:{line}" for folder in (one, two) for line in (2, 3)} <= {*places}


# --------------------------------------------------------------------------------------- quantities


def test_quantities_are_lines_for_pipes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("培训近30场、2.6万余人次，增长6%—6.5%，\n覆盖5G基站12个。", encoding="utf-8")
    rows = [line.split("\t") for line in run("quantities", str(path)).out.splitlines()]
    assert rows == [
        ["2", "近30场", "30", "场", "<", "", "30"],
        ["7", "2.6万余人次", "26000", "人次", ">", "26000", ""],
        ["17", "6%—6.5%", "6.25", "%", "range", "6", "6.5"],
        ["32", "12个", "12", "个", "=", "12", "12"],
    ]
    text = path.read_text(encoding="utf-8")
    assert all(text[int(row[0]) :].startswith(row[1]) for row in rows)


def test_refused_numbers_are_told_with_their_rule(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("覆盖5G基站12个，数十家企业参展。", encoding="utf-8")
    done = run("quantities", "--refused", str(path))
    assert [line.split("\t") for line in done.out.splitlines()] == [
        ["2", "5", "letters"],
        ["11", "十", "indefinite"],
    ]


def test_quantities_of_nothing_are_no_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("", encoding="utf-8")
    assert run("quantities", str(path)) == Done(0, "", "")


def test_a_counter_of_no_rule_is_kept_and_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("各位代表：\n2023年，种下30墩果树，全县培训25场。", encoding="utf-8")
    done = run("extract", "--format", "json", str(path))
    found = [(each["value"], each["unit"]) for each in indicators(json.loads(done.out))]
    assert found == [(30, "墩"), (25, "场")]
    assert "the counter 墩 of 30墩 at 14 is none of units.yaml" in done.err
