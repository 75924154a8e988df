"""The time that running text tells of, until another is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportkit.model import Period, Section, Span
from reportkit.rules.topics import PeriodRules, words_of
from reportkit.stages import Mention

# Marks behind which a time opens a sentence still, and those behind which it opens a clause, as at the start of a text.
_ASIDE = " 　，、：“"
_OPENS = ("", *"，；：。")


@dataclass(slots=True, eq=False, repr=False)
class Running:
    """The time that the running text tells of, and the rule that gave it. It holds until another is named.

    `words` is where it was named; `passing` tells that it opened a sentence as a year, and ends with its paragraph, where
    the time `before` goes on; `over` that it is the time of something that is over; `act` that the sentence speaks of
    what was done over all the years of that time.
    """

    period: Period | None = None
    rule: str = ""
    words: Span | None = None
    passing: bool = False
    over: bool = False
    act: bool = False
    before: Running | None = None

    def passed(self, reviewed: int | None) -> Running:
        """The running time behind the paragraph of one that was passing: 五年来 goes on, what is to come does not."""
        period = self.before.period if self.before else None
        over = period is not None and reviewed is not None and period.last_year <= reviewed
        return self.before if self.before and over else Running()


def follow(
    running: Running, mentions: Sequence[Mention], text: str, sentence: Span, rules: PeriodRules
) -> None:
    """Move the running time on with the times that a sentence names at its start or at the start of a clause."""
    running.act = False
    if not mentions:
        return
    words = words_of(rules)
    aside = _ASIDE + "".join(words["before-running"])
    for mention in mentions:
        if not (sentence.start <= mention.span.start < sentence.stop) or mention.period is None:
            continue
        before = text[sentence.start : mention.span.start].rstrip(aside)
        last = text[mention.span.start - 1 : mention.span.start]
        clause = last in _OPENS or last in words["clause-starts"]
        over = mention.use == "event"  # 会议于1987年3月召开。委员92人。
        runs = over or (mention.use == "running" and (not before or clause))
        years = len(mention.period.start) == 4 or mention.period.first_year < mention.period.last_year
        opens = mention.use == "at" and not before and years and mention.opens
        if runs or opens:
            if not running.passing:
                running.before = None if runs and not over else replace(running, act=False)
            running.period, running.rule, running.words = mention.period, mention.rule, mention.span
            running.passing, running.over = over or not runs, over


def is_aside(text: str, running: Running, section: Section | None, path: tuple[str, ...]) -> bool:
    """Whether the running time is a year named in mid-paragraph of a section of several years.

    It is not that of the next sentence or section, which tells of all the years again; a year that opens a paragraph
    may go on.
    """
    if running.period is None or running.words is None or section is None or section.period is None:
        return False
    start = running.words.start
    opens = not text[max(text.rfind("\n", 0, start) + 1, 0) : start].strip()
    headed = any(f"{running.period.last_year}年" in heading for heading in path)  # 2025年和“十四五”工作回顾
    return section.period.is_span and not running.period.is_span and not opens and not headed
