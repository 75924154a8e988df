"""Lines that are no text of a report: page numbers, running headers, the web page around it, what stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from reportkit.model import Span
from reportkit.rules.schema import Chrome
from reportkit.rules.topics import RepairRules, RuleSet, signs_of, words_of
from reportkit.text.blocks import CLOSES, Line, find_lines, is_salutation
from reportkit.values import dataclass

# Lines of a page's frame are short; of a long line no more than this is looked at.
LONGEST_FRAME = 80
# A stretch of this many characters that stands in the file already was put there twice by the page.
LEAST_REPEATED = 120
# Pages are at least this far apart, and a line that repeats at their edges does so at least so often.
PAGE, PAGES = 200, 4
# Lines behind a summary's heading among which the text that it repeats begins.
LINES_BEHIND_SUMMARY = 12
_HAN = regex.compile(r"[\u3400-\u9fff]")
_DIGITS = regex.compile(r"[0-9０-９]+")
_NUMBER = regex.compile(r"[0-9０-９]{1,3}")
_SPACES = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cut:
    """A line, or several, to be left out; `twin` is where the same stands already."""

    kind: str
    span: Span
    reason: str
    twin: Span | None = None


def find_furniture(text: str, rules: RuleSet) -> list[Cut]:
    """Return what is to be left out of `text`, in order and without overlap."""
    lines = find_lines(text)
    cuts: list[Cut] = []
    frame = dict(_frame(lines, rules))
    for index in _page_numbers(lines):
        frame.setdefault(index, ("page-number", "the number of a page"))
    for index in _running_headers(lines):
        frame.setdefault(index, ("running-header", "a line that stands at the edge of every page"))
    cuts += [Cut(kind, _whole(text, lines[i], lines[i]), reason) for i, (kind, reason) in frame.items()]
    kept = [line for i, line in enumerate(lines) if i not in frame]
    for first, last, twin, end in _repeated(kept):
        stood = Span(kept[twin].span.start, kept[end].span.stop)
        reason = f"{last - first + 1} lines that stand in the file already"
        cuts += [
            Cut("repeated", _whole(text, one, two), reason, stood)
            for one, two in _unbroken(text, kept[first : last + 1], frame)
        ]
    return sorted(cuts, key=lambda cut: cut.span.start)


def _whole(text: str, first: Line, last: Line) -> Span:
    """Return the lines from `first` to `last` with the line break behind them."""
    stop = text.find("\n", last.span.stop)
    return Span(text.rfind("\n", 0, first.span.start) + 1, len(text) if stop < 0 else stop + 1)


def _unbroken(text: str, lines: list[Line], frame: dict[int, tuple[str, str]]) -> Iterator[tuple[Line, Line]]:
    """Yield runs of lines between which nothing is left out for another reason."""
    if not frame:
        yield lines[0], lines[-1]
        return
    first = lines[0]
    for one, two in pairwise(lines):
        if text[one.span.stop : two.span.start].strip():
            yield first, one
            first = two
    yield first, lines[-1]


def _frame(lines: list[Line], rules: RuleSet) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the lines of the web page around the reports, with the rule for each and its reason."""
    skip: Chrome | None = None
    held: list[int] = []
    for index, line in enumerate(lines):
        if skip is not None and is_salutation(line.text, rules.headings):
            start = _front(lines, held, index, rules.repair)
            yield from ((i, (skip.id, skip.reason)) for i in held if i < start)
            skip, held = None, []
        if skip is not None:
            held.append(index)
            continue
        rule = next((r for r in rules.repair.chrome if r.pattern.search(line.text[:LONGEST_FRAME])), None)
        if rule is None:
            continue
        if rule.scope == "repeat":
            yield from ((i, (rule.id, rule.reason)) for i in _summary(lines, index, rule))
            continue
        yield index, (rule.id, rule.reason)
        skip = rule if rule.scope == "rest" else None
    if skip is not None:
        yield from ((i, (skip.id, skip.reason)) for i in held)


def _front(lines: list[Line], held: list[int], salutation: int, rules: RepairRules) -> int:
    """Return the first line of the front before a salutation, among the lines that a page's end would take."""
    start, front = salutation, signs_of(rules)["front-lines"]
    while (
        start - 1 in held
        and len(lines[start - 1].text) <= LONGEST_FRAME
        and front.search(lines[start - 1].text)
    ):
        start -= 1
    titles = words_of(rules)["title-ends"]
    if start < salutation and start - 1 in held and lines[start - 1].text.endswith(titles):
        start -= 1
    return start


def _summary(lines: list[Line], index: int, rule: Chrome) -> list[int]:
    """Return a summary's heading, and the summary where it repeats the opening of the text behind it."""
    behind = rule.pattern.sub("", lines[index].text).strip(":： ")
    at = index if behind else index + 1
    if at >= len(lines):
        return [index]
    summary = _squeezed(behind or lines[at].text).rstrip("….。")[:LEAST_REPEATED]
    following = _squeezed(
        "".join(line.text for line in lines[at + 1 : at + 1 + LINES_BEHIND_SUMMARY])[: 4 * LEAST_REPEATED]
    )
    repeats = len(summary) >= 10 and summary in following
    return ([at] if repeats else []) + ([] if behind else [index])


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)


def _page_numbers(lines: list[Line]) -> list[int]:
    """Lines that hold a number and no more and count on from page to page."""
    bare = [i for i, line in enumerate(lines) if _NUMBER.fullmatch(line.text)]
    runs: list[list[int]] = []
    for i in bare:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and int(lines[i].text) == int(lines[last].text) + 1
            and lines[i].span.start - lines[last].span.stop >= PAGE
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    return [i for run in runs if len(run) >= PAGES - 1 for i in run]


def _running_headers(lines: list[Line]) -> list[int]:
    """Lines that come back at the distance of a page, their numbers aside; one among the title lines is kept."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        content = line.text
        if 4 <= len(content) <= LONGEST_FRAME and content[-1] not in CLOSES and content[0] not in "#|":
            places.setdefault(_DIGITS.sub("0", content), []).append(i)
    found: list[int] = []
    for content, at in places.items():
        if len(at) < PAGES or not _HAN.search(content) or "|" in content:
            continue
        gaps = [lines[two].span.start - lines[one].span.stop for one, two in pairwise(at)]
        if min(gaps) >= PAGE:
            found += at[1:] if at[0] < LINES_BEHIND_SUMMARY else at
    return found


def _repeated(lines: list[Line]) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of lines that stand in the file already: first and last, and first and last of where they stood."""
    first_seen: dict[str, int] = {}
    done = at = 0
    while at < len(lines):
        twin = first_seen.setdefault(lines[at].text, at)
        length, size = 0, 0
        while twin < at and at + length < len(lines) and twin + length < at:
            if lines[at + length].text != lines[twin + length].text:
                break
            size += len(lines[at + length].text)
            length += 1
        if size < LEAST_REPEATED:
            at += 1
            continue
        back = 0
        while (
            twin - back > 0 and at - back > done and lines[at - back - 1].text == lines[twin - back - 1].text
        ):
            back += 1
        yield at - back, at + length - 1, twin - back, twin + length - 1
        done = at = at + length
