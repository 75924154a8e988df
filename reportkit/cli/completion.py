"""What the shell may complete a value to: concepts of the catalogue, places and periods of the store that is named.

A completion says nothing of what is wrong: where nothing can be read, nothing is offered.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from typing import Any

from reportkit.errors import ReportkitError

# Where bash and the other shells put the line. What Click makes of it lacks the arguments while an option has no value.
LINES = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
PERIODS = "SELECT DISTINCT period FROM indicators WHERE period IS NOT NULL ORDER BY period"


def complete_concept(ctx: Any, incomplete: str) -> list[str]:
    """The concepts of the catalogue, and their other names where only those fit."""
    from reportkit.rules.load import load_rules

    with contextlib.suppress(ReportkitError):
        concepts = load_rules(ctx.params.get("rules")).indicators.concepts
        fitting = _fitting((each.name for each in concepts), incomplete)
        return fitting or _fitting((name for each in concepts for name in each.aliases), incomplete)
    return []


def complete_place(incomplete: str) -> list[str]:
    """The places of the store that stands on the line."""
    return _fitting((place for store in _stores() for place in store.places() if place), incomplete)


def complete_period(incomplete: str) -> list[str]:
    """The periods of the store that stands on the line."""
    rows = (row["period"] for store in _stores() for row in store.rows(PERIODS))
    return _fitting(rows, incomplete)


def _stores() -> Iterator[Any]:
    """The stores on the line that is to be completed, which the shell hands over whole."""
    import shlex

    from reportkit.store import is_store, open_store

    line = next(filter(None, map(os.environ.get, LINES)), "")
    with contextlib.suppress(ReportkitError, ValueError):
        for path in filter(is_store, shlex.split(line)):
            with open_store(path) as store:
                yield store


def _fitting(values: Iterable[str], incomplete: str) -> list[str]:
    return [value for value in dict.fromkeys(values) if value.startswith(incomplete)]
