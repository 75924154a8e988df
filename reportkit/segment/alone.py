"""Headings without a number: lines that stand alone between paragraphs, as older reports print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex

from reportkit.rules.topics import HeadingRules
from reportkit.stages import Block
from reportkit.text.blocks import CLOSES, is_salutation, tells

SHORTEST_HEADING, LONGEST_HEADING = 5, 44
_HAN = regex.compile(r"[\u3400-\u9fff]{4}")
# A name, a day, an instruction to the reader (（上接第4版）), a list of words; and what goes on in the next line.
_NONE = regex.compile(
    r"^[，。、；：）)”》—－\-*·|]|[，、；：:,;0-9]$|^[（(【\[].*[）)】\]]$|[年月日]$|[ 　]{2}"
)


def lone_headings(text: str, body: Sequence[Block], rules: HeadingRules) -> tuple[Block, ...]:
    """Return the blocks of a report's text, where a line that stands alone between paragraphs is a heading.

    It is parted from both by empty lines, or stands between long ones, ends in no mark, and neither of them is broken
    off there; a text that parts all its lines so that they end in mid-sentence has no such headings.
    """
    # a line that stands more than once is that of a page: the title of the report again
    often = Counter(block.span.of(text) for block in body if len(block.span) <= LONGEST_HEADING)
    return tuple(
        replace(block, heading=block.span, style="alone", kind="alone")
        if _stands_alone(text, body, i, rules) and often[block.span.of(text)] == 1
        else block
        for i, block in enumerate(body)
    )


def _stands_alone(text: str, body: Sequence[Block], i: int, rules: HeadingRules) -> bool:
    block = body[i]
    if (
        block.heading is not None
        or not 0 < i < len(body) - 1
        or not SHORTEST_HEADING <= len(block.span) <= LONGEST_HEADING
    ):
        return False
    before, after = body[i - 1], body[i + 1]
    gaps = ((before.span.stop, block.span.start), (block.span.stop, after.span.start))
    parted = all(text.count("\n", *gap) >= 2 for gap in gaps)
    # a text that prints a paragraph a line needs no empty lines to part them
    framed = (len(before.span) > LONGEST_HEADING or before.heading is not None) and len(
        after.span
    ) > LONGEST_HEADING
    if not parted and not framed:
        return False
    line, last = block.span.of(text), text[before.span.stop - 1]
    if line[-1] in CLOSES or not _HAN.search(line) or _NONE.search(line) or tells(line, rules):
        return False
    ended = last in CLOSES or before.heading is not None
    follows = (
        after.heading is not None or len(after.span) > LONGEST_HEADING or text[after.span.stop - 1] in CLOSES
    )
    return ended and follows and not is_salutation(line, rules)
