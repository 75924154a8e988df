"""What a page repeats or sets apart: page numbers, running heads, footnotes, numbers of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from reportkit.source.margins import without_line_numbers
from reportkit.source.pieces import PrintedRow
from reportkit.values import dataclass

# Page numbers and running heads are among so many rows from the top and from the bottom.
EDGE = 2
# A running head stands on so many pages at least, and on this part of them.
LEAST_PAGES = 2
PART_OF_PAGES = 0.4
SMALLER = 0.93
_NUMBER = re.compile(
    r"[—–－\-·•.\s第]*[0-9０-９]{1,4}\s*(?:页)?(?:[/／共\s]*[0-9]{1,4}\s*页?)?[—–－\-·•.\s]*"
)
_NOTE = re.compile(r"\s*(?:[\[［][0-9]{1,2}[\]］]|[①-⑳]|[0-9]{1,2}(?=[\s\D])|注[:：]?|[*＊※])")


@dataclass(frozen=True, slots=True)
class Bared:
    """The rows of a page without what is no part of the text, and what was taken out: kind and words."""

    rows: list[PrintedRow]
    left_out: list[tuple[str, str]]


def find_furniture(pages: Sequence[Sequence[PrintedRow]]) -> list[Bared]:
    """For each page its rows without page numbers, running heads, footnotes and numbers of lines."""
    numbered = [without_line_numbers(page) for page in pages]
    pages = [rows for rows, _ in numbered]
    heads = _running_heads(pages)
    sizes = Counter(round(row.size, 1) for page in pages for row in page for _ in row.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    bared = [_bared(list(page), heads, body, len(pages)) for page in pages]
    for each, (_, numbers) in zip(bared, numbered, strict=True):
        if numbers:
            each.left_out.append(("line-number", f"{numbers[0]} to {numbers[-1]}"))
    return bared


def _edges(page: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Return the rows at the top and at the bottom of a page."""
    return [*page[:EDGE], *page[max(EDGE, len(page) - EDGE) :]]


def _shape(row: PrintedRow) -> str:
    """Return the text of a row with its digits alike: page numbers stand in running heads."""
    return re.sub(r"[0-9]+", "#", "".join(row.text.split()))


def _running_heads(pages: Sequence[Sequence[PrintedRow]]) -> set[str]:
    places: dict[str, list[float]] = {}
    for page in pages:
        for row in _edges(page):
            places.setdefault(_shape(row), []).append(row.top)
    enough = max(LEAST_PAGES, PART_OF_PAGES * len(pages))
    return {
        shape
        for shape, tops in places.items()
        if shape and sum(abs(top - median(tops)) < 4 for top in tops) >= enough
    }


def _bared(rows: list[PrintedRow], heads: set[str], body: float, pages: int) -> Bared:
    left_out: list[tuple[str, str]] = []
    for row in _edges(rows):
        text = row.text.strip()
        if _NUMBER.fullmatch(text) and len(row.pieces) == 1 and (pages > 1 or not text.isdigit()):
            left_out.append(("page-number", text))
        elif _shape(row) in heads:
            left_out.append(("running-head", text))
        else:
            continue
        rows = [each for each in rows if each is not row]
    notes = _footnotes(rows, body)
    if notes:
        left_out.append(("footnote", " ".join(row.text.strip() for row in notes)))
        rows = rows[: len(rows) - len(notes)]
    return Bared(rows, left_out)


def _footnotes(rows: list[PrintedRow], body: float) -> list[PrintedRow]:
    """Return the rows at the bottom of a page that are set smaller than its text and begin with the mark of a note."""
    start = len(rows)
    while start > 0 and rows[start - 1].size < SMALLER * body and len(rows[start - 1].pieces) <= 2:
        start -= 1
    if start == 0:
        return []  # a page of notes alone, or of a table
    while start < len(rows) and not _NOTE.match(rows[start].text):
        start += 1
    return rows[start:]
