"""Equations of Word and of pages in one line: 1/3 and 10^5, never digits of two of their parts side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportkit.source.marks import note_mark
from reportkit.source.symbols import UNKNOWN
from reportkit.source.xml import Element, attribute, below, children, local

# Properties of an equation, and what was deleted from it.
_ASIDE = {"del", "moveFrom", "delText", "instrText"}
_SIMPLE = re.compile(r"[0-9０-９.．]+|[A-Za-zΑ-ω\u4e00-\u9fff]+")
_FRACTION = re.compile(r"\\f\s*\(([^(),，;]{1,40})[,，;]([^(),，;]{1,40})\)", re.IGNORECASE)


def read_math(element: Element) -> str:
    """Read the text of an equation, or of a part of one; U+FFFD for what has no form in a line."""
    name = local(element)
    if name == "t":
        return element.text or ""
    if name in _ASIDE or name.endswith("Pr"):
        return ""
    if name in _FORMS:
        return _FORMS[name](element)
    text, closed = "", False
    for each in children(element):
        piece = read_math(each)
        if not piece:
            continue
        structured = local(each) in _FORMS
        # 3 and ½ side by side are not 31/2
        apart = text[-1:].isdigit() and piece[0].isdigit() and (structured or closed)
        text += UNKNOWN + piece if apart else piece
        closed = structured
    return text


def read_mathml(element: Element) -> str:
    """Read the text of an equation of a page; U+FFFD for what has no form in a line."""
    name, inside = local(element), children(element)
    if name in ("annotation", "annotation-xml", "mphantom"):
        return ""
    if name in ("mfrac", "msup", "msub") and len(inside) == 2:
        one, two = (read_mathml(each).strip() for each in inside)
        if name == "mfrac":
            return _over(one, two)
        return _raised(one, two) if name == "msup" else _lowered(one, two)
    if name in ("msqrt", "mroot", "msubsup", "munder", "mover", "munderover", "mtable", "mmultiscripts"):
        return UNKNOWN
    text, closed = element.text or "", False
    for each in inside:
        piece = read_mathml(each)
        structured = local(each) in ("mfrac", "msup", "msub")
        apart = text[-1:].isdigit() and piece[:1].isdigit() and (structured or closed)
        text += (UNKNOWN if apart else "") + piece + (each.tail or "").strip()
        closed = structured if piece else closed
    return "".join(text.split())


def read_field(code: str) -> str | None:
    r"""Return what a field prints that is an equation (``EQ \f(1,3)``); None where it is another field.

    >>> read_field(r" EQ \f(1,3) "), read_field("EQ \\x(5)"), read_field("PAGE")
    ('1/3', '\ufffd', None)
    """
    if not re.match(r"\s*EQ\b", code, re.IGNORECASE):
        return None
    found = _FRACTION.fullmatch(code.strip()[2:].strip())
    return _over(found[1], found[2]) if found else UNKNOWN


def _part(element: Element, name: str) -> str:
    found = below(element, name)
    return read_math(found).strip() if found is not None else ""


def _over(above: str, under: str) -> str:
    sides = [side.strip() for side in (above, under)]
    if not all(sides):
        return UNKNOWN
    return "/".join(side if _SIMPLE.fullmatch(side) else f"({side})" for side in sides)


def _fraction(element: Element) -> str:
    kind = below(element, "fPr", "type")
    if kind is not None and attribute(kind, "val") == "noBar":
        return UNKNOWN
    return _over(_part(element, "num"), _part(element, "den"))


def _power(element: Element) -> str:
    return _raised(_part(element, "e"), _part(element, "sup"))


def _raised(base: str, raised: str) -> str:
    if base[-1:].isdigit():
        return f"{base}^{raised}" if _SIMPLE.fullmatch(raised) or raised[:1] in "-−" else f"{base}^({raised})"
    return base + (note_mark(raised, base) or UNKNOWN)


def _index(element: Element) -> str:
    return _lowered(_part(element, "e"), _part(element, "sub"))


def _lowered(base: str, lowered: str) -> str:
    return base + (UNKNOWN if base[-1:].isdigit() else "") + lowered


def _bracket(element: Element) -> str:
    def sign(name: str, usual: str) -> str:
        found = below(element, "dPr", name)
        return usual if found is None else attribute(found, "val") or ""

    inside = sign("sepChr", "|").join(read_math(each) for each in children(element) if local(each) == "e")
    return sign("begChr", "(") + inside + sign("endChr", ")")


def _root(element: Element) -> str:
    return f"√({_part(element, 'e')})"


def _hidden(element: Element) -> str:
    shown = below(element, "phantPr", "show")
    return (
        "" if shown is not None and attribute(shown, "val") in ("0", "off", "false") else _part(element, "e")
    )


_FORMS: dict[str, Callable[[Element], str]] = {
    "f": _fraction,
    "sSup": _power,
    "sSub": _index,
    "d": _bracket,
    "rad": _root,
    "phant": _hidden,
    **dict.fromkeys(
        ("sSubSup", "sPre", "nary", "m", "eqArr", "limLow", "limUpp", "groupChr"), lambda _: UNKNOWN
    ),
}
