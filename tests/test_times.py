"""The years, kinds and places of many real reports, and what must hold of every period and status.

Where the reports are not on the machine these are skipped; samples and cases show the same on text of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reports import FILES, SHARED, extraction

from reportkit import Report

META = SHARED / "META.tsv"
pytestmark = pytest.mark.skipif(not META.is_file(), reason="the reports are not on this machine")

# Of 99 reports, so many have the right year, kind and place. Two are said to be government reports and submit a plan,
# or do not say whose they are.
FLOORS = {"year": 97, "kind": 97, "place": 98}
# What the rules get wrong still, each by its file and offset: whoever mends one takes it off the list.
EXCEPTIONS: set[tuple[str, int]] = set()


def main_report(path: Path) -> Report:
    return max(extraction(path).reports, key=lambda report: len(report.indicators))


def is_right(field: str, report: Report, expected: str) -> bool:
    found = str(getattr(report, field))
    if field != "place":
        return found == expected
    return found.startswith(expected) or expected.startswith(found) or found.endswith(expected)


@pytest.mark.parametrize("field", FLOORS)
def test_years_kinds_and_places(field: str) -> None:
    lines = [line.split("\t") for line in META.read_text(encoding="utf-8").splitlines()[1:]]
    wanted = {name: {"kind": kind, "place": place, "year": year} for name, kind, place, year in lines}
    wrong = [
        name
        for name, fields in wanted.items()
        if not is_right(field, main_report(SHARED / "more" / name), fields[field])
    ]
    assert len(wanted) - len(wrong) >= FLOORS[field], wrong


def find_broken(path: Path) -> Iterator[tuple[str, int]]:
    """Where a target is over before the year under review, or what is actual begins after the speech."""
    for report in extraction(path).reports:
        for each in report.indicators:
            if report.year is None or each.period is None:
                continue
            deadline = any(step.startswith("period: by-") for step in each.trace)
            early = each.status == "target" and each.period.last_year < report.year and not deadline
            late = each.status != "target" and each.period.first_year > report.year + 1
            if early or late:
                yield path.name, each.spans[0].start


def test_what_is_over_is_no_target_and_what_is_to_come_not_actual() -> None:
    """No target ends before the year under review without a deadline; nothing that is actual begins after the speech."""
    assert {place for path in FILES for place in find_broken(path)} == EXCEPTIONS
