"""Line breaks that stand inside sentences, and texts that lost all of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import regex

from reportkit.model import Edit, Span
from reportkit.repair.fit import begins
from reportkit.rules.topics import RuleSet, signs_of
from reportkit.stages import Block
from reportkit.text.blocks import CLOSES, find_blocks
from reportkit.text.grid import is_row
from reportkit.text.numerals import parse_numeral

# A text with fewer line breaks than this a character keeps its paragraphs apart by runs of spaces.
PARAGRAPH = 1500
# A line of more characters is text, if it has a comma or a full stop, and no title.
LONGEST_TITLE = 20
# A line of more characters may hold several paragraphs, told by their indents.
LEAST_OF_SEVERAL = 300
_RUN = regex.compile(r"(?<=[\S])[ 　]{2,}(?=\S)")
# 请予审议。 一、2023年工作回顾 过去一年，…: one space is all that is left of the line breaks
_SPACE = regex.compile(r"(?<=[\u3400-\u9fff。！？：；”）])[ 　](?=[\u3400-\u9fff（“—0-9])")
# The indent of a paragraph in a text of several paragraphs on one line.
_INDENT = regex.compile(r"(?<=[\S])　{2}(?=[^\s　])")
LEAST_INDENTS = 3
_BREAK = regex.compile(r"[ \t　]*\n[ \t　]*")
_NUMBER_END = regex.compile(r"[，、][^，。]*[\u3400-\u9fff](?<!第)[0-9]{1,4}$")
_NUMBER_GOES_ON = regex.compile(r"[0-9]{1,4}(?:[.．][0-9]+)?(?![年月日号、.．)）])[\u3400-\u9fff%％]")
# 178. / 9亿元: a number cut at its point, and no item that a line begins with
_POINT_END = regex.compile(r"[^\s0-9０-９.．][0-9０-９]{1,12}[.．]$")
_DECIMALS = regex.compile(r"[0-9０-９]{1,12}(?![0-9０-９.．、)）])|[万亿%％]")
_POINT_AND_DECIMALS = regex.compile(r"[.．][0-9０-９]")
_COMMA = "，、,"
# 2013年工作回顾过去一年是…: what may stand behind a heading that lost its line break
_OPENS_TEXT = regex.compile(r"[ 　]?[\u3400-\u9fff0-9“《]")
_MARK = regex.compile(
    r"(?:(?<=[。！？；”])[ 　]?)"
    r"(?:(?P<part>[一二三四五六七八九十]{1,3})、|[（(](?P<item>[一二三四五六七八九十]{1,3})[)）]|——)"
)
# How far behind its number a heading's telling words end.
REACH_OF_WORDS = 40
_NUMBER = "0123456789０１２３４５６７８９"


def find_breaks(text: str, rules: RuleSet) -> list[Edit]:
    """Edits that split runs of spaces into lines where there are none, and that join broken lines."""
    if text.count("\n") * PARAGRAPH < len(text):
        runs = [match.span() for match in _RUN.finditer(text)]
        if len(runs) < len(text) // PARAGRAPH:
            runs = [match.span() for match in _SPACE.finditer(text)]
        return [Edit(Span(*span), "\n", "paragraph") for span in runs]
    blocks = find_blocks(text, rules.headings)
    width = _wrap(blocks)
    edits = [
        edit
        for block in blocks
        if len(block.span) > LEAST_OF_SEVERAL
        for edit in (
            *_find_indents(text, block),
            *(_find_glued(text, block, rules) if len(block.span) > PARAGRAPH else ()),
        )
    ]
    running = False  # whether the line so far holds more than a few words: it is text and no title
    for one, two in pairwise(blocks):
        before = one.span.of(text)
        letters = len(before) - before.count(" ") - before.count("　")  # some lines are set wide
        running = running or (letters > LONGEST_TITLE and any(c in before for c in "，。,"))
        gap = Span(one.span.stop, two.span.start)
        if text.count("\n", gap.start, gap.stop) == 1 and _is_broken(text, one, two, width, running, rules):
            edits.append(Edit(gap, "", "break"))
        else:
            running = False
    return edits


def _find_indents(text: str, block: Block) -> Iterator[Edit]:
    """Edits that break a long line where the indents of its paragraphs are left: …上升。　　二、农　业　　全年…"""
    found = [Span(*match.span()) for match in _INDENT.finditer(text, block.span.start, block.span.stop)]
    if len(found) >= LEAST_INDENTS:
        yield from (Edit(span, "\n", "paragraph") for span in found)


def _find_glued(text: str, block: Block, rules: RuleSet) -> Iterator[Edit]:
    """Edits that set headings apart from the text they are glued to, where their numbers count on from one."""
    counts = {"part": 0, "item": 0}
    for match in _MARK.finditer(text, block.span.start, block.span.stop):
        kind = match.lastgroup
        gap = Span(match.start(), len(match[0]) - len(match[0].lstrip()) + match.start())
        if kind is not None:
            if parse_numeral(match[kind]) not in (counts[kind] + 1, 1):
                continue
            counts[kind] = int(parse_numeral(match[kind]) or 0)
            counts["item"] = 0 if kind == "part" else counts["item"]
        yield Edit(gap, "\n", "glued")
        end = _heading_end(text, match.end(), rules) if kind == "part" else None
        if end is not None:
            behind = end + 1 if text[end] in " 　" else end
            yield Edit(Span(end, behind), "\n", "glued")
    for match in signs_of(rules.repair)["greeting"].finditer(text, block.span.start, block.span.stop):
        yield Edit(Span(match.start(), match.start()), "\n", "glued")
        yield Edit(Span(match.end(), match.end()), "\n", "glued")


def _heading_end(text: str, start: int, rules: RuleSet) -> int | None:
    """Where a heading ends that text is glued to: behind the words that tell what it opens."""
    ends = sorted(
        match.end()
        for rule in rules.headings.roles
        if (match := rule.pattern.search(text, start, start + REACH_OF_WORDS))
        and "，" not in text[start : match.end()]
        and "。" not in text[start : match.end()]
    )
    if not ends or not _OPENS_TEXT.match(text, ends[0]):
        return None
    if len(ends) > 1 and signs_of(rules.names)["joints"].match(text, ends[0]):
        return ends[-1]  # 1998年工作回顾和1999年工作安排
    return ends[0]


def _wrap(blocks: list[Block]) -> int:
    """Return the width at which the text was wrapped by hand, 0 if it was not.

    A wrapped text has most of its lines within two characters of one length.
    """
    lengths = Counter(len(block.span) for block in blocks if len(block.span) > 15)
    if not lengths:
        return 0
    width = max(lengths, key=lambda n: sum(lengths[n + d] for d in (-2, -1, 0)))
    near = sum(lengths[width + d] for d in (-2, -1, 0))
    return width - 2 if width <= 120 and near > 5 and near * 2 > sum(lengths.values()) else 0


def _is_broken(text: str, one: Block, two: Block, width: int, running: bool, rules: RuleSet) -> bool:
    """Whether the break between two lines stands inside a sentence."""
    before, after = one.span.of(text), two.span.of(text)
    if is_row(before) or is_row(after):
        return False
    if before[-1] in "《（(“" or after[0] in "》）)”，。；、":
        return True  # a link's words on a line of their own: 《 / 建议 / 》
    if after in ("《", "（", "“"):
        return True
    if (_POINT_END.search(before) and _DECIMALS.match(after)) or (
        before[-1] in _NUMBER and _POINT_AND_DECIMALS.match(after)
    ):
        return True  # 完成投资178. / 9亿元, 完成投资178 / .9亿元
    if one.heading is None and two.heading is None and _number_alone(before):
        return True  # （一） / 进一步…
    if two.heading is not None or begins(after, rules) or before[-1] in CLOSES:
        return False
    if one.heading is not None and one.heading.stop >= one.span.stop - 1:
        return False
    if before[-1] in _NUMBER and after[0] in "万亿%％":
        return True  # 约4 / 万亿元
    if _NUMBER_END.search(before) and _NUMBER_GOES_ON.match(after):
        return True  # 审结案件1 / 74件
    if before[-1] in _NUMBER and after[0] in _NUMBER and not (width and len(before) >= width):
        return False  # 120 / 100 / 178.9亿元: two numbers joined are a third
    if width:
        return len(before) >= width and before[-1] not in CLOSES
    return before[-1] in _COMMA or running


def _number_alone(line: str) -> bool:
    return regex.fullmatch(r"[（(][一二三四五六七八九十]{1,3}[)）]", line) is not None
