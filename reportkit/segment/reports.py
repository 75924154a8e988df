"""Finding the reports in a file: their title lines, their openings and where they end."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from reportkit.model import Block, Span
from reportkit.rules.topics import RuleSet
from reportkit.text.blocks import find_blocks

# 各位代表： opens a speech when the speaker says within a few lines that he reports.
_SALUTATION = regex.compile(
    r"(?:各位|尊敬的)[^，。\n]{0,12}(?:代表|委员|同志|领导|朋友)[^，。\n]{0,12}[：:]?|同志们[：:]"
)
_SPEAKS = regex.compile(
    r"我[^。]{0,10}(?:代表|受)[^。]{0,60}(?:报告|汇报|報告|审议)|向(?:大会|会议)[^。]{0,10}报告"
)
_TITLE = regex.compile(r"报告|公报")
_FULL_TITLE = regex.compile(r"[省市县区旗州盟国院会][^，。]*报告|公报|[0-9]{4}年")
_NO_TITLE = regex.compile(r"[，。！？]|^[—\-―]|^.{51}|来源|时间|^[^题：]{2,6}：")
_HAN = regex.compile(r"[\u3400-\u9fff]")
# Title, place, speaker, date: the lines between the start of a speech and its salutation.
MOST_FRONT = 12
FRONT_LENGTH = 80
# How much of two texts must be the same for the second to be the first once more.
SAME = 400
# A paragraph of this length that stands in the file twice was put there twice by the page.
REPEATED = 120


@dataclass(frozen=True, slots=True)
class Opening:
    """A report of a file: its whole span, the lines of its front and the blocks of its text."""

    span: Span
    front: tuple[Block, ...]
    body: tuple[Block, ...]


def find_reports(text: str, rules: RuleSet) -> tuple[list[Opening], list[str]]:
    """The reports in `text`, and a warning for each that was left out because it stands there twice."""
    warnings: list[str] = []
    blocks = _without_chrome(text, find_blocks(text, rules.headings), rules, warnings)
    if not any(_HAN.search(text, *_ends(block.span)) for block in blocks):
        return [], warnings
    starts = _starts(text, blocks)
    openings: list[Opening] = []
    seen: set[str] = set()
    for (first, speech), (stop, _) in zip(starts, [*starts[1:], (len(blocks), 0)], strict=True):
        if stop <= first:
            continue
        body = blocks[speech:stop]
        key = "".join(text[block.span.start : block.span.stop] for block in body[:40])[:SAME]
        if len(key) == SAME and key in seen:
            place = blocks[first].span.start
            warnings.append(f"the report at {place} stands in the file already and was left out")
            continue
        seen.add(key)
        span = Span(blocks[first].span.start, blocks[stop - 1].span.stop)
        openings.append(Opening(span, tuple(blocks[first:speech]), tuple(body)))
    return openings, warnings


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.stop


def _without_chrome(text: str, blocks: list[Block], rules: RuleSet, warnings: list[str]) -> list[Block]:
    """The blocks without the lines of the web page around them, and without running headers."""
    kept: list[Block] = []
    counts: dict[str, int] = {}
    seen: set[str] = set()
    for block in blocks:
        if len(block.span) <= FRONT_LENGTH:
            content = block.span.of(text)
            counts[content] = counts.get(content, 0) + 1
    skip = False
    repeated: list[int] = []
    for block in blocks:
        content = block.span.of(text)
        if skip and not _SALUTATION.match(content):
            continue
        skip = False
        rule = next((r for r in rules.repair.chrome if r.pattern.search(content[:FRONT_LENGTH])), None)
        if rule is not None:
            skip = rule.scope == "rest"
            continue
        if counts.get(content, 0) >= 4 and "|" not in content and not _SALUTATION.match(content):
            continue
        if len(content) >= REPEATED:
            if content in seen:
                repeated.append(block.span.start)
                continue
            seen.add(content)
        kept.append(block)
    if repeated:
        warnings.append(
            f"{len(repeated)} paragraphs stand in the file already and were left out, the first at {repeated[0]}"
        )
    return kept


def _starts(text: str, blocks: list[Block]) -> list[tuple[int, int]]:
    """Where each report starts and where its text begins, as indices of `blocks`."""
    tops = [i for i, b in enumerate(blocks) if b.style == "markdown" and b.level == 1]
    if tops:
        return [(0 if n == 0 else i, i + 1) for n, i in enumerate(tops)]
    found: list[tuple[int, int]] = []
    floor = 0
    for i, block in enumerate(blocks):
        content = block.span.of(text)
        if not _SALUTATION.match(content):
            continue
        opening = content[:200] + "".join(b.span.of(text)[:200] for b in blocks[i + 1 : i + 3])
        if not _SPEAKS.search(opening):
            continue
        alone = len(content) <= 40
        first = _front(text, blocks, i, floor)
        found.append((first if found else 0, i + 1 if alone else i))
        floor = i + 1
    if found:
        return found
    first_text = next((i for i, b in enumerate(blocks) if b.heading or _is_text(text, b)), 0)
    return [(0, min(first_text, MOST_FRONT))]


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
    return len(content) > FRONT_LENGTH or (len(content) > 25 and content[-1] in "。！；")


def find_title(text: str, opening: Opening) -> str | None:
    """The title among the lines of the front: the first that names a report; of a newspaper page its heading."""
    lines = [block.span.of(text) for block in opening.front]
    heading = next((b for b in opening.front if b.style == "markdown" and b.heading), None)
    if heading is not None and heading.heading is not None:
        return heading.heading.of(text).strip()
    titles = [i for i, line in enumerate(lines) if _TITLE.search(line) and not _NO_TITLE.search(line)]
    if not titles:
        return None
    best = max(titles, key=lambda i: (bool(_FULL_TITLE.search(lines[i])), -i))
    line, before = lines[best], lines[best - 1] if best else ""
    if line.startswith("关于") and 4 < len(before) <= 20:
        line = before + line
    return regex.sub(r"[①-⑳]+$|^标题[：:]|\s+", "", line)
