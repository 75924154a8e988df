"""What became of goals that no single figure of the same name and time answers: by amount, by parts, worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportkit.compare.amounts import RATIO, THINGS
from reportkit.compare.facts import IN_STEP, YEAR_ON_YEAR, Item
from reportkit.compare.judging import Judgement, Tolerance, judge, of_parts
from reportkit.compare.likeness import share_of_core
from reportkit.compare.names import Name
from reportkit.compare.reckon import subtract, why_not
from reportkit.compare.terms import Terms
from reportkit.compare.worked_out import worked_out
from reportkit.comparison import Difference, Fact, Outcome, Way

# So much of the nouns of the shorter name must stand in the other where the amounts are the same, and more where the
# amount is a small one, as many are.
SHARED, SHARED_IF_SMALL, SMALL = 0.5, 0.8, 10
WHOLE = 100
# So much of 完成年计划的 may have stayed on the name of a percentage of a plan; a noun of no more says as little (覆盖率).
LEFT_OVER = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A judgement with the figures that it rests on."""

    judgement: Judgement
    by: Way | None
    facts: tuple[Fact, ...]


class Outcomes:
    """The figures of the new side, asked for what became of a goal.

    `group` is what a goal pairs within, `done` what each source says in words that it is done.
    """

    def __init__(
        self,
        told: Sequence[Item],
        levels: Iterable[Item],
        terms: Terms,
        tolerance: Tolerance,
        group: Callable[[Item], Hashable],
        done: Mapping[str, Sequence[tuple[Name, str]]],
    ) -> None:
        self._terms, self._tolerance, self._group = terms, tolerance, group
        self._told: dict[Hashable, list[Item]] = defaultdict(list)
        for item in told:
            self._told[group(item)].append(item)
        self._done = {
            key: {name: said for item in items for name, said in done.get(item.fact.source, ())}
            for key, items in self._told.items()
        }
        self._levels: dict[Hashable, list[Item]] = defaultdict(list)
        for item in levels:
            self._levels[group(item)].append(item)

    def of(self, goal: Item) -> Found | None:
        """What became of a goal, None where nothing tells."""
        for way in (
            self._by_amount,
            self._by_parts,
            self._as_part,
            self._in_step,
            self._of_plan,
            self._worked_out,
            self._in_words,
        ):
            if (found := way(goal)) is not None:
                return found
        return None

    def judged(self, goal: Item, told: Item, by: Way, reason: str | None = None) -> Found:
        """What an outcome makes of a goal; incomparable where the two cannot be reckoned with."""
        odd = why_not(goal, told, self._terms.scales)
        made = (
            Judgement("incomparable", None, odd) if odd else judge(goal, told, self._terms, self._tolerance)
        )
        reason = "; ".join(filter(None, [reason, made.reason])) or None
        return Found(Judgement(made.verdict, made.margin, reason), by, (told.fact,))

    def _same_time(self, goal: Item) -> list[Item]:
        """The figures of the time of a goal in its measure."""
        return [
            item
            for item in self._told[self._group(goal)]
            if item.period == goal.period
            and (item.measure, item.dimension, item.basis) == (goal.measure, goal.dimension, goal.basis)
        ]

    def _by_amount(self, goal: Item) -> Found | None:
        """A figure of the same amount whose name shares nouns, of the same time or of several years that end with it."""
        if goal.measure not in ("level", "rate"):
            return None
        found = [item for item in self._told[self._group(goal)] if self._has_the_amount(goal, item)]
        if len(found) != 1:
            return None
        of = found[0].period
        return self.judged(goal, found[0], "amount", None if of == goal.period else f"told of {of}")

    def _has_the_amount(self, goal: Item, item: Item) -> bool:
        one, two = goal.amount, item.amount
        if (item.measure, item.dimension) != (goal.measure, goal.dimension) or item.period is None:
            return False
        apart = goal.name.deeds and item.name.deeds and not goal.name.deeds & item.name.deeds
        if apart:
            return False
        if one.value * one.factor != two.value * two.factor or not self._terms.scales.same_kind(
            one.unit, two.unit
        ):
            return False
        if (
            "=" not in (goal.indicator.bound, item.indicator.bound)
            and goal.indicator.bound != item.indicator.bound
        ):
            return False
        due = goal.period
        if due is None or item.period.last_year != due.last_year or item.is_of_another_level(goal):
            return False
        if goal.dimension == RATIO:  # as many are nine tenths, and all hundred per cent
            says = min(len(goal.name.core), len(item.name.core)) > LEFT_OVER
            return says and one.value < WHOLE and share_of_core(goal.name, item.name) == 1
        least = SHARED_IF_SMALL if one.value < SMALL else SHARED
        return share_of_core(goal.name, item.name) >= least

    def _by_parts(self, goal: Item) -> Found | None:
        """A goal of several things together, by the outcomes of each: 城乡居民收入 by that of 城镇居民 and of 农村居民."""
        told = self._parts(goal, self._same_time(goal))
        if not told:
            return None
        found = [self.judged(goal, item, "parts") for item in told]
        made = of_parts([each.judgement for each in found])
        said = "; ".join(filter(None, ["by its parts", made.reason]))
        return Found(Judgement(made.verdict, None, said), "parts", tuple(item.fact for item in told))

    def _as_part(self, goal: Item) -> Found | None:
        """A goal of one thing, where several are told together; judged where each of them had as much (均)."""
        for item in self._same_time(goal):
            if item.name.nouns < 2:
                continue
            for parts in self._terms.parts_of(item.indicator):
                if any(self._terms.is_called(goal.indicator, names) for names in parts):
                    if item.is_each:
                        return self.judged(goal, item, "parts", "told of several alike")
                    made = Judgement("unknown", None, "told of several together")
                    return Found(made, "parts", (item.fact,))
        return None

    def _in_step(self, goal: Item) -> Found | None:
        """Whether something grew in step with the economy, by the growth of both."""
        if not goal.basis.startswith(IN_STEP):
            return None
        growths = [
            item
            for item in self._told[self._group(goal)]
            if item.measure == "growth" and item.period == goal.period and item.basis == YEAR_ON_YEAR
        ]
        economy = [item for item in growths if item.thing in self._terms.lists["whole-economy"]]
        own = [item for item in growths if item.thing == goal.thing] or self._parts(goal, growths)
        if len(economy) != 1 or not own:
            missing = " and ".join(
                name for name, found in ((goal.thing, own), (self._terms.economy, economy)) if not found
            )
            reason = f"told in words; judging it needs the growth of {missing or self._terms.economy} in {goal.period}"
            return Found(Judgement("unreported", None, reason), None, ())
        ahead = [subtract(economy[0], item) for item in own]
        made = of_parts([self._of_gap(each) for each in ahead])
        facts = (*(item.fact for item in own), economy[0].fact)
        said = "; ".join(filter(None, ["by the growth of both", made.reason]))
        return Found(Judgement(made.verdict, ahead[0] if len(ahead) == 1 else None, said), None, facts)

    def _of_gap(self, ahead: Difference) -> Judgement:
        """The verdict on points between two rates of growth, which are to be none or more."""
        ends = (ahead.lower, ahead.upper)
        if ends[0] is not None and ends[0] >= -self._tolerance.points:
            return Judgement("met")
        missed = ends[1] is not None and ends[1] < -self._tolerance.points
        return Judgement("missed" if missed else "unknown")

    def _parts(self, goal: Item, items: Sequence[Item]) -> list[Item]:
        """The only figure of each part of a goal; none where one is missing or told twice."""
        for parts in self._terms.parts_of(goal.indicator):
            told = [
                [item for item in items if self._terms.is_called(item.indicator, names)] for names in parts
            ]
            if all(len(each) == 1 for each in told):
                return [each[0] for each in told]
        return []

    def _of_plan(self, goal: Item) -> Found | None:
        """How much of a plan is told to be done in per cent: 城镇新增就业完成年计划的118%."""
        if goal.measure != "level" or goal.dimension == RATIO or goal.amount.low is None:
            return None
        sign = self._terms.signs["of-plan"]
        found = [
            item
            for item in self._told[self._group(goal)]
            if item.dimension == RATIO
            and item.period == goal.period
            and sign.search(item.indicator.sentence, 0, max(item.at, 0))
            and not goal.name.hollow
            and item.name.text.startswith(goal.name.text)
            and len(item.name.text) - len(goal.name.text) <= LEFT_OVER
        ]
        if len(found) != 1 or not found[0].amount.is_exact:
            return None
        done = found[0].amount.value
        most: Outcome = "met" if goal.amount.high is None else "exceeded"
        verdict: Outcome = "missed" if done < WHOLE else "met" if done == WHOLE else most
        reason = f"told to be {found[0].indicator.text} of the plan"
        return Found(Judgement(verdict, None, reason), None, (found[0].fact,))

    def _worked_out(self, goal: Item) -> Found | None:
        found = worked_out(goal, self._levels[self._group(goal)], self._terms)
        if found is None:
            return None
        made = self.judged(goal, found.item, found.by, "worked out from the two levels")
        return Found(made.judgement, found.by, found.facts)

    def _in_words(self, goal: Item) -> Found | None:
        """A number of things that were to be done, where all of them are told to be done."""
        if goal.measure != "level" or goal.dimension != THINGS:
            return None
        for name, said in self._done.get(self._group(goal), {}).items():
            if share_of_core(goal.name, name) == 1 and not goal.name.hollow:
                return Found(Judgement("met", None, f"told in words: {said}"), None, ())
        return None
