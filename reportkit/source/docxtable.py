"""The rows and cells of a table of Word, as they are placed."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.source.docxparts import is_on
from reportkit.source.xml import Element, attribute, below, children, local
from reportkit.values import dataclass

# What rows and cells stand in beside the table and the row themselves.
AROUND = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell with the columns that it takes; None for columns that a row leaves free."""

    cell: Element | None
    column: int
    width: int


def read_places(table: Element) -> list[list[CellPlace]]:
    """Read the rows of a table that are on the page, each with its cells in their columns."""
    rows = []
    for row in find_below(table, "tr"):
        properties = below(row, "trPr")
        if properties is not None and any(
            local(each) == "del" or (local(each) == "hidden" and is_on(each)) for each in children(properties)
        ):
            continue
        rows.append(list(_places(row, properties)))
    return [row for row in rows if row]


def find_below(parent: Element, name: str) -> list[Element]:
    """Find the children of that name, also within content controls."""
    found = []
    for each in children(parent):
        if local(each) == name:
            found.append(each)
        elif local(each) in AROUND:
            found += find_below(each, name)
    return found


def goes_on(cell: Element | None) -> bool:
    """Whether a cell goes on from the row above."""
    if cell is None:
        return False
    merge, tracked = below(cell, "tcPr", "vMerge"), below(cell, "tcPr", "cellMerge")
    if merge is not None:
        return attribute(merge, "val") != "restart"
    return tracked is not None and attribute(tracked, "vMerge") == "cont"


def _places(row: Element, properties: Element | None) -> Iterator[CellPlace]:
    column = 0
    before = below(properties, "gridBefore") if properties is not None else None
    if before is not None and (free := min(_count(before), 63)):
        yield CellPlace(None, 0, free)
        column = free
    waiting: CellPlace | None = None
    for cell in find_below(row, "tc"):
        if below(cell, "tcPr", "cellDel") is not None:
            continue
        span, merge = below(cell, "tcPr", "gridSpan"), below(cell, "tcPr", "hMerge")
        width = max(_count(span), 1) if span is not None else 1
        if waiting is not None and merge is not None and attribute(merge, "val") != "restart":
            waiting = CellPlace(waiting.cell, waiting.column, waiting.width + width)
        else:
            if waiting is not None:
                yield waiting
            waiting = CellPlace(cell, column, width)
        column += width
    if waiting is not None:
        yield waiting


def _count(element: Element) -> int:
    text = attribute(element, "val") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
