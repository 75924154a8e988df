"""The role that the words of a heading give a section."""

from __future__ import annotations

from functools import lru_cache

from reportkit.model import Span
from reportkit.rules.schema import RoleRule
from reportkit.rules.topics import HeadingRules


@lru_cache(maxsize=1024)
def find_role(heading: str, rules: HeadingRules) -> RoleRule | None:
    """Find the rule by which the words of a heading give a role, None if they give none; asked again and again."""
    return next((rule for rule in rules.roles if rule.pattern.search(heading)), None)


def telling(where: Span, heading: str, rules: HeadingRules) -> Span:
    """Return the part of a heading up to the words that give its role: of 1998年回顾和1999年安排 it is 1998年回顾."""
    rule = find_role(heading, rules)
    if rule is None or rule.role != "review":
        return where
    match = rule.pattern.search(heading)
    assert match is not None
    return Span(where.start, where.start + match.end())
