"""JSON Lines: one indicator a line, made for jq and pandas.

Each line is an object. It begins with where the indicator comes from: ``source`` (the path of the file)
and the ``place``, ``kind``, ``organ``, ``title``, ``year`` and ``code`` of its report; the fields of the indicator
follow, named as in the other formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportkit.model import Extraction
from reportkit.output.document import records, without_surrogates
from reportkit.output.json import encode


def render_jsonl(extractions: Sequence[Extraction]) -> str:
    """The indicators of all extractions, a line each."""
    return "".join(jsonl_pieces(extractions))


def jsonl_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """The same piece by piece."""
    return (encode(without_surrogates(record)) + "\n" for each in extractions for record in records(each))
