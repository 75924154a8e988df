"""The topics of the rules: what stands in each rule file, and all of them together."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Protocol

from reportkit.rules.pattern import Pattern
from reportkit.rules.schema import (
    BoundRule,
    Chrome,
    ClueRule,
    Concept,
    Congress,
    Entry,
    Exclusion,
    FigureRule,
    FiveYearPlan,
    Head,
    KindRule,
    MoodRule,
    Noise,
    Organ,
    RoleRule,
    Sign,
    Style,
    TimeRule,
    Trim,
    Unit,
    Verb,
    Weight,
    WordList,
    WordRole,
)
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RepairRules:
    noise: tuple[Noise, ...]
    chrome: tuple[Chrome, ...]
    signs: tuple[Sign, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HeadingRules:
    styles: tuple[Style, ...]
    roles: tuple[RoleRule, ...]
    openings: tuple[RoleRule, ...]
    moods: tuple[MoodRule, ...]
    spans: tuple[Sign, ...]
    begins: tuple[Sign, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReportRules:
    kinds: tuple[KindRule, ...]
    organs: tuple[Organ, ...]
    places: tuple[Sign, ...]
    signs: tuple[Sign, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Place(Entry):
    """A place, laid over the line of the table of its `id`, a code of GB/T 2260; what is not given is as it is there.

    `since` and `until` are the first and last year at whose end it was so, `formerly` what it was before (``130625 徐水县
    1994-2014``), `above` the code of the level above where its own tells none.
    """

    name: str = ""
    since: int = 0
    until: int = 0
    above: str = ""
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PlaceRules:
    """What is laid over the table of places, and how their names are built."""

    places: tuple[Place, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PeriodRules:
    plans: tuple[FiveYearPlan, ...]
    times: tuple[TimeRule, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class YearRules:
    clues: tuple[ClueRule, ...]
    figures: tuple[FigureRule, ...]
    sources: tuple[Weight, ...]
    congresses: tuple[Congress, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnitRules:
    units: tuple[Unit, ...]
    signs: tuple[Sign, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LexiconRules:
    """The roles that words have, each with its words."""

    verbs: tuple[Verb, ...]
    heads: tuple[Head, ...]
    trims: tuple[Trim, ...]
    names: tuple[WordRole, ...]
    bounds: tuple[BoundRule, ...]
    numbers: tuple[WordRole, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExclusionRules:
    exclusions: tuple[Exclusion, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NameRules:
    cuts: tuple[Sign, ...]
    sides: tuple[WordList, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TableRules:
    headers: tuple[Sign, ...]
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CatalogueRules:
    concepts: tuple[Concept, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ConceptRules:
    words: tuple[WordList, ...]
    kin: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ComparisonRules:
    signs: tuple[Sign, ...]
    words: tuple[WordList, ...]
    kin: tuple[WordList, ...]
    synonyms: tuple[WordList, ...]
    contrasts: tuple[WordList, ...]
    ranks: tuple[WordList, ...]
    stages: tuple[WordList, ...]
    joins: tuple[WordList, ...]
    deeds: tuple[WordList, ...]
    counters: tuple[WordList, ...]
    wholes: tuple[WordList, ...]
    joint: tuple[WordList, ...]
    sectors: tuple[WordList, ...]
    earlier: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PanelRules:
    words: tuple[WordList, ...]


# Each topic is a slice of the rules, a YAML file (or a folder of them) and a case file of one name.
TOPICS: dict[str, type] = {
    "repair": RepairRules,
    "headings": HeadingRules,
    "reports": ReportRules,
    "places": PlaceRules,
    "years": YearRules,
    "periods": PeriodRules,
    "units": UnitRules,
    "lexicon": LexiconRules,
    "exclusions": ExclusionRules,
    "names": NameRules,
    "tables": TableRules,
    "indicators": CatalogueRules,
    "concepts": ConceptRules,
    "comparison": ComparisonRules,
    "panel": PanelRules,
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RuleSet:
    """All rules, typed and checked, with the fingerprint of the files they came from."""

    repair: RepairRules
    headings: HeadingRules
    reports: ReportRules
    places: PlaceRules
    years: YearRules
    periods: PeriodRules
    units: UnitRules
    lexicon: LexiconRules
    exclusions: ExclusionRules
    names: NameRules
    tables: TableRules
    indicators: CatalogueRules
    concepts: ConceptRules
    comparison: ComparisonRules
    panel: PanelRules
    words: bytes
    characters: bytes
    gazetteer: bytes
    """The table of places, as `places.txt` has it."""
    fingerprint: str
    stands: dict[str, str]
    """Where each rule stands: ``topic.list.id`` to ``file:line``."""
    word_lines: str
    """Where each word of the lexicon stands: a line for each, with its place, a tab and the word."""

    def all_places(self) -> dict[str, str]:
        """Where each rule stands, and each word of the lexicon, which is ``lexicon.words.增长``."""
        here = f"{Path.cwd()}{os.sep}"
        words = (line.removeprefix(here).rpartition("\t") for line in self.word_lines.split("\n"))
        return self.stands | {f"lexicon.words.{word}": place for place, _, word in words}


class _Signed(Protocol):
    @property
    def signs(self) -> tuple[Sign, ...]: ...


class _Worded(Protocol):
    @property
    def words(self) -> tuple[WordList, ...]: ...


@cache
def signs_of(topic: _Signed) -> dict[str, Pattern]:
    """Return the patterns of a topic's signs by their ids."""
    return {sign.id: sign.pattern for sign in topic.signs}


@cache
def words_of(topic: _Worded) -> dict[str, tuple[str, ...]]:
    """Return the words of a topic's lists by their ids, as str.startswith takes them."""
    return {entry.id: entry.words for entry in topic.words}
