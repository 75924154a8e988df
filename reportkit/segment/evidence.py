"""The pair of years, that under review and that of the speech, for which most of the clues of a report speak."""

from __future__ import annotations

from reportkit.model import Clue, Span
from reportkit.segment.clues import COLLECTORS, WEIGHT_OF_GIVEN, Grounds
from reportkit.values import dataclass

# Two pairs of years of which neither is heavier by this much are both possible; nor is one that is heavier by no more
# where both are light: a figure or two, and the name of the file.
NARROW_MARGIN, LIGHT_WEIGHT = 1, 5


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Verdict:
    """The year under review and the year in which the report was given, None where nothing tells.

    `words` is where the heaviest clue for the year stands, `doubt` what else is possible, `reason` how weights stand.
    """

    year: int | None
    spoken: int | None
    clues: tuple[Clue, ...]
    words: Span | None = None
    doubt: str | None = None
    reason: str = "no clue"


def weigh(grounds: Grounds) -> Verdict:
    """Find the two years of a report by weighing all its clues."""
    clues = tuple(clue for collect in COLLECTORS for clue in collect(grounds))
    pairs = {
        (year, year + ahead)
        for clue in clues
        if clue.year is not None
        for year in ((clue.year, clue.year - 1) if clue.tells != "reviewed" else (clue.year,))
        for ahead in (0, 1)
    }
    if not pairs:
        return Verdict(None, None, clues, doubt="no year: nothing tells which year the report is about")
    usual = grounds.weight("year-before")
    scores = {pair: sum(_for(pair, clue) for clue in clues) + usual * (pair[1] > pair[0]) for pair in pairs}
    # a file is called by the year of its speech
    named = {clue.year for clue in clues if clue.tells == "either"}
    best = max(pairs, key=lambda pair: (scores[pair], pair[1] in named, pair[1] > pair[0], pair[0]))
    year, spoken = best
    other = max((pair for pair in pairs if pair[0] != year), key=lambda pair: scores[pair], default=None)
    told = [clue for clue in clues if clue.tells == "reviewed" and clue.year == year and clue.span]
    words = max(told, key=lambda clue: clue.weight).span if told else None
    doubt = None
    reason = "; next ".join(f"{p[0]}, told in {p[1]} (weight {scores[p]})" for p in (best, other) if p)
    if grounds.given is not None:
        says = any(_for(other, clue) for clue in clues if not grounds.is_weak(clue.rule)) if other else False
        if says and other and scores[other] >= scores[best] - WEIGHT_OF_GIVEN + NARROW_MARGIN:
            doubt = f"the year under review is given as {year}, but the text tells of another: "
            doubt += _evidence(clues, best, other)
    elif other is not None and scores[best] - scores[other] < NARROW_MARGIN + _is_torn(
        scores[best], clues, best, other
    ):
        doubt = f"the year under review may be {year} or {other[0]}: {_evidence(clues, best, other)}"
    elif all(grounds.is_weak(clue.rule) for clue in clues):
        doubt = f"the year under review, {year}, is a guess: {_evidence(clues, best, best)}"
    return Verdict(year, spoken, clues, words, doubt, reason)


def _for(pair: tuple[int, int], clue: Clue) -> int:
    """How much a clue weighs for a pair of years."""
    year, spoken = pair
    agrees = {
        "reviewed": clue.year == year,
        "delivered": clue.year == spoken,
        "either": clue.year in pair,
        "part": year == spoken,
    }
    return clue.weight if agrees[clue.tells] else 0


def _is_torn(score: int, clues: tuple[Clue, ...], best: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether little speaks for the best pair of years, and something for the other alone."""
    return score < LIGHT_WEIGHT and any(_for(other, clue) and not _for(best, clue) for clue in clues)


def _evidence(clues: tuple[Clue, ...], *pairs: tuple[int, int]) -> str:
    """Return the clues for each of two pairs of years, for a warning."""
    told = []
    for pair in dict.fromkeys(pairs):
        found = [f"{c.rule} {c.year or ''}".strip() for c in clues if _for(pair, c)]
        told.append(f"{pair[0]} by {', '.join(found) or 'nothing'}")
    return "; ".join(told)


__all__ = ["Verdict", "weigh"]
