"""What a store keeps of a file, as lines that a process without DuckDB can make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.codec.encode import encode
from reportkit.model import Extraction
from reportkit.output.document import digits, warnings_of, without_surrogates
from reportkit.output.json import dump_json
from reportkit.output.visible import readable
from reportkit.store.columns import EXACT


def store_lines(file: str, sha256: str, settings: str, extractions: Sequence[Extraction]) -> bytes:
    """All that a store keeps of the `file`: JSON lines, a row of a table each, to be given to `Store.add`.

    `sha256` is that of its bytes; `settings` says by what rules and options it was extracted. `extractions` are
    those of the texts in it.
    """
    lines = (
        dump_json(without_surrogates({"row": table, "file": readable(file), **row}))
        for table, row in _rows(sha256, settings, extractions)
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def table_of(line: bytes) -> str:
    """The table that a line is a row of."""
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
                **encode(source.info),
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
    """A row with its exact numbers as text, since what reads JSON takes a number for a double."""
    return row | {name: digits(row[name]) for name in EXACT if row.get(name) is not None}
