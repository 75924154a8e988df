"""Which part of a web page is its article: where the sentences and the figures stand, and not the links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from reportkit.source.xml import Element, children, local
from reportkit.values import dataclass

# An element that holds this part of the text outside links holds the article.
MOST = 0.85
# Text of which more than this part is links is a list of other pages.
LINKS = 0.4
LOOSE = ("p", "table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "center", "pre")
_BLOCKS = ("div", "td", "article", "section", "main", "body", "table", "tbody", "tr", "center")
_TITLE = re.compile(r"报告|公报|[0-9]{4}年")
# A comma between digits is one of a number: 1，234.5.
_SENTENCE = re.compile("[。；]|(?<![0-9０-９])，|，(?![0-9０-９])")
_FIGURE = re.compile(
    r"[0-9０-９](?:[.．][0-9０-９]+)?\s?(?:[%％‰]|(?![年月日时分秒点号届章条款页])[\u4e00-\u9fff])"
)
_COUNTED = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Article:
    """The elements of the article in their order, the title lines that stand outside of them, and what was left out.

    `left_out` counts its characters; `figures` is the text of each block among it that tells figures.
    """

    elements: tuple[Element, ...]
    titles: tuple[Element, ...]
    left_out: int
    figures: tuple[str, ...]


def find_article(root: Element, tables: Collection[Element] = ()) -> Article:
    """Find the smallest element that holds most of the running text of a page and of its `tables`, and its other blocks.

    A block beside it is one of the article when it is built as it is, or stands as a paragraph among them.
    """
    weights = _weights(root, tables)
    found = root
    while weights[found] > 0:
        heaviest = max(children(found), key=lambda each: weights[each], default=None)
        if heaviest is None or weights[heaviest] < MOST * weights[found] or local(heaviest) not in _BLOCKS:
            break
        if heaviest in tables:
            break
        found = heaviest
    elements, outside = _with_others(root, found, weights)
    inside = {each for element in elements for each in element.iter()}
    titles = [
        each
        for each in root.iter("h1", "h2", "h3")
        if each not in inside and _is_title("".join(str(t) for t in each.itertext()))
    ]
    kept = sum(map(_length, elements)) + sum(map(_length, titles))
    told = tuple(text for each in outside if (text := figures_of(each)))
    return Article(tuple(elements), tuple(titles), _length(root) - kept, told)


def figures_of(element: Element) -> str:
    """Return the text of an element that tells figures, outside of links; empty where it tells none."""
    text = "".join(_outside_links(element))
    return "".join(text.split()) if _SENTENCE.search(text) and _FIGURE.search(text) else ""


def _with_others(
    root: Element, found: Element, weights: dict[Element, int]
) -> tuple[list[Element], list[Element]]:
    """Return the article with the blocks around it that are its own, in their order; and the blocks that are not."""
    elements, outside = [found], list[Element]()
    at = found
    while at is not root and (above := at.getparent()) is not None:
        row = children(above)
        place = row.index(at)
        alike = [i for i, each in enumerate(row) if i != place and _belongs(each, at, found, weights)]
        first, last = min([place, *alike]), max([place, *alike])
        taken = [i for i in range(first, last + 1) if i in alike or (i != place and _is_prose(row[i]))]
        outside += [each for i, each in enumerate(row) if i != place and i not in taken]
        before, behind = ([row[i] for i in taken if (i < place) is of] for of in (True, False))
        elements = [*before, *elements, *behind]
        at = above
    return elements, outside


def _belongs(each: Element, to: Element, found: Element, weights: dict[Element, int]) -> bool:
    """Whether an element beside the article, or beside what it stands in, is one more block of it."""
    if weights[each] == 0 or not _is_prose(each):
        return False
    if to is found and local(each) in LOOSE and local(to) != "body":
        return True
    return local(each) == local(to) and _signature(each) == _signature(to)


def _signature(element: Element) -> tuple[str, str]:
    """How an element is called, its number left aside: page1 and page2 are one kind."""
    return _COUNTED.sub("#", element.get("class") or ""), _COUNTED.sub("#", element.get("id") or "")


def _is_prose(element: Element) -> bool:
    """Whether most of an element is no links."""
    whole = _length(element)
    links = sum(_length(link) for link in element.iter("a"))
    return whole > 0 and links <= LINKS * whole


def _outside_links(element: Element) -> Iterator[str]:
    if local(element) == "a":
        return
    yield element.text or ""
    for each in children(element):
        yield from _outside_links(each)
        yield each.tail or ""


def _weights(root: Element, tables: Collection[Element]) -> dict[Element, int]:
    """How much running text outside links each element holds; all text of a table counts."""
    weights: dict[Element, int] = {}
    for each in reversed(list(root.iter())):
        own = 0 if local(each) == "a" else _running(each.text)
        for below in children(each):
            own += (0 if local(each) == "a" else weights.get(below, 0)) + _running(below.tail)
        if each in tables:
            own = max(own, len("".join("".join(_outside_links(each)).split())))
        weights[each] = own
    return weights


def _running(text: str | None) -> int:
    return len("".join((text or "").split())) if text and _SENTENCE.search(text) else 0


def _length(element: Element) -> int:
    return len("".join("".join(str(text) for text in element.itertext()).split()))


def _is_title(text: str) -> bool:
    return len(text.strip()) < 60 and _TITLE.search(text) is not None
