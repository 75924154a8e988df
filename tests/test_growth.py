"""Twice the text takes about twice the time, and a long line not much room: whatever it is made of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportkit import Span, extract, extract_text, load_rules
from reportkit.cli.account import account
from tests.growth import grows_linearly, seconds

LENGTH = 6_000
# A line of so many bytes may take so many megabytes in all, 40 of them before a word is read.
BYTES, MEGABYTES = 300_000, 85

# So many times what the extraction took may an account of one of its places take.
ACCOUNT = 15

UNITS = (
    "一万", "0", "1,234,", "（", "“", "《", "、", "粮食、", "小麦5吨、", "分别", "分别增长5%、6%、", " ", "1 2 ",
    "增\n", "5\n", "一、工作\n", "一、2024年工作安排\n2023年生产总值完成62亿元。\n", "\ufffd", "_M_", "□5", "2023年",
    "第十四届全国人大一次会议", "2023年1月1日\n", "云岭县人民政府\n", "云岭县政府工作报告\n2024年1月5日\n",
    "2024年计划完成5亿元。", "将就2023年",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    extract_text(unit)
    good, told = grows_linearly(lambda size: extract_text(unit * (size // len(unit))), LENGTH)
    assert good, told


def test_a_report_takes_milliseconds() -> None:
    """Some of them, and no second, once words and rules are there."""
    path = Path(__file__).resolve().parent.parent / "samples" / "county-2024.txt"
    assert extract(path).reports
    assert min(seconds(lambda: extract(path)) for _ in range(3)) < 0.5


@pytest.mark.parametrize("format_", ["json", "yaml"])
def test_a_long_line_takes_little_room(tmp_path: Path, format_: str) -> None:
    clause = "工业增加值{0}.5亿元、增长{0}%，粮食总产量{0}万吨。"
    text = "".join(clause.format(i % 900 + 1) for i in range(BYTES // len(clause.encode())))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-m", "reportkit", "extract", "a.txt", "-o", f"out.{format_}"]
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=tmp_path, capture_output=True, check=True
    )
    assert int(done.stdout) / 1024 < MEGABYTES
    assert (tmp_path / f"out.{format_}").stat().st_size > BYTES


def test_an_account_takes_a_few_times_what_the_reading_took() -> None:
    """In a sentence in which the same number stands again and again, each is told from the others."""
    text, places = "翻一番" * 500, load_rules().stands
    found, half = extract_text(text), len(text) // 2
    reading = min(seconds(lambda: extract_text(text)) for _ in range(3))
    assert (
        min(seconds(lambda: account(found, Span(half, half + 1), places)) for _ in range(3))
        < reading * ACCOUNT
    )
