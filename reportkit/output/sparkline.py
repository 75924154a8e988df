"""A row of numbers as a line of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

BARS = "▁▂▃▄▅▆▇█"


def sparkline(numbers: Sequence[Decimal]) -> str:
    """Draw a bar for each number, from the least to the greatest; nothing for fewer than two.

    >>> sparkline([Decimal(1), Decimal(2), Decimal(8)]), sparkline([Decimal(3), Decimal(3)])
    ('▁▂█', '▁▁')
    """
    if len(numbers) < 2:
        return ""
    low, high = min(numbers), max(numbers)
    steps = len(BARS) - 1
    return "".join(BARS[int((n - low) * steps / (high - low)) if high > low else 0] for n in numbers)
