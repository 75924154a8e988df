"""The pages of a PDF as rows and lines, and what is to be told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any

import pypdfium2

from reportkit.errors import SourceError
from reportkit.source.content import Draft
from reportkit.source.glyphs import Glyphs, count_lost, read_glyphs
from reportkit.source.parts import DAMAGED
from reportkit.source.pieces import PrintedRow, find_rows
from reportkit.source.ruled import Rules, read_rules
from reportkit.values import dataclass

MOST_PAGES = 1_000
# Behind the end of a PDF there may be so much of something else.
TAIL = 4096
# A text of which the fonts do not say so many characters cannot be read.
MOST_UNKNOWN = 0.5
# How much is quoted of what was left out, and how many pages are named.
LONGEST_QUOTE = 60
PAGES_NAMED = 10


@dataclass(frozen=True, slots=True)
class PageSide:
    """What stands one way up on a page: its rows and the lines drawn there; a page may hold two."""

    page: int
    rows: list[PrintedRow]
    rules: Rules


@dataclass(slots=True)
class Leaves:
    """The pages of a document, and what was left out of them or cannot be read."""

    pages: int
    sides: list[PageSide] = field(default_factory=list)
    glyphs: list[Glyphs] = field(default_factory=list)
    lost: int = 0

    def tell(self, draft: Draft) -> None:
        """Write to `draft` what is to be told of the pages."""
        if turned := sum(each.turned for each in self.glyphs):
            draft.leave_out("turned", f"{turned} turned characters of a watermark or a chart")
        for number, each in enumerate(self.glyphs, 1):
            if each.outside:
                draft.leave_out("outside", f"off page {number}: {_quoted(each.outside)}")
            if each.hidden:
                draft.leave_out("hidden", f"not seen on page {number}: {_quoted(each.hidden)}")
        if hidden := sum(len(each.hidden) for each in self.glyphs):
            where = _named([n for n, each in enumerate(self.glyphs, 1) if each.hidden])
            draft.warnings.append(
                f"{hidden} characters on page {where} are printed white on white or without ink; they were left out"
            )
        if unknown := sum(each.unknown for each in self.glyphs):
            where = _named([n for n, each in enumerate(self.glyphs, 1) if each.unknown])
            draft.warnings.append(
                f"{unknown} characters on page {where} are broken: their font does not say which they are in Unicode; "
                "they are read as U+FFFD, and numbers that touch one are left out"
            )
        if self.lost:
            draft.warnings.append(
                f"up to {self.lost} characters that stand alone may be missing: their font is not in the file, and no "
                "font of this machine has Chinese characters; install one and read the file again"
            )
        full = {side.page for side in self.sides if side.rows}
        if empty := [number for number in range(1, self.pages + 1) if number not in full]:
            draft.warnings.append(f"no text on page {', '.join(map(str, empty))}: empty, or an image")


def read_leaves(raw: bytes) -> Leaves:
    """Read the pages of a PDF. Raises `SourceError` when it is encrypted, damaged, too long, or has no text."""
    document = _open(raw)
    leaves = Leaves(len(document))
    try:
        for index in range(len(document)):
            page = document[index]
            glyphs = read_glyphs(page)
            quarters = glyphs.sides() or [glyphs.turned_by]
            for quarter in quarters:
                rows = find_rows(glyphs.by_quarter.get(quarter, []))
                leaves.sides.append(PageSide(index + 1, rows, read_rules(page, glyphs.placed(quarter))))
            leaves.glyphs.append(glyphs)
            leaves.lost += count_lost(page)
            page.close()
    except pypdfium2.PdfiumError:
        raise SourceError(DAMAGED) from None
    _check(leaves)
    return leaves


def _check(leaves: Leaves) -> None:
    """Raise `SourceError` when there is no text, or none that can be read."""
    if not any(side.rows for side in leaves.sides):
        raise SourceError("has no text layer: it is scanned; have its text recognised (OCR), and give that")
    characters = sum(len(found) for each in leaves.glyphs for found in each.by_quarter.values())
    if sum(each.unknown for each in leaves.glyphs) > MOST_UNKNOWN * characters:
        raise SourceError(
            "has fonts that do not say in Unicode which characters they draw; have its text recognised (OCR), and give that"
        )


def _open(raw: bytes) -> Any:
    """Open the document in `raw`. Raises `SourceError` as `read_leaves` does."""
    if b"%%EOF" not in raw[-TAIL:]:
        # what is left could be read, and nobody would know that the rest is missing
        raise SourceError(DAMAGED)
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise SourceError("is encrypted; open it with its password and save it without one") from None
        raise SourceError(DAMAGED) from None
    if len(document) > MOST_PAGES:
        raise SourceError(
            f"has {len(document):,} pages, more than {MOST_PAGES:,}; give the part that is a report"
        )
    return document


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def _named(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:PAGES_NAMED])) + (", …" if len(pages) > PAGES_NAMED else "")
