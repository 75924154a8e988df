"""Every command over every report that stands beside the project: none ends in what was not foreseen.

Each file is read and extracted once, and what the commands do with that is done in this process; the commands as they
are called, each of which reads its files anew, get a part of the files in turn.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from commands import Run
from printed import render
from reports import FILES, extractions

from reportkit import load_rules
from reportkit.cli.account import account
from reportkit.cli.outline import draw
from reportkit.compare import audit, diff, find_goals, find_series
from reportkit.extraction.suggestions import find_suggestions
from reportkit.model import Span
from reportkit.output.compared import render_comparison
from reportkit.output.suggested import render_suggestions
from reportkit.output.visible import on_screen
from reportkit.pipeline import find_numbers, repaired
from reportkit.saved import read_saved

FORMATS = ("yaml", "json", "jsonl", "csv", "xlsx", "sdmx-csv", "table")
COMPARED = ("table", "yaml", "json", "jsonl", "csv", "markdown")
NAMES = ("GDP", "财政收入", "占比", "粮食产量", "“”")
PLACES = 5

pytestmark = pytest.mark.skipif(not FILES, reason="there are no ../shared/reports beside the project")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_in_every_way(path: Path) -> None:
    rules = load_rules()
    for found in extractions(path):
        assert found.reports
        text = found.source.text
        for report in found.reports:
            for each in report.indicators:
                assert "".join(span.of(text) for span in each.spans) == each.text
        for format_ in FORMATS:
            shown = render([found], format_)  # type: ignore[arg-type]
            assert shown
            if format_ in ("yaml", "json"):
                assert isinstance(shown, str)
                (again,) = read_saved(shown.encode(), f"saved.{format_}")
                assert [r.indicators for r in again.reports] == [r.indicators for r in found.reports]
        assert draw(found)
        random = Random(path.name)
        for at in (random.randrange(len(text)) for _ in range(PLACES)):
            assert account(found, Span(at, at + 1), rules.stands)
        audited = (audit(found, rules),)
        for format_ in COMPARED:
            render_comparison(audited, format_)  # type: ignore[arg-type]
        assert find_numbers(found.source, rules)
        assert on_screen(repaired(found.source, rules))


def test_neighbours_are_compared() -> None:
    """Every file with the next of its name, which is the same place a year later wherever there is one."""
    rules = load_rules()
    for one, two in pairwise(FILES):
        sides = extractions(one), extractions(two)
        same = re.sub(r"\d.*", "", one.name) == re.sub(r"\d.*", "", two.name)
        for result in (diff(*sides, rules, across=True), find_goals(*sides, rules, across=True)):
            for format_ in COMPARED if same else COMPARED[:1]:
                render_comparison(result, format_)  # type: ignore[arg-type]


def test_series_and_suggestions_over_all_files() -> None:
    rules = load_rules()
    every = [each for path in FILES for each in extractions(path)]
    for name in NAMES:
        found = find_series(every, name, rules)
        for format_ in COMPARED:
            render_comparison(found, format_)  # type: ignore[arg-type]
    assert render_suggestions(find_suggestions(every, rules, 2))


CALLS: tuple[tuple[str, ...], ...] = (
    *(("extract", "{}", "--format", format_) for format_ in FORMATS), ("outline", "{}"), ("explain", "{}", "--at", "999"),
    ("quantities", "{}"), ("quantities", "{}", "--refused"), ("text", "{}"), ("text", "{}", "--repaired"),
    ("check", "{}", "--all"), ("diff", "{}", "{next}", "--across-places"), ("goals", "{}", "{next}", "--across-places"),
    ("series", "{}", "{next}", "--name", "GDP"), ("rules", "suggest", "{}", "{next}"),
)  # fmt: skip


@pytest.mark.parametrize("at", range(len(CALLS)), ids=lambda at: " ".join(CALLS[at]))
def test_the_commands_as_they_are_called(run: Run, at: int) -> None:
    """Each command takes every so manieth file, another one than the command before it."""
    if at >= len(FILES):
        pytest.skip("there are more commands than files")
    for number in range(at, len(FILES), len(CALLS)):
        path, following = FILES[number], FILES[(number + 1) % len(FILES)]
        done = run(*(part.replace("{}", str(path)).replace("{next}", str(following)) for part in CALLS[at]))
        assert done.code == 0, f"{path}: {done.err}"
        assert "Traceback" not in done.err


def test_a_store_of_all_files_is_asked(run: Run, tmp_path: Path) -> None:
    store = str(tmp_path / "all.duckdb")
    done = run("batch", *map(str, FILES[::8]), "-o", store, "-q")
    assert done.code == 0, done.err
    for options in (
        ("--name", "GDP"),
        ("--concept", "GDP", "--format", "json"),
        ("--name", "占比", "--format", "csv"),
    ):
        assert run("query", store, *options).code == 0
