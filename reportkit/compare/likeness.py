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
        if one.text == two.text:
            return 1.0 if one.text else 0.0
        # what is told of several together is told of none of them
        if one.marks != two.marks or one.hollow or two.hollow or one.nouns != two.nouns:
            return 0.0
        if not _of_one_level(one, two) or _are_deed_and_stock(one, two):
            return 0.0
        left, right = one.words - two.words, two.words - one.words
        # 纺织项目投资 is a part of 项目投资, and 省重点项目 of 重点项目
        narrower = one.ranks != two.ranks or self._namer.narrows(left | right)
        if one.hollow_head and two.hollow_head and narrower:
            return 0.0
        shared = self._sum(one.words & two.words)
        # 退库企业 are not the 企业: an act that only one of the names tells is no mere addition, nor is another noun
        if (left and right) or one.act != two.act or one.head != two.head:
            acts = {act for act in (one.act, two.act) if act in left or act in right}
            against = self._sum(left | right) + self._sum(acts if not (one.act and two.act) else ())
        else:
            told = {word for word in left if word in beside_two} | {
                word for word in right if word in beside_one
            }
            against = ADDED * self._sum((left | right) - told) + TOLD * self._sum(told)
        return shared / (shared + against) if shared else 0.0

    def _sum(self, words: Iterable[str]) -> float:
        return sum(sorted(self._weight[word] for word in words))


def _are_deed_and_stock(one: Name, two: Name) -> bool:
    """Whether one of two names with a short noun tells of doing and the other does not: 提升学校, 学校."""
    if one.hollow_head or two.hollow_head:
        return False
    return one.does != two.does and min(len(one.core), len(two.core)) < SHORTEST_CORE


def _of_one_level(one: Name, two: Name) -> bool:
    """Whether neither the levels nor the stages that both names tell set them apart."""
    both = ((one.ranks, two.ranks), (one.stages, two.stages))
    return all(not (a and b) or a == b for a, b in both)


def are_akin(one: Name, two: Name, rates: bool = False) -> bool:
    """Whether two names may be of one thing by their nouns and the kind of their deed, whatever verbs they have.

    改造小街小巷 and 完成雨污分流改造的小街小巷 may, 新建公厕 and 公厕 (all that there are) may not. Of two `rates` most of
    the nouns must be the same, since they end alike whatever they are of.
    """
    if one.aside != two.aside or one.nouns != two.nouns or one.hollow or two.hollow:
        return False
    if not _of_one_level(one, two) or _are_deed_and_stock(one, two):
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
    if one == two:
        return len(one) > 1
    if min(len(one), len(two)) < SHORTEST_CORE:
        return False
    shared = sum((_pairs(one) & _pairs(two)).values())
    shorter, longer = sorted((len(one) - 1, len(two) - 1))
    if one[-2:] != two[-2:] and (one.startswith(two) or two.startswith(one)):
        return False  # 和美乡村 are no 和美乡村示范区
    if rates or one[-2:] != two[-2:]:
        return 2 * shared / (shorter + longer) >= ENDS_APART
    alike = 2 * shared / (shorter + longer)
    # each with a word of its own they are of two things: 良种养猪场, 生态养鸡场
    return shared == shorter or alike >= (CORES_ALIKE if _is_within(one, two) else ENDS_APART)


def _is_within(one: str, two: str) -> bool:
    """Whether all that the shorter of two cores is written with stands in the other, in its order."""
    short, long = sorted((one, two), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))
