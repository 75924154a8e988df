"""The tables of a store and the types of their columns, made from the types of the model.

The columns are the fields of the output contract in their order, after those that tell a row apart: the ``file``,
the ``member`` (which of the texts in the file), the ``report`` in it, and the ``number`` among the rows of that
report; all count from 0, as ``parent`` of a section does. They are unique, but not declared as a key: DuckDB keeps
an index of a key in memory, and refuses a transaction that takes a row out and puts it in again.
"""

from __future__ import annotations

import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportkit.model import Indicator, Period, Report, Section, Span
from reportkit.output.document import PRINTED

VERSION = 3
NUMBER = "DECIMAL(38,10)"
# A number that the column holds to its last digit.
FITTING = r"-?\d{1,28}(\.\d{1,10})?"
EXACT = ("value", "lower", "upper")
DIGITS = {"digits": f"STRUCT({', '.join(f'{name} VARCHAR' for name in EXACT)})"}
ORIGIN = ("place", "kind", "organ", "title", "year", "code")
SCALARS = {str: "VARCHAR", int: "BIGINT", Decimal: NUMBER, Period: "VARCHAR", Span: "BIGINT[]"}


def type_of(hint: Any) -> str:
    """The type of DuckDB for the values of a type of the model.

    >>> type_of(str | None), type_of(tuple[Span, ...]), type_of(Decimal)
    ('VARCHAR', 'BIGINT[][]', 'DECIMAL(38,10)')
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return "VARCHAR"
    if origin in (Union, types.UnionType):
        return type_of(arguments[0])
    if origin is tuple:
        return f"{type_of(arguments[0])}[]"
    if hint in SCALARS:
        return SCALARS[hint]
    return f"STRUCT({', '.join(f'{quoted(name)} {kind}' for name, kind in _fields(hint).items())})"


def quoted(name: str) -> str:
    """A name as SQL takes it whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def _fields(kind: type) -> dict[str, str]:
    hints = get_type_hints(kind)
    return {name: type_of(hints[name]) for name in PRINTED[kind]}


_MEMBER = {"file": "VARCHAR", "member": "BIGINT"}
_ROW = {**_MEMBER, "report": "BIGINT", "number": "BIGINT"}
SECTION, INDICATOR = _fields(Section), _fields(Indicator)
TABLES: dict[str, dict[str, str]] = {
    "files": {"file": "VARCHAR", "sha256": "VARCHAR", "settings": "VARCHAR"},
    "sources": {
        **_MEMBER,
        **dict.fromkeys(("path", "sha256", "media_type", "encoding"), "VARCHAR"),
        "characters": "BIGINT",
        "pages": "BIGINT[]",
        "rules": "VARCHAR",
        "warnings": "VARCHAR[]",
    },
    "reports": {
        **_MEMBER,
        "number": "BIGINT",
        **{name: kind for name, kind in _fields(Report).items() if name not in ("sections", "indicators")},
    },
    "sections": {**_ROW, **SECTION},
    "indicators": {**_ROW, **INDICATOR, **DIGITS},
}
# One row an indicator, as `extract --format jsonl` prints it.
RECORD = {"source": "VARCHAR", **{name: TABLES["reports"][name] for name in ORIGIN}, **INDICATOR}


def declared(columns: dict[str, str]) -> str:
    """Columns as CREATE TABLE wants them."""
    return ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())


def as_read(columns: dict[str, str]) -> str:
    """Columns as read_json wants them, with numbers as the text that they are printed as."""
    told = (f"'{name}': '{'VARCHAR' if name in EXACT else kind}'" for name, kind in columns.items())
    return f"{{{', '.join(told)}}}"


def converted(columns: dict[str, str]) -> str:
    """The expressions that make columns of what was read with `as_read`.

    A number that the column cannot hold to its last digit is NULL there, and all three stand as text in ``digits``.
    """
    fits = {name: f"regexp_full_match({name}, '{FITTING}')" for name in EXACT}
    whole = " AND ".join(f"coalesce({each}, true)" for each in fits.values())
    packed = ", ".join(f"{name} := {name}" for name in EXACT)
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
    """The statements that make an empty store."""
    tables = [f"CREATE TABLE {name} ({declared(columns)})" for name, columns in TABLES.items()]
    return [*tables, f"CREATE VIEW {FIGURES}", f"CREATE TABLE store AS SELECT {VERSION} AS version"]
