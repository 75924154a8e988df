"""From a repaired text to the reports in it: where each starts, whose it is, its sections and times."""

from __future__ import annotations

from reportkit.given import NOTHING, Given
from reportkit.rules.topics import RuleSet
from reportkit.segment.outline import outline_report
from reportkit.segment.periods import find_times
from reportkit.segment.reports import find_reports
from reportkit.stages import Outline

__all__ = ["find_times", "segment"]


def segment(text: str, rules: RuleSet, path: str = "", given: Given = NOTHING) -> list[Outline]:
    """Segment the reports in `text`, in order, each with its sections; `path` is the file that they stand in.

    What is `given` holds for each of them, whatever it says.
    """
    return [outline_report(text, opening, rules, path, given) for opening in find_reports(text, rules)]
