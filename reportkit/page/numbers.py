"""The numbers of reports as the scripts of the page are given them: short rows, and the lists that these point into."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from reportkit.language import translate
from reportkit.model import Indicator, Report
from reportkit.output.document import digits
from reportkit.output.words import amount
from reportkit.page.marked import Block

# What stands in a row, in this order.
ROW = (
    "id", "name", "shown", "value", "unit", "measure", "period", "status", "bound", "ends", "concept", "basis",
    "section", "doubts", "line", "sentence", "text", "report", "page",
)  # fmt: skip


class Numbers:
    """The rows of all numbers, and what they point at: sections, doubts, and sentences that no block holds."""

    def __init__(self) -> None:
        """Begin without any."""
        self.rows: list[tuple[Any, ...]] = []
        self.sections: list[tuple[str, int | None, int]] = []
        self._doubts: dict[tuple[str, str], int] = {}
        self._sentences: dict[str, int] = {}
        self._blocks = 0

    def add(
        self, text: str, report: Report, ids: Sequence[str], blocks: Sequence[Block], number: int
    ) -> None:
        """Add the numbers of a report, which is the page's `number`th; its text is shown in `blocks`."""
        below = len(self.sections)
        sections = _sections_of(report)
        starts = [block.span.start for block in blocks]
        for each, key in zip(report.indicators, ids, strict=True):
            section = _section(each, report, sections.get(each.section, ()))
            sentence = self._within(each, text, blocks, starts)
            self.rows.append(
                (
                    key,
                    each.name,
                    amount(each),
                    digits(each.value),
                    each.unit,
                    each.measure,
                    str(each.period) if each.period else None,
                    each.status,
                    each.bound,
                    _ends(each),
                    each.concept,
                    each.basis,
                    None if section is None else below + section,
                    [self._doubts.setdefault((d.code, d.says), len(self._doubts)) for d in each.doubts],
                    each.line,
                    sentence,
                    each.text,
                    number,
                    each.page,
                )
            )
        self._blocks += len(blocks)
        for above in report.sections:
            parent = None if above.parent is None else below + above.parent
            self.sections.append((above.heading, parent, above.level))

    def data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "columns": ROW,
            "rows": self.rows,
            "sections": self.sections,
            "doubts": [(code, translate(says)) for code, says in self._doubts],
            "sentences": list(self._sentences),
        }

    def _within(self, each: Indicator, text: str, blocks: Sequence[Block], starts: Sequence[int]) -> Any:
        """Return where a sentence stands: the block, where it begins in it and its length; else its number in the list.

        So the text of most sentences stands in the page but once. Lengths are those of JavaScript.
        """
        if each.spans and each.sentence:
            at = bisect_right(starts, each.spans[0].start) - 1
            block = blocks[at] if at >= 0 else None
            if block is not None and block.table is None:
                low = max(block.span.start, each.spans[0].start - len(each.sentence))
                found = text.find(each.sentence, low, block.span.stop)
                if found >= 0:
                    before = text[block.span.start : found]
                    return (self._blocks + at, _length(before), _length(each.sentence))
        return self._sentences.setdefault(each.sentence, len(self._sentences))


def ids_of(indicators: Sequence[Indicator], anchor: str) -> list[str]:
    """Return what identifies each number in an address: where it stands in its text; a second one there is counted.

    The place stays what it is when other numbers are read otherwise, so that a link goes on to point at this one.
    """
    seen: Counter[str] = Counter()
    found = []
    for each in indicators:
        place = f"{anchor}n{each.spans[0].start}" if each.spans else f"{anchor}line{each.line}"
        seen[place] += 1
        found.append(place if seen[place] == 1 else f"{place}-{seen[place]}")
    return found


def _sections_of(report: Report) -> dict[tuple[str, ...], list[int]]:
    """Return the sections that stand under each path of headings."""
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    paths: list[tuple[str, ...]] = []
    for number, each in enumerate(report.sections):
        paths.append((*(paths[each.parent] if each.parent is not None else ()), each.heading))
        found[paths[-1]].append(number)
    return found


def _section(each: Indicator, report: Report, candidates: Sequence[int]) -> int | None:
    """Return the last section of a path that begins before a number."""
    at = each.spans[0].start if each.spans else 0
    return next((n for n in reversed(candidates) if report.sections[n].span.start <= at), None)


def _ends(each: Indicator) -> tuple[str | None, str | None] | None:
    """Return both ends of what a bound allows; None where both are the value."""
    if each.lower == each.upper == each.value:
        return None
    return tuple(None if end is None else digits(end) for end in (each.lower, each.upper))  # type: ignore[return-value]


def _length(text: str) -> int:
    """Return the length of a text as JavaScript counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
