"""The sections of a report, with the role and the period of each."""

from __future__ import annotations

from reportkit.model import Period, Role, Section, Span
from reportkit.rules.topics import RuleSet
from reportkit.segment.moods import Mood, find_mood
from reportkit.segment.periods import Clock, find_in_headings
from reportkit.segment.roles import find_role, telling
from reportkit.segment.tree import Heading
from reportkit.stages import Mention
from reportkit.values import dataclass

# How much of a section is looked at for the words with which it opens.
OPENING = 60
# A section of fewer characters is too short to be told by its words against what stands above it.
SHORTEST_TELLING = 120


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Times:
    """The years that a heading names: the longest time, the last year where it stands beside, and the plan to come.

    Of “十三五”时期和2020年工作回顾 they are 2016/2020 and 2020; of “十四五”时期发展成就和“十五五”时期主要目标
    the review is of 2021/2025 and the plan of 2026/2030.
    """

    mention: Mention | None = None
    year: Period | None = None
    review: Period | None = None
    plan: Period | None = None

    @property
    def is_mixed(self) -> bool:
        """Whether the heading opens a review and a plan in one."""
        return self.review is not None and self.plan is not None


def find_sections(
    text: str, headings: list[Heading], rules: RuleSet, clock: Clock
) -> tuple[tuple[Section, ...], list[Times]]:
    """Find the sections under `headings`, and the times that each heading names or takes from the one above."""
    sections: list[Section] = []
    times: list[Times] = []
    reasons: list[str] = []
    last: Role = "review"
    parts = [telling(_where(heading), heading.text, rules.headings) for heading in headings]
    named = find_in_headings(text, parts, rules.periods, clock)
    for i, heading in enumerate(headings):
        above = sections[heading.parent] if heading.parent is not None else None
        stop = headings[i + 1].block.span.start if i + 1 < len(headings) else heading.stop
        own = _times(text, heading, _dating(named[i]), rules, clock)
        outer = times[heading.parent] if heading.parent is not None else Times()
        role, reason = _role(text, heading, stop, above, outer, last, rules)
        dated: list[str] = []
        mention = own.mention
        period: Period | None = above.period if above is not None else None
        if mention is not None and mention.period is not None:
            period = mention.period
            dated.append(f"period: {mention.rule}: {period}, named in the heading")
            if clock.reviewed and role in ("review", None) and (above is None or above.role != "other"):
                ahead = period.first_year > clock.reviewed or (
                    role is None and period.last_year > clock.reviewed
                )
                role = "plan" if ahead else "review"
        elif above is not None and outer.year is not None and not _spans_years(text, heading, rules):
            period = outer.year  # the last year under a heading that names five years and it
            dated.append(f"period: {period}, the year that the heading above names beside them")
        if role is None:
            # what follows a plan without telling words is plan, what follows a review is review
            role = above.role if above is not None else last
            if heading.parent is not None and reasons[heading.parent]:
                reason = f"{reasons[heading.parent].split(', by')[0]}, as the section above"
        turned = mention is None and above is not None and {above.role, role} == {"review", "plan"}
        if clock.reviewed is not None and (period is None or turned):
            period = _usual(role, last, outer, clock)
        if above is None:
            last = _following(heading.text, role, rules)
        times.append(own if mention is not None else outer)
        reasons.append(reason)
        sections.append(
            Section(
                heading.text,
                heading.level,
                heading.parent,
                role,
                period,
                Span(heading.block.span.start, heading.stop),
                tuple(f"role: {reason}" for reason in (reason,) if reason) + tuple(dated),
                mention.span if mention else above.words if above is not None else None,
            )
        )
    return tuple(sections), times


def _usual(role: Role, last: Role, outer: Times, clock: Clock) -> Period:
    """Return the time of a section of this role whose headings name none: the year under review, or the year to come."""
    assert clock.reviewed is not None
    ahead = role == "plan" or (role == "closing" and last == "plan")
    named = outer.plan if ahead else outer.review
    if named is not None and outer.is_mixed:
        return named
    spoken = clock.spoken if clock.spoken is not None else clock.reviewed + 1
    return Period.year(spoken if ahead else clock.reviewed)


def _following(heading: str, role: Role, rules: RuleSet) -> Role:
    """Return what follows a section: behind 1998年工作回顾和1999年工作的总体要求 come the tasks of 1999."""
    if role == "review":
        match = next(
            (m for r in rules.headings.roles if r.role == "review" and (m := r.pattern.search(heading))), None
        )
        rest = heading[match.end() :] if match else ""
        if any(rule.role == "plan" and rule.pattern.search(rest) for rule in rules.headings.roles):
            return "plan"
    return "review" if role == "problems" else role if role in ("review", "plan") else "review"


def _role(
    text: str,
    heading: Heading,
    stop: int,
    above: Section | None,
    outer: Times,
    last: Role,
    rules: RuleSet,
) -> tuple[Role | None, str]:
    """Return the role that a section has by its heading, its first words or the mood of its text, and what says so.

    A section within another goes with it, but for an annex, the problems, what is told to be yet to come, and what the
    words of its text clearly contradict.
    """
    rule = find_role(heading.text, rules.headings)
    if above is not None and (rule is None or not rule.within or above.role == "other"):
        return _against(text, heading, above, outer, rules)
    if rule is not None:
        return rule.role, f"{rule.id}: {rule.role}, by the heading {heading.text}"
    start = heading.block.body.start if len(heading.block.body) else heading.block.span.stop
    first = text[start : min(stop, start + OPENING)].lstrip("\n 　。：:")
    for opens in rules.headings.openings:
        if match := opens.pattern.match(first):
            return opens.role, f"{opens.id}: {opens.role}, by the opening {match[0]}"
    mood = find_mood(text, Span(start, heading.stop), rules.headings)
    if mood.is_clear and heading.stop - start >= SHORTEST_TELLING:
        return (mood.role, _by_mood(mood)) if mood.role != last else (None, "")
    return None, ""


def _against(
    text: str, heading: Heading, above: Section, outer: Times, rules: RuleSet
) -> tuple[Role | None, str]:
    """Return the role of a section within another whose heading opens both a review and a plan: as its text says."""
    if not outer.is_mixed:
        return None, ""
    mood = find_mood(text, Span(heading.block.span.start, heading.stop), rules.headings)
    return (mood.role, _by_mood(mood)) if mood.role != above.role else (None, "")


def _by_mood(mood: Mood) -> str:
    return f"{mood.role}, by the words of its text (balance {mood.balance:+.2f})"


def _spans_years(text: str, heading: Heading, rules: RuleSet) -> bool:
    """Whether a section speaks of several years together."""
    start, stop = heading.block.span.start, heading.stop
    return any(rule.pattern.search(text, start, stop) for rule in rules.headings.spans)


def _where(heading: Heading) -> Span:
    where = heading.block.heading
    assert where is not None
    return where


def _times(text: str, heading: Heading, named: list[Mention], rules: RuleSet, clock: Clock) -> Times:
    """Return the times that a heading names, of which `named` are those in the part that tells."""
    longest = max(
        named, key=lambda m: m.period.last_year - m.period.first_year if m.period else 0, default=None
    )
    if longest is None or longest.period is None:
        return Times(longest)
    years = [m.period for m in named if m.period and not m.period.is_span]
    year = years[-1] if years and longest.period.is_span else None
    reviewed = clock.reviewed
    if reviewed is None or not _opens_both(heading.text, rules):
        return Times(longest, year)
    (all_of_it,) = find_in_headings(text, [_where(heading)], rules.periods, clock)
    whole = [m.period for m in _dating(all_of_it) if m.period is not None]
    past = [period for period in whole if period.last_year <= reviewed]
    ahead = [period for period in whole if period.first_year > reviewed]
    return Times(longest, year, past[0] if past else None, ahead[0] if ahead else None)


def _opens_both(heading: str, rules: RuleSet) -> bool:
    """Whether the words of a heading open a review and a plan: “十四五”时期发展成就和“十五五”时期主要目标任务."""
    found = {rule.role for rule in rules.headings.roles if rule.pattern.search(heading)}
    return {"review", "plan"} <= found


def _dating(mentions: list[Mention]) -> list[Mention]:
    """Of the times that are named those of which something can be."""
    return [mention for mention in mentions if mention.period and mention.use not in ("basis", "part")]
