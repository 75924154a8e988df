"""JSON Lines: one indicator a line, made for jq and pandas.

Each line is an object. It begins with where the indicator comes from: ``source`` (the path of the file)
and the ``place``, ``kind``, ``organ``, ``title`` and ``year`` of its report; the fields of the indicator
follow, named as in the other formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.model import Extraction
from reportkit.output.document import records, without_surrogates
from reportkit.output.json import dump_json


def render_jsonl(objects: Sequence[dict[str, Any]]) -> str:
    """Return plain objects, a line each."""
    return "".join(dump_json(each) + "\n" for each in objects)


def jsonl_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the indicators of all extractions, a line each."""
    return (dump_json(without_surrogates(record)) + "\n" for each in extractions for record in records(each))
