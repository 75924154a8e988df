"""The time of a number that is told of several years: the span, its end, or what went before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from reportkit.extraction.clauses import Frame
from reportkit.extraction.facts import Facts
from reportkit.extraction.setting import Setting
from reportkit.model import Measure, Period
from reportkit.stages import Mention
from reportkit.text.words import Word

# How much of a clause before its number is looked at for verbs of doing.
REACH = 60
# What may stand between an amount and what it is compared with: 2.3万元、1.5万元，比2011年分别增长…
_LISTED = regex.compile(r"(?:[、和与][0-9.．]{1,12}[十百千万亿]{0,2}\p{Han}{0,2}){0,4}[，、]?")


class Within(NamedTuple):
    """The time of a number among several years, why, and whether nothing in its clause says so."""

    period: Period
    rule: str
    is_guess: bool = False


def date_within(
    setting: Setting,
    case: Facts,
    measure: Measure,
    name: str,
    period: Period,
    mention: Mention | None,
    arrives: bool,
) -> Within:
    """The time of a number told of several years: a stock is dated by the end, acts and growth keep the span."""
    text, running, frame, reading = setting.text, setting.running, case.frame, case.reading
    # 新增经营主体2万家、达到3.2万家: what was done to the first was not done to what that came to
    came_to = reading.to and frame.quantity.dimension != "ratio"
    since = frame.left.start if came_to else frame.clause.start
    clause = text[since : frame.quantity.span.start][-REACH:]
    words = setting.words.words.cut(clause)
    against = [m.period for m in setting.in_sentence(frame.sentence) if m.use == "basis"]
    plans = next((p for p in against if p is not None and p.is_span), None)
    if reading.starts:
        if mention is not None and mention.is_range:
            return Within(Period.year(period.first_year), "where it came from")
        return Within(plans or Period.year(period.first_year - 1), "where it came from, the time before")
    if plans is not None and arrives:
        return Within(period, "compared with another span")
    act = _is_act(setting, frame, name, words)
    together = any(word.has("throughout") for word in words) and not arrives
    there_are = reading.to and not act and frame.quantity.dimension == "count"
    if together and not there_are:  # 累计达到60条 of 航线 is what there is, 累计达到60亿元 of 投资 a sum
        return Within(period, "told of all the years together")
    if measure == "level" and _is_compared(setting, frame, period):
        return Within(Period.year(period.last_year), "a year's amount, compared with that of another")
    named = mention is not None and mention.use == "running"
    if arrives or (reading.to and measure in ("level", "share") and not act):
        return Within(Period.year(period.last_year), "where it arrived")
    if measure in ("growth", "change"):
        return Within(period, "growth over the whole span")
    if measure == "rank":
        return Within(Period.year(period.last_year), "a rank at the end")
    if frame.quantity.dimension == "ratio" and measure in ("level", "share"):
        return Within(Period.year(period.last_year), "a rate at the end")
    flow = named and (frame.quantity.dimension or "").startswith("money")
    goes_on = running.act and not reading.linked and not reading.to
    if goes_on or flow or act:
        running.act = True
        return Within(period, "what was done over the whole span")
    return Within(Period.year(period.last_year), "a stock at the end", is_guess=True)


def _is_compared(setting: Setting, frame: Frame, period: Period) -> bool:
    """Whether an amount is at once compared with that of a year before a span: 零售总额45亿元，比2011年增长85%."""
    text, stop = setting.text, frame.quantity.span.stop
    listed = _LISTED.match(text, stop, frame.sentence.stop)
    at = listed.end() if listed else stop
    if setting.words.signs["yearly-growth"].match(text, at, frame.sentence.stop):
        return True
    against = next((m for m in setting.mentions if m.use == "basis" and m.span.start == at), None)
    years = against.period if against else None
    return years is not None and not years.is_span and years.last_year < period.first_year


def _is_act(setting: Setting, frame: Frame, name: str, words: Sequence[Word]) -> bool:
    """Whether the number is the amount of something done: a verb of doing in its clause, or first in its name."""
    cut = setting.words.words.cut
    if any(word.has("acts") for word in words):
        return True
    first, behind = cut(name[:12])[:1], cut(frame.right.of(setting.text)[:20])
    return any(word.has("leading-acts") for word in first) or any(
        word.has("acts") for word in (*first, *behind)
    )
