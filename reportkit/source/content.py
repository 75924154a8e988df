"""What a reader gives: a text, and what it knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from reportkit.errors import SourceError
from reportkit.model import Box, Repair, Span, Table
from reportkit.values import dataclass

# Longer than any report that a container held; a text of this length is a file made to harm.
MOST_CHARACTERS = 5_000_000
TOO_LONG = f"holds more than {MOST_CHARACTERS:,} characters, which no report does; split it"
MOST_COLUMNS = 1_000
# A cell that claims to take more rows or columns than this takes one.
MOST_SPANNED = 200


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file with its pages, its tables, what was left out of it, and where it counts items by itself."""

    text: str
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[str, ...] = ()
    items: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table that is being read: its text, and how many rows and columns it takes.

    `items` is where numbers of list items stand in its text, which is all in one line then.
    """

    text: str
    rows: int = 1
    columns: int = 1
    items: tuple[Span, ...] = ()


@dataclass(slots=True)
class Draft:
    """A text that is being written, line by line. Raises `SourceError` when it gets too long."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[int] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    repairs: dict[str, list[tuple[Span, str]]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    items: list[Span] = field(default_factory=list)

    def add(self, text: str) -> Span:
        """Write `text` as it is. Returns where it stands."""
        start = self.length
        self.length += len(text)
        if self.length > MOST_CHARACTERS:
            raise SourceError(TOO_LONG)
        self.parts.append(text)
        return Span(start, self.length)

    def line(self, text: str, item: int = 0) -> None:
        """Write a line, if there is anything in it; its first `item` characters are the number of an item."""
        if text.strip():
            start = self.add(text.strip() + "\n").start
            if item:
                self.items.append(Span(start, start + item))

    def leave_out(self, kind: str, what: str) -> None:
        """Say that `what` stood here and was left out of the text."""
        self.repairs.setdefault(kind, []).append((Span(self.length, self.length), what))

    def table(self, rows: Iterable[Sequence[TableCell]]) -> list[int]:
        """Write a table, a row a line with a pipe on either side of each cell.

        A cell that takes several rows or columns is written in the first of them. Returns where each row starts.
        """
        start, boxes, starts = self.length, [], []
        taken: dict[int, int] = {}  # column: how many of the next rows are taken by a cell above
        for number, row in enumerate(rows):
            column = 0
            starts.append(self.add("|").start)
            cells = list(row)
            while cells or taken.get(column):
                if taken.get(column):
                    taken[column] -= 1
                    self.add(" |")
                    column += 1
                    continue
                entry = cells.pop(0)
                height = entry.rows if 0 < entry.rows <= MOST_SPANNED else 1
                width = entry.columns if 0 < entry.columns <= MOST_SPANNED else 1
                content = " ".join(entry.text.replace("|", "｜").split())
                self.add(" ")
                written = self.add(content)
                boxes.append(Box(written, number, column, height, width))
                self.items += [Span(written.start + i.start, written.start + i.stop) for i in entry.items]
                self.add(" |" * width)
                taken |= dict.fromkeys(range(column, column + width), height - 1)
                column += width
                if column > MOST_COLUMNS:
                    raise SourceError(
                        f"holds a table of more than {MOST_COLUMNS:,} columns, which no report does"
                    )
            self.add("\n")
        if boxes:
            self.tables.append(Table(Span(start, self.length), tuple(boxes)))
        return starts

    def content(self) -> Content:
        """Return what was written."""
        repairs = tuple(
            Repair(kind, tuple(span for span, _ in told), "; ".join(dict.fromkeys(what for _, what in told)))
            for kind, told in self.repairs.items()
        )
        return Content(
            "".join(self.parts),
            tuple(self.pages),
            tuple(self.tables),
            repairs,
            tuple(dict.fromkeys(self.warnings)),
            tuple(self.items),
        )


def pack(content: Content) -> dict[str, Any]:
    """`content` as plain data, that can be sent from one process to another."""
    return {
        "text": content.text,
        "pages": content.pages,
        "tables": [
            [
                [t.span.start, t.span.stop],
                [[b.span.start, b.span.stop, b.row, b.column, b.rows, b.columns] for b in t.boxes],
            ]
            for t in content.tables
        ],
        "repairs": [[r.kind, [[s.start, s.stop] for s in r.at], r.reason] for r in content.repairs],
        "warnings": content.warnings,
        "items": [[item.start, item.stop] for item in content.items],
    }


def unpack(data: dict[str, Any]) -> Content:
    """Unpack the content that `pack` made plain data of.

    >>> draft = Draft()
    >>> draft.line("1、表1", item=2)
    >>> draft.table([[TableCell("指标"), TableCell("总量")]])
    [5]
    >>> unpack(pack(draft.content())) == draft.content()
    True
    """
    return Content(
        data["text"],
        tuple(data["pages"]),
        tuple(
            Table(Span(*span), tuple(Box(Span(start, stop), *place) for start, stop, *place in boxes))
            for span, boxes in data["tables"]
        ),
        tuple(
            Repair(kind, tuple(Span(*span) for span in at), reason) for kind, at, reason in data["repairs"]
        ),
        tuple(data["warnings"]),
        tuple(Span(*item) for item in data["items"]),
    )
