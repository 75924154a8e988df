"""What is good and what is bad among the words of a comparison, and the colours that say so."""

from __future__ import annotations

from functools import cache
from typing import Literal

from reportkit.language import _, current

Tone = Literal["good", "bad", "open"]

TONES: dict[str, Tone] = {
    "met": "good",
    "exceeded": "good",
    "▲ better": "good",
    "missed": "bad",
    "▼ worse": "bad",
    "unknown": "open",
    "incomparable": "open",
    "doubtful": "open",
    "unreported": "open",
}
# Pale, so that black text on them is read well.
COLOURS: dict[Tone, str] = {"good": "C6EFCE", "bad": "FFC7CE", "open": "FFEB9C"}
STYLES: dict[Tone, str] = {"good": "green", "bad": "red", "open": "yellow"}


def tone_of(text: str) -> Tone | None:
    """Return what a verdict or a mark says; None of any other text.

    >>> tone_of("missed"), tone_of("粮食产量")
    ('bad', None)
    """
    return _tones(current()).get(text)


@cache
def _tones(language: str) -> dict[str, Tone]:
    """Return the tones by their words in English and in the language that is shown, whose code is `language`."""
    return TONES | {_(word): tone for word, tone in TONES.items()}
