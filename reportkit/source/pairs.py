"""Lists of terms on web pages: what a term names, and whether both make a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportkit.source.htmltable import flat
from reportkit.source.numbered import NUMBERED
from reportkit.source.xml import Element, children, local

# A longer term is a sentence, and a longer value explains the term and is none of it.
LONGEST_TERM, LONGEST_VALUE = 30, 80
_NUMBER = re.compile("[0-9０-９〇一二两三四五六七八九十百千万亿]")
_SENTENCES = re.compile("[。！？；;](?=.)")
_INLINE = {
    "a",
    "b",
    "big",
    "br",
    "em",
    "font",
    "i",
    "ins",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
# What a term or a value may end in, and is no part of it.
_MARKS = " \u00a0\u3000:：,，。；;"

Pair = tuple[list[Element], list[Element]]


def pairs_of(listed: Element) -> list[Pair]:
    """Return the terms of a list, each with what is said of it; several terms may share that. None where text
    stands between.
    """
    found: list[Pair] = []
    if _has_loose_text(listed):
        return found
    for each in _items(listed):
        if local(each) == "dt":
            if not found or found[-1][1]:
                found.append(([], []))
            found[-1][0].append(each)
        else:
            if not found:
                found.append(([], []))
            found[-1][1].append(each)
    return found


def _has_loose_text(listed: Element) -> bool:
    """Whether text stands in a list outside its terms and values."""
    groups = [listed, *(each for each in children(listed) if local(each) == "div")]
    texts = (text for group in groups for text in (group.text, *(each.tail for each in children(group))))
    return any(text and text.strip() for text in texts)


def _items(listed: Element) -> list[Element]:
    """Return the terms and values of a list, those that a group holds together among them, and whatever else stands
    there.
    """
    found = []
    for each in children(listed):
        grouped = local(each) == "div" and any(local(one) in ("dt", "dd") for one in children(each))
        found += _items(each) if grouped else [each]
    return found


def names_number(pair: Pair) -> bool:
    """Whether a term names a number that stands in its value: 地区生产总值 | 12亿元."""
    terms, values = pair
    if len(terms) != 1 or not values or not all(local(each) == "dd" for each in values):
        return False
    if any(local(one) not in _INLINE for each in (*terms, *values) for one in each.iterdescendants()):
        return False
    term, said = flat(terms[0]), "，".join(flat(each).strip(_MARKS) for each in values)
    if NUMBERED.match(term):  # it may be a heading
        return False
    short = 0 < len(term.strip(_MARKS)) <= LONGEST_TERM and len(said) <= LONGEST_VALUE
    return short and _NUMBER.search(said) is not None and not _SENTENCES.search(said)


def joined(term: Sequence[str], values: Sequence[str]) -> str:
    """Return the lines of a term and those of its values on one: 地区生产总值：12亿元，增长5%。"""
    said = "，".join(filter(None, (each.strip(_MARKS) for each in values)))
    return f"{''.join(term).strip(_MARKS)}：{said}。"
