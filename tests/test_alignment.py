"""What must hold of every edit: each character that is kept leads back to where it stood."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from quoting import is_within, quote

from reportkit.model import Edit, Span
from reportkit.text.align import Trail, apply_edits, assemble

SHORT_TEXT = st.text(alphabet="甲乙丙丁１2 \n\u200b", max_size=30)
# A character of a new text with the offset it was copied from; None where it was put in.
Traced = list[tuple[str, int | None]]


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of `text` in any order; some overlap."""
    offsets = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(offsets, offsets), max_size=8))
    replacement = st.text(alphabet="替换 \n", max_size=3)
    return [Edit(Span(min(ends), max(ends)), draw(replacement), "any") for ends in spans]


def traced(text: str, edits: list[Edit]) -> Traced:
    """What `edits` make of `text`, one character at a time: the plainest way to say what an edit does."""
    result: Traced = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.stop)):
        if edit.span.start >= at:
            result += [(text[i], i) for i in range(at, edit.span.start)]
            result += [(char, None) for char in edit.replacement]
            at = edit.span.stop
    return result + [(text[i], i) for i in range(at, len(text))]


@given(st.data())
def test_untouched_characters_lead_back_to_themselves(data: st.DataObject) -> None:
    text = data.draw(SHORT_TEXT)
    edits = data.draw(edits_of(text))
    new, alignment = apply_edits(text, edits)
    expected = traced(text, edits)
    assert new == "".join(char for char, _ in expected)
    for at, (_, origin) in enumerate(expected):
        if origin is not None:
            assert alignment.back(Span(at, at + 1)) == [Span(origin, origin + 1)]


@given(st.data())
def test_every_span_leads_back_into_the_text(data: st.DataObject) -> None:
    text = data.draw(SHORT_TEXT)
    edits = data.draw(edits_of(text))
    new, alignment = apply_edits(text, edits)
    expected = traced(text, edits)
    start, stop = sorted(data.draw(st.tuples(st.integers(0, len(new)), st.integers(0, len(new)))))
    found = alignment.back(Span(start, stop))
    assert is_within(found, text)
    assert all(one.stop < two.start for one, two in pairwise(found))
    if all(origin is not None for _, origin in expected[start:stop]):
        assert quote(text, found) == new[start:stop]
    trail = Trail((alignment,))
    hull = trail.hull(Span(start, stop))
    assert 0 <= hull.start <= hull.stop <= len(text)
    assert all(hull.start <= span.start and span.stop <= hull.stop for span in found)
    assert 0 <= trail.point(start) <= len(text)


@given(st.data())
def test_two_passes_compose(data: st.DataObject) -> None:
    text = data.draw(SHORT_TEXT)
    first = data.draw(edits_of(text))
    middle, one = apply_edits(text, first)
    second = data.draw(edits_of(middle))
    new, two = apply_edits(middle, second)
    trail = Trail((one, two))
    origins = [origin for _, origin in traced(text, first)]
    for at, (char, between) in enumerate(traced(middle, second)):
        origin = origins[between] if between is not None else None
        if origin is not None:
            assert trail.back(Span(at, at + 1)) == (Span(origin, origin + 1),)
            assert char == new[at] == text[origin]
    assert is_within(trail.back(Span(0, len(new))), text)


@given(SHORT_TEXT, st.lists(st.integers(0, 30), max_size=5), st.randoms(use_true_random=False))
def test_moved_pieces_lead_back_to_where_they_stood(text: str, cuts: list[int], random: object) -> None:
    edges = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    spans = [Span(a, b) for a, b in pairwise(edges)]
    random.shuffle(spans)  # type: ignore[attr-defined]
    new, alignment = assemble((span, span.of(text)) for span in spans)
    assert new == quote(text, spans)
    assert quote(text, alignment.back(Span(0, len(new)))) == new
    origins = [i for span in spans for i in range(span.start, span.stop)]
    assert [alignment.back(Span(i, i + 1)) for i in range(len(new))] == [[Span(i, i + 1)] for i in origins]
