"""Which indicators of an extraction are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportkit.errors import SourceError
from reportkit.model import Extraction, Indicator, Period
from reportkit.places.choice import Choice


@dataclass(frozen=True, slots=True)
class Filters:
    """What an indicator must fit: one value of each list that is not empty; `unknown` asks for no concept, `sure` for no
    doubt, and where it is False for one.

    `concepts` are those that a `name` means, by which they fit as well.
    """

    period: Sequence[str] = ()
    section: Sequence[str] = ()
    status: Sequence[str] = ()
    measure: Sequence[str] = ()
    name: Sequence[str] = ()
    unknown: bool = False
    concepts: frozenset[str] = frozenset()
    sure: bool | None = None

    def fit(self, indicator: Indicator) -> bool:
        """Tell whether the indicator fits every filter."""
        checks = (
            not self.period or any(is_within(indicator.period, wanted) for wanted in self.period),
            not self.section or any(part in head for part in self.section for head in indicator.section),
            not self.status or indicator.status in self.status,
            not self.measure or indicator.measure in self.measure,
            not self.name
            or indicator.concept in self.concepts
            or any(part in indicator.name for part in self.name),
            not self.unknown or indicator.concept is None,
            self.sure is None or self.sure is not bool(indicator.doubts),
        )
        return all(checks)


def is_within(period: Period | None, wanted: str) -> bool:
    """Tell whether `period` is the one that is `wanted`, or a part of the year that is.

    >>> is_within(Period("2023-06", "2023-06"), "2023"), is_within(Period("2013", "2017"), "2013/2017")
    (True, True)
    >>> is_within(Period("2013", "2017"), "2013"), is_within(Period("2023", "2023"), "2023-06")
    (False, False)
    """
    if period is None:
        return False
    return str(period) == wanted or period.start[:4] == wanted == period.stop[:4]


def select(extraction: Extraction, filters: Filters) -> Extraction:
    """The same extraction with only those indicators that fit."""
    reports = (
        replace(report, indicators=tuple(each for each in report.indicators if filters.fit(each)))
        for report in extraction.reports
    )
    return replace(extraction, reports=tuple(reports))


def reports_on(extractions: Sequence[Extraction], asked: str, choice: Choice) -> list[Extraction]:
    """Keep of extractions those reports alone that are on the places `asked` for, which are a `choice`.

    Raises `SourceError` where none is.
    """
    known = [(report.code, report.place) for each in extractions for report in each.reports]
    if missing := choice.missing_in(known, asked):
        raise SourceError(missing)
    kept = (
        replace(each, reports=tuple(r for r in each.reports if choice.holds(r.code, r.place)))
        for each in extractions
    )
    return [each for each in kept if each.reports]
