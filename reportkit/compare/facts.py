"""The facts of a side, in an order of their own, each with what it is compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import regex

from reportkit.compare.amounts import POINTS, RATIO, THINGS, Amount, Scales
from reportkit.compare.names import Name, Namer
from reportkit.comparison import Fact
from reportkit.model import Extraction, Indicator, Period
from reportkit.rules.schema import Concept
from reportkit.rules.topics import RuleSet, signs_of

_YEAR = regex.compile(r"(?<!\d)(\d{4})年")
# A place with the word for what it is: 云岭县. A shorter one would be found within other words.
SHORTEST = 3
YEAR_ON_YEAR = "year on year"
# Of a level that is a rate and of a share it hangs on the wording which of the two it is called.
RATES = ("level", "share")


class Terms:
    """What the rules say of comparing, made ready once."""

    def __init__(self, rules: RuleSet) -> None:
        self.namer = Namer(rules)
        self.scales = Scales(rules)
        self.signs = signs_of(rules.comparison)
        self.lists = {entry.id: frozenset(entry.words) for entry in rules.comparison.words}
        self.concepts: dict[str, Concept] = {concept.name: concept for concept in rules.indicators.concepts}
        self.wholes = {entry.id: entry.words for entry in rules.comparison.wholes}
        self.fingerprint = rules.fingerprint
        self._places = rules.stands

    def field(self, concept: str | None) -> str | None:
        """The field of a concept: the file of the catalogue that it stands in."""
        if concept is None or concept not in self.concepts:
            return None
        place = self._places.get(f"indicators.concepts.{self.concepts[concept].id}", "")
        return place.rpartition(":")[0].replace("\\", "/").rpartition("/")[2].removesuffix(".yaml") or None


@lru_cache(maxsize=2)
def terms_of(rules: RuleSet) -> Terms:
    """The terms of a set of rules, made once: they take a dictionary."""
    return Terms(rules)


@dataclass(frozen=True)
class Item:
    """A fact and what it is compared by.

    `is_start` tells that something is said to have risen or fallen from it: 由12家增加到17家. `also` are the facts
    that say the same again. `place` is what its report is on, by the name that stands for that place.
    """

    fact: Fact
    name: Name
    amount: Amount
    measure: str
    dimension: str
    basis: str
    place: str = ""
    is_start: bool = False
    also: tuple[Fact, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.fact.indicator

    @property
    def thing(self) -> str:
        """What it is of, whatever its measure; of a figure whose name says nothing the place, which no other has."""
        i = self.indicator
        return i.concept or self.name.text or f"{self.fact.source} {[(s.start, s.stop) for s in i.spans]}"

    def is_of_another_level(self, other: Item) -> bool:
        """Whether both are of a level by their names, and not of the same: 国家级绿色工厂, 省级绿色工厂."""
        one, two = self.name.ranks, other.name.ranks
        return bool(one and two) and one.isdisjoint(two)

    @property
    def is_goal(self) -> bool:
        return self.indicator.status == "target"

    @cached_property
    def order(self) -> tuple[Any, ...]:
        """Where it stands among the facts of a side, whatever order the side was given in."""
        i = self.indicator
        return (
            self.fact.year or 0,
            self.fact.source,
            tuple((s.start, s.stop) for s in i.spans),
            i.name,
            i.measure,
            i.value,
            i.text,
            str(i.period),
            i.sentence,
        )


def gather(extractions: Iterable[Extraction]) -> list[Fact]:
    """The indicators of extractions that have a name, each with its report."""
    return [
        Fact(each.source.path, report.place, report.kind, report.year, indicator)
        for each in extractions
        for report in each.reports
        for indicator in report.indicators
        if indicator.name
    ]


def read_items(
    facts: Iterable[Fact],
    terms: Terms,
    places: Iterable[str | None] = (),
    place_of: Mapping[str | None, str] | None = None,
) -> list[Item]:
    """The facts as they are compared, in an order of their own. Of names the `places` are left off.

    `place_of` gives the name that stands for a place; without it all are taken to be on one.
    """
    known = sorted(
        {place for place in places if place and len(place) >= SHORTEST}, key=lambda p: (-len(p), p)
    )
    named = place_of or {}
    items = sorted(
        (_item(fact, terms, known, named.get(fact.place or None, "")) for fact in facts),
        key=lambda item: item.order,
    )
    at: dict[tuple[str, str], int] = {}
    found = []
    for item in items:
        i = item.indicator
        sentence = (item.fact.source, i.sentence)
        start = i.sentence.find(i.text, at.get(sentence, 0))
        stop = start + len(i.text)
        at[sentence] = max(stop, at.get(sentence, 0))
        left = start >= 0 and terms.signs["came-from"].search(i.sentence, 0, start)
        begins = left and terms.signs["came-to"].match(i.sentence, stop)
        found.append(replace(item, is_start=True) if begins else item)
    return found


def _item(fact: Fact, terms: Terms, places: Sequence[str], place: str) -> Item:
    indicator = fact.indicator
    amount = terms.scales.amount(indicator)
    dimension = amount.dimension.partition(":")[0]  # moneys are of one dimension until they are reckoned
    if indicator.measure == "change" and dimension == POINTS:
        dimension = RATIO
    measure = "rate" if indicator.measure in RATES and dimension == RATIO else indicator.measure
    return Item(
        fact,
        terms.namer.read(_without_places(indicator.name, places)),
        amount,
        measure,
        dimension,
        _basis(indicator, terms),
        place,
    )


def _without_places(name: str, places: Sequence[str]) -> str:
    """A name without the place reported on, which some reports say and others do not."""
    shorter = name
    for place in places:
        shorter = shorter.replace(place, "").replace(place[:-1], "")
    return shorter or name


def _basis(indicator: Indicator, terms: Terms) -> str:
    """What a growth or a change is against, in words that are the same every year."""
    if indicator.measure not in ("growth", "change"):
        return ""
    basis = indicator.basis
    if not basis or any(word in basis for word in terms.lists["year-on-year"]):
        return YEAR_ON_YEAR
    named = _YEAR.search(basis)
    if named and indicator.period:
        ago = indicator.period.last_year - int(named[1])
        return YEAR_ON_YEAR if ago == 1 else f"{ago} years ago"
    return basis


def is_recalled(item: Item) -> bool:
    """Whether a figure is told only to compare with: of a year before the one under review, or where a rise began."""
    period, year = item.indicator.period, item.fact.year
    return not item.is_goal and (
        item.is_start or (period is not None and year is not None and period.last_year < year)
    )


def slot_of(period: Period | None, year: int | None) -> str:
    """A period as seen from the year under review, so that what one report says meets what the next one says.

    >>> slot_of(Period.year(2023), 2023), slot_of(Period.year(2024), 2023), slot_of(Period.year(2018, 2022), 2022)
    ('+0', '+1', '+0 of 5')
    >>> slot_of(Period("2023-H1", "2023-H1"), 2023), slot_of(None, 2023), slot_of(Period.year(2023), None)
    ('+0-H1', 'none', '2023')
    """
    if period is None:
        return "none"
    if year is None:
        return str(period)
    away = f"{period.last_year - year:+d}"
    if not period.is_span:
        return away + period.stop[4:]
    return f"{away}{period.stop[4:]} of {period.last_year - period.first_year + 1}{period.start[4:]}"


def fold(items: Sequence[Item], key: Any) -> list[Item]:
    """The items without those that say of one thing what another says more exactly or says as well."""
    groups: dict[Any, list[Item]] = {}
    for item in items:
        same = (item.fact.source, item.fact.kind, item.fact.place, item.thing, item.is_start, key(item))
        groups.setdefault(same, []).append(item)
    kept: list[Item] = []
    for group in groups.values():
        kept += _fold(group)
    return sorted(kept, key=lambda item: item.order)


def _fold(group: list[Item]) -> list[Item]:
    said: list[Item] = []
    # what is exact first: 突破3万户，达到3.12万户 is one figure
    for item in sorted(group, key=lambda each: (not each.amount.is_exact, each.order)):
        for i, other in enumerate(said):
            again = says_again(other.amount, item.amount) and not item.is_of_another_level(other)
            if again and not _is_part(item):
                said[i] = replace(other, also=(*other.also, item.fact))
                break
        else:
            said.append(item)
    return said


def _is_part(item: Item) -> bool:
    """Whether it is one of the parts of a printed ratio, which may be equal: 10:45:45."""
    return item.indicator.measure == "share" and item.indicator.unit is None


# How far from a figure the bound may be that rounds it: 3.12万户 has passed 3万户, and not 1万户.
NEAR = Decimal("0.2")


def says_again(exact: Amount, other: Amount) -> bool:
    """Whether an amount says what an `exact` one says: the same number, or a bound close by that it fits."""
    if exact.unit != other.unit:
        return False
    if (exact.value, exact.low, exact.high) == (other.value, other.low, other.high):
        return True
    if not exact.is_exact or other.is_exact:
        return False
    fits = (other.low is None or other.low <= exact.value) and (
        other.high is None or exact.value <= other.high
    )
    return fits and abs(exact.value - other.value) <= abs(exact.value) * NEAR


__all__ = [
    "RATIO",
    "THINGS",
    "YEAR_ON_YEAR",
    "Item",
    "Terms",
    "fold",
    "gather",
    "is_recalled",
    "read_items",
    "says_again",
    "slot_of",
    "terms_of",
]
