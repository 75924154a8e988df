"""Whether a text tells of what was done or of what is to be done, by the words that are usual in either."""

from __future__ import annotations

from reportkit.model import Role, Span
from reportkit.rules.topics import HeadingRules
from reportkit.values import dataclass

# Words enough of one kind decide; fewer say nothing.
LEAST_WEIGHT = 10
# How far the words of one kind outweigh those of the other where they decide against what else is known.
CLEAR_MARGIN = 0.5
# From this weight on a word alone says that something is promised; words of half of it, and two of them, that it was done.
PROMISING_WEIGHT, RESULTS = 4, 2
# How much of a text is looked at.
LOOKED_AT = 6000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mood:
    """What the words of a text say: the weight of those of what was `done` and of what is `planned`.

    `results` is how many tell a result and `promises` how many a promise, in words that hardly stand in the other kind.
    """

    done: int = 0
    planned: int = 0
    results: int = 0
    promises: int = 0

    @property
    def role(self) -> Role:
        """The role that most words speak for."""
        return "plan" if self.planned > self.done else "review"

    @property
    def balance(self) -> float:
        """From -1 (all that was done) to 1 (all that is to be done); near 0 where a text has few such words."""
        return (self.planned - self.done) / (self.planned + self.done + PROMISING_WEIGHT)

    @property
    def is_clear(self) -> bool:
        """Whether a text says it clearly enough to stand against its heading."""
        strong = self.promises >= 1 if self.role == "plan" else self.results >= RESULTS
        return strong and self.done + self.planned >= LEAST_WEIGHT and abs(self.balance) >= CLEAR_MARGIN


def find_mood(text: str, span: Span, rules: HeadingRules) -> Mood:
    """Find the mood of a stretch of `text`."""
    stop = min(span.stop, span.start + LOOKED_AT)
    found = [rule.weight for rule in rules.moods for _ in rule.pattern.finditer(text, span.start, stop)]
    return Mood(
        -sum(weight for weight in found if weight < 0),
        sum(weight for weight in found if weight > 0),
        sum(1 for weight in found if weight <= -PROMISING_WEIGHT // 2),
        sum(1 for weight in found if weight >= PROMISING_WEIGHT),
    )


def tells_results(text: str, span: Span, rules: HeadingRules) -> bool:
    """Whether a stretch of `text` tells results enough for its mood to be clearly of what was done: asked first."""
    stop = min(span.stop, span.start + LOOKED_AT)
    strong = (rule.pattern for rule in rules.moods if rule.weight <= -PROMISING_WEIGHT // 2)
    return sum(1 for pattern in strong for _ in pattern.finditer(text, span.start, stop)) >= RESULTS
