"""Edits, and the way back from an edited text to the text before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from reportkit.model import Edit, Span
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Alignment:
    """Where each piece of a new text stood in the old one.

    Piece i fills the new text from ``starts[i]`` to ``starts[i + 1]`` and comes from ``origins[i]``. A
    piece that is as long as its origin is a copy; any other was put in place of its origin.
    """

    starts: tuple[int, ...]
    origins: tuple[Span, ...]
    length: int

    def back(self, span: Span) -> list[Span]:
        """Return the stretches of the old text that `span` of the new one is made of, in the new order.

        >>> _, way = apply_edits("一二 三四", [Edit(Span(2, 3), "", "spacing")])
        >>> way.back(Span(1, 3))
        [Span(start=1, stop=2), Span(start=3, stop=4)]
        """
        found: list[Span] = []
        if not len(span) or not self.starts:
            return found
        index = max(bisect_right(self.starts, span.start) - 1, 0)
        while index < len(self.starts) and self.starts[index] < span.stop:
            start, origin = self.starts[index], self.origins[index]
            stop = self.starts[index + 1] if index + 1 < len(self.starts) else self.length
            if len(origin) == stop - start:
                low, high = max(span.start, start) - start, min(span.stop, stop) - start
                origin = Span(origin.start + low, origin.start + high)
            if len(origin):
                if found and found[-1].stop == origin.start:
                    origin = Span(found.pop().start, origin.stop)
                found.append(origin)
            index += 1
        return found

    def shift(self, start: int, stop: int) -> int | None:
        """How far what stands from `start` to `stop` was moved, if it is within one piece that is a copy; else None."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or start >= stop:
            return None
        begin, origin = self.starts[index], self.origins[index]
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.length
        if stop > end or origin.stop - origin.start != end - begin:
            return None
        return origin.start - begin

    def forth(self, spans: Iterable[Span]) -> list[Span]:
        """For each of `spans` of the old text the smallest stretch of the new one that holds what is left of it.

        >>> _, way = apply_edits("一二 三四", [Edit(Span(2, 3), "", "spacing")])
        >>> way.forth([Span(1, 4), Span(2, 3)])
        [Span(start=1, stop=3), Span(start=2, stop=2)]
        """
        stops = (*self.starts, self.length)[1:]
        pieces = sorted(zip(self.origins, self.starts, stops, strict=True), key=lambda piece: piece[0])
        pieces = [piece for piece in pieces if len(piece[0])]
        edges = [origin.start for origin, _, _ in pieces]
        return [_image(span, pieces, edges) for span in spans]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trail:
    """The alignments of several passes, first pass first."""

    passes: tuple[Alignment, ...] = ()

    def back(self, span: Span) -> tuple[Span, ...]:
        """Return the stretches of the source text that `span` of the last text is made of."""
        start, stop, left = span.start, span.stop, len(self.passes)
        # most of what is asked for was never taken apart
        while left and (shift := self.passes[left - 1].shift(start, stop)) is not None:
            start, stop, left = start + shift, stop + shift, left - 1
        spans = [Span(start, stop)]
        for alignment in reversed(self.passes[:left]):
            merged: list[Span] = []
            for part in (piece for each in spans for piece in alignment.back(each)):
                if merged and merged[-1].stop == part.start:
                    merged[-1] = Span(merged[-1].start, part.stop)
                else:
                    merged.append(part)
            spans = merged
        return tuple(spans)

    def forth(self, spans: Iterable[Span]) -> list[Span]:
        """For each of `spans` of the source text where it stands in the last text."""
        found = list(spans)
        for alignment in self.passes:
            found = alignment.forth(found)
        return found

    def point(self, offset: int) -> int:
        """Where in the source text stood what is at `offset`, or what stood right before it."""
        after = self.back(Span(offset, offset + 1))
        if after:
            return after[0].start
        before = self.back(Span(max(offset - 1, 0), offset))
        return before[-1].stop if before else 0

    def hull(self, span: Span) -> Span:
        """Return the smallest stretch of the source text that holds all of `span`."""
        parts = self.back(span)
        if not parts:
            point = self.point(span.start)
            return Span(point, point)
        return Span(min(p.start for p in parts), max(p.stop for p in parts))


def _image(span: Span, pieces: list[tuple[Span, int, int]], edges: list[int]) -> Span:
    """Where in a new text stands what `span` holds of the `pieces` of the old one, which are sorted by `edges`."""
    index = max(bisect_right(edges, span.start) - 1, 0)
    found: Span | None = None
    after = 0
    while index < len(pieces):
        origin, start, stop = pieces[index]
        if origin.start >= max(span.stop, span.start + 1):
            break
        index += 1
        after = stop
        if origin.overlaps(span):
            if len(origin) == stop - start:
                start, stop = (
                    start + max(span.start, origin.start) - origin.start,
                    start + min(span.stop, origin.stop) - origin.start,
                )
            found = Span(min(found.start, start), max(found.stop, stop)) if found else Span(start, stop)
    return found or Span(after, after)


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, Alignment]:
    r"""Return the text after `edits`, and its alignment. An edit that overlaps one before it is left out.

    >>> apply_edits("增\n长", [Edit(Span(1, 2), "", "breaks")])[0]
    '增长'
    """
    parts: list[tuple[Span, str]] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.stop)):
        if edit.span.start < at:
            continue
        parts.append((Span(at, edit.span.start), text[at : edit.span.start]))
        parts.append((edit.span, edit.replacement))
        at = edit.span.stop
    parts.append((Span(at, len(text)), text[at:]))
    return assemble(parts)


def assemble(parts: Iterable[tuple[Span, str]]) -> tuple[str, Alignment]:
    """Return the text made of `parts` in their order, each with the stretch of the old text that it stands for."""
    starts, origins, pieces, length = [], [], [], 0
    for origin, piece in parts:
        if piece:
            starts.append(length)
            origins.append(origin)
            pieces.append(piece)
            length += len(piece)
    return "".join(pieces), Alignment(tuple(starts), tuple(origins), length)


def carry(printed: str, old: str, new: str, alignment: Alignment) -> str:
    """Return what `alignment`, which made `new` of `old`, makes of `printed`: the same text as `old` in other characters.

    >>> new, way = apply_edits("一 二", [Edit(Span(1, 2), "、", "any")])
    >>> carry("⼀ ⼆", "一 二", new, way)
    '⼀、⼆'
    """
    stops = (*alignment.starts, alignment.length)[1:]
    return "".join(
        printed[origin.start : origin.stop]
        if old[origin.start : origin.stop] == new[start:stop]
        else new[start:stop]
        for start, stop, origin in zip(alignment.starts, stops, alignment.origins, strict=True)
    )
