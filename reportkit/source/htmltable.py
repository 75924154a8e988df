"""The tables of web pages: which of them are tables, and which are frames around a page."""

from __future__ import annotations

import re

from reportkit.source.cells import is_value
from reportkit.source.xml import Element, children, local

ROWS = {"tbody", "thead", "tfoot"}
# Longer than this, with a full stop in it, a cell holds running text: the table is a frame and no table.
LONGEST_CELL = 120
# A table in which so many rows name a number is one, whatever else stands in its cells.
SURE_ROWS = 2
_HAN = re.compile("[\u4e00-\u9fff]")


def is_table(table: Element) -> bool:
    """Whether a table is one, and no frame around running text or other tables."""
    full = sure = 0
    running = nests = headed = False
    for row in rows_of(table):
        cells = cells_of(row)
        texts = [_own_text(cell) for cell in cells]
        valued = any(map(is_value, texts))
        # a long text with a number beside it is its label
        running |= not valued and any(len(text) > LONGEST_CELL and "。" in text for text in texts)
        nests |= any(nested_in(cell) for cell in cells)
        headed |= any(local(cell) == "th" for cell in cells)
        full += sum(map(bool, texts)) > 1
        sure += valued and any(map(_HAN.search, texts))
    # a page that is framed by a table has no heads of columns
    frame = running or (nests and not (headed and full > 1))
    return full > 0 and (not frame or sure >= SURE_ROWS)


def flat(element: Element) -> str:
    """All text of an element in one line."""
    return "".join("".join(str(text) for text in element.itertext()).split())


def _own_text(cell: Element) -> str:
    """Return the text of a cell without the tables in it."""
    text = cell.text or ""
    for each in children(cell):
        text += ("" if local(each) == "table" else _own_text(each)) + (each.tail or "")
    return "".join(text.split())


def nested_in(cell: Element) -> list[Element]:
    """Return the tables in a cell, those in them not counted."""
    found = []
    for each in children(cell):
        found += [each] if local(each) == "table" else nested_in(each)
    return found


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [each for each in children(row) if local(each) in ("td", "th")]


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table, those of tables in it not counted."""
    rows = []
    for each in children(table):
        if local(each) == "tr":
            rows.append(each)
        elif local(each) in ROWS:
            rows += [row for row in children(each) if local(row) == "tr"]
    return rows


def count(cell: Element, name: str) -> int:
    """How many rows or columns a cell says that it takes, 1 where it says nothing sensible."""
    digits = (cell.get(name) or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 5 else 1
