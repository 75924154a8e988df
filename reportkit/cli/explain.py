"""``reportkit explain``: which rules made the indicators at a place, and which refused a number there."""

from __future__ import annotations

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
from reportkit.model import Source, Span


def explain(
    file: File,
    at: Annotated[int | None, typer.Option(min=0, metavar="OFFSET", help="A character of the text.")] = None,
    line: Annotated[int | None, typer.Option(min=1, metavar="N", help="A line of the text.")] = None,
    year: Year = None,
    place: OfPlace = None,
    kind: OfKind = None,
    organ: Organ = None,
    within: Within = None,
    no_reorder: NoReorder = False,
    rules: Rules = None,
    encoding: Encoding = None,
    strict: Strict = False,
) -> None:
    """Explain what was found at a place, and by which rules.

    Every indicator whose sentence stands there is shown with the number marked 【so】, its fields, its
    spans and the rules that made it; then the numbers that are no indicators, and the repairs. Where no
    year is named beside a number, the clues for that of the report are shown. Give --at or --line, and not both.

    Example: reportkit explain samples/county-2024.txt --line 13
    """
    if (at is None) == (line is None):
        raise typer.BadParameter("give one of --at OFFSET and --line N", param_hint="'--at' / '--line'")
    from reportkit.cli.account import account
    from reportkit.cli.losses import unforeseen_at
    from reportkit.cli.screen import write_lines
    from reportkit.pipeline import extract
    from reportkit.rules.load import load_rules
    from reportkit.source import read_source

    given = given_of(year, place, kind, organ, within)
    rule_set = load_rules(rules)
    with unforeseen_at(file):
        source = read_source(file, encoding, strict)
    where = _place(source, at, line)
    with unforeseen_at(file):
        told = account(extract(source, rule_set, not no_reorder, given), where, rule_set.stands)
    write_lines(told)


def _place(source: Source, at: int | None, line: int | None) -> Span:
    from reportkit.cli.locate import find_line

    if at is not None:
        if at >= len(source.text):
            raise typer.BadParameter(
                f"{at}, but the text has {len(source.text)} characters", param_hint="'--at'"
            )
        return Span(at, at + 1)
    found = find_line(source.text, line or 1)
    if found is None:
        count = source.text.count("\n") + 1
        raise typer.BadParameter(f"{line}, but the text has {count} lines", param_hint="'--line'")
    return found
