"""The numbers of the items of a list on a web page: where it starts, how it counts, and in which letters."""

from __future__ import annotations

import re

from reportkit.source.numbering import BULLET, spell
from reportkit.source.xml import Element, children, local

TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
STYLES = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "cjk-decimal": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
BULLETS = ("disc", "circle", "square")
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]{1,80})", re.IGNORECASE)
_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,6})(?![0-9])")


def item_numbers(element: Element) -> dict[Element, str]:
    """Return the number of each item of a list as it is printed; empty where the list prints none."""
    items = [each for each in children(element) if local(each) == "li"]
    ordered = local(element) == "ol"
    backwards = ordered and element.get("reversed") is not None
    usual = len(items) if backwards else 1
    start = _whole(element.get("start"))
    next_one = usual if start is None else start
    found = {}
    for each in items:
        own = _whole(each.get("value")) if ordered else None
        number = next_one if own is None else own
        next_one = number - 1 if backwards else number + 1
        found[each] = _shown(number, element, each, ordered)
    return found


def _shown(number: int, element: Element, item: Element, ordered: bool) -> str:
    style = _style(item) or _style(element) or ("decimal" if ordered else "disc")
    if style == "none":
        return ""
    if style in BULLETS:
        return BULLET
    spelt = spell(number, style)
    return spelt + ("、" if style == "chineseCounting" or style.startswith("ideograph") else ".")


def _style(element: Element) -> str | None:
    """Return the style of numbers that an element asks for, None where it does not."""
    if found := _STYLE.search(element.get("style") or ""):
        for word in found[1].lower().split():
            if word == "none" or word in BULLETS:
                return word
            if word in STYLES:
                return STYLES[word]
    kind = (element.get("type") or "").strip()
    return TYPES.get(kind) or (kind.lower() if kind.lower() in BULLETS else None)


def _whole(text: str | None) -> int | None:
    found = _WHOLE.match(text or "")
    return int(found[1]) if found else None
