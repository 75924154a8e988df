"""Web pages: the article without the page around it, and the tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from reportkit.errors import SourceError
from reportkit.source.article import find_article
from reportkit.source.content import Content, Draft, Entry
from reportkit.source.headings import Headings
from reportkit.source.marks import join, note_mark
from reportkit.source.xml import Element, children, local

UNSEEN = {"script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "select"}
UNSEEN |= {"button", "iframe", "svg", "object", "audio", "video", "map", "rt", "rp", "link", "meta", "input"}
BLOCKS = {"p", "div", "section", "article", "main", "header", "center", "blockquote", "ul", "ol", "li", "dl"}
BLOCKS |= {
    "dt",
    "dd",
    "table",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "hr",
    "body",
    "html",
    "fieldset",
}
BLOCKS |= {"figure", "figcaption", "address", "tbody", "thead", "tfoot", "td", "th", "caption", "details"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
ROWS = {"tbody", "thead", "tfoot"}
# Longer than this, with a full stop in it, a cell holds running text: the table is a frame and no table.
LONGEST_CELL = 120
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HAN_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f])[ \t]*\r?\n\s*(?=[\u2e80-\u9fff])")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read(raw: bytes, encoding: str | None = None) -> Content:
    """The article of a page in UTF-8. `encoding` says nothing here: the page has been decoded already.

    Raises `SourceError` when the page is made to harm.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.LxmlError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise SourceError("nests its tags deeper than any page does; save the page's text, and give that")
    draft = Draft()
    if root is None:
        return draft.content()
    for each in [e for e in root.iter() if local(e) in UNSEEN or _is_hidden(e)]:
        _remove(each)
    found = find_article(root)
    reader = _Reader()
    for title in found.titles:
        reader.block(title)
    if found.left_out:
        reader.headings.left_out("page", f"{found.left_out} characters of the page around the article")
    reader.block(found.element)
    reader.headings.write(draft)
    return draft.content()


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _remove(element: Element) -> None:
    """Take an element out, and leave what stands behind it."""
    above = element.getparent()
    if above is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        above.text = (above.text or "") + (element.tail or "")
    above.remove(element)


@dataclass(slots=True)
class _Reader:
    headings: Headings = field(default_factory=Headings)
    line: str = ""

    def block(self, element: Element, level: int | None = None) -> None:
        """Read an element that stands on lines of its own."""
        self.end(level)
        self.inside(element, HEADINGS.get(local(element), level))
        self.end(HEADINGS.get(local(element), level))

    def inside(self, element: Element, level: int | None) -> None:
        self.text(element.text, element)
        number = 0
        for each in children(element):
            name = local(each)
            if name == "table" and (rows := read_rows(each)):
                self.end(level)
                self.headings.table(rows)
            elif name in BLOCKS:
                if name == "li":
                    number += 1
                    self.end(level)
                    self.line = f"{number}." if local(element) == "ol" else "•"
                    self.inside(each, level)
                    self.end(level)
                else:
                    self.block(each, level)
            elif name == "br":
                self.end(level)
            elif name == "sup":
                self.line += note_mark(flat(each), self.line)
            else:
                self.inside(each, level)
            self.text(each.tail, element)

    def text(self, text: str | None, element: Element) -> None:
        if local(element) == "pre":
            *lines, last = (text or "").split("\n")
            for line in lines:
                self.line += line
                self.end(None)
            self.line += last
        elif text:
            text = _SPACE.sub(" ", _HAN_BREAK.sub("", text))
            self.line += text.removeprefix(" ") if self.line.endswith(" ") or not self.line else text

    def end(self, level: int | None) -> None:
        """End a line, if there is anything in it."""
        if self.line.strip(" \u00a0\u3000•"):
            self.headings.add(self.line.strip(" \u00a0\u3000"), level)
        self.line = ""


def read_rows(table: Element) -> list[list[Entry]]:
    """The cells of a table, row by row; nothing where the table is a frame around running text."""
    rows = []
    for row in _rows(table):
        cells = []
        for cell in children(row):
            if local(cell) not in ("td", "th"):
                continue
            text = flat(cell)
            if any(local(below) == "table" for below in cell.iter()):
                return []
            if len(text) > LONGEST_CELL and "。" in text:
                return []
            cells.append(Entry(text, _number(cell, "rowspan"), _number(cell, "colspan")))
        rows.append(cells)
    return rows if sum(sum(1 for c in row if c.text) > 1 for row in rows) > 0 else []


def flat(element: Element) -> str:
    """All text of an element in one line."""
    text = ""
    for piece in (_SPACE.sub(" ", _HAN_BREAK.sub("", str(each))) for each in element.itertext()):
        stripped = piece.strip(" \u00a0\u3000")
        if not stripped:
            text += " " if piece and text and not text.endswith(" ") else ""
        else:
            text += piece if not text.endswith(" ") else piece.lstrip()
    return "".join(_joined(text.split()))


def _joined(words: list[str]) -> list[str]:
    line = ""
    for word in words:
        line = join(line, word)
    return [line]


def _rows(table: Element) -> list[Element]:
    rows = []
    for each in children(table):
        if local(each) == "tr":
            rows.append(each)
        elif local(each) in ROWS:
            rows += [row for row in children(each) if local(row) == "tr"]
    return rows


def _number(cell: Element, name: str) -> int:
    digits = (cell.get(name) or "").strip()
    return int(digits) if digits.isdigit() and len(digits) < 5 else 1
