"""Parquet of the indicators, a row each."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import OutputError
from reportkit.store.columns import DIGITS, EXACT, RECORD, as_read, converted
from reportkit.store.engine import engine, told

# The longest line that is read; room for it is taken only where there is one.
LONGEST = 256 * 1024 * 1024


def write_parquet(lines: Path, target: Path) -> list[str]:
    """Write the file of JSON lines that ``reportkit extract --format jsonl`` prints as one Parquet file.

    The rows stand in the order of the lines, and the same lines give the same bytes. A number with more than 28
    digits before the point or 10 behind it is NULL, and all numbers of its row stand in ``digits`` as text, which is
    said in what is returned. Raises `OutputError` where it cannot be written.
    """
    duckdb = engine("parquet")
    numbers = (
        f"nullif(regexp_extract(json, '\"{name}\": ?([-+.0-9eE]+)', 1), '') AS {name}" for name in EXACT
    )
    others = {name: kind for name, kind in RECORD.items() if name not in EXACT}
    # numbers are taken out of the text of the line, since what reads JSON takes one for a double; within text no
    # quotation mark stands bare, so that only the key can match
    rows = f"""
        SELECT unnest(from_json(json, '{as_read(others).replace("'", '"')}')), {", ".join(numbers)}
        FROM read_ndjson_objects(?, format = 'newline_delimited', maximum_object_size = {LONGEST})
    """
    with told(str(target), OutputError, "make room, or choose another path"), duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(
            f"COPY (SELECT {converted({**RECORD, **DIGITS})} FROM ({rows})) TO ? (FORMAT parquet, COMPRESSION zstd)",
            [str(lines), str(target)],
        )
        unfit = connection.execute("SELECT count(digits) FROM read_parquet(?)", [str(target)]).fetchone()[0]
    return (
        [f"numbers that no column holds stand as text in the column digits, in {unfit:,} rows"]
        if unfit
        else []
    )
