"""The documents and lines of an extraction, from bytes to the types of the model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from reportkit.errors import SourceError
from reportkit.model import Extraction, Indicator, Report, Source
from reportkit.saved.build import Fault, build

CONTRACT = "1"
HELP = "give a report, or what reportkit extract wrote"
# What a line tells of its report, and what it does not.
ORIGIN = ("place", "kind", "organ", "title", "year")
# What lines of an older version do not tell.
OPTIONAL = ("code",)
BARE: dict[str, Any] = {
    "meeting": None,
    "date": None,
    "span": [0, 0],
    "sections": [],
    "repairs": [],
    "indicators": [],
}


def read_saved(raw: bytes, path: str) -> list[Extraction]:
    """The extractions in a file that ``reportkit extract`` wrote, by the suffix of its path.

    An extraction of another version of the contract is read as far as it has what this one has, with a warning.
    Raises `SourceError` for what is no extraction, with the place that is wrong.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; {HELP}") from None
    try:
        return READERS[PurePath(path).suffix.lower()](text, path)
    except Fault as fault:
        raise SourceError(f"{path}: no extraction ({fault}); {HELP}") from None
    except RecursionError:
        raise SourceError(f"{path}: no extraction (nested too deep); {HELP}") from None


def _read_json(text: str, path: str) -> list[Extraction]:
    found = _json(text)
    documents = found if isinstance(found, list) else [found]
    if not documents:
        raise Fault("no document in it")
    return [_extraction(each, path) for each in documents]


def _json(text: str, line: int = 0, **constants: Any) -> Any:
    """The value that a text of JSON holds; `constants` says what NaN stands for, which else is no number."""

    def constant(name: str) -> Any:
        if name.lower() not in constants:
            raise Fault(f"{f'line {line}: ' if line else ''}{name} is no number")
        return constants[name.lower()]

    try:
        return json.loads(text, parse_float=Decimal, parse_constant=constant)
    except (json.JSONDecodeError, InvalidOperation, ValueError) as error:
        where = f"line {line or getattr(error, 'lineno', 1)}"
        raise Fault(f"{where}: {getattr(error, 'msg', 'a number of too many digits')}") from None


def _read_lines(text: str, path: str) -> list[Extraction]:
    """JSON Lines: the indicators of each file together, the reports of a file by what they say of themselves.

    Lines may have been through a frame of data: it makes 2022.0 of 2022 and NaN of null, and adds columns.
    """
    files: dict[str, dict[Report, list[Indicator]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record, at = _json(line, number, nan=None), f"line {number}"
        if not isinstance(record, dict) or not isinstance(record.get("source"), str):
            raise Fault(f"{at}: expected an object with the key 'source'")
        missing = [key for key in ORIGIN if key not in record]
        if missing:
            raise Fault(f"{at}: the key {missing[0]!r} is missing")
        said = {key: record[key] for key in (*ORIGIN, *OPTIONAL) if key in record}
        report = build(Report, {**BARE, **said}, at)
        indicator = build(Indicator, record, at, loose=True)
        files.setdefault(record["source"], {}).setdefault(report, []).append(indicator)
    if not files:
        raise Fault("no line in it")
    return [
        Extraction(
            _source(source),
            "",
            tuple(replace(report, indicators=tuple(found)) for report, found in reports.items()),
            (),
        )
        for source, reports in files.items()
    ]


def _source(path: str) -> Source:
    return Source(path, "", "text/plain", "utf-8", "")


def _read_yaml(text: str, path: str) -> list[Extraction]:
    from reportkit.saved.yaml import load_documents

    documents = list(load_documents(text))
    if not documents:
        raise Fault("no document in it")
    return [_extraction(each, path) for each in documents]


def _extraction(document: Any, path: str) -> Extraction:
    """One document. The text of its source is not in it, so that there is none to look spans up in."""
    if not isinstance(document, dict) or "reportkit" not in document:
        raise Fault("expected a document with the key 'reportkit'")
    version = document["reportkit"]
    source, reports = document.get("source"), document.get("reports")
    if not isinstance(source, dict) or not isinstance(source.get("path"), str):
        raise Fault("source: expected an object with the key 'path'")
    if not isinstance(reports, list):
        raise Fault("reports: expected a list")
    warnings = list(_told(document.get("warnings", [])))
    loose = version != CONTRACT
    if loose:
        warnings.append(f"made by version {version} of the contract, this is version {CONTRACT}")
    rules = document.get("rules", "")
    if not isinstance(rules, str):
        raise Fault("rules: expected text")
    built = tuple(build(Report, each, f"reports[{n}]", loose) for n, each in enumerate(reports))
    return Extraction(_source(source["path"]), rules, built, tuple(warnings))


def _told(warnings: Any) -> Iterator[str]:
    if not isinstance(warnings, list) or not all(isinstance(each, str) for each in warnings):
        raise Fault("warnings: expected a list of text")
    yield from warnings


READERS: dict[str, Callable[[str, str], list[Extraction]]] = {
    ".json": _read_json,
    ".jsonl": _read_lines,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
SUFFIXES = tuple(READERS)
