"""What a cluster costs on top: Dask with two worker processes against two jobs of one machine. Run by hand.

``python tests/bench/cluster.py`` reads 200 reports both ways, in turn, and prints how long each took. The text is that
of the samples and, where they stand beside the project, of ../shared/reports.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from clusters import dask  # noqa: E402

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
REPORTS = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))
COUNT, ROUNDS = 200, 3


def seconds(folder: Path, out: str, *options: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "reportkit", "batch", "in", "-o", out, "--quiet", *options]
    subprocess.run(command, cwd=folder, check=True)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as name, dask(Path(name)) as found:
        folder = Path(name)
        (folder / "in").mkdir()
        size = 0
        for number, path in enumerate(islice(cycle(REPORTS or SAMPLES), COUNT)):
            # no two are the same, which would be kept from one to the next
            raw = path.read_bytes() + f"\n第{number}份。\n".encode()
            (folder / "in" / f"{number:04}.txt").write_bytes(raw)
            size += len(raw)
        found.worker("--no-nanny", before="")
        found.worker("--no-nanny", before="")
        print(f"{COUNT} reports, {size / 1e6:.1f} MB")
        ratios = []
        for _ in range(ROUNDS):
            here = seconds(folder, "here.jsonl", "--jobs", "2")
            there = seconds(folder, "there.jsonl", "--scheduler", found.address)
            ratios.append(there / here)
            print(f"--jobs 2 {here:.1f} s, two workers of Dask {there:.1f} s, ratio {ratios[-1]:.2f}")
        same = (folder / "here.jsonl").read_bytes() == (folder / "there.jsonl").read_bytes()
        print(f"median ratio {median(ratios):.2f}; the same bytes: {same}")


if __name__ == "__main__":
    main()
