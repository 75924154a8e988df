"""What a name of a place means, in whatever form it is printed: 河北省保定市徐水区, 河北徐水, 徐水县, 130609."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.places.table import COUNTY, NOW, WHOLE, Gazetteer, PlaceForm, PlaceUnit

# What parts the levels of a path of places, and what may stand between the parts of a name.
PART = "/"
# A name that a place had so many years before or behind is another's.
FAR = 10
_BETWEEN = re.compile(r"[\s·,，、>\-]+")
_CODE = re.compile(r"[0-9]{6}(?:0{6})?")


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that a name may mean: the unit, its form at the time, and the levels above that one."""

    unit: PlaceUnit
    form: PlaceForm
    above: tuple[PlaceForm, ...]

    @property
    def region(self) -> tuple[str, ...]:
        """The names of the levels above."""
        return tuple(form.name for form in self.above)

    @property
    def path(self) -> str:
        """The name with those of the levels above it."""
        return PART.join((*self.region, self.form.name))


def is_code(name: str) -> bool:
    """Whether a name is a code of six digits, or of twelve as some tables have it."""
    return _CODE.fullmatch(name.strip()) is not None


def find_places(
    table: Gazetteer, name: str, year: int | None = None, within: Sequence[PlaceUnit] = ()
) -> list[PlaceMatch]:
    """Find the places that `name` may mean, those of the `year` before others, and of those only the ones `within` a unit.

    A name may have those of the levels above before it, in full or in short, and may be a code.
    """
    name = _plain(name)
    found = _shortest(table, name, _choose(_read(table, name), year))
    if within:
        found = [(unit, forms) for unit, forms in found if any(_is_under(table, unit, top) for top in within)]
    return [_found(table, unit, forms, year) for unit, forms in found]


Meant = list[tuple[PlaceUnit, tuple[PlaceForm, ...]]]


def find_units(table: Gazetteer, name: str) -> list[PlaceUnit]:
    """Find the places that a name means, of whatever time it is."""
    return [found.unit for found in find_places(table, name)]


def _plain(name: str) -> str:
    return PART.join(part for part in _BETWEEN.sub(PART, name.strip()).split(PART) if part)


def _read(table: Gazetteer, name: str) -> Meant:
    """Return what a name means without regard to the time."""
    if is_code(name):
        code = name[:6]
        return [(unit, tuple(f for f in unit.forms if f.code == code)) for unit in table.of_code(code)]
    if PART in name:
        top, _, rest = name.partition(PART)
        return _under(table, table.named(top), _read(table, rest))
    found = table.named(name)
    if found:
        return found
    parts: dict[str, tuple[PlaceUnit, tuple[PlaceForm, ...]]] = {}
    for cut in range(len(name) - 2, 1, -1):
        tops = [top for top in table.named(name[:cut]) if top[0] is WHOLE or top[1][0].rank < COUNTY]
        if tops:
            below = _under(table, tops, _read(table, name[cut:]))
            parts.update((unit.code, (unit, forms)) for unit, forms in below if unit.code not in parts)
    return list(parts.values())


def _under(table: Gazetteer, tops: Meant, found: Meant) -> Meant:
    """Those of the places found that lie in one of the tops."""
    return [each for each in found if any(_is_under(table, each[0], top) for top, _ in tops)]


def _is_under(table: Gazetteer, unit: PlaceUnit, top: PlaceUnit) -> bool:
    return top is WHOLE or not table.ancestors(unit).isdisjoint(form.code for form in top.forms)


def _shortest(table: Gazetteer, name: str, found: Meant) -> Meant:
    """Of places of one short name the one that is a province, or in which all others lie: 吉林, 承德."""
    if not found or any(name.endswith(form.name) for _, forms in found for form in forms):
        return found
    ranked = sorted(found, key=lambda each: each[1][0].rank)
    top = ranked[0]
    is_alone = len(ranked) > 1 and ranked[1][1][0].rank > top[1][0].rank
    if is_alone and (top[1][0].rank == 0 or all(_is_under(table, unit, top[0]) for unit, _ in ranked[1:])):
        return [top]
    return found


def _choose(found: Meant, year: int | None) -> Meant:
    """Of several places those whose form of that name is of the year, or of the next, in which a report is given."""
    if year is None:
        now = [each for each in found if any(form.until == NOW for form in each[1])]
        return now or found
    for asked in (year, year + 1):
        then = [each for each in found if any(not form.distance(asked) for form in each[1])]
        if then:
            return then
    return [each for each in found if any(form.distance(year) <= FAR for form in each[1])]


def _found(table: Gazetteer, unit: PlaceUnit, forms: tuple[PlaceForm, ...], year: int | None) -> PlaceMatch:
    form = unit.at(year, forms)
    return PlaceMatch(unit, form, tuple(table.above(unit, form, year)))
