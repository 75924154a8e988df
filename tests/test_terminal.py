"""What a terminal shows: no line is longer than it is wide, no number is cut, and what is left out is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import read_terminal
from rich.cells import cell_len
from stores import made, read_samples

from reportkit.output import screen
from reportkit.output.columns import GAP, align, fit, shorten, widths_of
from reportkit.output.screen import Screen

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")
ROOT = Path(__file__).resolve().parent.parent
OLD, NEW = (str(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024))
WAITING = re.compile(r"\r\x1b\[K(?:reportkit: working on .*? … \d+ s)?")
STYLE = re.compile(WAITING.pattern + r"|\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def shown(columns: int, *args: str, lines: int = 5000, code: str = "", **environment: str) -> str:
    """What a command, or code of Python, prints to a terminal of a width, both its streams."""
    parent, child = pty.openpty()
    fcntl.ioctl(
        child, termios.TIOCSWINSZ, lines.to_bytes(2, "little") + columns.to_bytes(2, "little") + bytes(4)
    )
    env = {**os.environ, "TERM": "xterm", **environment}
    for name in ("COLUMNS", "LINES", "NO_COLOR"):
        if name not in environment:
            env.pop(name, None)
    command = [sys.executable, *(("-c", code) if code else ("-m", "reportkit", *args))]
    with subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=env, cwd=ROOT) as process:
        os.close(child)
        text = read_terminal(parent)
        process.wait(120)
    os.close(parent)
    return text.replace(b"\r\n", b"\n").decode()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    pytest.importorskip("duckdb", reason="the extra store is not installed")
    return made(tmp_path_factory.mktemp("store"), *read_samples())


COMMANDS: dict[str, tuple[str, ...]] = {
    "extract": ("extract", NEW),
    "outline": ("outline", NEW),
    "explain": ("explain", NEW, "--line", "13"),
    "quantities": ("quantities", NEW),
    "refused": ("quantities", NEW, "--refused"),
    "diff": ("diff", OLD, NEW),
    "goals": ("goals", OLD, NEW),
    "check": ("check", OLD, NEW, "--all"),
    "series": ("series", OLD, NEW, "--concept", "地区生产总值"),
    "query": ("query", "STORE", "--concept", "地区生产总值"),
    "sql": ("query", "STORE", "--sql", "SELECT * FROM figures LIMIT 20"),
    "panel": ("panel", "STORE"),
    "long panel": ("panel", "STORE", "--concept", "GDP", "--long"),
    "doctor": ("doctor",),
    "guides": ("guide",),
    "guide": ("guide", "output"),
    "rules": ("rules", "list"),
    "help": ("--help",),
    "help of extract": ("extract", "--help"),
}


@pytest.mark.parametrize("columns", [80, 60])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_longer_than_the_terminal(command: str, columns: int, store: str) -> None:
    args = [store if part == "STORE" else part for part in COMMANDS[command]]
    lines = STYLE.sub("", shown(columns, *args)).splitlines()
    told = [line for line in lines if not line.startswith("reportkit: ")]
    assert told
    assert [line for line in told if cell_len(line) > columns] == []


@pytest.mark.parametrize("columns", [80, 60])
def test_a_table_has_a_line_for_each_row_and_whole_numbers(columns: int) -> None:
    from reportkit import extract
    from reportkit.output.words import amount

    text = STYLE.sub("", shown(columns, "extract", NEW))
    found = iter(text.splitlines())
    for i in extract(NEW).reports[0].indicators:
        assert any(amount(i) in line and (i.name[:3] in line) for line in found), i.name
    assert "reportkit: shown as a table; for data give --format yaml" in text


def test_what_is_left_out_is_told_and_wide_shows_it() -> None:
    narrow = STYLE.sub("", shown(60, "goals", OLD, NEW))
    assert "no room for: " in narrow
    assert "next plan" not in narrow.splitlines()[3]
    wide = STYLE.sub("", shown(60, "goals", OLD, NEW, "--wide"))
    assert "next plan" in wide
    assert "--wide shows all" not in wide
    assert "…" not in wide


def test_colours_are_for_terminals_that_have_them() -> None:
    assert "\x1b[" in shown(80, "goals", OLD, NEW)
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        for args in (("goals", OLD, NEW), ("extract", NEW)):
            assert "\x1b[" not in WAITING.sub("", shown(80, *args, **environment))


def test_data_that_are_asked_for_are_data() -> None:
    assert shown(60, "extract", NEW, "--format", "yaml").startswith("reportkit: '1'\n")


def test_what_is_longer_than_the_screen_goes_to_the_pager() -> None:
    pager = f"{sys.executable} -c \"import sys; print('paged', len(sys.stdin.read()) > 99)\""
    assert "paged True" in shown(80, "outline", NEW, lines=5, PAGER=pager)
    assert "paged True" in shown(80, "outline", NEW, lines=5, PAGER="cat", REPORTKIT_PAGER=pager)
    for environment in ({"PAGER": pager}, {"PAGER": ""}, {"PAGER": "no-such-pager"}, {"PAGER": "'"}):
        lines = 5000 if environment["PAGER"] == pager else 5
        assert "2023年工作回顾" in shown(80, "outline", NEW, lines=lines, **environment)


def test_without_a_keyboard_there_is_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "false")
    monkeypatch.setattr(screen.sys, "stdin", None)
    assert not screen.page(b"\n" * 10_000)


def test_work_that_takes_long_is_told_and_the_line_is_taken_away() -> None:
    code = (
        "import time; from reportkit.output import waiting; waiting.PATIENCE = waiting.EVERY = 0.01; "
        "waiting.note('a\\x1b[31m.txt'); "
        "exec('while not waiting._line.is_shown: time.sleep(0.01)'); waiting.end(); time.sleep(0.05); print('done')"
    )
    text = shown(80, code=code)
    assert "reportkit: working on a␛[31m.txt … 0 s" in text
    assert text.endswith("\r\x1b[Kdone\n")


texts = st.text(st.sampled_from("a粮é1 ─"), max_size=40)


@given(st.data(), st.integers(4, 120))
def test_rows_fit(data: Any, limit: int) -> None:
    count = data.draw(st.integers(1, 6))
    rows = data.draw(st.lists(st.lists(texts, min_size=count, max_size=count), min_size=1, max_size=4))
    fitted = fit(widths_of(rows), range(count), limit)
    assert 1 <= len(fitted) <= count
    lines = list(align(rows, fitted, GAP))
    assert len(lines) == len(rows)
    assert max(map(cell_len, lines)) <= limit


@given(texts, st.integers(1, 40))
def test_a_text_is_shortened_to_its_width(text: str, width: int) -> None:
    for each in (text, f"{text}:12"):
        assert cell_len(shorten(each, width)) <= width
        assert shorten(each, 100) == each


@given(st.text(max_size=200), st.integers(8, 80))
def test_a_line_is_folded_whole(text: str, width: int) -> None:
    line = " ".join(each for each in re.findall(r"[\w一-龥]+", text) if each.isprintable())
    pieces = list(Screen(width).folded(line))
    assert all(cell_len(piece) <= width for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(line.split())
