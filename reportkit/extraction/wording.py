"""The words by which names are looked up in the catalogue, made ready once: its names, and what changes nothing of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from reportkit.rules.schema import Concept
from reportkit.rules.topics import CatalogueRules, RuleSet, words_of

# Marks that a report writes or leaves out at will: “散乱污”企业
_MARKS = "“”‘’\"'《》 　"
ADDING, RENEWING, JOINS = "adding", "renewing", "joins"


class Read(NamedTuple):
    """A name as it is looked up: what is left of it, and how that came to be what it is."""

    noun: str
    acts: frozenset[str] = frozenset()


class Wording:
    """The names of the catalogue, and the words that change nothing of them, made ready once."""

    def __init__(self, rules: RuleSet) -> None:
        kin = ((word, entry.words[0]) for entry in rules.concepts.kin for word in entry.words[1:])
        joins = next(entry.words for entry in rules.concepts.words if entry.id == JOINS)
        self._joins = [(word, joins[0]) for word in sorted(joins[1:], key=len, reverse=True)]
        self._kin = [*sorted(kin, key=lambda pair: -len(pair[0])), *self._joins]
        surfaces = surfaces_of(rules.indicators)
        self._catalogue = rules.indicators
        told = self.plain("\n".join(surfaces)).split("\n")
        self.surfaces = dict(zip(told, surfaces.values(), strict=True)) | surfaces
        self.lists = {
            entry.id: tuple(_replaced(word, self._joins) for word in entry.words)
            for entry in rules.concepts.words
        }
        self._sizes = {
            name: sorted({len(word) for word in words}, reverse=True) for name, words in self.lists.items()
        }
        self._words = {name: frozenset(words) for name, words in self.lists.items()}
        # in which characters the words of a list begin and end: most texts in none of them
        self._firsts = {name: frozenset(word[0] for word in words) for name, words in self.lists.items()}
        self._lasts = {name: frozenset(word[-1] for word in words) for name, words in self.lists.items()}
        adding, renewing = (self.lists[name] for name in (ADDING, RENEWING))
        self._both = tuple(verb for verb in adding if verb in self._words[RENEWING])
        self._adding = tuple(verb for verb in adding if verb not in self._both)
        self._renewing = tuple(verb for verb in renewing if verb not in self._both)

    def bare(self, name: str) -> str:
        """A name without what is written at will."""
        return bare(name, self._catalogue)

    def plain(self, name: str) -> str:
        """A name, or many of them in lines, without what is written at will, each word as the first of its kin."""
        return _replaced(self.bare(name), self._kin)

    def first(self, text: str, *names: str, whole: bool = False) -> str:
        """The longest word of the lists that a text begins with, and goes on behind unless `whole`; empty without one."""
        found = (
            text[:size]
            for name in names
            if text[:1] in self._firsts[name]
            for size in self._sizes[name]
            if size < len(text) + whole and text[:size] in self._words[name]
        )
        return max(found, key=len, default="")

    def last(self, text: str, *names: str) -> str:
        """The longest word of the lists that a text ends with, and goes on before; empty without one."""
        found = (
            text[-size:]
            for name in names
            if text[-1:] in self._lasts[name]
            for size in self._sizes[name]
            if size < len(text) and text[-size:] in self._words[name]
        )
        return max(found, key=len, default="")

    def acts(self, word: str) -> frozenset[str]:
        """What a verb does to a thing: 新改建 both adds and renews."""
        return frozenset(name for name in (ADDING, RENEWING) if word in self._words[name])

    def find(self, read: Read) -> Concept | None:
        """The concept that says a noun with a verb of its acts, whichever: that of the first in the list that there is.

        What came to be of a thing is of the concept of that, whatever the thing is called: 新增高企 is 新增高新技术企业.
        """
        thing = self.surfaces.get(read.noun)
        if not read.acts:
            return thing
        if read.noun in self._words["verb-decides"]:
            return None
        nouns = [read.noun] if thing is None else [read.noun, self.plain(thing.name)]
        surfaces = self.surfaces
        for verbs in self._verbs(read.acts):
            for noun in nouns:
                for verb in verbs:
                    if concept := surfaces.get(verb + noun) or surfaces.get(noun + verb):
                        return concept
        return None

    def _verbs(self, acts: frozenset[str]) -> Iterator[tuple[str, ...]]:
        """The verbs of acts, in the order in which they are sought: those of both only where something came to be."""
        if ADDING in acts:
            yield self._adding
            yield self._both
        if RENEWING in acts:
            yield self._renewing


def _replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    for word, first in pairs:
        text = text.replace(word, first)
    return text


@cache
def _at_will(rules: CatalogueRules) -> tuple[str, ...]:
    """What a report writes or leaves out at will: 税收占财政收入的比重."""
    return (*_MARKS, *words_of(rules)["at-will"])


def bare(text: str, rules: CatalogueRules) -> str:
    """A text without what is written at will."""
    for sign in _at_will(rules):
        text = text.replace(sign, "")
    return text


@cache
def surfaces_of(rules: CatalogueRules) -> dict[str, Concept]:
    """The concepts by their names and aliases, as far as they are not written at will.

    All are read at once: one by one they take longer than a report.
    """
    named = [(surface, each) for each in rules.concepts for surface in (each.name, *each.aliases)]
    told = bare("\n".join(surface for surface, _ in named), rules).split("\n")
    return {surface: concept for surface, (_, concept) in zip(told, named, strict=True)}


@cache
def wording_of(rules: RuleSet) -> Wording:
    """Return how names are worded by the rules, made once for them."""
    return Wording(rules)
