"""What is known of a report before it is read."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

from reportkit.model import Kind
from reportkit.values import dataclass

KINDS = get_args(Kind)
FIRST, LAST = 1900, 2199


@dataclass(frozen=True, slots=True)
class Given:
    """What the user knows of a report, which wins over what its text tells; None where nothing is known.

    `within` is a place that the one reported on lies in.

    Raises `ValueError` for what is no year or no kind.

    >>> Given(2023).over(Given(2022, "云岭县"))
    Given(year=2023, place='云岭县', kind=None, organ=None, within=None)
    """

    year: int | None = None
    place: str | None = None
    kind: Kind | None = None
    organ: str | None = None
    within: str | None = None

    def __post_init__(self) -> None:
        if self.year is not None and not FIRST <= self.year <= LAST:
            raise ValueError(f"{self.year} is no year under review; give one such as 2023")
        if self.kind is not None and self.kind not in KINDS:
            raise ValueError(f"{self.kind} is no kind of report; give one of {', '.join(KINDS)}")
        for name in ("place", "organ", "within"):
            if (said := getattr(self, name)) is not None and not said.strip():
                raise ValueError(f"the {name} is empty; give its name, or leave it out")

    def over(self, other: Given) -> Given:
        """What is given here, and where nothing is, what the `other` gives."""
        mine, others = ([getattr(each, field.name) for field in fields(Given)] for each in (self, other))
        return Given(*(a if a is not None else b for a, b in zip(mine, others, strict=True)))


NOTHING = Given()
