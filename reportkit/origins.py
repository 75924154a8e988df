"""The way back from what was read to the source: its offsets, and its words as they are printed there."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, replace
from sys import intern

from reportkit.extraction.indicators import Found, paths_of
from reportkit.given import Given
from reportkit.model import Indicator, Report, Source, Span
from reportkit.repair import Repaired
from reportkit.stages import NATION, Outline, Statement
from reportkit.text.characters import as_printed
from reportkit.values import dataclass

# The front of a report, in which its title, its place and its meeting are named.
FRONT = 3000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Back:
    """The way back into a source; `lines` tells where its lines start, `paths` the headings above each section."""

    source: Source
    lines: list[int]
    fixed: Repaired
    paths: list[tuple[str, ...]]
    # all of a sentence share its one string: some sentences have hundreds of numbers
    sentences: dict[Span, str] = field(default_factory=dict)

    def indicator(self, said: Statement) -> Indicator:
        """What is said of a number, in the words and the offsets of the source."""
        text, back, source, quantity = self.fixed.text, self.fixed.trail.back, self.source, said.quantity
        spans, basis = back(quantity.span), said.basis
        return Indicator(
            name=intern(said.joint.join("".join(piece.of(text).split()) for piece in said.name)),
            concept=said.concept,
            value=quantity.value,
            unit=quantity.unit,
            bound=quantity.bound,
            lower=quantity.lower,
            upper=quantity.upper,
            measure=said.measure,
            basis=basis.of(text) if isinstance(basis, Span) else basis,
            period=said.period,
            status=said.status,
            section=self.paths[said.section] if said.section is not None else (),
            text="".join([part.of(source.text) for part in spans]),
            spans=spans,
            name_spans=tuple(part for span in said.name for part in back(span)),
            doubts=said.doubts,
            line=bisect_right(self.lines, spans[0].start) if spans else 0,
            sentence=self._sentence(said.sentence),
            page=bisect_right(source.pages, spans[0].start) or None if spans else None,
            table=said.table,
            cell=said.cell,
            # the same few lines over and over: each kept once, however many numbers a text has
            trace=tuple(map(intern, said.trace)),
            period_spans=back(said.period_words) if said.period_words is not None else (),
        )

    def _sentence(self, span: Span) -> str:
        if span not in self.sentences:
            self.sentences[span] = span.of(self.fixed.text).strip()
        return self.sentences[span]


def find_origins(
    source: Source, lines: list[int], fixed: Repaired, read: str, outline: Outline, found: Found, given: Given
) -> Report:
    """The report of an `outline` and what was `found` in it, every offset of which points into the source.

    `read` is the repaired text as its numbers were read, character for character as long as the text after repair;
    `lines` tells where the lines of the source start.
    """
    if read != fixed.text:
        outline = _as_printed(fixed, outline, given)
    back = _Back(source, lines, fixed, paths_of(outline.sections))
    whole = fixed.trail.hull(outline.span)
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
        tuple(map(back.indicator, found.statements)),
        tuple((fixed.trail.hull(refusal.span), refusal.rule) for refusal in found.refusals),
        tuple(replace(clue, span=fixed.trail.hull(clue.span)) for clue in outline.clues),
        outline.reason,
        code=outline.code,
        region=outline.region,
    )


def _as_printed(fixed: Repaired, outline: Outline, given: Given) -> Outline:
    """An outline in the characters in which it is printed."""

    def near(words: str, start: int, stop: int) -> str:
        return as_printed(words, fixed.understood, fixed.text, start, stop)

    def said(words: str | None) -> str | None:
        return near(words, outline.span.start, outline.span.start + FRONT) if words else words

    return replace(
        outline,
        title=said(outline.title),
        place=outline.place if outline.place in (NATION, given.place) else said(outline.place),
        meeting=said(outline.meeting),
        sections=tuple(
            replace(section, heading=near(section.heading, section.span.start, section.span.stop))
            for section in outline.sections
        ),
    )
