"""A line of text in the making: raised marks, and pieces of equations that no number may run into."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportkit.source.marks import note_mark
from reportkit.source.symbols import UNKNOWN

# How much of what was written a raised mark is judged by.
SEEN = 16


@dataclass(slots=True)
class GrowingLine:
    """What was written so far, what is raised at its end, and what was left out of it."""

    parts: list[str] = field(default_factory=list)
    tail: str = ""
    raised: str = ""
    closed: bool = False
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Go on with `text`; a digit right behind an equation would be read as one of its own."""
        if not text:
            return
        self.settle(text)
        if self.closed and text[0].isdigit():
            self._put(UNKNOWN)
        self.closed = False
        self._put(text)

    def lift(self, text: str) -> None:
        """Go on with raised text, which may come in several pieces: [ 1 ]."""
        self.raised += text

    def piece(self, text: str) -> None:
        """Go on with a part of an equation that stands apart from the digits on both sides: ½ in 3½."""
        self.settle()
        if text and (self.closed or self.tail[-1:].isdigit()) and text[0].isdigit():
            self._put(UNKNOWN)
        self._put(text)
        self.closed = text[-1:].isdigit()

    def skip(self, kind: str, text: str) -> None:
        """Leave out what stands here, and keep that it did."""
        if text.strip():
            if self.left_out and self.left_out[-1][0] == kind:
                text = self.left_out.pop()[1] + text
            self.left_out.append((kind, text))

    def settle(self, behind: str = "") -> None:
        """Write what is raised, now that all of it is known, and what stands `behind` it: 1/ is of a fraction."""
        if self.raised:
            raised, self.raised = self.raised, ""
            if raised.strip().isdigit() and behind[:1] in ("/", "⁄", "∕"):
                self.piece(raised.strip())
                self.closed = False
                return
            shown = note_mark(raised, self.tail, behind)
            if not shown and raised.strip():
                self.left_out.append(("note-mark", raised.strip()))
            if shown.startswith(("^", "²", "³")):
                self.closed = True
            self._put(shown)

    def text(self) -> str:
        """All that was written."""
        self.settle()
        return "".join(self.parts)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.tail = (self.tail + text)[-SEEN:]
