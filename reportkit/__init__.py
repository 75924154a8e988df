r"""Read the numbers out of Chinese work reports (工作报告), each with its name, unit, period and source.

>>> from reportkit import extract_text
>>> report = extract_text("各位代表：\n2023年，全县生产总值达到62.4亿元，增长6.1%。").reports[0]
>>> [(i.name, str(i.value), i.unit, i.measure) for i in report.indicators]
[('生产总值', '6240000000', '元', 'level'), ('生产总值', '6.1', '%', 'growth')]
"""

from __future__ import annotations

import os
import sys

# ``python -m reportkit`` looks into the current folder first, where a file beside a report may be called json.py.
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and sys.orig_argv[-len(sys.argv)].endswith("reportkit"):
    _here = sys.path.pop(0)
    if os.path.dirname(__path__[0]) == _here:  # noqa: PTH120 - pathlib may be such a file
        sys.path.append(_here)

from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reportkit.errors import OutputError, PlacesError, ReportkitError, RuleError, SourceError
from reportkit.given import Given
from reportkit.model import (
    Doubt,
    Extraction,
    Indicator,
    Kind,
    Measure,
    Period,
    Repair,
    Report,
    Section,
    Source,
    Span,
)

if TYPE_CHECKING:
    from reportkit.comparison import (
        Audit,
        Comparison,
        Difference,
        Fact,
        Finding,
        Goal,
        Goals,
        Pair,
        Point,
        Series,
    )
    from reportkit.many import Side, batch, panel
    from reportkit.rules.load import load_rules
    from reportkit.rules.topics import RuleSet
    from reportkit.store import Store, open_store


__version__ = "0.1.0"

__all__ = [
    "Audit",
    "Comparison",
    "Difference",
    "Doubt",
    "Extraction",
    "Fact",
    "Finding",
    "Goal",
    "Goals",
    "Indicator",
    "OutputError",
    "Pair",
    "Period",
    "PlacesError",
    "Point",
    "Repair",
    "Report",
    "ReportkitError",
    "RuleError",
    "RuleSet",
    "Section",
    "Series",
    "Source",
    "SourceError",
    "Span",
    "Store",
    "__version__",
    "batch",
    "check",
    "diff",
    "extract",
    "extract_all",
    "extract_text",
    "goals",
    "load_rules",
    "open_store",
    "panel",
    "series",
]


# Where the names stand that are not needed to read one report, or to ask for a version.
_ELSEWHERE = {
    **dict.fromkeys(
        ("Audit", "Comparison", "Difference", "Fact", "Finding", "Goal", "Goals", "Pair", "Point", "Series"),
        "reportkit.comparison",
    ),
    "load_rules": "reportkit.rules.load",
    "RuleSet": "reportkit.rules.topics",
    "Store": "reportkit.store",
    "open_store": "reportkit.store",
}
# Packages that are called: see reportkit.called.
_CALLED = ("batch", "panel")


def __getattr__(name: str) -> Any:
    """A name that stands elsewhere, imported when it is first asked for."""
    if name in _ELSEWHERE:
        return getattr(import_module(_ELSEWHERE[name]), name)
    if name in _CALLED:
        return import_module(f"reportkit.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, also those that were not asked for yet."""
    return sorted({*globals(), *__all__})


def extract(
    source: str | Path | bytes | IO[Any],
    *,
    encoding: str | None = None,
    rules: RuleSet | None = None,
    reorder: bool = True,
    year: int | None = None,
    place: str | None = None,
    kind: Kind | None = None,
    organ: str | None = None,
    within: str | None = None,
) -> Extraction:
    """The reports in a file, with their indicators: at a path, in bytes, or in a file that is open.

    `encoding` overrides what the bytes tell; `rules` are those of `load_rules`, by default the ones that
    come with reportkit; without `reorder` no text is moved. What is known of the reports, their `year` under review,
    `place`, `kind` and `organ`, wins over what the text tells. Raises `SourceError` if the file cannot be read, and
    `ValueError` for what is no year or no kind.
    """
    from reportkit.source.given import read_given

    return _run(read_given(source, encoding), rules, reorder, Given(year, place, kind, organ, within))


def extract_all(
    path: str | Path,
    *,
    encoding: str | None = None,
    strict: bool = False,
    column: str | None = None,
    rules: RuleSet | None = None,
    reorder: bool = True,
    year: int | None = None,
    place: str | None = None,
    kind: Kind | None = None,
    organ: str | None = None,
    within: str | None = None,
) -> Iterator[Extraction]:
    """What stands in each text of the file at `path`: of an archive, or of a table with a report a row.

    `strict` refuses broken bytes; `column` names the column that holds the texts, by its heading or number. See `extract`.
    Raises `SourceError` if the file, or one in it, cannot be read.
    """
    from reportkit.source import Reading, read_sources

    given = Given(year, place, kind, organ, within)
    for source in read_sources(str(path), Reading(encoding, strict, column)):
        yield _run(source, rules, reorder, given)


def extract_text(
    text: str,
    *,
    rules: RuleSet | None = None,
    reorder: bool = True,
    year: int | None = None,
    place: str | None = None,
    kind: Kind | None = None,
    organ: str | None = None,
    within: str | None = None,
) -> Extraction:
    """The reports in `text`, with their indicators; every offset indexes `text`. See `extract`.

    >>> report = extract_text("全县生产总值达到62.4亿元。", year=2023, place="云岭县").reports[0]
    >>> report.year, report.place, str(report.indicators[0].period)
    (2023, '云岭县', '2023')
    """
    from reportkit.source.given import text_source

    given = Given(year, place, kind, organ, within)
    return _run(text_source(text, "-"), rules, reorder, given)


def _run(source: Source, rules: RuleSet | None, reorder: bool, given: Given) -> Extraction:
    from reportkit.pipeline import extract as run
    from reportkit.rules.load import load_rules

    return run(source, rules or load_rules(), reorder, given)


def diff(old: Side, new: Side, *, rules: RuleSet | None = None, across: bool = False) -> Comparison:
    """Two sides set beside each other: what changed and by how much, what came in, what is no longer told.

    A side is the path of a report or of an extraction made before (yaml, json, jsonl), an `Extraction`, or several
    of these. Each place is compared with itself alone, unless `across` puts all in one. Raises `SourceError` if a
    file cannot be read, `PlacesError` if no place is on both sides.
    """
    from reportkit.compare import diff as run
    from reportkit.many import extractions_of

    known = _rules(rules)
    return run(list(extractions_of(old, known)), list(extractions_of(new, known)), known, across)


def goals(
    old: Side,
    new: Side,
    *,
    rules: RuleSet | None = None,
    across: bool = False,
    tolerance: tuple[Decimal, Decimal] | None = None,
) -> Goals:
    """The goals of the old side with their outcome in the new side's review, and what it plans next.

    Sides are given as to `diff`. `tolerance` is how far an outcome may lie from a goal of 左右: in points of a rate or a
    growth, and in per cent of any other amount; 0.3 and 2 where it is not given. Raises `SourceError` if a file cannot be
    read, `PlacesError` if no place is on both sides.
    """
    from reportkit.compare import USUAL, Tolerance, find_goals
    from reportkit.many import extractions_of

    known = _rules(rules)
    before, after = (list(extractions_of(side, known)) for side in (old, new))
    allowed = Tolerance(*tolerance) if tolerance is not None else USUAL
    return find_goals(before, after, known, across, allowed)


def check(source: str | Path | Extraction, *, rules: RuleSet | None = None) -> tuple[Audit, ...]:
    """The relations between the figures of each text in `source`, and whether they add up.

    Raises `SourceError` if a file cannot be read.
    """
    from reportkit.compare import audit
    from reportkit.many import extractions_of

    known = _rules(rules)
    return tuple(audit(each, known) for each in extractions_of(source, known))


def series(
    sources: Side,
    name: str,
    *,
    measure: Measure | None = None,
    goals: bool = False,
    rules: RuleSet | None = None,
) -> tuple[Series, ...]:
    """What any number of reports tell of `name`, a series for each measure with a point for each period.

    `name` is a concept of the catalogue, an alias or a name as reports write it; `goals` asks for what was planned.
    Raises `SourceError` if a file cannot be read.
    """
    from reportkit.compare import find_series
    from reportkit.many import extractions_of

    known = _rules(rules)
    return find_series(list(extractions_of(sources, known)), name, known, measure, goals)


def _rules(rules: RuleSet | None) -> RuleSet:
    from reportkit.rules.load import load_rules

    return rules or load_rules()
