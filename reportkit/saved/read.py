"""The documents and lines of an extraction, from bytes to the types of the model."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from reportkit.codec.decode import Fault, decode
from reportkit.codec.printed import CONTRACT, Record
from reportkit.errors import SourceError
from reportkit.model import Extraction, Indicator, Report, Source, Span

HELP = "give a report, or what reportkit extract wrote"


def read_saved(raw: bytes, path: str) -> list[Extraction]:
    """Read the extractions in a file that ``reportkit extract`` wrote, by the suffix of its path.

    An extraction of another version of the contract is read as far as it has what this one has, with a warning.
    Raises `SourceError` for what is no extraction, with the place that is wrong.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; {HELP}") from None
    try:
        return READERS[PurePath(path).suffix.lower()](text)
    except Fault as fault:
        raise SourceError(f"{path}: no extraction ({fault}); {HELP}") from None
    except RecursionError:
        raise SourceError(f"{path}: no extraction (nested too deep); {HELP}") from None


def _read_json(text: str) -> list[Extraction]:
    found = _json(text)
    documents = found if isinstance(found, list) else [found]
    if not documents:
        raise Fault("no document in it")
    return [*map(_extraction, documents)]


def _json(text: str, line: int = 0, **constants: Any) -> Any:
    """Read the value that a text of JSON holds; `constants` says what NaN stands for, which else is no number."""

    def constant(name: str) -> Any:
        if name.lower() not in constants:
            raise Fault(f"{f'line {line}: ' if line else ''}{name} is no number")
        return constants[name.lower()]

    try:
        return json.loads(text, parse_float=Decimal, parse_constant=constant)
    except (json.JSONDecodeError, InvalidOperation, ValueError) as error:
        where = f"line {line or getattr(error, 'lineno', 1)}"
        raise Fault(f"{where}: {getattr(error, 'msg', 'a number of too many digits')}") from None


def _read_lines(text: str) -> list[Extraction]:
    """Read JSON Lines: the indicators of each file together, its reports by what their lines say of them.

    Lines may have been through a frame of data: it makes 2022.0 of 2022 and NaN of null, and adds columns.
    """
    files: dict[str, dict[tuple[Any, ...], list[Indicator]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        fields, at = _json(line, number, nan=None), f"line {number}"
        if not isinstance(fields, dict) or not isinstance(fields.get("source"), str):
            raise Fault(f"{at}: expected an object with the key 'source'")
        record = decode(Record, fields, at, loose=True)
        origin = (record.title, record.kind, record.organ, record.place, record.year, record.code)
        files.setdefault(record.source, {}).setdefault(origin, []).append(record.indicator)
    if not files:
        raise Fault("no line in it")
    return [
        Extraction(_source(source), "", tuple(_report(*each) for each in reports.items()), ())
        for source, reports in files.items()
    ]


def _report(origin: tuple[Any, ...], indicators: list[Indicator]) -> Report:
    """Make a report of its lines, which tell neither its meeting nor its text."""
    title, kind, organ, place, year, code = origin
    return Report(
        title,
        kind,
        organ,
        place,
        None,
        None,
        year,
        Span(0, 0),
        (),
        (),
        indicators=tuple(indicators),
        code=code,
    )


def _source(path: str) -> Source:
    return Source(path, "", "text/plain", "utf-8", "")


def _read_yaml(text: str) -> list[Extraction]:
    from reportkit.saved.yaml import load_documents

    documents = list(load_documents(text))
    if not documents:
        raise Fault("no document in it")
    return [*map(_extraction, documents)]


def _extraction(document: Any) -> Extraction:
    """Read one document. The text of its source is not in it, so that there is none to look spans up in."""
    if not isinstance(document, dict) or "reportkit" not in document:
        raise Fault("expected a document with the key 'reportkit'")
    version = document["reportkit"]
    source, reports = document.get("source"), document.get("reports")
    if not isinstance(source, dict) or not isinstance(source.get("path"), str):
        raise Fault("source: expected an object with the key 'path'")
    if not isinstance(reports, list):
        raise Fault("reports: expected a list")
    warnings = decode(tuple[str, ...], document.get("warnings", []), "warnings")
    loose = version != CONTRACT
    if loose:
        warnings += (f"made by version {version} of the contract, this is version {CONTRACT}",)
    rules = decode(str, document.get("rules", ""), "rules")
    built = decode(tuple[Report, ...], reports, "reports", loose)
    return Extraction(_source(source["path"]), rules, built, warnings)


READERS: dict[str, Callable[[str], list[Extraction]]] = {
    ".json": _read_json,
    ".jsonl": _read_lines,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
SUFFIXES = tuple(READERS)
