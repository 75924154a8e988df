"""The two sides of a comparison: what they hold, and what is odd about setting them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportkit.compare.facts import Item, gather, read_items
from reportkit.compare.places import UNKNOWN, Places, name_places
from reportkit.compare.terms import Terms, terms_of
from reportkit.compare.worded import worded_facts
from reportkit.comparison import Fact
from reportkit.errors import PlacesError
from reportkit.model import Extraction
from reportkit.rules.topics import RuleSet

# So much of a fingerprint is shown.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides with their items in order. `by_kind` tells that reports pair with those of their own kind."""

    old: list[Item]
    new: list[Item]
    old_paths: tuple[str, ...]
    new_paths: tuple[str, ...]
    by_kind: bool
    warnings: tuple[str, ...]

    def group(self, item: Item) -> tuple[str, str]:
        """What an item pairs within: its place, and the kind of its report as far as that matters."""
        return item.place, item.fact.kind if self.by_kind else ""


def set_up(
    old: Sequence[Extraction],
    new: Sequence[Extraction],
    terms: Terms,
    across: bool = False,
    in_words: bool = False,
) -> Sides:
    """The sides of a comparison, with a warning for what makes it a doubtful one.

    `in_words` asks for what the sentences of figures tell in words as well.
    Raises `PlacesError` where no place is on both sides, unless figures are to be compared `across` places.
    """
    left, right = gather(old), gather(new)
    if in_words:
        left, right = ([*side, *worded_facts(side, terms)] for side in (left, right))
    kinds = ({f.kind for f in left}, {f.kind for f in right})
    places = {fact.place for fact in (*left, *right)}
    place_of = name_places([*old, *new], terms)
    apart = _places(left, right, place_of, across)
    place_of = dict.fromkeys(place_of, UNKNOWN) if across else place_of
    both = (read_items(left, terms, places, place_of), read_items(right, terms, places, place_of))
    warnings = [
        *apart,
        *_differ("kind of report", *kinds),
        *_years(*both),
        *_fingerprints([*old, *new], terms),
    ]
    one, two = (tuple(sorted(each.source.path for each in side)) for side in (old, new))
    return Sides(*both, one, two, kinds[0] == kinds[1], tuple(warnings))


def _places(old: Sequence[Fact], new: Sequence[Fact], place_of: Places, across: bool) -> list[str]:
    """What is said of the places of both sides. Raises `PlacesError` where none is on both."""
    one, two = (
        {place_of[fact.source, fact.place or None] for fact in side} - {UNKNOWN} for side in (old, new)
    )
    if not one or not two or (one == two and len(one) == 1):
        return []
    if across:
        return _differ("place", one, two)
    if not one & two:
        raise PlacesError(
            f"the old side is on {_list(one)}, the new one on {_list(two)}; give reports on one place, "
            "or compare them all the same with --across-places"
        )
    alone = [
        f"only the {side} side is on {_list(more)}"
        for side, more in (("old", one - two), ("new", two - one))
        if more
    ]
    return [f"several places, each compared with itself alone: {_list(one & two)}", *alone]


def _list(places: Iterable[str]) -> str:
    return ", ".join(sorted(places))


def _differ(what: str, old: Iterable[str | None], new: Iterable[str | None]) -> list[str]:
    one, two = (", ".join(sorted(str(each) for each in side if each)) for side in (old, new))
    return [f"not the same {what}: {one} and {two}"] if one and two and one != two else []


def _years(old: Sequence[Item], new: Sequence[Item]) -> list[str]:
    """What is odd about the years of both sides, of each place that is on both."""
    shared = sorted({i.place for i in old} & {i.place for i in new})
    if len(shared) < 2:
        return _years_of(*(_years_in(side) for side in (old, new)))
    return [
        f"{place}: {said}"
        for place in shared
        for said in _years_of(*(_years_in(i for i in side if i.place == place) for side in (old, new)))
    ]


def _years_in(items: Iterable[Item]) -> set[int]:
    return {i.fact.year for i in items if i.fact.year is not None}


def _years_of(one: set[int], two: set[int]) -> list[str]:
    if not one or not two:
        unknown = "old" if not one else "new"
        return [
            f"the year under review of the {unknown} side is not known; periods are taken as they are told"
        ]
    if shared := sorted(one & two):
        return [f"the same year on both sides: {', '.join(map(str, shared))}"]
    if max(one) > max(two):
        return [
            f"the old side is of {max(one)} and the new one of {max(two)}; they may be the wrong way round"
        ]
    if max(two) - max(one) > 1:
        return [f"{max(two) - max(one)} years lie between the sides: {max(one)} and {max(two)}"]
    return []


def _fingerprints(extractions: Sequence[Extraction], terms: Terms) -> list[str]:
    """Extractions made before by other rules than those that concepts and units are looked up in now."""
    return [
        f"{each.source.path} was extracted by the rules {each.rules[:SHOWN]}, these are {terms.fingerprint[:SHOWN]}"
        for each in extractions
        if each.rules not in ("", terms.fingerprint)
    ]


def places_of(extractions: Sequence[Extraction], rules: RuleSet) -> set[str]:
    """The places that reports are on, each by the name that stands for it; an empty one where none is told."""
    return set(name_places(extractions, terms_of(rules)).values())
