"""What stands around a figure: the words before its number, and the heading above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from reportkit.compare.facts import Item

# So many characters before a number tell what it is of.
REACH = 24
_HAN = regex.compile(r"\p{Han}")


def places_of(items: Sequence[Item]) -> list[tuple[Counter[str], int]]:
    """For each item the words around its number, and the how-manieth of its name in its sentence it is."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    found = []
    for item in items:
        i = item.indicator
        again = (item.fact.source, i.sentence, item.name.text, item.measure)
        seen[again] += 1
        at = i.sentence.find(i.text)
        around = i.sentence[max(at - REACH, 0) : at] if at >= 0 else i.sentence[:REACH]
        found.append((bigrams(around), seen[again]))
    return found


def heading(item: Item) -> Counter[str]:
    """The pairs of characters of the heading above an item."""
    return bigrams(item.indicator.section[-1]) if item.indicator.section else Counter()


def bigrams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text."""
    han = "".join(_HAN.findall(text))
    return Counter(han[i : i + 2] for i in range(len(han) - 1))


def dice(one: Counter[str], two: Counter[str]) -> float:
    """How much of two counts is in both, from 0 to 1."""
    total = sum(one.values()) + sum(two.values())
    return 2 * sum((one & two).values()) / total if total else 0.0
