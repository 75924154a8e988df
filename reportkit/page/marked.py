"""The text of a report as blocks of HTML: headings, paragraphs and tables, with numbers and repairs marked in them.

What stands in the blocks is the source text, character by character; only what would deceive the eye is put in pictures.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise

from reportkit.model import Report, Span, Table
from reportkit.output.visible import CONTROLS

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
# A heading is a line of its own where no more than this stands behind it.
_REST = re.compile(r"[\s：:。．.]*")
_LONGEST_HEADING = 80
_BREAKS = "typed-breaks"
# A repair of so many characters takes more out than a line end and a space.
_LONG = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is shown as an element, of which its first piece has the id. An empty one is a point."""

    start: int
    stop: int
    tag: str
    attributes: str
    id: str = ""
    number: int | None = None

    def opened(self, at: int) -> str:
        """Return the start of the tag for the piece that begins at an offset."""
        return f"<{self.tag}{f' id={self.id}' if self.id and at == self.start else ''}{self.attributes}"


@dataclass(slots=True)
class Block:
    """A piece of text with what is marked in it. A heading has the number and the level of its section."""

    span: Span
    section: int | None = None
    level: int = 0
    table: Table | None = None
    marks: list[Mark] = field(default_factory=list)


def blocks_of(
    text: str, report: Report, tables: Sequence[Table], marks: Sequence[Mark], anchor: str
) -> list[Block]:
    """Return the blocks of a report in their order, each with the part of every mark that falls into it.

    `anchor` stands before the number of a section in its id.
    """
    blocks = sorted(_blocks(text, report, tables), key=lambda block: block.span.start)
    starts = [block.span.start for block in blocks]
    heads = list(_headings(text, report, blocks, starts, anchor))
    for mark in sorted([*marks, *heads], key=lambda mark: (mark.start, mark.stop)):
        at = max(bisect_right(starts, mark.start) - 1, 0)
        while at < len(blocks) and blocks[at].span.start <= mark.stop:
            span = blocks[at].span
            start, stop = max(mark.start, span.start), min(mark.stop, span.stop)
            if start < stop or mark.start == mark.stop == start <= span.stop:
                named = mark.id if start == mark.start else ""
                blocks[at].marks.append(replace(mark, start=start, stop=stop, id=named))
            at += 1
            if mark.start == mark.stop:
                break
    return blocks


def _blocks(text: str, report: Report, tables: Sequence[Table]) -> Iterator[Block]:
    """Yield the tables and, outside of them, the lines; a line goes on where a repair takes its end out."""
    typed = sorted(
        (s for r in report.repairs if r.kind == _BREAKS for s in r.at), key=lambda span: span.start
    )
    short = (s for r in report.repairs if r.kind != _BREAKS for s in r.at if len(s) < _LONG)
    gone = {at for span in short for at in range(span.start, span.stop)}
    at = report.span.start
    shown = [each for each in tables if each.boxes and at <= each.span.start < report.span.stop]
    for table in sorted(shown, key=lambda each: each.span.start):
        if table.span.start < at:
            continue  # a table within one that is shown
        yield from _lines(text, Span(at, table.span.start), gone, typed)
        yield Block(table.span, table=table)
        at = table.span.stop
    yield from _lines(text, Span(at, report.span.stop), gone, typed)


def _lines(text: str, within: Span, gone: set[int], typed: Sequence[Span]) -> Iterator[Block]:
    """Yield the lines within a span; those between which a repair took out all that parts them are one."""
    start = stop = -1
    for line in _LINE.finditer(text, within.start, within.stop):
        if start >= 0 and not all(at in gone for at in range(stop, line.start())):
            yield from _cut(text, Span(start, stop), typed)
            start = -1
        start, stop = line.start() if start < 0 else start, line.end()
    if start >= 0:
        yield from _cut(text, Span(start, stop), typed)


def _cut(text: str, line: Span, typed: Sequence[Span]) -> Iterator[Block]:
    """Yield the parts of a line between the line ends that were typed in it as text, without the spaces around."""
    at = line.start
    low, high = (bisect_left(typed, end, key=lambda span: span.start) for end in (line.start, line.stop))
    for stop in (*(span.stop for span in typed[low:high]), line.stop):
        part = text[at:stop]
        if inner := part.strip():
            first = at + len(part) - len(part.lstrip())
            yield Block(Span(first, first + len(inner)))
        at = stop


def _headings(
    text: str, report: Report, blocks: Sequence[Block], starts: Sequence[int], anchor: str
) -> Iterator[Mark]:
    """Say of the blocks that are headings whose they are; yield a mark for each that runs into its paragraph."""
    for number, section in enumerate(report.sections):
        at = bisect_right(starts, section.span.start) - 1
        if at < 0:
            continue
        block = blocks[at]
        found = text.find(section.heading, section.span.start, block.span.stop)
        end = found + len(section.heading) if found >= 0 else block.span.stop
        whole = block.span.start >= section.span.start - 2 and len(block.span) <= _LONGEST_HEADING
        if whole and block.section is None and _REST.fullmatch(text, end, block.span.stop):
            block.section, block.level = number, section.level
        else:
            stop = end if end - section.span.start <= _LONGEST_HEADING else section.span.start
            yield Mark(section.span.start, stop, "b", " class=run", f"{anchor}s{number}")


def html_of(text: str, block: Block) -> str:
    """Return what stands in a block as HTML."""
    if block.table is None:
        return _inner(text, block.span, block.marks)
    rows: dict[int, list[str]] = {}
    for box in block.table.boxes:
        low, high = (
            bisect_left(block.marks, at, key=lambda mark: mark.start)
            for at in (box.span.start, box.span.stop)
        )
        marks = [mark for mark in block.marks[low:high] if mark.stop <= box.span.stop]
        spread = "".join(
            f" {name}={count}"
            for name, count in (("rowspan", box.rows), ("colspan", box.columns))
            if count > 1
        )
        rows.setdefault(box.row, []).append(f"<td{spread}>{_inner(text, box.span, marks)}")
    return "".join(f"<tr>{''.join(rows[row])}" for row in sorted(rows))


def _inner(text: str, span: Span, marks: Sequence[Mark]) -> str:
    edges = sorted({span.start, span.stop, *(m.start for m in marks), *(m.stop for m in marks)})
    made: list[str] = []
    active: list[Mark] = []
    at = 0
    for start, stop in pairwise([*edges, edges[-1]]):
        active = [mark for mark in active if mark.stop > start]
        while at < len(marks) and marks[at].start <= start:
            mark = marks[at]
            at += 1
            if mark.start == mark.stop:
                made.append(f"{mark.opened(start)}></{mark.tag}>")
            else:
                active.append(mark)
        if start < stop:
            made.append(_segment(text[start:stop], start, active))
    return "".join(made)


def _segment(text: str, at: int, active: Sequence[Mark]) -> str:
    """Write a stretch within its marks; where several numbers share it, it is one link to all of them."""
    inner = safe(text)
    if numbers := [mark for mark in active if mark.number is not None]:
        shared = " ".join(str(mark.number) for mark in numbers)
        inner = f'{numbers[0].opened(at)} data-n="{shared}">{inner}</a>'
    for mark in active:
        if mark.number is None:
            inner = f"{mark.opened(at)}>{inner}</{mark.tag}>"
    return inner


def safe(text: str) -> str:
    r"""Escape a text for HTML, with pictures for what is not seen or would turn the direction of writing.

    >>> safe("<b>\u202e")
    '&lt;b&gt;<i class=x title=U+202E>\ufffd</i>'
    """
    shown = escape(text)
    return shown if shown.isprintable() else CONTROLS.sub(_picture, shown)


def _picture(found: re.Match[str]) -> str:
    char = found[0]
    if char in "\t\n\r":
        return char
    picture = chr(0x2400 + ord(char)) if char < " " else "\ufffd"
    return f"<i class=x title=U+{ord(char):04X}>{picture}</i>"
