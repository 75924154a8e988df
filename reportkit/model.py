"""Every value that travels through reportkit. Frozen, and with no idea of files or screens.

Offsets are Python string indices, half-open. A stage works on the repaired text; what leaves the
pipeline (`Report`, `Section`, `Indicator`, `Repair`) points into the source text.
"""

from __future__ import annotations

import re
from dataclasses import field
from decimal import Decimal
from typing import Any, Literal

from reportkit.forms import Forms
from reportkit.values import dataclass

Kind = Literal[
    "government", "congress", "cppcc", "court", "procuratorate", "budget", "plan", "statistics", "other"
]
Role = Literal["review", "plan", "problems", "preamble", "closing", "other"]
Bound = Literal["=", ">", "<", "~", "range"]
Measure = Literal["level", "growth", "change", "share", "rank"]
Status = Literal["actual", "estimate", "target"]

INTERNAL: dict[str, Any] = {"internal": True}  # of a field that is no part of the plain form of its value
IF_ANY: dict[str, Any] = {"if_any": True}  # of one that is left out of it where it is empty
FLAT: dict[str, Any] = {"flat": True}  # of one whose own fields stand in its place
# One end of a period, as a regular expression of Python and of JSON Schema.
PERIOD_PART = r"[0-9]{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-[0-3][0-9])?))?"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, half-open: ``text[start:stop]``."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def of(self, text: str) -> str:
        """Return what stands at this span of `text`."""
        return text[self.start : self.stop]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposed repair: put `replacement` where `span` stands; `fixer` is the id of the rule that proposes it."""

    span: Span
    replacement: str
    fixer: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A place where the source text was put back together: what was done, where, and why."""

    kind: str
    at: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table: where its text stands, and which rows and columns it takes, counted from 0."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a text: the lines that it stands in, and its cells row by row."""

    span: Span
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file. `text` is what every offset of the output indexes.

    `pages` are the offsets at which the pages start, `tables` those that the format tells of, and
    `repairs` what its reader took out of the text; `items` is where the numbers of list items stand that the
    format counts by itself, each with what parts it from its item. A plain text has none of them.
    """

    path: str
    sha256: str
    media_type: str
    encoding: str
    text: str
    warnings: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    repairs: tuple[Repair, ...] = ()
    items: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """What time a number is about: ``2023``, ``2023-H1``, ``2023-06``, or from one such to another."""

    start: str
    stop: str

    @classmethod
    def year(cls, first: int, last: int | None = None) -> Period:
        """Make the period of the year `first`, or of the years from `first` to `last`.

        >>> str(Period.year(2013, 2017)), str(Period.year(2023))
        ('2013/2017', '2023')
        """
        return cls(f"{first:04d}", f"{last if last is not None else first:04d}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as `str` writes it. Raises `ValueError` for what is none.

        >>> Period.parse("2013/2017"), Period.parse("2023-H1").start
        (Period(start='2013', stop='2017'), '2023-H1')
        """
        match = re.fullmatch(f"(?P<start>{PERIOD_PART})(/(?P<stop>{PERIOD_PART}))?", text)
        if match is None:
            raise ValueError(
                f"{text!r}, expected a period such as 2023, 2023-H1, 2023-Q3, 2023-06 or 2013/2017"
            )
        return cls(match["start"], match["stop"] or match["start"])

    @property
    def first_year(self) -> int:
        return int(self.start[:4])

    @property
    def last_year(self) -> int:
        return int(self.stop[:4])

    @property
    def is_span(self) -> bool:
        return self.start != self.stop

    def __str__(self) -> str:
        return f"{self.start}/{self.stop}" if self.is_span else self.start


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it. `parent` is the index of the section above, None at the top.

    `words` is where the words of a heading stand that gave the period, its own or that of a section above.
    """

    heading: str
    level: int
    parent: int | None
    role: Role
    period: Period | None
    span: Span
    trace: tuple[str, ...] = field(default=(), metadata=INTERNAL)
    words: Span | None = field(default=None, metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class Clue:
    """What speaks for a year: that it is the one under review, that in which the report was given, or either of them.

    ``part`` speaks for no year but for both being one: a report of half a year. `rule` is the rule or the source that
    found it, `span` where its words stand.
    """

    tells: Literal["reviewed", "delivered", "either", "part"]
    year: int | None
    weight: int
    rule: str
    span: Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about an indicator: a short `code`, and what it says in a sentence."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number said of something, as the contract describes it. Offsets of the source text.

    `period_spans` is where the words stand that gave its period, in its sentence or far above it.
    """

    name: str
    concept: str | None
    value: Decimal
    unit: str | None
    bound: Bound
    lower: Decimal | None
    upper: Decimal | None
    measure: Measure
    basis: str | None
    period: Period | None
    status: Status
    section: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    name_spans: tuple[Span, ...]
    doubts: tuple[Doubt, ...] = field(default=(), kw_only=True)
    line: int
    sentence: str
    page: int | None = field(default=None, metadata=IF_ANY)
    table: int | None = field(default=None, metadata=IF_ANY)
    cell: tuple[int, int] | None = field(default=None, metadata=IF_ANY)
    trace: tuple[str, ...] = field(default=(), compare=False, metadata=INTERNAL)
    period_spans: tuple[Span, ...] = field(default=(), compare=False, metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a file with all that was found in it. Offsets of the source text.

    `code` is that of its place in GB/T 2260 at its time, None where that is unknown or may be that of several; `region` are
    the names of the levels above, the highest first.
    """

    title: str | None
    kind: Kind
    organ: str | None
    place: str | None
    code: str | None = field(default=None, kw_only=True)
    region: tuple[str, ...] = field(default=(), kw_only=True)
    meeting: str | None
    date: str | None
    year: int | None
    span: Span
    sections: tuple[Section, ...]
    repairs: tuple[Repair, ...]
    indicators: tuple[Indicator, ...]
    refusals: tuple[tuple[Span, str], ...] = field(default=(), metadata=INTERNAL)
    clues: tuple[Clue, ...] = field(default=(), compare=False, metadata=INTERNAL)
    reason: str = field(default="", compare=False, metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class Extraction(Forms):
    """All that one source gave. `rules` is the fingerprint of the rules that were used."""

    source: Source
    rules: str
    reports: tuple[Report, ...]
    warnings: tuple[str, ...]
