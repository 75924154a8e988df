"""The concept of an indicator: the catalogue's name for what its own words name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from reportkit.model import Measure
from reportkit.rules.schema import Concept
from reportkit.rules.topics import CatalogueRules, words_of

# Marks that a report writes or leaves out at will: “散乱污”企业
_MARKS = "“”‘’\"'《》 　"


@cache
def _surfaces(rules: CatalogueRules) -> dict[str, Concept]:
    """The concepts by their names and aliases, as far as they are not written at will."""
    at_will = _at_will(rules)
    return {
        surface.translate(at_will): concept
        for concept in rules.concepts
        for surface in (concept.name, *concept.aliases)
    }


@cache
def _at_will(rules: CatalogueRules) -> dict[int, None]:
    """What a report writes or leaves out at will: 税收占财政收入的比重."""
    return dict.fromkeys(map(ord, "".join((_MARKS, *words_of(rules)["at-will"]))))


def find_surface(name: str, rules: CatalogueRules) -> Concept | None:
    """The concept whose name or alias `name` is, whatever it measures; None without one."""
    return _surfaces(rules).get(name.translate(_at_will(rules)))


def find_concept(
    name: str, measure: Measure, dimension: str | None, rules: CatalogueRules, scopes: Iterable[str]
) -> Concept | None:
    """The concept whose name or alias `name` is, if measure and dimension fit it; None without one.

    `scopes` are words that may stand before a name and change nothing. An alias within a longer name is
    no match: 人均地区生产总值 is not 地区生产总值.
    """
    concept = find_surface(name, rules)
    if concept is None:
        shorter = next((name.removeprefix(scope) for scope in scopes if name.startswith(scope)), "")
        concept = find_surface(shorter, rules)
    if concept is None or measure not in concept.measures or not _fits(concept, measure, dimension):
        return None
    return concept


def _fits(concept: Concept, measure: Measure, dimension: str | None) -> bool:
    """Whether an amount has the dimension of a concept; a growth, a share or a rank has none of its own."""
    if measure not in ("level", "change"):
        return True
    own = dimension.split(":")[0] if dimension else None  # 外资 in dollars is 外资
    if concept.dimension in (own, "none", "points"):
        return True
    if {concept.dimension, own} <= {"people", "count", None}:
        return True
    return measure == "change" and own == "points" and concept.dimension == "ratio"
