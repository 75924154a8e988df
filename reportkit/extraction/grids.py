"""Tables that stand in a text, with pipes, with tabs or in columns of spaces; and their cells by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from reportkit.model import Box, Span, Table
from reportkit.stages import Outline
from reportkit.text.blocks import Line, find_lines
from reportkit.text.grid import LONGEST_ROW, NONE, NUMBER, find_pieces, is_row, place, width_of
from reportkit.values import dataclass

# The rule by which a cell that looks like a number, and cannot be read as one, is refused.
UNREAD = "unread-cell"
# A header of a table without pipes is no row by itself: it stands in the lines above.
MOST_HEADER = 3
_RULE = regex.compile(r"[\s|:+-]*-[\s|:+-]*")


def find_tables(text: str, known: Sequence[Table] = ()) -> list[Table]:
    """The tables of a text in their order: those that are `known`, and those that its lines make."""
    spans = sorted(table.span for table in known)
    starts = [span.start for span in spans]

    def is_free(line: Line) -> bool:
        at = bisect_left(starts, line.span.stop) - 1
        return at < 0 or not spans[at].overlaps(line.span)

    lines = [line for line in find_lines(text) if is_free(line)]
    found = [*known, *_with_pipes(text, lines), *_with_spaces(text, lines)]
    return sorted(found, key=lambda table: table.span.start)


def _runs(lines: Sequence[Line], piped: bool) -> Iterator[tuple[int, int]]:
    """Where in `lines` rows follow one another, with pipes or without."""
    start: int | None = None
    for i, line in enumerate(lines):
        is_one = ("|" in line.text) == piped and is_row(line.text)
        if is_one and start is None:
            start = i
        elif not is_one and start is not None:
            yield start, i
            start = None
    if start is not None:
        yield start, len(lines)


def _with_pipes(text: str, lines: Sequence[Line]) -> Iterator[Table]:
    """A row a line (| 税收收入 | 210 |), or a cell a line with a line of a pipe alone before each row."""
    for first, last in _runs(lines, piped=True):
        boxes: list[Box] = []
        row, column = -1, 0
        for line in lines[first:last]:
            if _RULE.fullmatch(line.text) and "-" in line.text:
                continue
            if line.text.startswith("|") or row < 0:
                row, column = row + 1, 0
            at = line.span.start + (1 if line.text.startswith("|") else 0)
            while at < line.span.stop:
                stop = text.find("|", at, line.span.stop)
                stop = line.span.stop if stop < 0 else stop
                boxes.append(Box(_stripped(text, at, stop), row, column))
                column += 1
                at = stop + 1
        if boxes:
            yield Table(Span(lines[first].span.start, lines[last - 1].span.stop), tuple(boxes))


def _with_spaces(text: str, lines: Sequence[Line]) -> Iterator[Table]:
    """Columns kept apart by tabs or by runs of spaces: two rows with numbers at least, and their header."""
    done = 0
    for first, last in _runs(lines, piped=False):
        if last - first < 2 or first < done:
            continue
        header = first
        while header > max(done, first - MOST_HEADER) and _is_header(lines[header - 1].text):
            header -= 1
        chosen = lines[header:last]
        pieces = [find_pieces(line.text) for line in chosen]
        tabs = all("\t" in line.text for line in chosen)
        if tabs:
            columns = [_by_tabs(line.text, row) for line, row in zip(chosen, pieces, strict=True)]
        else:
            columns = place(
                [
                    [(_at(text, line, start), _at(text, line, stop)) for start, stop in row]
                    for line, row in zip(chosen, pieces, strict=True)
                ]
            )
        boxes = [
            Box(Span(line.span.start + start, line.span.start + stop), number, column, 1, width)
            for number, (line, row, where) in enumerate(zip(chosen, pieces, columns, strict=True))
            for (start, stop), (column, width) in zip(row, where, strict=True)
        ]
        done = last
        yield Table(Span(chosen[0].span.start, chosen[-1].span.stop), tuple(boxes))


def _is_header(content: str) -> bool:
    """Whether a line above a table names its columns: pieces far apart, and no sentence."""
    pieces = find_pieces(content) if len(content) <= LONGEST_ROW else []
    return len(pieces) > 1 and all(
        len(content[start:stop]) < 20 and not NUMBER.fullmatch(content[start:stop]) for start, stop in pieces
    )


def _by_tabs(content: str, row: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The column of each piece by the number of tabs before it: two tabs leave a cell empty."""
    return [(content.count("\t", 0, start), 1) for start, _ in row]


def _at(text: str, line: Line, offset: int) -> int:
    """Where in the width of its line, with what the line is indented by, an offset stands."""
    begin = text.rfind("\n", 0, line.span.start) + 1
    return width_of(text[begin : line.span.start + offset])


def _stripped(text: str, start: int, stop: int) -> Span:
    content = text[start:stop]
    left = start + len(content) - len(content.lstrip())
    return Span(left, left + len(content.strip()))


def find_table_lines(
    outline: Outline, tables: Sequence[tuple[int, Table]]
) -> dict[int, tuple[int, Table, range]]:
    """For each paragraph that is a line of a table the table, its number, and all paragraphs that are its lines."""
    starts = [paragraph.span.start for paragraph in outline.paragraphs]
    found: dict[int, tuple[int, Table, range]] = {}
    for number, table in tables:
        lines = range(bisect_left(starts, table.span.start), bisect_left(starts, table.span.stop))
        found |= dict.fromkeys(lines, (number, table, lines))
    return found


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grid:
    """The cells of a table by row and column; a cell that takes several stands in each of them."""

    text: str
    at: dict[tuple[int, int], Box]
    filled: dict[int, list[Box]]
    rows: int
    columns: int

    def row(self, number: int) -> list[Box]:
        """The cells that begin in a row, with something in them."""
        return self.filled.get(number, [])

    def content(self, box: Box) -> str:
        """What stands in a cell."""
        return box.span.of(self.text)


def make_grid(text: str, table: Table) -> Grid:
    """The cells of `table` by their places."""
    at: dict[tuple[int, int], Box] = {}
    filled: dict[int, list[Box]] = {}
    for box in table.boxes:
        for row in range(box.row, box.row + box.rows):
            at |= {(row, column): box for column in range(box.column, box.column + box.columns)}
        if box.span.of(text) not in NONE:
            filled.setdefault(box.row, []).append(box)
    rows = max((row for row, _ in at), default=-1) + 1
    columns = max((column for _, column in at), default=-1) + 1
    return Grid(text, at, filled, rows, columns)
