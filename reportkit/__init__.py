r"""Read the numbers out of Chinese work reports (工作报告), each with its name, unit, period and source.

>>> from reportkit import extract_text
>>> report = extract_text("各位代表：\n2023年，全县生产总值达到62.4亿元，增长6.1%。").reports[0]
>>> [(i.name, str(i.value), i.unit, i.measure) for i in report.indicators]
[('生产总值', '6240000000', '元', 'level'), ('生产总值', '6.1', '%', 'growth')]
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from reportkit.errors import OutputError, ReportkitError, RuleError, SourceError
from reportkit.model import Extraction, Indicator, Period, Repair, Report, Section, Source, Span
from reportkit.rules.load import load_rules
from reportkit.rules.schema import RuleSet

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
    "extract_text",
    "load_rules",
]


def extract(path: str | Path, *, encoding: str | None = None, rules: RuleSet | None = None) -> Extraction:
    """The reports in the file at `path`, with their indicators.

    `encoding` overrides what the bytes tell; `rules` are those of `load_rules`, by default the ones that
    come with reportkit. Raises `SourceError` if the file cannot be read.
    """
    from reportkit.pipeline import extract as run
    from reportkit.source import read_source

    return run(read_source(str(path), encoding), rules or load_rules())


def extract_text(text: str, *, rules: RuleSet | None = None) -> Extraction:
    """The reports in `text`, with their indicators; every offset indexes `text`."""
    from reportkit.pipeline import extract as run

    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return run(Source("-", digest, "text/plain", "utf-8", text), rules or load_rules())
