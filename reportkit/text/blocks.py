"""The lines of a text: paragraphs, and headings with their style."""

from __future__ import annotations

from functools import lru_cache

import regex

from reportkit.model import Span
from reportkit.rules.topics import HeadingRules, signs_of
from reportkit.stages import Block
from reportkit.text.grid import is_row
from reportkit.values import dataclass

# Longer than any heading seen: 坚持以供给侧结构性改革为主线，着力培育壮大新动能，经济结构加快优化升级 has 35.
LONGEST_HEADING = 60
LONGEST_BARE = 30
# A heading that runs into its text without a mark has more characters than this.
LEAST_BEFORE_TEXT = 8
ENDS = "。！？；!?;….—"
CLOSES = ENDS + "”）)》」』】]：:"
_MARKDOWN = regex.compile(r"(#{1,6})[ \t　]+")
_SPACE = regex.compile(r"(?<=[\u3400-\u9fff])[ 　](?=[\u3400-\u9fff“0-9])")
_CUT = regex.compile(r"[。\n]|[ 　]{2,}|：(?=[^”]{20})")

# Two or three clauses of words, without a number and without an end: 一年来，我们坚持民生优先，群众福祉日益增进
_TITLE = regex.compile(r"[\u3400-\u9fff“”、《》]{3,}(?:[，,][\u3400-\u9fff“”、《》]{4,}){1,2}")
SHORTEST_TITLE, LONGEST_TITLE, SEVERAL = 10, 44, 2


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Line:
    """A line without the white space at its ends."""

    span: Span
    text: str


def find_lines(text: str) -> list[Line]:
    """Find the lines of `text` that hold more than white space."""
    lines, start = [], 0
    for raw in text.split("\n"):
        if content := raw.strip():
            left = start + raw.index(content[0])
            lines.append(Line(Span(left, left + len(content)), content))
        start += len(raw) + 1
    return lines


def find_blocks(text: str, rules: HeadingRules) -> list[Block]:
    """Every line of `text` as a block: a heading, a heading run into a paragraph, or a paragraph."""
    return list(_blocks(text, rules))


# Kept for the stages that ask it of one text, one after the other.
@lru_cache(maxsize=2)
def _blocks(text: str, rules: HeadingRules) -> tuple[Block, ...]:
    lines = find_lines(text)
    blocks = [_block(line, rules) for line in lines]
    unit_line = signs_of(rules)["unit-line"]
    for i, block in enumerate(blocks[:-1]):
        # 2012年人口构成情况: the title of a table that stands right below, and no heading
        following = blocks[i + 1]
        if block.heading is None and lines[i].text[-1] in "；;" and _goes_on(lines[i], following, rules):
            blocks[i + 1] = Block(following.span)  # 一、…； 二、…； 三、…。: the items of one sentence
        if block.kind == "bare" and (is_row(lines[i + 1].text) or unit_line.match(lines[i + 1].text)):
            blocks[i] = Block(block.span)
    for i in _titles(text, blocks):
        blocks[i] = Block(blocks[i].span, blocks[i].span, "alone", kind="alone")
    return tuple(blocks)


def _titles(text: str, blocks: list[Block]) -> list[int]:
    """Return the lines that title the paragraph behind them: 我们坚持民生优先，群众福祉日益增进, one before each paragraph.

    One such line alone may as well be a sentence that was broken off; several of them are none.
    """
    found = [
        i
        for i, (before, block, after) in enumerate(zip(blocks, blocks[1:], blocks[2:], strict=False), 1)
        if block.heading is None
        and SHORTEST_TITLE <= len(block.span) <= LONGEST_TITLE
        and len(after.span) > 2 * LONGEST_TITLE
        and text[before.span.stop - 1] in CLOSES
        and text[after.span.stop - 1] in CLOSES
        and _TITLE.fullmatch(text, block.span.start, block.span.stop)
    ]
    return found if len(found) >= SEVERAL else []


def _goes_on(line: Line, following: Block, rules: HeadingRules) -> bool:
    """Whether a line is an item in the style of the heading that follows it."""
    pattern = next((style.pattern for style in rules.styles if style.id == following.style), None)
    number = pattern.match(line.text) if pattern is not None and following.heading is not None else None
    return number is not None and bool(number[0])


def _block(line: Line, rules: HeadingRules) -> Block:
    content, span = line.text, line.span
    if mark := _MARKDOWN.match(content):
        left = span.start + _numbered(content, mark.end(), rules)
        return Block(span, Span(left, span.stop), "markdown", len(mark[1]), "markdown")
    if is_row(content):
        return Block(span)
    for style in rules.styles:
        number = style.pattern.match(content)
        if number is None:
            continue
        if not number[0]:  # no number at all: the whole of a short line
            whole_line = len(content) <= LONGEST_BARE
            return Block(span, span, style.id, kind=style.kind) if whole_line else Block(span)
        cut = _CUT.search(content, number.end())
        stop = cut.start() if cut else len(content)
        space = _SPACE.search(content, number.end() + 4, number.end() + 40)
        if space is not None and stop - space.end() > LONGEST_BARE:
            # 三、2024年重点工作 做好今年工作，…: no more than a space is left of the break
            stop = space.start()
        if stop - number.end() > LONGEST_HEADING:
            # （一）坚持加快发展，经济实力稳步增强全年生产总值…: no mark at all
            stop = next(
                (
                    match.start()
                    for rule in rules.begins
                    for match in rule.pattern.finditer(
                        content, number.end() + LEAST_BEFORE_TEXT, number.end() + LONGEST_HEADING
                    )
                ),
                stop,
            )
        whole = stop >= len(content) - 1
        if not 0 < stop - number.end() <= LONGEST_HEADING or (not whole and not style.run_in):
            return Block(span)
        if whole and content[-1] in "；;，,、":
            return Block(span)
        if style.kind == "item" and signs_of(rules)["tells"].search(content, number.end(), stop):
            return Block(span)
        heading = Span(span.start + number.end(), span.start + stop)
        return Block(span, heading, style.id, kind=style.kind)
    return Block(span)


def _numbered(content: str, start: int, rules: HeadingRules) -> int:
    """Where a Markdown heading begins behind its number: ### （一）产业发展."""
    for style in rules.styles:
        match = style.pattern.match(content, start)
        if match is not None and match[0] and match.end() < len(content):
            return match.end()
        if style.kind == "bare":
            break
    return start


def is_salutation(line: str, rules: HeadingRules) -> bool:
    """Whether a line begins with a salutation, which opens a speech and stands again before each of its parts."""
    return signs_of(rules)["salutation"].match(line) is not None


def is_item(line: str, rules: HeadingRules) -> bool:
    """Whether a line begins an item of a list, which goes on from nothing."""
    return signs_of(rules)["item"].match(line) is not None


def tells(heading: str, rules: HeadingRules) -> bool:
    """Whether what looks like a heading tells a fact, a number with its unit, and heads nothing."""
    return signs_of(rules)["tells"].search(heading) is not None


def is_open(text: str, block: Block) -> bool:
    """Whether a paragraph stops in mid-sentence: running text without an end.

    A line of few words without a comma or a full stop is a title, a name or a caption, and stops nowhere.
    """
    if block.heading is not None and block.heading.stop >= block.span.stop - 1:
        return False
    content = block.span.of(text)
    if content[-1] in CLOSES or is_row(content):
        return False
    marks = "，。,；、" if content[-1].isdigit() else "，。,；"
    return any(c in content for c in marks) and len(content) > LONGEST_BARE // 2
