"""What changed between two sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from decimal import Decimal

from reportkit.compare.align import Match, align, lone
from reportkit.compare.amounts import Amount
from reportkit.compare.facts import YEAR_ON_YEAR, Item
from reportkit.compare.folding import fold, is_recalled, slot_of
from reportkit.compare.reckon import stated, subtract, why_not
from reportkit.compare.remarks import Remarks
from reportkit.compare.sides import Sides, set_up
from reportkit.compare.terms import Terms, terms_of
from reportkit.comparison import Comparison, Difference, Mark, Pair, Verdict
from reportkit.model import Extraction
from reportkit.rules.topics import RuleSet


def diff(
    old: Sequence[Extraction], new: Sequence[Extraction], rules: RuleSet, across: bool = False
) -> Comparison:
    """The figures of two sides set beside each other: what changed, came in and went out, and by how much.

    Periods are taken from each report's own year: what it says of the year under review meets what the other
    says of its own. Figures of earlier years are no rows; they are held against what the old side says. Each place
    is compared with itself alone, unless `across` puts all in one. Raises `PlacesError` where no place is on both sides.
    """
    terms = terms_of(rules)
    sides = set_up(old, new, terms, across)

    def key(item: Item) -> Hashable:
        slot = slot_of(item.period, item.fact.year)
        return (sides.group(item), item.measure, item.dimension, item.is_goal, slot, item.basis)

    both = [fold(side, key) for side in (sides.old, sides.new)]
    own = [[item for item in side if not is_recalled(item)] for side in both]
    recalled = [[item for item in side if is_recalled(item)] for side in both]
    matches = _beside(align(own[0], own[1], key, terms), sides)
    remarks = Remarks(recalled[1], own[1], terms)
    pairs = [_pair(match, terms, remarks) for match in matches]
    pairs.sort(key=_order)
    counts = (len(recalled[0]), len(recalled[1]))
    return Comparison(sides.old_paths, sides.new_paths, tuple(pairs), counts, sides.warnings)


def _order(pair: Pair) -> tuple[bool, tuple[object, ...]]:
    first = (pair.new or pair.old)[0]
    i = first.indicator
    return (not pair.new, (first.source, [(s.start, s.stop) for s in i.spans], i.measure, i.name, i.text))


def _beside(matches: list[Match], sides: Sides) -> list[Match]:
    """The matches, with lone facts of the same name joined that cannot be reckoned with: that too is told."""
    joined: list[tuple[Item, Item]] = []
    gone: set[int] = set()
    ways: tuple[Callable[[Item], str], ...] = (lambda item: item.indicator.name, lambda item: item.thing)
    for called in ways:
        groups: dict[Hashable, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
        for side, items in enumerate(lone(matches)):
            for item in items:
                if id(item) not in gone and not item.name.hollow:
                    groups[sides.group(item), called(item), item.measure, item.is_goal][side].append(item)
        both = [(a[0], b[0]) for a, b in groups.values() if len(a) == len(b) == 1]
        joined += (found := [(a, b) for a, b in both if a.may_be(b)])
        gone |= {id(item) for pair in found for item in pair}
    kept = [m for m in matches if id((m.old or m.new)[0]) not in gone]
    for a, b in joined:
        by = "concept" if a.indicator.concept else "name"
        kept.append(Match((a,), (b,), by, Decimal(1)))  # type: ignore[arg-type]
    return kept


def _pair(match: Match, terms: Terms, remarks: Remarks) -> Pair:
    shown = (match.new or match.old)[0]
    made = Pair(
        name=shown.indicator.name,
        concept=shown.indicator.concept,
        field=terms.field(shown.indicator.concept),
        measure=shown.indicator.measure,
        verdict="doubtful",
        by=match.by,
        score=match.score,
        old=tuple(item.fact for item in match.old),
        new=tuple(item.fact for item in match.new),
    )
    if not match.old or not match.new:
        notes = remarks.alone(match.new[0]) if match.new and not match.new[0].is_goal else ()
        return replace(made, verdict="added" if match.new else "removed", notes=notes)
    if not match.is_pair:
        return replace(made, reason="more than one figure fits")
    return _judge(made, match.old[0], match.new[0], terms, remarks)


def _judge(pair: Pair, old: Item, new: Item, terms: Terms, remarks: Remarks) -> Pair:
    concept = pair.concept or old.indicator.concept
    pair = replace(pair, concept=concept, field=terms.field(concept), notes=remarks.on(old, new))
    reason = (
        why_not(old, new, terms.scales)
        or _other_time(old, new)
        or _other_sum(old, new)
        or _other_field(old, new, terms)
    )
    if reason is not None:
        return replace(pair, verdict="incomparable", reason=reason)
    verdict, difference, reason = compare(old, new)
    mark = _mark(old, difference, concept, terms)
    return replace(pair, verdict=verdict, difference=difference, mark=mark, reason=reason)


def compare(old: Item, new: Item) -> tuple[Verdict, Difference, str | None]:
    """Whether the new amount differs from the old one, by how much, and why that cannot be told."""
    one, two = old.amount, new.amount
    if _printed_alike(one, two):
        return "same", stated(old, new), None
    difference = subtract(old, new)
    if difference.value is not None:
        return ("changed" if difference.value else "same"), difference, None
    if old.is_goal and new.is_goal:
        return _goals(old, new)
    low, high = difference.lower, difference.upper
    if (low is not None and low > 0) or (high is not None and high < 0):
        return "changed", difference, None
    return "unknown", difference, "the bounds leave room for both"


def _goals(old: Item, new: Item) -> tuple[Verdict, Difference, str | None]:
    """Two goals by the numbers that are printed: the bound belongs to the goal, 3200人以上 and 3300人以上."""
    difference = stated(old, new)
    if difference.value:
        return "changed", difference, None
    return "unknown", difference, "the same number with another bound"


def _printed_alike(one: Amount, two: Amount) -> bool:
    return (one.value, one.low, one.high, one.unit) == (two.value, two.low, two.high, two.unit)


def _other_time(old: Item, new: Item) -> str | None:
    """Why two figures are of times that cannot be compared, None if they can."""
    one, two = old.period, new.period
    if one is None or two is None:
        return None if one is two else "the period of one of them is not known"
    if slot_of(one, old.fact.year) == slot_of(two, new.fact.year):
        return None
    if one.last_year - one.first_year == two.last_year - two.first_year and len(one.stop) == len(two.stop):
        if old.is_goal and one == two:
            return None  # a goal for a year further off, told again
        if old.fact.year is None or new.fact.year is None:
            return None
    return f"of different times: {one} and {two}"


def _other_sum(old: Item, new: Item) -> str | None:
    """Why one of two amounts is no year's, None if both are alike in that."""
    if old.is_cumulative == new.is_cumulative or old.indicator.measure != "level" or old.measure == "rate":
        return None
    if old.amount.value == new.amount.value:
        return None
    return f"the {'old' if old.is_cumulative else 'new'} one is told as a total so far"


def _other_field(old: Item, new: Item, terms: Terms) -> str | None:
    """Why two ranks are held in different fields, None if not."""
    if old.measure != "rank":
        return None
    one, two = (_field_of(item, terms) for item in (old, new))
    return f"ranks in different fields: {one} and {two}" if one and two and one != two else None


def _field_of(item: Item, terms: Terms) -> str | None:
    """The field that stands before a rank: 居全市第4位."""
    i = item.indicator
    before = i.sentence[: max(i.sentence.find(i.text), 0)]
    fields = [field for field in terms.lists["fields"] if before.endswith(field)]
    return max(fields, key=len) if fields else None


def _mark(old: Item, difference: Difference, concept: str | None, terms: Terms) -> Mark | None:
    """Better or worse, where the catalogue says which way is better and the difference has a sign."""
    known = terms.concepts.get(concept or "")
    if known is None or not known.better or old.measure == "change" or old.is_goal:
        return None  # a higher goal is no better outcome
    low, high = difference.lower, difference.upper
    sign = 1 if low is not None and low > 0 else -1 if high is not None and high < 0 else 0
    if old.measure == "rank":
        if known.better == "down":
            return None  # of what is low the first may be the best or the worst
        sign = -sign
    if old.basis not in ("", YEAR_ON_YEAR) or not sign:
        return None
    return "better" if (sign > 0) == (known.better == "up") else "worse"
