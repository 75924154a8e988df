"""Parts of XML, parsed without entities, without the network and without bottomless depth."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from reportkit.errors import SourceError
from reportkit.source.parts import DAMAGED

Element: TypeAlias = etree._Element


def parse_xml(raw: bytes) -> Element:
    """Parse XML, and return its root. Raises `SourceError` when `raw` is no XML, or declares a document type.

    No Word file declares one; what does wants entities to unfold, or other files to be read.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"<!DOCTYPE" in raw[:2000]:
        raise SourceError("declares entities of its own, as no Word file does; save it anew with Word")
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        raise SourceError(DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise SourceError("declares entities of its own, as no Word file does; save it anew with Word")
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element) -> list[Element]:
    """Return the elements below one, comments left out."""
    return [each for each in element if isinstance(each.tag, str)]


def attribute(element: Element, name: str) -> str | None:
    """Return the value of an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def below(element: Element, *names: str) -> Element | None:
    """Return the element that a path of names leads to, each the first child of that name; None where there is none."""
    for name in names:
        for each in element:
            tag = each.tag
            if isinstance(tag, str) and tag.rpartition("}")[2] == name:
                element = each
                break
        else:
            return None
    return element
