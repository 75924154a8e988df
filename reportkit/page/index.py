"""The index of many pages: places down, years across, and a link to the page of each report."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportkit.page.document import OPENING, render
from reportkit.page.labels import labels

NO_YEAR = ""


def summaries_of(page: str) -> list[dict[str, Any]]:
    """Return what a page of reports tells of each of them, and how many warnings it has; nothing for another page."""
    _, found, rest = page.partition(OPENING)
    data = json.loads(rest.partition("</script>")[0]) if found else {}
    return [{**each, "warnings": data.get("warnings", 0)} for each in data.get("sources", ())]


def index_page(
    title: str, pages: Iterable[tuple[str, list[dict[str, Any]]]], failures: Sequence[Mapping[str, Any]]
) -> str:
    """Return the index of pages, each an address and the summaries of its reports, and of what could not be read."""
    cells: defaultdict[tuple[str, str, str], defaultdict[str, list[dict[str, Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    kinds = labels()["kinds"]
    count = warnings = 0
    empty: list[str] = []
    for address, each in _each(pages, empty):
        place = ("".join(each["region"]), each["code"] or "", each["place"] or "")
        link = {**each, "href": address, "kind": kinds[each["kind"]]}
        cells[place][str(each["year"] or NO_YEAR)].append(link)
        count += 1
        warnings += each["warnings"]
    told = sorted({int(year) for years in cells.values() for year in years if year})
    columns = [*map(str, range(told[0], told[-1] + 1)), NO_YEAR] if told else [NO_YEAR]
    if not any(NO_YEAR in years for years in cells.values()):
        columns = columns[:-1]
    rows = [
        {"region": region, "code": code, "place": place, "cells": [years.get(each, []) for each in columns]}
        for (region, code, place), years in sorted(cells.items(), key=lambda row: (row[0][1] or "~", row[0]))
    ]
    filled = sum(bool(cell) for row in rows for cell in row["cells"])
    return render(
        "index.html",
        title,
        {"labels": {"js": labels()["js"]}},
        ["index.js"],
        rows=rows,
        columns=columns,
        count=count,
        warnings=warnings,
        filled=filled,
        all=len(rows) * len(columns),
        failures=failures,
        empty=empty,
    )


def _each(
    pages: Iterable[tuple[str, list[dict[str, Any]]]], empty: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each report with its address; pages without one go to `empty`."""
    for address, summaries in pages:
        if not summaries:
            empty.append(address)
        for number, summary in enumerate(summaries):
            yield f"{address}#r{number}" if len(summaries) > 1 else address, summary
