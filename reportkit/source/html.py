"""Web pages: the article without the page around it, and the tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from reportkit.errors import SourceError
from reportkit.source.article import figures_of, find_article
from reportkit.source.cells import Stack, read_stacks, several_numbers
from reportkit.source.content import Content, Draft
from reportkit.source.equations import read_mathml
from reportkit.source.headings import Headings
from reportkit.source.htmltable import cells_of, count, flat, is_table, nested_in, rows_of
from reportkit.source.line import GrowingLine
from reportkit.source.lists import item_numbers
from reportkit.source.looks import read_looks
from reportkit.source.marks import close_up
from reportkit.source.pairs import Pair, joined, names_number, pairs_of
from reportkit.source.xml import Element, children, local

UNSEEN = {"script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "select"}
UNSEEN |= {
    "button",
    "iframe",
    "svg",
    "object",
    "audio",
    "video",
    "map",
    "rt",
    "rtc",
    "rp",
    "link",
    "meta",
    "input",
}
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
# What elements that are taken out are called until they are.
GONE = "gone"
HIDDEN = "text that the page does not show and that holds figures is left out: {}…"
OUTSIDE = "text with figures outside the article of the page is left out: {}…"
# Hidden text that is longer than this is no word of a menu, but a part of a page that a script may show.
LONGEST_HIDDEN = 60
# How much of what is left out a warning quotes.
QUOTED = 40
_HAN_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f])[ \t]*\r?\n\s*(?=[\u2e80-\u9fff])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
# The number of a list item as Word writes it into a page.
_WORD_ITEM = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)


def read(raw: bytes) -> Content:
    """Read the article of a page in UTF-8. The page has been decoded already.

    Raises `SourceError` when the page is made to harm.
    """
    draft = Draft()
    root = _parse(raw)
    if root is None:
        return draft.content()
    reader = _HtmlReader()
    reader.clean(root)
    found = find_article(root, reader.tables)
    for title in found.titles:
        reader.block(title)
    if found.left_out:
        reader.headings.left_out("page", f"{found.left_out} characters of the page around the article")
    for element in found.elements:
        reader.block(element)
    reader.headings.write(draft)
    draft.warnings += reader.warnings
    draft.warnings += [OUTSIDE.format(text[:QUOTED]) for text in found.figures]
    return draft.content()


def read_part(headings: Headings, raw: bytes) -> list[str]:
    """Write a page in UTF-8 that is a part of another file to `headings`. Returns what is to be warned of."""
    root = _parse(raw)
    if root is None:
        return []
    reader = _HtmlReader(headings)
    reader.clean(root)
    reader.block(root)
    return reader.warnings


def _parse(raw: bytes) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.LxmlError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise SourceError("nests its tags deeper than any page does; save the page's text, and give that")
    return root


@dataclass(slots=True)
class _HtmlReader:
    headings: Headings = field(default_factory=Headings)
    line: GrowingLine = field(default_factory=GrowingLine)
    number: str = ""
    warnings: list[str] = field(default_factory=list)
    in_cell: bool = False
    tables: set[Element] = field(default_factory=set)

    def clean(self, root: Element) -> None:
        """Take out of a page what is not seen, tell what is hidden or struck out, and find its tables."""
        looks = read_looks(root)
        gone: set[Element] = set()
        for each in root.iter():
            if each.getparent() in gone or local(each) in UNSEEN or "katex-html" in (each.get("class") or ""):
                gone.add(each)
                continue
            hidden = looks.is_hidden(each)
            if hidden or looks.is_struck(each):
                gone.add(each)
                self.not_shown(each, "hidden" if hidden else "struck-out")
        for each in gone:
            each.tag = GONE
        etree.strip_elements(root, GONE, with_tail=False)
        self.tables = {table for table in root.iter("table") if is_table(table)}

    def not_shown(self, element: Element, kind: str) -> None:
        """Tell what the page hides or strikes out; so much that it may be a part of the article is warned of."""
        text = "".join("".join(str(t) for t in element.itertext()).split())
        if text:
            self.headings.left_out(kind, text[:QUOTED])
        if kind == "hidden" and len(text) > LONGEST_HIDDEN and figures_of(element):
            self.warnings.append(HIDDEN.format(text[:QUOTED]))

    def block(self, element: Element, level: int | None = None) -> None:
        """Read an element that stands on lines of its own."""
        self.end(level)
        if local(element) == "table" and element in self.tables:
            self.table(element)
        elif local(element) == "dl" and not self.in_cell and (pairs := pairs_of(element)):
            self.terms(pairs, level)
        else:
            self.inside(element, HEADINGS.get(local(element), level))
        self.end(HEADINGS.get(local(element), level))

    def inside(self, element: Element, level: int | None) -> None:
        self.text(element.text, element)
        numbers = item_numbers(element) if local(element) in ("ol", "ul") else {}
        for each in children(element):
            name = local(each)
            if name == "table" and self.in_cell:
                self.end(level)  # it is read behind the table that it stands in
            elif name == "li":
                self.end(level)
                self.number = numbers.get(each, "•")
                self.inside(each, level)
                self.end(level)
                self.number = ""
            elif name in BLOCKS:
                self.block(each, level)
            elif name == "br":
                self.end(level)
            elif name == "sup":
                self.line.lift(flat(each))
            elif name == "math":
                self.line.piece(read_mathml(each))
            elif _WORD_ITEM.search(each.get("style") or "") and not self.line.tail.strip():
                self.number = flat(each)
            else:
                self.inside(each, level)
            self.text(each.tail, element)

    def terms(self, pairs: list[Pair], level: int | None) -> None:
        """Read a list of terms; one that names a number stands on a line with it."""
        for pair in pairs:
            if names_number(pair):
                term, *values = ([text for text, _ in self.lines(each)] for each in (*pair[0], *pair[1]))
                self.headings.add(joined(term, [line for lines in values for line in lines]))
            else:
                for each in (*pair[0], *pair[1]):
                    self.block(each, level)

    def text(self, text: str | None, element: Element) -> None:
        if local(element) == "pre":
            *lines, last = (text or "").split("\n")
            for line in lines:
                self.line.write(line)
                self.end(None)
            self.line.write(last)
        elif text:
            text = _SPACE.sub(" ", _HAN_BREAK.sub("", text))
            blank = not self.line.raised and (not self.line.tail or self.line.tail.endswith(" "))
            self.line.write(text.removeprefix(" ") if blank else text)

    def end(self, level: int | None) -> None:
        """End a line, if there is anything in it; the number of an item waits for the first line of its text."""
        text = self.line.text().strip(" \u00a0\u3000")
        left_out, self.line = self.line.left_out, GrowingLine()
        if text.strip("•"):
            self.headings.add(text, level, self.number)
            self.number = ""
        for told in left_out:
            self.headings.left_out(*told)

    def table(self, element: Element) -> None:
        """Read a table, its caption before it and the tables in its cells behind it."""
        for each in children(element):
            if local(each) == "caption":
                self.block(each)
        rows = []
        for row in rows_of(element):
            cells = []
            for cell in cells_of(row):
                lines = self.lines(cell)
                cells.append(Stack(lines, count(cell, "rowspan"), count(cell, "colspan")))
            rows.append(cells)
        entries = read_stacks(rows)
        self.headings.table(entries)
        self.warnings += several_numbers(entries)
        for row in rows_of(element):
            for each in (table for cell in cells_of(row) for table in nested_in(cell)):
                self.block(each)

    def lines(self, cell: Element) -> tuple[tuple[str, int], ...]:
        """Return the lines of a cell, each with how much of it is the number of an item."""
        if not len(cell):
            text = close_up(cell.text or "")
            return ((text, 0),) if text else ()
        inner = _HtmlReader(in_cell=True)
        inner.block(cell)
        parts = inner.headings.parts
        self.headings.parts += [part for part in parts if part.what == "out"]
        return tuple(
            (part.text[: part.number] + close_up(part.text[part.number :]), part.number)
            for part in parts
            if part.what == "line"
        )
