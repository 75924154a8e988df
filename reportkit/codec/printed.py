"""What is printed of values of the model beside themselves. Nothing is compared, which makes the classes sooner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportkit.model import FLAT, IF_ANY, Extraction, Indicator, Kind, Source

# The version of the output contract.
CONTRACT = "1"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SourceInfo:
    """What is printed of a source: `characters` is the length of its text."""

    path: str
    sha256: str
    media_type: str
    encoding: str
    characters: int
    pages: tuple[int, ...] = field(default=(), metadata=IF_ANY)

    @classmethod
    def of(cls, source: Source) -> SourceInfo:
        """Return what is printed of a source."""
        s = source
        return cls(s.path, s.sha256, s.media_type, s.encoding, len(s.text), s.pages)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record:
    """An indicator with what tells its report apart: a line of JSON Lines, a row of CSV. `source` is the path."""

    source: str
    place: str | None
    kind: Kind
    organ: str | None
    title: str | None
    year: int | None
    code: str | None = field(default=None, kw_only=True)
    indicator: Indicator = field(metadata=FLAT)


def records_of(extraction: Extraction) -> Iterator[Record]:
    """Return each indicator of an extraction as a record."""
    for r in extraction.reports:
        for indicator in r.indicators:
            yield Record(
                extraction.source.path, r.place, r.kind, r.organ, r.title, r.year, indicator, code=r.code
            )
