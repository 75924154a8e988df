"""Facts and extractions of a test's own, to set side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportkit.model import Extraction, Indicator, Period, Report, Source, Span

SOURCE = Source("old.txt", "0" * 64, "text/plain", "utf-8", "")


def indicator(name: str = "水库蓄水量", value: object = 120, **given: Any) -> Indicator:
    """An indicator of the year 2022, with what is given in the place of what is usual."""
    number = Decimal(str(value))
    bound = given.get("bound", "=")
    ends = {
        "=": (number, number),
        ">": (number, None),
        "<": (None, number),
        "~": (number, number),
        "range": (None, None),
    }
    low, high = ends[bound]
    fields: dict[str, Any] = {
        "name": name,
        "concept": None,
        "value": number,
        "unit": "吨",
        "bound": bound,
        "lower": low,
        "upper": high,
        "measure": "level",
        "basis": None,
        "period": Period.year(2022),
        "status": "actual",
        "section": ("一年来的工作",),
        "text": f"{number}吨",
        "spans": (Span(0, 4),),
        "name_spans": (Span(0, 1),),
        "line": 1,
        "sentence": f"{name}{number}吨。",
    }
    return Indicator(**{**fields, **given})


def extraction(
    *indicators: Indicator, year: int | None = 2022, path: str = "old.txt", **given: Any
) -> Extraction:
    """An extraction of one report with these indicators, each at a place of its own."""
    placed = tuple(
        replace(each, spans=(Span(n * 10, n * 10 + 4),), line=n + 1) for n, each in enumerate(indicators)
    )
    fields: dict[str, Any] = {
        "title": "政府工作报告",
        "kind": "government",
        "organ": None,
        "place": "云岭县",
        "meeting": None,
        "date": None,
        "year": year,
        "span": Span(0, 1000),
        "sections": (),
        "repairs": (),
        "indicators": placed,
    }
    return Extraction(replace(SOURCE, path=path), "", (Report(**{**fields, **given}),), ())


def next_year(each: Indicator, **given: Any) -> Indicator:
    """The same a year later."""
    assert each.period is not None
    later = Period.year(each.period.first_year + 1, each.period.last_year + 1)
    return replace(each, **{"period": later, **given})
