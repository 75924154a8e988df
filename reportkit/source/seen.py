"""What of a PDF page a reader sees: what lies on it, and what is not printed white on white or in no ink at all."""

from __future__ import annotations

from ctypes import addressof, byref, c_float, c_int, c_uint
from typing import Any

import pypdfium2.raw as pdfium

# Fainter than this, of 255, is white.
FAINTEST = 250
INVISIBLE = 3

Box = tuple[float, float, float, float]


class Seen:
    """The edges of a page, and what is drawn on it below its text."""

    def __init__(self, page: Any) -> None:
        self._page = page
        crop, media = page.get_cropbox(), page.get_mediabox()
        # left, bottom, right, top
        low = (max(crop[0], media[0]), max(crop[1], media[1]))
        high = (min(crop[2], media[2]), min(crop[3], media[3]))
        self.edges: Box = (*low, *high) if low[0] < high[0] and low[1] < high[1] else media
        self._doubtful: dict[int, bool] = {}
        self._below: list[Box] | None = None
        self._inked = False

    def holds(self, box: Box) -> bool:
        """Whether the middle of a box (left, right, bottom, top) lies on the page."""
        x, y = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
        left, bottom, right, top = self.edges
        return left <= x <= right and bottom <= y <= top

    def shows(self, text: Any, box: Box) -> bool:
        """Whether a character of the text object `text` is seen.

        White text is seen on what is drawn below it. Text without ink is the layer that a scan has of its words, and
        stands on an image; where it is all the text of a page it is taken for that.
        """
        if not text:
            return True
        at = addressof(text.contents)
        if at not in self._doubtful:
            self._doubtful[at] = _is_doubtful(text)
        if not self._doubtful[at]:
            return True
        if self._below is None:
            self._look()
        x, y = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
        covered = any(low <= x <= high and down <= y <= up for low, high, down, up in self._below or ())
        return covered or not self._inked

    def _look(self) -> None:
        """Find what is drawn on the page, and whether any of its text is in ink."""
        self._below = []
        for index in range(pdfium.FPDFPage_CountObjects(self._page.raw)):
            each = pdfium.FPDFPage_GetObject(self._page.raw, index)
            kind = pdfium.FPDFPageObj_GetType(each)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._inked = self._inked or not _is_doubtful(each)
            elif kind != pdfium.FPDF_PAGEOBJ_PATH or _is_filled(each):
                self._inked = self._inked or kind == pdfium.FPDF_PAGEOBJ_FORM
                left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
                pdfium.FPDFPageObj_GetBounds(each, byref(left), byref(bottom), byref(right), byref(top))
                self._below.append((left.value, right.value, bottom.value, top.value))


def _is_doubtful(text: Any) -> bool:
    """Whether a text is printed in white, or not at all."""
    if pdfium.FPDFTextObj_GetTextRenderMode(text) == INVISIBLE:
        return True
    color = _color(text)
    if color is None or pdfium.FPDFTextObj_GetTextRenderMode(text) != 0:
        return False
    return min(color[:3]) >= FAINTEST or color[3] == 0


def _is_filled(path: Any) -> bool:
    """Whether a path is filled with something that is not white."""
    mode, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, byref(mode), byref(stroke)) or mode.value == 0:
        return False
    color = _color(path)
    return color is None or (min(color[:3]) < FAINTEST and color[3] > 0)


def _color(each: Any) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity that an object is filled with; None for a pattern."""
    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint()
    if not pdfium.FPDFPageObj_GetFillColor(each, byref(red), byref(green), byref(blue), byref(opacity)):
        return None
    return red.value, green.value, blue.value, opacity.value
