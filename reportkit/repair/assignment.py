"""Which section each loose paragraph of a page goes to."""

from __future__ import annotations

from reportkit.repair.fit import MISFIT, begins_with_unit, score
from reportkit.repair.likeness import add_up, find_pairs, liken
from reportkit.rules.topics import RuleSet
from reportkit.stages import Block
from reportkit.text.blocks import is_open

UNFILLED = -4.0
# A page that is cut into columns takes about the same from each section.
UNEVEN_PENALTY = 0.15
# Two assignments closer than this fit equally well, and the text is left as it is.
MARGIN = 0.02


def assign(
    text: str,
    zone: list[tuple[int, Block]],
    loose: list[Block],
    rules: RuleSet,
    weight: dict[str, float],
) -> tuple[list[tuple[int, bool]], str | None]:
    """For every loose block the index of the block it goes behind, and whether it is joined to it.

    `zone` are the blocks that stand right, with their indices; `weight` says how much a pair of characters tells.
    Each section takes a run of the loose blocks, in order and perhaps none; dynamic programming over
    (sections, blocks taken) keeps the two best. The second value is a warning where both fit equally well.
    """
    sections = _sections(zone)
    contents = [block.span.of(text) for block in loose]
    grams = [find_pairs(content, rules.repair) for content in contents]
    even = len(loose) / max(len(sections), 1)
    # best[n]: the two best ways in which the sections so far take the first n blocks
    best: list[list[tuple[float, tuple[int, ...]]]] = [[] for _ in range(len(loose) + 1)]
    best[0] = [(0.0, ())]
    for section in sections:
        stop = _stop(text, section)
        own = add_up(find_pairs(block.span.of(text), rules.repair) for _, block in section)
        alone = [
            liken(g, own, weight) + (MISFIT if begins_with_unit(c, rules) else 0.0)
            for g, c in zip(grams, contents, strict=True)
        ]
        step: list[list[tuple[float, tuple[int, ...]]]] = [[] for _ in best]
        for start in range(len(best)):
            gain = UNFILLED if stop is not None else 0.0
            for end in range(start, len(best)):
                if end > start:
                    gain += alone[end - 1]
                if end == start + 1 and stop is not None:
                    gain = score(stop, contents[start], rules)
                    gain += liken(grams[start], find_pairs(stop, rules.repair), weight)
                uneven = UNEVEN_PENALTY * (end - start - even) ** 2
                step[end] += [(total + gain - uneven, (*ends, end)) for total, ends in best[start]]
        best = [sorted(ways, reverse=True)[:2] for ways in step]
    final = best[-1]
    if not final:
        return [], "no section was found that this text goes on from; it was left as it stands"
    if len(final) > 1 and final[0][0] - final[1][0] < MARGIN:
        return [], "two reading orders fit this text equally well; it was left as it stands"
    chosen: list[tuple[int, bool]] = []
    start = 0
    for section, end in zip(sections, final[0][1], strict=True):
        stop = _stop(text, section)
        if stop is not None and end > start and score(stop, contents[start], rules) < 0:
            return [], "nothing fits where a sentence stops; the text behind it was left as it stands"
        chosen += [(section[-1][0], stop is not None and piece == start) for piece in range(start, end)]
        start = end
    return chosen, None


def _stop(text: str, section: list[tuple[int, Block]]) -> str | None:
    """Return the last paragraph of a section, if it stops in mid-sentence."""
    last = section[-1][1]
    return last.span.of(text) if is_open(text, last) else None


def _sections(zone: list[tuple[int, Block]]) -> list[list[tuple[int, Block]]]:
    """Return the blocks of each leaf section; a heading opens one. A section of headings alone is none."""
    sections: list[list[tuple[int, Block]]] = [[]]
    for i, block in zone:
        if block.heading is not None:
            sections.append([])
        sections[-1].append((i, block))
    return [section for section in sections if any(len(block.body) for _, block in section)]
