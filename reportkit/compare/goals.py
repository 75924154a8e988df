"""What was promised for a year, and what the next report says was reached."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from reportkit.compare.align import Match, align
from reportkit.compare.facts import Item
from reportkit.compare.folding import fold, is_recalled, slot_of
from reportkit.compare.judging import USUAL, Tolerance, aims_down
from reportkit.compare.outcomes import Outcomes
from reportkit.compare.reckon import stated, why_not
from reportkit.compare.sides import set_up
from reportkit.compare.terms import Terms, terms_of
from reportkit.compare.worded import done_in_words
from reportkit.comparison import Goal, Goals, Next, Outcome
from reportkit.model import Extraction
from reportkit.rules.topics import RuleSet


def find_goals(
    old: Sequence[Extraction],
    new: Sequence[Extraction],
    rules: RuleSet,
    across: bool = False,
    tolerance: Tolerance = USUAL,
) -> Goals:
    """Each goal of the old side with its outcome in the new side's review, and what the new side plans next.

    Goals that are told in words are among them. `tolerance` is what is allowed for 左右. Places are kept apart as `diff`
    does. Raises `PlacesError` where no place is on both sides.
    """
    terms = terms_of(rules)
    sides = set_up(old, new, terms, across, in_words=True)

    def due(item: Item) -> Hashable:
        return (sides.group(item), item.measure, item.dimension, str(item.period or ""), item.basis)

    def planned(item: Item) -> Hashable:
        slot = slot_of(item.period, item.fact.year)
        return (sides.group(item), item.measure, item.dimension, slot, item.basis)

    last = _last_years(sides.new)
    goals = fold([item for item in sides.old if _is_ahead(item)], due)
    told = fold([i for i in sides.new if not (i.is_goal or i.is_start or i.is_class)], due)
    plans = fold([item for item in sides.new if item.is_goal and not item.is_start], due)
    now = [g for g in goals if not _later(g, last)]
    answers = _by_old(align([g for g in now if not g.is_class], told, due, terms))
    following = _by_old(align(now, plans, planned, terms))
    following |= _by_old(align([g for g in goals if _later(g, last)], plans, due, terms))
    levels = [item for item in (*sides.old, *sides.new) if not item.is_goal and not is_recalled(item)]
    done = {each.source.path: done_in_words(each.source.text, terms) for each in new}
    outcomes = Outcomes(told, levels, terms, tolerance, sides.group, done)
    found = [
        _with_plan(
            _later_goal(goal) if _later(goal, last) else _goal(goal, answers.get(goal.order), outcomes),
            goal,
            following.get(goal.order),
            terms,
        )
        for goal in goals
    ]
    return Goals(sides.old_paths, sides.new_paths, tuple(found), sides.warnings)


def _is_ahead(item: Item) -> bool:
    """Whether a figure is a goal for a time after the year under review."""
    period, year = item.period, item.fact.year
    return item.is_goal and not item.is_start and (period is None or year is None or period.last_year > year)


def _last_years(items: Iterable[Item]) -> dict[str, int]:
    """The last year under review of each place."""
    found: dict[str, int] = {}
    for item in items:
        if (year := item.fact.year) is not None:
            found[item.place] = max(year, found.get(item.place, year))
    return found


def _later(item: Item, last: Mapping[str, int]) -> bool:
    period = item.period
    return item.place in last and period is not None and period.last_year > last[item.place]


def _by_old(matches: Iterable[Match]) -> dict[Hashable, Match]:
    """The matches by each of their old items."""
    found: dict[Hashable, Match] = {}
    for match in matches:
        for item in match.old:
            found[item.order] = match
    return found


def _later_goal(item: Item) -> Goal:
    return _unreported(item, "later")


def _unreported(item: Item, verdict: Outcome = "unreported") -> Goal:
    i = item.indicator
    return Goal(i.name, i.concept, verdict, item.fact, None, (), None, None, "absent", ())


def _goal(item: Item, answer: Match | None, outcomes: Outcomes) -> Goal:
    """A goal with its outcome: the figure that answers it, else what other figures tell."""
    made = _unreported(item)
    if item.is_class:
        return made
    if answer is not None and answer.new and not answer.is_pair:
        facts = tuple(each.fact for each in answer.new)
        return replace(made, verdict="doubtful", outcomes=facts, reason="more than one figure fits")
    if answer is not None and answer.new and answer.by is not None:
        found = outcomes.judged(item, answer.new[0], answer.by)
    else:
        other = outcomes.of(item)
        if other is None:
            return made
        found = other
    j = found.judgement
    return replace(
        made, verdict=j.verdict, by=found.by, outcomes=found.facts, margin=j.margin, reason=j.reason
    )


def _with_plan(goal: Goal, item: Item, following: Match | None, terms: Terms) -> Goal:
    """The goal with what the next plan makes of it."""
    if following is None or not following.new:
        return goal
    plans = tuple(each.fact for each in following.new)
    if not following.is_pair or why_not(item, following.new[0], terms.scales) is not None:
        return replace(goal, next="unknown", plans=plans)
    change = stated(item, following.new[0]).value
    step: Next = "unknown"
    if change is not None:
        up = -change if aims_down(item, terms) else change
        step = "raised" if up > 0 else "lowered" if up < 0 else "same"
    return replace(goal, next=step, plans=plans)
