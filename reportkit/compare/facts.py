"""The facts of a side, in an order of their own, each with what it is compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import regex

from reportkit.compare.amounts import POINTS, RATIO, THINGS, Amount
from reportkit.compare.names import Name
from reportkit.compare.terms import Terms
from reportkit.comparison import Fact
from reportkit.model import Extraction, Indicator, Period

_YEAR = regex.compile(r"(?<!\d)(\d{4})年")
# A place with the word for what it is: 云岭县. A shorter one would be found within other words.
SHORTEST = 3
_CLAUSES = "，,。；;、！\n"
YEAR_ON_YEAR = "year on year"
# No verb before a name is looked for further off.
LONGEST_VERB = 4
# A rank by how fast something grew is none by how large it is.
OF_GROWTH = "places by growth"
# What grew within several years is no yearly growth.
OVER = "over"
# What is told to be in step with growth, or above a larger place.
IN_STEP, ABOVE = "in-step", "above"
# In units of these a number may be the size of a thing that is named behind it.
SIZES = ("mass", "power", "volume")
# Of a level that is a rate and of a share it hangs on the wording which of the two it is called.
RATES = ("level", "share")


@dataclass(frozen=True)
class Item:
    """A fact and what it is compared by.

    `is_start` tells that something is said to have risen or fallen from it: 由12家增加到17家. `also` are the facts
    that say the same again. `place` is what its report is on, by the name that stands for that place. `is_cumulative`
    tells that it is what came together so far, `is_yearly` that it is what each year has, `is_each` that it is what each
    of several things has, `is_class` that it is no amount of its own but tells of what class a thing is; `threshold` is
    how much a thing must have to be counted (产值过亿元); `at` is where in its sentence it stands, -1 where that is not
    known.
    """

    fact: Fact
    name: Name
    amount: Amount
    measure: str
    dimension: str
    basis: str
    place: str = ""
    is_start: bool = False
    is_cumulative: bool = False
    is_yearly: bool = False
    is_each: bool = False
    is_class: bool = False
    threshold: str = ""
    at: int = -1
    also: tuple[Fact, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.fact.indicator

    @property
    def period(self) -> Period | None:
        """When it is of; the last year of several that had as much each."""
        period = self.indicator.period
        if period is None or not (self.is_yearly and period.is_span and self.measure == "level"):
            return period
        return Period.year(period.last_year)

    @property
    def thing(self) -> str:
        """What it is of, whatever its measure; of a figure whose name says nothing the place, which no other has."""
        i = self.indicator
        return i.concept or self.name.text or f"{self.fact.source} {[(s.start, s.stop) for s in i.spans]}"

    def is_of_another_level(self, other: Item) -> bool:
        """Whether both are of a level by their names, and not of the same: 国家级绿色工厂, 省级绿色工厂."""
        one, two = self.name.ranks, other.name.ranks
        return bool(one and two) and one.isdisjoint(two)

    def may_be(self, other: Item) -> bool:
        """Whether nothing sets two items apart: levels, thresholds, classes, two concepts of one name (城乡居民收入)."""
        one, two = self.indicator, other.indicator
        concepts = {one.concept, two.concept} - {None}
        if (self.threshold, self.is_class) != (other.threshold, other.is_class):
            return False
        if self.is_of_another_level(other):
            return False
        return one.name != two.name or len(concepts) < 2

    @property
    def clause(self) -> str:
        """What stands before its number in its clause; nothing where it is not known where it stands."""
        before = self.indicator.sentence[: max(self.at, 0)]
        return before[max(before.rfind(mark) for mark in _CLAUSES) + 1 :]

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
    place_of: Mapping[tuple[str, str | None], str] | None = None,
) -> list[Item]:
    """The facts as they are compared, in an order of their own. Of names the `places` are left off.

    `place_of` gives the name that stands for the place of a source; without it all are taken to be on one.
    """
    known = sorted(
        {place for place in places if place and len(place) >= SHORTEST}, key=lambda p: (-len(p), p)
    )
    named = place_of or {}
    items = sorted(
        (_item(fact, terms, known, named.get((fact.source, fact.place or None), "")) for fact in facts),
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
        found.append(_placed(item, start, terms) if start >= 0 else item)
    return found


def _placed(item: Item, start: int, terms: Terms) -> Item:
    """An item with where in its sentence it stands, and what the words around it say of it."""
    sentence, stop = item.indicator.sentence, start + len(item.indicator.text)

    def behind(sign: str) -> bool:
        return terms.signs[sign].search(sentence, 0, start) is not None

    at = sentence.rfind(item.indicator.name, 0, start)
    before = at if at + len(item.indicator.name) == start else start
    done = terms.signs["done"].search(sentence, max(before - LONGEST_VERB, 0), before) is not None
    begins = behind("came-from") and terms.signs["came-to"].match(sentence, stop) is not None
    return replace(
        item,
        name=item.name._replace(acts=item.name.acts or done),
        at=start,
        is_start=begins,
        is_cumulative=behind("so-far"),
        is_yearly=behind("each-year"),
        is_each=behind("alike"),
        is_class=_tells_a_class(item, start, stop, terms),
        threshold=_threshold(item, at, terms),
    )


def _threshold(item: Item, at: int, terms: Terms) -> str:
    """How much a thing must have to be counted, by its name or what stands right before that, at `at`."""
    i = item.indicator
    if item.measure != "level" or item.dimension != THINGS:
        return ""
    found = terms.signs["threshold"].search(i.name)
    if found is None and at >= 0:
        found = terms.signs["threshold-before"].search(i.sentence[:at])
    return found[0] if found else ""


def _tells_a_class(item: Item, start: int, stop: int, terms: Terms) -> bool:
    """Whether a number tells of what class or size a thing is: 30万吨级航道, and what stands before it is but its owner.

    In 山南700万吨露天矿 the mine is named behind the number; in 造林15万亩 nothing is.
    """
    sentence = item.indicator.sentence
    if terms.signs["of-class"].match(sentence, stop):
        return True
    if item.indicator.bound == ">" and terms.signs["of-those-with"].match(sentence, stop):
        return True
    if item.measure != "level" or item.dimension not in SIZES:
        return False
    named_before = sentence[:start].endswith(item.indicator.name[-2:])
    return named_before and terms.signs["noun-behind"].match(sentence, stop) is not None


def _item(fact: Fact, terms: Terms, places: Sequence[str], place: str) -> Item:
    indicator = fact.indicator
    amount = terms.scales.amount(indicator)
    dimension = amount.dimension.partition(":")[0]  # moneys are of one dimension until they are reckoned
    if indicator.measure == "change" and dimension == POINTS:
        dimension = RATIO
    if indicator.measure == "rank" and any(word in indicator.name for word in terms.lists["speeds"]):
        dimension = OF_GROWTH
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
    for sign in (IN_STEP, ABOVE):
        if basis and (match := terms.signs[f"{sign}-basis"].search(basis)):
            return f"{sign} {match.groupdict().get('field') or ''}".rstrip()
    of = indicator.period
    if not basis and of is not None and of.last_year > of.first_year:
        return f"{OVER} {of.last_year - of.first_year + 1} years"
    if not basis or any(word in basis for word in terms.lists["year-on-year"]):
        return YEAR_ON_YEAR
    named = _YEAR.search(basis)
    if named and of:
        ago = of.last_year - int(named[1])
        return YEAR_ON_YEAR if ago == 1 else f"{ago} years ago"
    return basis
