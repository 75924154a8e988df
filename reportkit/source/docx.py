"""Word files: the paragraphs as a reader of the page sees them, and the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportkit.errors import SourceError
from reportkit.source.cells import Stack, read_stacks, several_numbers
from reportkit.source.chunks import read_chunk
from reportkit.source.content import Content, Draft
from reportkit.source.docxparts import DocxStyle, Styles, is_on, read_notes, read_number, read_styles
from reportkit.source.docxrun import UNSEEN, Inline, Notes
from reportkit.source.docxtable import CellPlace, goes_on, read_places
from reportkit.source.headings import Headings
from reportkit.source.marks import number_item
from reportkit.source.numbering import Numbering, read_numbering
from reportkit.source.package import Package
from reportkit.source.parts import open_parts
from reportkit.source.xml import Element, attribute, below, children, local, parse_xml

NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))
OTHER = "is an Office file whose main part is no Word text; save it as docx with Word"


def read(raw: bytes) -> Content:
    """Read the text of a Word file with its tables; notes and the table of contents are left out and told.

    Raises `SourceError` when the file is damaged or made to harm.
    """
    headings = Headings()
    warnings = read_into(headings, raw)
    draft = Draft(warnings=warnings)
    headings.write(draft)
    return draft.content()


def read_into(headings: Headings, raw: bytes, inner: bool = False) -> list[str]:
    """Write what a Word file holds to `headings`, `inner` when it stands in another. Returns what is to be warned of."""
    with open_parts(raw) as parts:
        package = Package(parts)
        main = package.main()
        document = parse_xml(package.read(main))
        if local(document) != "document":
            raise SourceError(OTHER)
        beside = {
            kind: parse_xml(package.read(part))
            for kind in ("styles", "numbering", *(kind for kind, _ in NOTES))
            if (part := package.beside(main, kind)) is not None
        }
        styles = read_styles(beside["styles"]) if "styles" in beside else Styles()
        numbering = read_numbering(beside["numbering"]) if "numbering" in beside else Numbering({})
        notes = Notes(
            {f"{kind}Reference": read_notes(beside[part], kind) for part, kind in NOTES if part in beside}
        )
        body = next((each for each in document if local(each) == "body"), document)
        reader = _DocxReader(package, main, styles, numbering, notes, headings, inner)
        reader.blocks(body)
    return reader.warnings


def _inner(headings: Headings, raw: bytes) -> list[str]:
    return read_into(headings, raw, inner=True)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that was read: its style, its list and level, and its content."""

    style: DocxStyle | None
    number: tuple[str, int] | None
    content: Inline
    text: str = ""


@dataclass(slots=True)
class _DocxReader:
    package: Package
    main: str
    styles: Styles
    numbering: Numbering
    notes: Notes
    headings: Headings
    inner: bool = False
    warnings: list[str] = field(default_factory=list)
    around: tuple[str, ...] = ()  # the styles of the tables that are being read, the inmost first

    def blocks(self, parent: Element) -> None:
        """Read the paragraphs and the tables below `parent`, in their order."""
        for each in self.flow(parent):
            if isinstance(each, _Paragraph):
                self.paragraph(each)
            elif local(each) == "tbl":
                self.table(each)
            else:
                self.chunk(each)

    def flow(self, parent: Element) -> Iterator[_Paragraph | Element]:
        """Yield the paragraphs below `parent`, those joined whose mark is deleted or hidden, and what stands between."""
        waiting: _Paragraph | None = None
        for each in _blocks(parent):
            if local(each) != "p":
                if waiting is not None:
                    yield self.finish(waiting)
                waiting = None
                yield each
                continue
            paragraph = self.read(each, waiting)
            waiting = paragraph if _runs_on(each) else None
            if waiting is None:
                yield self.finish(paragraph)
        if waiting is not None:
            yield self.finish(waiting)

    def read(self, element: Element, before: _Paragraph | None) -> _Paragraph:
        """Read a paragraph; one that `before` runs on into has the style and the number of the two together."""
        properties = below(element, "pPr")
        named = below(properties, "pStyle") if properties is not None else None
        name = (attribute(named, "val") or "") if named is not None else None
        style = self.styles.by_id.get(name or "")
        number = self.number_of(properties, name)
        content = before.content if before is not None else Inline(self.styles, self.notes)
        kept = before if before is not None and before.text else None
        content.paragraph(element, name or self.styles.usual, *self.around)
        if kept is not None:
            style, number = kept.style or style, kept.number or number
        return _Paragraph(style, number, content, "" if _is_deleted(element) else "".join(content.line.parts))

    def finish(self, paragraph: _Paragraph) -> _Paragraph:
        paragraph.text = paragraph.content.finish()
        self.warnings += paragraph.content.warnings
        return paragraph

    def paragraph(self, paragraph: _Paragraph) -> None:
        text, style = paragraph.text, paragraph.style
        if style is not None and style.name.startswith("toc"):
            self.headings.left_out("contents", text.strip())
            return
        number = self.numbering.count(*paragraph.number) if paragraph.number and text.strip() else ""
        if text.strip():
            self.headings.add(text, style.level if style else None, number)
        self.hanging(paragraph)

    def hanging(self, paragraph: _Paragraph) -> None:
        """Tell what a paragraph leaves out, and read the text boxes that hang on it."""
        for told in paragraph.content.told:
            self.headings.left_out(*told)
        for box in paragraph.content.boxes:
            self.blocks(box)

    def table(self, element: Element) -> None:
        """Read a table; one of a single column, or that only holds other tables, is a frame around them."""
        style = below(element, "tblPr", "tblStyle")
        around, self.around = self.around, self.around
        if style is not None:
            self.around = (attribute(style, "val") or "", *around)
        rows = read_places(element)
        nested = [t for row in rows for p in row if p.cell is not None for t in _tables(p.cell)]
        if max((sum(place.cell is not None for place in row) for row in rows), default=0) < 2 or (
            nested and not any(sum(_has_own_text(place) for place in row) > 1 for row in rows)
        ):
            for cell in (place.cell for row in rows for place in row if place.cell is not None):
                self.blocks(cell)
        else:
            entries = read_stacks(list(self.stacks(rows)))
            self.headings.table(entries)
            self.warnings += several_numbers(entries)
            for table in nested:
                self.table(table)
        self.around = around

    def stacks(self, rows: list[list[CellPlace]]) -> Iterator[list[Stack]]:
        """Yield the cells of each row, those that go on from the row above counted in it."""
        starts = [{place.column: place for place in row} for row in rows]
        for number, row in enumerate(rows):
            cells = []
            for place in row:
                if goes_on(place.cell) and number:
                    continue
                height = 1
                for others in starts[number + 1 :]:
                    below = others.get(place.column)
                    if place.cell is None or below is None or not goes_on(below.cell):
                        break
                    height += 1
                lines = () if place.cell is None else tuple(self.lines(place.cell))
                cells.append(Stack(lines, height, place.width))
            yield cells

    def lines(self, cell: Element) -> Iterator[tuple[str, int]]:
        """Yield the lines of a cell, those of text boxes in it too, each with how much of it is the number of an item."""
        for each in self.flow(cell):
            if not isinstance(each, _Paragraph):
                if local(each) == "altChunk":
                    self.chunk(each)
                continue
            text = each.text.strip()
            number = self.numbering.count(*each.number) if each.number and text else ""
            for line in filter(None, (" ".join(line.split()) for line in text.split("\n"))):
                yield number_item(number, line)
                number = ""
            for told in each.content.told:
                self.headings.left_out(*told)
            for box in each.content.boxes:
                yield from self.lines(box)

    def number_of(self, properties: Element | None, name: str | None) -> tuple[str, int] | None:
        """Return the list and the level by which a paragraph is numbered: its own, or those of its style."""
        own = read_number(below(properties, "numPr")) if properties is not None else None
        named = next((s.number for s in self.styles.chain(name) if s.number and s.number[0]), None)
        if own is None or own[0] is None:
            own = named if own is None or named is None else (named[0], own[1])
            if own is not None and own[0] is not None and name is not None:
                own = own[0], self.numbering.level_of(own[0], name, own[1])
        return (own[0], own[1]) if own is not None and own[0] not in (None, "0") else None

    def chunk(self, element: Element) -> None:
        """Read a part that another program put in, and say so."""
        part = self.package.by_id(self.main, attribute(element, "id") or "")
        word = None if self.inner else _inner
        self.warnings += read_chunk(self.package, part, self.headings, word)


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs, tables and chunks below `parent`, through content controls and what was inserted."""
    for each in children(parent):
        if local(each) in ("p", "tbl", "altChunk"):
            yield each
        elif local(each) not in UNSEEN:
            yield from _blocks(each)


def _tables(cell: Element) -> list[Element]:
    return [each for each in _blocks(cell) if local(each) == "tbl"]


def _has_own_text(place: CellPlace) -> bool:
    """Whether a cell holds text beside the tables in it."""
    if place.cell is None:
        return False
    paragraphs = (each for each in _blocks(place.cell) if local(each) == "p")
    return any((text.text or "").strip() for each in paragraphs for text in each.iter("{*}t"))


def _is_deleted(paragraph: Element) -> bool:
    """Whether the mark at the end of a paragraph was deleted or moved away: the next one goes on with it."""
    mark = below(paragraph, "pPr", "rPr")
    return mark is not None and any(local(each) in ("del", "moveFrom") for each in children(mark))


def _runs_on(paragraph: Element) -> bool:
    """Whether the next paragraph stands on the line of this one: its mark is not there, or it is a raised initial."""
    properties = below(paragraph, "pPr")
    if properties is None or not len(properties):
        return False
    mark, frame = below(properties, "rPr"), below(properties, "framePr")
    if frame is not None and (attribute(frame, "dropCap") or "none") != "none":
        return True
    hidden = mark is not None and (is_on(below(mark, "vanish")) or is_on(below(mark, "specVanish")))
    return hidden or _is_deleted(paragraph)
