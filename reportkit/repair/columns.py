"""Reading order: paragraphs that stop in mid-sentence and find their end elsewhere.

A newspaper page gives its columns in the wrong order: a paragraph stops (…执法检查4), headings follow,
and its end stands pages later (次、满意度测评4次…), among whole paragraphs that belong to the sections
in between. The pieces come in the order of the sections, so they are laid against them in one
assignment that never goes back, by what fits: a unit after a number, and the words they share.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import regex

from reportkit.model import Block, Span
from reportkit.repair.likeness import add_up, find_pairs, liken, weigh
from reportkit.rules.topics import RuleSet
from reportkit.text.blocks import find_blocks, is_open

# A page has some dozens of paragraphs out of place; more than this is no page but a damaged file.
MOST = 60
FITS, MISFIT, UNFILLED = 6.0, -12.0, -4.0
# A page that is cut into columns takes about the same from each section.
UNEVEN = 0.15
# Two assignments closer than this fit equally well, and the text is left as it is.
MARGIN = 0.02
_DIGIT_END = regex.compile(r"[0-9０-９][,.，]?$")
# …上升到 waits for a number
_WAITS = regex.compile(r"(?:到|至|达|为|增长|下降|提高|减少|增加|超过|突破|批示)$")

Part = tuple[Span, str]


@dataclass(frozen=True, slots=True)
class Move:
    """Two places that were brought together: where the first piece stops and where the second stood."""

    kind: str
    at: tuple[Span, Span]
    reason: str


@dataclass(frozen=True, slots=True)
class Order:
    """The text in its right order, as pieces; no pieces where it stands right already."""

    parts: tuple[Part, ...] = ()
    moves: tuple[Move, ...] = ()
    warnings: tuple[str, ...] = ()


def find_order(text: str, rules: RuleSet) -> Order:
    """The reading order of `text`, zone by zone; a zone is what stands under one heading of the second level."""
    blocks = find_blocks(text, rules.headings)
    units = frozenset(surface for unit in rules.units.units for surface in (unit.id, *unit.aliases))
    joins: dict[int, int] = {}
    after: dict[int, list[int]] = {}
    moves: list[Move] = []
    warnings: list[str] = []
    weight: dict[str, float] = {}
    for low, high in _zones(blocks):
        stopped = [i for i in range(low, high) if is_open(text, blocks[i])]
        if not stopped:
            continue
        displaced = [i for i in stopped if i + 1 < high and blocks[i + 1].heading is not None]
        last = stopped[-1]
        loose = [i for i in range(last + 1, high) if blocks[i].heading is None] if displaced else []
        if loose and len(loose) <= MOST:
            weight = weight or weigh([find_pairs(block.span.of(text)) for block in blocks])
            chosen, doubt = _assign(
                text, blocks[low : last + 1], low, [blocks[i] for i in loose], units, weight
            )
            if doubt:
                warnings.append(doubt)
                continue
            for piece, (home, joined) in zip(loose, chosen, strict=True):
                after.setdefault(home, []).append(piece)
                if joined:
                    joins[home] = piece
            moves += _told(text, blocks, loose, chosen)
        for i in stopped:
            if i not in joins and i not in displaced and i + 1 < high and i + 1 not in loose:
                joins[i] = i + 1
                at = (
                    Span(blocks[i].span.stop, blocks[i].span.stop),
                    Span(blocks[i + 1].span.start, blocks[i + 1].span.start),
                )
                moves.append(
                    Move("joined", at, "a paragraph that stops in mid-sentence and goes on in the next")
                )
    if not joins and not after:
        return Order(warnings=tuple(warnings))
    return Order(tuple(_parts(text, blocks, joins, after)), tuple(moves), tuple(warnings))


def _zones(blocks: list[Block]) -> list[tuple[int, int]]:
    """Ranges of blocks within which text may have been displaced: up to the next heading of the first two levels."""
    starts = [
        i
        for i, b in enumerate(blocks)
        if b.heading is not None and (b.level in (1, 2) or b.style in ("chinese-comma", "part"))
    ]
    edges = sorted({0, *starts, len(blocks)})
    return list(pairwise(edges))


def _told(text: str, blocks: list[Block], loose: list[int], chosen: list[tuple[int, bool]]) -> list[Move]:
    moves = []
    for piece, (home, joined) in zip(loose, chosen, strict=True):
        there = Span(blocks[home].span.stop, blocks[home].span.stop)
        here = Span(blocks[piece].span.start, blocks[piece].span.start)
        tail, head = there.start, blocks[piece].span.start
        if joined:
            reason = f"…{text[tail - 6 : tail]} goes on in {text[head : head + 8]}…"
            moves.append(Move("joined", (there, here), reason))
        else:
            moves.append(
                Move("moved", (there, blocks[piece].span), "a paragraph of this section that stood later")
            )
    return moves


def _assign(
    text: str,
    zone: list[Block],
    offset: int,
    loose: list[Block],
    units: frozenset[str],
    weight: dict[str, float],
) -> tuple[list[tuple[int, bool]], str | None]:
    """For every loose block the index of the block it goes behind, and whether it is joined to it.

    Each section takes a run of the loose blocks, in order and perhaps none; dynamic programming over
    (sections, blocks taken) keeps the two best. The second value is a warning where both fit equally well.
    """
    sections = _sections(zone)
    contents = [block.span.of(text) for block in loose]
    grams = [find_pairs(content) for content in contents]
    even = len(loose) / max(len(sections), 1)
    # best[n]: the two best ways in which the sections so far take the first n blocks
    best: list[list[tuple[float, tuple[int, ...]]]] = [[] for _ in range(len(loose) + 1)]
    best[0] = [(0.0, ())]
    for section in sections:
        last = zone[section[-1]]
        stop = last.span.of(text) if is_open(text, last) else None
        own = add_up(find_pairs(zone[i].span.of(text)) for i in section)
        alone = [
            liken(g, own, weight) + (MISFIT if _begins_with_unit(c, units) else 0.0)
            for g, c in zip(grams, contents, strict=True)
        ]
        step: list[list[tuple[float, tuple[int, ...]]]] = [[] for _ in best]
        for start in range(len(best)):
            gain = UNFILLED if stop is not None else 0.0
            for end in range(start, len(best)):
                if end > start:
                    gain += alone[end - 1]
                if end == start + 1 and stop is not None:
                    gain = _continues(stop, contents[start], units)
                    gain += liken(grams[start], find_pairs(stop), weight)
                uneven = UNEVEN * (end - start - even) ** 2
                step[end] += [(score + gain - uneven, (*ends, end)) for score, ends in best[start]]
        best = [sorted(ways, reverse=True)[:2] for ways in step]
    final = best[-1]
    if not final:
        return [], f"no section found for the text at {loose[0].span.start}; it was left as it stands"
    if len(final) > 1 and final[0][0] - final[1][0] < MARGIN:
        place = loose[0].span.start
        return [], f"two reading orders fit equally well at {place}; the text was left as it stands"
    chosen, start = [], 0
    for section, end in zip(sections, final[0][1], strict=True):
        stops = is_open(text, zone[section[-1]])
        chosen += [(section[-1] + offset, stops and piece == start) for piece in range(start, end)]
        start = end
    return chosen, None


def _sections(zone: list[Block]) -> list[list[int]]:
    """The blocks of each leaf section, by index; a heading opens one. A section of headings alone is none."""
    sections: list[list[int]] = [[]]
    for i, block in enumerate(zone):
        if block.heading is not None:
            sections.append([])
        sections[-1].append(i)
    return [s for s in sections if any(zone[i].heading is None for i in s)]


def _continues(before: str, after: str, units: frozenset[str]) -> float:
    """How well `after` goes on where `before` stops: a unit after a number, a number after 到, and only there."""
    number, unit = _DIGIT_END.search(before) is not None, _begins_with_unit(after, units)
    waits, digit = _WAITS.search(before) is not None, after[0].isdigit()
    if (number and unit) or (waits and digit):
        return FITS * 2
    return MISFIT if number != unit or waits != digit else FITS


def _begins_with_unit(text: str, units: frozenset[str]) -> bool:
    return any(text[:n] in units and text[n : n + 1] in "、，,；。余多" for n in (1, 2, 3))


def _parts(text: str, blocks: list[Block], joins: dict[int, int], after: dict[int, list[int]]) -> list[Part]:
    """The pieces of the text in their order; what stood between two joined pieces is left out."""
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
