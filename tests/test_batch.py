"""A run of many files: its forms, its order, what it says, how it goes on, what it refuses."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from batches import batch, left, lines, make_reports, start
from commands import Run
from printed import render
from processes import read_terminal

from reportkit import extract
from reportkit.batch.chunks import Here
from reportkit.batch.outcome import Settings
from reportkit.batch.run import Tally
from reportkit.cli import progress
from reportkit.output.document import records
from reportkit.output.json import dump_json

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_reports(tmp_path / "in", 6)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["in", "--format", "yaml"], "-: cannot hold yaml, only jsonl, csv, sdmx-csv"),
        (["-o", "out"], "no file to read; name files or folders of reports"),
        (["in", "-o", "all.docx"], "all.docx: no form is known by .docx; use .jsonl, .csv, .parquet"),
        (["in", "-o", "all.jsonl", "--format", "yaml"], "all.jsonl: cannot hold yaml, only jsonl"),
        (["in", "-o", "out", "--format", "csv"], "out: cannot hold csv, only yaml, json"),
        (["in", "-o", "-", "--format", "xlsx"], "-: cannot hold xlsx, only jsonl, csv, sdmx-csv"),
        (["in", "-o", "-", "--resume"], "--resume: nothing is kept of a run to standard output"),
        (["in", "-o", "missing/all.jsonl"], "missing/all.jsonl: there is no folder"),
        (["in", "-o", "in"], "in: is where the output goes"),
        (["in/0000.txt", "-o", "in/0000.txt/x"], "in/0000.txt/x: cannot be written (Not a directory)"),
        (["in", "-o", "out", "--jobs", "0"], "--jobs"),
        (["in", "-o", "out", "--jobs", "many"], "--jobs"),
        (["in", "-o", "out", "--files-from", "missing"], "missing: no such file"),
        (["in", "-o", "out", "--format", "docx"], "'docx', expected one of yaml, json, jsonl"),
    ],
)
def test_refused_before_anything_runs(desk: Path, run: Run, arguments: list[str], message: str) -> None:
    done = run("batch", *arguments)
    assert done.code == 2
    assert message in " ".join(done.err.replace("│", " ").split())
    assert "Traceback" not in done.err
    assert sorted(path.name for path in desk.iterdir()) == ["in"]


def test_faulty_rules_are_told_once(desk: Path, run: Run) -> None:
    Path("rules").mkdir()
    Path("rules/units.yaml").write_text("units: [{id: 畦}]", encoding="utf-8")
    done = run("batch", "in", "-o", "all.jsonl", "--rules", "rules")
    assert done.code == 4
    assert "units.yaml:1" in done.err


def test_jsonl_is_what_extract_prints(desk: Path, run: Run) -> None:
    paths = sorted(str(path) for path in SAMPLES.glob("*.txt"))
    assert run("batch", *paths, "-o", "all.jsonl", "--quiet").code == 0
    assert Path("all.jsonl").read_text(encoding="utf-8") == run("extract", *paths, "--format", "jsonl").out


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_a_folder_holds_what_extract_prints_in_the_tree_of_the_inputs(
    desk: Path, run: Run, kind: str
) -> None:
    make_reports(Path("in/below"), 1)
    assert run("batch", "in", "-o", "out", "--format", kind, "--quiet").code == 0
    found = left(Path("out"), ("manifest.jsonl",))
    assert sorted(found) == sorted([*(f"{n:04}.{kind}" for n in range(6)), f"below/0000.{kind}"])
    assert found[f"below/0000.{kind}"].decode() == render([extract("in/below/0000.txt")], kind)


def test_standard_output_sits_in_a_pipe(desk: Path, run: Run) -> None:
    done = run("batch", "in")
    assert done.out == run("batch", "in", "-o", "-").out
    assert list(dict.fromkeys(json.loads(line)["source"] for line in done.out.splitlines())) == [
        f"in/{n:04}.txt" for n in range(6)
    ]
    assert "6 files" in done.err


def test_a_reader_that_goes_ends_the_run_quietly(desk: Path) -> None:
    make_reports(Path("many"), 400)
    script = f"{sys.executable} -m reportkit batch many -o - --quiet | head -1 | cut -c1-12"
    piped = subprocess.run(["bash", "-c", script], capture_output=True, check=False, cwd=desk, timeout=60)
    assert piped.stdout == b'{"source": "\n'
    assert piped.stderr == b""


def test_names_come_from_a_pipe(desk: Path) -> None:
    odd = [b"in/a\nb.txt", b"in/c'\"d.txt", b"in/e\xff.txt"]
    for name in odd:
        Path(os.fsdecode(name)).write_bytes(Path("in/0000.txt").read_bytes())
    done = batch("--files-from", "-", "-0", "-o", "all.jsonl", cwd=desk, stdin=b"\0".join(odd))
    assert done.returncode == 0, done.stderr
    assert [entry["path"] for entry in lines(Path("all.jsonl.run/manifest.jsonl"))[1:]] == [
        "in/a\nb.txt",
        "in/c'\"d.txt",
        "in/e\\xff.txt",
    ]
    assert {line["source"] for line in lines(Path("all.jsonl"))} == {
        "in/a\nb.txt",
        "in/c'\"d.txt",
        "in/e\\xff.txt",
    }


def test_a_bad_file_is_a_line_and_stops_nothing(desk: Path, run: Run) -> None:
    Path("in/0002.txt").write_bytes(b"\x7fELF" + bytes(100))
    Path("in/0004.txt").unlink()
    Path("in/0004.txt").symlink_to("nowhere")
    os.mkfifo("in/0005.txt.txt")
    done = run("batch", "in", "-o", "all.jsonl")
    assert done.code == 3
    told = lines(Path("all.jsonl.run/failures.jsonl"))
    assert [(each["path"], each["error"]) for each in told] == [
        ("in/0002.txt", "looks like a program, not a report"),
        ("in/0004.txt", "no such file"),
        ("in/0005.txt.txt", "is no regular file (a pipe, a socket or a device)"),
    ]
    assert all(each["remedy"] for each in told)
    assert list(dict.fromkeys(line["source"] for line in lines(Path("all.jsonl")))) == [
        f"in/{n:04}.txt" for n in (0, 1, 3, 5)
    ]
    assert "in/0002.txt: looks like a program, not a report; give a report" in done.err
    assert "3 failed (all.jsonl.run/failures.jsonl)" in done.err
    Path("in/0002.txt").unlink()
    Path("in/0004.txt").unlink()
    Path("in/0005.txt.txt").unlink()
    assert run("batch", "in", "-o", "all.jsonl").code == 0
    assert not Path("all.jsonl.run/failures.jsonl").exists()


def test_the_files_of_an_archive_fail_alone(desk: Path, run: Run) -> None:
    text = Path("in/0000.txt").read_bytes()
    with zipfile.ZipFile("pack.zip", "w") as archive:
        for name, raw in {"a.txt": text, "b.txt": b"\x7fELF" + bytes(9), "2023/c.txt": text}.items():
            archive.writestr(name, raw)
    assert run("batch", "pack.zip", "-o", "out").code == 3
    assert sorted(left(Path("out"))) == [
        "failures.jsonl",
        "manifest.jsonl",
        "pack/2023/c.yaml",
        "pack/a.yaml",
    ]
    assert lines(Path("out/failures.jsonl"))[0]["path"] == "pack.zip/b.txt"


def test_warnings_are_kept_with_their_file(desk: Path, run: Run) -> None:
    Path("in/0001.txt").write_text("nothing in it", encoding="utf-8")
    assert run("batch", "in", "-o", "all.jsonl").code == 0
    told = {entry["path"]: entry["warnings"] for entry in lines(Path("all.jsonl.run/manifest.jsonl"))[1:]}
    assert told["in/0001.txt"] == ["no report found: the text holds no Chinese sentences"]
    assert told["in/0000.txt"] == []


def test_two_runs_give_the_same_bytes_in_the_order_of_the_inputs(desk: Path, run: Run) -> None:
    (desk / "in/0000.txt").write_text(
        (SAMPLES / "county-2024.txt").read_text(encoding="utf-8") * 3, encoding="utf-8"
    )
    assert run("batch", "in", "-o", "one.jsonl", "--jobs", "1").code == 0
    assert run("batch", "in", "-o", "two.jsonl", "--jobs", "3").code == 0
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    sources = [line["source"] for line in lines(Path("two.jsonl"))]
    assert list(dict.fromkeys(sources)) == [f"in/{n:04}.txt" for n in range(6)]


@pytest.mark.parametrize("out", ["all.jsonl", "out"])
def test_resume_reads_only_what_is_new_or_has_changed(desk: Path, run: Run, out: str) -> None:
    assert run("batch", "in", "-o", out).code == 0
    os.utime("in/0000.txt", (1, 1))  # its time tells nothing, its content does
    make_reports(Path("in/new"), 1)
    Path("in/0003.txt").write_bytes(Path("in/0004.txt").read_bytes())
    Path("in/0001.txt").unlink()
    done = run("batch", "in", "-o", out, "--resume")
    assert done.code == 0
    assert "6 files in" in done.err and "4 files as before" in done.err
    assert run("batch", "in", "-o", "fresh", "--format", "yaml").code == 0
    if out == "all.jsonl":
        assert run("batch", "in", "-o", "fresh.jsonl").code == 0
        assert Path(out).read_bytes() == Path("fresh.jsonl").read_bytes()
    else:
        old = left(Path(out), ("manifest.jsonl",))
        assert old.pop("0001.yaml")  # what is no input any more is left alone
        assert old == left(Path("fresh"), ("manifest.jsonl",))


def test_resume_reads_again_under_other_rules_or_options(desk: Path, run: Run) -> None:
    Path("rules").mkdir()
    Path("rules/units.yaml").write_text(
        "units:\n  - {id: 畦, dimension: area, factor: 100, examples: [新辟菜地30畦 => 30 畦]}\n",
        encoding="utf-8",
    )
    assert run("batch", "in", "-o", "all.jsonl").code == 0
    for options in (["--rules", "rules"], ["--encoding", "gb18030"], ["--no-reorder"]):
        done = run("batch", "in", "-o", "all.jsonl", "--resume", *options)
        assert "as before" not in done.err
    assert "6 files as before" in run("batch", "in", "-o", "all.jsonl", "--resume", "--no-reorder").err


def test_resume_does_not_trust_an_output_that_was_changed(desk: Path, run: Run) -> None:
    assert run("batch", "in", "-o", "all.jsonl").code == 0
    whole = Path("all.jsonl").read_bytes()
    Path("all.jsonl").write_bytes(whole[:-10])
    assert "as before" not in run("batch", "in", "-o", "all.jsonl", "--resume").err
    assert Path("all.jsonl").read_bytes() == whole
    assert run("batch", "in", "-o", "out").code == 0
    Path("out/0003.yaml").write_text("", encoding="utf-8")
    assert "5 files as before" in run("batch", "in", "-o", "out", "--resume").err


def test_resume_keeps_the_entry_that_tells_of_the_output_that_is_there(desk: Path, run: Run) -> None:
    assert run("batch", "in", "-o", "out", "--quiet").code == 0
    manifest = Path("out/manifest.jsonl")
    head, first, *rest = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
    of_another = json.loads(first) | {"sha256": "f" * 64, "at": [0, 1]}
    Path("out/manifest-7.jsonl").write_text(head + json.dumps(of_another) + "\n", encoding="utf-8")
    assert "6 files as before" in run("batch", "in", "-o", "out", "--resume").err
    assert manifest.read_text(encoding="utf-8").splitlines(keepends=True)[1:] == [first, *rest]


def test_what_it_says(desk: Path, run: Run) -> None:
    assert run("batch", "in", "-o", "all.jsonl", "--quiet").err == ""
    plain = run("batch", "in", "-o", "all.jsonl").err.splitlines()
    assert plain[0] == "reportkit: 6 files, 0.0 MB"
    assert plain[-1].startswith("reportkit: 6 files in ") and "6 reports, " in plain[-1]
    events = [
        json.loads(line) for line in run("batch", "in", "-o", "all.jsonl", "--log-json").err.splitlines()
    ]
    assert [event["event"] for event in events] == ["begin", "end"]
    found = sum(len(list(records(extract(path)))) for path in sorted(Path("in").glob("*.txt")))
    assert (events[1]["files"], events[1]["failed"], events[1]["indicators"]) == (6, 0, found)


@pytest.mark.parametrize("output", ["all.jsonl", "out", "all.duckdb"])
def test_it_counts_what_is_doubtful_and_counts_it_again(desk: Path, run: Run, output: str) -> None:
    if output.endswith(".duckdb"):
        pytest.importorskip("duckdb", reason="the extra store is not installed")
    Path("in/short.txt").write_text("云岭县政府工作报告\n2023年，全县新增13个。\n", encoding="utf-8")
    found = [bool(r["doubts"]) for path in sorted(Path("in").glob("*.txt")) for r in records(extract(path))]
    assert any(found)
    told = f"{len(found):,} indicators, {sum(found):,} of them doubtful"
    assert told in run("batch", "in", "-o", output).err
    assert told in run("batch", "in", "-o", output, "--resume").err


def test_where_there_is_no_terminal_a_line_tells_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, told, screen = [0.0], [], io.StringIO()
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(sys, "stderr", screen)
    teller = progress.choose_teller(quiet=False, log_json=False)
    for second in range(61):
        clock[0] = second
        teller.moved(Tally(60, 120_000_000, second, second * 2_000_000, failed=1))
        told.append(screen.getvalue().count("\n"))
    assert told == sorted(told)
    assert 60 / 10 <= told[-1] <= 60 / 2
    assert max(told.count(lines) for lines in range(told[-1])) <= 10
    assert re.search(r"reportkit: \d+ of 60 files, [\d.]+ MB, .* left, 1 failed\n", screen.getvalue())


@pytest.mark.parametrize("output", [("all.jsonl",), ("parts", "--format", "parquet")], ids=["lines", "parts"])
def test_those_who_read_are_as_many_and_bounded_as_the_options_say(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch, output: tuple[str, ...]
) -> None:
    """Without them on all cores, with the time and the memory that README tells."""
    made = []

    class Counted(Here):
        def __init__(self, jobs: int, settings: Settings, timeout: int | None) -> None:
            made.append((jobs, timeout, settings.memory))
            super().__init__(jobs, settings, timeout)

    monkeypatch.setattr("reportkit.batch.chunks.Here", Counted)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 5}, raising=False)
    for options in ((), ("--jobs", "1", "--timeout", "7", "--memory", "900"), ("--timeout", "0")):
        assert run("batch", "gone.txt", "-o", *output, "-q", *options).code == 3
    assert made == [(3, 300, 4000), (1, 7, 900), (3, None, 4000)]


def test_quiet_still_says_which_files_failed(desk: Path, run: Run) -> None:
    Path("in/0002.txt").write_bytes(b"\x7fELF")
    Path("in/0004.txt").unlink()
    Path("in/0004.txt").symlink_to("nowhere")
    for out in ("all.jsonl", "-"):
        done = run("batch", "in", "-o", out, "-q")
        assert done.code == 3
        assert done.err.splitlines() == [
            "reportkit: in/0002.txt: looks like a program, not a report; give a report",
            "reportkit: in/0004.txt: no such file; check the path, or what the link points to",
        ]


def test_failures_may_be_allowed(desk: Path, run: Run) -> None:
    """For a run every night: known bad files are no reason to wake anyone, a night without a good file is."""
    Path("in/0002.txt").write_bytes(b"\x7fELF")
    args = ("batch", "in", "-o", "all.jsonl", "-q")
    assert run(*args).code == 3
    done = run(*args, "--allow-failures")
    assert done.code == 0
    assert "in/0002.txt: looks like a program" in done.err  # told and listed all the same
    assert [each["path"] for each in lines(Path("all.jsonl.run/failures.jsonl"))] == ["in/0002.txt"]
    assert run(*args, "--allow-failures", "--resume").code == 0
    assert run("batch", "in/0002.txt", "-o", "all.jsonl", "-q", "--allow-failures").code == 3
    assert run("batch", "in", "-o", "none/all.jsonl", "--allow-failures").code == 2


def test_only_failures_that_are_known_may_be_allowed(desk: Path, run: Run) -> None:
    Path("in/0002.txt").write_bytes(b"\x7fELF")
    args = ("batch", "in", "-o", "all.jsonl")
    assert run(*args, "-q").code == 3
    Path("all.jsonl.run/failures.jsonl").rename("known.jsonl")
    done = run(*args, "--known-failures", "known.jsonl")
    assert done.code == 0
    assert "1 failed, 1 of them known to (all.jsonl.run/failures.jsonl)" in done.err
    Path("known.txt").write_text("in/0002.txt\n\n", encoding="utf-8")
    assert run(*args, "-q", "--known-failures", "known.txt").code == 0
    Path("in/0003.txt").write_bytes(b"\x7fELF")
    assert run(*args, "-q", "--known-failures", "known.txt").code == 3
    for name, content, said in (
        ("none.txt", None, "none.txt: no such file"),
        ("bad.txt", b"\xff\xfe", "bad.txt: not UTF-8 at byte 0"),
        ("bad.jsonl", b'{"path": 3}\n', "bad.jsonl: line 1 names no file; give a failures.jsonl"),
        ("nul.jsonl", b'{"path": \0\n', "nul.jsonl: line 1 names no file"),
    ):
        if content is not None:
            Path(name).write_bytes(content)
        done = run(*args, "--known-failures", name)
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert said in done.err


def test_values_are_exact(desk: Path, run: Run) -> None:
    Path("in/0000.txt").write_text("2023年，全县算力达到10.36百亿亿次/秒，增长0.1%。", encoding="utf-8")
    assert run("batch", "in/0000.txt", "-o", "all.jsonl").code == 0
    text = Path("all.jsonl").read_text(encoding="utf-8")
    assert [dump_json(each) for each in records(extract("in/0000.txt"))] == text.splitlines()
    assert '"value": 10360000000000000000,' in text


def test_a_terminal_shows_a_bar(desk: Path) -> None:
    """With files, MB, rate, time left and failures; what failed stands above it, and no bar is left at the end."""
    pty = pytest.importorskip("pty")
    make_reports(Path("in"), 60, sentences=20)
    Path("in/0003.txt").write_bytes(b"\x7fELF")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "140"}
    running = start("in", "-o", "all.jsonl", cwd=desk, stderr=theirs, env=environment)
    os.close(theirs)
    shown = read_terminal(ours)
    os.close(ours)
    assert running.wait(30) == 3
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"\d+/60 files · [\d.]+/[\d.]+ MB · [\d.]+ MB/s · .* left · 1 failed", plain)
    assert "reportkit: in/0003.txt: looks like a program, not a report; give a report\r\n" in plain
    assert plain.rstrip().splitlines()[-1].startswith("reportkit: 60 files in ")
