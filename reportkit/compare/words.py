"""Numbers in the words of a note."""

from __future__ import annotations

from decimal import Decimal

from reportkit.comparison import Fact
from reportkit.text.numerals import EXACT


def number(value: Decimal) -> str:
    """A number in plain digits without noughts at its end.

    >>> number(Decimal("5.60")), number(Decimal("1E+3"))
    ('5.6', '1000')
    """
    return f"{EXACT.normalize(value):f}"


def where(fact: Fact) -> str:
    """A fact with its number as printed and its place."""
    return f"{fact.indicator.text} (line {fact.indicator.line})"
