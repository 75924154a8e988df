"""What stands in a paragraph of a Word file: its text as it is printed, and what hangs on it."""

from __future__ import annotations

from dataclasses import field, replace

from reportkit.source.docxparts import PLAIN, Look, Styles, read_look
from reportkit.source.equations import read_field, read_math
from reportkit.source.line import GrowingLine
from reportkit.source.symbols import UNKNOWN, read_symbol, read_symbols
from reportkit.source.xml import Element, attribute, below, children, local
from reportkit.values import dataclass

BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# What is not on the page: what was deleted or moved away, codes of fields, the reading above a character.
UNSEEN = {"del", "moveFrom", "delText", "delInstrText", "rt", "rPr", "pPr", "fldData", "sectPr", "sdtPr"}
UNSEEN |= {"sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "tblPr", "tblGrid", "trPr", "tcPr"}
DIAGRAM = "a part of the document is not read: the text of a diagram (SmartArt); give it as text"
FORMULA = "a part of the document is not read: an equation that is an object; its place is marked U+FFFD"


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a file: their kind and their texts, by the element that refers to them."""

    texts: dict[str, dict[str, str]]

    def of(self, element: Element) -> tuple[str, str] | None:
        name = local(element)
        if name not in self.texts:
            return None
        return name.removesuffix("Reference"), self.texts[name].get(attribute(element, "id") or "", "")


@dataclass(slots=True)
class _Field:
    code: str = ""
    shown: bool = False
    length: int = 0


@dataclass(slots=True)
class Inline:
    """The text of a paragraph in the making, the text boxes that hang on it, and what is to be told."""

    styles: Styles
    notes: Notes
    line: GrowingLine = field(default_factory=GrowingLine)
    boxes: list[Element] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)

    def paragraph(self, element: Element, *styles: str | None) -> None:
        """Read the content of a paragraph, in styles of which the nearest comes first."""
        self.fields.clear()
        self.inside(element, PLAIN, styles)

    def inside(self, element: Element, look: Look, styles: tuple[str | None, ...]) -> None:
        """Read what is below an element."""
        for each in children(element):
            self.one(each, look, styles)

    def one(self, each: Element, look: Look, styles: tuple[str | None, ...]) -> None:
        name = local(each)
        if name in UNSEEN:
            return
        if name == "r":
            properties = below(each, "rPr")
            character = below(properties, "rStyle") if properties is not None else None
            named = attribute(character, "val") if character is not None else None
            self.inside(each, self.styles.shown(read_look(properties), named, *styles), styles)
        elif name in ("t", "sym") or name in BREAKS:
            self.text(_shown(each, name, look), look)
        elif name in ("oMath", "oMathPara"):
            if not self.in_code():
                self.line.piece(read_math(each))
        elif name == "AlternateContent":
            self.inside(_choice(each), look, styles)
        elif name == "txbxContent":
            self.boxes.append(each)
        elif name in ("fldChar", "instrText"):
            self.code(each, name, look)
        elif (note := self.notes.of(each)) is not None:
            if not look.hidden:
                self.told.append(note)
        else:
            self.object(each, name)
            self.inside(each, look, styles)

    def object(self, element: Element, name: str) -> None:
        """Say what another program shows here, and what cannot be read."""
        if name == "relIds":
            self.warnings.append(DIAGRAM)
        elif name == "object" and any(_is_formula(each) for each in element.iter("{*}OLEObject")):
            self.line.piece(UNKNOWN)
            self.warnings.append(FORMULA)

    def text(self, text: str, look: Look) -> None:
        """Go on with text of a look, if it is on the page."""
        if self.in_code():
            return
        if look.hidden or look.struck:
            self.line.skip("hidden" if look.hidden else "struck-out", text)
        elif look.raised == "superscript":
            self.line.lift(text)
        else:
            self.line.write(text)

    def in_code(self) -> bool:
        return any(not each.shown for each in self.fields)

    def code(self, element: Element, name: str, look: Look) -> None:
        """Follow a field: its code is not printed, and what it last gave is; an equation has its code alone."""
        if name == "instrText":
            if self.fields and not self.fields[-1].shown:
                self.fields[-1].code += element.text or ""
            return
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1] = replace(self.fields[-1], shown=True, length=len(self.line.parts))
        elif kind == "end" and self.fields:
            done = self.fields.pop()
            nothing = not done.shown or len(self.line.parts) == done.length
            formula = read_field(done.code) if nothing and not self.in_code() and not look.hidden else None
            if formula is not None:
                self.line.piece(formula)

    def finish(self) -> str:
        """Return the text of the paragraph; what was left out of it is in `told`."""
        text = self.line.text()
        self.told += self.line.left_out
        self.line.left_out = []
        return text


def _shown(element: Element, name: str, look: Look) -> str:
    if name == "t":
        return read_symbols(look.font, element.text or "")
    if name == "sym":
        try:
            code = int(attribute(element, "char") or "", 16)
        except ValueError:
            return UNKNOWN
        return read_symbol(attribute(element, "font") or look.font, code)
    return "" if attribute(element, "type") in ("page", "column") else BREAKS[name]


def _choice(element: Element) -> Element:
    """Return the first of several forms of one thing that has anything in it."""
    forms = [each for each in children(element) if local(each) in ("Choice", "Fallback")]
    filled = (each for each in forms if any(local(e) in ("t", "sym", "oMath") for e in each.iter()))
    return next(filled, forms[0] if forms else element)


def _is_formula(element: Element) -> bool:
    return "equation" in (attribute(element, "ProgID") or "").lower()
