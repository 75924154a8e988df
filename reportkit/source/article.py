"""Which part of a web page is its article: where the sentences stand, and not the links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.source.xml import Element, children, local

# An element that holds this part of the text outside links holds the article.
MOST = 0.85
_TITLE = re.compile(r"报告|公报|[0-9]{4}年")
_SENTENCE = re.compile("[。；，]")


@dataclass(frozen=True, slots=True)
class Article:
    """The element of the article, the title lines that stand outside of it, and how much was left out."""

    element: Element
    titles: tuple[Element, ...]
    left_out: int


def find_article(root: Element) -> Article:
    """The smallest element that holds most of the running text of a page."""
    weights = _weights(root)
    found = root
    while weights[found] > 0:
        heaviest = max(children(found), key=lambda each: weights[each], default=None)
        if heaviest is None or weights[heaviest] < MOST * weights[found] or not _is_block(heaviest):
            break
        found = heaviest
    inside = set(found.iter())
    titles = [
        each
        for each in root.iter("h1", "h2", "h3")
        if each not in inside and _is_title("".join(str(t) for t in each.itertext()))
    ]
    whole, kept = _length(root), _length(found) + sum(map(_length, titles))
    return Article(found, tuple(titles), whole - kept)


def _weights(root: Element) -> dict[Element, int]:
    """How much running text outside links each element holds."""
    weights: dict[Element, int] = {}
    for each in reversed(list(root.iter())):
        own = 0 if local(each) == "a" else _running(each.text)
        for below in children(each):
            own += (0 if local(each) == "a" else weights.get(below, 0)) + _running(below.tail)
        weights[each] = own
    return weights


def _running(text: str | None) -> int:
    return len("".join((text or "").split())) if text and _SENTENCE.search(text) else 0


def _length(element: Element) -> int:
    return len("".join("".join(str(text) for text in element.itertext()).split()))


def _is_title(text: str) -> bool:
    return len(text.strip()) < 60 and _TITLE.search(text) is not None


def _is_block(element: Element) -> bool:
    return local(element) in (
        "div",
        "td",
        "article",
        "section",
        "main",
        "body",
        "table",
        "tbody",
        "tr",
        "center",
    )
