"""Where a number stands: what surrounds its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.extraction.running import Running
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Section, Span
from reportkit.stages import Mention, Outline
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Setting:
    """Where a number stands: its report, its section with its index and the headings above, the times named beside it."""

    text: str
    outline: Outline
    section: Section | None
    index: int | None
    path: tuple[str, ...]
    # what is not the place of the report but above it, as names may begin: 全国, 全省
    above: frozenset[str]
    mentions: Sequence[Mention]
    running: Running
    words: Vocabulary

    def in_sentence(self, sentence: Span) -> list[Mention]:
        """The times named in a sentence that have a period."""
        return [m for m in self.mentions if sentence.start <= m.span.start < sentence.stop and m.period]

    def is_left(self, start: int) -> bool:
        """Whether something rose or fell from what begins at `start`: 从2015年, 由2015年."""
        return self.words.has("origins", self.text[start - 1 : start])
