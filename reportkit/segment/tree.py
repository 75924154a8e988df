"""The headings of a report with their levels, which come from the order in which this report uses its styles."""

from __future__ import annotations

from collections import Counter

import regex

from reportkit.rules.topics import HeadingRules
from reportkit.segment.reports import Opening
from reportkit.segment.roles import find_role
from reportkit.stages import Block
from reportkit.text.numerals import parse_numeral
from reportkit.values import dataclass

# A style within itself (一、 inside 二、) is one deeper and no more: beyond that its numbers contradict themselves.
NESTED = 2
_NO_DIGIT = regex.compile(r"[^一二三四五六七八九十0-9０-９]")


@dataclass(slots=True, eq=False, repr=False)
class Heading:
    """A heading with its place in the tree; `stop` is where its section ends."""

    block: Block
    text: str
    level: int
    parent: int | None
    stop: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Open:
    """A section that is open where a heading is read."""

    block: Block
    index: int
    number: int


def find_headings(
    text: str, opening: Opening, rules: HeadingRules
) -> tuple[list[Heading], list[tuple[int, str]]]:
    """Find the headings of a report, and a doubt where their numbers contradict themselves.

    A style that is open already closes what stands deeper, a new one opens deeper.
    """
    blocks = _without_entries(text, [block for block in opening.body if block.heading is not None], rules)
    numbers = [_number(text, block) for block in blocks]
    above = _order(blocks, numbers, rules)
    found: list[Heading] = []
    path: list[_Open] = []
    doubtful: int | None = None
    for block, number in zip(blocks, numbers, strict=True):
        depth, doubt = _depth(path, block, number, above)
        if doubt and doubtful is None:
            doubtful = block.span.start
        path = path[:depth]
        parent = path[-1].index if path else None
        assert block.heading is not None
        found.append(Heading(block, block.heading.of(text).strip(), depth + 1, parent, opening.span.stop))
        if not _is_alone(found[-1].text, rules):
            path.append(_Open(block, len(found) - 1, number))
    _close(found, opening.span.stop)
    if doubtful is None:
        return found, []
    return found, [(doubtful, "the numbers of the headings contradict themselves from here on")]


def _without_entries(text: str, blocks: list[Block], rules: HeadingRules) -> list[Block]:
    """Return the headings up to the annex that ends a report: what stands in it is an entry and no heading."""
    for i, block in enumerate(blocks):
        if block.kind != "annex":
            continue
        assert block.heading is not None
        rest = (find_role(each.heading.of(text), rules) for each in blocks[i + 1 :] if each.heading)
        if not any(rule is not None and rule.role in ("review", "plan") for rule in rest):
            return blocks[: i + 1]
    return blocks


def _is_alone(heading: str, rules: HeadingRules) -> bool:
    """Whether nothing stands under a heading but its own text: 前言, 结束语."""
    rule = find_role(heading, rules)
    return rule is not None and rule.role in ("preamble", "closing")


def _number(text: str, block: Block) -> int:
    """Return the number of a heading, 0 without one."""
    assert block.heading is not None
    digits = _NO_DIGIT.sub("", text[block.span.start : block.heading.start])
    return int(parse_numeral(digits) or 0) if digits else 0


def _order(blocks: list[Block], numbers: list[int], rules: HeadingRules) -> set[tuple[str, str]]:
    """Return the pairs of styles of which the one stands above the other.

    The other begins to count right behind it in this report, and in the order of the rules it comes later:
    without that a heading that was lost (（一） … 二、 （一） …) looks like one that was never there.
    """
    ranks = {style.id: rank for rank, style in enumerate(rules.styles)}
    pairs = Counter(
        (blocks[i - 1].style, blocks[i].style)
        for i in range(1, len(blocks))
        if numbers[i] == 1 and blocks[i].style in ranks and blocks[i - 1].style in ranks
    )
    return {
        (one, two)
        for (one, two), count in pairs.items()
        if ranks[one] < ranks[two] and count > pairs[two, one]
    }


def _depth(path: list[_Open], block: Block, number: int, above: set[tuple[str, str]]) -> tuple[int, bool]:
    """How many of the open sections stay open before a heading, and whether its number contradicts them."""
    if block.kind == "annex":
        return 0, False
    if block.kind == "markdown":
        outer = (each for each in path if each.block.kind == "markdown" and each.block.level < block.level)
        return sum(1 for _ in outer), False
    if block.kind == "bare":
        inside = [i for i, each in enumerate(path) if each.block.kind in ("annex", "markdown")]
        return (inside[-1] + 1 if inside else 0), False
    same = [i for i, each in enumerate(path) if each.block.style == block.style]
    for i in reversed(same):
        if path[i].number + 1 == number:
            return i, False
    if same and number == 1 and path[same[-1]].number > 1:
        return (len(path), False) if len(same) < NESTED else (same[-1], True)
    if same:
        return same[-1], False
    for i, each in enumerate(path if number > 1 else ()):
        if (block.style, each.block.style) in above:
            return i, False  # the heading of the first section was lost: （一） … 二、 （一） …
    return len(path), False


def _close(found: list[Heading], stop: int) -> None:
    """End each section where the next one begins that is not within it."""
    waiting: list[Heading] = []
    for heading in found:
        start = heading.block.span.start
        while waiting and waiting[-1].level >= heading.level:
            waiting.pop().stop = start
        waiting.append(heading)
    for heading in waiting:
        heading.stop = stop
