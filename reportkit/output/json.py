"""JSON with exact numbers: documents, indented for reading, and JSON Lines, made for jq and pandas.

A line of JSON Lines is an indicator as a `Record`: where it comes from, then its own fields, named as in documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from reportkit.model import Extraction
from reportkit.output.document import digits, records, unrolled, without_surrogates
from reportkit.output.visible import escaped

INDENT = "  "


def render_json(value: Any) -> str:
    """Return plain data as JSON on lines."""
    return dump_json(value, "\n") + "\n"


def render_jsonl(objects: Sequence[dict[str, Any]]) -> str:
    """Return plain objects, a line each."""
    return "".join(dump_json(each) + "\n" for each in objects)


def jsonl_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the indicators of all extractions, a line each."""
    return (dump_json(without_surrogates(record)) + "\n" for each in extractions for record in records(each))


def json_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the document of one extraction, or an array of those of several, piece by piece.

    No more than an indicator is held as plain data.
    """
    documents = (without_surrogates(unrolled(extraction)) for extraction in extractions)
    yield from _pieces(next(documents) if len(extractions) == 1 else documents, "\n")
    yield "\n"


def _pieces(value: Any, newline: str) -> Iterator[str]:
    """Write plain data with iterators for its long lists as JSON on lines."""
    inner = newline + INDENT
    if isinstance(value, dict) and any(isinstance(item, Iterator) for item in value.values()):
        before = "{"
        for key, item in value.items():
            yield f"{before}{inner}{_quoted(key)}: "
            yield from _pieces(item, inner)
            before = ","
        yield newline + "}"
    elif isinstance(value, Iterator):
        before = "["
        for item in value:
            yield before + inner
            yield from _pieces(item, inner)
            before = ","
        yield newline + "]" if before == "," else "[]"
    else:
        yield dump_json(value, newline)


def dump_json(value: Any, newline: str = "") -> str:
    """Write plain data as JSON; `newline` is a line end with the indent so far, without which all is on one line.

    >>> dump_json({"value": Decimal("5.60"), "spans": [[260, 261]], "unit": None})
    '{"value": 5.6, "spans": [[260, 261]], "unit": null}'
    """
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, list):
        spread = newline if any(isinstance(item, dict) for item in value) else ""
        return _enclose("[", [dump_json(item, spread and spread + INDENT) for item in value], "]", spread)
    if isinstance(value, dict):
        inner = newline and newline + INDENT
        pairs = [f"{_quoted(key)}: {dump_json(item, inner)}" for key, item in value.items()]
        return _enclose("{", pairs, "}", newline)
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    """Put text within quotes, with what a terminal would obey escaped wherever it is printed: it is the same bytes."""
    quoted = str(encode_basestring(text))
    return quoted if quoted.isprintable() else escaped(quoted)


def _enclose(opening: str, items: list[str], closing: str, newline: str) -> str:
    if not newline or not items:
        return opening + ", ".join(items) + closing
    inner = newline + INDENT
    return opening + inner + f",{inner}".join(items) + newline + closing
