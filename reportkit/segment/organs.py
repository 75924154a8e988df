"""Whose report it is: kind, organ, place, meeting and date, from the title lines and the opening."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from reportkit.given import NOTHING, Given
from reportkit.model import Kind, Span
from reportkit.rules.topics import ReportRules, RuleSet, signs_of, words_of
from reportkit.segment.periods import parse_year
from reportkit.segment.places import find_place, without_levels
from reportkit.segment.reports import Opening
from reportkit.stages import NATION
from reportkit.text.numerals import DIGITS
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Identity:
    """Whose report it is; `named` is its place as it is written, with levels above it."""

    kind: Kind
    organ: str | None
    place: str | None
    meeting: str | None
    named: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Day:
    """The day of a report and where it is printed; the year is None where only month and day are."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    span: Span | None = None

    def iso(self, year: int | None) -> str | None:
        """Return the date in ISO 8601, with `year` where none is printed."""
        year = self.year or year
        if year is None or self.month is None or self.day is None:
            return None
        return f"{year:04d}-{self.month:02d}-{self.day:02d}"


def find_date(text: str, opening: Opening, rules: ReportRules) -> tuple[Day, list[tuple[int, str]]]:
    """Find the day on which the report was given, in the title lines or in the lead of a newspaper's page; and doubts."""
    signs = signs_of(rules)
    lead = [block for block in opening.body[:2] if block.heading is None][:1]
    for block in (*opening.front, *lead):
        for name in ("days", "day-of-month"):
            has_year, pattern = name == "days", signs[name]
            match = pattern.search(text, block.span.start, min(block.span.stop, block.span.start + 120))
            if match is None or (
                not has_year and block in opening.front and not _is_meeting(block.span.of(text), rules)
            ):
                continue
            year = parse_year(match["y"]) if has_year else None
            if has_year and year is None:
                return Day(), [(match.start(), f"{match[0]} is no day on which a report was given")]
            month, day = _small(match["m"]), _small(match["d"])
            if 1 <= month <= 12 and 1 <= day <= 31 and _is_meeting_day(text, block.span, match.end(), rules):
                return Day(year, month, day, Span(*match.span())), []
    return Day(), []


def _is_meeting_day(text: str, span: Span, end: int, rules: ReportRules) -> bool:
    """Tell whether a day is the report's: in a title line it is, in running text only where a meeting is named
    behind it.
    """
    line = span.of(text)
    return len(line) <= 60 or _is_meeting(text[end : min(span.stop, end + 60)], rules)


def _is_meeting(words: str, rules: ReportRules) -> bool:
    signs = signs_of(rules)
    return any(signs[name].search(words) is not None for name in ("meeting", "meeting-in-short"))


def _small(text: str) -> int:
    """Return a number up to 31 in digits of any kind; 0 for what is none, such as 十11."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            return 0
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    return int("".join(str(DIGITS[c]) for c in text))


def find_identity(
    text: str, opening: Opening, title: str | None, rules: RuleSet, given: Given = NOTHING
) -> tuple[Identity, list[str]]:
    """Kind, organ, place and meeting of a report, and where the text is against what is `given`."""
    front = "\n".join(block.span.of(text) for block in opening.front)
    lead = "\n".join(block.span.of(text)[:300] for block in opening.body[:3])
    both = f"{front}\n{lead}"
    signs = signs_of(rules.reports)
    kind = _kind(front, lead, opening.span.of(text), rules)
    meeting = signs["meeting"].search(front) or signs["meeting"].search(lead)
    named = _place(front, lead, title, meeting, rules.reports)
    place = named or find_place(opening.span.of(text), rules)
    place = without_levels(place, rules.reports) if place else None
    organ = _organ(kind, place, both, rules.reports)
    against = list(_against(given, kind, named, organ, both, rules.reports))
    kind, place = given.kind or kind, given.place or place
    name = None
    if meeting:
        organs = (each.meeting for each in rules.reports.organs if each.id == kind)
        name = next(organs, "") + signs["before-place"].sub("", meeting[0])
    return Identity(
        kind, given.organ or _organ(kind, place, both, rules.reports), place, name, named
    ), against


def _against(
    given: Given, kind: Kind, place: str | None, organ: str | None, text: str, rules: ReportRules
) -> Iterator[str]:
    """Yield what the front and the lead of a report say against what is given."""
    if given.kind is not None and kind not in (given.kind, "other"):
        yield f"the kind is given as {given.kind}, but most speaks for {kind}"
    if given.place is not None and place is not None and not _alike(given.place, place, rules):
        yield f"the place is given as {given.place}, but the text names {place}"
    if given.organ is not None and organ is not None and organ in text and given.organ not in text:
        yield f"the organ is given as {given.organ}, but the text names {organ}"


def _alike(one: str, other: str, rules: ReportRules) -> bool:
    """Whether two names may be of one place: 云岭 and 云岭县, 云岭县 and 青原市云岭县, but not 青原 and 青原市云岭县."""
    one, other = sorted((one.strip(), other.strip()), key=len)
    longer = other.startswith(one) and signs_of(rules)["place-levels"].match(other, len(one)) is not None
    return other.endswith(one) or longer


def _kind(front: str, lead: str, text: str, rules: RuleSet) -> Kind:
    """Return the kind for which most speaks."""
    places = {"front": front, "lead": lead, "text": text}
    weights: dict[Kind, int] = {}
    for rule in rules.reports.kinds:
        if rule.pattern.search(places[rule.where]) is not None:
            weights[rule.kind] = weights.get(rule.kind, 0) + rule.weight
    return max(weights, key=lambda kind: weights[kind], default="other")


def _place(
    front: str, lead: str, title: str | None, meeting: regex.Match[str] | None, rules: ReportRules
) -> str | None:
    signs, generic = signs_of(rules), words_of(rules)["generic"]
    if signs["nation"].search(f"{front}\n{lead}") or (meeting and meeting["whole"]):
        return NATION
    if meeting:
        place = signs["before-place"].sub("", meeting["place"])
        if len(place) > 1 and place not in generic:
            return place
    named = ((title or "", "title-place"), (lead, "speaker"), (front, "title-place"), (front, "line-place"))
    for where, name in named:
        match = signs[name].search(where)
        if match and match["place"] not in generic:
            return match["place"]
    return None


def _organ(kind: Kind, place: str | None, text: str, rules: ReportRules) -> str | None:
    """Who reports, by its name in law."""
    organ = next((each for each in rules.organs if each.id == kind), None)
    if place is None or organ is None:
        return None
    if place == NATION:
        return organ.nation or None
    ranked = (rank for rank in organ.ranks if organ.name.format(place="", rank=rank) in text)
    return organ.name.format(place=place, rank=next(ranked, ""))
