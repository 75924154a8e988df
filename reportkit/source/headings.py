"""Paragraphs and tables in waiting, until it is known whether their headings are numbered.

A heading that is one by its style alone (标题 1) could not be told from other lines in a text. Where no
heading of a file is numbered they are marked as Markdown does (## …); else the numbers tell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field

from reportkit.source.content import Draft, TableCell
from reportkit.source.marks import number_item
from reportkit.source.numbered import NUMBERED
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True)
class _Part:
    """A line, with how much of it is the number of an item and the level of its style; a table; what is left out."""

    what: str
    text: str = ""
    number: int = 0
    level: int | None = None
    rows: list[list[TableCell]] = field(default_factory=list)


@dataclass(slots=True)
class Headings:
    """What a file holds, in its order: lines with the level of their style, tables, and what is left out."""

    parts: list[_Part] = field(default_factory=list)

    def add(self, text: str, level: int | None = None, number: str = "") -> None:
        """Add a paragraph; `level` is that of its style, where it is a heading by it, `number` what its list gives it."""
        self.parts.append(_Part("line", *number_item(number, text.strip()), level))

    def table(self, rows: list[list[TableCell]]) -> None:
        """Add a table."""
        self.parts.append(_Part("table", rows=rows))

    def left_out(self, kind: str, what: str) -> None:
        """Note what stands here and is no part of the text."""
        self.parts.append(_Part("out", f"{kind}\n{what}"))

    def write(self, draft: Draft) -> None:
        """Write all of it to `draft`."""
        levels = Counter(part.level for part in self.parts if part.what == "line" and part.level)
        styled = [part.text for part in self.parts if part.what == "line" and part.level]
        marked = not any(NUMBERED.match(text) for text in styled) and len(styled) > 1
        # a level that one line alone has, above all others, is that of the title
        title = min(levels) if levels and levels[min(levels)] == 1 else 0
        top = min((level for level in levels if level != title), default=0)
        for part in self.parts:
            level = part.level
            if part.what == "table":
                draft.table(part.rows)
            elif part.what == "out":
                draft.leave_out(*part.text.split("\n", 1))
            elif marked and level and level != title and "\n" not in part.text:
                draft.line("#" * min(level - top + 2, 6) + " " + part.text)
            else:
                first, *more = part.text.split("\n")
                draft.line(first, part.number)
                for line in more:
                    draft.line(line)
