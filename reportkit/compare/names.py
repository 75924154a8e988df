"""What a name of a figure says, by the words that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import regex

from reportkit.rules.schema import WordList
from reportkit.rules.topics import RuleSet
from reportkit.text.words import VERB, Words

# What a verb weighs beside a noun.
LIGHT = 0.3
_PRINTED_AT_WILL = regex.compile(r"[\s“”‘’\"'《》〈〉（）()，,·]")


class Name(NamedTuple):
    """A name as it is compared: its words without fillers, kin words as the first of their kin.

    `marks` are the words that set it apart from names that are otherwise alike, and the sizes that it tells; `ranks` are
    levels and `stages` how far a thing has come, which set it apart only where both names have one. `act` is the verb it
    begins with, `head` the last of its words that is no act. A `hollow` name is made of words that do not tell what is
    counted, or of none at all (“”), a `hollow_head` ends in one; `nouns` is how many are joined in it. `deeds` are the
    kinds of deed that it tells, `acts` whether it tells of doing at all, `verbs` are what else is done; `aside` are its
    marks but for deeds, `core` is what its nouns are written with, without what verbs, levels and hollow words say.
    """

    text: str
    words: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    act: str = ""
    head: str = ""
    hollow: bool = True
    hollow_head: bool = True
    nouns: int = 0
    deeds: frozenset[str] = frozenset()
    acts: bool = False
    verbs: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    core: str = ""

    @property
    def does(self) -> bool:
        """Whether it tells of doing, and not of what there is."""
        return bool(self.acts or self.deeds or self.verbs)


# A name that is quotes and brackets around nothing: it is like none, and not like another such either.
NAMELESS = Name("")


class Namer:
    """Cuts names into words. Made once for a set of rules, since it takes a dictionary."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        comparison = rules.comparison
        lists = {entry.id: frozenset(entry.words) for entry in comparison.words}
        self._above = lists["and-above"]
        self._filler, self._acts, self.hollow = lists["filler"], lists["light-acts"], lists["hollow"]
        self._vague = lists["vague"]
        kin = (*comparison.kin, *comparison.synonyms)
        self._kin = {word: entry.words[0] for entry in kin for word in entry.words}
        self._marks = {word: word for entry in comparison.contrasts for word in entry.words}
        self._ranks = {word: entry.id for entry in comparison.ranks for word in entry.words}
        self._stages = {word: entry.id for entry in comparison.stages for word in entry.words}
        self._size = next(sign.pattern for sign in comparison.signs if sign.id == "size")
        self._joins = {word for entry in comparison.joins for word in entry.words}
        self._deeds = _kinds(comparison.deeds)
        self._nominal = {w for w, first in self._kin.items() if w != first and first in self._deeds}
        self._plain = self.hollow | self._acts | {entry.words[0] for entry in comparison.kin}
        self._words: Words | None = None
        self.read = lru_cache(maxsize=1 << 16)(self._read)

    def _cutter(self) -> Words:
        if self._words is None:
            known = self._filler | self._acts | set(self._marks) | set(self._kin)
            known |= {word for word in self._ranks if len(word) > 1}
            self._words = Words(self._rules.words.decode("utf-8").splitlines(), known)
        return self._words

    def _read(self, name: str) -> Name:
        """The name as it is compared.

        Words that stand in the dictionary as one are cut on where a mark begins them: 中小学学位.
        """
        plain = _PRINTED_AT_WILL.sub("", name)
        cut = [word.text for word in self._cutter().cut(plain)]
        words = [word for word in cut if word not in self._joins] or cut
        # 工程建设 is no more than 工程 of which it is told that something is done
        nominal = len(words) > 1 and words[-2] in self.hollow and words[-1] in self._nominal
        words = words[:-1] if nominal else words
        kept = [self._kin.get(word, word) for word in words if word not in self._filler] or words
        if not kept:
            return NAMELESS
        marks, sizes = _found(kept, self._marks), frozenset(m[0] for m in self._size.finditer(plain))
        first = next((word for word in kept[:-1] if word not in self._acts), "")
        head = next((word for word in reversed(kept) if word not in self._acts), kept[-1])
        deeds = frozenset(kind for word in kept for kind in self._deeds.get(word, ()))
        return Name(
            text="".join(kept),
            words=frozenset(kept),
            marks=marks | sizes,
            ranks=self._levels(plain, kept),
            stages=frozenset(stage for word, stage in self._stages.items() if word in plain),
            act=first if first and self.is_verb(first) else "",
            head=head,
            hollow=all(word in self._plain or (word in self._vague and not deeds) for word in kept)
            or kept == [kept[0][:1]],
            hollow_head=head in self.hollow,
            nouns=1 + sum(self._joins_nouns(*three) for three in zip(cut, cut[1:], cut[2:], strict=False)),
            deeds=deeds,
            acts=nominal or any(word in self._acts for word in kept),
            verbs=frozenset(word for word in kept if self.is_verb(word) and not self._is_light(word)),
            aside=frozenset(mark for mark in marks if mark not in self._deeds) | sizes,
            core="".join(word for word in kept if self._is_core(word)),
        )

    def _levels(self, plain: str, words: list[str]) -> frozenset[str]:
        """The levels that a name tells, and whether those above them are meant too.

        省 is a level in 省重点项目, where only what is done stands before it, and none in 争先创优省.
        """
        found: set[str] = set()
        for word, level in self._ranks.items():
            at = plain.find(word) if len(word) > 1 else -1
            if at >= 0:
                found.add(level)
                found.update(level + up for up in self._above if plain.startswith(up, at + len(word)))
        for index, word in enumerate(words[:-1]):
            leading = self._ranks.get(word)
            if leading is not None:
                found.add(leading)
                found |= {leading + up for up in self._above & {words[index + 1]}}
            elif word not in self._acts and not self.is_verb(word):
                break
        return frozenset(found)

    def pieces(self, name: str) -> list[str]:
        """What is joined in a name, each as it is written: 城镇和农村居民收入 is 城镇 and 农村居民收入."""
        found = [""]
        for word in self._cutter().cut(name):
            if word.text in self._joins:
                found.append("")
            else:
                found[-1] += word.text
        return [piece for piece in found if piece]

    def is_verb(self, word: str) -> bool:
        """Whether a word is a verb, by the dictionary."""
        return self._cutter().tag(word) == VERB

    def _joins_nouns(self, before: str, word: str, after: str) -> bool:
        """Whether a word joins what is no deed and no level: 新建和改造 and 省、市 are of one noun."""
        told = {self._kin.get(each, each) for each in (before, after)}
        return word in self._joins and not told <= {*self._deeds, *self._acts, *self._ranks}

    def _is_core(self, word: str) -> bool:
        return not self._is_light(word) and (not self.is_verb(word) or word in self._marks)

    def _is_light(self, word: str) -> bool:
        return word in self._plain or word in self._deeds or word in self._ranks

    def narrows(self, words: Iterable[str]) -> bool:
        """Whether words that one of two names adds tell a part of what the other is of: 文旅重大项目, 重大项目."""
        return sum(len(word) for word in words if self._is_core(word) and word not in self._marks) > 1

    def weight(self, word: str) -> float:
        """What a word says by what it is."""
        if word in self._acts or len(word) == 1:
            return LIGHT
        return LIGHT * 2 if self.is_verb(word) and word not in self._marks else 1.0


def _kinds(entries: Iterable[WordList]) -> dict[str, tuple[str, ...]]:
    """The ids of the lists that each word stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        for word in entry.words:
            found[word] = (*found.get(word, ()), entry.id)
    return found


def _found(words: Iterable[str], known: Mapping[str, str]) -> frozenset[str]:
    """What is said by the known words that words begin with."""
    return frozenset(says for word in words for start, says in known.items() if word.startswith(start))
