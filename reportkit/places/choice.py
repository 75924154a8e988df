"""Which reports are asked for by places: by a name in any form, by a code, or by a region such as 河北省/*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from reportkit.places.names import PART, find_units
from reportkit.places.table import WHOLE, Gazetteer, PlaceUnit

ANY = "*"
# So many places are told of where the one that is asked for is none of them.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes of all forms of the places that are asked for, and their names, for reports without a code."""

    codes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def holds(self, code: str | None, place: str | None) -> bool:
        """Whether a report with this code and on this place is one of those asked for."""
        return code in self.codes if code is not None and self.codes else place in self.names

    def missing_in(self, known: Iterable[tuple[str | None, str | None]], asked: str) -> str | None:
        """Return what is said where no code and name of the `known` places is of those asked for: which hold the name."""
        known = list(known)
        if any(self.holds(code, name) for code, name in known):
            return None
        near = sorted({name for _, name in known if name and asked in name})
        there = f"; there is {', '.join(near[:NAMED])}{' …' if len(near) > NAMED else ''}" if near else ""
        return f"no report on {asked}{there}"


def choose_places(table: Gazetteer, asked: Sequence[str]) -> Choice:
    """Return what is asked for. Raises `ValueError` where a region is asked for that the table has not, or has twice."""
    codes: set[str] = set()
    names: set[str] = set()
    for each in asked:
        units = list(_below(table, each)) if ANY in each else find_units(table, each)
        names.add(each)
        for unit in units:
            codes.update(form.code for form in unit.forms)
            names.update(form.name for form in unit.forms)
    return Choice(frozenset(codes), frozenset(names))


def _below(table: Gazetteer, asked: str) -> Iterable[PlaceUnit]:
    """Return the places that a pattern fits: those so many levels below a region, or more, that are now called so."""
    parts = [part for part in asked.split(PART) if part]
    first = next(n for n, part in enumerate(parts) if ANY in part)
    head, levels = PART.join(parts[:first]), parts[first:]
    tops = find_units(table, head) if head else [WHOLE]
    if len(tops) != 1:
        told = "no place" if not tops else f"{len(tops)} places"
        raise ValueError(f"{asked}: {told} called {head}; name one region as it is printed, or its code")
    top = tops[0]
    codes = {form.code for form in top.forms}
    for unit in table.units():
        above = table.ancestors(unit)
        if top is not WHOLE and above.isdisjoint(codes):
            continue
        depth = unit.forms[0].rank - (top.forms[0].rank if top is not WHOLE else -1)
        if depth >= len(levels) and fnmatchcase(unit.name, levels[-1]):
            yield unit
