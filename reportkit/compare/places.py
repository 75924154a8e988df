"""Which of the names of places mean one place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from reportkit.compare.terms import Terms
from reportkit.model import Extraction

UNKNOWN = ""
# A shorter name stands at the end of too many others: 安县, 吉安县.
SHORTEST = 3
# The place of a report by its source and its name, and the name that stands for that place.
Places = Mapping[tuple[str, str | None], str]


def name_places(extractions: Iterable[Extraction], terms: Terms) -> Places:
    """Return the names that stand for the places of reports: by their codes where they have one, and else by their names.

    徐水县 of 2014 and 徐水区 of 2016 are one place, which goes by the name of today; two of one name go by their
    regions as well.
    """
    reports = {(each.source.path, r.place or None): r for each in extractions for r in each.reports}
    told = {key: terms.unit_of(r.code, r.place) for key, r in reports.items() if r.code}
    units = {key: unit for key, unit in told.items() if unit is not None}
    several = Counter(name for name, _ in {(unit.name, unit.code) for unit in units.values()})
    called: dict[tuple[str, str | None], str] = {}
    former: dict[str, set[str]] = defaultdict(set)
    for key, unit in units.items():
        above = reports[key].region[-1:] if several[unit.name] > 1 else ()
        called[key] = "".join((*above, unit.name))
        for name in unit.names:
            former[name].add(called[key])
    others = {key: _only(former[key[1] or ""], key[1]) for key in reports if key not in units}
    stands = one_name_each([*called.values(), *others.values()], terms.lists["levels"])
    return called | {key: stands[name] for key, name in others.items()}


def _only(called: Iterable[str], name: str | None) -> str | None:
    """The only one of the names that stand for a place; where there are several or none, the `name` itself."""
    found = list(called)
    return found[0] if len(found) == 1 else name


def one_name_each(names: Iterable[str | None], levels: Iterable[str]) -> dict[str | None, str]:
    """For every name of a place the one that stands for it: of 云岭, 云岭县 and 青原市云岭县 it is 云岭县.

    A report that does not tell its place is on the only one there is, and where there are several on none of them.
    A short name that longer ones of different places fit is a place of its own. `levels` are the words that tell what
    a place is.

    >>> one_name_each(["宁夏", "宁夏回族自治区", "上海市", "上海市浦东新区"], ["省", "市", "新区", "自治区"])
    {'宁夏': '宁夏回族自治区', '宁夏回族自治区': '宁夏回族自治区', '上海市': '上海市', '上海市浦东新区': '上海市浦东新区'}
    >>> one_name_each(["吉林", "吉林省", "吉林市", None], ["省", "市"])
    {'吉林': '吉林', '吉林省': '吉林省', '吉林市': '吉林市', None: ''}
    """
    given, ends = list(dict.fromkeys(name or None for name in names)), tuple(levels)
    known = [name for name in given if name]
    group = {name: {name} for name in known}
    for name in known:
        longer = [each for each in known if _fits(name, each, ends)]
        if all(_fits(one, two, ends) or _fits(two, one, ends) for one, two in combinations(longer, 2)):
            for each in longer:
                group[name] |= group[each]
                for member in group[name]:
                    group[member] = group[name]
    found: dict[str | None, str] = {name: _plainest(sorted(group[name], key=len), ends) for name in known}
    places = set(found.values())
    if None in given:
        found[None] = next(iter(places)) if len(places) == 1 else UNKNOWN
    return {name: found[name] for name in given}


def _fits(short: str, long: str, levels: tuple[str, ...]) -> bool:
    """Whether a longer name is the same with what the place is behind it (县, 回族自治区) or what it lies in before."""
    if short == long:
        return False
    rest = long[len(short) :]
    told = rest in levels or rest.endswith(tuple(level for level in levels if len(level) >= SHORTEST))
    return (long.startswith(short) and told) or (len(short) >= SHORTEST and long.endswith(short))


def _plainest(names: Sequence[str], levels: tuple[str, ...]) -> str:
    """Of names of one place, shortest first, the first that says what it is."""
    return next((name for name in names if name.endswith(levels)), names[-1])
