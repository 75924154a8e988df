"""What a panel is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reportkit.places.choice import Choice
    from reportkit.rules.topics import RuleSet

What = Literal["outcome", "goal", "both"]
Vintage = Literal["first", "latest"]
HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The cells of a panel: of these `concepts`, and only of the `measures`, `years`, places and `kinds` that are given.

    `vintage` says which report tells of a year: its own (first), or the last that does.
    """

    concepts: tuple[str, ...]
    measures: Sequence[str] = ()
    what: What = "both"
    years: tuple[int, int] | None = None
    places: Choice | None = None
    kinds: Sequence[str] = ()
    vintage: Vintage = "first"

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of a cell that are asked for."""
        return ("outcome", "goal") if self.what == "both" else (self.what,)


def concepts_named(group: str, rules: RuleSet) -> tuple[str, ...]:
    """The concepts of a group: those of a paragraph of goals (headline), or of a field of the catalogue (economy).

    Raises `ValueError` where there is no such group.
    """
    from reportkit.rules.topics import words_of

    if group == HEADLINE:
        return words_of(rules.panel)[HEADLINE]
    fields: dict[str, list[str]] = {}
    for concept in rules.indicators.concepts:
        place = rules.stands[f"indicators.concepts.{concept.id}"]
        field = place.rpartition(":")[0].replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
        fields.setdefault(field, []).append(concept.name)
    if group not in fields:
        raise ValueError(
            f"no concepts are called {group!r}; name {HEADLINE}, or a field: {', '.join(fields)}"
        )
    return tuple(fields[group])
