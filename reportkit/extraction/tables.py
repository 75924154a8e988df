"""Cells of tables: a number takes its name from its row and its columns, its unit from where it stands nearest.

A table is the same whatever it came from: pipes, tabs, spaces, a Word file, a page, a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from reportkit.extraction.headers import Header, read_header
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.quantities import signed, with_limits
from reportkit.extraction.stubs import Stub, bare, read_stubs
from reportkit.extraction.tableunits import Factor, caption_factors, factor_in_brackets, named_factor
from reportkit.model import Box, Measure, Mention, Period, Quantity, Refusal, Span, Status, Table
from reportkit.text.grid import NONE, NUMBER
from reportkit.text.numerals import EXACT, parse_numeral, tidy

# Why a cell that looks like a number is none: 5.2 4.6, two numbers in one.
UNREAD = "unread-cell"
# The header of a column that holds units.
UNITS = ("单位", "计量单位")
# Headers that only say that a label is measured, and labels that say it themselves.
AMOUNTS = ("产量", "完成额", "金额", "数额", "额", "量")
_MEASURED = regex.compile(r"(?:[量额数率值]|面积|里程|[出存]栏|收入|支出|投资|人口|资金|存款|贷款)$")
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}年?")
_LIKE_NUMBER = regex.compile(r"[-－−+]?[0-9][0-9.,， ]*[%％]?")
_OWN_UNIT = regex.compile(r"(?P<number>[-－−+]?[0-9][0-9,，]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9\s].{0,7})")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table: its quantity, the pieces of its name, and what its headers say of it."""

    quantity: Quantity
    label: str
    pieces: tuple[Span, ...]
    measure: Measure
    basis: str | None
    period: Period | None
    status: Status | None
    place: tuple[int, int]
    sentence: Span


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table by row and column; a cell that takes several stands in each of them."""

    text: str
    table: Table
    at: dict[tuple[int, int], Box]
    rows: int
    columns: int

    def row(self, number: int) -> list[Box]:
        """The cells that begin in a row, with something in them."""
        return [b for b in self.table.boxes if b.row == number and self.content(b) not in NONE]

    def content(self, box: Box) -> str:
        """What stands in a cell."""
        return box.span.of(self.text)

    def is_number(self, box: Box) -> bool:
        """Whether a cell holds a number."""
        return NUMBER.fullmatch(self.content(box)) is not None


def make_grid(text: str, table: Table) -> Grid:
    """The cells of `table` by their places."""
    at: dict[tuple[int, int], Box] = {}
    for box in table.boxes:
        for row in range(box.row, box.row + box.rows):
            at |= {(row, column): box for column in range(box.column, box.column + box.columns)}
    rows = max((row for row, _ in at), default=-1) + 1
    columns = max((column for _, column in at), default=-1) + 1
    return Grid(text, table, at, rows, columns)


def find_cells(
    text: str, table: Table, captions: Sequence[Span], mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[list[Cell], list[Refusal]]:
    """The numbers of a table, row by row, and what looks like one and cannot be read.

    `captions` are the lines above the table, the nearest last; `mentions` the times named in it.
    """
    grid = make_grid(text, table)
    shared = caption_factors([span.of(text) for span in captions], lexicon)
    caption = "".join(span.of(text) for span in captions)
    headers: dict[int, list[Box]] = {}
    cells: list[Cell] = []
    refused: list[Refusal] = []
    since, body = -2, False
    stubs = read_stubs(grid.text, _labels(grid))
    told: Factor | None = None  # the unit in the brackets of the last label that has one
    for number in range(grid.rows):
        row = grid.row(number)
        if not row:
            continue
        numbers = [box for box in row if grid.is_number(box)]
        if not numbers or _is_years(grid, number, row, numbers):
            if inner := caption_factors([grid.content(box) for box in row], lexicon):
                shared = inner
            elif len(row) > 1 or row[0].column > 0 or (row[0].columns > 1 and not body):
                headers = headers if since == number - 1 and not body else {}
                for box in row:
                    for column in range(box.column, box.column + box.columns):
                        headers.setdefault(column, []).append(box)
                since, body = number, False
            continue
        body = True
        told = next((f for b in row if (f := factor_in_brackets(grid.content(b), lexicon))), told)
        for box in row:
            if box.columns == grid.columns:
                continue
            above = [b for b in headers.get(box.column, []) if b.row < number]
            header = read_header(text, [b.span for b in above], mentions)
            read = _read(
                grid,
                row,
                box,
                header,
                stubs.get(number),
                shared or ([told] if told else []),
                caption,
                headers,
                lexicon,
                mentions,
            )
            if isinstance(read, Refusal):
                refused.append(read)
            elif read is not None:
                cells.append(read)
    return cells, refused


def _labels(grid: Grid) -> list[tuple[int, Span, Decimal | None, bool]]:
    """For each row its number, its first label, its first value, and whether it is a label alone."""
    found = []
    for number in range(grid.rows):
        row = grid.row(number)
        names = [b for b in row if not grid.is_number(b)]
        values = [b for b in row if grid.is_number(b)]
        if names:
            first = parse_numeral(grid.content(values[0]).rstrip("%％")) if values else None
            alone = len(row) == 1 and not values
            found.append((number, names[0].span, first, alone))
    return found


def _is_years(grid: Grid, number: int, row: list[Box], numbers: list[Box]) -> bool:
    """Whether the numbers of a row are years that name its columns: | 指标 | 2022 | 2023 |."""
    years = all(_YEAR.fullmatch(grid.content(box)) for box in numbers)
    return years and len(numbers) > 1 and row[0] not in numbers


def _read(
    grid: Grid,
    row: list[Box],
    box: Box,
    header: Header,
    stub: Stub | None,
    shared: list[Factor],
    caption: str,
    headers: dict[int, list[Box]],
    lexicon: Lexicon,
    mentions: Sequence[Mention],
) -> Cell | Refusal | None:
    """The cell of a number; a refusal where it looks like one and cannot be read; None where it is none."""
    text, content = grid.text, grid.content(box)
    own = _OWN_UNIT.fullmatch(content)
    within = named_factor(own["unit"], lexicon) if own else None
    if not grid.is_number(box) and within is None:
        broken = _LIKE_NUMBER.fullmatch(content) and parse_numeral(content.rstrip("%％")) is None
        return Refusal(box.span, UNREAD) if broken else None
    if header.is_serial:
        return None
    names = [
        b
        for b in row
        if b.column < box.column and not grid.is_number(b) and _role(grid, b, headers) == "label"
    ]
    spanning = [
        b
        for key, b in sorted(grid.at.items())
        if key[0] == box.row
        and key[1] < box.column
        and b.rows > 1
        and b.row < box.row
        and not grid.is_number(b)
        and _role(grid, b, headers) == "label"
    ]
    spanning += [b for b in names if b.rows > 1 and b is not names[-1]]
    years = [b for b in row if b.column < box.column and _YEAR.fullmatch(grid.content(b)) and b is row[0]]
    if not names and not spanning and not years:
        return None
    label = names[-1] if names else None
    first = label is None or label is row[0]
    stub = stub if stub is not None and first and label is not None else None
    unit = next((b for b in row if _role(grid, b, headers) == "unit" and b.column < box.column), None)
    label_text = grid.content(label) if label is not None else ""
    factor = within or _factor(
        content, grid.content(unit) if unit else "", header, label_text, shared, lexicon
    )
    period = header.period or _period_of(label or (years[0] if years else None), grid, mentions)
    quantity = _quantity(box.span, own["number"] if within and own else content, factor)
    if quantity is None:
        return None
    measure, sign = header.measure(quantity.dimension, quantity.unit, caption)
    if sign < 0:
        quantity = signed(quantity, sign)
    own_label = bare(text, label.span, lexicon) if label is not None else ()
    own_label = tuple(s for s in own_label if not _YEAR.fullmatch(s.of(text).strip()))
    pieces = (
        *(piece for b in spanning for piece in bare(text, b.span, lexicon)),
        *(stub.before if stub else ()),
        *own_label,
        *(stub.behind if stub else ()),
    )
    said = "".join("".join(piece.of(text).split()) for piece in pieces)
    pieces = (
        *pieces,
        *(piece for piece in _named_by(grid, box, header, headers, mentions) if _adds(said, piece.of(text))),
    )
    start = min([box.span.start, *(b.span.start for b in row)])
    return Cell(
        quantity=quantity,
        label=said,
        pieces=tuple(pieces),
        measure=measure,
        basis=header.basis,
        period=period,
        status=header.status,
        place=(box.row + 1, box.column + 1),
        sentence=Span(start, max(box.span.stop, start)),
    )


def _named_by(
    grid: Grid, box: Box, header: Header, headers: dict[int, list[Box]], mentions: Sequence[Mention]
) -> tuple[Span, ...]:
    """The words of the headers that belong to the name. The growth of what the column before tells is named as it."""
    column = box.column
    while header.grows and not header.pieces and column > 0:
        column -= 1
        above = [b.span for b in headers.get(column, []) if b.row < box.row]
        if above and not (before := read_header(grid.text, above, mentions)).grows:
            return before.pieces if before.words not in UNITS else ()
    return header.pieces


def _adds(said: str, words: str) -> bool:
    """Whether words of a header add anything to a name: 产量 adds nothing to 发电量."""
    words = "".join(words.split())
    return words not in said and not (words in AMOUNTS and _MEASURED.search(said))


def _role(grid: Grid, box: Box, headers: dict[int, list[Box]]) -> str:
    """What a column of texts is for: labels, units, or nothing that names a number."""
    if grid.content(box) in NONE:
        return "none"
    above = "".join("".join(grid.content(b).split()) for b in headers.get(box.column, []))
    if above in UNITS:
        return "unit"
    return "none" if above in ("备注", "说明", "序号") else "label"


def _period_of(label: Box | None, grid: Grid, mentions: Sequence[Mention]) -> Period | None:
    """The year that a row is named by: | 2019年 | 62.4 |."""
    if label is None or not _YEAR.fullmatch(grid.content(label)):
        return None
    return Period.year(int(grid.content(label)[:4]))


def _factor(
    content: str, unit: str, header: Header, label: str, shared: list[Factor], lexicon: Lexicon
) -> Factor | None:
    """The unit of a cell: in it, in a column of units, in its header, in its label, above the table."""
    percent = named_factor("%", lexicon)
    if content.rstrip("）)*＊↑↓")[-1:] in "%％":
        return percent
    if content.rstrip("）)")[-1:] == "‰":
        return named_factor("‰", lexicon)
    if header.factor_text and (found := named_factor(header.factor_text, lexicon)):
        return found
    if header.is_percent or (header.grows and not header.is_amount and not header.factor_text):
        if header.is_percent or unit or not shared or len(shared) > 1 or shared[0].unit_id == "%":
            return percent
        return percent if header.grows and not header.is_amount else shared[0]
    if unit and (found := named_factor(unit, lexicon, known=False)):
        return found
    return factor_in_brackets(label, lexicon) or (shared[0] if shared else None)


def _quantity(span: Span, content: str, factor: Factor | None) -> Quantity | None:
    """The quantity of a cell; without a unit anywhere it is a bare number."""
    digits = content.strip("（()）*＊↑↓▲▼%％‰").replace(" ", "").lstrip("+＋").replace("–", "-")
    value = parse_numeral(digits)
    if value is None:
        return None
    if content[:1] in "↓▼" or content.endswith("↓"):
        value = EXACT.minus(value)
    if factor is None:
        return with_limits(Quantity(span, span, value, None, None, "=", value, value, "cell", ("cell",)))
    value = tidy(EXACT.multiply(value, factor.times))
    rules = ("cell", *((f"unit {factor.unit_id}",) if factor.unit_id else ()))
    return with_limits(
        Quantity(span, span, value, factor.printed, factor.dimension, "=", value, value, "cell", rules)
    )
