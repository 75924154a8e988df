"""The parts of a Word file beside its text: styles and notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from reportkit.source.xml import Element, attribute, below, children, local
from reportkit.values import dataclass

OFF = ("0", "false", "off", "none")
# Styles above a style; more than these are a circle.
MOST_ABOVE = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are printed; None where nothing is said."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: str | None = None
    font: str | None = None

    def over(self, under: Look) -> Look:
        """Return the look of both, what this one does not say being taken from the one `under` it."""
        return Look(
            self.hidden if self.hidden is not None else under.hidden,
            self.struck if self.struck is not None else under.struck,
            self.raised if self.raised is not None else under.raised,
            self.font if self.font is not None else under.font,
        )


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class DocxStyle:
    """What a style says: the level of a heading, its numbering, how characters look; and the style it is based on."""

    name: str
    level: int | None
    number: tuple[str | None, int] | None
    above: str | None
    look: Look = PLAIN


@dataclass(slots=True)
class Styles:
    """The styles of a file by their ids, the one of paragraphs that name none, and how all characters look."""

    by_id: dict[str, DocxStyle] = field(default_factory=dict)
    usual: str | None = None
    base: Look = PLAIN
    looks: dict[str, Look] = field(default_factory=dict)
    under: dict[tuple[str | None, ...], Look] = field(default_factory=dict)

    def chain(self, name: str | None) -> Iterable[DocxStyle]:
        """Return a style and those that it is based on."""
        for _ in range(MOST_ABOVE):
            style = self.by_id.get(name or "")
            if style is None:
                return
            yield style
            name = style.above

    def look(self, name: str | None) -> Look:
        """How characters of a style look."""
        if name is None:
            return PLAIN
        if name not in self.looks:
            look = PLAIN
            for style in self.chain(name):
                look = look.over(style.look)
            self.looks[name] = look
        return self.looks[name]

    def shown(self, own: Look, *names: str | None) -> Look:
        """How a run looks that says `own` itself, in styles of which the nearest comes first.

        What one of the styles hides or strikes out is so, unless the run itself says that it is not.
        """
        under = self.under.get(names)
        if under is None:
            under = PLAIN
            for look in (*map(self.look, names), self.base):
                under = under.over(replace(look, hidden=look.hidden or None, struck=look.struck or None))
            self.under[names] = under
        return under if own is PLAIN else own.over(under)


def read_look(properties: Element | None) -> Look:
    """Return what the properties of a run say of its look."""
    if properties is None:
        return PLAIN
    hidden: bool | None = None
    struck: bool | None = None
    raised = font = None
    for each in children(properties):
        name = local(each)
        if name == "vanish":
            hidden = is_on(each)
        elif name in ("strike", "dstrike"):
            struck = bool(struck) or is_on(each)
        elif name == "vertAlign":
            raised = attribute(each, "val")
        elif name == "rFonts":
            font = attribute(each, "ascii") or attribute(each, "hAnsi")
    return Look(hidden, struck, raised, font)


def is_on(element: Element | None) -> bool:
    """Whether a property is there and not said to be off."""
    return element is not None and (attribute(element, "val") or "1").lower() not in OFF


def read_number(properties: Element | None) -> tuple[str | None, int] | None:
    """Read the list, None where a style names it, and the level that the properties of a paragraph name."""
    if properties is None:
        return None
    found, level = below(properties, "numId"), below(properties, "ilvl")
    digits = (attribute(level, "val") or "0") if level is not None else "0"
    if found is None and level is None:
        return None
    name = (attribute(found, "val") or "0") if found is not None else None
    return name, int(digits) if digits.isdecimal() and len(digits) < 3 else 0


def read_styles(root: Element) -> Styles:
    """Read the styles of ``word/styles.xml``."""
    found = Styles()
    for each in children(root):
        if local(each) == "docDefaults":
            found.base = read_look(below(each, "rPrDefault", "rPr"))
        elif local(each) == "style":
            name = attribute(each, "styleId") or ""
            found.by_id[name] = _style(each)
            if attribute(each, "type") == "paragraph" and attribute(each, "default") in ("1", "true", "on"):
                found.usual = name
    return found


def _style(element: Element) -> DocxStyle:
    named, above = below(element, "name"), below(element, "basedOn")
    name = (attribute(named, "val") or "").lower() if named is not None else ""
    level: str | None = None
    outline = None
    if attribute(element, "type") in ("paragraph", None):
        outline = below(element, "pPr", "outlineLvl")
        level = attribute(outline, "val") if outline is not None else name.removeprefix("heading ")
    is_level = level is not None and level.isdecimal() and int(level[:3]) < 9
    return DocxStyle(
        name,
        int(level) + (outline is not None) if is_level and level else None,
        read_number(below(element, "pPr", "numPr")),
        attribute(above, "val") if above is not None else None,
        read_look(below(element, "rPr")),
    )


def read_notes(root: Element, kind: str) -> dict[str, str]:
    """Read the notes of a part by their ids."""
    notes = {}
    for each in children(root):
        if local(each) == kind and attribute(each, "type") in (None, "normal"):
            text = "".join(piece.text or "" for piece in each.iter("{*}t"))
            notes[attribute(each, "id") or ""] = text.strip()
    return notes
