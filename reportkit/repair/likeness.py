"""How alike two texts are, by the pairs of neighbouring characters that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log, sqrt

import regex

from reportkit.rules.topics import RepairRules, words_of

_HAN = regex.compile(r"[\u3400-\u9fff]+")


def find_pairs(text: str, rules: RepairRules) -> Counter[str]:
    """Find the pairs of neighbouring characters of a text, without words of time, which say nothing of what it is about."""
    timeless = words_of(rules)["timeless"]
    found: Counter[str] = Counter()
    for match in _HAN.finditer(text):
        run = match[0]
        found.update(g for i in range(len(run) - 1) if (g := run[i : i + 2]) not in timeless)
    return found


def add_up(counters: Iterable[Counter[str]]) -> Counter[str]:
    """All the pairs of several texts."""
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def weigh(texts: list[Counter[str]]) -> dict[str, float]:
    """Return how much each pair says: the rarer it is among the paragraphs, the more."""
    seen = Counter(gram for counter in texts for gram in counter)
    return {gram: log(len(texts) / count) for gram, count in seen.items()}


def liken(one: Counter[str], two: Counter[str], weight: dict[str, float]) -> float:
    """Return the cosine of two texts, each pair of characters weighted by how rare it is; ten for the same text."""
    shared = sum(weight[gram] ** 2 for gram in one if gram in two)
    if not shared:
        return 0.0
    norm = sum(weight[gram] ** 2 for gram in one) * sum(weight[gram] ** 2 for gram in two)
    return 10 * shared / sqrt(norm)
