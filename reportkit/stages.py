"""Values that travel between the stages, in offsets of the repaired text; none of them leaves the library."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportkit.model import Bound, Clue, Doubt, Kind, Measure, Period, Role, Section, Span, Status
from reportkit.values import dataclass

# The place of a report of the whole nation.
NATION = "全国"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the repaired text: a paragraph, or a heading with its style and its text.

    `kind` is that of the rule for its style; ``markdown`` has marks for its `level`, ``alone`` neither marks nor a number.
    """

    span: Span
    heading: Span | None = None
    style: str = ""
    level: int = 0
    kind: Literal["", "number", "part", "item", "bare", "annex", "markdown", "alone"] = ""

    @property
    def body(self) -> Span:
        """The block without its heading."""
        if self.heading is None:
            return self.span
        return Span(min(self.heading.stop, self.span.stop), self.span.stop)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of running text and the section it stands in (None before the first heading).

    `role` and `period` are its own where they are not those of its section: the past recalled in a plan, the last year
    in a review of five.
    """

    span: Span
    section: int | None
    role: Role | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What segmentation finds of one report, in offsets of the repaired text.

    `spoken` is the year in which the report is given, on which 今年 and 去年 turn; `words` is where the year under review
    is told, and `is_year_clear` that no other is as likely; `doubts` are what could not be made out, each with its place,
    and `reason` is how the clues decided.
    """

    title: str | None
    kind: Kind
    organ: str | None
    place: str | None
    meeting: str | None
    date: str | None
    year: int | None
    spoken: int | None
    span: Span
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    words: Span | None = None
    is_year_clear: bool = True
    doubts: tuple[tuple[int, str], ...] = ()
    clues: tuple[Clue, ...] = ()
    reason: str = ""
    code: str | None = None
    region: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A time named in the text. `use` tells what it says of the numbers beside it.

    ``at``: they are of this time; ``basis``: they are compared with it; ``by``: they are to be met by
    then; ``running``: they and what follows in the paragraph are of this time; ``event``: the same, of something
    that is over; ``part``: the time is
    told and no more (a date of an event, a length); ``heading``: the time of a section whose heading names it.
    `is_range` tells that it names both its ends, `opens` that what follows it in a sentence it opens is of this time.
    """

    span: Span
    period: Period | None
    use: Literal["at", "basis", "by", "running", "event", "part", "heading"]
    rule: str
    is_range: bool = False
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and bound, read but not yet said of anything. Offsets of the repaired text.

    `is_unlisted` tells that its unit is a counter that no rule lists.
    """

    span: Span
    number: Span
    value: Decimal
    unit: str | None
    dimension: str | None
    bound: Bound
    lower: Decimal | None
    upper: Decimal | None
    form: Literal["plain", "percent", "fraction", "ordinal", "ratio", "cell"] = "plain"
    rules: tuple[str, ...] = ()
    is_unlisted: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Statement:
    """What a report says of one quantity: an indicator before it has words. Offsets of the repaired text.

    `name` are the pieces of its name, with `joint` between them; `basis` is what it is compared with, as words only where
    the header of a table tells it; `section` is the index of its section, `sentence` where it stands; `table` and `cell`
    are its place in a table.
    """

    quantity: Quantity
    name: tuple[Span, ...]
    joint: str
    concept: str | None
    measure: Measure
    basis: Span | str | None
    period: Period | None
    period_words: Span | None
    status: Status
    section: int | None
    sentence: Span
    doubts: tuple[Doubt, ...]
    trace: tuple[str, ...]
    table: int | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that is no indicator, and the rule that says so."""

    span: Span
    rule: str
