"""Comparisons as rows: a short sheet for the eye, and a full one for spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from reportkit.comparison import Comparison, Difference, Fact, Finding, Goal, Goals, Pair, Point, Series
from reportkit.language import _, translate
from reportkit.output.comparison import Result
from reportkit.output.document import digits
from reportkit.output.sparkline import sparkline
from reportkit.output.words import amount, signed

Cell = str | Decimal | int | None
# Sentences, each with the place where it stands.
Evidence = tuple[tuple[str, str], ...]
MARK_SIGNS = {"better": "▲ better", "worse": "▼ worse", None: ""}
DASH = "–"
OTHER_FIELD = "other"
PLACE_UNKNOWN = "place not told"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their heads, in groups with a title each, below lines that sum them up; a workbook has its `title`.

    `evidence` has for each row the sentences of its figures and where they stand. `texts` are the columns that may be
    shortened where there is little room: those that hold no number.
    """

    heads: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]
    summary: tuple[str, ...] = ()
    title: str = "comparison"
    evidence: tuple[Evidence, ...] = ()
    texts: frozenset[int] = frozenset({0})

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        return [row for _, rows in self.groups for row in rows]


def _evidence(*sides: Sequence[Fact]) -> Evidence:
    return tuple(dict.fromkeys((f.indicator.sentence, place_of(f)) for facts in sides for f in facts))


def short_sheet(result: Result) -> Sheet:
    """Return what a reader wants to see at once, in the language that was chosen."""
    if isinstance(result, Comparison):
        return in_language(_diff(result))
    if isinstance(result, Goals):
        return in_language(_goals(result))
    if result and isinstance(result[0], Series):
        return in_language(_series([each for each in result if isinstance(each, Series)]))
    found = [(each.source, each.findings) for each in result if not isinstance(each, Series)]
    return in_language(_audits(found))


def in_language(sheet: Sheet) -> Sheet:
    """Translate what is ours in a sheet: heads, titles, verdicts, notes. Names and sentences are in no catalogue."""
    groups = tuple(
        (
            translate(title),
            tuple(tuple(translate(cell) if isinstance(cell, str) else cell for cell in row) for row in rows),
        )
        for title, rows in sheet.groups
    )
    heads, summary = tuple(map(translate, sheet.heads)), tuple(map(translate, sheet.summary))
    return replace(sheet, heads=heads, groups=groups, summary=summary, title=translate(sheet.title))


def _diff(result: Comparison) -> Sheet:
    heads = ("name", "of", "old", "new", "change", "%", "", "note")
    pairs = sorted(result.pairs, key=lambda pair: (pair.field is None, pair.field or ""))
    grouped = groupby(pairs, key=lambda pair: pair.field or OTHER_FIELD)
    groups = tuple((field, tuple(map(_pair, group))) for field, group in grouped)
    verdicts = Counter(pair.verdict for pair in result.pairs)
    told = [f"{count} {verdict}" for verdict, count in sorted(verdicts.items())]
    summary = [f"{' + '.join(result.old)} → {' + '.join(result.new)}", ", ".join(told) or "no figures"]
    if any(result.apart):
        summary.append(
            f"set apart: {result.apart[0]} and {result.apart[1]} figures told only to compare with"
        )
    evidence = tuple(_evidence(pair.old, pair.new) for pair in pairs)
    return Sheet(heads, groups, tuple(summary), _("changes"), evidence, frozenset({0, 7}))


def _pair(pair: Pair) -> tuple[Cell, ...]:
    note = "; ".join(filter(None, [_why(pair), *pair.notes]))
    percent = pair.difference.percent if pair.difference else None
    return (
        pair.name,
        " → ".join(dict.fromkeys(period_of(side) for side in (pair.old, pair.new) if side)),
        said(pair.old),
        said(pair.new),
        change_of(pair.difference),
        "" if percent is None else signed(percent, None),
        MARK_SIGNS[pair.mark],
        note,
    )


def _why(pair: Pair) -> str:
    way = f"similar {digits(pair.score)}" if pair.by == "similar" and pair.score is not None else ""
    verdict = pair.verdict if pair.verdict in ("unknown", "incomparable", "doubtful") else ""
    renamed = ""
    if pair.by == "similar" and pair.old[0].indicator.name != pair.name:
        renamed = f"old name {pair.old[0].indicator.name}"
    reason = f"{verdict}: {pair.reason}" if verdict and pair.reason else pair.reason or verdict
    return "; ".join(filter(None, [reason, way, renamed]))


def period_of(facts: Sequence[Fact]) -> str:
    """Return the period of facts, with a word where they are goals."""
    i = facts[0].indicator
    return f"{_('goal') + ' ' if i.status == 'target' else ''}{i.period or DASH}"


def said(facts: Sequence[Fact]) -> str:
    """Write the amounts of facts for the eye."""
    return " / ".join(map(shown, facts)) or DASH


def shown(fact: Fact) -> str:
    """Write the amount of a fact for the eye; the words of one that is told in words."""
    return amount(fact.indicator) if fact.indicator.spans else fact.indicator.text


def change_of(difference: Difference | None) -> str:
    """Write a difference, or the ends between which it lies."""
    if difference is None:
        return ""
    if difference.value is not None:
        return signed(difference.value, difference.unit)
    ends = [
        None if end is None else signed(end, difference.unit) for end in (difference.lower, difference.upper)
    ]
    if ends == [None, None]:
        return ""
    return f"{ends[0] or '…'} to {ends[1] or '…'}"


def _goals(result: Goals) -> Sheet:
    heads = ("name", "goal", "period", "outcome", "verdict", "margin", "next plan", "note")
    rows = tuple(_goal(goal) for goal in result.goals)
    verdicts = Counter(goal.verdict for goal in result.goals)
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    head = f"{' + '.join(result.old)} → {' + '.join(result.new)}"
    evidence = tuple(_evidence((goal.goal,), goal.outcomes, goal.plans) for goal in result.goals)
    return Sheet(
        heads,
        (("", rows),) if rows else (),
        (head, told or "no goals"),
        _("goals"),
        evidence,
        frozenset({0, 7}),
    )


def _goal(goal: Goal) -> tuple[Cell, ...]:
    plan = f"{_(goal.next)} {said(goal.plans)}" if goal.plans else goal.next
    return (
        goal.name,
        shown(goal.goal),
        str(goal.goal.indicator.period or DASH),
        said(goal.outcomes),
        goal.verdict,
        change_of(goal.margin),
        plan,
        goal.reason or "",
    )


def _audits(found: Sequence[tuple[str, Sequence[Finding]]]) -> Sheet:
    heads = ("name", "stated", "computed", "off by", "relation", "adds up", "lines")
    groups, summary = [], []
    for source, findings in found:
        rows = tuple(_finding(finding) for finding in findings)
        wrong = sum(not finding.holds for finding in findings)
        between = any(finding.relation == "revision" for finding in findings)
        told = "were revised from report to report, or are a slip" if between else "do not add up"
        summary.append(f"{source}: {wrong} of the relations shown {told}")
        if rows:
            groups.append((source, rows))
    evidence = tuple(_evidence(finding.facts) for _, findings in found for finding in findings)
    return Sheet(heads, tuple(groups), tuple(summary), _("checks"), evidence, frozenset({0, 6}))


def _finding(finding: Finding) -> tuple[Cell, ...]:
    one = len({fact.source for fact in finding.facts}) == 1
    places = (str(fact.indicator.line) if one else place_of(fact) for fact in finding.facts)
    lines = ", ".join(dict.fromkeys(places))
    return (
        finding.name,
        finding.stated,
        finding.computed,
        "" if finding.holds else change_of(finding.off),
        finding.relation,
        _("yes") if finding.holds else _("no"),
        lines,
    )


def _series(found: Sequence[Series]) -> Sheet:
    heads = ("period", "value", "of", "source", "also given")
    groups, summary = [], []
    places = len({series.place for series in found})
    for series in found:
        where = f"{series.place or PLACE_UNKNOWN} · " if places > 1 else ""
        line = sparkline([p.scaled for p in series.points if not p.period.is_span])
        title = f"{where}{series.name} · {_(series.measure)}  {line}".rstrip()
        groups.append((title, tuple(_point(point) for point in series.points)))
        if series.apart:
            told = (f"{amount(f.indicator)} ({_why_apart(f, series.name)})" for f in series.apart)
            summary.append(f"{where}{series.measure}, left out for unit, basis or level: {', '.join(told)}")
    evidence = tuple(_evidence((point.first,), point.others) for series in found for point in series.points)
    return Sheet(heads, tuple(groups), tuple(summary), _("series"), evidence, frozenset({3, 4}))


def _why_apart(fact: Fact, name: str) -> str:
    """What sets a figure apart from a series: its basis, what it is of, or its unit."""
    i = fact.indicator
    other = i.concept if i.concept not in (None, name) else None
    return i.basis or other or i.unit or i.name


def _point(point: Point) -> tuple[Cell, ...]:
    others = "; ".join(f"{amount(fact.indicator)} ({place_of(fact)})" for fact in point.others)
    return (str(point.period), amount(point.first.indicator), point.first.year, place_of(point.first), others)


def place_of(fact: Fact) -> str:
    """Return where a fact stands."""
    return f"{fact.source}:{fact.indicator.line}"
