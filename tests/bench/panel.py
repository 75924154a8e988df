"""How long a panel of many reports takes out of a store, and how much memory. Run by hand.

``python tests/bench/panel.py`` makes a store of 56,000 reports, those of every county in 20 years, and prints a table. The
indicators are those of a sample, with numbers of their own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path

from reportkit import Extraction, extract, load_rules
from reportkit.model import Indicator, Period
from reportkit.places.table import COUNTY, NOW, gazetteer
from reportkit.store import open_store, store_lines

SAMPLE = Path(__file__).resolve().parent.parent.parent / "samples" / "county-2024.txt"
COUNT, YEARS, BATCH = 56_000, 20, 500
ASKED = {
    "GDP, wide": ["--concept", "GDP"],
    "GDP, long": ["--concept", "GDP", "--long"],
    "headline, wide": ["--concepts", "headline"],
    "headline, long": ["--concepts", "headline", "--long"],
}


def made(count: int) -> Iterator[tuple[str, Extraction]]:
    """Extractions of the counties of today, year by year."""
    base = extract(SAMPLE)
    (report,) = base.reports
    table = gazetteer(load_rules())
    units = [u for u in table.units() if u.forms[0].rank == COUNTY and u.forms[0].until == NOW]
    chance = random.Random(2260)

    def told(indicator: Indicator, shift: int) -> Indicator:
        near = Decimal(chance.randrange(90, 110)) / 100
        numbers = {
            n: v and v * near for n in ("value", "lower", "upper") if (v := getattr(indicator, n)) is not None
        }
        period = indicator.period
        moved = period and Period.year(period.first_year + shift, period.last_year + shift)
        return replace(indicator, period=moved, **numbers)

    for number in range(count):
        unit = units[number // YEARS % len(units)]
        shift = number % YEARS - YEARS
        found = tuple(told(i, shift) for i in report.indicators if i.concept)
        year = (report.year or 0) + shift
        one = replace(
            report, place=unit.name, code=unit.code, year=year, indicators=found, repairs=(), sections=()
        )
        path = f"reports/{unit.code}-{year}.txt"
        yield path, replace(base, source=replace(base.source, path=path), reports=(one,))


def fill(path: Path, count: int) -> None:
    """Fill a store."""
    extractions = made(count)
    with open_store(str(path), write=True) as store:
        while batch := list(islice(extractions, BATCH)):
            store.add([(p, store_lines(p, sha256(p.encode()).hexdigest(), "bench", [e])) for p, e in batch])


def ask(path: Path, folder: Path) -> None:
    """Ask for panels, each in a process of its own, and print how long it takes and the most memory that it has."""
    measured = "import resource, sys; from reportkit.cli.main import main\ntry: main()\nfinally: print(resource.getrusage"
    measured += "(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
    for what, options in ASKED.items():
        for suffix in ("csv", "parquet"):
            command = [
                sys.executable,
                "-c",
                measured,
                "panel",
                str(path),
                *options,
                "-o",
                str(folder / f"panel.{suffix}"),
            ]
            start = time.perf_counter()
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            spent = time.perf_counter() - start
            print(f"{what:<20}{suffix:<10}{spent:6.1f} s{done.stderr.split()[-1]:>8} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=COUNT, help="how many reports")
    parser.add_argument("--store", help="where the store is, or is to be kept")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(arguments.store or Path(folder, "all.duckdb"))
        if not path.exists():
            fill(path, arguments.count)
        ask(path, Path(folder))


if __name__ == "__main__":
    main()
