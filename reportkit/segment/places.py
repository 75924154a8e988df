"""The place that a report is about, where no title names it, and its name without the levels above."""

from __future__ import annotations

from collections import Counter

from reportkit.rules.topics import ReportRules, RuleSet, signs_of, words_of
from reportkit.stages import NATION

# A name that is said less often may be that of another place.
LEAST_MENTIONS = 3


def find_place(text: str, rules: RuleSet) -> str | None:
    """Find the place that a report is about by what it says of itself in its text: 全县, and the name that it praises."""
    signs, words = signs_of(rules.reports), words_of(rules.reports)
    levels = Counter(match["level"] for match in signs["itself"].finditer(text))
    if not levels:
        # what speaks of no county, city or province of its own, and of 我国, is about the nation
        of_province = any(word in text for word in words["of-province"])
        of_nation = sum(text.count(word) for word in words["of-nation"]) >= LEAST_MENTIONS
        return NATION if of_nation and not of_province else None
    level = levels.most_common(1)[0][0]
    names = Counter(
        match["name"]
        for rule in rules.reports.places
        for match in rule.pattern.finditer(text)
        if not match["name"].startswith(words["pointing"])
    )
    if not names or names.most_common(1)[0][1] < LEAST_MENTIONS:
        return None
    return names.most_common(1)[0][0] + level


def without_levels(place: str, rules: ReportRules) -> str:
    """Return the name of a place without those of the levels above it, and without words that belong to none:
    保定市徐水区.
    """
    signs = signs_of(rules)
    place = signs["before-name"].sub("", place)
    while (shorter := signs["levels-above"].sub("", place)) != place:
        place = shorter
    return place
