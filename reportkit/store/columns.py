"""The tables of a store and the types of their columns in DuckDB.

Rows are unique, but not declared as a key: DuckDB keeps an index of a key in memory, and refuses a transaction that
takes a row out and puts it in again.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reportkit.codec.printed import Record
from reportkit.model import Indicator, Period, Section, Span
from reportkit.output.tables import NUMBERS, ORIGIN, Columns

VERSION = 3
NUMBER = "DECIMAL(38,10)"
# A number that the column holds to its last digit.
FITTING = r"-?\d{1,28}(\.\d{1,10})?"
DIGITS = {"digits": f"STRUCT({', '.join(f'{name} VARCHAR' for name in NUMBERS)})"}
SCALARS = {str: "VARCHAR", int: "BIGINT", Decimal: NUMBER, Period: "VARCHAR", Span: "BIGINT[]"}


class _Columns(Columns):
    """The types of columns of DuckDB.

    >>> [_Columns().of(hint) for hint in (str | None, tuple[Span, ...], Decimal)]
    ['VARCHAR', 'BIGINT[][]', 'DECIMAL(38,10)']
    """

    def from_scalar(self, kind: Any) -> str:
        return SCALARS[kind]

    def from_list(self, made: str) -> str:
        return f"{made}[]"

    def from_tuple(self, made: Sequence[str]) -> str:
        return f"{made[0]}[]"

    def from_class(self, kind: Any) -> str:
        return f"STRUCT({declared(self.table(kind))})"


def quoted(name: str) -> str:
    """Return a name as SQL takes it whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL takes it whatever it is."""
    return "'" + text.replace("'", "''") + "'"


def declared(columns: dict[str, str]) -> str:
    """Columns as CREATE TABLE wants them."""
    return ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())


_COLUMNS = _Columns()
SECTION, INDICATOR = _COLUMNS.table(Section), _COLUMNS.table(Indicator)
# One row an indicator, as `extract --format jsonl` prints it.
RECORD = _COLUMNS.table(Record)
TABLES = _COLUMNS.tables()
TABLES["indicators"] |= DIGITS


def as_read(columns: dict[str, str]) -> str:
    """Columns as read_json wants them, with numbers as the text that they are printed as."""
    told = (f"'{name}': '{'VARCHAR' if name in NUMBERS else kind}'" for name, kind in columns.items())
    return f"{{{', '.join(told)}}}"


def converted(columns: dict[str, str]) -> str:
    """Return the expressions that make columns of what was read with `as_read`.

    A number that the column cannot hold to its last digit is NULL there, and all three stand as text in ``digits``.
    """
    fits = {name: f"regexp_full_match({name}, '{FITTING}')" for name in NUMBERS}
    whole = " AND ".join(f"coalesce({each}, true)" for each in fits.values())
    packed = ", ".join(f"{name} := {name}" for name in NUMBERS)
    special = {
        **{name: f"CASE WHEN {each} THEN TRY_CAST({name} AS {NUMBER}) END" for name, each in fits.items()},
        "digits": f"CASE WHEN NOT ({whole}) THEN struct_pack({packed}) END",
    }
    wanted = (f"{special[name]} AS {name}" if name in special else quoted(name) for name in columns)
    return ", ".join(wanted)


FIGURES = f"""figures AS
    SELECT s.path AS source, {", ".join(f"r.{name}" for name in ORIGIN)},
        {", ".join(f"i.{quoted(name)}" for name in (*INDICATOR, *DIGITS))},
        i.file, i.member, i.report, i.number, i.rowid AS rowid
    FROM indicators i
    JOIN reports r ON i.file = r.file AND i.member = r.member AND i.report = r.number
    JOIN sources s ON i.file = s.file AND i.member = s.member
"""


def schema() -> list[str]:
    """Return the statements that make an empty store."""
    tables = [f"CREATE TABLE {name} ({declared(columns)})" for name, columns in TABLES.items()]
    return [*tables, f"CREATE VIEW {FIGURES}", f"CREATE TABLE store AS SELECT {VERSION} AS version"]
