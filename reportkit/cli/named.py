"""What is meant by a name on the command line: a concept of the catalogue by any of its names, or words of a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reportkit.cli.screen import say

if TYPE_CHECKING:
    from reportkit.model import Extraction
    from reportkit.places.choice import Choice
    from reportkit.rules.topics import RuleSet

MOST, ALIKE = 3, 0.5


def concepts_of(names: Sequence[str], rules: RuleSet) -> frozenset[str]:
    """The concepts that names and aliases among `names` mean."""
    from reportkit.compare import find_concept

    return frozenset(concept for name in names if (concept := find_concept(name, rules)) is not None)


def names_in(extractions: Iterable[Extraction]) -> list[str]:
    """What the figures of extractions are called, and their concepts, each once."""
    figures = (i for each in extractions for report in each.reports for i in report.indicators)
    return list(dict.fromkeys(name for i in figures for name in (i.name, i.concept) if name))


def names_of(rules: RuleSet) -> list[str]:
    """The names of the catalogue, aliases among them."""
    return [name for each in rules.indicators.concepts for name in (each.name, *each.aliases)]


def near_names(wanted: str, known: Iterable[str]) -> list[str]:
    """Those of the `known` names that are most like the one that is wanted, the likest first.

    >>> near_names("粮食产两", ["粮食产量", "粮食总产量", "财政收入"])
    ['粮食产量', '粮食总产量']
    """
    from difflib import get_close_matches

    return get_close_matches(wanted, dict.fromkeys(known), MOST, ALIKE)


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """What to add to the message that nothing has a name; nothing where no other is like it."""
    near = near_names(wanted, known)
    return f"; near it: {', '.join(near)}" if near else ""


def tell_strangers(
    command: str, names: Sequence[str] | None, extractions: Sequence[Extraction], rules: RuleSet
) -> None:
    """Say on a line of each of `names` that no figure has it, and which names are near.

    A figure has a name that its own contains, or that its concept goes by.
    """
    if not names:
        return
    known = names_in(extractions)
    for name in names:
        concept = next(iter(concepts_of([name], rules)), name)
        if not any(name in each or each == concept for each in known):
            say(
                f"reportkit: {command}: nothing is named {name}{did_you_mean(name, [*known, *names_of(rules)])}"
            )


def canonical(concepts: Sequence[str] | None) -> list[str]:
    """Each concept by the name that the catalogue has for it; as it is given where it has none."""
    if not concepts:
        return []
    from reportkit.compare import find_concept
    from reportkit.rules.load import load_rules

    rules = load_rules()
    return [find_concept(each, rules) or each for each in concepts]


def choice_of(places: Sequence[str], rules: RuleSet | None = None) -> Choice:
    """What is meant by names of places, codes and regions. Raises `typer.BadParameter` for what is no region."""
    import typer

    from reportkit.places.choice import choose_places
    from reportkit.places.table import gazetteer
    from reportkit.rules.load import load_rules

    try:
        return choose_places(gazetteer(rules or load_rules()), places)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--place'") from None


def meaning(names: Sequence[str] | None) -> list[str]:
    """The concepts that names mean."""
    if not names:
        return []
    from reportkit.rules.load import load_rules

    return sorted(concepts_of(names, load_rules()))


def tell_unknown(
    store: str, known: Sequence[str], names: Sequence[str] | None, concepts: Sequence[str] | None
) -> None:
    """Say of names and concepts that nothing in a store has, on a line each, and which are near."""
    for wanted, meant in zip(concepts or (), canonical(concepts), strict=True):
        if meant not in known:
            say(f"reportkit: {store}: nothing is of the concept {wanted}{did_you_mean(wanted, known)}")
    for name in names or ():
        if not any(name in each for each in known) and known and not set(meaning([name])) & set(known):
            say(f"reportkit: {store}: nothing is named {name}{did_you_mean(name, known)}")
