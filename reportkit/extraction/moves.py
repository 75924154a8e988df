"""Whether the number of a cell is an amount or tells how far one moved, and which way."""

from __future__ import annotations

from reportkit.extraction.cellfigures import ARROWS, TRIANGLES, Figure
from reportkit.extraction.headers import Header
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure, Span
from reportkit.stages import Quantity
from reportkit.values import dataclass

_RATIO = ("%", "‰")
_RATES = ("ratio", "times", "doublings")


@dataclass(frozen=True, slots=True)
class Move:
    """A measure, and the sign that the number takes."""

    measure: Measure
    sign: int = 1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Growth:
    """What a label names that says that it grew, without the word that says so."""

    pieces: tuple[Span, ...]
    direction: int


def growth_of_label(
    text: str, pieces: tuple[Span, ...], said: str, quantity: Quantity, words: Vocabulary
) -> Growth | None:
    """The growth that the label `said` tells of a percentage: 生产总值增长, 工业增加值增速."""
    if quantity.unit not in _RATIO or any(said.endswith(rate) for rate in words.lists["rates"]):
        return None
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at].of(text)
        word = max((w for w in words.label_ends if piece.endswith(w)), key=len, default="")
        if word and len(piece) > len(word):
            start = pieces[at].start
            kept = Span(
                start,
                start + len(piece.removesuffix(word).rstrip("".join((" ", *words.tuples["label-basis"])))),
            )
            return Growth((*pieces[:at], kept, *pieces[at + 1 :]), words.label_ends[word])
    return None


def find_move(
    figure: Figure, quantity: Quantity, header: Header, caption_grows: bool, told: Growth | None, falls: bool
) -> Move | None:
    """What a number measures and its sign, by its own words, its header and its label; None where it is not clear.

    `caption_grows` tells that what stands above the table speaks of rises and falls; `falls` tells that the table marks
    its falls with a triangle that points down.
    """
    if quantity.form == "ratio":
        return Move("share")
    if figure.direction:
        rate = quantity.unit in _RATIO or quantity.dimension in _RATES
        return Move("growth" if rate else "change", figure.direction if quantity.value > 0 else 1)
    measure, sign = header.measure(quantity.unit, caption_grows)
    if told is not None and measure == "level":
        measure, sign = "growth", told.direction
    if header.grows_aside and measure == "change":
        measure = "level"
    if quantity.dimension == "points":
        measure = "change"
    if not figure.sign:
        return Move(measure, sign)
    if measure not in ("growth", "change") or header.grows_aside:
        return None
    minus = figure.sign == "↓" or (figure.sign not in ARROWS and not (figure.sign in TRIANGLES and falls))
    return Move(measure, -sign if minus else sign)
