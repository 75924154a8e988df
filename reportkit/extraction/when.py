"""What time a number is about, and whether it is told or promised."""

from __future__ import annotations

from dataclasses import replace

from reportkit.extraction.clauses import Frame
from reportkit.extraction.facts import Facts
from reportkit.extraction.running import is_aside
from reportkit.extraction.setting import Setting
from reportkit.extraction.spans import date_within
from reportkit.model import Measure, Period, Span, Status
from reportkit.stages import Mention
from reportkit.values import dataclass

# How much behind a time is looked at for what is done then.
DONE = 8
# The characters of a period that is a year.
YEAR = 4


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class When:
    """A period and a status, the rules that gave them, and where the words of the period stand.

    `is_guess` tells that of several years it is the last, and that nothing in the clause says so.
    """

    period: Period | None
    status: Status
    trace: tuple[str, ...]
    words: Span | None
    is_guess: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Asked:
    """A number whose time is asked for; `already` tells that a plan says that it is reached."""

    setting: Setting
    case: Facts
    already: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Dated:
    """A time, the rule that gave it, where its words stand, and the mention of it in the sentence, if that is it."""

    period: Period | None
    rule: str
    words: Span | None
    mention: Mention | None = None


def _in_clause(asked: _Asked) -> _Dated | None:
    mention = _behind(asked.setting, asked.case.frame)
    return _named(asked, mention) if mention else None


def _in_sentence(asked: _Asked) -> _Dated | None:
    mention = _nearest(asked.setting, asked.case)
    if mention is None or mention.period is None:
        return None
    setting, frame, dated = asked.setting, asked.case.frame, _named(asked, mention)
    # 平均每年增长4.7％和5.7％: what is said of the first of a list is said of all
    left = setting.text[frame.clause.start if frame.listed else frame.left.start : frame.left.stop]
    if not mention.period.is_span and any(word in left for word in setting.words.lists["yearly"]):
        return replace(dated, period=_averaged(setting, frame, mention.period))
    if asked.case.reading.starts and (origin := _origin(setting, frame)) is not None:
        return replace(dated, period=origin, rule="the time of what another came from")
    if asked.case.reading.starts and (since := _since(setting, frame)) is not None:
        return replace(dated, period=since, rule="where it came from, the year that it is compared with")
    return dated


def _in_plan_today(asked: _Asked) -> _Dated | None:
    """The year under review for what is so already, in a section of plans: 老年人口已达三成."""
    year = asked.setting.outline.year
    return _Dated(Period.year(year), "so already", None) if year and asked.already else None


def _in_running_text(asked: _Asked) -> _Dated | None:
    period, running = _running(asked.setting, asked.case.frame), asked.setting.running
    return _Dated(period, f"running text: {running.rule}", running.words) if period else None


def _in_section(asked: _Asked) -> _Dated | None:
    section = asked.setting.section
    if section is None or section.period is None:
        return None
    return _Dated(section.period, f"section {section.heading}", section.words)


def _in_report(asked: _Asked) -> _Dated | None:
    outline = asked.setting.outline
    period = Period.year(outline.year) if outline.year else None
    return _Dated(period, "the year under review", outline.words)


# From the nearest to the farthest; each declines by giving None, the last never does.
STEPS = (_in_clause, _in_sentence, _in_plan_today, _in_running_text, _in_section, _in_report)


def find_when(setting: Setting, case: Facts, measure: Measure, name: str, arrives: bool) -> When:
    """Period and status of a number, by the first of the steps that gives a time.

    `arrives` tells that the number is what the one before it became.
    """
    asked = _Asked(setting, case, _is_already(setting, case))
    dated = next(found for step in STEPS if (found := step(asked)) is not None)
    mention, period, trace = dated.mention, dated.period, [f"period: {dated.rule}"]
    is_guess = False
    status = _status(asked, mention, period)
    if period is not None and period.is_span and len(period.start) == YEAR:
        within = date_within(setting, case, measure, name, period, mention, arrives)
        period, is_guess = within.period, within.is_guess
        trace.append(f"period: {within.rule}")
    elif (
        period is not None
        and case.reading.starts
        and not arrives
        and mention is None
        and len(period.start) == YEAR
    ):
        period = Period.year(period.first_year - 1)
        trace.append("period: the year before, of what it came from")
    kept = _kept(setting, status, period, mention)
    if kept != status:
        trace.append(f"status: {kept}: {'it is over' if kept == 'actual' else 'it is yet to come'}")
    return When(period, kept, tuple(trace), dated.words or setting.outline.words, is_guess)


def _is_already(setting: Setting, case: Facts) -> bool:
    """Whether a plan tells what is reached: 已达三成; no attribute of what is planned, 已建成的12所学校, no promise."""
    if setting.section is None or setting.section.role != "plan":
        return False
    words, frame = case.reading.left, case.frame
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i].has("already")), None)
    if at is None:
        return False
    behind = [word.text for word in words[at + 1 :]]
    of_whole = behind[-1:] == ["的"] and frame.quantity.dimension == "ratio"  # 已占总农户的九成
    parted = "的" in (behind[:-1] if of_whole else behind) or "的" in frame.right.of(setting.text)
    return not parted and not any(word.has("promised") for word in words[at + 1 :])


def _named(asked: _Asked, mention: Mention) -> _Dated:
    """The time that a mention names."""
    said = mention.span.of(asked.setting.text)
    return _Dated(mention.period, f"{mention.rule}: {said}", mention.span, mention)


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


def _nearest(setting: Setting, case: Facts) -> Mention | None:
    """The last time named before the number in its sentence.

    The time of what a number came from (由2013年的2330元增长到8629元) is that number's alone, and of those beside it in
    a list that it opens (分别从2017年的12家、8家), which start there too.
    """
    frame, before, starts = case.frame, case.previous, case.reading.starts
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
        left = setting.is_left(start) and not mention.is_range
        part = frame.listed and (starts or frame.quantity.form == "ratio")  # 由上年的28.4：41.1：30.5调整为…
        if part or not (left and before is not None and start < before.quantity.span.start):
            return mention
    return None


def _behind(setting: Setting, frame: Frame) -> Mention | None:
    """The time named behind a number in its clause, of what is done with what is counted: 3个项目上半年实现投产."""
    cut = setting.words.words.cut
    for mention in setting.mentions:
        if (
            mention.period is None
            or mention.use not in ("at", "by")
            or mention.span.start < frame.right.start
        ):
            continue
        if mention.span.stop > frame.right.stop:
            return None
        done = cut(setting.text[mention.span.stop : frame.right.stop][:DONE])[:2]
        counted = mention.span.start > frame.quantity.span.stop
        return mention if counted and any(word.has("acts") for word in done) else None
    return None


def _is_parted(text: str, mention: Mention, frame: Frame) -> bool:
    """Whether a clause ends between a time and a number; a comma right behind the time ends none."""
    between = text[mention.span.stop : frame.quantity.span.start].lstrip("，, ")
    return any(mark in between for mark in "，；,;")


def _origin(setting: Setting, frame: Frame) -> Period | None:
    """The time that a sentence names for what it began with: 生产总值从2015年的…，财政收入由5亿元…"""
    for mention in setting.in_sentence(frame.sentence):
        start = mention.span.start
        if start < frame.quantity.span.start and setting.is_left(start):
            return None if mention.is_range else mention.period
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


def _status(asked: _Asked, mention: Mention | None, period: Period | None) -> Status:
    """Told, expected or promised."""
    setting, frame = asked.setting, asked.case.frame
    plan = setting.section is not None and setting.section.role == "plan"
    reviewed, spoken = setting.outline.year, setting.outline.spoken
    over = mention.use == "event" if mention is not None else setting.running.over
    over = over or asked.already
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
