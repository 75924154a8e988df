"""The place that a report is about, where no title names it, and its name without the levels above."""

from __future__ import annotations

from collections import Counter

import regex

from reportkit.rules.topics import RuleSet

# 全县, 我县, 县政府: what a report calls its own place
_ITSELF = regex.compile(r"(?:全|我|本)(?P<level>[县区市旗])(?![域内])|(?P<level>[县区市旗])(?:委、|政府)")
# 保定市徐水区, 河北省保定市: what stands before the name of the place itself
_ABOVE = regex.compile(
    r"^[\u4e00-\u9fff]{2,}?(?:省|自治区|自治州|地区|盟|市)(?=[\u4e00-\u9fff]{1,7}?(?:自治县|县|区|旗|市)$)"
)
# 召开的保定市满城区, 主席某某在内蒙古自治区: what belongs to no name
_BEFORE = regex.compile(r"^.*(?:在|的|是|[长席任])(?=[\u4e00-\u9fff]{2})")
# What speaks of no county, city or province of its own, and of 我国, is about the nation.
_NATION, NATION = "我国", "全国"
# A name that is said less often may be that of another place.
OFTEN = 3


def find_place(text: str, rules: RuleSet) -> str | None:
    """The place that a report is about by what it says of itself in its text: 全县, and the name that it praises."""
    levels = Counter(match["level"] for match in _ITSELF.finditer(text))
    if not levels:
        of_province = "全省" in text or "我省" in text
        return NATION if text.count(_NATION) >= OFTEN and not of_province else None
    level = levels.most_common(1)[0][0]
    names = Counter(
        match["name"]
        for rule in rules.reports.places
        for match in rule.pattern.finditer(text)
        if match["name"][0] not in "全我本各"
    )
    if not names or names.most_common(1)[0][1] < OFTEN:
        return None
    return names.most_common(1)[0][0] + level


def without_levels(place: str) -> str:
    """The name of a place without those of the levels above it, and without words that belong to none.

    >>> without_levels("保定市徐水区"), without_levels("内蒙古自治区"), without_levels("召开的保定市满城区")
    ('徐水区', '内蒙古自治区', '满城区')
    """
    place = _BEFORE.sub("", place)
    while (shorter := _ABOVE.sub("", place)) != place:
        place = shorter
    return place
