"""Residue: zero-width characters, typed line ends, entities, question marks in place of spaces."""

from __future__ import annotations

from reportkit.model import Edit, Span
from reportkit.rules.topics import RuleSet


def find_noise(text: str, rules: RuleSet) -> list[Edit]:
    """An edit for every piece of residue in `text`; where two rules meet, the one that stands first wins."""
    edits: list[Edit] = []
    for rule in rules.repair.noise:
        edits += [
            Edit(Span(*match.span()), rule.replacement, rule.id) for match in rule.pattern.finditer(text)
        ]
    return sorted(edits, key=lambda edit: edit.span.start)
