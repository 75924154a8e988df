"""How fast a run of many files is with one job and with two, what a file costs beyond its reading, and its memory.

``python tests/bench/batch.py`` prints a table. Run by hand on a machine that is quiet; times of one run can be
compared with each other only. The files are made of the samples and, for the throughput, of ../shared/reports.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reportkit.batch.output import find_output, settings_of
from reportkit.batch.process import process
from reportkit.inputs.find import find_inputs
from reportkit.source import Reading

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared" / "reports"
REPORTS = 200
SMALL, SMALL_BYTES = 10_000, 5_000
COUNTS = (100, 1_000, 10_000)
ROUNDS = 3
MEGA = 1e6
# What reports say between their numbers.
PROSE = "我们坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，着力推动高质量发展，统筹发展和安全，各项事业取得新成效。"


def batch(folder: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "reportkit", "batch", str(folder), "-o", str(out), "--quiet", *options]
    return subprocess.Popen(command)


def timed(folder: Path, desk: Path, *options: str) -> float:
    """Seconds of a run from the start of its process to its end."""
    out = desk / "out.jsonl"
    began = time.perf_counter()
    if batch(folder, out, *options).wait():
        sys.exit("a run failed")
    spent = time.perf_counter() - began
    out.unlink()
    shutil.rmtree(f"{out}.run")
    return spent


def copy_reports(folder: Path, count: int) -> None:
    """Copies of real reports where they are at hand, else of the samples."""
    sources = sorted((SHARED if SHARED.is_dir() else ROOT / "samples").glob("*.txt"))
    folder.mkdir()
    for n in range(count):
        shutil.copy(sources[n % len(sources)], folder / f"{n:04}.txt")


def make_small(folder: Path, count: int, size: int) -> None:
    """Files of `size` bytes, in which about a third of the sentences hold numbers, no two of them the same."""
    chance = random.Random(1)
    lines = [
        line
        for path in sorted((ROOT / "samples").glob("county-*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if 60 < len(line) < 400
    ]
    folder.mkdir()
    for n in range(count):
        below = folder / f"{n // 1000:02}"
        below.mkdir(exist_ok=True)
        parts = [f"# 云岭县第{n}号工作报告", ""]
        while sum(len(part.encode()) for part in parts) < size:
            parts += [chance.choice(lines), PROSE * 5, ""]
        (below / f"{n:05}.txt").write_text("\n".join(parts), encoding="utf-8")


def alone(folder: Path) -> float:
    """Seconds that reading all files takes in this process, one after the other."""
    out = find_output(str(folder / "none.jsonl"), None)
    settings = settings_of(out, None, Reading(), True, 4_000)
    tasks = find_inputs([str(folder)], [], [], []).tasks
    process(tasks[0], settings)
    began = time.perf_counter()
    for task in tasks:
        process(task, settings)
    return time.perf_counter() - began


def peak(folder: Path, desk: Path) -> tuple[float, float]:
    """The most memory in MB of the process that holds the run, and the most of any of its workers."""
    out = desk / "peak.jsonl"
    running = batch(folder, out)
    most: dict[int, int] = {}
    while running.poll() is None:
        for pid in (running.pid, *children(running.pid)):
            most[pid] = max(most.get(pid, 0), high_water(pid))
        time.sleep(0.02)
    out.unlink()
    shutil.rmtree(f"{out}.run")
    own = most.pop(running.pid)
    return own / 1024, max(most.values()) / 1024


def children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []


def high_water(pid: int) -> int:
    """The most memory that a process has had, in KiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def row(what: str, figure: str, beside: str = "", wanted: str = "") -> None:
    print(f"{what:<44}{figure:>14}  {beside:<36}{wanted}", flush=True)


def print_throughput(desk: Path) -> None:
    folder = desk / "reports"
    copy_reports(folder, REPORTS)
    size = sum(path.stat().st_size for path in folder.iterdir()) / MEGA
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(ROUNDS):
        for jobs, spent in times.items():
            spent.append(timed(folder, desk, "--jobs", jobs))
    one, two = min(times["1"]), min(times["2"])
    row(f"{REPORTS} reports ({size:.1f} MB), 1 job", f"{one:.2f} s", f"{size / one:.2f} MB/s")
    row(f"{REPORTS} reports, 2 jobs", f"{two:.2f} s", f"{one / two:.2f} times as fast", "≥ 1.7")


def print_cost(desk: Path, count: int) -> None:
    folder = desk / "small"
    make_small(folder, count, SMALL_BYTES)
    inside, whole = alone(folder), timed(folder, desk, "--jobs", "1")
    row(
        f"{count:,} files of 5 KB, in one process",
        f"{inside:.1f} s",
        f"{inside / count * 1000:.2f} ms a file",
    )
    row(f"{count:,} files of 5 KB, batch --jobs 1", f"{whole:.1f} s")
    row("  beyond the reading", f"{(whole - inside) / count * 1000:.2f} ms", "a file", "< 3 ms")


def print_memory(desk: Path) -> None:
    before = 0.0
    for count in COUNTS:
        folder = desk / f"memory-{count}"
        make_small(folder, count, 300)
        own, workers = peak(folder, desk)
        beside = (
            f"× {own / before:.2f}; a worker {workers:.0f} MB" if before else f"a worker {workers:.0f} MB"
        )
        row(f"peak memory of the run, {count:,} files", f"{own:.0f} MB", beside, "≤ 1.2 from 1,000 to 10,000")
        before = own


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=SMALL, help="so many small files")
    arguments = parser.parse_args()
    row("", "measured", "beside it", "wanted")
    with tempfile.TemporaryDirectory() as name:
        print_throughput(Path(name))
        print_cost(Path(name), arguments.files)
        print_memory(Path(name))


if __name__ == "__main__":
    main()
