"""What time a number is about, and whether it is told or promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.extract.clauses import Frame
from reportkit.extract.measures import Reading
from reportkit.extract.vocabulary import Vocabulary
from reportkit.model import Measure, Mention, Outline, Period, Role, Section, Span, Status


@dataclass(slots=True)
class Running:
    """The time that the running text tells of, and the rule that gave it. It holds until another is named."""

    period: Period | None = None
    rule: str = ""
    act: bool = False


@dataclass(frozen=True, slots=True)
class When:
    period: Period | None
    status: Status
    trace: tuple[str, ...]


def follow(running: Running, mentions: Sequence[Mention], text: str, sentence: Span) -> None:
    """Move the running time on with the times that a sentence names."""
    for mention in mentions:
        if not (sentence.start <= mention.span.start < sentence.stop) or mention.period is None:
            continue
        before = text[sentence.start : mention.span.start].rstrip(" 　在整个，、过去了：“")
        at_start = not before.strip()
        clause = text[mention.span.start - 1] in "，；：。在的个" if mention.span.start else True
        if mention.use == "running" and (at_start or clause) or (
            mention.use == "at" and at_start and len(mention.period.start) == 4
        ):
            running.period, running.rule = mention.period, mention.rule


def find_when(
    text: str,
    frame: Frame,
    reading: Reading,
    measure: Measure,
    name: str,
    mentions: Sequence[Mention],
    running: Running,
    outline: Outline,
    section: Section | None,
    vocabulary: Vocabulary,
    before: Frame | None,
    pair_end: bool,
) -> When:
    """Period and status of a number: from its clause, its sentence, the running text, the section, the report."""
    mention = _nearest(text, frame, mentions, before)
    average = "年均" in frame.left.of(text) or "平均每年" in frame.left.of(text)
    role: Role = section.role if section is not None else "other"
    trace: list[str] = []
    if mention is not None and mention.period is not None:
        period: Period | None = mention.period
        if average and not mention.period.is_span:
            period = _span_told(mention, mentions, frame, running, section) or mention.period
        trace.append(f"period: {mention.rule}: {mention.span.of(text)}")
    elif running.period is not None:
        period = running.period
        trace.append(f"period: running text: {running.rule}")
    elif section is not None and section.period is not None:
        period = section.period
        trace.append(f"period: section {section.heading}")
    else:
        period = Period.year(outline.year) if outline.year else None
        trace.append("period: the year under review")
    status = _status(text, frame, mention, period, role, outline, vocabulary)
    if period is not None and period.is_span and len(period.start) == 4:
        period, rule = _within(
            text, frame, reading, measure, name, mention, period, running, vocabulary, pair_end
        )
        trace.append(f"period: {rule}")
    elif reading.starts and pair_end is False and period is not None and mention is None:
        period = _year_before(period)
        trace.append("period: the year before, of what it came from")
    return When(period, status, tuple(trace))


def _nearest(text: str, frame: Frame, mentions: Sequence[Mention], before: Frame | None) -> Mention | None:
    """The last time named before the number in its sentence.

    The time of what a number came from (由2013年的2330元增长到8629元) is that number's alone.
    """
    for mention in reversed(mentions):
        start = mention.span.start
        if not frame.sentence.start <= start < frame.quantity.span.start:
            continue
        if mention.use not in ("at", "by", "running") or mention.period is None:
            continue
        left = text[start - 1 : start] in ("从", "由") and mention.rule != "year-range"
        if left and before is not None and start < before.quantity.span.start:
            continue
        return mention
    return None


def _span_told(
    mention: Mention, mentions: Sequence[Mention], frame: Frame, running: Running, section: Section | None
) -> Period | None:
    """The years over which a yearly average is told: from where it came from to where it arrived."""
    years = [
        m.period.first_year
        for m in mentions
        if m.period is not None
        and m.use in ("at", "by")
        and frame.sentence.start <= m.span.start < frame.sentence.stop
    ]
    assert mention.period is not None
    if years and min(years) < mention.period.first_year:
        return Period.year(min(years) + 1, mention.period.first_year)
    told = (
        running.period if running.period and running.period.is_span else section.period if section else None
    )
    return told if told is not None and told.is_span else None


def _within(
    text: str,
    frame: Frame,
    reading: Reading,
    measure: Measure,
    name: str,
    mention: Mention | None,
    period: Period,
    running: Running,
    vocabulary: Vocabulary,
    pair_end: bool,
) -> tuple[Period, str]:
    """The time of a number told of several years: a stock is dated by the end, acts and growth keep the span."""
    last = Period.year(period.last_year)
    clause = text[frame.clause.start : frame.quantity.span.start][-60:]
    words = [w.text for w in vocabulary.words.cut(clause)]
    if reading.starts:
        if mention is not None and mention.rule == "year-range":
            return Period.year(period.first_year), "where it came from"
        return Period.year(period.first_year - 1), "where it came from, the year before"
    if any(vocabulary.has("throughout", w) for w in words) and not pair_end:
        return period, "told of all the years together"
    done = mention is not None and mention.use == "running" and _is_act(text, frame, name, words, vocabulary)
    if pair_end or (reading.to and measure in ("level", "share") and not done):
        return last, "where it arrived"
    if measure in ("growth", "change"):
        return period, "growth over the whole span"
    if measure == "rank":
        return last, "a rank at the end"
    flow = (
        mention is not None
        and mention.use == "running"
        and (frame.quantity.dimension or "").startswith("money")
    )
    goes_on = running.act and not reading.linked and not reading.to
    if goes_on or flow or _is_act(text, frame, name, words, vocabulary):
        running.act = True
        return period, "what was done over the whole span"
    return last, "a stock at the end"


def _is_act(text: str, frame: Frame, name: str, words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether the number is the amount of something done: a verb of doing in its clause, or first in its name."""
    if any(vocabulary.has("acts", w) for w in words):
        return True
    first = next(iter(vocabulary.words.cut(name[:12])), None)
    if first is not None and (
        vocabulary.has("leading-acts", first.text) or vocabulary.has("acts", first.text)
    ):
        return True
    right = [w.text for w in vocabulary.words.cut(frame.right.of(text)[:20])]
    return any(vocabulary.has("acts", w) for w in right)


def _year_before(period: Period) -> Period:
    return Period.year(period.first_year - 1) if len(period.start) == 4 else period


def _status(
    text: str,
    frame: Frame,
    mention: Mention | None,
    period: Period | None,
    role: Role,
    outline: Outline,
    vocabulary: Vocabulary,
) -> Status:
    """Told, expected or promised."""
    sentence = frame.sentence.of(text)
    reviewed = outline.year
    if period is not None and reviewed is not None:
        if period.last_year > reviewed and (mention is None or mention.use != "running" or role == "plan"):
            future = (
                period.first_year > reviewed
                or role == "plan"
                or (mention is not None and mention.use == "by")
            )
            if future:
                return "target"
        if role == "plan":
            past = mention is not None and period.last_year <= reviewed
            return "actual" if past else "target"
    elif role == "plan":
        return "target"
    if any(word in sentence for word in vocabulary.lists["expected"]):
        return "estimate"
    return "actual"
