"""What two names share, by the words that they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log
from typing import NamedTuple

import regex

from reportkit.rules.topics import RuleSet
from reportkit.text.words import VERB, Words

# What a verb weighs beside a noun, and what a word weighs that every name holds.
LIGHT = 0.3
COMMON = 0.35
# Among fewer names than this it cannot be told which words are common.
FEW = 100
# What a word weighs that one of the names adds to the other, in the place of another.
ADDED = 0.5
_PRINTED_AT_WILL = regex.compile(r"[\s“”‘’\"'《》〈〉（）()、，,·]")


class Name(NamedTuple):
    """A name as it is compared: its words without fillers, kin words as the first of their kin.

    `marks` are the words that set it apart from names that are otherwise alike, `act` is the verb it begins with.
    """

    text: str
    words: frozenset[str]
    marks: frozenset[str]
    act: str


class Namer:
    """Cuts names into words. Made once for a set of rules, since it takes a dictionary."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        lists = {entry.id: frozenset(entry.words) for entry in rules.comparison.words}
        self._filler, self._acts = lists["filler"], lists["acts"]
        self._kin = {word: entry.words[0] for entry in rules.comparison.kin for word in entry.words}
        self._marks = {word for entry in rules.comparison.contrasts for word in entry.words}
        self._words: Words | None = None
        self.read = lru_cache(maxsize=1 << 16)(self._read)

    def _cutter(self) -> Words:
        if self._words is None:
            known = self._filler | self._acts | self._marks | set(self._kin)
            self._words = Words(self._rules.words.decode("utf-8").splitlines(), known)
        return self._words

    def _read(self, name: str) -> Name:
        """The name as it is compared.

        Words that stand in the dictionary as one are cut on where a mark begins them: 中小学学位.
        """
        plain = _PRINTED_AT_WILL.sub("", name)
        words = [word.text for word in self._cutter().cut(plain)]
        kept = [self._kin.get(word, word) for word in words if word not in self._filler] or words
        marks = {mark for word in kept for mark in self._marks if word.startswith(mark)}
        act = kept[0] if len(kept) > 1 and self._cutter().tag(kept[0]) == VERB else ""
        return Name("".join(kept), frozenset(kept), frozenset(marks), "" if act in self._acts else act)

    def weight(self, word: str) -> float:
        """What a word says by what it is."""
        if word in self._acts or len(word) == 1:
            return LIGHT
        return LIGHT * 2 if self._cutter().tag(word) == VERB and word not in self._marks else 1.0


class Likeness:
    """How alike names are among the names that are compared: what many of them hold says little."""

    def __init__(self, names: Iterable[Name], namer: Namer) -> None:
        names = set(names)
        held = Counter(word for name in names for word in name.words)
        most = log(max(len(names), FEW))
        self._weight = {
            word: namer.weight(word) * max(COMMON, 1 - log(count) / most) for word, count in held.items()
        }

    def of(self, one: Name, two: Name) -> float:
        """From 0 to 1: 1 for the same words; a word that only one of the names adds counts less against them."""
        if one.text == two.text:
            return 1.0
        if one.marks != two.marks:
            return 0.0
        shared = self._sum(one.words & two.words)
        left, right = self._sum(one.words - two.words), self._sum(two.words - one.words)
        # 退库企业 are not the 企业: an act that only one of the names tells is no mere addition
        added = (left or right) and not (left and right) and one.act == two.act
        against = (left + right) * (ADDED if added else 1)
        return shared / (shared + against) if shared else 0.0

    def _sum(self, words: Iterable[str]) -> float:
        return sum(sorted(self._weight[word] for word in words))
