"""The case files: ``in => out`` lines that a domain person can type, run as the examples of the rules are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit import Extraction, extract_text, load_rules
from reportkit.examples import (
    ARROW,
    BREAK,
    NOTHING,
    check,
    check_examples,
    run_bounds,
    run_concepts,
    run_headings,
    run_indicators,
    run_named,
    run_quantities,
    run_repair,
    run_when,
)
from reportkit.rules.topics import RuleSet
from reportkit.text.numerals import parse_numeral

CASES = Path(__file__).parent / "cases"
# Before a case that is right and fails: what is wrong still, and noticed when it no longer is.
KNOWN = "known error: "


def run_numeral(text: str, rules: RuleSet) -> str:
    value = parse_numeral(text)
    return NOTHING if value is None else f"{value.normalize():f}"


def run_layout(text: str, rules: RuleSet) -> str:
    """The sections of a text, each with its level, role, period and heading: ``1 review 2023 工作回顾``."""
    return (
        "; ".join(
            f"{s.level} {s.role} {s.period} {s.heading}"
            for report in _extract(text, rules).reports
            for s in report.sections
        )
        or NOTHING
    )


def run_reports(text: str, rules: RuleSet) -> str:
    """The reports of a text: kind, place, meeting, date, year under review and title of each."""
    return (
        "; ".join(
            f"{r.kind} | {r.place} | {r.meeting} | {r.date} | {r.year} | {r.title}"
            for r in _extract(text, rules).reports
        )
        or NOTHING
    )


def run_years(text: str, rules: RuleSet) -> str:
    """The year under review of a text, and ``?`` where that is in doubt."""
    found = _extract(text, rules)
    doubt = any("year" in warning for warning in found.warnings)
    return "; ".join(f"{r.year}{' ?' if doubt else ''}" for r in found.reports) or NOTHING


def _extract(text: str, rules: RuleSet) -> Extraction:
    return extract_text(text.replace(BREAK, "\n"), rules=rules)


RUNNERS: dict[str, Callable[[str, RuleSet], str]] = {
    "numerals": run_numeral,
    "quantities": run_quantities,
    "bounds": run_bounds,
    "places": run_named,
    "names": run_indicators,
    "concepts": run_concepts,
    "periods": run_when,
    "headings": run_headings,
    "layouts": run_layout,
    "reports": run_reports,
    "years": run_years,
    "repair": run_repair,
    "tables": run_indicators,
}


def cases(topic: str) -> list[tuple[str, str]]:
    """The lines of a case file that are cases, each with its place."""
    path = CASES / f"{topic}.txt"
    lines = enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2)
    comments = ((number, line) for number, line in lines if ARROW in line or not line.startswith("#"))
    return [(f"tests/cases/{topic}.txt:{number}", line) for number, line in comments if line.strip()]


@pytest.mark.parametrize("topic", RUNNERS)
def test_cases_hold(topic: str) -> None:
    found = [(place, line) for place, line in cases(topic) if not line.startswith(KNOWN)]
    faults = [(place, check(line, RUNNERS[topic], load_rules())) for place, line in found]
    assert found
    assert [f"{place}: {fault}" for place, fault in faults if fault] == []


@pytest.mark.xfail(reason="a known error", raises=AssertionError, strict=True)
@pytest.mark.parametrize(
    ("topic", "line"),
    [
        pytest.param(topic, line.removeprefix(KNOWN), id=place)
        for topic in RUNNERS
        for place, line in cases(topic)
        if line.startswith(KNOWN)
    ],
)
def test_known_error(topic: str, line: str) -> None:
    assert check(line, RUNNERS[topic], load_rules()) is None


def test_every_case_file_is_run() -> None:
    assert {path.stem for path in CASES.glob("*.txt")} == set(RUNNERS)


def test_examples_of_all_rules_hold() -> None:
    assert check_examples(load_rules()) == []
