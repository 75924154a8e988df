"""Parquet of the indicators, a row each."""

from __future__ import annotations

import json
from pathlib import Path

from reportkit.errors import OutputError
from reportkit.output.tables import NUMBERS
from reportkit.store.columns import DIGITS, NUMBER, RECORD, converted
from reportkit.store.engine import engine, run, told

# The longest line that is read; room for it is taken only where there is one.
LONGEST = 256 * 1024 * 1024


def write_parquet(lines: Path, target: Path) -> list[str]:
    """Write the file of JSON lines that ``reportkit extract --format jsonl`` prints as one Parquet file.

    The rows stand in the order of the lines, and the same lines give the same bytes. A number with more than 28
    digits before the point or 10 behind it is NULL, and all numbers of its row stand in ``digits`` as text. Returns
    what is to be said of it. Raises `OutputError` where it cannot be written.
    """
    duckdb = engine("parquet")
    numbers = (
        f"nullif(regexp_extract(json, '\"{name}\": ?([-+.0-9eE]+)', 1), '') AS {name}" for name in NUMBERS
    )
    others = {name: kind for name, kind in RECORD.items() if name not in NUMBERS}
    # numbers are taken out of the text of the line, since what reads JSON takes one for a double; within text no
    # quotation mark stands bare, so that only the key can match
    rows = f"""
        SELECT unnest(from_json(json, '{json.dumps(others)}')), {", ".join(numbers)}
        FROM read_ndjson_objects(?, format = 'newline_delimited', maximum_object_size = {LONGEST})
    """
    with told(str(target), OutputError, "make room, or choose another path"), duckdb.connect() as connection:
        run(connection, "SET threads = 1")
        found = f"SELECT {converted({**RECORD, **DIGITS})} FROM ({rows})"
        connection.sql(found, params=[str(lines)]).write_parquet(str(target), compression="zstd")
        ((count,),) = run(connection, "SELECT count(digits) FROM read_parquet(?)", [str(target)])
    many = "1 indicator has a number" if count == 1 else f"{count} indicators have numbers"
    return [f"{many} with more digits than {NUMBER} holds, exact in the column digits"] if count else []
