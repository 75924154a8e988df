"""Putting a damaged text back together. Every fixer proposes edits; `repair` applies them in one order."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.model import Repair, Span
from reportkit.repair.breaks import find_breaks
from reportkit.repair.columns import find_order
from reportkit.repair.noise import find_noise
from reportkit.repair.spacing import find_spacing
from reportkit.rules.topics import RuleSet
from reportkit.text.align import Trail, apply_edits, assemble

REASONS = {
    "break": "a line break inside a sentence",
    "paragraph": "runs of spaces in place of a line break",
    "spacing": "spaces inside a number or between the characters of a word",
}


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair, the way back to its source, and what was done."""

    text: str
    trail: Trail
    repairs: tuple[Repair, ...]
    warnings: tuple[str, ...]


def repair(text: str, rules: RuleSet) -> Repaired:
    """`text` put back together. Nothing is lost: `Repaired.trail` leads every character back to where it stood."""
    trail = Trail()
    repairs: list[Repair] = []
    reasons = REASONS | {rule.id: rule.reason for rule in rules.repair.noise}
    for find in (find_noise, find_breaks, find_spacing):
        edits = find(text, rules)
        if not edits:
            continue
        kinds: dict[str, list[Span]] = {}
        for edit in edits:
            kinds.setdefault(edit.fixer, []).extend(trail.back(edit.span))
        repairs += [Repair(kind, tuple(spans), reasons[kind]) for kind, spans in kinds.items()]
        text, alignment = apply_edits(text, edits)
        trail = Trail((*trail.passes, alignment))
    order = find_order(text, rules)
    if order.parts:
        repairs += [
            Repair(move.kind, tuple(trail.hull(span) for span in move.at), move.reason)
            for move in order.moves
        ]
        text, alignment = assemble(order.parts)
        trail = Trail((*trail.passes, alignment))
    return Repaired(text, trail, tuple(repairs), order.warnings)
