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
# The same where the sentence of the other has it.
TOLD = 0.2
_PRINTED_AT_WILL = regex.compile(r"[\s“”‘’\"'《》〈〉（）()，,·]")


class Name(NamedTuple):
    """A name as it is compared: its words without fillers, kin words as the first of their kin.

    `marks` are the words that set it apart from names that are otherwise alike, `ranks` those that do so only where
    both names have one; `act` is the verb it begins with, `head` the last of its words that is no act. A `hollow`
    name is made of words that do not tell what is counted, or of none at all (“”); `nouns` is how many are joined in it.
    """

    text: str
    words: frozenset[str]
    marks: frozenset[str]
    ranks: frozenset[str]
    act: str
    head: str
    hollow: bool
    nouns: int


# A name that is quotes and brackets around nothing: it is like none, and not like another such either.
NAMELESS = Name("", frozenset(), frozenset(), frozenset(), "", "", True, 0)


class Namer:
    """Cuts names into words. Made once for a set of rules, since it takes a dictionary."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        lists = {entry.id: frozenset(entry.words) for entry in rules.comparison.words}
        self._filler, self._acts = lists["filler"], lists["light-acts"]
        self._kin = {word: entry.words[0] for entry in rules.comparison.kin for word in entry.words}
        self._marks = {word for entry in rules.comparison.contrasts for word in entry.words}
        self._ranks = {word for entry in rules.comparison.ranks for word in entry.words}
        self._hollow = lists["hollow"]
        self._joins = {word for entry in rules.comparison.joins for word in entry.words}
        self._words: Words | None = None
        self.read = lru_cache(maxsize=1 << 16)(self._read)

    def _cutter(self) -> Words:
        if self._words is None:
            known = self._filler | self._acts | self._marks | self._ranks | set(self._kin)
            self._words = Words(self._rules.words.decode("utf-8").splitlines(), known)
        return self._words

    def _read(self, name: str) -> Name:
        """The name as it is compared.

        Words that stand in the dictionary as one are cut on where a mark begins them: 中小学学位.
        """
        plain = _PRINTED_AT_WILL.sub("", name)
        cut = [word.text for word in self._cutter().cut(plain)]
        words = [word for word in cut if word not in self._joins] or cut
        nouns = 1 + len(cut) - len(words)
        kept = [self._kin.get(word, word) for word in words if word not in self._filler] or words
        if not kept:
            return NAMELESS
        marks, ranks = (
            frozenset(mark for word in kept for mark in known if word.startswith(mark))
            for known in (self._marks, self._ranks)
        )
        first = next((word for word in kept[:-1] if word not in self._acts), "")
        act = first if first and self._cutter().tag(first) == VERB else ""
        head = next((word for word in reversed(kept) if word not in self._acts), kept[-1])
        plain_words = self._hollow | self._acts | set(self._kin.values())
        hollow = all(word in plain_words for word in kept) or kept == [kept[0][:1]]
        return Name("".join(kept), frozenset(kept), marks, ranks, act, head, hollow, nouns)

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

    def of(self, one: Name, two: Name, beside_one: str = "", beside_two: str = "") -> float:
        """From 0 to 1: 1 for the same words; a word that only one of the names adds counts less against them.

        It counts hardly where it stands beside the other name, in its sentence: 机场旅客吞吐量1.2亿人次、货邮吞吐量.
        """
        if one.text == two.text:
            return 1.0 if one.text else 0.0
        if (
            one.marks != two.marks
            or one.hollow
            or two.hollow
            or (one.ranks and two.ranks and one.ranks != two.ranks)
        ):
            return 0.0
        shared = self._sum(one.words & two.words)
        left, right = one.words - two.words, two.words - one.words
        # 退库企业 are not the 企业: an act that only one of the names tells is no mere addition, nor is another noun
        if (left and right) or one.act != two.act or (one.head, one.nouns) != (two.head, two.nouns):
            acts = {act for act in (one.act, two.act) if act in left or act in right}
            against = self._sum(left | right) + self._sum(acts if not (one.act and two.act) else ())
            against += self._sum(left | right) if one.nouns != two.nouns and not (left and right) else 0.0
        else:
            told = {word for word in left if word in beside_two} | {
                word for word in right if word in beside_one
            }
            against = ADDED * self._sum((left | right) - told) + TOLD * self._sum(told)
        return shared / (shared + against) if shared else 0.0

    def _sum(self, words: Iterable[str]) -> float:
        return sum(sorted(self._weight[word] for word in words))
