"""The characters of a PDF page that a reader sees, with their boxes, as they stand when the page is turned upright."""

from __future__ import annotations

import math
from collections.abc import Callable
from ctypes import byref, c_double, c_float
from dataclasses import field
from typing import Any

import pypdfium2.raw as pdfium

from reportkit.source.seen import Seen
from reportkit.values import dataclass

# A character that is turned by no quarter is part of a watermark.
MOST_TURNED = 0.05
NO_WIDTH = 0.001
# What stands on a page for a character of which its font does not say which it is.
UNKNOWN_GLYPH = "\ufffd"
# Text at a right angle to that of a page is text of its own if it is so much; less is the axis of a chart.
LEAST_TURNED = 100
PART_TURNED = 0.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box; `top` and `bottom` count from the upper edge of the page down."""

    char: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Glyphs:
    """The characters of a page by the quarters that they are turned by, and what was left out of them."""

    edges: Box  # left, bottom, right, top of the page as the file counts
    turned_by: int = 0  # the quarters by which the page is turned when it is shown
    by_quarter: dict[int, list[Glyph]] = field(default_factory=dict)
    turned: int = 0
    unknown: int = 0
    outside: str = ""
    hidden: str = ""

    def sides(self) -> list[int]:
        """Return the quarters of the text of the page: that of most of it, and another of which there is much.

        The rest is left out as turned.
        """
        counts = {quarter: len(found) for quarter, found in self.by_quarter.items()}
        if not counts:
            return []
        main = max(counts, key=lambda quarter: (counts[quarter], quarter == self.turned_by))
        least = max(LEAST_TURNED, PART_TURNED * counts[main])
        sides = [main, *(q for q in sorted(counts) if q != main and counts[q] >= least)]
        self.turned += sum(counts[quarter] for quarter in counts if quarter not in sides)
        return sides

    def placed(self, quarter: int) -> Callable[[float, float, float, float], Box]:
        """How a box (left, right, bottom, top) stands when the page is turned: left, right, top, bottom."""
        x0, y0, x1, y1 = self.edges
        if quarter == 1:  # read from the bottom up
            return lambda left, right, bottom, top: (bottom - y0, top - y0, left - x0, right - x0)
        if quarter == 2:
            return lambda left, right, bottom, top: (x1 - right, x1 - left, bottom - y0, top - y0)
        if quarter == 3:
            return lambda left, right, bottom, top: (y1 - top, y1 - bottom, x1 - right, x1 - left)
        return lambda left, right, bottom, top: (left - x0, right - x0, y1 - top, y1 - bottom)


def read_glyphs(page: Any) -> Glyphs:
    """Read the characters of a page of pypdfium2; those outside the page and those that are not seen are left out."""
    text_page = page.get_textpage()
    raw = text_page.raw
    seen = Seen(page)
    found = Glyphs(seen.edges, page.get_rotation() // 90 % 4)
    for index in range(text_page.count_chars()):
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        char = _char(raw, index)
        box = _box(raw, index) if char else None
        if box is None:
            continue
        if not seen.holds(box):
            found.outside += char
        elif not seen.shows(pdfium.FPDFText_GetTextObject(raw, index), box):
            found.hidden += char
        elif (quarter := _quarter(pdfium.FPDFText_GetCharAngle(raw, index))) is None:
            found.turned += 1
        else:
            found.unknown += char == UNKNOWN_GLYPH
            glyph = Glyph(char, *found.placed(quarter)(*box))
            found.by_quarter.setdefault(quarter, []).append(glyph)
    text_page.close()
    return found


def _char(raw: Any, index: int) -> str:
    """Return the character, nothing for one that is no character, U+FFFD where its font does not say which it is."""
    code = pdfium.FPDFText_GetUnicode(raw, index)
    if pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1:
        return UNKNOWN_GLYPH  # the code that is given is its number in the font
    if code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return ""
    return chr(code)


def _quarter(angle: float) -> int | None:
    """By how many quarters, against the clock, the line of a character is turned; None if by no quarter."""
    turns = -angle / (math.pi / 2)  # PDFium counts with the clock
    return round(turns) % 4 if abs(turns - round(turns)) * math.pi / 2 <= MOST_TURNED else None


def _box(raw: Any, index: int) -> Box | None:
    """Return the left, right, bottom and top of a character."""
    box = pdfium.FS_RECTF()
    if pdfium.FPDFText_GetLooseCharBox(raw, index, byref(box)):
        return box.left, box.right, box.bottom, box.top
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if pdfium.FPDFText_GetCharBox(raw, index, byref(left), byref(right), byref(bottom), byref(top)):
        return left.value, right.value, bottom.value, top.value
    return None


def count_lost(page: Any) -> int:
    """How many texts of a page may be missing among its characters.

    PDFium passes over a text that has no width. A single Chinese character has none where its font neither stands in the
    file nor on the machine; nor has a space, so that there may be fewer.
    """
    left, right, bottom, top = c_float(), c_float(), c_float(), c_float()
    lost = 0
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        each = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(each) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        pdfium.FPDFPageObj_GetBounds(each, byref(left), byref(bottom), byref(right), byref(top))
        if right.value - left.value >= NO_WIDTH:
            continue
        font = pdfium.FPDFTextObj_GetFont(each)
        embedded = pdfium.FPDFFont_GetIsEmbedded(font)
        lost += not embedded and not pdfium.FPDFFont_GetGlyphPath(font, ord("的"), 12.0)
    return lost
