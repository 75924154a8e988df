"""Every value of a comparison: facts with where they come from, pairs, goals, checks, series.

Frozen like those of `reportkit.model`, and with no idea of files or screens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reportkit.model import FLAT, Indicator, Kind, Measure, Period

Way = Literal["concept", "name", "similar", "head", "amount", "parts"]
Verdict = Literal["same", "changed", "added", "removed", "unknown", "incomparable", "doubtful"]
Outcome = Literal["met", "exceeded", "missed", "unknown", "incomparable", "doubtful", "unreported", "later"]
Next = Literal["raised", "lowered", "same", "changed", "absent", "unknown"]
Mark = Literal["better", "worse"]
Relation = Literal["growth", "change", "parts", "share", "whole", "revision"]
Better = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class Fact:
    """An indicator with the report that it stands in."""

    source: str
    place: str | None
    kind: Kind
    year: int | None
    indicator: Indicator = field(metadata=FLAT)


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two amounts. Where bounds leave room, `lower` and `upper` say how much, and `value` is null."""

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing in an old and a new report, or what stands in one of them alone.

    `by` and `score` say why the two are one. What fits two ways has neither: it is doubtful, with more than one
    fact on a side, and nothing is worked out. `reason` says why there is no difference, `notes` what else is seen.
    """

    name: str
    concept: str | None
    field: str | None
    measure: Measure
    verdict: Verdict
    by: Way | None
    score: Decimal | None
    old: tuple[Fact, ...]
    new: tuple[Fact, ...]
    difference: Difference | None = None
    mark: Mark | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides set beside each other. `apart` counts the figures of earlier years, which are no rows of their own."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    pairs: tuple[Pair, ...]
    apart: tuple[int, int]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the old report, what the new one says was reached, and what it plans next.

    `margin` is the outcome less the goal, from the nearest end of a range. `next` tells what became of the goal in
    the next plan. An outcome that is no figure of the report is worked out from two levels, which are `outcomes` then.
    """

    name: str
    concept: str | None
    verdict: Outcome
    goal: Fact
    by: Way | None
    outcomes: tuple[Fact, ...]
    margin: Difference | None
    reason: str | None
    next: Next
    plans: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of the old side against what the new side tells; those due after it was given are `later`."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    goals: tuple[Goal, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that hang together; `holds` tells whether they add up within the digits printed, `off` by how much not.

    A `revision` is between reports: a later one gives another figure, or reckons from another.
    """

    relation: Relation
    name: str
    holds: bool
    stated: str
    computed: str
    off: Difference
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The relations that were found between the figures of one source, and those that do not hold."""

    source: str
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series: the figure first given, and every other that was given for it later.

    `scaled` is the first figure in the unit that those of its kind are reckoned in, so that 亩 and 公顷 may be drawn.
    """

    period: Period
    first: Fact
    others: tuple[Fact, ...]
    scaled: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One thing of one place over the periods in one measure; `place` is null where no report tells it.

    `apart` are figures of another unit, basis or level, or of what was told in its place before, left out and told.
    """

    name: str
    place: str | None
    measure: Measure
    points: tuple[Point, ...]
    apart: tuple[Fact, ...]
