"""The two sides of a comparison: what they hold, and what is odd about setting them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportkit.compare.facts import Item, Terms, gather, read_items
from reportkit.comparison import Fact
from reportkit.model import Extraction

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

    def kind(self, fact: Fact) -> str:
        """The kind of report as far as it matters."""
        return fact.kind if self.by_kind else ""


def set_up(old: Sequence[Extraction], new: Sequence[Extraction], terms: Terms) -> Sides:
    """The sides of a comparison, with a warning for what makes it a doubtful one."""
    left, right = gather(old), gather(new)
    kinds = ({f.kind for f in left}, {f.kind for f in right})
    places = {fact.place for fact in (*left, *right)}
    warnings = [
        *_differ("place", {f.place for f in left}, {f.place for f in right}),
        *_differ("kind of report", *kinds),
        *_years(left, right),
        *_fingerprints([*old, *new], terms),
    ]
    one, two = (tuple(sorted(each.source.path for each in side)) for side in (old, new))
    return Sides(
        read_items(left, terms, places),
        read_items(right, terms, places),
        one,
        two,
        kinds[0] == kinds[1],
        tuple(warnings),
    )


def _differ(what: str, old: Iterable[str | None], new: Iterable[str | None]) -> list[str]:
    one, two = (", ".join(sorted(str(each) for each in side if each)) for side in (old, new))
    return [f"not the same {what}: {one} and {two}"] if one and two and one != two else []


def _years(old: Sequence[Fact], new: Sequence[Fact]) -> list[str]:
    one, two = ({f.year for f in side if f.year is not None} for side in (old, new))
    if not one or not two:
        unknown = "old" if not one else "new"
        return [
            f"the year under review of the {unknown} side is not known; periods are taken as they are told"
        ]
    shared = sorted(one & two)
    if shared:
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
