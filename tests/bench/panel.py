"""How long a panel of many reports takes out of a store, and how much memory. Run by hand.

``python tests/bench/panel.py`` makes a store of 56,000 reports, those of every county in 20 years, and prints a table. The
indicators are those of a sample, with numbers of their own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reportkit import extract, load_rules
from reportkit.output.tables import table_lines
from reportkit.places.table import COUNTY, NOW, gazetteer
from reportkit.store import open_store

SAMPLE = Path(__file__).resolve().parent.parent.parent / "samples" / "county-2024.txt"
COUNT, YEARS = 56_000, 20
ASKED = {
    "GDP, wide": ["--concept", "GDP"],
    "GDP, long": ["--concept", "GDP", "--long"],
    "headline, wide": ["--concepts", "headline"],
    "headline, long": ["--concepts", "headline", "--long"],
}


# What tells the rows of a report apart from those of another: its file, and all that hangs on its year.
REPORTS = """
    INSERT INTO reports
    SELECT b.* REPLACE (p.file AS file, p.code AS code, p.place AS place, b.year + p.shift AS year)
    FROM reports b, places p WHERE b.file = 'base'
"""
SOURCES = """
    INSERT INTO sources SELECT b.* REPLACE (p.file AS file, 'reports/' || p.file AS path)
    FROM sources b, places p WHERE b.file = 'base'
"""
INDICATORS = """
    INSERT INTO indicators SELECT b.* REPLACE (
        p.file AS file, b.sentence || p.file AS sentence,
        CASE WHEN length(b.period) = 4 THEN CAST(CAST(b.period AS INTEGER) + p.shift AS VARCHAR)
            ELSE b.period END AS period,
        CAST(b.value * (0.9 + (hash(p.file, b.number) % 200) / 1000) AS DECIMAL(38, 10)) AS value)
    FROM indicators b, places p WHERE b.file = 'base'
"""


def fill(path: Path, count: int) -> None:
    """Fill a store with the report of a sample, told of each county of today in each year with other numbers."""
    table = gazetteer(load_rules())
    units = [u for u in table.units() if u.forms[0].rank == COUNTY and u.forms[0].until == NOW]
    told = [(units[n // YEARS % len(units)], n % YEARS - YEARS) for n in range(count)]
    columns = [
        [f"{unit.code}{shift}" for unit, shift in told],
        [unit.code for unit, _ in told],
        [unit.name for unit, _ in told],
        [shift for _, shift in told],
    ]
    with open_store(str(path), write=True) as store:
        store.add([("base", table_lines("base", "0" * 64, "bench", [extract(SAMPLE)]))])
        run = store.connection.execute
        run(
            "CREATE TEMP TABLE places AS SELECT unnest(?) AS file, unnest(?) AS code, unnest(?) AS place, "
            "unnest(?) AS shift",
            columns,
        )
        run(SOURCES)
        run(REPORTS)
        run(INDICATORS)


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
