"""Which place a report is on: its name, and where that is not one place's alone, what else the report tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportkit.given import Given
from reportkit.places.names import PART, PlaceMatch, find_places, find_units, is_code
from reportkit.places.table import Gazetteer, PlaceForm

# The level above that is named so often, and so much oftener than those of other candidates, is that of the place.
OFTEN, OFTENER = 2, 3
# So many candidates are named in a warning.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Location:
    """The code of a place and the names of the levels above it; what is to be said where that is not clear."""

    code: str | None = None
    region: tuple[str, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What tells of the place of a report: its names, from the one that says most, and the `year` under review.

    `within` is what the user says it lies in; `front` are the title lines, `path` names the file.
    """

    names: Sequence[str]
    year: int | None
    front: str
    text: str
    path: str = ""
    within: str | None = None


def locate(table: Gazetteer, told: Told) -> Location:
    """Return the place of a report; without a code where the table has none of that name, or several that may be meant."""
    tops = find_units(table, told.within) if told.within else []
    if told.within and not tops:
        return Location(doubt=f"no place is called {told.within}, within which the report is said to be")
    for name in dict.fromkeys(told.names):
        found = find_places(table, name, told.year)
        inside = find_places(table, name, told.year, tops) if tops else found
        if found and not inside:
            return Location(doubt=f"{name} is not within {told.within}; it may be {_listed(found)}")
        if inside:
            return _only(table, inside, told)
    return Location(doubt=_unknown(table, told))


def name_given(table: Gazetteer, given: Given) -> Given:
    """Return what is given with the name of its place in the place of a code or a path, which lead to one place alone."""
    place = given.place or ""
    if not is_code(place) and PART not in place:
        return given
    found = find_places(table, place, given.year, find_units(table, given.within) if given.within else ())
    if len(found) != 1:
        return given
    return replace(given, place=found[0].form.name, within=PART.join(found[0].region) or None)


def _unknown(table: Gazetteer, told: Told) -> str | None:
    """Return what is to be said of a name that no place had at the time."""
    name = told.names[-1] if told.names else ""
    if not name or name.startswith(table.made_up):
        return None
    once = find_places(table, name)
    if not once:
        return (
            f"{name} is in no table of places and has no code; give the code with --place where you know it"
        )
    return f"{name} was no place in {told.year}; it may be {_listed(once)}, to be given with --place"


def _only(table: Gazetteer, found: list[PlaceMatch], told: Told) -> Location:
    """Return the one of several places for which the levels above speak, which the path, the front and the text name."""
    for text, least in ((told.path, 1), (told.front, 1), (told.text, OFTEN)):
        if len(found) > 1:
            found = _oftenest(table, found, text, least)
    if len(found) > 1:
        name = found[0].form.name
        return Location(doubt=f"{name} is not one place alone: {_listed(found)}; say which with --within")
    return Location(found[0].form.code, found[0].region)


def _oftenest(table: Gazetteer, found: list[PlaceMatch], text: str, least: int) -> list[PlaceMatch]:
    """Return the place whose levels above a text names so much oftener than others', or all where there is none."""
    shared = set.intersection(*(set(each.above) for each in found))
    counts = [
        max((_count(table, form, text) for form in each.above if form not in shared), default=0)
        for each in found
    ]
    best = max(counts)
    rest = sorted(counts)[-2]
    return [found[counts.index(best)]] if best >= least and best > OFTENER * rest else found


def _count(table: Gazetteer, form: PlaceForm, text: str) -> int:
    """How often a text names a place, by its name in full or without its level."""
    level = next((each for each in table.levels if form.name.endswith(each)), "")
    short = form.name.removesuffix(level)
    return text.count(short if len(short) > 1 else form.name)


def _listed(found: Iterable[PlaceMatch]) -> str:
    paths = [f"{each.path} ({each.form.code})" for each in found]
    return ", ".join(paths[:NAMED]) + (" …" if len(paths) > NAMED else "")
