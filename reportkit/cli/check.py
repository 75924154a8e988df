"""``reportkit check``: what does not add up within a report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.options import Encoding, Organ, Rules, Sure, Wide, Year
from reportkit.cli.sides import Format, Inputs, Kinds, Output, Place, Years

if TYPE_CHECKING:
    from reportkit.comparison import Finding


def check(
    files: Inputs,
    place: Place = None,
    years: Years = None,
    kind: Kinds = None,
    year: Year = None,
    organ: Organ = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="Only figures with a name that contains TEXT, or of the concept that it names.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show the relations that add up as well.")] = False,
    sure: Sure = None,
    format_: Format = None,
    output: Output = None,
    wide: Wide = False,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Check the figures of each report against one another, within the digits that are printed.

    Growth and change against the levels that they join, parts against their whole, shares against the amounts
    that they are of. What does not add up may be a slip of the report or of the reading; the lines are given. Where
    several reports are on one place, their figures of one year are held against one another too.

    Example: reportkit check samples/county-2024.txt --all
    """
    from dataclasses import replace

    from reportkit.cli.losses import Losses
    from reportkit.cli.named import concepts_of, tell_strangers
    from reportkit.cli.screen import tell
    from reportkit.cli.sides import choose_reports, prepare, read_inputs, several_places, write_result
    from reportkit.compare import audit, audit_across
    from reportkit.rules.load import load_rules

    side = choose_reports(files, place, years, kind, year, organ)
    prepare(files, format_, output)
    rule_set = load_rules(rules)
    losses = Losses()
    found = []
    extractions = read_inputs(side, encoding, rule_set, losses.at, sure)
    for each in extractions:
        with losses.at(each.source.path):
            found.append(audit(each, rule_set))
    losses.end(kept=found)
    tell("check", several_places(extractions, rule_set, "each checked by itself"))
    with losses.at(", ".join(files)):
        found += audit_across(extractions, rule_set)
    tell_strangers("check", name, extractions, rule_set)
    if name:
        meant = concepts_of(name, rule_set)
        found = [
            replace(each, findings=tuple(f for f in each.findings if _is_of(f, name, meant)))
            for each in found
        ]
    if not every:
        found = [replace(each, findings=tuple(f for f in each.findings if not f.holds)) for each in found]
    write_result(tuple(found), format_, output, files, wide)
    losses.end()


def _is_of(finding: Finding, names: Sequence[str], meant: Collection[str]) -> bool:
    """Whether one of the figures of a finding has one of `names` in its own, or is of a concept that is meant."""
    figures = [fact.indicator for fact in finding.facts]
    return any(i.concept in meant or any(part in i.name for part in names) for i in figures)
