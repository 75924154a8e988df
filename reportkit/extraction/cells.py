"""The numbers of a table read row by row: what their labels and headers say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

import regex

from reportkit.extraction.cellfigures import Figure
from reportkit.extraction.grids import UNREAD, Grid
from reportkit.extraction.headers import Header, read_header
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.moves import find_move, growth_of_label
from reportkit.extraction.quantities import signed
from reportkit.extraction.stubs import Stub, bare
from reportkit.extraction.tableunits import (
    Factor,
    caption_factors,
    factor_in_brackets,
    find_factor,
    read_quantity,
)
from reportkit.extraction.values import Named, Values
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Box, Measure, Period, Span, Status
from reportkit.stages import Quantity, Refusal
from reportkit.text.grid import LONGEST_ROW, NONE
from reportkit.values import dataclass

# So many labels that go on over several rows stand before one of its own.
MOST_LABELS = 8
_YEAR = regex.compile(r"(?:19|20)[0-9]{2}年?")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cell:
    """A number of a table: its quantity, the pieces of its name, and what its headers say of it."""

    quantity: Quantity
    label: str
    pieces: tuple[Span, ...]
    measure: Measure
    basis: Span | str | None
    period: Period | None
    period_words: Span | None
    status: Status | None
    place: tuple[int, int]
    sentence: Span


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Labels:
    """What stands to the left of a value: its labels, the nearest last, and its unit; the first cell of its row."""

    boxes: tuple[Box, ...] = ()
    unit: str = ""
    first: Box | None = None


NO_LABEL = Labels()


@dataclass(slots=True, eq=False, repr=False)
class TableReader:
    """A table as far as it is read: the headers and the units that hold for the row at hand."""

    grid: Grid
    values: Values
    caption_grows: bool
    shared: Sequence[Factor]
    named: Named
    lexicon: Lexicon
    words: Vocabulary
    above: dict[int, list[Box]] = field(default_factory=dict)
    headers: dict[int, Header] = field(default_factory=dict)
    names: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    told: Sequence[Factor] = ()  # the unit in the brackets of the last label that has one
    since: int = -2  # the last row of headers
    body: bool = False

    def takes(self, row: Sequence[Box], number: int) -> bool:
        """Whether a row holds numbers to be read; one that does not may hold headers or a unit."""
        numbers = [box for box in row if box in self.values]
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
            self.since, self.body, self.headers, self.names = number, False, {}, {}
        return False

    def _is_years(self, row: Sequence[Box], numbers: Sequence[Box]) -> bool:
        """Whether the numbers of a row are years that name its columns: | 指标 | 2022 | 2023 |."""
        years = all(_YEAR.fullmatch(self.grid.content(box)) for box in numbers)
        return years and len(numbers) > 1 and row[0] not in numbers

    def header(self, column: int) -> Header:
        """The headers above a column, read once."""
        if column not in self.headers:
            spans = [box.span for box in self.above.get(column, [])]
            here = [mention for span in spans for mention in self.named.within(span)]
            self.headers[column] = read_header(self.grid.text, spans, here, self.words)
        return self.headers[column]

    def labels(self, number: int) -> dict[int, Labels]:
        """For each column that a value of a row begins in what stands to its left.

        Its labels are the nearest, and those before it that go on over several rows.
        """
        row = self.grid.row(number)
        found: dict[int, Labels] = {}
        over: list[Box] = []
        nearest: Box | None = None
        unit = ""
        last: Box | None = None
        for column in range(max((box.column for box in row), default=-1) + 1):
            box = self.grid.at.get((number, column))
            if box is None or box is last:
                continue
            last = box
            if box in self.values:
                if box.row == number:
                    ends = [nearest] if nearest is not None else []
                    boxes = [each for each in (*over[-MOST_LABELS:], *ends) if not self._is_year(each)]
                    found[column] = Labels(tuple(boxes), unit, row[0])
                continue
            role = self._role(box)
            if role == "unit":
                unit = self.grid.content(box)
            elif role == "label":
                if nearest is not None and nearest.rows > 1:
                    over.append(nearest)
                nearest = box
        return found

    def _is_year(self, box: Box) -> bool:
        return _YEAR.fullmatch(self.grid.content(box)) is not None

    def read(self, figure: Figure, box: Box, beside: Labels, stub: Stub | None) -> Cell | Refusal | None:
        """The cell of a number; a refusal where it cannot be told what it is; None where it is none."""
        grid, labels, first = self.grid, beside.boxes, beside.first
        header = self.header(box.column)
        year = grid.content(first) if first and first is not box and self._is_year(first) else ""
        if header.is_serial or not (labels or year):
            return None
        label = grid.content(labels[-1]) if labels else ""
        quantity = self._quantity(figure, box, header, label, beside.unit)
        if quantity is None:
            return None
        is_first = bool(labels) and labels[-1] is first
        pieces, said = self._name(labels, stub if is_first and stub else Stub(), box)
        told = growth_of_label(grid.text, pieces, said, quantity, self.words) if not header.grows else None
        move = find_move(figure, quantity, header, self.caption_grows, told, self.values.falls)
        if move is None:
            return Refusal(box.span, UNREAD)
        return Cell(
            quantity=signed(quantity, move.sign),
            label=said,
            pieces=told.pieces if told else pieces,
            measure=move.measure,
            basis=figure.basis or header.basis,
            period=header.period or (Period.year(int(year[:4])) if year else None),
            period_words=header.period_words or (first.span if year and first else None),
            status=header.status,
            place=(box.row + 1, box.column + 1),
            sentence=_sentence(labels[0] if labels else first, figure.span),
        )

    def _quantity(self, figure: Figure, box: Box, header: Header, label: str, unit: str) -> Quantity | None:
        """The quantity of a figure, in its own unit or in that which the table names."""
        if figure.quantity is not None:
            return figure.quantity
        content = self.grid.content(box)
        factor = figure.factor or find_factor(
            content, unit, header, label, self.shared or self.told, self.lexicon
        )
        return read_quantity(figure, factor)

    def _role(self, box: Box) -> str:
        """What a cell of text is for: a label, a unit, or nothing that names a number."""
        if self.grid.content(box) in NONE:
            return "none"
        above = self.header(box.column).words
        if self.words.has("unit-columns", above):
            return "unit"
        return "none" if self.words.has("remarks", above) else "label"

    def _name(self, labels: Sequence[Box], stub: Stub, box: Box) -> tuple[tuple[Span, ...], str]:
        """The pieces of a name, and the part of it that the labels give."""
        text = self.grid.text
        bared = [bare(text, label.span, self.lexicon, self.words) for label in labels]
        pieces = [piece for each in bared[:-1] for piece in each]
        pieces += [*stub.before, *(bared[-1] if bared else ()), *stub.behind]
        said = "".join("".join(piece.of(text).split()) for piece in pieces)
        pieces += [piece for piece in self._named_by(box.column) if _adds(said, piece.of(text), self.words)]
        return tuple(pieces), said

    def _named_by(self, column: int) -> tuple[Span, ...]:
        """The words of the headers that belong to the name; growth is named as what the column before tells."""
        if column not in self.names:
            header = self.header(column)
            nameless = header.grows and not header.pieces and column > 0
            self.names[column] = self._named_before(column - 1) if nameless else header.pieces
        return self.names[column]

    def _named_before(self, column: int) -> tuple[Span, ...]:
        """The words of the nearest header from `column` on to the left that is one of amounts."""
        for before in range(column, max(column - MOST_LABELS, -1), -1):
            other = self.header(before)
            if other.words and not other.grows and not other.is_percent:
                return () if self.words.has("unit-columns", other.words) else other.pieces
        return ()


def _sentence(first: Box | None, span: Span) -> Span:
    """From the first label of a number to it, as far as that is a line to be read."""
    start = first.span.start if first is not None else span.start
    return Span(start, span.stop) if 0 <= span.stop - start <= LONGEST_ROW else span


def _adds(said: str, words: str, vocabulary: Vocabulary) -> bool:
    """Whether words of a header add anything to a name: 产量 adds nothing to 发电量."""
    words = "".join(words.split())
    return words not in said and not (
        vocabulary.has("amounts", words) and vocabulary.headers["measured"].search(said)
    )
