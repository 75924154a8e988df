"""What the tests of many files share: made reports, the command in a process of its own, and what a run left."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What a run keeps for one that goes on with it; of the same results its bytes may differ.
JOURNAL = "journal.sqlite"
COMMAND = [sys.executable, "-m", "reportkit", "batch"]
# Each a sentence of its own, so that every file says something else.
REPORT = """# {place}2023年政府工作报告

各位代表：

## 2023年工作回顾

2023年，全县生产总值达到{a}.4亿元，增长6.{b}%。新建农村公路{a}公里、桥梁{b}座，听取专项工作报告{b}次。
"""


def make_reports(folder: Path, count: int, sentences: int = 1) -> None:
    """Write `count` small reports, each with other numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        text = REPORT.format(place=f"云岭{n}县", a=n + 10, b=n % 9 + 1)
        more = (
            f"改造老旧小区{n + 1}{m}个，惠及居民{m + 2}.5万户，完成投资{m + 1}亿元。\n"
            for m in range(sentences - 1)
        )
        (folder / f"{n:04}.txt").write_text(text + "\n" + "\n".join(more), encoding="utf-8")


def batch(
    *args: str | Path, cwd: Path, stdin: bytes | None = None, **more: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run ``reportkit batch`` in a process of its own."""
    command = [*COMMAND, *map(str, args)]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, check=False, timeout=120, **more
    )


def start(*args: str | Path, cwd: Path, **more: Any) -> subprocess.Popen[bytes]:
    """Start ``reportkit batch`` in a process of its own."""
    command = [*COMMAND, *map(str, args)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=cwd, **{**pipes, **more})


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def left(folder: Path, apart: Sequence[str] = ()) -> dict[str, bytes]:
    """All files below a folder with their bytes, without journals and those that are called as `apart` says."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (JOURNAL, *apart)
    }


def without_parts(manifest: bytes) -> bytes:
    """A manifest without its first line, which names the part that a run happened to write."""
    return manifest.partition(b"\n")[2]
