"""The rules of numbers, compiled: units by surface, bounds by word, exclusions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from reportkit.model import Bound, Span
from reportkit.rules.schema import Unit
from reportkit.rules.topics import BoundRules, ExclusionRules, RuleSet, UnitRules
from reportkit.text.search import find_all

# 突破 is verb and bound; a bound word may stand behind another: 控制在3%以内, 达到约5%.
LONGEST_BOUND = 6
# Where numbers are no indicators: start, stop, and the id of the rule.
Exclusion = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the quantity finder asks for."""

    units: dict[str, Unit]
    longest: int
    before: dict[str, tuple[Bound, str]]
    inside: dict[str, tuple[Bound, str]]
    after: dict[str, tuple[Bound, str]]
    nouns: frozenset[str]
    no_bound_before: frozenset[str]
    no_bound_after: frozenset[str]
    exclusions: tuple[tuple[str, regex.Pattern[str]], ...]

    def unit_at(self, text: str, start: int, stop: int) -> tuple[Unit | None, int]:
        """The longest unit that begins at `start`, and its length in the text."""
        for size in range(min(self.longest, stop - start), 0, -1):
            unit = self.units.get(text[start : start + size])
            if unit is not None:
                noun = size == 1 and text[start : start + 2] in self.nouns
                return (None, 0) if noun else (unit, size)
        return None, 0

    def word_at(
        self, words: dict[str, tuple[Bound, str]], text: str, start: int, stop: int
    ) -> tuple[str, Bound, str] | None:
        """The longest of `words` that begins at `start`."""
        for size in range(min(LONGEST_BOUND, stop - start), 0, -1):
            word = text[start : start + size]
            if word in words:
                return word, *words[word]
        return None

    def bound_after(self, text: str, start: int, stop: int, has_unit: bool) -> tuple[str, Bound, str] | None:
        """The bound word behind a number and its unit; 余 and 多 stand there only behind a unit."""
        found = self.word_at(self.after, text, start, stop)
        if found is None or (found[0] in ("余", "多") and not has_unit):
            return None
        return None if text[start : start + 2] in self.no_bound_after else found

    def bound_before(self, text: str, start: int, stop: int) -> tuple[str, Bound, str] | None:
        """The longest bound word that ends at `stop` and is not itself the end of another word: 附近, 通过."""
        for size in range(min(LONGEST_BOUND, stop - start), 0, -1):
            word = text[stop - size : stop]
            if word in self.before:
                longer = text[max(start, stop - size - 1) : stop]
                return None if longer in self.no_bound_before else (word, *self.before[word])
        return None

    def find_exclusions(self, text: str, span: Span) -> list[Exclusion]:
        """Where in `text` numbers are no indicators: start, stop and the id of the rule, by start."""
        return sorted(
            (*match.span(), name)
            for name, pattern in self.exclusions
            for match in find_all(name, pattern, text, span.start, span.stop)
        )


def lexicon(rules: RuleSet) -> Lexicon:
    """The compiled rules of numbers."""
    return _lexicon(rules.units, rules.bounds, rules.exclusions)


@cache
def _lexicon(units: UnitRules, bounds: BoundRules, exclusions: ExclusionRules) -> Lexicon:
    surfaces = {surface: unit for unit in units.units for surface in (unit.id, *unit.aliases)}
    sides: dict[str, dict[str, tuple[Bound, str]]] = {"before": {}, "inside": {}, "after": {}}
    for rule in bounds.bounds:
        for word in rule.words:
            sides[rule.side][word] = (rule.bound, rule.id)
    words = {entry.id: frozenset(entry.words) for entry in (*units.words, *bounds.words)}
    return Lexicon(
        surfaces,
        max(map(len, surfaces), default=0),
        sides["before"],
        sides["inside"],
        sides["after"],
        words["nouns"],
        words["no-bound-before"],
        words["no-bound-after"],
        tuple((rule.id, rule.pattern) for rule in exclusions.exclusions),
    )
