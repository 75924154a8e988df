r"""Read the numbers out of Chinese work reports (工作报告), each with its name, unit, period and source.

>>> from reportkit import extract_text
>>> report = extract_text("各位代表：\n2023年，全县生产总值达到62.4亿元，增长6.1%。").reports[0]
>>> [(i.name, str(i.value), i.unit, i.measure) for i in report.indicators]
[('生产总值', '6240000000', '元', 'level'), ('生产总值', '6.1', '%', 'growth')]
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.errors import OutputError, ReportkitError, RuleError, SourceError
from reportkit.model import Extraction, Indicator, Period, Repair, Report, Section, Source, Span

if TYPE_CHECKING:
    from reportkit.rules.load import load_rules
    from reportkit.rules.topics import RuleSet

__version__ = "0.1.0"

__all__ = [
    "Extraction",
    "Indicator",
    "OutputError",
    "Period",
    "Repair",
    "Report",
    "ReportkitError",
    "RuleError",
    "RuleSet",
    "Section",
    "Source",
    "SourceError",
    "Span",
    "__version__",
    "extract",
    "extract_all",
    "extract_text",
    "load_rules",
]


def __getattr__(name: str) -> Any:
    """The names that need the rule reader, which is not needed to ask for a version."""
    if name == "load_rules":
        from reportkit.rules.load import load_rules

        return load_rules
    if name == "RuleSet":
        from reportkit.rules.topics import RuleSet

        return RuleSet
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def extract(
    path: str | Path,
    *,
    encoding: str | None = None,
    rules: RuleSet | None = None,
    reorder: bool = True,
) -> Extraction:
    """The reports in the file at `path`, with their indicators.

    `encoding` overrides what the bytes tell; `rules` are those of `load_rules`, by default the ones that
    come with reportkit; without `reorder` no text is moved. Raises `SourceError` if the file cannot be read.
    """
    from reportkit.source import read_source

    return _run(read_source(str(path), encoding), rules, reorder)


def extract_all(
    path: str | Path,
    *,
    encoding: str | None = None,
    strict: bool = False,
    column: str | None = None,
    rules: RuleSet | None = None,
    reorder: bool = True,
) -> Iterator[Extraction]:
    """What stands in each text of the file at `path`: of an archive, or of a table with a report a row.

    `strict` refuses broken bytes; `column` names the column that holds the texts, by its heading or number. See `extract`.
    Raises `SourceError` if the file, or one in it, cannot be read.
    """
    from reportkit.source import Reading, read_sources

    for source in read_sources(str(path), Reading(encoding, strict, column)):
        yield _run(source, rules, reorder)


def extract_text(text: str, *, rules: RuleSet | None = None, reorder: bool = True) -> Extraction:
    """The reports in `text`, with their indicators; every offset indexes `text`. See `extract`."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _run(Source("-", digest, "text/plain", "utf-8", text), rules, reorder)


def _run(source: Source, rules: RuleSet | None, reorder: bool) -> Extraction:
    from reportkit.pipeline import extract as run
    from reportkit.rules.load import load_rules

    return run(source, rules or load_rules(), reorder)
