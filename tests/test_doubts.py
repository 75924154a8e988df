"""Doubts: what carries one, what does not, and where they are seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Run

from reportkit import extract_text

BEFORE, BEHIND = "政府工作报告\n一、2023年工作回顾\n", "\n二、2024年工作安排\n抓好落实。"


def codes(text: str, before: str = BEFORE, behind: str = BEHIND) -> list[str]:
    """The doubts about the last indicator of a report with this text."""
    found = [each for report in extract_text(f"{before}{text}{behind}").reports for each in report.indicators]
    return [doubt.code for doubt in found[-1].doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全县生产总值62亿元。", []),
        ("粮食总产量15万吨，增长6%。", []),
        ("改造老旧管网12公里。", []),
        ("建成茶亭12座。", []),
        ("茶亭12座。", ["short-name"]),
        ("获得群众满意的山间步道和茶亭维护与管理示范工程称号12个。", ["long-name", "attribute-name"]),
        ("| 山间茶亭 | 2023年 |\n|---|---|\n| 云岭 | 12 |", []),
    ],
)
def test_what_is_doubtful_is_told(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_time_that_hangs_on_a_year_in_doubt() -> None:
    two = ("一、2022年工作回顾\n", "\n二、2024年工作安排\n抓好落实。")
    of_session = "政府工作报告\n——2024年1月12日在云岭县第十八届人民代表大会第三次会议上\n各位代表：\n一、2022年工作回顾\n"
    assert codes("全县生产总值62亿元。", *two) == []
    assert codes("全县生产总值62亿元。\n二、主要做法\n新建茶亭12座。", of_session, "") == ["unclear-year"]
    assert codes("二、主要做法\n2023年新建茶亭12座。", of_session, "") == []


def test_doubts_are_seen_wherever_indicators_are(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{BEFORE}全县生产总值62亿元。茶亭12座。{BEHIND}", encoding="utf-8")
    rows = [json.loads(line) for line in run("extract", "a.txt", "--format", "jsonl").out.splitlines()]
    assert [[doubt["code"] for doubt in row["doubts"]] for row in rows] == [[], ["short-name"]]
    assert [
        line.count("?") for line in run("extract", "a.txt", "--format", "table").out.splitlines()[-3:]
    ] == [0, 1, 0]
    assert (
        "short-name"
        in run("explain", "a.txt", "--at", str(Path("a.txt").read_text("utf-8").index("茶亭"))).out
    )
    assert run("batch", "a.txt", "-o", "all.duckdb", "-q").code == 0
    for command in (("extract", "a.txt"), ("query", "all.duckdb")):
        for option, name in (("--sure", "生产总值"), ("--doubtful", "茶亭")):
            found = [json.loads(line) for line in run(*command, option, "--format", "jsonl").out.splitlines()]
            assert [each["name"] for each in found] == [name]


def test_comparisons_choose_by_doubts(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for year in (2023, 2024):
        told = f"一、{year}年工作回顾\n全县生产总值{year - 1960}亿元。茶亭{year - 2011}座。"
        text = f"政府工作报告\n{told}\n二、{year + 1}年工作安排\n抓好落实。"
        Path(f"{year}.txt").write_text(text, encoding="utf-8")
    for option, name, other in (("--sure", "生产总值", "茶亭"), ("--doubtful", "茶亭", "生产总值")):
        told = run("diff", "2023.txt", "2024.txt", option, "--across-places").out
        assert name in told
        assert other not in told
        assert name in run("series", "2023.txt", "2024.txt", option, "--name", name).out
        missing = run("series", "2023.txt", "2024.txt", option, "--name", other)
        assert other in missing.err
        assert run("check", "2023.txt", option).code == 0
        assert run("goals", "2023.txt", "2024.txt", option, "--across-places").code == 0
    assert run("batch", "2023.txt", "-o", "all.duckdb", "-q").code == 0
    assert "茶亭" in run("series", "all.duckdb", "--doubtful", "--name", "茶亭").out
