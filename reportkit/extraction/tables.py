"""Tables in text, with a pipe behind each cell: a number takes its name from its row and its column.

Tables come with a row a line (| 税收收入 | 210 |) or, flattened, with a cell a line and a line of a pipe
alone before each row. A number without a unit anywhere is left out: it may be a serial number or a code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.quantities import with_limits
from reportkit.model import Quantity, Span
from reportkit.rules.schema import Unit
from reportkit.text.numerals import EXACT, parse_numeral, tidy

_NUMBER = regex.compile(r"[-－−]?[0-9０-９][0-9０-９,，]{0,24}(?:[.．][0-9０-９]{1,8})?[%％]?")
_UNIT = regex.compile(r"单位[:：]\s*(?P<multiplier>[十百千万亿]{0,2})(?P<unit>[^\s|,，。、)）]{1,8})")
_IN_BRACKETS = regex.compile(r"[（(](?P<multiplier>[十百千万亿]{0,2})(?P<unit>[^（()）]{1,8})[)）]")
_GROWTH = regex.compile(r"增长|增幅|增减|同比|比上年|±")
_NO_VALUE = regex.compile(r"序号|编号|代码|行次|年份")
_NUMBERING = regex.compile(
    r"^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[)）]|^其中[:：]|^#"
)

Factor = tuple[Unit, str, Decimal]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table with the label of its row and the heading of its column."""

    quantity: Quantity
    label: Span
    heading: Span | None
    growth: bool


def is_table_line(content: str) -> bool:
    """Whether a line is a row or a cell of a table."""
    return "|" in content


def find_cells(text: str, lines: Sequence[Span], lexicon: Lexicon) -> list[Cell]:
    """The numbers of the table that stands in `lines`, row by row."""
    cells: list[Cell] = []
    headings: list[Span] = []
    shared: Factor | None = None
    for row in _rows(text, lines):
        filled = [span for span in row if len(span)]
        named = [span for span in filled if not _NUMBER.fullmatch(span.of(text))]
        caption = next((m for span in filled if (m := _UNIT.search(span.of(text)))), None)
        if caption is not None:
            shared = _factor(caption, lexicon) or shared
        elif len(named) == len(filled) and len(filled) > 1:
            headings = row
        elif named:
            cells += _row_cells(text, row, headings, shared, lexicon)
    return cells


def _rows(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """The cells of each row; an empty cell is an empty span."""
    rows: list[list[Span]] = []
    for line in lines:
        content = line.of(text)
        if content.startswith("|") or not rows:
            rows.append([])
        at = line.start + (1 if content.startswith("|") else 0)
        while at < line.stop:
            stop = text.find("|", at, line.stop)
            stop = line.stop if stop < 0 else stop
            cell = text[at:stop]
            left = at + len(cell) - len(cell.lstrip())
            rows[-1].append(Span(left, left + len(cell.strip())))
            at = stop + 1
    return rows


def _row_cells(
    text: str, row: list[Span], headings: list[Span], shared: Factor | None, lexicon: Lexicon
) -> list[Cell]:
    """The numbers of a row, each with the nearest label to its left."""
    found: list[Cell] = []
    label: Span | None = None
    for column, span in enumerate(row):
        content = span.of(text)
        if not _NUMBER.fullmatch(content):
            label = span if len(span) else label
            continue
        heading = headings[column] if column < len(headings) and len(headings[column]) else None
        title = heading.of(text) if heading is not None else ""
        if label is None or _NO_VALUE.search(title):
            continue
        quantity = _quantity(text, span, title, label.of(text), shared, lexicon)
        if quantity is not None:
            growth = quantity.dimension == "ratio" and _GROWTH.search(title) is not None
            found.append(Cell(quantity, _bare(text, label), heading and _bare(text, heading), growth))
    return found


def _quantity(
    text: str, span: Span, title: str, label: str, shared: Factor | None, lexicon: Lexicon
) -> Quantity | None:
    """The quantity of a cell: its unit stands in it, in the heading, in the label or above the table."""
    content = span.of(text)
    value = parse_numeral(content.rstrip("%％"))
    percent = content[-1] in "%％" or "%" in title or "％" in title
    if value is None:
        return None
    if percent:
        unit, printed, factor = lexicon.units["%"], "%", Decimal(1)
    else:
        own = (m for where in (title, label) for m in [_IN_BRACKETS.search(where)] if m)
        found = next((f for m in own if (f := _factor(m, lexicon))), shared)
        if found is None:
            return None
        unit, printed, factor = found
    value = tidy(EXACT.multiply(value, factor))
    return with_limits(
        Quantity(
            span, span, value, printed, unit.dimension, "=", value, value, "cell", ("cell", f"unit {unit.id}")
        )
    )


def _factor(match: regex.Match[str], lexicon: Lexicon) -> Factor | None:
    """The unit that a caption names and how many of it one is: 单位：万元 is 元, 10000."""
    unit = lexicon.units.get(match["unit"])
    multiplier = parse_numeral(match["multiplier"]) if match["multiplier"] else Decimal(1)
    return None if unit is None or multiplier is None else (unit, match["unit"], multiplier)


def _bare(text: str, label: Span) -> Span:
    """A label without its numbering and its unit: 一、一般公共预算收入（万元）."""
    content = label.of(text)
    number = _NUMBERING.match(content)
    unit = _IN_BRACKETS.search(content)
    start = label.start + (number.end() if number else 0)
    stop = label.start + unit.start() if unit and unit.end() == len(content) else label.stop
    return Span(start, stop) if start < stop else label
