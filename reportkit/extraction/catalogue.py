"""The concept of an indicator: the catalogue's name for what its own words name.

A name that the catalogue does not have is read by what it is made of. What stands at its ends and changes nothing is
left off: who speaks, how much was done of it, of which level it is. What is left has to be a name of the catalogue:
an alias within a longer name is none, since 人均地区生产总值 and 开发区地区生产总值 are not 地区生产总值.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reportkit.model import Measure
from reportkit.rules.schema import Concept
from reportkit.rules.topics import CatalogueRules, RuleSet, words_of

# Marks that a report writes or leaves out at will: “散乱污”企业
_MARKS = "“”‘’\"'《》 　"
ADDING, RENEWING = "adding", "renewing"
# A part of a place that a sentence tells of stands within so many characters of its beginning, which is sought so far.
OPENING, REACH, ENDS = 14, 300, "。；;！!\n"
# What an amount leaves out of a name, by its dimension; a growth is told of a product, and not of its fields.
_LEFT_OUT = {"money": "left-out-of-money", "area": "left-out-of-area", "mass": "left-out-of-mass"}


class _Read(NamedTuple):
    """A name as it is looked up: what is left of it, and how that came to be what it is."""

    noun: str
    acts: frozenset[str] = frozenset()


class Wording:
    """The names of the catalogue, and the words that change nothing of them, made ready once."""

    def __init__(self, rules: RuleSet) -> None:
        kin = ((word, entry.words[0]) for entry in rules.concepts.kin for word in entry.words[1:])
        self._kin = sorted(kin, key=lambda pair: -len(pair[0]))
        surfaces = _surfaces(rules.indicators)
        self._catalogue = rules.indicators
        told = self.plain("\n".join(surfaces)).split("\n")
        self.surfaces = dict(zip(told, surfaces.values(), strict=True)) | surfaces
        self.lists = {entry.id: entry.words for entry in rules.concepts.words}
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
        return _bare(name, self._catalogue)

    def plain(self, name: str) -> str:
        """A name, or many of them in lines, without what is written at will, each word as the first of its kin."""
        name = self.bare(name)
        for word, first in self._kin:
            name = name.replace(word, first)
        return name

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

    def find(self, read: _Read) -> Concept | None:
        """The concept that says a noun with a verb of its acts, whichever: that of the first in the list that there is.

        What came to be of a thing is of the concept of that, whatever the thing is called: 新增高企 is 新增高新技术企业.
        """
        thing = self.surfaces.get(read.noun)
        if not read.acts:
            return thing
        if read.noun in self._words["verb-decides"]:
            return None
        nouns = [read.noun] if thing is None else [read.noun, self.plain(thing.name)]
        for verbs in self._verbs(read.acts):
            for noun in nouns:
                told = (self.surfaces.get(form) for verb in verbs for form in (verb + noun, noun + verb))
                concept = next((each for each in told if each is not None), None)
                if concept is not None:
                    return concept
        return None

    def _verbs(self, acts: frozenset[str]) -> Iterator[tuple[str, ...]]:
        """The verbs of acts, in the order in which they are sought: those of both only where something came to be."""
        if ADDING in acts:
            yield self._adding
            yield self._both
        if RENEWING in acts:
            yield self._renewing


@cache
def _at_will(rules: CatalogueRules) -> tuple[str, ...]:
    """What a report writes or leaves out at will: 税收占财政收入的比重."""
    return (*_MARKS, *words_of(rules)["at-will"])


def _bare(text: str, rules: CatalogueRules) -> str:
    """A text without what is written at will."""
    for sign in _at_will(rules):
        text = text.replace(sign, "")
    return text


@cache
def _surfaces(rules: CatalogueRules) -> dict[str, Concept]:
    """The concepts by their names and aliases, as far as they are not written at will.

    All are read at once: one by one they take longer than a report.
    """
    named = [(surface, each) for each in rules.concepts for surface in (each.name, *each.aliases)]
    told = _bare("\n".join(surface for surface, _ in named), rules).split("\n")
    return {surface: concept for surface, (_, concept) in zip(told, named, strict=True)}


@cache
def _wording(rules: RuleSet) -> Wording:
    return Wording(rules)


def find_surface(name: str, rules: CatalogueRules) -> Concept | None:
    """The concept whose name or alias `name` is, whatever it measures; None without one."""
    return _surfaces(rules).get(_bare(name, rules))


def find_concept(name: str, measure: Measure, dimension: str | None, rules: RuleSet) -> Concept | None:
    """The concept that `name` means, if measure and dimension fit it; None without one.

    >>> from reportkit import load_rules
    >>> rules = load_rules()
    >>> find_concept("全市新建和改造提升高标准农田", "level", "area", rules).name
    '新建高标准农田'
    >>> find_concept("开发区地区生产总值", "level", "money", rules) is None
    True
    """
    wording = _wording(rules)
    own = dimension.split(":")[0] if dimension else None  # 外资 in dollars is 外资
    for read in _readings(name, wording):
        concept = wording.find(read)
        if concept is not None and _fits(concept, measure, own, wording):
            return concept
        if not read.acts:
            concept = _with_what_is_left_out(read.noun, measure, own, wording)
            if concept is not None:
                return concept
        elif concept is not None:
            return None
    return None


def is_of_a_part(concept: Concept, text: str, stop: int, rules: RuleSet) -> bool:
    """Whether a concept of the whole place is told at `stop` of a part of it, with which the sentence opens.

    >>> from reportkit import load_rules
    >>> rules, text = load_rules(), "开发区营业收入增长12%，税收收入增长9%。"
    >>> revenue = find_concept("税收收入", "growth", "ratio", rules)
    >>> is_of_a_part(revenue, text, text.index("9"), rules)
    True
    """
    words = _wording(rules).lists
    if concept.name not in words["of-the-place"]:
        return False
    start = max(text.rfind(end, max(stop - REACH, 0), stop) for end in ENDS) + 1
    if not start and stop > REACH:
        return False
    opening, sentence = text[start : min(start + OPENING, stop)], text[start:stop]
    return any(word in opening for word in words["zones"]) and not any(
        word in sentence for word in words["wholes"]
    )


def _readings(name: str, wording: Wording) -> Iterator[_Read]:
    """A name as it is, then with less and less of what changes nothing."""
    yield _Read(wording.bare(name))
    for read in _without_starts(wording.plain(name), wording):
        yield read
        noun = read.noun
        in_all = False
        while word := wording.last(noun, "behind", "totals"):
            in_all = in_all or word == wording.last(noun, "totals")
            noun = noun.removesuffix(word)
            if not in_all:
                yield _Read(noun, read.acts)
            elif not wording.first(noun, ADDING):  # 新增绿色工厂总数 are those that there are
                yield _Read(noun.removesuffix(wording.last(noun, ADDING)))
        if in_all:
            continue
        if word := wording.last(noun, ADDING, RENEWING):
            yield _Read(noun.removesuffix(word), read.acts | wording.acts(word))
        word = wording.first(noun, "kinds")
        if read.acts and word:
            yield _Read(noun.removeprefix(word), read.acts)


def _without_starts(name: str, wording: Wording) -> Iterator[_Read]:
    read = _Read(name)
    yield read
    while True:
        noun, acts = read
        verbs = [read]
        while word := wording.first(noun, ADDING, RENEWING):
            noun, acts = noun.removeprefix(word), acts | wording.acts(word)
            joined = wording.first(noun, "joins")  # 新建和改造提升高标准农田
            if joined and wording.first(noun.removeprefix(joined), ADDING, RENEWING):
                noun = noun.removeprefix(joined)
            verbs.append(_Read(noun, acts))
        # without all of them first, and then with one that may be of the noun: 新增建设用地
        yield from reversed(verbs[1:])
        word, level = (
            wording.first(noun, *names) for names in (("before", "named-levels"), ("named-levels",))
        )
        if word == level and wording.first(noun.removeprefix(word), "of-a-level", whole=True):
            word = ""
        if not word and len(verbs) == 1:
            return
        read = _Read(noun.removeprefix(word), acts)
        if word:
            yield read


def _with_what_is_left_out(
    noun: str, measure: Measure, dimension: str | None, wording: Wording
) -> Concept | None:
    """The concept of a noun whose amount tells what is meant of it: 小麦21万亩 is what is sown, 小麦31万吨 the harvest."""
    left_out = _LEFT_OUT.get(dimension or "") if measure in ("level", "change") else "left-out-of-mass"
    for word in wording.lists[left_out] if left_out and measure in ("level", "change", "growth") else ():
        concept = wording.surfaces.get(noun + word)
        if concept is not None and _fits(concept, measure, dimension, wording):
            return concept
    return None


def _fits(concept: Concept, measure: Measure, own: str | None, wording: Wording) -> bool:
    """Whether a measure and the dimension of an amount are those of a concept.

    What has an amount has a place in a ranking, too, and may gain some of it: 粮食产量增加3万吨. A growth, a share or a
    rank has no dimension of its own.
    """
    if measure not in concept.measures and not (
        measure in ("rank", "change") and "level" in concept.measures
    ):
        return False
    if measure not in ("level", "change"):
        return True
    if measure == "change" and own == "places":  # 提高3个位次
        return True
    if measure == "change" and own == "points":  # 高于全国0.3个百分点
        return concept.dimension in ("ratio", "points", "none") or "growth" in concept.measures
    if concept.dimension in (own, "none") or own in ("times", f"{concept.dimension}/time"):
        return True
    if concept.dimension == "count" and own == "people":
        return any(word in concept.name for word in wording.lists["in-persons"])
    return concept.dimension in ("people", "count") and own in ("count", None)  # 贫困人口444户
