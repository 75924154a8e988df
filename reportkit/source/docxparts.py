"""The parts of a Word file beside its text: styles and notes."""

from __future__ import annotations

from dataclasses import dataclass
from zipfile import ZipFile

from reportkit.source.parts import read_part
from reportkit.source.xml import Element, attribute, below, local, parse_xml


@dataclass(frozen=True, slots=True)
class Style:
    """What a style of paragraphs says: the level of a heading, whether it is of a contents list, its numbering."""

    name: str
    level: int | None
    number: tuple[str, int] | None
    above: str | None


def read_number(properties: Element | None) -> tuple[str, int] | None:
    """The list and the level that the properties of a paragraph name."""
    if properties is None:
        return None
    found, level = below(properties, "numId"), below(properties, "ilvl")
    digits = (attribute(level, "val") or "0") if level is not None else "0"
    if found is None:
        return None
    return attribute(found, "val") or "0", int(digits) if digits.isdigit() else 0


def read_styles(parts: ZipFile) -> dict[str, Style]:
    """The styles of paragraphs by their ids."""
    styles = {}
    for each in parse_xml(read_part(parts, "word/styles.xml")):
        if local(each) != "style" or attribute(each, "type") != "paragraph":
            continue
        named, above = below(each, "name"), below(each, "basedOn")
        name = (attribute(named, "val") or "").lower() if named is not None else ""
        outline = below(each, "pPr", "outlineLvl")
        level = attribute(outline, "val") if outline is not None else name.removeprefix("heading ")
        styles[attribute(each, "styleId") or ""] = Style(
            name,
            (int(level) + (outline is not None) if level and level.isdigit() and int(level) < 9 else None),
            read_number(below(each, "pPr", "numPr")),
            attribute(above, "val") if above is not None else None,
        )
    return styles


def read_notes(parts: ZipFile, part: str, kind: str) -> dict[str, str]:
    """The notes of a part by their ids."""
    notes = {}
    for each in parse_xml(read_part(parts, part)):
        if local(each) == kind and attribute(each, "type") in (None, "normal"):
            text = "".join(piece.text or "" for piece in each.iter("{*}t"))
            notes[attribute(each, "id") or ""] = text.strip()
    return notes
