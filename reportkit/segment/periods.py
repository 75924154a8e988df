"""Times named in the text: what they mean, and what they say of the numbers beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import regex

from reportkit.model import Period, Span
from reportkit.rules.schema import FiveYearPlan, TimeRule
from reportkit.rules.topics import PeriodRules
from reportkit.stages import Mention, Outline
from reportkit.text.numerals import DIGITS, parse_numeral
from reportkit.values import dataclass

_TERM = regex.compile(r"(?P<year>[A-Z])(?P<shift>[+-][0-9]+)?(?:\.(?P<part>[A-Z0-9]+))?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
# How far the marks of a title may stand from a time within it.
TITLE = 60
# What 过去五年 and a term of office have.
FIVE = 5
Match = tuple[int, int, TimeRule, regex.Match[str]]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Clock:
    """The years on which words like 去年 turn, the time told of, and whether it is `ahead`: in a section of plans."""

    reviewed: int | None
    spoken: int | None
    told: Period | None = None
    ahead: bool = False

    def years(self) -> dict[str, int | None]:
        told = self.told.last_year if self.told else self.reviewed
        return {"R": self.reviewed, "S": self.spoken, "P": told}


def find_mentions(text: str, span: Span, rules: PeriodRules, clock: Clock) -> list[Mention]:
    """Find the times named in `text` within `span`, in order and without overlap."""
    return _read(_search(text, span, rules), span, rules, clock)


def find_in_headings(
    text: str, headings: Sequence[Span], rules: PeriodRules, clock: Clock
) -> list[list[Mention]]:
    """Find the times named in each heading, some of which only a heading can name.

    One search serves all: most headings name none, and each search asks all the rules.
    """
    joined = "\n".join(heading.of(text) for heading in headings)
    matches = _search(joined, Span(0, len(joined)), rules, heading=True)
    starts = [match[0] for match in matches]
    found, at = [], 0
    for heading in headings:
        low, high = bisect_left(starts, at), bisect_left(starts, at + len(heading))
        named = _read(matches[low:high], Span(at, at + len(heading)), rules, clock) if low < high else []
        moved = heading.start - at
        found.append([replace(m, span=Span(m.span.start + moved, m.span.stop + moved)) for m in named])
        at += len(heading) + 1
    return found


def _is_titled(text: str, start: int, stop: int) -> bool:
    """Whether a time is named within the title of a document, which says nothing of when: 《关于“十五五”时期…的建议》."""
    opened = text.rfind("《", max(0, start - TITLE), start)
    return opened >= 0 and "》" not in text[opened:start] and "》" in text[stop : stop + TITLE]


def _search(text: str, span: Span, rules: PeriodRules, heading: bool = False) -> list[Match]:
    """Return what the time rules match within `span`: by place, and by the order of the rules."""
    matches = [
        (match.start(), order, rule, match)
        for order, rule in enumerate(rules.times)
        if heading or rule.use != "heading"
        for match in rule.pattern.finditer(text, span.start, span.stop)
        if heading or not _is_titled(text, *match.span())
    ]
    return sorted(matches, key=lambda match: match[:2])


def _read(matches: list[Match], span: Span, rules: PeriodRules, clock: Clock) -> list[Mention]:
    """Read the times that `matches` name within `span`; where two overlap, the first stands."""
    found: list[Mention] = []
    stop = span.start
    for start, _, rule, match in matches:
        if start < stop or match.end() == start or match.end() > span.stop:
            continue
        groups = {name: said for name, said in match.groupdict().items() if said is not None}
        period = parse_period(rule, groups, rules, clock)
        if rule.period and period is None and rule.use != "basis":
            continue
        found.append(Mention(Span(*match.span()), period, rule.use, rule.id, rule.is_range, rule.opens))
        stop = match.end()
    return found


def parse_period(rule: TimeRule, groups: dict[str, str], rules: PeriodRules, clock: Clock) -> Period | None:
    """Return the period that a time rule gives for the named `groups` that it matched.

    None if the rule gives none, or if what it names is no year.
    """
    if not rule.period:
        return None
    if rule.period in ("F", "W"):
        count = int(parse_numeral(groups["count"]) or FIVE) if "count" in groups else FIVE
        return _years(clock, count, ahead=rule.period == "W" and clock.ahead)
    years = clock.years()
    if "nth" in groups or "plan" in groups:
        plan = named_plan(groups, rules)
        if plan is None:
            return None
        years |= {"A": plan.first, "B": plan.last}
        so_many = parse_numeral(groups["count"]) if "count" in groups else None
        years["C"] = plan.first + int(so_many) - 1 if so_many else None
    years["Y"] = parse_year(groups["y"]) if "y" in groups else years["P"]
    years["Z"] = parse_year(groups["z"]) if "z" in groups else None
    ends = [_end(term, years, groups) for term in rule.period.split("/")]
    if any(end is None for end in ends):
        return None
    start, stop = ends[0], ends[-1]
    assert start is not None and stop is not None
    return Period(start, stop) if start <= stop else None


def _years(clock: Clock, count: int, ahead: bool) -> Period | None:
    """So many years: those told of, else the last, or those that begin with the year of the speech."""
    told = clock.told
    if told and told.last_year - told.first_year == count - 1:
        return told
    if clock.reviewed is None:
        return None
    first = (clock.spoken or clock.reviewed + 1) if ahead else clock.reviewed - count + 1
    return Period.year(first, first + count - 1)


def named_plan(groups: dict[str, str], rules: PeriodRules) -> FiveYearPlan | None:
    """Return the five-year plan that a match names by its short name (plan) or its number (nth).

    第十四个五年规划 is the “十四五”.
    """
    id_ = f"{groups['nth']}五" if "nth" in groups else groups.get("plan")
    return next((plan for plan in rules.plans if plan.id == id_), None)


def parse_year(text: str) -> int | None:
    """Parse a year in digits of any kind, None if it is none.

    >>> parse_year("一九八○"), parse_year("2023"), parse_year("3023"), parse_year("去年")
    (1980, 2023, None, None)
    """
    if not text or any(c not in DIGITS for c in text):
        return None
    year = int("".join(str(DIGITS[c]) for c in text[:8]))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def year_of(term: str, years: dict[str, int | None]) -> int | None:
    """Return the year that a term names: ``Y+4`` where Y is 1998 is 2002; None where its letter has no year."""
    match = _TERM.fullmatch(term)
    year = years.get(match["year"]) if match else None
    return year + int(match["shift"] or 0) if match and year is not None else None


def _end(term: str, years: dict[str, int | None], groups: dict[str, str]) -> str | None:
    """One side of a period: ``S-1`` → ``2023``, ``Y.M`` → ``2023-06``."""
    if term.isdigit():
        return term
    year = year_of(term, years)
    match = _TERM.fullmatch(term)
    if match is None or year is None:
        return None
    part = match["part"]
    if part is None:
        return f"{year:04d}"
    if part == "H":
        return f"{year:04d}-H{1 if groups.get('half') == '上' else 2}"
    if part == "Q":
        return f"{year:04d}-Q{int(parse_numeral(groups.get('q', '')) or 0)}"
    month = int(part) if part.isdigit() else int(parse_numeral(groups.get(part.lower(), "")) or 0)
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None


def find_times(text: str, outline: Outline, rules: PeriodRules) -> list[list[Mention]]:
    """Find the times of every paragraph of a report, each read by the year that its section tells of."""
    found = []
    matches = _search(text, outline.span, rules)
    starts = [match[0] for match in matches]
    for paragraph in outline.paragraphs:
        told, role = None, None
        if paragraph.section is not None:
            told, role = outline.sections[paragraph.section].period, outline.sections[paragraph.section].role
        clock = Clock(outline.year, outline.spoken, told, (paragraph.role or role) == "plan")
        low, high = (bisect_left(starts, edge) for edge in (paragraph.span.start, paragraph.span.stop))
        found.append(_read(matches[low:high], paragraph.span, rules, clock))
    return found
