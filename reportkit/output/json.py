"""JSON with exact numbers: the documents of extractions, indented for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from reportkit.model import Extraction
from reportkit.output.document import digits, unrolled, without_surrogates
from reportkit.output.visible import escaped

STEP = "  "


def render_json(value: Any) -> str:
    """Return plain data as JSON on lines."""
    return dump_json(value, "\n") + "\n"


def json_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the document of one extraction, or an array of those of several, piece by piece.

    No more than an indicator is held as plain data.
    """
    documents = (without_surrogates(unrolled(extraction)) for extraction in extractions)
    yield from _pieces(next(documents) if len(extractions) == 1 else documents, "\n")
    yield "\n"


def _pieces(value: Any, newline: str) -> Iterator[str]:
    """JSON on lines of plain data with iterators for its long lists."""
    inner = newline + STEP
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
    """Plain data as JSON. `newline` is a line end with the indent so far; without it all is on one line.

    >>> dump_json({"value": Decimal("5.60"), "spans": [[260, 261]], "unit": None})
    '{"value": 5.6, "spans": [[260, 261]], "unit": null}'
    """
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, list):
        spread = newline if any(isinstance(item, dict) for item in value) else ""
        return _enclose("[", [dump_json(item, spread and spread + STEP) for item in value], "]", spread)
    if isinstance(value, dict):
        inner = newline and newline + STEP
        pairs = [f"{_quoted(key)}: {dump_json(item, inner)}" for key, item in value.items()]
        return _enclose("{", pairs, "}", newline)
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    """Text within quotes; what a terminal would obey is escaped, wherever it is printed, so that it is the same bytes."""
    quoted = str(encode_basestring(text))
    return quoted if quoted.isprintable() else escaped(quoted)


def _enclose(opening: str, items: list[str], closing: str, newline: str) -> str:
    if not newline or not items:
        return opening + ", ".join(items) + closing
    inner = newline + STEP
    return opening + inner + f",{inner}".join(items) + newline + closing
