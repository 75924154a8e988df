"""How fast extract is, what a start costs, how much memory it takes, and how both grow. Run by hand.

``python tests/bench/bench.py`` prints a table. Times depend on the machine, so each stands beside what
jieba needs on the same text in the same run; the text is that of the samples and, where they stand beside
the project, of ../shared/reports.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

import jieba

from reportkit import extract_text, load_rules
from reportkit.repair import repair
from reportkit.segment import segment
from reportkit.source import read_source

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
REPORTS = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))
SMALL = [ROOT / "samples" / "newspaper-2024.txt", ROOT.parent / "shared" / "reports" / "erqi-2024.txt"]
RUNS = 9
ROUNDS = 3
FACTORS = (1, 2, 4)
# Shapes that no report has and that must cost no more a character than one that a report has.
CLAUSE = "全年生产总值达到62.4亿元，增长6.1%，新建农村公路37公里、桥梁4座，听取专项工作报告8次"
SHAPES: dict[str, Callable[[int], str]] = {
    "250 clauses in a sentence": lambda n: f"{CLAUSE}，" * 250 * n,
    "1,000 sentences on a line": lambda n: f"{CLAUSE}。" * 1000 * n,
    "2,500 headings": lambda n: "\n".join(f"（一）标题{i}\n{i}{CLAUSE}。" for i in range(2500 * n)),
    "500 reports": lambda n: "\n".join(f"# 标题{i}\n{i}{CLAUSE}。" for i in range(500 * n)),
}
MEGA = 1e6
# The sizes, in MB, of one file in which the reports stand one after the other.
SIZES = (1.25, 2.5, 5, 10)
WANTED = 2.2


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def size(texts: list[str]) -> float:
    """The size of texts in MB of UTF-8."""
    return sum(len(text.encode("utf-8", "replace")) for text in texts) / MEGA


def throughput(texts: list[str]) -> tuple[float, float]:
    """MB/s of extract and of ``jieba.cut``: the best of alternating rounds over the same texts."""
    load_rules()
    for text in texts[:1]:  # dictionaries and patterns are made once a process
        extract_text(text)
        list(jieba.cut(text))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: [extract_text(text) for text in texts]))
        theirs.append(seconds(lambda: [list(jieba.cut(text)) for text in texts]))
    return size(texts) / min(ours), size(texts) / min(theirs)


def run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def find_reportkit() -> str:
    found = shutil.which("reportkit", path=str(Path(sys.executable).parent)) or shutil.which("reportkit")
    return found or sys.exit("no command reportkit; install the project first")


def start_up(command: list[str]) -> tuple[float, float]:
    """Seconds of a whole process and of one that does ``jieba.initialize()``: medians of alternating runs."""
    other = [sys.executable, "-c", "import jieba; jieba.initialize()"]
    run(command)
    run(other)
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(seconds(lambda: run(command)))
        theirs.append(seconds(lambda: run(other)))
    return median(ours), median(theirs)


def peak_memory(command: list[str]) -> float:
    """The most memory in MB that a command takes, measured in a process that has no other child."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return int(done.stdout) * unit / MEGA


def growth(make: Callable[[int], str]) -> list[float]:
    """Seconds for one, two and four times a text; `make` gives it so many times."""
    texts = [make(factor) for factor in FACTORS]
    extract_text(texts[0])
    return [min(seconds(partial(extract_text, text)) for _ in range(ROUNDS)) for text in texts]


def several(text: str, copies: int) -> str:
    """A text, and copies of it in which every line is another, or they would be left out as repetitions."""
    return "\n".join(
        "\n".join(f"{line}{'又' * n}" if line else line for line in text.split("\n")) for n in range(copies)
    )


def one_file(texts: list[str], megabytes: float) -> str:
    """Reports one after the other until the file is so large; no line of a copy is one of another's."""
    parts: list[str] = []
    total = 0.0
    for turn in count():
        for text in texts:
            parts.append("\n".join(f"{line}{turn}号" if line.strip() else line for line in text.split("\n")))
            total += len(parts[-1].encode("utf-8", "replace"))
            if total >= megabytes * MEGA:
                return "\n\n".join(parts)
    raise AssertionError("count goes on for ever")


def print_large(texts: list[str]) -> None:
    """Times of repair and of all of extract on one file up to 10 MB; twice the text, about twice the time."""
    rules = load_rules()
    works: dict[str, Callable[[str], object]] = {
        "repair": partial(repair, rules=rules),
        "repair and outline": lambda text: segment(repair(text, rules).text, rules),
        "extract": extract_text,
    }
    for name, work in works.items():
        before = 0.0
        for megabytes in SIZES:
            text = one_file(texts, megabytes)
            spent = seconds(partial(work, text))
            ratio = f"× {spent / before:.2f}" if before else ""
            row(
                f"{name}, one file of {size([text]):.2f} MB",
                f"{spent:.2f} s",
                ratio,
                f"≤ {WANTED} a doubling",
            )
            before = spent


def row(what: str, figure: str, beside: str = "", target: str = "") -> None:
    print(f"{what:<44}{figure:>16}  {beside:<34}{target}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="only one file of up to 10 MB")
    arguments = parser.parse_args()
    row("", "measured", "beside it", "wanted")
    if arguments.large:
        print_large([read_source(str(path)).text for path in SAMPLES])
        return
    jieba.setLogLevel(60)
    jieba.initialize()
    sets = {"samples": SAMPLES, "../shared/reports": REPORTS}
    for name, paths in sets.items():
        if not paths:
            print(f"{name}: skipped, there is no such folder beside the project")
            continue
        texts = [read_source(str(path)).text for path in paths]
        ours, theirs = throughput(texts)
        beside = f"jieba.cut {theirs:.2f} MB/s"
        row(f"extract, {name} ({size(texts):.2f} MB)", f"{ours:.2f} MB/s", beside)
        row("  as a ratio to jieba.cut", f"{ours / theirs:.2f}", "", "≥ 0.4")

    for path in SMALL:
        if path.is_file():
            ours, theirs = start_up([find_reportkit(), "extract", str(path), "--format", "json"])
            row(f"start to finish, {path.name}", f"{ours:.3f} s", f"jieba.initialize() {theirs:.3f} s")
            row("  as a ratio", f"{ours / theirs:.2f}", "", "≤ 0.5")

    largest = max([*SAMPLES, *REPORTS], key=lambda path: path.stat().st_size)
    for path in (SMALL[0], largest):
        command = [find_reportkit(), "extract", str(path), "--format", "json"]
        row(f"peak memory, {path.name}", f"{peak_memory(command):.0f} MB", "", "< 150 MB")

    text = read_source(str(largest)).text
    shapes: dict[str, Callable[[int], str]] = {largest.name: lambda n: several(text, n), **SHAPES}
    for name, make in shapes.items():
        times = growth(make)
        for factor, spent in zip(FACTORS, times, strict=True):
            row(f"{factor} × {name}", f"{spent:.3f} s", f"× {spent / times[0]:.2f}", f"about {factor}")
    print_large([read_source(str(path)).text for path in SAMPLES])
    with tempfile.TemporaryDirectory() as folder:
        for factor in FACTORS:
            path = Path(folder) / "long.txt"
            path.write_text(several(text, factor), encoding="utf-8")
            used = peak_memory([find_reportkit(), "extract", str(path), "--format", "json"])
            row(f"peak memory, {factor} × {largest.name}", f"{used:.0f} MB")


if __name__ == "__main__":
    main()
