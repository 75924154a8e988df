"""A panel: of many reports a cell for each place, year, concept and measure, with the goal beside the outcome.

It is made of a store and within DuckDB, so that ten thousand reports take seconds and little memory.
"""

from __future__ import annotations

from reportkit.called import make_callable

make_callable(__name__)
