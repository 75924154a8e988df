"""``reportkit outline``: the reports in a file and the tree of their sections."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated

import typer

from reportkit.cli.options import (
    Encoding,
    File,
    NoReorder,
    OfKind,
    OfPlace,
    Organ,
    Rules,
    Strict,
    Within,
    Year,
    given_of,
)
from reportkit.errors import OutputError
from reportkit.model import Extraction, Indicator, Report, Section


def outline(
    file: File,
    clues: Annotated[
        bool,
        typer.Option("--clues", help="Show what speaks for the year of each report, and how it was decided."),
    ] = False,
    year: Year = None,
    place: OfPlace = None,
    kind: OfKind = None,
    organ: Organ = None,
    within: Within = None,
    no_reorder: NoReorder = False,
    rules: Rules = None,
    encoding: Encoding = None,
    strict: Strict = False,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PATH", help="Write to PATH: a text, or a document (.docx)."),
    ] = None,
) -> None:
    """Print the reports in a file and the tree of their sections.

    Each section is shown with its role, its period and the number of indicators in it and below.

    Example: reportkit outline samples/newspaper-2024.txt

    Example: reportkit outline samples/county-2024.txt --clues
    """
    from reportkit.cli.losses import unforeseen_at
    from reportkit.cli.screen import tell_warnings, write_lines
    from reportkit.output.write import check_target, write_output
    from reportkit.pipeline import extract
    from reportkit.rules.load import load_rules
    from reportkit.source import read_source

    given = given_of(year, place, kind, organ, within)
    is_document = _is_document(output, clues)
    if output is not None and output != "-":
        check_target(output, [file])
    rule_set = load_rules(rules)
    with unforeseen_at(file):
        extraction = extract(read_source(file, encoding, strict), rule_set, not no_reorder, given)
        drawn = [] if is_document else draw(extraction, rule_set.stands if clues else None)
    tell_warnings(extraction)
    if is_document:
        write_output(_document(extraction), output, [file])
    elif output in (None, "-"):
        write_lines(drawn)
    else:
        write_output("".join(f"{line}\n" for line in drawn), output, [file])


def _is_document(output: str | None, clues: bool) -> bool:
    """Whether the outline goes to a Word document. Raises `OutputError` for a suffix that asks for neither."""
    suffix = PurePath(output or "").suffix.lower()
    if suffix not in ("", ".txt", ".docx"):
        raise OutputError(f"{output}: an outline is a text or a document; use .txt or .docx")
    if suffix == ".docx" and clues:
        raise OutputError("--clues: a document has no room for them; print them, or use .txt")
    return suffix == ".docx"


def _document(extraction: Extraction) -> bytes:
    from reportkit.output.worded import outline_document

    return outline_document(extraction, [section_totals(report) for report in extraction.reports])


def draw(extraction: Extraction, places: Mapping[str, str] | None = None) -> list[str]:
    """The lines of the outline; with the `places` where rules stand also the clues for the year of each report."""
    from reportkit.cli.clues import clue_lines
    from reportkit.language import _, translate
    from reportkit.output.table import report_line
    from reportkit.output.visible import visible
    from reportkit.output.words import counted

    lines = [visible(extraction.source.path)]
    for report in extraction.reports:
        lines += ["", f"{report_line(report)}  ({translate(counted(len(report.indicators), 'indicator'))})"]
        if places is not None:
            lines += clue_lines(report, extraction.source.text, places)
        lines += _tree(report)
    return lines if extraction.reports else [*lines, "", _("no report found")]


def _tree(report: Report) -> list[str]:
    from reportkit.language import _
    from reportkit.output.visible import visible

    totals = section_totals(report)
    below: dict[int | None, list[int]] = defaultdict(list)
    for index, section in enumerate(report.sections):
        below[section.parent].append(index)
    lines: list[str] = []
    waiting = [(index, "") for index in reversed(below[None])]
    while waiting:
        index, indent = waiting.pop()
        section = report.sections[index]
        is_last = index == below[section.parent][-1]
        period = f", {section.period}" if section.period else ""
        lines.append(
            f"{indent}{'└─' if is_last else '├─'} {visible(section.heading)}"
            f"  [{_(section.role)}{period}]  {totals[index]}"
        )
        deeper = indent + ("   " if is_last else "│  ")
        waiting += [(child, deeper) for child in reversed(below[index])]
    return lines


def section_totals(report: Report) -> list[int]:
    """For each section the number of indicators in it and in the sections below it."""
    from reportkit.extraction.indicators import paths_of

    homes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, path in enumerate(paths_of(report.sections)):
        homes[path].append(index)
    totals = [0] * len(report.sections)
    for indicator in report.indicators:
        if found := homes.get(indicator.section):
            totals[_nearest(indicator, report.sections, found)] += 1
    for index in reversed(range(len(totals))):
        parent = report.sections[index].parent
        if parent is not None:
            totals[parent] += totals[index]
    return totals


def _nearest(indicator: Indicator, sections: tuple[Section, ...], candidates: list[int]) -> int:
    """Of sections with equal headings, in reading order, the last that opens before the indicator."""
    start = indicator.spans[0].start if indicator.spans else 0
    after = bisect_right(candidates, start, key=lambda index: sections[index].span.start)
    return candidates[max(after - 1, 0)]
