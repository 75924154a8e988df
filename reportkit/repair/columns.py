"""Reading order: paragraphs that stop in mid-sentence and find their end elsewhere.

A newspaper page gives its columns in the wrong order: a paragraph stops (…执法检查4), headings follow,
and its end stands pages later (次、满意度测评4次…), among whole paragraphs that belong to the sections
in between. The pieces come in the order of the sections, so they are laid against them in one
assignment that never goes back, by what fits: a unit after a number, and the words they share.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from itertools import pairwise

from reportkit.model import Span
from reportkit.repair.assignment import assign
from reportkit.repair.fit import (
    begins,
    begins_with_unit,
    count_pairs,
    find_link,
    is_byline,
    is_cut_number,
    is_fragment,
)
from reportkit.repair.likeness import find_pairs, weigh
from reportkit.rules.topics import RuleSet
from reportkit.stages import Block
from reportkit.text.blocks import CLOSES, find_blocks, is_open, is_salutation
from reportkit.text.grid import is_row
from reportkit.values import dataclass

# A page has some dozens of paragraphs out of place; more than this is no page but a damaged file.
MOST_PARAGRAPHS = 60
# A line of few characters between two others may be the words of a link; so many on end are the labels of a chart.
LABELS = 3
Part = tuple[Span, str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Junction:
    """Two places that were brought together: where the first piece stops and where the second stood."""

    kind: str
    at: tuple[Span, Span]
    reason: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Order:
    """The text in its right order, as pieces; no pieces where it stands right already."""

    parts: tuple[Part, ...] = ()
    moves: tuple[Junction, ...] = ()
    warnings: tuple[tuple[int, str], ...] = ()


def find_order(text: str, rules: RuleSet) -> Order:
    """Find the reading order of `text`, zone by zone; a zone is what stands under one heading of the second level."""
    blocks = find_blocks(text, rules.headings)
    page = _Page(text, blocks, rules)
    for low, high in _zones(blocks):
        page.order(low, high)
    page.join_neighbours()
    if not page.joins and not page.after:
        return Order(warnings=tuple(page.warnings))
    parts = _parts(text, blocks, page.joins, page.after)
    return Order(tuple(parts), tuple(page.moves), tuple(page.warnings))


@dataclass(slots=True, eq=False, repr=False)
class _Page:
    """What was found so far of the order of a text: what goes behind which block, and what is joined to it."""

    text: str
    blocks: list[Block]
    rules: RuleSet
    joins: dict[int, int] = field(default_factory=dict)
    after: dict[int, list[int]] = field(default_factory=dict)
    moves: list[Junction] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    weight: dict[str, float] = field(default_factory=dict)
    neighbours: list[int] = field(default_factory=list)

    def order(self, low: int, high: int) -> None:
        """Find the order of a zone: the loose blocks behind the last one that stops go to the sections before."""
        blocks = self.blocks
        stopped = [i for i in range(low, high) if self._stops(i)]
        if not stopped:
            return
        displaced = [i for i in stopped if i + 1 < high and blocks[i + 1].heading is not None]
        last = stopped[-1]
        loose = self._loose(last, high) if displaced else []
        if len(loose) > MOST_PARAGRAPHS:
            self.warnings.append(
                (
                    blocks[displaced[0]].span.stop,
                    f"a sentence stops, and {len(loose)} paragraphs may go on in it",
                )
            )
        elif loose:
            self._assign([i for i in range(low, high) if i not in loose], loose)
        if not loose:
            ends = [i for i in stopped if i in displaced or i + 1 == high]
            self.warnings += [
                (blocks[i].span.stop, "a sentence stops, and its end was not found") for i in ends
            ]
        self.neighbours += [
            i
            for i in stopped
            if i not in self.joins and i not in displaced and i + 1 < high and i + 1 not in loose
        ]

    def _stops(self, i: int) -> bool:
        """Whether a block stops in mid-sentence; what stands before a salutation are lines of a front."""
        content = self.blocks[i].span.of(self.text)
        front = i + 1 < len(self.blocks) and is_salutation(
            self.blocks[i + 1].span.of(self.text), self.rules.headings
        )
        return is_open(self.text, self.blocks[i]) and not is_byline(content, self.rules.repair) and not front

    def _loose(self, last: int, high: int) -> list[int]:
        """Return the blocks behind the last one that stops, but for those that stand right behind a heading of
        their own.
        """
        text, blocks = self.text, self.blocks
        own = {
            i + 1
            for i in range(last + 1, high - 1)
            if blocks[i].heading is not None and not begins_with_unit(blocks[i + 1].span.of(text), self.rules)
        }
        return [i for i in range(last + 1, high) if blocks[i].heading is None and i not in own]

    def _assign(self, zone: list[int], loose: list[int]) -> None:
        text, blocks = self.text, self.blocks
        self.weight = self.weight or weigh(
            [find_pairs(block.span.of(text), self.rules.repair) for block in blocks]
        )
        pieces = [blocks[i] for i in loose]
        chosen, doubt = assign(text, [(i, blocks[i]) for i in zone], pieces, self.rules, self.weight)
        if doubt:
            self.warnings.append((pieces[0].span.start, doubt))
            return
        behind: dict[int, int] = {}
        for piece, (home, joined) in zip(loose, chosen, strict=True):
            last = behind.get(home, home)
            if not joined and last == piece - 1:
                behind[home] = piece  # it stands right behind its section already
                continue
            self.after.setdefault(last, []).append(piece)
            if joined:
                self.joins[last] = piece
            self.moves.append(_told(text, blocks, piece, last, joined))

    def join_neighbours(self) -> None:
        """Join the blocks that stop to those behind them where something shows that they go on there.

        Where paragraphs stand apart, and most that stop do go on, so do those that nothing speaks for.
        """
        text, blocks = self.text, self.blocks
        if not self.neighbours:
            return
        pairs = count_pairs([block.span.of(text) for block in blocks])
        links = {i: self._link(i, pairs) for i in self.neighbours}
        apart = [i for i in self.neighbours if self._is_apart(i)]
        most = sum(links[i] is not None for i in apart) >= sum(links[i] is None for i in apart)
        moved = {piece for pieces in self.after.values() for piece in pieces}
        starts, waiting = set(self.neighbours), list(reversed(self.neighbours))
        while waiting:
            i = waiting.pop()
            one, two = blocks[i].span, blocks[i + 1].span
            if (end := self._behind_labels(i)) is not None:
                self.after.setdefault(i, []).append(end)
                self.joins[i] = end
                moved.add(end)
                self.moves.append(_told(text, blocks, end, i, True))
                continue
            link = links[i] if i in links else self._link(i, pairs)
            if link is None and most and not begins(two.of(text), self.rules) and not self._is_label(i + 1):
                link = "others like it"
            if link is None:
                self.warnings.append((one.stop, "a sentence stops, and nothing shows where it goes on"))
                continue
            self.joins[i] = i + 1
            reason = f"a sentence that stops and goes on in the next paragraph, by {link}"
            self.moves.append(
                Junction("joined", (Span(one.stop, one.stop), Span(two.start, two.start)), reason)
            )
            if i + 1 not in starts and self._goes_on(i + 1, moved):
                waiting.append(i + 1)

    def _behind_labels(self, i: int) -> int | None:
        """Return the block behind the labels that follow a block that stops, where that is its end beyond doubt."""
        at = i + 1
        while at < len(self.blocks) and self._is_short(at) and self._is_label(at):
            at += 1
        if at == i + 1 or at == len(self.blocks) or self.blocks[at].heading is not None or at in self.joins:
            return None
        one, two = (self.blocks[place].span.of(self.text) for place in (i, at))
        return at if is_cut_number(one, two, self.rules) else None

    def _goes_on(self, i: int, moved: set[int]) -> bool:
        """Whether a block that was joined to one that stops stops itself, and what follows may be its end."""
        text, blocks = self.text, self.blocks
        content = blocks[i].span.of(text)
        if i + 1 >= len(blocks) or i in self.joins or {i, i + 1} & moved or blocks[i + 1].heading is not None:
            return False
        return blocks[i].heading is None and content[-1] not in CLOSES and not is_row(content)

    def _is_label(self, i: int) -> bool:
        """Whether a block is one of several labels of a chart: a line of few characters among others like it."""
        low, high = max(i - LABELS + 1, 0), min(i + LABELS, len(self.blocks))
        short = [self._is_short(at) for at in range(low, high)]
        return any(all(short[at : at + LABELS]) for at in range(len(short) - LABELS + 1))

    def _is_short(self, i: int) -> bool:
        block = self.blocks[i]
        return block.heading is None and is_fragment(block.span.of(self.text))

    def _link(self, i: int, pairs: Counter[str]) -> str | None:
        one, two = (self.blocks[at].span.of(self.text) for at in (i, i + 1))
        if self._is_label(i + 1):
            return None
        link = find_link(one, two, self.rules, pairs)
        if link is None and not self._is_apart(i) and not begins(two, self.rules):
            return "the break, which parts no paragraphs"
        return link

    def _is_apart(self, i: int) -> bool:
        """Whether an empty line stands between a block and the next."""
        return self.text.count("\n", self.blocks[i].span.stop, self.blocks[i + 1].span.start) > 1


def _zones(blocks: list[Block]) -> list[tuple[int, int]]:
    """Ranges of blocks within which text may have been displaced: up to the next heading of the first two levels."""
    starts = [
        i for i, b in enumerate(blocks) if b.heading is not None and (b.level in (1, 2) or b.kind == "part")
    ]
    edges = sorted({0, *starts, len(blocks)})
    return list(pairwise(edges))


def _told(text: str, blocks: list[Block], piece: int, home: int, joined: bool) -> Junction:
    """Return what is said of a piece that goes behind the block `home`."""
    span, tail = blocks[piece].span, blocks[home].span.stop
    there = Span(tail, tail)
    if not joined:
        return Junction("moved", (there, span), "a paragraph of this section that stood later")
    reason = f"…{text[tail - 6 : tail]} goes on in {text[span.start : span.start + 8]}…"
    return Junction("joined", (there, Span(span.start, span.start)), reason)


def _parts(text: str, blocks: list[Block], joins: dict[int, int], after: dict[int, list[int]]) -> list[Part]:
    """Return the pieces of the text in their order; what stood between two joined pieces is left out."""
    moved = {i for pieces in after.values() for i in pieces}
    joined = set(joins.values())
    parts: list[Part] = []
    at = 0
    for i, block in enumerate(blocks):
        if i in moved:
            parts.append(
                (Span(at, blocks[i - 1].span.stop), text[at : blocks[i - 1].span.stop])
            ) if at < blocks[i - 1].span.stop else None
            at = block.span.stop
            continue
        start = block.span.start if i in joined else at
        parts.append((Span(start, block.span.stop), text[start : block.span.stop]))
        at = block.span.stop
        for piece in after.get(i, []):
            span = blocks[piece].span
            if piece not in joined:
                parts.append((Span(span.start, span.start), "\n\n"))
            parts.append((span, span.of(text)))
    parts.append((Span(at, len(text)), text[at:]))
    return parts
