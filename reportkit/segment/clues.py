"""The clues that a report gives of its year, each sought by a function of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate

import regex

from reportkit.model import Clue, Span
from reportkit.rules.schema import ClueRule
from reportkit.rules.topics import RuleSet, signs_of
from reportkit.segment.organs import Day
from reportkit.segment.periods import Clock, find_in_headings, named_plan, parse_year, year_of
from reportkit.segment.reports import Opening
from reportkit.segment.roles import find_role, telling
from reportkit.segment.tree import Heading
from reportkit.stages import Mention
from reportkit.text.numerals import parse_numeral
from reportkit.values import dataclass

_YEAR_IN_NAME = regex.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
LEAD_BLOCKS = 8
# The last lines of a page, where the day stands on which it was put there.
END_OF_PAGE = 400
# The latest year of which so many figures are told as reached is the one under review.
LEAST_FIGURES = 3
# What the user knows is heavier than all that a text can say.
WEIGHT_OF_GIVEN = 1000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grounds:
    """Where clues are sought: a report with its title, headings and day, the name of its file, and a year that is given."""

    text: str
    opening: Opening
    title: Span | None
    headings: list[Heading]
    date: Day
    path: str
    rules: RuleSet
    given: int | None = None

    @property
    def lead(self) -> Span:
        """The lines of the front and the first paragraphs."""
        blocks = (*self.opening.front, *self.opening.body[:LEAD_BLOCKS])
        stop = blocks[-1].span.stop if blocks else self.opening.span.stop
        return Span(self.opening.span.start, stop)

    def weight(self, source: str) -> int:
        """How much a clue of this source weighs."""
        return next((each.weight for each in self.rules.years.sources if each.id == source), 0)

    def is_weak(self, source: str) -> bool:
        """Whether a clue of this source is alone no more than a guess."""
        return any(each.weak for each in self.rules.years.sources if each.id == source)


def in_words(grounds: Grounds) -> Iterator[Clue]:
    """Yield the clues that stand in the words of the report: one a rule and place, the first."""
    opening = grounds.opening
    end = Span(max(opening.span.start, opening.span.stop - END_OF_PAGE), opening.span.stop)
    front = Span(opening.span.start, opening.front[-1].span.stop) if opening.front else None
    places = {"title": grounds.title, "front": front, "lead": grounds.lead, "text": opening.span, "end": end}
    for rule in grounds.rules.years.clues:
        where = places.get(rule.where)
        if where is None:
            continue
        match = rule.pattern.search(grounds.text, where.start, where.stop)
        if match is not None and (clue := clue_of(rule, match, grounds.rules)) is not None:
            yield clue


def clue_of(rule: ClueRule, match: regex.Match[str], rules: RuleSet) -> Clue | None:
    """Return what a rule says where its pattern matched; None where that is no year."""
    groups = {name: said for name, said in match.groupdict().items() if said is not None}
    span = Span(match.start("y"), match.end("y") + 1) if "y" in groups else Span(*match.span())
    if rule.tells == "part":
        return Clue("part", None, rule.weight, rule.id, span)
    if rule.since:
        year = rule.since + int(parse_numeral(groups["n"]) or 0)
    else:
        years: dict[str, int | None] = {"Y": parse_year(groups["y"]) if "y" in groups else None}
        if (plan := named_plan(groups, rules.periods)) is not None:
            years |= {"A": plan.first, "B": plan.last}
        found = year_of(rule.year, years)
        if found is None:
            return None
        year = found
    return Clue(rule.tells, year, rule.weight, rule.id, span)


def in_headings(grounds: Grounds) -> Iterator[Clue]:
    """Yield the years that the headings of the review and of the plan name."""
    for role in ("review", "plan"):
        for heading, mention in _named(grounds, role):
            period = mention.period
            assert period is not None
            if role == "review":
                only_plan = period.is_span and str(period.last_year) not in heading.text
                source = "review-plan-heading" if only_plan else "review-heading"
                yield Clue("reviewed", period.last_year, grounds.weight(source), source, mention.span)
                break
            if not period.is_span:
                yield Clue(
                    "delivered",
                    period.first_year,
                    grounds.weight("plan-heading"),
                    "plan-heading",
                    mention.span,
                )
                break
    part = signs_of(grounds.rules.years)["part-of-year"]
    for heading in grounds.headings:
        rule = find_role(heading.text, grounds.rules.headings)
        if rule is not None and rule.role in ("review", "plan") and (match := part.search(heading.text)):
            # 上半年工作情况 is a review of half a year; 下半年工作打算 may stand behind one of five years as well
            rest = match["rest"] is not None
            if rest is (rule.role == "plan") and heading.block.heading is not None:
                source = "rest-of-year" if rest else "part-of-year"
                yield Clue("part", None, grounds.weight(source), source, heading.block.heading)


def _named(grounds: Grounds, role: str) -> Iterator[tuple[Heading, Mention]]:
    """Yield the latest time that each heading of a role names."""
    told: list[Heading] = []
    parts: list[Span] = []
    for heading in grounds.headings:
        rule = find_role(heading.text, grounds.rules.headings)
        where = heading.block.heading
        if rule is not None and rule.role == role and where is not None:
            told.append(heading)
            parts.append(telling(where, heading.text, grounds.rules.headings))
    times = find_in_headings(grounds.text, parts, grounds.rules.periods, Clock(None, grounds.date.year))
    for heading, found in zip(told, times, strict=True):
        named = [each for each in found if each.period and each.use != "basis"]
        if named:
            yield heading, max(named, key=lambda m: m.period.last_year if m.period else 0)


def in_date(grounds: Grounds) -> Iterator[Clue]:
    """Yield the day on which the report was given."""
    if grounds.date.year is not None and grounds.date.span is not None:
        yield Clue(
            "delivered", grounds.date.year, grounds.weight("date-line"), "date-line", grounds.date.span
        )


def in_session(grounds: Grounds) -> Iterator[Clue]:
    """Yield the meeting of the National People's Congress to which a report is given, or which it speaks of."""
    lead = grounds.lead
    signs = signs_of(grounds.rules.years)
    for match in signs["national-session"].finditer(grounds.text, lead.start, lead.stop):
        congress = next((c for c in grounds.rules.years.congresses if c.id == match["nth"]), None)
        time = int(parse_numeral(match["time"]) or 0)
        if congress is None or not 1 <= time <= len(congress.years):
            continue
        named = signs["session-past"].match(grounds.text, match.end()) is not None
        source = "national-session-named" if named else "national-session"
        year = congress.years[time - 1]
        yield Clue("delivered", year, grounds.weight(source), source, Span(*match.span()))
        if not named:
            return


def in_figures(grounds: Grounds) -> Iterator[Clue]:
    """Yield the latest year of which figures are told as reached, and the latest of which they are told as planned."""
    ahead = [
        Span(heading.block.span.start, heading.stop)
        for heading in grounds.headings
        if (role := find_role(heading.text, grounds.rules.headings)) and role.role == "plan"
    ]
    starts = [span.start for span in ahead]
    reach = list(accumulate((span.stop for span in ahead), max))
    for rule in grounds.rules.years.figures:
        seen: dict[int, Span] = {}
        counts: Counter[int] = Counter()
        whole = grounds.opening.span
        for match in rule.pattern.finditer(grounds.text, whole.start, whole.stop):
            year = parse_year(match["y"])
            last = bisect_right(starts, match.start())
            promised = rule.tells == "reviewed" and last > 0 and match.start() < reach[last - 1]
            if year is not None and not promised:
                counts[year] += 1
                seen.setdefault(year, Span(*match.span("y")))
        often = [year for year, count in counts.items() if count >= LEAST_FIGURES]
        if counts:
            year = max(often or counts)
            source = rule.id if often else rule.once or rule.id
            yield Clue(rule.tells, year, grounds.weight(source), source, seen[year])


def in_name(grounds: Grounds) -> Iterator[Clue]:
    """Yield the year in the name of the file: that of the review or that of the speech."""
    name = grounds.path.replace("\\", "/").rsplit("/", 1)[-1]
    years = {int(year) for year in _YEAR_IN_NAME.findall(name)}
    if len(years) == 1:
        start = grounds.opening.span.start
        yield Clue("either", years.pop(), grounds.weight("file-name"), "file-name", Span(start, start))


def in_given(grounds: Grounds) -> Iterator[Clue]:
    """Yield the year that the user knows."""
    if grounds.given is not None:
        start = grounds.opening.span.start
        yield Clue("reviewed", grounds.given, WEIGHT_OF_GIVEN, "given", Span(start, start))


COLLECTORS: tuple[Callable[[Grounds], Iterator[Clue]], ...] = (
    in_headings,
    in_date,
    in_session,
    in_words,
    in_figures,
    in_name,
    in_given,
)
