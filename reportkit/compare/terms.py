"""What the rules say of comparing, made ready."""

from __future__ import annotations

from functools import lru_cache

from reportkit.compare.amounts import Scales
from reportkit.compare.names import Namer
from reportkit.model import Indicator
from reportkit.places.table import PlaceUnit, gazetteer
from reportkit.rules.schema import Concept
from reportkit.rules.topics import RuleSet, signs_of

# No name of the catalogue is longer.
LONGEST = 24


class Terms:
    """What the rules say of comparing, made ready once."""

    def __init__(self, rules: RuleSet) -> None:
        self.namer = Namer(rules)
        self.scales = Scales(rules)
        self.signs = signs_of(rules.comparison)
        self.lists = {entry.id: frozenset(entry.words) for entry in rules.comparison.words}
        self.concepts: dict[str, Concept] = {concept.name: concept for concept in rules.indicators.concepts}
        self.aliases = {
            name: concept.name
            for concept in rules.indicators.concepts
            for name in (concept.name, *concept.aliases)
        }
        self.sectors = {
            word: number for number, entry in enumerate(rules.comparison.sectors, 1) for word in entry.words
        }
        self.earlier = {entry.id: entry.words for entry in rules.comparison.earlier}
        self.joint = {entry.id: entry.words for entry in rules.comparison.joint}
        self.economy = next(entry.words[0] for entry in rules.comparison.words if entry.id == "whole-economy")
        self.wholes = {entry.id: entry.words for entry in rules.comparison.wholes}
        self.fingerprint = rules.fingerprint
        self._stands = rules.stands
        self._rules = rules

    def known_in(self, text: str) -> str | None:
        """The longest name of the catalogue in a text, the last of several: 今年力争城镇居民收入."""
        for size in range(min(len(text), LONGEST), 1, -1):
            for start in range(len(text) - size, -1, -1):
                if text[start : start + size] in self.aliases:
                    return text[start : start + size]
        return None

    def parts_of(self, i: Indicator) -> list[list[frozenset[str]]]:
        """The ways in which what an indicator is of falls into parts, each part by the names that it may have."""
        found = [
            [frozenset((name,)) for name in names.split("+")] for names in self.joint.get(i.concept or "", ())
        ]
        pieces = self.namer.pieces(i.name) if self.namer.read(i.name).nouns > 1 else []
        if pieces:
            tails = {pieces[-1][at:] for at in range(len(pieces[-1]))}
            found.append([frozenset({piece, *(piece + tail for tail in tails)}) for piece in pieces])
        return found

    def is_called(self, i: Indicator, names: frozenset[str]) -> bool:
        """Whether one of `names` is that of an indicator, or means its concept."""
        return i.name in names or (
            i.concept is not None and any(self.aliases.get(n) == i.concept for n in names)
        )

    def unit_of(self, code: str, name: str | None) -> PlaceUnit | None:
        """The place of a code and a name, now or before; None where the table has none, or several."""
        found = [unit for unit in gazetteer(self._rules).of_code(code) if name in unit.names]
        return found[0] if len(found) == 1 else None

    def field(self, concept: str | None) -> str | None:
        """The field of a concept: the file of the catalogue that it stands in."""
        if concept is None or concept not in self.concepts:
            return None
        place = self._stands.get(f"indicators.concepts.{self.concepts[concept].id}", "")
        return place.rpartition(":")[0].replace("\\", "/").rpartition("/")[2].removesuffix(".yaml") or None


@lru_cache(maxsize=2)
def terms_of(rules: RuleSet) -> Terms:
    """The terms of a set of rules, made once: they take a dictionary."""
    return Terms(rules)
