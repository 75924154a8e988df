"""Where output goes: open files, pipes and terminals, full disks, streams that are closed or of a narrow encoding."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from processes import read_terminal

ROOT = Path(__file__).resolve().parent.parent
COUNTY = str(ROOT / "samples" / "county-2024.txt")
REPORTKIT = [sys.executable, "-m", "reportkit"]
FORMATS = ("yaml", "json", "jsonl", "csv", "xlsx", "sdmx-csv", "table")
FULL = Path("/dev/full")
LONG = 300
# C0, C1, marks of direction, and ends of lines that are none to most programs.
OBEYED = "\x1b[31m\x07\x9b31m\x85\u202e\u2066\u200f\u2028\x7f"


def run(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run([*REPORTKIT, *args], timeout=LONG, check=False, **options)


def assert_one_line(done: subprocess.CompletedProcess[bytes], says: str, code: int = 2) -> None:
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1), done.stderr
    assert says in done.stderr.decode()


# files that are open already


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_an_open_file_is_gone_on_with(tmp_path: Path, name: str) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("there are no names of open files here")
    if name == "link":
        name = str(tmp_path / "link")
        Path(name).symlink_to("/dev/stdout")
    out = tmp_path / "all.txt"
    with out.open("wb") as file:
        file.write(b"before\n")
        file.flush()
        done = run("extract", COUNTY, "-o", name, "--format", "json", stdout=file)
        file.write(b"behind\n")
    assert (done.returncode, done.stderr) == (0, b"")
    held = out.read_bytes()
    assert held.startswith(b"before\n{")
    assert held.endswith(b"}\nbehind\n")


def test_an_open_file_of_another_number() -> None:
    reader, writer = os.pipe()
    done = run("extract", COUNTY, "-o", f"/dev/fd/{writer}", "--name", "失业率", pass_fds=(writer,))
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read().startswith(b"reportkit:")
    assert (done.returncode, done.stdout) == (0, b"")
    assert_one_line(run("extract", COUNTY, "-o", "/dev/fd/99"), "/dev/fd/99: cannot be written")


def test_a_reader_that_leaves_a_pipe_with_a_name(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def read_a_little() -> None:
        with path.open("rb") as pipe:
            pipe.read(5)

    reader = threading.Thread(target=read_a_little)
    reader.start()
    done = run("extract", COUNTY, "-o", str(path))
    reader.join(LONG)
    assert (done.returncode, done.stderr) == (0, b"")
    assert path.is_fifo()


# full disks, in every format


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("format_", FORMATS)
def test_a_full_disk(format_: str) -> None:
    with FULL.open("wb") as full:
        assert_one_line(run("extract", COUNTY, "--format", format_, stdout=full), "standard output")
    assert_one_line(
        run("extract", COUNTY, "--format", format_, "-o", str(FULL)), "/dev/full: cannot be written"
    )


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [("--help",), ("--version",), ("extract", "--help")])
def test_help_on_a_full_disk(command: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        assert_one_line(run(*command, stdout=full), "No space left")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_what_cannot_be_said_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    path.write_text("none", encoding="utf-8")
    with FULL.open("wb") as full:
        done = run("extract", str(path), "--format", "json", stderr=full)
        assert json.loads(done.stdout)["warnings"]
        assert done.returncode == 0
        assert run("extract", "none.txt", stderr=full).returncode == 2


# streams that are closed, narrow encodings


def closing(*numbers: int) -> Any:
    return lambda: [os.close(number) for number in numbers]


def test_closed_streams(tmp_path: Path) -> None:
    assert_one_line(run("extract", COUNTY, preexec_fn=closing(1)), "standard output is closed")
    assert_one_line(run("extract", "-", preexec_fn=closing(0)), "standard input is closed")
    assert run("extract", str(tmp_path / "none.txt"), preexec_fn=closing(2)).returncode == 2
    assert run("--help", preexec_fn=closing(0, 1, 2)).returncode in (0, 2)


def test_no_file_is_taken_for_a_closed_stream(tmp_path: Path) -> None:
    """What is opened first would be standard error, and get what is said there."""
    path, out = tmp_path / "none.txt", tmp_path / "out.json"
    path.write_text("none", encoding="utf-8")
    assert run("extract", str(path), "-o", str(out), preexec_fn=closing(0, 1, 2)).returncode == 0
    assert json.loads(out.read_bytes())["warnings"]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii:strict"])
@pytest.mark.parametrize(
    "command", [("--help",), ("extract", "--help"), ("extract", COUNTY), ("extract", "没有.txt")]
)
def test_narrow_encodings(encoding: str, command: tuple[str, ...]) -> None:
    done = run(*command, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert done.returncode == (2 if "没有.txt" in command else 0)
    assert b"Traceback" not in done.stderr
    if COUNTY in command:
        assert "政府工作报告".encode() in done.stdout


def test_a_column_that_is_no_number(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("年,全文\n2023,2023年，全县新建学校12所。\n", encoding="utf-8")
    for column in ("²", "①", "৩", "-1", "1" * 5000, ""):
        assert_one_line(run("extract", str(path), "--column", column), "column")


# terminals


def on_a_terminal(*args: str) -> bytes:
    """What a command prints to a terminal, both its streams; only the table of extract in colours."""
    dull = {} if args[0] == "extract" else {"NO_COLOR": "1"}
    parent, child = pty.openpty()
    with subprocess.Popen(
        [*REPORTKIT, *args], stdin=child, stdout=child, stderr=child, env={**os.environ, **dull}
    ) as process:
        os.close(child)
        shown = read_terminal(parent)
        process.wait(LONG)
    os.close(parent)
    return shown.replace(b"\r\n", b"\n")


def hostile(tmp_path: Path) -> str:
    """A report with what a terminal obeys in its name, its title, a heading, a name and a sentence."""
    path = tmp_path / f"re{OBEYED.replace(chr(0x2028), '')}port.txt"
    path.write_text(
        f"政府工{OBEYED}作报告\n\n各位代表：\n\n一、2023年工作{OBEYED}回顾\n\n"
        + f"2023年，全县新建水{OBEYED}窖12所{OBEYED}，改造栈道35.6公里，增长5.6%。\n" * 2,
        encoding="utf-8",
    )
    return str(path)


COMMANDS: tuple[tuple[str, ...], ...] = (
    *(("extract", "{}", "--format", format_) for format_ in FORMATS if format_ != "xlsx"),
    ("text", "{}"), ("text", "{}", "--repaired"), ("outline", "{}"), ("explain", "{}", "--line", "7"), ("quantities", "{}"),
    ("quantities", "{}", "--refused"), ("check", "{}", "--all"), ("rules", "suggest", "{}"), ("extract", "{}none"),
    *(("diff", "{}", "{}", "--format", format_) for format_ in ("table", "json", "yaml", "jsonl", "csv", "markdown")),
    ("series", "{}", "--name", "水窖"), ("extract", f"--{OBEYED}"), ("outline", "{}", "{}"), (f"no{OBEYED}such",),
    ("batch", "{}", "--log-json"), ("batch", "{}none", "--log-json"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: ascii(" ".join(command)))
def test_a_terminal_obeys_nothing_of_a_report(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = hostile(tmp_path)
    shown = on_a_terminal(*(path if part == "{}" else part.replace("{}", path) for part in command)).decode()
    shown = re.sub(r"\r\x1b\[K(?:reportkit: working on .*? … \d+ s)?", "", shown)  # what takes long says so
    assert shown
    if "table" in command:  # its colours are our own
        shown = shown.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")
        shown = shown.replace("\x1b[1;36m", "").replace("\x1b[36m", "").replace("\x1b[32m", "")
    if command[0] == "batch":  # and so is the bar
        assert OBEYED[0:5] not in shown.replace("\x1b[?25l", "")
    assert not [hex(ord(c)) for c in shown if not c.isprintable() and c not in "\n\t\u3000"]


def test_data_are_the_same_wherever_they_are_printed(tmp_path: Path) -> None:
    path = hostile(tmp_path)
    for format_, load in (("json", json.loads), ("yaml", yaml.safe_load)):
        piped = run("extract", path, "--format", format_).stdout
        assert on_a_terminal("extract", path, "--format", format_).endswith(piped)
        assert load(piped)["source"]["path"] == path
        lines = run("extract", path, "--format", "jsonl").stdout.decode()
    assert len(lines.splitlines()) == lines.count("\n")
    assert all(json.loads(line)["source"] == path for line in lines.splitlines())


def test_a_pipe_gets_the_text_as_it_is(tmp_path: Path) -> None:
    path = hostile(tmp_path)
    assert run("text", path).stdout == Path(path).read_bytes()
