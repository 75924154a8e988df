"""Reading what a comparison is made of, and writing what it found: shared by diff, goals, check and series."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.completion import complete_place
from reportkit.cli.options import check_inputs, choices_of, format_of, given_of
from reportkit.given import KINDS, NOTHING, Given
from reportkit.output.formats import FORMATS, find_format, names_of

if TYPE_CHECKING:
    from reportkit.model import Extraction, Source
    from reportkit.output.comparison import Result
    from reportkit.rules.topics import RuleSet

INPUT = "A report in any format, what extract wrote (yaml, json, jsonl), or a store; - is standard input."
YEARS = re.compile(r"([0-9]{4})(?:/([0-9]{4}))?")

Format = Annotated[str | None, format_of(names_of("comparison"))]
Output = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="PATH", help="Write to PATH once all is done, never onto an input."
    ),
]
Old = Annotated[
    list[str] | None, typer.Option("--old", metavar="FILE", help="A report of the old side; may be repeated.")
]
New = Annotated[
    list[str] | None, typer.Option("--new", metavar="FILE", help="A report of the new side; may be repeated.")
]
Sides = Annotated[list[str] | None, typer.Argument(metavar="OLD NEW", help=INPUT, show_default=False)]
Inputs = Annotated[list[str], typer.Argument(metavar="FILE", help=INPUT)]
Place = Annotated[
    str | None,
    typer.Option(
        metavar="PLACE",
        autocompletion=complete_place,
        help="Only reports on this place: any form of its name, a code, REGION/*. A report that does not tell its "
        "place is taken to be on it.",
    ),
]
Years = Annotated[
    str | None,
    typer.Option(
        metavar="YEAR/YEAR",
        help="Of a store: the years under review; the old and the new one where two are compared. "
        "Where two reports are compared: that of each side, where you know it.",
    ),
]
Kinds = Annotated[
    list[str] | None,
    choices_of(
        KINDS, "Of a store: only reports of this kind. Of reports: their kind, where you know it.", "--kind"
    ),
]
Across = Annotated[
    bool,
    typer.Option(
        "--across-places",
        help="Compare figures of different places with one another; else each with itself alone.",
    ),
]


@dataclass(frozen=True, slots=True)
class Side:
    """Files to compare, and which of their reports: on a `place`, and of stores of these `years` and `kinds`."""

    files: Sequence[str]
    place: str | None = None
    years: tuple[int, int] | None = None
    kinds: Sequence[str] = ()
    given: Given = NOTHING


def choose_reports(
    files: Sequence[str],
    place: str | None,
    years: str | None,
    kinds: Sequence[str] | None,
    year: str | int | None = None,
    organ: str | None = None,
) -> Side:
    """Files, and which reports of a store among them; where none is a store, what is known of the reports.

    Raises `typer.BadParameter` for what are no years, and for what cannot be said of such files.
    """
    from reportkit.store import is_store

    match = YEARS.fullmatch(years) if years is not None else None
    if years is not None and match is None:
        raise typer.BadParameter(f"--years: {years!r}, expected years such as 2022/2023")
    if not any(map(is_store, files)):
        if years is not None:
            raise typer.BadParameter(
                "--years chooses reports out of a store; no file is one, and --year gives that of a report"
            )
        return Side(files, place, given=_given(files, year, kinds, organ))
    if year is not None or organ is not None:
        raise typer.BadParameter(
            "--year and --organ tell of reports; of a store --years and --kind choose them"
        )
    return Side(files, place, (int(match[1]), int(match[2] or match[1])) if match else None, kinds or ())


def _given(
    files: Sequence[str],
    year: str | int | None,
    kinds: Sequence[str] | None,
    organ: str | None,
) -> Given:
    """What is known of the reports. Raises `typer.BadParameter` where it comes too late, or is two things."""
    from reportkit.saved import SUFFIXES

    if len(kinds or ()) > 1:
        raise typer.BadParameter("--kind: a report is of one kind; give one")
    given = given_of(year, None, kinds[0] if kinds else None, organ)
    saved = [file for file in files if file.lower().endswith(SUFFIXES)]
    if given != NOTHING and saved:
        raise typer.BadParameter(
            f"{saved[0]}: was extracted already, and keeps its year, kind and organ; give them to extract"
        )
    return given


def choose_sides(
    given: Sequence[str] | None,
    old: Sequence[str] | None,
    new: Sequence[str] | None,
    place: str | None,
    years: str | None,
    kinds: Sequence[str] | None,
    organ: str | None = None,
) -> tuple[Side, Side]:
    """Both sides: two arguments, any number of --old and --new, or a store with two years.

    Raises `typer.BadParameter` for anything else.
    """
    from reportkit.store import is_store

    given, old, new = list(given or ()), list(old or ()), list(new or ())
    files = [*given, *old, *new]
    if any(map(is_store, files)):
        both = choose_reports(files, place, years, kinds, organ=organ)
        if len(both.files) != 1 or not given or both.years is None or "/" not in (years or ""):
            raise typer.BadParameter("give a store alone, with --years OLD/NEW and --place PLACE")
        first, last = both.years
        return replace(both, years=(first, first)), replace(both, years=(last, last))
    if len(given) == 2 and not old and not new:
        old, new = given[:1], given[1:]
    elif given or not old or not new:
        raise typer.BadParameter(
            "expected two files, OLD and NEW, or --old and --new with one file or more each"
        )
    match = YEARS.fullmatch(years) if years is not None else None
    if years is not None and (match is None or match[2] is None):
        raise typer.BadParameter(f"--years: {years!r}, expected a year for each side, such as 2022/2023")
    one, other = (int(match[1]), int(match[2])) if match else (None, None)
    return (
        choose_reports(old, place, None, kinds, one, organ),
        choose_reports(new, place, None, kinds, other, organ),
    )


def read_inputs(
    side: Side,
    encoding: str | None,
    rules: RuleSet,
    at: Callable[[str], AbstractContextManager[None]],
    sure: bool | None = None,
) -> list[Extraction]:
    """The extractions of a side: made now of reports, read back where extract or batch wrote them. Warnings are told.

    `at` says what an unforeseen error at a file costs: the file, or the command; `sure` keeps only what carries no
    doubt, and where it is False only what does. Raises `SourceError` where no report is on the place of the side.
    """
    from reportkit.cli.filters import Filters, reports_on, select
    from reportkit.cli.named import choice_of
    from reportkit.cli.screen import tell_warnings
    from reportkit.saved import SUFFIXES, read_saved
    from reportkit.source import Reading, read_sources
    from reportkit.source.read import read_bytes
    from reportkit.store import is_store, open_store
    from reportkit.store.rebuild import find_extractions

    choice = choice_of([side.place], rules) if side.place is not None else None
    found: list[Extraction] = []
    others: list[Extraction] = []
    for file in side.files:
        with at(file):
            if is_store(file):
                with open_store(file) as store:
                    found += find_extractions(store, side.place, side.years, side.kinds, choice)
            elif file.lower().endswith(SUFFIXES):
                others += read_saved(read_bytes(file), file)
            else:
                for source in read_sources(file, Reading(encoding)):
                    with at(source.path):
                        others.append(_extract(source, side, rules))
    if choice is not None and others:
        others = reports_on(others, side.place or "", choice)
    found += others
    for extraction in found:
        tell_warnings(extraction)
    return found if sure is None else [select(each, Filters(sure=sure)) for each in found]


def _extract(source: Source, side: Side, rules: RuleSet) -> Extraction:
    """The extraction of a source; a report that does not tell its place is on that of the side, unless that is a region."""
    from reportkit.pipeline import extract
    from reportkit.places.choice import ANY

    made = extract(source, rules, given=side.given)
    if side.place is None or ANY in side.place or any(report.place for report in made.reports):
        return made
    return extract(source, rules, given=replace(side.given, place=side.place))


def prepare(files: Sequence[str], format_: str | None, output: str | None) -> None:
    """Check the inputs and where the output goes, before anything is read."""
    from reportkit.output.write import check_target

    check_inputs(files)
    if output is not None and output != "-":
        if format_ is None:
            find_format(output, "comparison", "table")
        check_target(output, files)


def format_for(format_: str | None, output: str | None) -> str:
    """The format that a comparison is written in: the one that is given, else that of the suffix of the output."""
    return format_ or find_format(None if output == "-" else output, "comparison", "table")


def write_result(
    result: Result, format_: str | None, output: str | None, files: Sequence[str], wide: bool = False
) -> None:
    """Write what was found in the format that is asked for; a table on a terminal as `wide` as it is, or as itself."""
    from reportkit.cli.screen import screen_for
    from reportkit.output.compared import render_comparison
    from reportkit.output.write import write_output

    chosen = format_for(format_, output)
    screen = screen_for(output, wide)
    made = render_comparison(result, chosen, screen)
    write_output(made, output, files, coloured=FORMATS[chosen].on_screen and screen is not None)


def several_places(extractions: Sequence[Extraction], rules: RuleSet, kept: str) -> list[str]:
    """A line that says on which places reports are, and how they are `kept` apart, where it is on more than one."""
    from reportkit.compare import places_of

    places = places_of(extractions, rules)
    told = ", ".join(sorted(place or "one that is not told" for place in places))
    return [f"several places, {kept}: {told}"] if len(places) > 1 else []
