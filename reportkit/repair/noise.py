"""Residue: zero-width characters, typed line ends, entities, question marks in place of spaces."""

from __future__ import annotations

from reportkit.model import Edit, Span
from reportkit.rules.topics import RuleSet


def find_noise(text: str, rules: RuleSet) -> list[Edit]:
    """Find an edit for every piece of residue in `text`; where two rules meet, the one that stands first wins."""
    edits: list[Edit] = []
    for rule in rules.repair.noise:
        edits += [
            Edit(Span(*match.span()), rule.replacement, rule.id) for match in rule.pattern.finditer(text)
        ]
    return _without_overlaps(sorted(edits, key=lambda edit: edit.span.start))


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    """Of `edits`, which are sorted, those that begin behind the one before."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.span.start >= kept[-1].span.stop:
            kept.append(edit)
    return kept


def find_doubts(edits: list[Edit], rules: RuleSet) -> list[tuple[int, str]]:
    """Where one of `edits` takes out what may have stood in place of text, and what that is."""
    reasons = {rule.id: rule.reason for rule in rules.repair.noise if rule.doubt}
    return [(edit.span.start, reasons[edit.fixer]) for edit in edits if edit.fixer in reasons]
