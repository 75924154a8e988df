"""Finding the reports in a file: their title lines, their openings and where they end."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from reportkit.model import Span
from reportkit.rules.topics import ReportRules, RuleSet, signs_of, words_of
from reportkit.segment.alone import lone_headings
from reportkit.stages import Block
from reportkit.text.blocks import find_blocks, is_salutation
from reportkit.values import dataclass

_HAN = regex.compile(r"[\u3400-\u9fff]")
# Title, place, speaker, date: the lines between the start of a speech and its salutation.
MOST_FRONT = 12
FRONT_LENGTH = 80
# Two openings with fewer characters between them are of one report.
NEAREST_OPENING = 300
LONGEST_TITLE = 50


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Opening:
    """A report of a file: its whole span, the lines of its front and the blocks of its text."""

    span: Span
    front: tuple[Block, ...]
    body: tuple[Block, ...]


def find_reports(text: str, rules: RuleSet) -> list[Opening]:
    """Find the reports in `text`, in order; a text with no sign of one is one report, one without Chinese is none."""
    blocks = find_blocks(text, rules.headings)
    if not any(_HAN.search(text, block.span.start, block.span.stop) for block in blocks):
        return []
    starts = _starts(text, blocks, rules)
    return [
        Opening(
            Span(blocks[first].span.start, blocks[stop - 1].span.stop),
            tuple(blocks[first:speech]),
            lone_headings(text, blocks[speech:stop], rules.headings),
        )
        for (first, speech), (stop, _) in zip(starts, [*starts[1:], (len(blocks), 0)], strict=True)
        if first < stop
    ]


def _starts(text: str, blocks: list[Block], rules: RuleSet) -> list[tuple[int, int]]:
    """Where each report starts and where its text begins, as indices of `blocks`."""
    tops = [i for i, b in enumerate(blocks) if b.kind == "markdown" and b.level == 1]
    tops = [i for i in tops if not _is_section(text, blocks[i], rules)]
    if tops:
        return [(0 if n == 0 else i, i + 1) for n, i in enumerate(tops)]
    found: list[tuple[int, int]] = []
    for first, speech in sorted(
        [*_speeches(text, blocks, rules), *_titled(text, blocks, rules)], key=lambda s: s[1]
    ):
        floor = found[-1][1] if found else 0
        if (
            found
            and speech - floor < MOST_FRONT
            and (first <= floor or _is_near(text, blocks[floor:speech], rules.reports))
        ):
            found[-1] = (found[-1][0], speech)  # a title, and its salutation behind it
        elif speech > floor or not found:
            found.append((max(first, floor) if found else 0, speech))
    if found:
        return found
    first_text = next((i for i, b in enumerate(blocks) if b.heading or _is_text(text, b)), 0)
    return [(0, min(first_text, MOST_FRONT))]


def _is_near(text: str, between: list[Block], rules: ReportRules) -> bool:
    """Whether what stands between two openings is of one report: a few words, with no heading and no other title."""
    title = signs_of(rules)["title-line"]
    titles = (block.heading or title.search(text, block.span.start, block.span.stop) for block in between)
    return not any(titles) and sum(len(block.span) for block in between) < NEAREST_OPENING


def _is_section(text: str, block: Block, rules: RuleSet) -> bool:
    """Whether a heading of the first level heads a section and no report: 一、…, or 2023年工作回顾."""
    assert block.heading is not None
    heading = block.heading.of(text)
    return any(rule.pattern.search(heading) for rule in rules.headings.roles) or any(
        style.pattern.match(heading) for style in rules.headings.styles
    )


def _speeches(text: str, blocks: list[Block], rules: RuleSet) -> Iterator[tuple[int, int]]:
    """Yield the salutations behind which a speaker says that he reports: first line of the front, first of the text."""
    floor, speaks = 0, signs_of(rules.reports)["speaks"]
    for i, block in enumerate(blocks):
        content = block.span.of(text)
        if not is_salutation(content, rules.headings):
            continue
        opening = content[:200] + "".join(b.span.of(text)[:200] for b in blocks[i + 1 : i + 3])
        if not speaks.search(opening):
            continue
        yield _front(text, blocks, i, floor), i + 1 if len(content) <= 40 else i
        floor = i + 1


def _titled(text: str, blocks: list[Block], rules: RuleSet) -> Iterator[tuple[int, int]]:
    """Yield the title lines with the line of the meeting or of the day close behind them."""
    signs = signs_of(rules.reports)
    title, given = signs["title-line"], signs["given-at"]
    for i, block in enumerate(blocks):
        content = block.span.of(text)
        if block.heading is not None or len(content) > LONGEST_TITLE or not title.search(content):
            continue
        for j in range(i + 1, min(i + 4, len(blocks))):
            line = blocks[j].span.of(text)
            if len(line) <= FRONT_LENGTH and given.search(line):
                last = j
                while (
                    last + 1 < len(blocks)
                    and last - i < MOST_FRONT
                    and blocks[last + 1].heading is None
                    and not _is_text(text, blocks[last + 1])
                    and not is_salutation(blocks[last + 1].span.of(text), rules.headings)
                ):
                    last += 1
                yield _front(text, blocks, i, 0), last + 1
                break


def _front(text: str, blocks: list[Block], index: int, floor: int) -> int:
    """Return the first of the title lines that stand before a salutation."""
    first = index
    while first > floor and index - first < MOST_FRONT and not _is_text(text, blocks[first - 1]):
        first -= 1
    return first


def _is_text(text: str, block: Block) -> bool:
    """Whether a block is running text or a numbered heading, and no line of a title."""
    if block.heading is not None and block.kind != "bare":
        return True
    content = block.span.of(text)
    return len(content) > FRONT_LENGTH or content[-1] in "。！；"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Title:
    """The title of a report, and the line that it stands on."""

    text: str
    span: Span


def find_title(text: str, opening: Opening, rules: ReportRules) -> Title | None:
    """Find the title among the lines of the front: the first that names a report; of a newspaper page its heading."""
    lines = [block.span.of(text) for block in opening.front]
    heading = next((b for b in opening.front if b.kind == "markdown" and b.heading), None)
    if heading is not None and heading.heading is not None:
        return Title(heading.heading.of(text).strip(), heading.heading)
    signs = signs_of(rules)
    titles = [i for i, line in enumerate(lines) if signs["title"].search(line)]
    titles = [i for i in titles if not signs["no-title"].search(lines[i])]
    if not titles:
        return None
    best = max(titles, key=lambda i: (bool(signs["title-in-full"].search(lines[i])), -i))
    line, before = lines[best], lines[best - 1] if best else ""
    if line.startswith(words_of(rules)["about"]) and 4 < len(before) <= 20:
        line = before + line
    return Title(signs["title-marks"].sub("", line), opening.front[best].span)
