"""Extractions as they are printed, whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportkit import Extraction
from reportkit.output.render import render_pieces
from reportkit.output.screen import Screen


def render(
    extractions: Sequence[Extraction],
    name: str,
    screen: Screen | None = None,
    warn: Callable[[str], None] = lambda text: None,
) -> str | bytes:
    """The extractions in a format; bytes for what is no text."""
    made = render_pieces(extractions, name, screen, warn)
    return made if isinstance(made, bytes) else "".join(made)


def document(extraction: Extraction) -> dict[str, Any]:
    """An extraction as one plain value."""
    return extraction.to_dict()
