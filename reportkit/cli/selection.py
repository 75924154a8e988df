"""Which pairs of a comparison are wanted, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reportkit.comparison import Comparison, Difference, Pair


@dataclass(frozen=True, slots=True)
class Selection:
    """What a pair must fit: one value of each list that is not empty; a change of `least` at least.

    `concepts` are those that a `name` means, by which it fits as well.
    """

    only: Sequence[str] = ()
    section: Sequence[str] = ()
    name: Sequence[str] = ()
    least: Decimal | None = None
    concepts: frozenset[str] = frozenset()

    def fit(self, pair: Pair) -> bool:
        """Tell whether the pair fits."""
        facts = (*pair.old, *pair.new)
        names = {pair.name, pair.concept or "", *(fact.indicator.name for fact in facts)}
        heads = {head for fact in facts for head in fact.indicator.section}
        goal = any(fact.indicator.status == "target" for fact in facts)
        checks = (
            not self.only
            or pair.verdict in self.only
            or ("goals" in self.only and goal)
            or ("noted" in self.only and bool(pair.notes)),
            not self.section or any(part in head for part in self.section for head in heads),
            not self.name
            or not self.concepts.isdisjoint(names)
            or any(part in name for part in self.name for name in names),
            self.least is None or size_of(pair.difference) >= self.least,
        )
        return all(checks)


def size_of(difference: Difference | None) -> Decimal:
    """How great a change is: in per cent of what was, in points where that says nothing; -1 where it is not known."""
    if difference is None or difference.value is None:
        return Decimal(-1)
    return abs(difference.percent if difference.percent is not None else difference.value)


def select_pairs(comparison: Comparison, selection: Selection, sort: str) -> Comparison:
    """The comparison with those pairs that fit, sorted."""
    pairs: list[Pair] = [pair for pair in comparison.pairs if selection.fit(pair)]
    keys: dict[str, Any] = {
        "name": lambda pair: pair.name,
        "percent": lambda pair: -_value(pair, percent=True),
        "change": lambda pair: -_value(pair, percent=False),
    }
    if sort in keys:
        pairs.sort(key=keys[sort])
    return replace(comparison, pairs=tuple(pairs))


def _value(pair: Pair, percent: bool) -> Decimal:
    """What to sort by: the greatest rise first, what has no number last."""
    found = pair.difference
    number = None if found is None else found.percent if percent else found.value
    return Decimal("-Infinity") if number is None else number
