"""Putting a damaged text back together. Every fixer proposes edits; `repair` applies them in one order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field

from reportkit.model import Edit, Repair, Span
from reportkit.repair.breaks import find_breaks
from reportkit.repair.columns import Order, find_order
from reportkit.repair.furniture import Cut, find_furniture
from reportkit.repair.noise import find_doubts, find_noise
from reportkit.repair.spacing import find_spacing
from reportkit.rules.topics import RuleSet
from reportkit.text.align import Alignment, Trail, apply_edits, assemble, carry
from reportkit.text.characters import simplify
from reportkit.values import dataclass

# Rounds of passes; a text that is not done by then is damaged beyond words split over some lines.
ROUNDS = 8
# Places that one warning names.
PLACES_SHOWN = 10
REASONS = {
    "break": "a line break inside a sentence",
    "paragraph": "runs of spaces in place of a line break",
    "glued": "a heading without a line break before or behind it",
    "spacing": "spaces inside a number or between the characters of a word",
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repaired:
    """A text after repair, the way back to its source, and what was done.

    `items` is where the numbers of list items stand, in the text after repair: no number reaches into one.
    `understood` is `text` in the characters that the rules are written in, one for one.
    """

    text: str
    understood: str
    trail: Trail
    repairs: tuple[Repair, ...]
    warnings: tuple[str, ...]
    items: tuple[Span, ...] = ()


def repair(text: str, rules: RuleSet, reorder: bool = True, items: tuple[Span, ...] = ()) -> Repaired:
    """`text` put back together. Nothing is left out but what `Repaired.repairs` tells of.

    `Repaired.trail` leads every character back to where it stood. Without `reorder` no text is moved. `items` is
    where the numbers of list items stand in `text`: nothing is joined to one, from either side.

    A join may make room for the next one (M / 2 / 增长, three lines for one word), so the passes go round
    until nothing changes: what is repaired is not changed by a second repair.
    """
    work = _Work(simplify(text, rules.characters), text, list(items))
    reasons = REASONS | {rule.id: rule.reason for rule in rules.repair.noise}
    doubts: list[tuple[int, str]] = []
    warnings: tuple[tuple[int, str], ...] = ()
    for _ in range(ROUNDS):
        before = work.text
        noise = find_noise(work.text, rules)
        doubts += ((work.trail.point(place), doubt) for place, doubt in find_doubts(noise, rules))
        work.edit(noise, reasons)
        work.cut(find_furniture(work.text, rules))
        work.edit(find_breaks(work.text, rules), reasons)
        work.edit(find_spacing(work.text), reasons)
        if reorder:
            order = find_order(work.text, rules)
            # told by their places in the source: what is moved now leads the trail elsewhere
            warnings = tuple((work.trail.point(place), warning) for place, warning in order.warnings)
            work.reorder(order)
        if work.text == before:
            break
    told = _told((*doubts, *warnings))
    if work.text != before:
        told.append(f"the text was still broken after {ROUNDS} rounds of repair")
    return Repaired(work.printed, work.text, work.trail, tuple(work.repairs), tuple(told), tuple(work.items))


def _told(warnings: tuple[tuple[int, str], ...]) -> list[str]:
    """Return a line for each kind of warning, with the first of its places in the source."""
    kinds: dict[str, list[int]] = {}
    for place, warning in warnings:
        kinds.setdefault(warning, []).append(place)
    lines = []
    for warning, places in kinds.items():
        first = ", ".join(str(place) for place in places[:PLACES_SHOWN])
        more = f" and {len(places) - PLACES_SHOWN} more" if len(places) > PLACES_SHOWN else ""
        lines.append(f"{warning} (at {first}{more})")
    return lines


@dataclass(slots=True, eq=False, repr=False)
class _Work:
    """A text under repair as it is understood and as it is printed, the way back, and what was done so far."""

    text: str
    printed: str
    items: list[Span] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)
    repairs: list[Repair] = field(default_factory=list)

    def edit(self, edits: list[Edit], reasons: dict[str, str]) -> None:
        """Apply a pass of edits; those of one fixer are told as one repair with all its places."""
        kinds: dict[str, list[Span]] = {}
        edits = [edit for edit in edits if not self._is_at_item(edit.span)] if self.items else edits
        for edit in edits:
            kinds.setdefault(edit.fixer, []).extend(self.trail.back(edit.span))
        self.repairs += [Repair(kind, tuple(spans), reasons[kind]) for kind, spans in kinds.items()]
        if edits:
            self._pass(*apply_edits(self.text, edits))

    def cut(self, cuts: list[Cut]) -> None:
        """Leave lines out; those of one kind are told as one repair, what stands there twice with its twin."""
        kinds: dict[tuple[str, str], list[Span]] = {}
        for cut in cuts:
            places = kinds.setdefault((cut.kind, cut.reason), [])
            places += [self.trail.hull(span) for span in (cut.twin, cut.span) if span is not None]
        self.repairs += [Repair(kind, tuple(spans), reason) for (kind, reason), spans in kinds.items()]
        if cuts:
            self._pass(*apply_edits(self.text, [Edit(cut.span, "", cut.kind) for cut in cuts]))

    def reorder(self, order: Order) -> None:
        """Put the pieces of the text in their order."""
        self.repairs += [
            Repair(move.kind, tuple(self.trail.hull(span) for span in move.at), move.reason)
            for move in order.moves
        ]
        if order.parts:
            self._pass(*assemble(order.parts))

    def _is_at_item(self, span: Span) -> bool:
        """Whether a stretch of the text meets the number of an item, or ends or begins where one does."""
        at = bisect_right(self.items, span.stop, key=lambda item: item.start)
        return any(item.stop >= span.start for item in self.items[max(at - 1, 0) : at])

    def _pass(self, text: str, alignment: Alignment) -> None:
        if self.items:
            self.items = sorted(alignment.forth(self.items))
        same = self.printed == self.text
        self.printed = text if same else carry(self.printed, self.text, text, alignment)
        self.text, self.trail = text, Trail((*self.trail.passes, alignment))
