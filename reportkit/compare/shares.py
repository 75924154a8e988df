"""Shares against the amounts that they are of: 税收收入61.9亿元，占一般公共预算收入的61.9%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportkit.compare.amounts import RATIO
from reportkit.compare.facts import Item
from reportkit.compare.relations import share_holds, within_whole
from reportkit.compare.terms import Terms
from reportkit.comparison import Finding


def find_shares(items: Sequence[Item], terms: Terms) -> Iterator[Finding]:
    """Shares against part and whole where the report tells both, and shares that are more than the whole."""
    by_name = _by_name([i for i in items if i.measure == "level" and not i.is_start])
    for item in items:
        if item.dimension != RATIO or item.measure != "rate" or item.is_start:
            continue
        name = item.indicator.name
        share = terms.signs["share-told"].search(name) or terms.signs["share-told"].search(
            item.indicator.concept or name
        )
        if share is not None:
            yield from _of_both(item, share["part"], share["whole"], by_name, terms)
    for item in items:
        of_more = any(word in item.indicator.name for word in terms.lists["beyond-whole"])
        if item.indicator.measure == "share" and item.amount.dimension == RATIO and not of_more:
            yield from within_whole(item)


def _of_both(
    item: Item, part: str, whole: str, by_name: dict[str, list[Item]], terms: Terms
) -> Iterator[Finding]:
    """A share against both amounts, where each is told once, or once in the sentence of the share."""
    parts, wholes = (_told(by_name, name, item, terms) for name in (part, whole))
    if len(parts) == len(wholes) == 1 and (_is_beside(wholes[0], item) or wholes[0].indicator.concept):
        yield from share_holds(parts[0], wholes[0], item)


def _is_beside(one: Item, other: Item) -> bool:
    return one.indicator.sentence == other.indicator.sentence


def _by_name(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for text in {item.name.text, item.indicator.name, item.indicator.concept}:
            if text:
                found[text].append(item)
    return found


def _told(by_name: dict[str, list[Item]], name: str, item: Item, terms: Terms) -> list[Item]:
    """The amounts of a name at the time of an item: those of its sentence where there are any."""
    concept = terms.aliases.get(name, name)
    found = by_name.get(concept) or by_name.get(name) or by_name.get(terms.namer.read(name).text) or []
    same = [
        each
        for each in found
        if each.indicator.period == item.indicator.period and each.is_goal == item.is_goal
    ]
    return [each for each in same if _is_beside(each, item)] or same
