"""``reportkit extract``: the indicators of reports."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from reportkit.cli.options import (
    Column,
    Encoding,
    Files,
    Names,
    NoReorder,
    OfKind,
    OfPlace,
    Organ,
    Periods,
    Rules,
    Strict,
    Sure,
    Wide,
    Within,
    Year,
    check_inputs,
    choices_of,
    format_of,
    given_of,
)
from reportkit.model import Measure, Source, Status
from reportkit.output.formats import FORMATS, find_format, names_of

MEASURES, STATUSES = get_args(Measure), get_args(Status)

OfFormat = Annotated[
    str | None, format_of(names_of("extractions"), "by the suffix of -o; a table on a terminal, else yaml.")
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="PATH", help="Write to PATH once all is done, never onto an input."
    ),
]
Sections = Annotated[
    list[str] | None, typer.Option(metavar="TEXT", help="Only under a heading that contains TEXT.")
]

Unknown = Annotated[bool, typer.Option("--unknown", help="Only what has no concept in the catalogue.")]


def extract(
    files: Files,
    format_: OfFormat = None,
    output: Output = None,
    wide: Wide = False,
    period: Periods = None,
    section: Sections = None,
    status: Annotated[list[str] | None, choices_of(STATUSES, "Only of this status.")] = None,
    measure: Annotated[list[str] | None, choices_of(MEASURES, "Only of this measure.")] = None,
    name: Names = None,
    unknown: Unknown = False,
    sure: Sure = None,
    year: Year = None,
    place: OfPlace = None,
    kind: OfKind = None,
    organ: Organ = None,
    within: Within = None,
    no_reorder: NoReorder = False,
    rules: Rules = None,
    encoding: Encoding = None,
    strict: Strict = False,
    column: Column = None,
) -> None:
    """Print the indicators of reports, by period and section.

    Several files give a stream of YAML documents, one JSON array of documents, the lines or rows of all, or one
    table after the other; so do an archive, and a csv or xlsx file with a report a row.

    Each filter may be repeated, and one of its values must fit; different filters must all fit.
    What you know of the reports (--year, --place, --within, --kind, --organ) wins over what they tell, with a warning.

    Example: reportkit extract samples/county-2024.txt --format table

    Example: reportkit extract samples/county-2024.txt --year 2023 --place 云岭县
    """
    from reportkit.cli.filters import Filters, select
    from reportkit.cli.losses import Losses
    from reportkit.cli.named import concepts_of, tell_strangers
    from reportkit.cli.screen import say, screen_for, tell, tell_warnings
    from reportkit.output.render import render_pieces
    from reportkit.output.write import check_target, write_output
    from reportkit.pipeline import extract as run
    from reportkit.rules.load import load_rules
    from reportkit.source import Reading, read_sources

    given = given_of(year, place, kind, organ, within)
    screen = screen_for(output, wide)
    chosen = format_ or find_format(output, "extractions", "table" if screen else "yaml")
    check_inputs(files)
    if output is not None and output != "-":
        check_target(output, files)
    rule_set = load_rules(rules)
    meant = concepts_of(name or (), rule_set) if name else frozenset()
    filters = Filters(
        period or (), section or (), status or (), measure or (), name or (), unknown, meant, sure
    )
    losses = Losses()
    sources: list[Source] = []
    for file in files:
        with losses.at(file):
            sources += read_sources(file, Reading(encoding, strict, column))
    found = []
    for source in sources:
        with losses.at(source.path):
            found.append(run(source, rule_set, not no_reorder, given))
    losses.end(kept=found)
    extractions = [select(each, filters) for each in found]
    tell_strangers("extract", name, found, rule_set)
    for extraction in extractions:
        tell_warnings(extraction)
    rendered = render_pieces(extractions, chosen, screen, lambda text: tell(output or chosen, [text]))
    write_output(rendered, output, files, FORMATS[chosen].on_screen and screen is not None)
    if screen and format_ is None:
        say("reportkit: shown as a table; for data give --format yaml, or a file: -o report.xlsx")
    losses.end()
