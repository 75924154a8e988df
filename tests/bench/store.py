"""How long a store of a million indicators takes to fill and to ask, and what Parquet of it costs. Run by hand.

``python tests/bench/store.py`` prints a table. The indicators are those of the samples, told of made places and years.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median

from reportkit import Extraction, extract
from reportkit.output.json import jsonl_pieces
from reportkit.output.tables import table_lines
from reportkit.store import open_store, write_parquet
from reportkit.store.ask import Wanted, find_records

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
MEGA = 1e6
BATCH = 200  # files in a transaction
RUNS = 15
YEARS = 10


def made(count: int) -> Iterator[tuple[str, Extraction]]:
    """Extractions until there are `count` indicators, each of a place and a year of its own.

    The reports of a place are spread over all of them, and no sentence stands in two.
    """
    base = [extract(path) for path in SAMPLES]
    each = sum(len(report.indicators) for one in base for report in one.reports) / len(base)
    places = max(int(count / each) // YEARS, 1)
    number = total = 0
    while total < count:
        one = base[number % len(base)]
        path = f"reports/{number:06d}.txt"
        reports = tuple(
            replace(
                report,
                place=f"县{number % places}",
                year=2015 + number // places,
                indicators=tuple(replace(i, sentence=f"{i.sentence}{number}") for i in report.indicators),
            )
            for report in one.reports
        )
        total += sum(len(report.indicators) for report in reports)
        yield path, replace(one, source=replace(one.source, path=path), reports=reports)
        number += 1


def peak() -> float:
    """The most memory in MB that this process has taken."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGA


def row(what: str, figure: str, target: str = "") -> None:
    print(f"{what:<52}{figure:>16}  {target}", flush=True)


def fill(folder: Path, count: int) -> None:
    """Fill a store batch by batch, and write the same as JSON lines."""
    spent, batch = 0.0, []
    with (
        (folder / "lines.jsonl").open("w", encoding="utf-8") as lines,
        open_store(str(folder / "all.duckdb"), write=True) as store,
    ):

        def add() -> None:
            nonlocal spent
            start = time.perf_counter()
            store.add(batch)
            spent += time.perf_counter() - start
            batch.clear()

        for path, extraction in made(count):
            lines.write("".join(jsonl_pieces([extraction])))
            digest = sha256(path.encode()).hexdigest()
            batch.append((path, table_lines(path, digest, "bench", [extraction])))
            if len(batch) == BATCH:
                add()
        add()
        start = time.perf_counter()
        store.add([(path, table_lines(path, digest, "bench", [extraction]))])
        again = time.perf_counter() - start
        found = store.connection.execute("SELECT count(*) FROM indicators").fetchone()
    row("indicators", f"{found[0]:,}")
    row(f"added, {BATCH} files a transaction", f"{spent:.1f} s")
    row("one file of them added again", f"{again * 1000:.0f} ms")
    row("size of the store", f"{(folder / 'all.duckdb').stat().st_size / MEGA:.0f} MB")
    row("size of the same as JSON lines", f"{(folder / 'lines.jsonl').stat().st_size / MEGA:.0f} MB")
    row("peak memory of filling", f"{peak():.0f} MB")


def ask(folder: Path) -> None:
    """Ask for one concept of one place, another place every time."""
    start = time.perf_counter()
    with open_store(str(folder / "all.duckdb")) as store:
        row("opened", f"{(time.perf_counter() - start) * 1000:.0f} ms")
        places = sorted(place for place in store.places() if place)
        times = []
        for turn in range(RUNS):
            place = places[turn * len(places) // RUNS]
            start = time.perf_counter()
            found = find_records(store, Wanted(concept=("地区生产总值",), place=(place,)))
            times.append(time.perf_counter() - start)
            assert found
    row("one concept of one place, the first time", f"{times[0] * 1000:.0f} ms", "< 100 ms")
    row(f"the same, median of {RUNS} places", f"{median(times) * 1000:.0f} ms", "< 100 ms")
    row("the same, the longest", f"{max(times) * 1000:.0f} ms", "< 100 ms")


def parquet(folder: Path) -> None:
    """Write Parquet twice, and compare the bytes."""
    spent, digests = [], set()
    for _ in range(2):
        start = time.perf_counter()
        write_parquet(folder / "lines.jsonl", folder / "all.parquet")
        spent.append(time.perf_counter() - start)
        digests.add(sha256((folder / "all.parquet").read_bytes()).hexdigest())
    row("write_parquet", f"{min(spent):.1f} s")
    row("  its size", f"{(folder / 'all.parquet').stat().st_size / MEGA:.0f} MB")
    row("  peak memory", f"{peak():.0f} MB", "< 1500 MB")
    row("  the same bytes in two runs", "yes" if len(digests) == 1 else "NO")


STEPS = {"ask": ask, "parquet": parquet}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1_000_000, help="how many indicators")
    parser.add_argument("--step", nargs=2, metavar=("STEP", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        STEPS[arguments.step[0]](Path(arguments.step[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), arguments.count)
        for step in STEPS:  # each in a process of its own, so that its memory is its own
            subprocess.run([sys.executable, __file__, "--step", step, folder], check=True)


if __name__ == "__main__":
    main()
