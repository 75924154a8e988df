"""The text of a report that was read back: what it keeps of it, which is its headings and the sentences of its numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from reportkit.model import Indicator, Report, Section, Span


def with_text(text: str, report: Report) -> tuple[str, Report]:
    """Return a report with the text that its offsets index: `text`, or where that is empty one made of what it keeps.

    Of that text a number that its sentence does not hold in one piece has no place.
    """
    if text or not report.indicators:
        return text, report
    lines: list[str] = []
    sections: list[Section] = []
    found: list[Indicator] = []
    path: tuple[str, ...] = ()
    last: tuple[Indicator, Span] | None = None
    length, at, sentence = 0, 0, ""

    def put(line: str) -> int:
        nonlocal length
        lines.append(line)
        length += len(line) + 1
        return length - len(line) - 1

    for each in report.indicators:
        if each.section != path:
            same = takewhile(lambda pair: pair[0] == pair[1], zip(path, each.section, strict=False))
            for level in range(len(list(same)), len(each.section)):
                start = put(each.section[level])
                above = next((n for n in reversed(range(len(sections))) if sections[n].level == level), None)
                sections.append(
                    Section(each.section[level], level + 1, above, "other", None, Span(start, start))
                )
            path, sentence = each.section, ""
        if each.sentence != sentence:
            sentence, last = each.sentence, None
            at = put(sentence)
        if span := _place(each, last):
            last = each, span
            span = Span(at + span.start, at + span.stop)
        found.append(replace(each, spans=(span,) if span else (), name_spans=()))
    made = "\n".join(lines)
    return made, replace(
        report, span=Span(0, len(made)), sections=tuple(sections), repairs=(), indicators=tuple(found)
    )


def _place(each: Indicator, last: tuple[Indicator, Span] | None) -> Span | None:
    """Return where a number stands in its sentence: as far behind the last one as it was, or else next behind it."""
    start = 0
    if last is not None and each.spans and last[0].spans:
        start = last[1].start + each.spans[0].start - last[0].spans[0].start
        if start < 0 or not each.sentence.startswith(each.text, start):
            start = last[1].stop
    start = each.sentence.find(each.text, start)
    return Span(start, start + len(each.text)) if start >= 0 and each.text else None
