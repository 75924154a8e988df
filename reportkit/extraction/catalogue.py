"""The concept of an indicator: the catalogue's name for what its own words name."""

from __future__ import annotations

from functools import cache

from reportkit.model import Measure
from reportkit.rules.schema import Concept
from reportkit.rules.topics import CatalogueRules

_SCOPES = (
    "全市",
    "全县",
    "全区",
    "全省",
    "全国",
    "地方",
    "完成",
    "实现",
    "新增",
    "开展",
    "组织",
    "举办",
    "召开",
)


@cache
def _surfaces(rules: CatalogueRules) -> dict[str, Concept]:
    return {surface: concept for concept in rules.concepts for surface in (concept.name, *concept.aliases)}


def find_concept(name: str, measure: Measure, dimension: str | None, rules: CatalogueRules) -> Concept | None:
    """The concept whose name or alias `name` is, if measure and dimension fit it; None without one.

    An alias within a longer name is no match: 人均地区生产总值 is not 地区生产总值.
    """
    surfaces = _surfaces(rules)
    concept = surfaces.get(name)
    if concept is None:
        shorter = next((name.removeprefix(scope) for scope in _SCOPES if name.startswith(scope)), name)
        concept = surfaces.get(shorter)
    if concept is None or measure not in concept.measures:
        return None
    dimension = dimension.split(":")[0] if dimension else None  # 外资 in dollars is 外资
    if measure in ("level", "change") and concept.dimension not in (dimension, "none", "points"):
        people = {concept.dimension, dimension} <= {"people", "count", None}
        if not people and not (
            measure == "change" and dimension == "points" and concept.dimension == "ratio"
        ):
            return None
    return concept
