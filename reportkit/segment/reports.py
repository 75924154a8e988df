"""Finding the reports in a file: their title lines, their openings and where they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from reportkit.model import Span
from reportkit.rules.topics import RuleSet
from reportkit.segment.alone import lone_headings
from reportkit.stages import Block
from reportkit.text.blocks import SALUTATION, find_blocks

# 现在，我代表…报告工作; 现将2023年工作情况报告如下; but not 这里还要向大会如实报告 in the midst of a speech
_SPEAKS = regex.compile(
    r"我[^。]{0,10}(?:代表|受)[^。]{0,60}(?:报告|汇报|報告|审议|審議)"
    r"|(?:现|現|下面)[在，]{0,2}我?(?:向|将|將|就|把)[^。]{0,60}(?:报告|汇报|報告|审议)"
    r"|我向(?:大会|会议|本次会议)[^。]{0,10}(?:报告|汇报)[^。]{0,20}工作"
)
_TITLE = regex.compile(r"报告|公报")
_FULL_TITLE = regex.compile(r"[省市县区旗州盟国院会][^，。]*报告|公报|[0-9]{4}年")
_NO_TITLE = regex.compile(r"[，。！？]|^[—\-―]|^.{51}|来源|时间|^[^题：]{2,6}：")
_HAN = regex.compile(r"[\u3400-\u9fff]")
# Title, place, speaker, date: the lines between the start of a speech and its salutation.
MOST_FRONT = 12
FRONT_LENGTH = 80
# Two openings with fewer characters between them are of one report.
NEAR = 300
LONGEST_TITLE = 50
# A title line and, close behind it, the line that tells where and when the report was given.
_TITLE_LINE = regex.compile(r"(?:报告|报告书|公报|報告)(?:[（(][^）)]{1,6}[）)])?$")
_GIVEN = regex.compile(
    r"会议上|會議上|^[—\-―（(\s]*[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月"
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Opening:
    """A report of a file: its whole span, the lines of its front and the blocks of its text."""

    span: Span
    front: tuple[Block, ...]
    body: tuple[Block, ...]


def find_reports(text: str, rules: RuleSet) -> list[Opening]:
    """The reports in `text`, in order; a text with no sign of one is one report, one without Chinese is none."""
    blocks = find_blocks(text, rules.headings)
    if not any(_HAN.search(text, block.span.start, block.span.stop) for block in blocks):
        return []
    starts = _starts(text, blocks, rules)
    return [
        Opening(
            Span(blocks[first].span.start, blocks[stop - 1].span.stop),
            tuple(blocks[first:speech]),
            lone_headings(text, blocks[speech:stop]),
        )
        for (first, speech), (stop, _) in zip(starts, [*starts[1:], (len(blocks), 0)], strict=True)
        if first < stop
    ]


def _starts(text: str, blocks: list[Block], rules: RuleSet) -> list[tuple[int, int]]:
    """Where each report starts and where its text begins, as indices of `blocks`."""
    tops = [i for i, b in enumerate(blocks) if b.style == "markdown" and b.level == 1]
    tops = [i for i in tops if not _is_section(text, blocks[i], rules)]
    if tops:
        return [(0 if n == 0 else i, i + 1) for n, i in enumerate(tops)]
    found: list[tuple[int, int]] = []
    for first, speech in sorted([*_speeches(text, blocks), *_titled(text, blocks)], key=lambda s: s[1]):
        floor = found[-1][1] if found else 0
        if found and speech - floor < MOST_FRONT and (first <= floor or _is_near(text, blocks[floor:speech])):
            found[-1] = (found[-1][0], speech)  # a title, and its salutation behind it
        elif speech > floor or not found:
            found.append((max(first, floor) if found else 0, speech))
    if found:
        return found
    first_text = next((i for i, b in enumerate(blocks) if b.heading or _is_text(text, b)), 0)
    return [(0, min(first_text, MOST_FRONT))]


def _is_near(text: str, between: list[Block]) -> bool:
    """Whether what stands between two openings is of one report: a few words, with no heading and no other title."""
    titles = (
        block.heading or _TITLE_LINE.search(text, block.span.start, block.span.stop) for block in between
    )
    return not any(titles) and sum(len(block.span) for block in between) < NEAR


def _is_section(text: str, block: Block, rules: RuleSet) -> bool:
    """Whether a heading of the first level heads a section and no report: 一、…, or 2023年工作回顾."""
    assert block.heading is not None
    heading = block.heading.of(text)
    return any(rule.pattern.search(heading) for rule in rules.headings.roles) or any(
        style.pattern.match(heading) for style in rules.headings.styles
    )


def _speeches(text: str, blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """The salutations behind which a speaker says that he reports: first line of the front, first of the text."""
    floor = 0
    for i, block in enumerate(blocks):
        content = block.span.of(text)
        if not SALUTATION.match(content):
            continue
        opening = content[:200] + "".join(b.span.of(text)[:200] for b in blocks[i + 1 : i + 3])
        if not _SPEAKS.search(opening):
            continue
        yield _front(text, blocks, i, floor), i + 1 if len(content) <= 40 else i
        floor = i + 1


def _titled(text: str, blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """The title lines with the line of the meeting or of the day close behind them."""
    for i, block in enumerate(blocks):
        content = block.span.of(text)
        if block.heading is not None or len(content) > LONGEST_TITLE or not _TITLE_LINE.search(content):
            continue
        for j in range(i + 1, min(i + 4, len(blocks))):
            line = blocks[j].span.of(text)
            if len(line) <= FRONT_LENGTH and _GIVEN.search(line):
                last = j
                while (
                    last + 1 < len(blocks)
                    and last - i < MOST_FRONT
                    and blocks[last + 1].heading is None
                    and not _is_text(text, blocks[last + 1])
                    and not SALUTATION.match(blocks[last + 1].span.of(text))
                ):
                    last += 1
                yield _front(text, blocks, i, 0), last + 1
                break


def _front(text: str, blocks: list[Block], index: int, floor: int) -> int:
    """The first of the title lines that stand before a salutation."""
    first = index
    while first > floor and index - first < MOST_FRONT and not _is_text(text, blocks[first - 1]):
        first -= 1
    return first


def _is_text(text: str, block: Block) -> bool:
    """Whether a block is running text or a numbered heading, and no line of a title."""
    if block.heading is not None and block.style != "bare":
        return True
    content = block.span.of(text)
    return len(content) > FRONT_LENGTH or content[-1] in "。！；"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Title:
    """The title of a report, and the line that it stands on."""

    text: str
    span: Span


def find_title(text: str, opening: Opening) -> Title | None:
    """The title among the lines of the front: the first that names a report; of a newspaper page its heading."""
    lines = [block.span.of(text) for block in opening.front]
    heading = next((b for b in opening.front if b.style == "markdown" and b.heading), None)
    if heading is not None and heading.heading is not None:
        return Title(heading.heading.of(text).strip(), heading.heading)
    titles = [i for i, line in enumerate(lines) if _TITLE.search(line) and not _NO_TITLE.search(line)]
    if not titles:
        return None
    best = max(titles, key=lambda i: (bool(_FULL_TITLE.search(lines[i])), -i))
    line, before = lines[best], lines[best - 1] if best else ""
    if line.startswith("关于") and 4 < len(before) <= 20:
        line = before + line
    return Title(regex.sub(r"[①-⑳]+$|^标题[：:]|\s+", "", line), opening.front[best].span)
