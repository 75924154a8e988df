"""Where the sentence of an indicator stands in the source, and where in the sentence its number."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reportkit.model import Indicator, Span

CONTEXT = 40


def find_number(indicator: Indicator, text: str) -> int | None:
    """The offset in its sentence at which the number of an indicator stands.

    Where the same words stand there twice, it is the place whose text before it is most like that in
    the source. None when the sentence does not hold the number as it is printed.
    """
    start = indicator.spans[0].start if indicator.spans else 0
    before = _squeeze(text[max(start - CONTEXT, 0) : start])
    places = _occurrences(indicator.text, indicator.sentence)
    if len(places) < 2:
        return places[0] if places else None
    squeezed, offsets = _squeezed(indicator.sentence)
    number = _squeeze(indicator.text)
    for length in range(len(before), -1, -1):
        at = squeezed.find(before[len(before) - length :] + number)
        if at >= 0 and offsets[at + length] in places:
            return offsets[at + length]
    return places[0]


def find_sentence(indicator: Indicator, text: str, at: int | None) -> Span:
    """The stretch of the source from which the sentence comes, as far as it stands there in one piece.

    `at` is the answer of `find_number`. Blanks and line ends that the repair took out are passed over.
    """
    if not indicator.spans:
        return Span(0, 0)
    start = min(span.start for span in indicator.spans)
    stop = max(span.stop for span in indicator.spans)
    if at is None:
        return Span(start, stop)
    start = indicator.spans[0].start
    first = _walk(text, start - 1, indicator.sentence[:at][::-1], -1) + 1
    return Span(first, max(_walk(text, start, indicator.sentence[at:], 1), stop))


def find_line(text: str, line: int) -> Span | None:
    """The span of a line, counted from 1, without its line end; None when there is no such line."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return None
    stop = text.find("\n", start)
    return Span(start, len(text) if stop < 0 else stop)


def _occurrences(part: str, whole: str) -> list[int]:
    found, at = [], whole.find(part)
    while part and at >= 0:
        found.append(at)
        at = whole.find(part, at + 1)
    return found


@lru_cache(maxsize=8)
def _squeezed(sentence: str) -> tuple[str, list[int]]:
    """A sentence without blanks and in plain characters, and the offset in the sentence of each of them."""
    parts = [_squeeze(char) for char in sentence]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _walk(text: str, at: int, wanted: str, step: int) -> int:
    """Go from `at` through `text` as long as it reads as `wanted`; where the walk ends."""
    reached = at
    for char in wanted:
        if char.isspace():
            continue
        while 0 <= at < len(text) and text[at].isspace():
            at += step
        if not 0 <= at < len(text) or (text[at] != char and _squeeze(text[at]) != _squeeze(char)):
            break
        at += step
        reached = at
    return reached
