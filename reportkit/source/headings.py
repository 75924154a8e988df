"""Paragraphs and tables in waiting, until it is known whether their headings are numbered.

A heading that is one by its style alone (标题 1) could not be told from other lines in a text. Where no
heading of a file is numbered they are marked as Markdown does (## …); else the numbers tell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from reportkit.source.content import Draft, Entry

_NUMBERED = re.compile(
    r"第[一二三四五六七八九十]{1,3}[部章节编]|[（(]?[一二三四五六七八九十]{1,3}[、．.)）]|[（(]?[0-9]{1,2}[、．.)）]"
)


@dataclass(slots=True)
class Headings:
    """What a file holds, in its order: lines with the level of their style, tables, and what is left out."""

    items: list[tuple[str, str, int | None, list[list[Entry]]]] = field(default_factory=list)

    def add(self, text: str, level: int | None = None) -> None:
        """A paragraph; `level` is that of its style, where it is a heading by it."""
        self.items.append(("line", text, level, []))

    def table(self, rows: list[list[Entry]]) -> None:
        """A table."""
        self.items.append(("table", "", None, rows))

    def left_out(self, kind: str, what: str) -> None:
        """Something that stands here and is no part of the text."""
        self.items.append(("out", f"{kind}\n{what}", None, []))

    def write(self, draft: Draft) -> None:
        """Write all of it to `draft`."""
        levels = Counter(level for what, text, level, _ in self.items if what == "line" and level)
        styled = [text for what, text, level, _ in self.items if what == "line" and level]
        marked = not any(_NUMBERED.match(text.strip()) for text in styled) and len(styled) > 1
        # a level that one line alone has, above all others, is that of the title
        title = min(levels) if levels and levels[min(levels)] == 1 else 0
        top = min((level for level in levels if level != title), default=0)
        for what, text, level, rows in self.items:
            if what == "table":
                draft.table(rows)
            elif what == "out":
                draft.leave_out(*text.split("\n", 1))
            elif marked and level and level != title and "\n" not in text.strip():
                draft.line("#" * min(level - top + 2, 6) + " " + text.strip())
            else:
                for line in text.split("\n"):
                    draft.line(line)
