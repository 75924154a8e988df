"""What spans quote of a text, for the tests that hold of every text."""

from __future__ import annotations

from reportkit.model import Span


def quote(text: str, spans: tuple[Span, ...] | list[Span]) -> str:
    return "".join(span.of(text) for span in spans)


def is_within(spans: tuple[Span, ...] | list[Span], text: str) -> bool:
    return all(0 <= span.start < span.stop <= len(text) for span in spans)
