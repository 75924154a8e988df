"""What a rule is made of, as dataclasses: one class a kind of rule.

Rules are neither compared nor printed: without those methods the classes are made in two thirds of the
time, and start-up is a feature.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from reportkit.model import INTERNAL, Bound, Kind, Measure, Role
from reportkit.rules.pattern import Pattern
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Entry:
    """A rule: its id, and examples ``in => out`` of what it must and must not do, which are its tests.

    In a user's overlay `replace` says that an entry of the same id is to be replaced, `remove` that it is to be taken
    away; one with `add` or `drop` in the place of all else changes single words of it.
    """

    id: str
    examples: tuple[str, ...] = ()
    replace: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Noise(Entry):
    """Residue in the text: what matches `pattern` gives way to `replacement`.

    `doubt` tells that it may have taken the place of text, so that its places are told as a warning.
    """

    pattern: Pattern
    replacement: str = ""
    reason: str
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Chrome(Entry):
    """A line of a page around a report; `scope` tells what it takes with it.

    ``line``: nothing; ``rest``: all that follows up to the next report; ``repeat``: the line that follows,
    where that repeats the opening of the text.
    """

    pattern: Pattern
    scope: Literal["line", "rest", "repeat"] = "line"
    reason: str = "a line of the page around the report"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Style(Entry):
    """A way of numbering headings: `pattern` matches the number, which is left off the heading.

    `kind` tells what it numbers: ``number`` headings, ``part`` those that part a report, ``item`` items as often as
    headings; ``bare`` is a heading without a number, a line of its own, and ``annex`` that of what ends a report.
    """

    pattern: Pattern
    run_in: bool = False
    kind: Literal["number", "part", "item", "bare", "annex"] = "number"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RoleRule(Entry):
    """A heading that matches `pattern` opens a section of this `role`; the first rule that matches wins.

    `within` tells that it does so inside a section of another role as well.
    """

    role: Role
    pattern: Pattern
    within: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MoodRule(Entry):
    """Words that tell of what was done (a negative `weight`) or of what is to be done (a positive one)."""

    weight: int
    pattern: Pattern


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sign(Entry):
    """A sign in a text that `pattern` finds; the list in which it stands says of what."""

    pattern: Pattern


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class KindRule(Entry):
    """What matches `pattern` at `where` speaks for a `kind` with this `weight`."""

    kind: Kind
    where: Literal["front", "lead", "text"]
    weight: int
    pattern: Pattern


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Organ(Entry):
    """Who gives a report of the kind `id`: its name behind and before that of its place ({place}), and in the `nation`.

    `ranks` are those that its name may have, where the text says so ({rank}); `meeting` is what goes before the name of
    its meeting.
    """

    name: str
    nation: str = ""
    ranks: tuple[str, ...] = ()
    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ClueRule(Entry):
    """Words at `where` that tell the year under review, the year of the speech, or that both are one (part).

    `year` is written with Y (the year named), A and B (the years of the five-year plan named) and a sum;
    where `since` is given it is that year and the number of the jubilee named (n).
    """

    where: Literal["title", "front", "lead", "text", "end"]
    tells: Literal["reviewed", "delivered", "part"]
    weight: int
    pattern: Pattern
    year: str = "Y"
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FigureRule(Entry):
    """A figure of a year (y), reached or planned; `once` is the source of one that few figures of its year are beside."""

    tells: Literal["reviewed", "delivered"]
    pattern: Pattern
    once: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Weight(Entry):
    """How much a clue of the source `id` weighs; a `weak` one is alone no more than a guess."""

    weight: int
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Congress(Entry):
    """A National People's Congress: `id` is its number, `years` those in which it met, in order."""

    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FiveYearPlan(Entry):
    """A five-year plan: `id` is its short name, from the year `first` to the year `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TimeRule(Entry):
    """Words that name a time. `period` is what they mean, `use` what they say of the numbers beside them.

    The period is written with Y (the year named, digits or Chinese), Z (a second one), M, N (months),
    Q (a quarter), R (the year under review), S (the year in which the report is given), P (the year of
    the running text), A and B (the years of the five-year plan named) and offsets: ``S-1``, ``R-4/R``; ``Y.M`` is a month.
    `is_range` tells that the words name both ends (2013—2017年), so that 从 before them leads to the whole of it;
    `opens` that the text which follows them at the start of a sentence goes on with their time.
    """

    pattern: Pattern
    period: str = ""
    use: Literal["at", "basis", "by", "running", "event", "part", "heading"] = "at"
    is_range: bool = False
    opens: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Unit(Entry):
    """A unit of measure or a counter. `factor` is its size in the base unit of its `dimension`, exactly."""

    dimension: str
    factor: Decimal = Decimal(1)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Word(Entry):
    """A word of the lexicon, which is its id: the ids of all `roles` that it has."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WordRole(Entry):
    """What a word can be to a stage, which asks for it by its id; what that means, and all `words` that have it."""

    says: str
    words: tuple[str, ...] = field(default=(), metadata=INTERNAL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BoundRule(WordRole):
    """The role of words before or after a number that bound it."""

    bound: Bound
    side: Literal["before", "inside", "after"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Exclusion(Entry):
    """Text whose numbers are no indicators: a `pattern`, or `words` with numbers in them; one of the two is given.

    `says` is what is told, as a warning, of a number that is left out for a doubt and for no rule of language.
    """

    pattern: Pattern | None = None
    words: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Verb(WordRole):
    """The role of words that say how a number measures: they rise (+1), fall (-1) or only link (0).

    `to` tells that what follows is the level reached (增加到), `reached` that they measure only before such a word: 发展到.
    """

    direction: int = 0
    to: bool = False
    reached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Head(WordRole):
    """The role of nouns at the end of a name that tell the measure (比重, 增速); `silent` ones are left off it."""

    measure: Measure
    silent: bool = False
    direction: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Trim(WordRole):
    """The role of words that are left off a name where they stand at its `side`: times, places, adverbs, links."""

    side: Literal["start", "end"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WordList(Entry):
    """A named list of words that a stage asks for by its id."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Concept(Entry):
    """An entry of the catalogue: what the same thing is called in other years and other places.

    `measures` are those in which it is usually told, and the only ones in which it is this thing, but that what has a
    level may rise or fall by an amount and have a place in a ranking, too;
    `statistics` is its name in the terms of the National Bureau of Statistics, where it has one.
    `better` tells whether more of it is better (up) or less (down), only where nobody would say otherwise.
    """

    name: str
    aliases: tuple[str, ...] = ()
    dimension: str
    measures: tuple[Measure, ...] = ("level", "growth")
    english: str = ""
    statistics: str = ""
    better: Literal["up", "down", ""] = ""
