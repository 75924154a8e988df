"""Cells of tables: a number takes its name from its row and its columns, its unit from where it stands nearest.

A table is the same whatever it came from: pipes, tabs, spaces, a Word file, a page, a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from reportkit.extraction.grids import UNREAD, Grid, make_grid
from reportkit.extraction.headers import Header, read_header
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.quantities import signed
from reportkit.extraction.stubs import Row, Stub, bare, read_stubs
from reportkit.extraction.tableunits import (
    Factor,
    caption_factors,
    factor_in_brackets,
    find_factor,
    named_factor,
    read_quantity,
)
from reportkit.model import Box, Measure, Mention, Period, Quantity, Refusal, Span, Status, Table
from reportkit.text.grid import NONE
from reportkit.text.numerals import parse_numeral

# The header of a column that holds units.
UNITS = ("单位", "计量单位")
# Headers that only say that a label is measured, and labels that say it themselves.
AMOUNTS = ("产量", "完成额", "金额", "数额", "额", "量")
_MEASURED = regex.compile(r"(?:[量额数率值]|面积|里程|[出存]栏|收入|支出|投资|人口|资金|存款|贷款)$")
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}年?")
_LIKE_NUMBER = regex.compile(r"[-－−+]?[0-9][0-9.,， ]*[%％]?")
_OWN_UNIT = regex.compile(r"(?P<number>[-－−+]?[0-9][0-9,，]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9\s].{0,7})")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cell:
    """A number of a table: its quantity, the pieces of its name, and what its headers say of it."""

    quantity: Quantity
    label: str
    pieces: tuple[Span, ...]
    measure: Measure
    basis: str | None
    period: Period | None
    period_words: Span | None
    status: Status | None
    place: tuple[int, int]
    sentence: Span


def find_cells(
    text: str, table: Table, captions: Sequence[Span], mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[list[Cell], list[Refusal]]:
    """The numbers of a table, row by row, and what looks like one and cannot be read.

    `captions` are the lines above the table, the nearest last; `mentions` the times named in it.
    """
    lines = [span.of(text) for span in captions]
    grid = make_grid(text, table)
    reader = _Reader(grid, "".join(lines), caption_factors(lines, lexicon), mentions, lexicon)
    stubs = read_stubs(text, _labels(grid))
    cells: list[Cell] = []
    refused: list[Refusal] = []
    for number in range(grid.rows):
        row = grid.row(number)
        if not reader.takes(row, number):
            continue
        for box in row:
            read = reader.read(box, row, stubs.get(number)) if box.columns < grid.columns else None
            if isinstance(read, Refusal):
                refused.append(read)
            elif read is not None:
                cells.append(read)
    return cells, refused


def _labels(grid: Grid) -> list[Row]:
    """For each row its number, its first label, its first value, and whether it is a label alone."""
    found: list[Row] = []
    for number in range(grid.rows):
        row = grid.row(number)
        names = [b for b in row if not grid.is_number(b)]
        values = [b for b in row if grid.is_number(b)]
        if names:
            first = parse_numeral(grid.content(values[0]).rstrip("%％")) if values else None
            found.append((number, names[0].span, first, len(row) == 1 and not values))
    return found


@dataclass(slots=True, eq=False, repr=False)
class _Reader:
    """A table as far as it is read: the headers and the units that hold for the row at hand."""

    grid: Grid
    caption: str
    shared: Sequence[Factor]
    mentions: Sequence[Mention]
    lexicon: Lexicon
    above: dict[int, list[Box]] = field(default_factory=dict)
    headers: dict[int, Header] = field(default_factory=dict)
    told: Sequence[Factor] = ()  # the unit in the brackets of the last label that has one
    since: int = -2  # the last row of headers
    body: bool = False

    def takes(self, row: Sequence[Box], number: int) -> bool:
        """Whether a row holds numbers to be read; one that does not may hold headers or a unit."""
        numbers = [box for box in row if self.grid.is_number(box)]
        if numbers and not self._is_years(row, numbers):
            self.body = True
            named = (factor_in_brackets(self.grid.content(b), self.lexicon) for b in row)
            self.told = next(([factor] for factor in named if factor), self.told)
            return True
        if not row:
            return False
        if inner := caption_factors([self.grid.content(box) for box in row], self.lexicon):
            self.shared = inner
        elif len(row) > 1 or row[0].column > 0 or (row[0].columns > 1 and not self.body):
            if self.since != number - 1 or self.body:
                self.above = {}
            for box in row:
                for column in range(box.column, box.column + box.columns):
                    self.above.setdefault(column, []).append(box)
            self.since, self.body, self.headers = number, False, {}
        return False

    def _is_years(self, row: Sequence[Box], numbers: Sequence[Box]) -> bool:
        """Whether the numbers of a row are years that name its columns: | 指标 | 2022 | 2023 |."""
        years = all(_YEAR.fullmatch(self.grid.content(box)) for box in numbers)
        return years and len(numbers) > 1 and row[0] not in numbers

    def header(self, column: int) -> Header:
        """The headers above a column, read once."""
        if column not in self.headers:
            spans = [box.span for box in self.above.get(column, [])]
            self.headers[column] = read_header(self.grid.text, spans, self.mentions)
        return self.headers[column]

    def read(self, box: Box, row: Sequence[Box], stub: Stub | None) -> Cell | Refusal | None:
        """The cell of a number; a refusal where it looks like one and cannot be read; None where it is none."""
        grid, content = self.grid, self.grid.content(box)
        header = self.header(box.column)
        own = _OWN_UNIT.fullmatch(content)
        within = named_factor(own["unit"], self.lexicon) if own else None
        if not grid.is_number(box) and within is None:
            broken = _LIKE_NUMBER.fullmatch(content) and parse_numeral(content.rstrip("%％")) is None
            return Refusal(box.span, UNREAD) if broken else None
        labels = self._labels_of(box)
        year = grid.content(row[0]) if row[0] is not box and _YEAR.fullmatch(grid.content(row[0])) else ""
        if header.is_serial or not (labels or year):
            return None
        label = grid.content(labels[-1]) if labels else ""
        units = (b for b in row if b.column < box.column and self._role(b) == "unit")
        unit = next((grid.content(b) for b in units), "")
        factor = within or find_factor(content, unit, header, label, self.shared or self.told, self.lexicon)
        quantity = read_quantity(box.span, own["number"] if within and own else content, factor)
        if quantity is None:
            return None
        measure, sign = header.measure(quantity.dimension, quantity.unit, self.caption)
        is_first = bool(labels) and labels[-1] is row[0]
        pieces, said = self._name(labels, stub if is_first and stub else Stub(), box)
        return Cell(
            quantity=signed(quantity, sign),
            label=said,
            pieces=pieces,
            measure=measure,
            basis=header.basis,
            period=header.period or (Period.year(int(year[:4])) if year else None),
            period_words=header.period_words or (row[0].span if year else None),
            status=header.status,
            place=(box.row + 1, box.column + 1),
            sentence=Span((labels[0] if labels else row[0]).span.start, box.span.stop),
        )

    def _labels_of(self, box: Box) -> list[Box]:
        """The labels of a cell: the nearest to its left, and those before it that go on over several rows."""
        found: list[Box] = []
        for column in range(box.column - 1, -1, -1):
            other = self.grid.at.get((box.row, column))
            if other is None or other in found or self.grid.is_number(other) or self._role(other) != "label":
                continue
            if not found or other.rows > 1:
                found.insert(0, other)
        return [each for each in found if not _YEAR.fullmatch(self.grid.content(each))]

    def _role(self, box: Box) -> str:
        """What a cell of text is for: a label, a unit, or nothing that names a number."""
        if self.grid.content(box) in NONE:
            return "none"
        above = self.header(box.column).words
        if above in UNITS:
            return "unit"
        return "none" if above in ("备注", "说明", "序号") else "label"

    def _name(self, labels: Sequence[Box], stub: Stub, box: Box) -> tuple[tuple[Span, ...], str]:
        """The pieces of a name, and the part of it that the labels give."""
        text = self.grid.text
        bared = [bare(text, label.span, self.lexicon) for label in labels]
        pieces = [piece for each in bared[:-1] for piece in each]
        pieces += [*stub.before, *(bared[-1] if bared else ()), *stub.behind]
        said = "".join("".join(piece.of(text).split()) for piece in pieces)
        pieces += [piece for piece in self._named_by(box.column) if _adds(said, piece.of(text))]
        return tuple(pieces), said

    def _named_by(self, column: int) -> tuple[Span, ...]:
        """The words of the headers that belong to the name; growth is named as what the column before tells."""
        header = self.header(column)
        before = column
        while header.grows and not header.pieces and before > 0:
            before -= 1
            other = self.header(before)
            if other.words and not other.grows and not other.is_percent:
                return other.pieces if other.words not in UNITS else ()
        return header.pieces


def _adds(said: str, words: str) -> bool:
    """Whether words of a header add anything to a name: 产量 adds nothing to 发电量."""
    words = "".join(words.split())
    return words not in said and not (words in AMOUNTS and _MEASURED.search(said))
