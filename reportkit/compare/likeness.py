"""How much two names share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from reportkit.compare.names import Name, Namer

# What a word weighs that every name holds.
COMMON = 0.35
# Among fewer names than this it cannot be told which words are common.
FEW = 100
# What a word weighs that one of the names adds to the other, in the place of another.
ADDED = 0.5
# The same where the sentence of the other has it.
TOLD = 0.2
# Two names have one core where so much of what their nouns are written with is the same, and more where they end otherwise.
CORES_ALIKE, ENDS_APART = 0.5, 0.7
# Of a core of fewer characters it cannot be told whether another that holds it is of the same thing.
SHORTEST_CORE = 3


class Likeness:
    """How alike names are among the names that are compared: what many of them hold says little."""

    def __init__(self, names: Iterable[Name], namer: Namer) -> None:
        names = set(names)
        held = Counter(word for name in names for word in name.words)
        most = log(max(len(names), FEW))
        self._namer = namer
        self._weight = {
            word: namer.weight(word) * max(COMMON, 1 - log(count) / most) for word, count in held.items()
        }

    def of(self, one: Name, two: Name, beside_one: str = "", beside_two: str = "") -> float:
        """From 0 to 1: 1 for the same words; a word that only one of the names adds counts less against them.

        It counts hardly where it stands beside the other name, in its sentence: 机场旅客吞吐量1.2亿人次、货邮吞吐量.
        """
        if (one.text, one.nouns) == (two.text, two.nouns):
            return 1.0 if one.text else 0.0
        if one.marks != two.marks or one.hollow or two.hollow or not _of_one_level(one, two):
            return 0.0
        shared = self._sum(one.words & two.words)
        left, right = one.words - two.words, two.words - one.words
        told = {word for word in left if word in beside_two} | {word for word in right if word in beside_one}
        # 纺织项目投资 is a part of 项目投资
        added = left | right if one.nouns != two.nouns else (left | right) - told
        if one.hollow_head and two.hollow_head and self._namer.narrows(added):
            return 0.0
        if _are_deed_and_stock(one, two):
            return 0.0
        # 退库企业 are not the 企业: an act that only one of the names tells is no mere addition, nor is another noun
        if (left and right) or one.act != two.act or (one.head, one.nouns) != (two.head, two.nouns):
            acts = {act for act in (one.act, two.act) if act in left or act in right}
            against = self._sum(left | right) + self._sum(acts if not (one.act and two.act) else ())
            against += self._sum(left | right) if one.nouns != two.nouns and not (left and right) else 0.0
        else:
            against = ADDED * self._sum((left | right) - told) + TOLD * self._sum(told)
        return shared / (shared + against) if shared else 0.0

    def _sum(self, words: Iterable[str]) -> float:
        return sum(sorted(self._weight[word] for word in words))


def _are_deed_and_stock(one: Name, two: Name) -> bool:
    """Whether one of two names with a short noun tells of doing and the other does not: 提升学校, 学校."""
    if one.hollow_head or two.hollow_head:
        return False
    does = [bool(name.acts or name.deeds or name.verbs) for name in (one, two)]
    return does[0] != does[1] and min(len(one.core), len(two.core)) < SHORTEST_CORE


def _of_one_level(one: Name, two: Name) -> bool:
    """Whether neither the levels nor the stages that both names tell set them apart."""
    both = ((one.ranks, two.ranks), (one.stages, two.stages))
    return all(not (a and b) or a == b for a, b in both)


def are_akin(one: Name, two: Name, rates: bool = False) -> bool:
    """Whether two names may be of one thing by their nouns and the kind of their deed, whatever verbs they have.

    改造小街小巷 and 完成雨污分流改造的小街小巷 may, 新建公厕 and 公厕 (all that there are) may not. Of two `rates` most of
    the nouns must be the same, since they end alike whatever they are of.
    """
    if one.aside != two.aside or not _of_one_level(one, two) or one.nouns != two.nouns:
        return False
    if _are_deed_and_stock(one, two):
        return False
    if one.verbs and two.verbs and not one.verbs & two.verbs:
        return False
    if (one.deeds or two.deeds) and not one.deeds & two.deeds:
        told = one if one.deeds else two
        other = two if told is one else one
        if other.deeds or other.verbs or not other.acts:
            return False
    if one.hollow_head or two.hollow_head:
        # 重点 alone may be anything, and no 重点项目
        bare = any(not (name.acts or name.deeds or name.ranks) for name in (one, two))
        tells = not (one.hollow_head and two.hollow_head) and (not bare or len(one.core) >= SHORTEST_CORE)
        return (one.head == two.head or tells) and one.core == two.core != ""
    return _cores_alike(one.core, two.core, rates)


def likeness_of_cores(one: Name, two: Name) -> float:
    """How much of what the nouns of two names are written with is the same, from 0 to 1."""
    shared = sum((_pairs(one.core) & _pairs(two.core)).values())
    total = len(one.core) + len(two.core) - 2
    if total > 0:
        return 2 * shared / total
    return 1.0 if one.core == two.core else 0.0


def share_of_core(one: Name, two: Name) -> float:
    """How much of the nouns of the shorter of two names stands in the other, from 0 to 1."""
    shared = sum((_pairs(one.core) & _pairs(two.core)).values())
    least = min(len(one.core), len(two.core)) - 1
    return shared / least if least > 0 else 0.0


def _cores_alike(one: str, two: str, rates: bool) -> bool:
    """Whether the nouns are written alike: all of one in the other, or most of them, and more where they end otherwise."""
    if min(len(one), len(two)) < 2:
        return False
    if one == two:
        return True
    shared = sum((_pairs(one) & _pairs(two)).values())
    shorter, longer = sorted((len(one) - 1, len(two) - 1))
    if one[-2:] != two[-2:] and (one.startswith(two) or two.startswith(one)):
        return False  # 和美乡村 are no 和美乡村示范区
    if rates or one[-2:] != two[-2:]:
        return 2 * shared / (shorter + longer) >= ENDS_APART
    held = shared == shorter and shorter >= SHORTEST_CORE - 1
    return held or 2 * shared / (shorter + longer) >= CORES_ALIKE


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))
