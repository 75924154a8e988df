"""What time a number is about, and whether it is told or promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.extraction.before import Reading
from reportkit.extraction.clauses import Frame
from reportkit.extraction.running import Running, is_aside
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure, Period, Section, Span, Status
from reportkit.stages import Mention, Outline

# How much of a clause before its number is looked at for verbs of doing.
REACH = 60
# The characters of a period that is a year.
YEAR = 4


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Setting:
    """Where a number stands: its report, its section with the headings above, the times named beside it."""

    text: str
    outline: Outline
    section: Section | None
    path: tuple[str, ...]
    mentions: Sequence[Mention]
    running: Running
    words: Vocabulary

    def in_sentence(self, sentence: Span) -> list[Mention]:
        """The times named in a sentence that have a period."""
        return [m for m in self.mentions if sentence.start <= m.span.start < sentence.stop and m.period]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class When:
    """A period and a status, the rules that gave them, and where the words of the period stand."""

    period: Period | None
    status: Status
    trace: tuple[str, ...]
    words: Span | None


def find_when(
    setting: Setting,
    frame: Frame,
    reading: Reading,
    measure: Measure,
    name: str,
    before: Frame | None,
    arrives: bool,
) -> When:
    """Period and status of a number: from its clause, its sentence, the running text, the section, the report.

    `before` is the number before it in the sentence; `arrives` tells that this one is what that became.
    """
    mention = _nearest(setting, frame, before, reading.starts)
    running, section = _running(setting, frame), setting.section
    period: Period | None
    words: Span | None
    if mention is not None and mention.period is not None:
        period, rule = mention.period, f"{mention.rule}: {mention.span.of(setting.text)}"
        words = mention.span
        if not period.is_span and any(
            word in frame.left.of(setting.text) for word in setting.words.lists["yearly"]
        ):
            period = _averaged(setting, frame, period)
        elif reading.starts and (origin := _origin(setting, frame)) is not None:
            period, rule = origin, "the time of what another came from"
        elif reading.starts and (since := _since(setting, frame)) is not None:
            period, rule = since, "where it came from, the year that it is compared with"
    elif running is not None:
        period, rule, words = running, f"running text: {setting.running.rule}", setting.running.words
    elif section is not None and section.period is not None:
        period, rule, words = section.period, f"section {section.heading}", section.words
    else:
        year = setting.outline.year
        period, rule = Period.year(year) if year else None, "the year under review"
        words = setting.outline.words
    trace = [f"period: {rule}"]
    status = _status(setting, frame, mention, period)
    if period is not None and period.is_span and len(period.start) == 4:
        period, rule = _within(setting, frame, reading, measure, name, period, mention, arrives)
        trace.append(f"period: {rule}")
    elif period is not None and reading.starts and not arrives and mention is None and len(period.start) == 4:
        period = Period.year(period.first_year - 1)
        trace.append("period: the year before, of what it came from")
    kept = _kept(setting, status, period, mention)
    if kept != status:
        trace.append(f"status: {kept}: {'it is over' if kept == 'actual' else 'it is yet to come'}")
    return When(period, kept, tuple(trace), words or setting.outline.words)


def _running(setting: Setting, frame: Frame) -> Period | None:
    """The time of the running text, where it is that of this number."""
    running, period, section = setting.running, setting.running.period, setting.section
    if period is None or running.words is None or section is None:
        return period
    reviewed = setting.outline.year
    if section.role == "plan" and reviewed and period.last_year <= reviewed:
        return None  # a plan that recalled the past goes on with what is planned
    of_years = section.period is not None and section.period.is_span
    left = frame.left.of(setting.text)
    if running.passing and of_years and any(word in left for word in setting.words.lists["throughout"]):
        return None  # 累计投资3.5亿元, behind what was said of one year
    if running.words.start < frame.sentence.start and is_aside(setting.text, running, section, setting.path):
        return None  # 建成公园12个。2023年森林覆盖率达到45%。新建步道30公里。
    return period


def _kept(setting: Setting, status: Status, period: Period | None, mention: Mention | None) -> Status:
    """The status that a number of this period can have.

    What ended before the year under review is no target, unless a deadline says so; what ends after the report was
    given is not yet reached.
    """
    reviewed, spoken = setting.outline.year, setting.outline.spoken
    if period is None or reviewed is None:
        return status
    if status == "target" and period.last_year < reviewed and (mention is None or mention.use != "by"):
        return "actual"
    return "target" if period.last_year > max(reviewed, spoken or reviewed) else status


def _nearest(setting: Setting, frame: Frame, before: Frame | None, starts: bool) -> Mention | None:
    """The last time named before the number in its sentence.

    The time of what a number came from (由2013年的2330元增长到8629元) is that number's alone, and of those beside it in
    a list that it opens (分别从2017年的12家、8家), which start there too.
    """
    for mention in reversed(setting.in_sentence(frame.sentence)):
        start = mention.span.start
        if start >= frame.quantity.span.start or mention.use not in ("at", "by", "running", "event"):
            continue
        if (
            mention.use == "by"
            and len(str(mention.period)) > YEAR
            and _is_parted(setting.text, mention, frame)
        ):
            continue  # 养殖场6月底前投产，年出栏11万头: the deadline is that of its clause alone
        left = setting.text[start - 1 : start] in ("从", "由") and mention.rule != "year-range"
        part = frame.listed and (starts or frame.quantity.form == "ratio")  # 由上年的28.4：41.1：30.5调整为…
        if part or not (left and before is not None and start < before.quantity.span.start):
            return mention
    return None


def _is_parted(text: str, mention: Mention, frame: Frame) -> bool:
    """Whether a clause ends between a time and a number; a comma right behind the time ends none."""
    between = text[mention.span.stop : frame.quantity.span.start].lstrip("，, ")
    return any(mark in between for mark in "，；,;")


def _origin(setting: Setting, frame: Frame) -> Period | None:
    """The time that a sentence names for what it began with: 生产总值从2015年的…，财政收入由5亿元…"""
    for mention in setting.in_sentence(frame.sentence):
        start = mention.span.start
        if start < frame.quantity.span.start and setting.text[start - 1 : start] in ("从", "由"):
            return mention.period if mention.rule != "year-range" else None
    return None


def _since(setting: Setting, frame: Frame) -> Period | None:
    """The one year that a sentence compares with: 一九八二年同一九七八年相比，零售总额由…增加到…"""
    against = [m.period for m in setting.in_sentence(frame.sentence) if m.use == "basis" and m.period]
    return against[0] if len(against) == 1 and not against[0].is_span else None


def _averaged(setting: Setting, frame: Frame, period: Period) -> Period:
    """The years over which a yearly average is told: from what it came from to where it arrived."""
    named = [m.period for m in setting.in_sentence(frame.sentence) if m.use in ("at", "by")]
    first = min((p.first_year for p in named if p), default=period.first_year)
    if first < period.first_year:
        return Period.year(first + 1, period.first_year)
    section = setting.section.period if setting.section else None
    return next((p for p in (setting.running.period, section) if p is not None and p.is_span), period)


def _within(
    setting: Setting,
    frame: Frame,
    reading: Reading,
    measure: Measure,
    name: str,
    period: Period,
    mention: Mention | None,
    arrives: bool,
) -> tuple[Period, str]:
    """The time of a number told of several years: a stock is dated by the end, acts and growth keep the span."""
    text, running = setting.text, setting.running
    # 新增经营主体2万家、达到3.2万家: what was done to the first was not done to what that came to
    came_to = reading.to and frame.quantity.dimension != "ratio"
    since = frame.left.start if came_to else frame.clause.start
    clause = text[since : frame.quantity.span.start][-REACH:]
    words = [word.text for word in setting.words.words.cut(clause)]
    against = [m.period for m in setting.in_sentence(frame.sentence) if m.use == "basis"]
    plans = next((p for p in against if p is not None and p.is_span), None)
    if reading.starts:
        if mention is not None and mention.rule == "year-range":
            return Period.year(period.first_year), "where it came from"
        return plans or Period.year(period.first_year - 1), "where it came from, the time before"
    if plans is not None and arrives:
        return period, "compared with another span"
    if any(setting.words.has("throughout", word) for word in words) and not arrives:
        return period, "told of all the years together"
    act = _is_act(setting, frame, name, words)
    named = mention is not None and mention.use == "running"
    if arrives or (reading.to and measure in ("level", "share") and not act):
        return Period.year(period.last_year), "where it arrived"
    if measure in ("growth", "change"):
        return period, "growth over the whole span"
    if measure == "rank":
        return Period.year(period.last_year), "a rank at the end"
    if frame.quantity.dimension == "ratio" and measure in ("level", "share"):
        return Period.year(period.last_year), "a rate at the end"
    flow = named and (frame.quantity.dimension or "").startswith("money")
    goes_on = running.act and not reading.linked and not reading.to
    if goes_on or flow or act:
        running.act = True
        return period, "what was done over the whole span"
    return Period.year(period.last_year), "a stock at the end"


def _is_act(setting: Setting, frame: Frame, name: str, words: list[str]) -> bool:
    """Whether the number is the amount of something done: a verb of doing in its clause, or first in its name."""
    has, cut = setting.words.has, setting.words.words.cut
    if any(has("acts", word) for word in words):
        return True
    first = [word.text for word in cut(name[:12])[:1]]
    behind = [word.text for word in cut(frame.right.of(setting.text)[:20])]
    return any(has("leading-acts", word) for word in first) or any(has("acts", w) for w in first + behind)


def _status(setting: Setting, frame: Frame, mention: Mention | None, period: Period | None) -> Status:
    """Told, expected or promised."""
    plan = setting.section is not None and setting.section.role == "plan"
    reviewed, spoken = setting.outline.year, setting.outline.spoken
    over = mention.use == "event" if mention is not None else setting.running.over
    if over and period is not None and (spoken is None or period.first_year <= spoken):
        return "actual"
    if period is None or reviewed is None:
        if plan:
            return "target"
    elif plan:
        recalled = mention is not None and period.last_year <= reviewed
        return "actual" if recalled else "target"
    elif period.last_year > reviewed and (mention is None or mention.use != "running"):
        deadline = mention is not None and mention.use == "by"
        if period.first_year > reviewed or deadline:
            return "target"
    sentence = frame.sentence.of(setting.text)
    expected = any(word in sentence for word in setting.words.lists["expected"])
    return "estimate" if expected else "actual"
