"""Sentences, clauses, and the frame of a number: the text before and behind it that may be about it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import regex

from reportkit.extraction.grammar import COLONS
from reportkit.model import Span
from reportkit.stages import Quantity
from reportkit.values import dataclass

# A clause longer than this is no clause but text without punctuation; looking further would not help.
REACH = 90
# Lists of a year's results run to some 700 characters in one sentence.
LONGEST = 2000
_SENTENCE = regex.compile(r"[。！？\n]+[”’）》」]?")
_PAUSE = regex.compile(r"[；;，,](?![0-9])")
_MARK = regex.compile(rf"[，,；;{COLONS}、（）()“”《》「」|　]|(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_SHUTS = regex.compile(r"[）)]")
_SEPARATOR = regex.compile(r"[、和与及 ]*")
_GROUPED = regex.compile(r"[ 　]{0,2}[0-9０-９]{3}(?![0-9０-９])")
# What stands before the comma of a number that a space breaks, and how long it is.
_BROKEN = regex.compile(r"(?<![0-9０-９.．])[0-9０-９]{1,3}[ 　]?$")
_LONGEST_GROUP = 5
_OPEN, _SHUT = "（(“《「", "）)”》」"
_JOINS = regex.compile(rf"[、，,和与及并以或{COLONS} ]*(?:和|与|及|以及)?")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Frame:
    """A number in its sentence: what stands before it in its clause, and behind it.

    `listed` tells that nothing but a separator parts it from the number before: it is a further item of a list.
    """

    quantity: Quantity
    left: Span
    right: Span
    clause: Span
    sentence: Span
    listed: bool
    opens: bool


def find_sentences(text: str, span: Span) -> list[Span]:
    """The sentences of a paragraph, each with its full stop."""
    found: list[Span] = []
    start = span.start
    for match in _SENTENCE.finditer(text, span.start, span.stop):
        found += _cut(text, Span(start, match.end()))
        start = match.end()
    if start < span.stop:
        found += _cut(text, Span(start, span.stop))
    return found


def _cut(text: str, sentence: Span) -> list[Span]:
    """A sentence, or its parts where it is longer than any sentence: text that lost its full stops."""
    parts: list[Span] = []
    start = sentence.start
    while sentence.stop - start > LONGEST:
        mark = _PAUSE.search(text, start + LONGEST // 2, start + LONGEST)
        stop = mark.end() if mark else start + LONGEST
        parts.append(Span(start, stop))
        start = stop
    return [*parts, Span(start, sentence.stop)]


def find_marks(text: str, sentence: Span) -> tuple[list[int], list[int]]:
    """Where clauses end, and where the items of lists do: marks that stand in no brackets or quotes."""
    clauses, items, depth = [], [], 0
    for match in _MARK.finditer(text, sentence.start, sentence.stop):
        char, at = match[0], match.start()
        if char in _OPEN:
            depth += 1
        elif char in _SHUT:
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif char == "、":
            items.append(at)
        elif char not in ",，" or not in_number(text, at):
            clauses.append(at)
    return clauses, items


def in_number(text: str, at: int) -> bool:
    """Whether a comma groups digits, in a number that a space may break: 1,258, 1， 258."""
    if _GROUPED.match(text, at + 1) is None:
        return False
    spaced = text[at - 1 : at] in (" ", "　") or text[at + 1 : at + 2] in (" ", "　")
    return (
        _BROKEN.search(text, max(at - _LONGEST_GROUP, 0), at) is not None
        if spaced
        else text[at - 1 : at].isdigit()
    )


def find_frames(text: str, sentence: Span, quantities: list[Quantity]) -> list[Frame]:
    """A frame for every quantity of a sentence."""
    clauses, items = find_marks(text, sentence)
    frames: list[Frame] = []
    for i, quantity in enumerate(quantities):
        span = quantity.span
        mark = bisect_left(clauses, span.start)
        if quantity.dimension == "ratio":
            mark = _before_colon(text, clauses, mark, span.start)
        begin = clauses[mark - 1] + 1 if mark else sentence.start
        end = clauses[mark] if mark < len(clauses) else sentence.stop
        before = quantities[i - 1].span.stop if i else sentence.start
        after = quantities[i + 1].span.start if i + 1 < len(quantities) else sentence.stop
        bracket = _bracket(text, max(begin, before, span.start - REACH), span.start)
        left = max(begin, before, bracket, span.start - REACH)
        listed = False
        if i and before >= begin - 1:
            match = _JOINS.match(text, before, span.start)
            stop = match.end() if match else before
            if stop >= span.start:
                listed, left = True, span.start
            elif before >= begin and text[span.start - 1] in "、和与及":
                # 完成120座锅炉改造、25公里管线: what stands between belongs to the number before
                listed, left = True, span.start
            elif before >= begin:
                left = max(left, _after_separator(text, before, span.start))
        stop = min(end, after, span.stop + REACH)
        item = bisect_right(items, span.stop - 1)
        more = i + 1 < len(quantities) and after <= end
        if item < len(items) and items[item] < stop and (more or items[item] == span.stop):
            stop = items[item]
        shut = _SHUTS.search(text, span.stop, stop)
        if bracket == span.start > begin and shut and shut.start() == span.stop:
            left = max(begin, before, span.start - REACH)  # 投资增速（-6.4%）
        if bracket > begin and shut:
            stop = shut.start()
        frames.append(
            Frame(
                quantity,
                Span(left, span.start),
                Span(span.stop, stop),
                Span(begin, end),
                sentence,
                listed,
                mark == 0,
            )
        )
    return frames


def _before_colon(text: str, clauses: list[int], mark: int, start: int) -> int:
    """How many marks stand before the clause of what begins at `start`: a colon right before it is none (增长：3.2%)."""
    while mark and text[clauses[mark - 1]] in COLONS and not text[clauses[mark - 1] + 1 : start].strip():
        mark -= 1
    return mark


def _after_separator(text: str, start: int, stop: int) -> int:
    match = _SEPARATOR.match(text, start, stop)
    return match.end() if match else start


def _bracket(text: str, start: int, stop: int) -> int:
    """Behind a bracket that is open at `stop`, or `start`."""
    if text.rfind("（", start, stop) < 0 and text.rfind("(", start, stop) < 0:
        return start
    depth = 0
    for at in range(stop - 1, start - 1, -1):
        if text[at] in "）)":
            depth += 1
        elif text[at] in "（(":
            if depth == 0:
                return at + 1
            depth -= 1
    return start
