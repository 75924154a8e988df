"""``reportkit series``: one thing over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from reportkit.cli.completion import complete_concept
from reportkit.cli.options import Encoding, Organ, Rules, Sure, Wide, Year, option_of
from reportkit.cli.sides import Format, Inputs, Kinds, Output, Place, Years, format_for
from reportkit.model import Measure

if TYPE_CHECKING:
    from reportkit.comparison import Series
    from reportkit.model import Extraction
    from reportkit.rules.topics import RuleSet

MEASURES = get_args(Measure)

OfMeasure = Annotated[str | None, option_of(MEASURES, "Only this measure. Without it: all that are told.")]


def series(
    files: Inputs,
    name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="A concept of the catalogue, an alias, or a name as reports write it."
        ),
    ] = None,
    concept: Annotated[
        str | None,
        typer.Option(
            metavar="CONCEPT",
            autocompletion=complete_concept,
            help="The same, and only what the catalogue has: a concept, an alias.",
        ),
    ] = None,
    place: Place = None,
    years: Years = None,
    kind: Kinds = None,
    year: Year = None,
    organ: Organ = None,
    measure: OfMeasure = None,
    goals: Annotated[bool, typer.Option("--goals", help="What was planned, not what was reached.")] = False,
    sure: Sure = None,
    format_: Format = None,
    output: Output = None,
    wide: Wide = False,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Print what any number of reports tell of one thing, a row for each period.

    The figure of the report on the period itself comes first; what other reports give for it stands beside it with
    its source where it differs. Figures of another unit, or against another basis, are left out and told.

    Example: reportkit series samples/county-2024.txt --name 地区生产总值
    """
    from reportkit.cli.losses import Losses, unforeseen_at
    from reportkit.cli.named import did_you_mean, names_in, names_of
    from reportkit.cli.screen import tell
    from reportkit.cli.sides import choose_reports, prepare, read_inputs, several_places, write_result
    from reportkit.compare import find_concept
    from reportkit.rules.load import load_rules

    if (name is None) == (concept is None):
        raise typer.BadParameter(
            "give one of --name NAME and --concept CONCEPT", param_hint="'--name' / '--concept'"
        )
    side = choose_reports(files, place, years, kind, year, organ)
    prepare(files, format_, output)
    rule_set = load_rules(rules)
    wanted = name or concept or ""
    if concept is not None and find_concept(concept, rule_set) is None:
        raise typer.BadParameter(
            f"--concept: {concept!r} is none of the catalogue{did_you_mean(concept, names_of(rule_set))}; "
            "give it as --name to look it up as a name"
        )
    losses = Losses()
    extractions = read_inputs(side, encoding, rule_set, losses.at, sure)
    losses.end(kept=extractions)
    with unforeseen_at(", ".join(files)):
        found = _find(extractions, wanted, rule_set, measure, goals, format_for(format_, output))
    if not found:
        known = [*names_in(extractions), *names_of(rule_set)]
        tell("series", [f"no figure of {wanted} in these files{did_you_mean(wanted, known)}"])
    tell("series", several_places(extractions, rule_set, "each with a series of its own"))
    write_result(found, format_, output, files, wide)
    losses.end()


def _find(
    extractions: list[Extraction], wanted: str, rules: RuleSet, measure: str | None, goals: bool, format_: str
) -> tuple[Series, ...]:
    """What was reached or what was planned; both for charts, which show the one beside the other."""
    from reportkit.compare import find_series

    found = find_series(extractions, wanted, rules, cast(Any, measure), goals)
    if format_ == "html" and not goals:
        found += find_series(extractions, wanted, rules, cast(Any, measure), goals=True)
    return found
