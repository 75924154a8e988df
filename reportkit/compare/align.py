"""Which fact of one side and which of the other say the same thing.

First by concept, then by the name, then by names that are alike. Within a group of more than one the best set of
pairs is sought as a whole, so that one good match is not spoilt by another; where a second set is as good, the
facts are doubtful. The result hangs neither on the order of the facts nor on which side is called old.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportkit.compare.amounts import MOST_TIMES, MOST_TIMES_A_DEED, are_near
from reportkit.compare.assignment import assign
from reportkit.compare.facts import Item
from reportkit.compare.likeness import Likeness, are_akin, likeness_of_cores
from reportkit.compare.surroundings import bigrams, dice, heading, places_of
from reportkit.compare.terms import Terms
from reportkit.comparison import Way

# A name is like another from here on; two sets of pairs are as good as one another up to this.
THRESHOLD = 0.62
MARGIN = 0.08
# What the place in the text adds to what the names say, at most: enough to choose, too little to make a pair.
HEADING, CLAUSE, UNIT, ORDER = 0.1, 0.25, 0.15, 0.1
# Clauses around a name that says too little are alike from here on.
CLAUSES_ALIKE = 0.5
# Fewer pairs of characters say nothing of it.
CLAUSE_LEAST = 3
# A pair by nouns must be so much better than any other that they could make.
HEAD_MARGIN = 0.1
# More candidates than this for one word, and the word is too common to look by.
TOO_COMMON = 60
Key = Callable[[Item], Hashable]


@dataclass(frozen=True, slots=True)
class Match:
    """Items of both sides that belong together. One of each is a pair; more are doubtful; none is a lone one."""

    old: tuple[Item, ...]
    new: tuple[Item, ...]
    by: Way | None = None
    score: Decimal | None = None

    @property
    def is_pair(self) -> bool:
        return len(self.old) == len(self.new) == 1


def align(old: Sequence[Item], new: Sequence[Item], key: Key, terms: Terms) -> list[Match]:
    """The matches of two sides. `key` is what two facts must share, whatever they are called."""
    turned = [item.order for item in new] < [item.order for item in old]
    left, right = (new, old) if turned else (old, new)
    matches = _Aligner(left, right, key, terms).run()
    if turned:
        matches = [Match(each.new, each.old, each.by, each.score) for each in matches]
    return matches


class _Aligner:
    def __init__(self, left: Sequence[Item], right: Sequence[Item], key: Key, terms: Terms) -> None:
        self._sides = (sorted(left, key=lambda i: i.order), sorted(right, key=lambda i: i.order))
        self._key = key
        self._scales = terms.scales
        self._likeness = Likeness((item.name for side in self._sides for item in side), terms.namer)
        self._places = (places_of(self._sides[0]), places_of(self._sides[1]))
        self._free: tuple[dict[int, Item], dict[int, Item]] = (
            dict(enumerate(self._sides[0])),
            dict(enumerate(self._sides[1])),
        )
        self._found: list[Match] = []

    def run(self) -> list[Match]:
        self._by("concept", lambda item: item.indicator.concept)
        self._by("name", lambda item: (item.name.text, item.name.nouns) if item.name.text else None)
        self._by_likeness()
        self._by_head()
        lone = [Match((item,), ()) for item in self._free[0].values()]
        return self._found + lone + [Match((), (item,)) for item in self._free[1].values()]

    def _by(self, way: Way, value: Callable[[Item], Hashable | None]) -> None:
        groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side in (0, 1):
            for index, item in self._free[side].items():
                if (shared := value(item)) is not None:
                    groups[shared, self._key(item)][side].append(index)
        for left, right in groups.values():
            if left and right and all(self._free[s][i].name.hollow for s, i in ((0, left[0]), (1, right[0]))):
                self._by_clause(left, right, way)
            elif len(left) == len(right) == 1:
                if self._free[0][left[0]].may_be(self._free[1][right[0]]):
                    self._pair(left[0], right[0], way, 1.0)
            elif left and right:
                self._settle(left, right, way, 0.0)

    def _by_clause(self, left: list[int], right: list[int], way: Way) -> None:
        """Pair facts whose names say too little, where the clauses before their numbers are alike."""
        near = {(i, j) for i in left for j in right if self._clauses_alike(i, j)}
        for some, others in _components(near):
            self._settle(some, others, way, 0.0)

    def _clauses_alike(self, left: int, right: int) -> bool:
        one, two = self._free[0][left].indicator, self._free[1][right].indicator
        same = one.sentence == two.sentence and one.text == two.text
        around = self._places[0][left][0], self._places[1][right][0]
        told = min(sum(words.values()) for words in around) >= CLAUSE_LEAST
        return same or (told and dice(*around) >= CLAUSES_ALIKE)

    def _by_likeness(self) -> None:
        """Pairs of names that are alike: groups of candidates that hang together are settled one by one."""
        near = self._candidates()
        for left, right in _components(near):
            self._settle(left, right, "similar", THRESHOLD)

    def _by_head(self) -> None:
        """Pair what is left by its nouns and kind of deed, where no other on either side could be meant as well."""
        held: dict[Hashable, list[int]] = defaultdict(list)
        for index, item in self._free[1].items():
            for pair in bigrams(item.name.core):
                held[self._key(item), pair].append(index)
        near: set[tuple[int, int]] = set()
        for index, item in self._free[0].items():
            others = {j for pair in bigrams(item.name.core) for j in held[self._key(item), pair]}
            near |= {(index, j) for j in others if self._is_akin(index, j)}
        scores = {(i, j): likeness_of_cores(self._free[0][i].name, self._free[1][j].name) for i, j in near}
        for i, j in assign(scores, HEAD_MARGIN)[0]:
            self._pair(i, j, "head", scores[i, j])

    def _is_akin(self, left: int, right: int) -> bool:
        one, two = self._free[0][left], self._free[1][right]
        concepts = {one.indicator.concept, two.indicator.concept} - {None}
        if len(concepts) > 1 or not one.may_be(two):
            return False
        if one.is_cumulative != two.is_cumulative and one.amount.value != two.amount.value:
            return False
        if not self._scales.same_kind(one.amount.unit, two.amount.unit):
            return False
        level = one.measure == "level"
        if level and (not are_near(one.amount, two.amount, MOST_TIMES) or _are_deed_and_many(one, two)):
            return False
        return are_akin(one.name, two.name, not level)

    def _candidates(self) -> set[tuple[int, int]]:
        held: dict[Hashable, list[int]] = defaultdict(list)
        for index, item in self._free[1].items():
            for word in () if item.name.hollow else item.name.words:
                held[self._key(item), word].append(index)
        found = set()
        for index, item in self._free[0].items():
            key = self._key(item)
            lists = sorted((held[key, w] for w in item.name.words if (key, w) in held), key=len)
            for rank, others in enumerate(lists):
                if rank and len(others) > TOO_COMMON:
                    break
                for other in others:
                    it = self._free[1][other]
                    if self._alike(item, it) >= THRESHOLD and not _are_deed_and_many(item, it):
                        found.add((index, other))
        return found

    def _alike(self, one: Item, two: Item) -> float:
        return self._likeness.of(one.name, two.name, one.indicator.sentence, two.indicator.sentence)

    def _score(self, left: int, right: int, way: Way) -> tuple[float, float]:
        """How well two facts fit: with and without what their places in the text say."""
        one, two = self._free[0][left], self._free[1][right]
        alike = self._alike(one, two)
        if way == "concept":
            alike = (1 + alike) / 2
        near = alike
        near += HEADING * dice(heading(one), heading(two))
        near += CLAUSE * dice(self._places[0][left][0], self._places[1][right][0])
        near += UNIT * (one.indicator.unit == two.indicator.unit)
        near += ORDER * (self._places[0][left][1] == self._places[1][right][1])
        if one.indicator.sentence == two.indicator.sentence and one.indicator.text == two.indicator.text:
            near += 1
        return near, alike

    def _settle(self, left: list[int], right: list[int], way: Way, least: float) -> None:
        """Pair the best set of pairs; what could as well be paired otherwise stays together as doubtful."""
        both = {
            (i, j): self._score(i, j, way)
            for i in left
            for j in right
            if self._free[0][i].may_be(self._free[1][j])
        }
        scores = {pair: near for pair, (near, alike) in both.items() if alike >= least}
        chosen, doubtful = assign(scores, MARGIN)
        for i, j in chosen:
            self._pair(i, j, way, both[i, j][1])
        for some, others in doubtful:
            self._found.append(
                Match(
                    tuple(self._free[0].pop(i) for i in sorted(some)),
                    tuple(self._free[1].pop(j) for j in sorted(others)),
                )
            )

    def _pair(self, left: int, right: int, way: Way, score: float) -> None:
        told = Decimal(round(score * 100)).scaleb(-2)
        self._found.append(Match((self._free[0].pop(left),), (self._free[1].pop(right),), way, told))


def _are_deed_and_many(one: Item, two: Item) -> bool:
    """Whether one of two levels is of a deed and the other of so many things that they are what there is."""
    apart = one.measure == "level" and one.name.does != two.name.does
    return apart and not are_near(one.amount, two.amount, MOST_TIMES_A_DEED)


def _components(near: set[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """The candidates that hang together."""
    beside: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in near:
        beside[0, i].append((1, j))
        beside[1, j].append((0, i))
    seen: set[tuple[int, int]] = set()
    found = []
    for start in sorted(beside):
        if start in seen:
            continue
        stack, members = [start], {start}
        while stack:
            for other in beside[stack.pop()]:
                if other not in members:
                    members.add(other)
                    stack.append(other)
        seen |= members
        found.append((sorted(n for s, n in members if not s), sorted(n for s, n in members if s)))
    return found


def lone(matches: Iterable[Match]) -> tuple[list[Item], list[Item]]:
    """What no match has found a partner for, by side."""
    matches = list(matches)
    return (
        [m.old[0] for m in matches if m.old and not m.new],
        [m.new[0] for m in matches if m.new and not m.old],
    )
