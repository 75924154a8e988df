"""The case files: ``in => out`` lines that a domain person can type, run as the examples of the rules are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit import load_rules
from reportkit.examples import (
    ARROW,
    NOTHING,
    check,
    check_examples,
    run_bounds,
    run_concepts,
    run_headings,
    run_indicators,
    run_quantities,
    run_when,
)
from reportkit.rules.topics import RuleSet
from reportkit.text.numerals import parse_numeral

CASES = Path(__file__).parent / "cases"


def run_numeral(text: str, rules: RuleSet) -> str:
    value = parse_numeral(text)
    return NOTHING if value is None else f"{value.normalize():f}"


RUNNERS: dict[str, Callable[[str, RuleSet], str]] = {
    "numerals": run_numeral,
    "quantities": run_quantities,
    "bounds": run_bounds,
    "names": run_indicators,
    "concepts": run_concepts,
    "periods": run_when,
    "headings": run_headings,
    "tables": run_indicators,
}


def cases() -> list[tuple[str, int, str]]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            comment = number == 1 or (line.startswith("#") and ARROW not in line)
            if line.strip() and not comment:
                found.append((path.stem, number, line))
    return found


@pytest.mark.parametrize(
    ("topic", "number", "line"),
    cases(),
    ids=lambda value: str(value) if isinstance(value, int) else value[:40],
)
def test_case(topic: str, number: int, line: str) -> None:
    fault = check(line, RUNNERS[topic], load_rules())
    assert fault is None, f"tests/cases/{topic}.txt:{number}: {fault}"


def test_every_case_file_is_run() -> None:
    assert {path.stem for path in CASES.glob("*.txt")} == set(RUNNERS)


def test_examples_of_all_rules_hold() -> None:
    assert check_examples(load_rules()) == []
