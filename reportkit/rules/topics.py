"""The topics of the rules: what stands in each rule file, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.rules.schema import (
    BoundRule,
    Chrome,
    ClueRule,
    Concept,
    Congress,
    Exclusion,
    FigureRule,
    Head,
    KindRule,
    MoodRule,
    Noise,
    Plan,
    RoleRule,
    Sign,
    Style,
    TimeRule,
    Trim,
    Unit,
    Verb,
    Weight,
    WordList,
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RepairRules:
    noise: tuple[Noise, ...]
    chrome: tuple[Chrome, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HeadingRules:
    styles: tuple[Style, ...]
    roles: tuple[RoleRule, ...]
    openings: tuple[RoleRule, ...]
    moods: tuple[MoodRule, ...]
    spans: tuple[Sign, ...]
    begins: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReportRules:
    kinds: tuple[KindRule, ...]
    places: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PeriodRules:
    plans: tuple[Plan, ...]
    times: tuple[TimeRule, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class YearRules:
    clues: tuple[ClueRule, ...]
    figures: tuple[FigureRule, ...]
    sources: tuple[Weight, ...]
    congresses: tuple[Congress, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnitRules:
    units: tuple[Unit, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BoundRules:
    bounds: tuple[BoundRule, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExclusionRules:
    exclusions: tuple[Exclusion, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MeasureRules:
    verbs: tuple[Verb, ...]
    heads: tuple[Head, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NameRules:
    trims: tuple[Trim, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TableRules:
    headers: tuple[Sign, ...]
    words: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CatalogueRules:
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ConceptRules:
    words: tuple[WordList, ...]
    kin: tuple[WordList, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ComparisonRules:
    words: tuple[WordList, ...]
    kin: tuple[WordList, ...]
    contrasts: tuple[WordList, ...]
    ranks: tuple[WordList, ...]
    joins: tuple[WordList, ...]
    counters: tuple[WordList, ...]
    wholes: tuple[WordList, ...]


# Each topic is a slice of the rules, a YAML file (or a folder of them) and a case file of one name.
TOPICS: dict[str, type] = {
    "repair": RepairRules,
    "headings": HeadingRules,
    "reports": ReportRules,
    "years": YearRules,
    "periods": PeriodRules,
    "units": UnitRules,
    "bounds": BoundRules,
    "exclusions": ExclusionRules,
    "measures": MeasureRules,
    "names": NameRules,
    "tables": TableRules,
    "indicators": CatalogueRules,
    "concepts": ConceptRules,
    "comparison": ComparisonRules,
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RuleSet:
    """All rules, typed and checked, with the fingerprint of the files they came from."""

    repair: RepairRules
    headings: HeadingRules
    reports: ReportRules
    years: YearRules
    periods: PeriodRules
    units: UnitRules
    bounds: BoundRules
    exclusions: ExclusionRules
    measures: MeasureRules
    names: NameRules
    tables: TableRules
    indicators: CatalogueRules
    concepts: ConceptRules
    comparison: ComparisonRules
    words: bytes
    characters: bytes
    fingerprint: str
    places: dict[str, str]
    """Where each rule stands: ``topic.list.id`` to ``file:line``."""
