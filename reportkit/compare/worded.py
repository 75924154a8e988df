"""Goals and outcomes that are told in words: in step with growth, above the nation, as much as last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportkit.compare.amounts import PERCENT_SIGN, POINT
from reportkit.compare.facts import ABOVE, IN_STEP
from reportkit.compare.names import Name
from reportkit.compare.terms import Terms
from reportkit.comparison import Fact
from reportkit.model import Bound, Measure

FLAT = "flat"
NOTHING = Decimal(0)


def worded_facts(facts: Sequence[Fact], terms: Terms) -> list[Fact]:
    """What the sentences of facts tell in words, as facts with a number.

    What is to grow in step with the economy, or faster than the nation, is to grow by nought points more at least;
    what was as much as the year before grew by nought.
    """
    found: dict[tuple[str, str, str, str], Fact] = {}
    # each sentence is read once, however many facts it has: beside its first, and beside the first that is no goal
    read: set[tuple[str, str, bool]] = set()
    for host in facts:
        goal = host.indicator.status == "target"
        for signs in ((IN_STEP, ABOVE), () if goal else (FLAT,)):
            key = host.source, host.indicator.sentence, signs == (FLAT,)
            if not signs or key in read:
                continue
            read.add(key)
            for fact in _in(host, signs, terms):
                i = fact.indicator
                found.setdefault((fact.source, i.sentence, i.name, i.text), fact)
    return list(found.values())


def _in(host: Fact, signs: Sequence[str], terms: Terms) -> Iterator[Fact]:
    for sign in signs:
        for match in terms.signs[sign].finditer(host.indicator.sentence):
            for name in terms.namer.pieces(match["name"]):
                if sign == FLAT:
                    yield _made(host, name, match["told"], "growth", PERCENT_SIGN, "=", terms)
                else:
                    yield _made(host, name, match["told"], "change", POINT, ">", terms)


def _made(host: Fact, said: str, told: str, measure: Measure, unit: str, bound: Bound, terms: Terms) -> Fact:
    """The fact that is told in words beside a `host`, whose time and place it shares."""
    name = terms.known_in(said)
    exact = bound == "="
    indicator = replace(
        host.indicator,
        name=name or said,
        concept=terms.aliases.get(name or ""),
        value=NOTHING,
        unit=unit,
        bound=bound,
        lower=NOTHING,
        upper=NOTHING if exact else None,
        measure=measure,
        basis=None if exact else told,
        text=told,
        spans=(),
        name_spans=(),
        doubts=(),
    )
    return replace(host, indicator=indicator)


def done_in_words(text: str, terms: Terms) -> list[tuple[Name, str]]:
    """What a text tells to be done, all of it and without a number: 民生实事全部完成; each with the words."""
    found = {}
    for match in terms.signs["all-done"].finditer(text):
        name = terms.namer.read(match["name"])
        if name.core:
            found[name] = match[0].strip()
    return list(found.items())
