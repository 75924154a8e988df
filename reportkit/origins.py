"""The way back from what was read to the source: its offsets, and its words as they are printed there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportkit.extraction.indicators import Found
from reportkit.given import Given
from reportkit.model import Indicator, Report, Source
from reportkit.repair import Repaired
from reportkit.stages import NATION, Outline
from reportkit.text.characters import as_printed

# The front of a report, in which its title, its place and its meeting are named.
FRONT = 3000
# What an indicator has in characters that were read as others, by field.
Printed = Callable[[Indicator], dict[str, Any]]


def find_origins(
    source: Source, lines: list[int], fixed: Repaired, read: str, outline: Outline, found: Found, given: Given
) -> Report:
    """The report of an `outline` and what was `found` in it, every offset of which points into the source.

    `read` is the repaired text as its numbers were read, and `lines` tells where the lines of the source start.
    """
    printed: Printed | None = None
    if read != fixed.text:
        outline, printed = _as_printed(fixed, read, outline, given)
    back = fixed.trail.back
    whole = fixed.trail.hull(outline.span)

    def of(indicator: Indicator) -> Indicator:
        spans = tuple(part for span in indicator.spans for part in back(span))
        return replace(
            indicator,
            **(printed(indicator) if printed else {}),
            spans=spans,
            name_spans=tuple(part for span in indicator.name_spans for part in back(span)),
            period_spans=tuple(part for span in indicator.period_spans for part in back(span)),
            text="".join(part.of(source.text) for part in spans),
            line=bisect_right(lines, spans[0].start) if spans else 0,
            page=bisect_right(source.pages, spans[0].start) or None if spans else None,
        )

    return Report(
        outline.title,
        outline.kind,
        outline.organ,
        outline.place,
        outline.meeting,
        outline.date,
        outline.year,
        whole,
        tuple(
            replace(
                section,
                span=fixed.trail.hull(section.span),
                words=fixed.trail.hull(section.words) if section.words else None,
            )
            for section in outline.sections
        ),
        tuple(
            r
            for r in (*source.repairs, *fixed.repairs)
            if any(whole.start <= at.start <= whole.stop for at in r.at)
        ),
        tuple(of(indicator) for indicator in found.indicators),
        tuple((fixed.trail.hull(refusal.span), refusal.rule) for refusal in found.refusals),
        tuple(replace(clue, span=fixed.trail.hull(clue.span)) for clue in outline.clues),
        outline.reason,
        code=outline.code,
        region=outline.region,
    )


def _as_printed(fixed: Repaired, read: str, outline: Outline, given: Given) -> tuple[Outline, Printed]:
    """An outline in the characters in which it is printed, and what gives those of its indicators."""
    text, printed = fixed.understood, fixed.text

    def near(words: str, start: int, stop: int) -> str:
        return as_printed(words, text, printed, start, stop)

    def whole(words: str, start: int, stop: int) -> str:
        return as_printed(words, read, printed, start, stop)

    def said(words: str | None) -> str | None:
        return near(words, outline.span.start, outline.span.start + FRONT) if words else words

    sections = tuple(
        replace(section, heading=near(section.heading, section.span.start, section.span.stop))
        for section in outline.sections
    )
    headings = {one.heading: two.heading for one, two in zip(outline.sections, sections, strict=True)}
    sentences: dict[int, str] = {}  # by the string that all indicators of a sentence share

    def of(indicator: Indicator) -> dict[str, Any]:
        name = indicator.name
        for span in indicator.name_spans:
            understood, words = ("".join(span.of(each).split()) for each in (read, printed))
            name = name.replace(understood, words, 1)
        key, start, size = id(indicator.sentence), indicator.spans[0].start, len(indicator.sentence)
        if key not in sentences:
            sentences[key] = whole(indicator.sentence, start - size, start + size)
        return {
            "name": name,
            "sentence": sentences[key],
            "basis": whole(indicator.basis, start - size, start + size)
            if indicator.basis
            else indicator.basis,
            "section": tuple(headings.get(heading, heading) for heading in indicator.section),
        }

    outline = replace(
        outline,
        title=said(outline.title),
        place=outline.place if outline.place in (NATION, given.place) else said(outline.place),
        meeting=said(outline.meeting),
        sections=sections,
    )
    return outline, of
