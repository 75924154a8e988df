"""How alike two texts are, by the pairs of neighbouring characters that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log, sqrt

import regex

# Words of time say nothing of what a section is about.
_TIMELESS = frozenset({"全年", "今年", "去年", "一年", "年来", "年度"})
_HAN = regex.compile(r"[\u3400-\u9fff]+")


def find_pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text."""
    found: Counter[str] = Counter()
    for match in _HAN.finditer(text):
        run = match[0]
        found.update(g for i in range(len(run) - 1) if (g := run[i : i + 2]) not in _TIMELESS)
    return found


def add_up(counters: Iterable[Counter[str]]) -> Counter[str]:
    """All the pairs of several texts."""
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def weigh(texts: list[Counter[str]]) -> dict[str, float]:
    """The rarer a pair among the paragraphs, the more it says."""
    seen = Counter(gram for counter in texts for gram in counter)
    return {gram: log(len(texts) / count) for gram, count in seen.items()}


def liken(one: Counter[str], two: Counter[str], weight: dict[str, float]) -> float:
    """The cosine of two texts, each pair of characters weighted by how rare it is; ten for the same text."""
    shared = sum(weight[gram] ** 2 for gram in one if gram in two)
    if not shared:
        return 0.0
    norm = sum(weight[gram] ** 2 for gram in one) * sum(weight[gram] ** 2 for gram in two)
    return 10 * shared / sqrt(norm)
