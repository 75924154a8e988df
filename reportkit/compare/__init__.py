"""Set reports side by side: what changed, what was promised and reached, what adds up, how one thing ran over years.

Pure functions on extractions. `diff` and `find_goals` take two sides of one or more extractions, `audit` takes one
extraction, `find_series` any number.
"""

from reportkit.compare.checks import audit, audit_across
from reportkit.compare.differences import diff
from reportkit.compare.goals import find_goals
from reportkit.compare.judging import USUAL, Tolerance
from reportkit.compare.series import find_concept, find_series
from reportkit.compare.sides import places_of

__all__ = [
    "USUAL",
    "Tolerance",
    "audit",
    "audit_across",
    "diff",
    "find_concept",
    "find_goals",
    "find_series",
    "places_of",
]
