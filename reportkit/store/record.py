"""Rows of a store as values of the model, which are looked at: another hand may have written to the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from reportkit.codec.decode import Fault, decode
from reportkit.codec.printed import Record
from reportkit.errors import SourceError
from reportkit.output.document import digits
from reportkit.output.tables import NUMBERS

DAMAGED = "the store is damaged: make it anew with reportkit batch"
# No number of a report has more digits, and one with a few more could fill the memory.
_DIGITS = re.compile(r"-?[0-9]{1,1000}(?:\.[0-9]{1,1000})?")


@contextmanager
def telling_damage() -> Iterator[None]:
    """Raise the faults of rows as a `SourceError` that says what to do."""
    try:
        yield
    except Fault as fault:
        raise SourceError(f"{fault}; {DAMAGED}") from None


def exact(row: dict[str, Any], path: str) -> dict[str, Any]:
    """Return an indicator of the store at `path` with its numbers to their last digit. Raises `SourceError`."""
    told = row.pop("digits") or {name: row[name] and digits(row[name]) for name in NUMBERS}
    for name in NUMBERS:
        if told[name] is not None and not _DIGITS.fullmatch(str(told[name])):
            raise SourceError(f"{path}: {told[name]!r:.40} is no number; {DAMAGED}")
    return row | {name: None if told[name] is None else Decimal(told[name]) for name in NUMBERS}


def as_record(row: dict[str, Any], path: str) -> Record:
    """Return a row of the view of figures. Raises `SourceError` for what is none."""
    with telling_damage():
        record: Record = decode(Record, exact(row, path), path, loose=True)
    return record
