"""What was promised for a year, and what the next report says was reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from reportkit.compare.align import Match, align
from reportkit.compare.facts import Item, Terms, fold, is_recalled, slot_of, terms_of
from reportkit.compare.judging import aims_down, judge
from reportkit.compare.reckon import stated, why_not
from reportkit.compare.sides import set_up
from reportkit.compare.worked_out import worked_out
from reportkit.comparison import Goal, Goals, Next
from reportkit.model import Extraction
from reportkit.rules.topics import RuleSet


def find_goals(
    old: Sequence[Extraction], new: Sequence[Extraction], rules: RuleSet, across: bool = False
) -> Goals:
    """Each goal of the old side with its outcome in the new side's review, and what the new side plans next.

    Places are kept apart as `diff` does. Raises `PlacesError` where no place is on both sides.
    """
    terms = terms_of(rules)
    sides = set_up(old, new, terms, across)

    def due(item: Item) -> Hashable:
        period = str(item.period or "")
        return (sides.group(item), item.measure, item.dimension, period, item.basis)

    def planned(item: Item) -> Hashable:
        slot = slot_of(item.period, item.fact.year)
        return (sides.group(item), item.measure, item.dimension, slot, item.basis)

    last = _last_years(sides.new)
    goals = fold([item for item in sides.old if _is_ahead(item)], due)
    told = fold([item for item in sides.new if not item.is_goal and not item.is_start], due)
    plans = fold([item for item in sides.new if item.is_goal and not item.is_start], due)
    outcomes = _by_old(align([g for g in goals if not _later(g, last)], told, due, terms))
    following = _by_old(align([g for g in goals if not _later(g, last)], plans, planned, terms))
    following |= _by_old(align([g for g in goals if _later(g, last)], plans, due, terms))
    levels = [item for item in (*sides.old, *sides.new) if not item.is_goal and not is_recalled(item)]
    beside: dict[Hashable, list[Item]] = defaultdict(list)
    for item in levels:
        beside[sides.group(item)].append(item)
    found = [
        _goal(
            item,
            outcomes.get(item.order),
            following.get(item.order),
            beside[sides.group(item)],
            _later(item, last),
            terms,
        )
        for item in goals
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


def _goal(
    item: Item,
    outcome: Match | None,
    following: Match | None,
    levels: Sequence[Item],
    later: bool,
    terms: Terms,
) -> Goal:
    i = item.indicator
    made = Goal(i.name, i.concept, "unreported", item.fact, None, (), None, None, "absent", ())
    made = _with_plan(made, item, following, terms)
    if later:
        return replace(made, verdict="later")
    if outcome is None or not outcome.new:
        found = worked_out(item, levels, terms)
        if found is None:
            return made
        verdict, margin, reason = judge(item, found.amount, found.item, terms)
        reason = "; ".join(filter(None, ["worked out from the two levels", reason]))
        return replace(made, verdict=verdict, by=found.by, outcomes=found.facts, margin=margin, reason=reason)
    facts = tuple(each.fact for each in outcome.new)
    if not outcome.is_pair:
        return replace(made, verdict="doubtful", outcomes=facts, reason="more than one figure fits")
    told = outcome.new[0]
    made = replace(made, by=outcome.by, outcomes=facts)
    reason = why_not(item, told, terms.scales)
    if reason is not None:
        return replace(made, verdict="incomparable", reason=reason)
    verdict, margin, reason = judge(item, told.amount, told, terms)
    return replace(made, verdict=verdict, margin=margin, reason=reason)


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
