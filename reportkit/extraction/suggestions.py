"""Names that recur without a concept: what the catalogue may lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportkit.extraction.catalogue import find_surface
from reportkit.extraction.lexicon import lexicon
from reportkit.model import Extraction, Indicator, Measure
from reportkit.rules.topics import RuleSet
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Suggestion:
    """A name without a concept: how often it stands, in how many files, what it measures, and a sentence."""

    name: str
    count: int
    files: int
    dimension: str
    measures: tuple[Measure, ...]
    sentence: str


def find_suggestions(extractions: Sequence[Extraction], rules: RuleSet, least: int) -> list[Suggestion]:
    """The names that stand at least so many times without a concept, the most frequent first."""
    known = rules.indicators
    found: dict[str, list[tuple[int, Indicator]]] = defaultdict(list)
    for file, extraction in enumerate(extractions):
        for report in extraction.reports:
            for indicator in report.indicators:
                if indicator.concept is None and indicator.name and not find_surface(indicator.name, known):
                    found[indicator.name].append((file, indicator))
    suggestions = [
        Suggestion(
            name=name,
            count=len(places),
            files=len({file for file, _ in places}),
            dimension=_dimension((i for _, i in places), rules),
            measures=tuple(dict.fromkeys(i.measure for _, i in places)),
            sentence=places[0][1].sentence,
        )
        for name, places in found.items()
        if len(places) >= least
    ]
    return sorted(suggestions, key=lambda each: -each.count)


def _dimension(indicators: Iterable[Indicator], rules: RuleSet) -> str:
    """The dimension of the amounts among indicators, `ratio` where there are none, `none` where they differ."""
    units = lexicon(rules).units
    dimensions = set()
    for indicator in indicators:
        if indicator.measure in ("level", "change", "share"):
            unit = units.get(indicator.unit or "")
            dimensions.add(unit.dimension.split(":")[0] if unit else "count")
    dimensions -= {"points"} if len(dimensions) > 1 else set()
    if not dimensions or dimensions == {"points"}:
        return "ratio"
    return dimensions.pop() if len(dimensions) == 1 else "none"
