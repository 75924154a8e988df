"""What does not add up within one report, and from one report to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from reportkit.compare.across import find_breaks
from reportkit.compare.facts import Item, gather, read_items
from reportkit.compare.places import name_places
from reportkit.compare.shares import find_shares
from reportkit.compare.steps import find_steps
from reportkit.compare.sums import find_sums
from reportkit.compare.terms import terms_of
from reportkit.comparison import Audit, Finding
from reportkit.model import Extraction
from reportkit.rules.topics import RuleSet

_FINDERS = (find_steps, find_sums, find_shares)


def audit(extraction: Extraction, rules: RuleSet) -> Audit:
    """The relations between the figures of one source: growth and the levels it joins, parts and wholes, shares.

    Each is held against the digits that are printed. What is found wrong may be a slip of the report, or of the
    reading: the finding names its lines.
    """
    terms = terms_of(rules)
    items = read_items(gather([extraction]), terms)
    found: dict[Hashable, Finding] = {}
    for report in _by_report(items):
        for finder in _FINDERS:
            for finding in finder(report, terms):
                found.setdefault((finding.relation, finding.facts), finding)
    return Audit(extraction.source.path, _in_order(found.values()), ())


def audit_across(extractions: Sequence[Extraction], rules: RuleSet) -> tuple[Audit, ...]:
    """What the reports of one place say of each other's figures, an audit for each place that has several.

    A level that a later report gives anew, or whose growth it reckons from another one, was revised, or is a slip of
    either; which of the two is not told by the figures.
    """
    terms = terms_of(rules)
    facts = gather(extractions)
    place_of = name_places(extractions, terms)
    places: dict[str, list[Item]] = defaultdict(list)
    for item in read_items(facts, terms, place_of=place_of):
        places[item.place].append(item)
    found = []
    for place, items in sorted(places.items()):
        if len({(item.fact.source, item.fact.year) for item in items}) > 1:
            title = f"{place} across reports" if place else "across reports"
            found.append(Audit(title, _in_order(find_breaks(items, terms)), ()))
    return tuple(found)


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            found,
            key=lambda f: (
                f.facts[-1].year or 0,
                f.facts[-1].source,
                f.facts[-1].indicator.line,
                f.relation,
                f.name,
                f.stated,
            ),
        )
    )


def _by_report(items: Sequence[Item]) -> list[list[Item]]:
    found: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        found[item.fact.place, item.fact.kind, item.fact.year].append(item)
    return list(found.values())
