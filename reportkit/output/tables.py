"""Extractions as rows of tables: their columns, and lines of rows that a process without a database can make.

The columns are the fields of the output contract in their order, after those that tell a row apart: the ``file``,
the ``member`` (which of the texts in the file), the ``report`` in it, and the ``number`` among the rows of that
report; all count from 0, as ``parent`` of a section does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.codec.encode import encode, keys_of
from reportkit.codec.printed import Record, SourceInfo
from reportkit.codec.walk import Walk
from reportkit.model import Extraction, Indicator, Report, Section
from reportkit.output.document import digits, warnings_of, without_surrogates
from reportkit.output.json import dump_json
from reportkit.output.visible import readable

# The columns of exact numbers, which lines hold as text.
NUMBERS = ("value", "lower", "upper")
# What a row of JSON Lines says of its report, beside the path of the source.
ORIGIN = tuple(name for name in keys_of(Record) if name not in ("source", *keys_of(Indicator)))

ColumnTypes = dict[str, str]


class Columns(Walk[str]):
    """The types of columns for the values of types of the model; a subclass says what a database calls them."""

    def from_choice(self, values: tuple[Any, ...]) -> str:
        return self.of(str)

    def from_optional(self, made: str) -> str:
        return made

    def table(self, kind: Any) -> ColumnTypes:
        """Return the columns of a table of values of a class, each with its type."""
        found: ColumnTypes = {}
        for name, field in self.fields(kind).items():
            found |= self.table(field.hint) if field.flat else {name: field.made}
        return found

    def tables(self) -> dict[str, ColumnTypes]:
        """Return the columns of every table; indicators may need more for numbers with many digits."""
        text, count = self.of(str), self.of(int)
        member = {"file": text, "member": count}
        row = {**member, "report": count, "number": count}
        warnings = {"warnings": self.of(tuple[str, ...])}
        report = self.table(Report)
        del report["sections"], report["indicators"]
        return {
            "files": {"file": text, "sha256": text, "settings": text},
            "sources": {**member, **self.table(SourceInfo), "rules": text, **warnings},
            "reports": {**member, "number": count, **report},
            "sections": {**row, **self.table(Section)},
            "indicators": {**row, **self.table(Indicator)},
        }


def table_lines(file: str, sha256: str, settings: str, extractions: Sequence[Extraction]) -> bytes:
    """Return all that tables hold of the `file`: JSON lines, a row of a table each.

    `sha256` is that of its bytes; `settings` says by what rules and options it was extracted. `extractions` are
    those of the texts in it.
    """
    lines = (
        dump_json(without_surrogates({"row": table, "file": readable(file), **row}))
        for table, row in _rows(sha256, settings, extractions)
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def table_of(line: bytes) -> str:
    """Return the table that a line is a row of."""
    return line[len(b'{"row": "') :].partition(b'"')[0].decode("ascii")


def _rows(
    sha256: str, settings: str, extractions: Sequence[Extraction]
) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "files", {"sha256": sha256, "settings": settings}
    for member, extraction in enumerate(extractions):
        source = extraction.source
        yield (
            "sources",
            {
                "member": member,
                **encode(SourceInfo.of(source)),
                "pages": list(source.pages),
                "rules": extraction.rules,
                "warnings": list(warnings_of(extraction)),
            },
        )
        for number, report in enumerate(extraction.reports):
            row = encode(report)
            below = {"sections": row.pop("sections"), "indicators": row.pop("indicators")}
            yield "reports", {"member": member, "number": number, **row}
            for table, rows in below.items():
                for place, each in enumerate(rows):
                    key = {"member": member, "report": number, "number": place}
                    yield table, key | _with_digits(each)


def _with_digits(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its exact numbers as text, since what reads JSON takes a number for a double."""
    return row | {name: digits(row[name]) for name in NUMBERS if row.get(name) is not None}
