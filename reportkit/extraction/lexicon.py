"""The rules of numbers, compiled: units by surface, bounds by word, exclusions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from reportkit.extraction.grammar import DASHES
from reportkit.extraction.setphrases import SetPhrases, find_set_phrases, set_phrases
from reportkit.model import Bound, Span
from reportkit.rules.pattern import Pattern
from reportkit.rules.schema import Unit
from reportkit.rules.topics import BoundRules, ExclusionRules, RuleSet, UnitRules
from reportkit.text.numerals import EXACT

# 突破 is verb and bound; a bound word may stand behind another: 控制在3%以内, 达到约5%.
LONGEST_BOUND = 6
# Where numbers are no indicators: start, stop, and the id of the rule.
Exclusion = tuple[int, int, str]
# 增长一倍 and 翻一番 tell an amount; 一个, 一次, 一期 are articles.
ONES = frozenset({"doublings", "times", "ratio", "points"})
_PER = regex.compile("[/／]")
_HAN = regex.compile(r"\p{Han}")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lexicon:
    """What the quantity finder asks for."""

    units: dict[str, Unit]
    longest: int
    before: dict[str, tuple[Bound, str]]
    inside: dict[str, tuple[Bound, str]]
    after: dict[str, tuple[Bound, str]]
    lists: dict[str, frozenset[str]]
    """The words of each list of the rules by its id."""
    exclusions: tuple[tuple[str, Pattern], ...]
    phrases: SetPhrases
    ones: frozenset[str]
    """What may follow 一 where it counts: 一倍, 一番, 一成, 一个半百分点, 一至三个, and the end of a text."""
    dictionary: bytes

    def unit_at(self, text: str, start: int, stop: int) -> tuple[Unit | None, int]:
        """The longest unit that begins at `start`, and its length in the text; two units with a / are a rate."""
        unit, size = self._plain_unit(text, start, stop)
        if unit is not None and (per := _PER.match(text, start + size, stop)):
            below, width = self._plain_unit(text, per.end(), stop)
            if below is not None:
                return _rate(unit, below), per.end() + width - start
        return unit, size

    def _plain_unit(self, text: str, start: int, stop: int) -> tuple[Unit | None, int]:
        for size in range(min(self.longest, stop - start), 0, -1):
            unit = self.units.get(text[start : start + size])
            if unit is not None:
                noun = size == 1 and text[start : start + 2] in self.lists["nouns"]
                return (None, 0) if noun else (unit, size)
        return None, 0

    def is_counter(self, text: str, at: int, stop: int) -> bool:
        """Whether the character at `at`, behind a number, counts what follows though no unit is printed so.

        It is one where no word begins with it, and one begins right behind it: 种下30墩果树.
        """
        if at + 2 >= stop or not _HAN.match(text, at) or text[at] in self.lists["no-counter"]:
            return False
        known = _known(self.dictionary)
        begins = any(text[at + 1 : at + 1 + size] in known for size in (2, 3, 4) if at + 1 + size <= stop)
        return begins and not any(text[at : at + size] in known for size in (2, 3, 4))

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
        return None if text[start : start + 2] in self.lists["no-bound-after"] else found

    def bound_before(self, text: str, start: int, stop: int) -> tuple[str, Bound, str] | None:
        """The longest bound word that ends at `stop` and is not itself the end of another word: 附近, 通过."""
        for size in range(min(LONGEST_BOUND, stop - start), 0, -1):
            word = text[stop - size : stop]
            if word in self.before:
                longer = text[stop - size - 1 : stop] if stop - size > start else ""
                return None if longer in self.lists["no-bound-before"] else (word, *self.before[word])
        return None

    def starts_with(self, name: str, text: str, at: int) -> bool:
        """Whether a word of the list `name` begins at `at`."""
        return text.startswith(tuple(self.lists[name]), at)

    def ends_with(self, name: str, text: str, start: int, stop: int) -> bool:
        """Whether a word of the list `name` ends at `stop`."""
        return text.endswith(tuple(self.lists[name]), start, stop)

    def expects_number(self, text: str, start: int, stop: int) -> bool:
        """Whether what stands before a number wants one, with or without a bound between: 增长10.3, 达到约28.5."""
        bound = self.bound_before(text, start, stop)
        return self.ends_with("number-behind", text, start, stop - len(bound[0]) if bound else stop)

    def find_exclusions(self, text: str, span: Span) -> list[Exclusion]:
        """Where in `text` numbers are no indicators: start, stop and the id of the rule, by start."""
        return sorted(
            [
                *find_set_phrases(self.phrases, text, span),
                *(
                    (*match.span(), name)
                    for name, pattern in self.exclusions
                    for match in pattern.finditer(text, span.start, span.stop)
                ),
            ]
        )


def lexicon(rules: RuleSet) -> Lexicon:
    """The compiled rules of numbers."""
    return _lexicon(rules.units, rules.bounds, rules.exclusions, rules.words)


@cache
def _lexicon(units: UnitRules, bounds: BoundRules, exclusions: ExclusionRules, dictionary: bytes) -> Lexicon:
    surfaces = {surface: unit for unit in units.units for surface in (unit.id, *unit.aliases)}
    sides: dict[str, dict[str, tuple[Bound, str]]] = {"before": {}, "inside": {}, "after": {}}
    for rule in bounds.bounds:
        for word in rule.words:
            sides[rule.side][word] = (rule.bound, rule.id)
    return Lexicon(
        units=surfaces,
        longest=max(map(len, surfaces), default=0),
        before=sides["before"],
        inside=sides["inside"],
        after=sides["after"],
        lists={e.id: frozenset(e.words) for e in (*units.words, *bounds.words, *exclusions.words)},
        exclusions=tuple((rule.id, rule.pattern) for rule in exclusions.exclusions if rule.pattern),
        phrases=set_phrases({word: rule.id for rule in exclusions.exclusions for word in rule.words}),
        ones=frozenset(f"{DASHES}至到个個 　")
        | {""}
        | {surface[0] for surface, unit in surfaces.items() if unit.dimension in ONES},
        dictionary=dictionary,
    )


@cache
def _known(dictionary: bytes) -> frozenset[str]:
    """The words of the dictionary."""
    return frozenset(line.partition(" ")[0] for line in dictionary.decode("utf-8").splitlines())


@cache
def _rate(above: Unit, below: Unit) -> Unit:
    """The unit of one thing for each of another: 公斤/株. Its factor is kept only where it is exact."""
    factor = EXACT.divide(above.factor, below.factor)
    exact = EXACT.multiply(factor, below.factor) == above.factor
    name = f"{above.id}/{below.id}"
    dimension = f"{above.dimension}/{below.dimension}" if exact else name
    return Unit(id=name, dimension=dimension, factor=factor if exact else above.factor)
