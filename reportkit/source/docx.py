"""Word files: the paragraphs as a reader of the page sees them, and the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportkit.source.content import Content, Draft, Entry
from reportkit.source.docxparts import Style, read_notes, read_number, read_styles
from reportkit.source.headings import Headings
from reportkit.source.marks import join, note_mark
from reportkit.source.numbering import Numbering, read_numbering
from reportkit.source.parts import open_parts, read_part
from reportkit.source.xml import Element, attribute, below, children, local, parse_xml

BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# What is not on the page: what was deleted or moved away, codes of fields, the reading above a character.
UNSEEN = {"del", "moveFrom", "delText", "instrText", "rt", "pPr", "rPr", "Fallback", "fldData", "sectPr"}
NOTES = (
    ("word/footnotes.xml", "footnote", "footnoteReference"),
    ("word/endnotes.xml", "endnote", "endnoteReference"),
)


def read(raw: bytes, encoding: str | None = None) -> Content:
    """The text of a Word file with its tables; notes and the table of contents are left out and told.

    `encoding` says nothing here. Raises `SourceError` when the file is damaged or made to harm.
    """
    with open_parts(raw) as parts:
        names = set(parts.namelist())
        document = parse_xml(read_part(parts, "word/document.xml"))
        styles = read_styles(parts) if "word/styles.xml" in names else {}
        numbering = (
            read_numbering(parse_xml(read_part(parts, "word/numbering.xml")))
            if "word/numbering.xml" in names
            else Numbering({})
        )
        notes = {reference: read_notes(parts, part, kind) for part, kind, reference in NOTES if part in names}
    body = next((each for each in document if local(each) == "body"), document)
    reader = _Reader(styles, numbering, notes)
    reader.blocks(body)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    styles: dict[str, Style]
    numbering: Numbering
    notes: dict[str, dict[str, str]]
    draft: Draft = field(default_factory=Draft)
    headings: Headings = field(default_factory=Headings)

    def finish(self) -> Content:
        self.headings.write(self.draft)
        return self.draft.content()

    def blocks(self, parent: Element) -> None:
        """Read the paragraphs and the tables below `parent`, in their order."""
        for each in _blocks(parent):
            if local(each) == "p":
                self.paragraph(each)
            else:
                self.table(each)

    def paragraph(self, element: Element) -> None:
        style = self.style_of(element)
        text, boxes, notes = self.inline(element)
        if style is not None and style.name.startswith("toc"):
            self.headings.left_out("contents", text.strip())
            return
        number = self.number_of(element, style)
        if text.strip():
            shown = join(self.numbering.count(*number), text.strip()) if number else text
            self.headings.add(shown, style.level if style else None)
        for note in notes:
            self.headings.left_out(*note)
        for box in boxes:
            self.blocks(box)

    def inline(self, element: Element) -> tuple[str, list[Element], list[tuple[str, str]]]:
        """The text of a paragraph, the text boxes that hang on it, and the notes that it refers to."""
        text: list[str] = []
        boxes: list[Element] = []
        notes: list[tuple[str, str]] = []
        waiting = list(reversed(children(element)))
        while waiting:
            each = waiting.pop()
            name = local(each)
            if name in UNSEEN or (name == "r" and _has(each, "vanish")):
                continue
            if name == "t":
                raised = _is_raised(each)
                before = text[-1] if text else ""
                text.append(note_mark(each.text or "", before) if raised else each.text or "")
            elif name in BREAKS:
                text.append("" if attribute(each, "type") == "page" else BREAKS[name])
            elif name == "txbxContent":
                boxes.append(each)
            elif name in self.notes:
                kind = name.removesuffix("Reference")
                notes.append((kind, self.notes[name].get(attribute(each, "id") or "", "")))
            else:
                waiting += reversed(children(each))
        return "".join(text), boxes, notes

    def table(self, element: Element) -> None:
        rows = [_cells(row) for row in _find(element, "tr")]
        if max(map(len, rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    self.blocks(cell)
            return
        self.headings.table(list(self.merged(rows)))

    def merged(self, rows: list[list[Element]]) -> Iterator[list[Entry]]:
        """The cells of each row, those that go on from the row above counted in it."""
        placed = [list(_placed(row)) for row in rows]
        for number, row in enumerate(placed):
            entries = []
            for column, cell, width in row:
                if _merge(cell) == "continue" and number:
                    continue
                height = 1
                for others in placed[number + 1 :]:
                    if not any(c == column and _merge(e) == "continue" for c, e, _ in others):
                        break
                    height += 1
                entries.append(Entry(self.cell_text(cell), height, width))
            yield entries

    def cell_text(self, cell: Element) -> str:
        text = ""
        for paragraph in cell.iter("{*}p"):
            style = self.style_of(paragraph)
            number = self.number_of(paragraph, style)
            own, _, notes = self.inline(paragraph)
            own = join(self.numbering.count(*number), own.strip()) if number and own.strip() else own
            text = join(text, own.strip())
            for note in notes:
                self.headings.left_out(*note)
        return text

    def style_of(self, paragraph: Element) -> Style | None:
        found = below(paragraph, "pPr", "pStyle")
        return self.styles.get(attribute(found, "val") or "") if found is not None else None

    def number_of(self, paragraph: Element, style: Style | None) -> tuple[str, int] | None:
        """The list and the level by which a paragraph is numbered: its own, or those of its style."""
        own = read_number(below(paragraph, "pPr", "numPr"))
        for _ in range(8):
            if own is not None or style is None:
                break
            own = style.number
            style = self.styles.get(style.above or "")
        return own if own is not None and own[0] != "0" else None


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables below `parent`, through content controls and what was inserted."""
    for each in children(parent):
        if local(each) in ("p", "tbl"):
            yield each
        elif local(each) not in UNSEEN:
            yield from _blocks(each)


def _find(parent: Element, name: str) -> list[Element]:
    """The children of that name, also within content controls."""
    found = []
    for each in children(parent):
        if local(each) == name:
            found.append(each)
        elif local(each) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            found += _find(each, name)
    return found


def _cells(row: Element) -> list[Element]:
    return _find(row, "tc")


def _placed(row: list[Element]) -> Iterator[tuple[int, Element, int]]:
    column = 0
    for cell in row:
        span = below(cell, "tcPr", "gridSpan")
        text = (attribute(span, "val") or "1") if span is not None else "1"
        width = int(text) if text.isdigit() and len(text) < 5 else 1
        yield column, cell, width
        column += max(width, 1)


def _merge(cell: Element) -> str | None:
    """``restart`` for a cell that goes on below, ``continue`` for one that goes on from above."""
    found = below(cell, "tcPr", "vMerge")
    return None if found is None else attribute(found, "val") or "continue"


def _has(run: Element, name: str) -> bool:
    found = below(run, "rPr", name)
    return found is not None and attribute(found, "val") not in ("0", "false")


def _is_raised(text: Element) -> bool:
    run = text.getparent()
    found = below(run, "rPr", "vertAlign") if run is not None else None
    return found is not None and attribute(found, "val") == "superscript"
