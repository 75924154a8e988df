"""What of a web page is hidden or struck out: by its elements, by their styles, by the style sheet in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportkit.source.xml import Element, local

# Whoever hides all of a page shows it again by a script.
WHOLE = {"html", "body"}
STRUCK = {"s", "del", "strike"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,60}line-through", re.IGNORECASE)
_SHOWN = re.compile(r"display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_BRACE = re.compile(r"([{}])")
_SELECTOR = re.compile(r"\s*([A-Za-z0-9]*)([.#][A-Za-z0-9_\-\u4e00-\u9fff]+)\s*")


@dataclass(slots=True)
class Looks:
    """The selectors of a page (.class, #id, p.class) whose elements are hidden, and those that are struck out."""

    hidden: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)

    def is_hidden(self, element: Element) -> bool:
        style = element.get("style") or ""
        if local(element) in WHOLE:
            return False
        if element.get("hidden") is not None or _HIDDEN.search(style):
            return True
        if local(element) == "dialog" and element.get("open") is None:
            return True
        return bool(self.hidden) and not _SHOWN.search(style) and not self.hidden.isdisjoint(_names(element))

    def is_struck(self, element: Element) -> bool:
        if local(element) in STRUCK or _STRUCK.search(element.get("style") or ""):
            return True
        return bool(self.struck) and not self.struck.isdisjoint(_names(element))


def read_looks(root: Element) -> Looks:
    """Return what the style sheets in a page hide and strike out for a screen, by one class or one id alone."""
    looks = Looks()
    for sheet in root.iter("style"):
        depth, selectors = 0, ""
        *before, _ = _BRACE.split(_without_comments(sheet.text or ""))
        for words, brace in zip(before[::2], before[1::2], strict=True):
            if brace == "{":
                depth += 1
                selectors = words if depth == 1 and "@" not in words else ""
                continue
            depth = max(depth - 1, 0)
            hides, strikes = _HIDDEN.search(words), _STRUCK.search(words)
            if selectors and (hides or strikes):
                named = [_SELECTOR.fullmatch(each) for each in selectors.split(",")]
                for found in filter(None, named):
                    (looks.hidden if hides else looks.struck).add(found[1].lower() + found[2])
            selectors = ""
    return looks


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", " ").replace("-->", " ").split("/*")
    return first + "".join(each.partition("*/")[2] for each in others)


def _names(element: Element) -> set[str]:
    """Return the selectors that an element answers to."""
    names = {f".{each}" for each in (element.get("class") or "").split()}
    if element.get("id"):
        names.add(f"#{element.get('id')}")
    return names | {local(element) + each for each in names}
