"""One thing over the years, from any number of reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from reportkit.compare.facts import YEAR_ON_YEAR, Item, gather, read_items
from reportkit.compare.folding import fold, says_again
from reportkit.compare.places import name_places
from reportkit.compare.terms import terms_of
from reportkit.comparison import Point, Series
from reportkit.model import Extraction, Measure, Period
from reportkit.rules.topics import RuleSet
from reportkit.text.numerals import EXACT


def find_series(
    extractions: Sequence[Extraction],
    name: str,
    rules: RuleSet,
    measure: Measure | None = None,
    goals: bool = False,
) -> tuple[Series, ...]:
    """What the reports tell of `name`, a series for each place and measure, or for one `measure` alone.

    `name` is a concept of the catalogue, one of its aliases, or a name as reports write it. `goals` asks for what
    was planned, in the place of what was reached. For each period the figure of the first report that gives it
    comes first, and before it one that is called just so; figures of others that differ stand beside it.
    """
    terms = terms_of(rules)
    wanted = find_concept(name, rules)
    text = terms.namer.read(name).text
    meant = {wanted, *terms.earlier.get(wanted, ())} if wanted else set()
    facts = gather(extractions)
    place_of = name_places(extractions, terms)
    items = [
        item
        for item in read_items(facts, terms, place_of=place_of)
        if (item.indicator.concept in meant or (text and item.name.text == text))
        and item.is_goal == goals
        and item.indicator.period is not None
        and measure in (None, item.indicator.measure)
    ]
    groups: dict[tuple[str, Measure], list[Item]] = defaultdict(list)
    for item in fold(items, lambda i: (i.measure, str(i.indicator.period), i.basis, i.amount.unit)):
        groups[item.place, item.indicator.measure].append(item)
    return tuple(_series(wanted or name, *key, groups[key], name) for key in sorted(groups))


def find_concept(name: str, rules: RuleSet) -> str | None:
    """The concept of the catalogue that a name or an alias means, None where there is none."""
    for concept in rules.indicators.concepts:
        if name == concept.name or name in concept.aliases:
            return concept.name
    return None


def _series(name: str, place: str, measure: Measure, items: Sequence[Item], asked: str) -> Series:
    """The series of a thing; `asked` is what it was asked for by, which names some figures more exactly than others."""
    own = [item for item in items if item.indicator.concept in (None, name) or item.indicator.name == asked]
    before = [item for item in items if item not in own] if own else []
    main, apart = _of_one_kind(own or list(items))
    name = name if own else items[0].indicator.concept or name
    periods: dict[Period, list[Item]] = defaultdict(list)
    for item in main:
        if item.indicator.period is not None:
            periods[item.indicator.period].append(item)
    points = []
    for period, told in sorted(periods.items(), key=lambda each: (each[0].stop, each[0].start)):
        first, *rest = sorted(told, key=lambda item: _rank(item, period, asked))
        others: list[Item] = []
        for item in rest:
            if not any(_agrees(seen, item) for seen in (first, *others)):
                others.append(item)
        scaled = EXACT.multiply(first.amount.value, first.amount.factor)
        points.append(Point(period, first.fact, tuple(item.fact for item in others), scaled))
    return Series(name, place or None, measure, tuple(points), tuple(item.fact for item in (*apart, *before)))


def _rank(item: Item, period: Period, asked: str) -> tuple[object, ...]:
    """What is called just as was asked comes first, then the report of the period itself, then later ones.

    What is exact comes before what is not.
    """
    year = item.fact.year
    away = abs(year - period.last_year) if year is not None else 10_000
    return (item.indicator.name != asked, away, not item.amount.is_exact, item.is_start, item.order)


def _agrees(seen: Item, item: Item) -> bool:
    """Whether a figure says of its period what another says already."""
    if says_again(seen.amount, item.amount):
        return True
    one, two = seen.amount, item.amount
    if one.dimension != two.dimension or one.factor != two.factor:
        return False
    # rounded to fewer digits by the later report
    return one.is_exact and two.is_exact and abs(one.value - two.value) <= max(one.slack, two.slack)


def _of_one_kind(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The items that can stand in one row of figures, and those of another unit, basis or level (国家级, 省级)."""
    counts: dict[Hashable, int] = defaultdict(int)
    for item in items:
        if item.basis in ("", YEAR_ON_YEAR):
            counts[item.dimension] += 1
    if not counts:
        return [], list(items)
    main = max(sorted(counts, key=str), key=lambda dimension: counts[dimension])
    kept = [i for i in items if i.dimension == main and i.basis in ("", YEAR_ON_YEAR)]
    ranks = Counter(item.name.ranks for item in kept if item.name.ranks)
    level = next((i for i in kept if ranks and i.name.ranks == ranks.most_common(1)[0][0]), None)
    kept = [i for i in kept if level is None or not i.is_of_another_level(level)]
    inside = {id(item) for item in kept}
    return kept, [item for item in items if id(item) not in inside]
