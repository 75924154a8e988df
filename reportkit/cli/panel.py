"""``reportkit panel``: many reports as a table for regressions, with goals beside outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from reportkit.cli.completion import complete_concept, complete_place
from reportkit.cli.options import Rules, Wide, choices_of, format_of, option_of
from reportkit.errors import OutputError
from reportkit.given import KINDS
from reportkit.model import Measure
from reportkit.panel.wanted import Vintage, Wanted, What

if TYPE_CHECKING:
    from reportkit.panel.shape import Shape
    from reportkit.rules.topics import RuleSet
    from reportkit.store import Store

FORMATS = ("table", "csv", "xlsx", "parquet", "sqlite", "jsonl", "markdown", "html", "dta", "docx")
MEASURES, WHATS, VINTAGES = map(get_args, (Measure, What, Vintage))
SIDES = ("place", "year")
INTERRUPTED = 130
# MB that DuckDB takes for its work; what is more goes to the disk.
MEMORY = 250

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="A store that `batch` wrote, or what `batch` takes: reports, folders, archives."
    ),
]
Concepts = Annotated[
    list[str] | None,
    typer.Option(
        "--concept",
        metavar="CONCEPT",
        autocompletion=complete_concept,
        help="A concept of the catalogue by any of its names; may be repeated.",
    ),
]
Group = Annotated[
    str | None,
    typer.Option(
        "--concepts",
        metavar="FIELD",
        help="All concepts of a field of the catalogue, such as economy, or headline: the dozen of a paragraph of goals.",
    ),
]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--place",
        metavar="PLACE",
        autocompletion=complete_place,
        help="Only this place: any form of its name, a code, REGION/*.",
    ),
]


def panel(
    inputs: Inputs,
    concept: Concepts = None,
    concepts: Group = None,
    measure: Annotated[list[str] | None, choices_of(MEASURES, "Only of this measure.")] = None,
    what: Annotated[str, option_of(WHATS, "Outcomes, goals, or both.")] = "both",
    years: Annotated[
        str | None, typer.Option(metavar="YEAR/YEAR", help="Only figures of these years: 2015/2023, or 2023.")
    ] = None,
    place: Places = None,
    kind: Annotated[list[str] | None, choices_of(KINDS, "Only of reports of this kind.")] = None,
    long: Annotated[
        bool, typer.Option("--long", help="A row for each figure, with all that is told of it.")
    ] = False,
    rows: Annotated[str | None, option_of(SIDES, "Of one series: what goes down.")] = None,
    columns: Annotated[str | None, option_of(SIDES, "Of one series: what goes across.")] = None,
    vintage: Annotated[
        str,
        option_of(VINTAGES, "Which report tells of a year: its own before others, or the last that does."),
    ] = "first",
    format_: Annotated[str | None, format_of(FORMATS)] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PATH", help="Write to PATH once all is done.")
    ] = None,
    wide: Wide = False,
    rules: Rules = None,
) -> None:
    """Make a panel of many reports: a row for each place and year, a column for each indicator.

    The outcome of a year is taken from the report on it, its goal from the report before; beside a goal stands whether
    it was met, and by how much. --long tells which figure was taken, why, and how many others there were.

    Example: reportkit panel samples --concept GDP --measure growth --place 云岭县

    Example: reportkit panel all.duckdb --concepts headline --place '河北省/*' -o panel.dta
    """
    from reportkit.cli.screen import say, screen_for
    from reportkit.output.write import check_target
    from reportkit.panel.build import build_cells
    from reportkit.panel.coverage import coverage
    from reportkit.panel.write import PanelFormat, check_installed, find_panel_format, write_panel
    from reportkit.rules.load import load_rules

    if (rows is None) != (columns is None) or (rows is not None and rows == columns):
        raise typer.BadParameter("--rows and --columns go together: one is place, the other year")
    if rows is not None and long:
        raise typer.BadParameter("--long and --rows are two forms of a panel; choose one")
    to = None if output == "-" else output
    chosen = cast(PanelFormat, format_) if format_ else find_panel_format(to)
    if to is not None:
        check_target(to, inputs)
    elif chosen in ("xlsx", "sqlite", "dta", "docx"):
        raise OutputError(f"{chosen} is no text; give it a path with -o")
    check_installed(chosen)
    long = long or (chosen == "docx" and rows is None)
    rule_set = load_rules(rules)
    wanted = _wanted(concept, concepts, rule_set, place, years, measure, what, kind, vintage)
    with TemporaryDirectory(prefix="reportkit-") as folder, _opened(inputs, folder, rules) as store:
        build_cells(store, wanted, rule_set)
        shape = _shape(store, wanted, rule_set, long, rows)
        screen = screen_for(to, wide)
        _put(write_panel(store, shape, chosen, screen), to, is_shown=screen is not None and chosen == "table")
        for line in coverage(store, wanted):
            say(f"reportkit: panel: {line}")


def _wanted(
    names: list[str] | None,
    group: str | None,
    rules: RuleSet,
    places: list[str] | None,
    years: str | None,
    measures: list[str] | None,
    what: str,
    kinds: list[str] | None,
    vintage: str,
) -> Wanted:
    """What is asked for. Raises `typer.BadParameter` for what is no concept, no place and no years."""
    from reportkit.cli.named import choice_of, did_you_mean, names_of
    from reportkit.cli.sides import YEARS
    from reportkit.compare import find_concept
    from reportkit.panel.wanted import HEADLINE, concepts_named

    found: list[str] = []
    for name in names or ():
        if (known := find_concept(name, rules)) is None:
            raise typer.BadParameter(
                f"--concept: {name!r} is none of the catalogue{did_you_mean(name, names_of(rules))}"
            )
        found.append(known)
    try:
        if group is not None or not found:
            found += concepts_named(group or HEADLINE, rules)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--concepts'") from None
    match = YEARS.fullmatch(years) if years is not None else None
    if years is not None and match is None:
        raise typer.BadParameter(f"--years: {years!r}, expected years such as 2015/2023")
    return Wanted(
        tuple(dict.fromkeys(found)),
        measures or (),
        cast(What, what),
        (int(match[1]), int(match[2] or match[1])) if match else None,
        choice_of(places, rules) if places else None,
        kinds or (),
        cast(Vintage, vintage),
    )


def _shape(store: Store, wanted: Wanted, rules: RuleSet, long: bool, rows: str | None) -> Shape:
    from reportkit.panel.shape import crossed_shape, long_shape, wide_shape

    if long:
        return long_shape(store, wanted, rules)
    try:
        return crossed_shape(store, wanted, rows) if rows else wide_shape(store, wanted, rules)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@contextmanager
def _opened(inputs: list[str], folder: str, rules: str | None) -> Iterator[Store]:
    """The store that is given, or one in the folder that is filled with the reports that are."""
    from reportkit.store import is_store, open_store

    stores = [path for path in inputs if is_store(path)]
    if stores and len(inputs) > 1:
        raise typer.BadParameter(f"{stores[0]}: give one store alone, or reports")
    path = stores[0] if stores else str(Path(folder, "reports.duckdb"))
    if not stores:
        _fill(path, inputs, rules)
    with open_store(path, folder=folder, memory=MEMORY, spills=True) as store:
        yield store


def _fill(path: str, inputs: list[str], rules: str | None) -> None:
    """Read reports into a new store."""
    from reportkit.batch.output import find_output, settings_of
    from reportkit.cli.progress import choose_teller
    from reportkit.cli.running import A_FILE, run_here
    from reportkit.inputs.find import find_inputs
    from reportkit.source import Reading

    out = find_output(path, None)
    settings = settings_of(out, rules, Reading(), True, A_FILE)
    plan = find_inputs(inputs, [], (), out.paths)
    teller = choose_teller(len(plan.tasks) == 1, False)
    if not run_here(plan, out, settings, teller, resume=False).is_complete:
        raise typer.Exit(INTERRUPTED)


def _put(made: Path, to: str | None, is_shown: bool) -> None:
    """Put a file that is complete at its place, or print it; `is_shown` tells that it is a table on a terminal."""
    import shutil

    from reportkit.output.write import telling, temporary_beside, write_output, write_standard

    if is_shown:
        return write_output(made.read_text(encoding="utf-8"), coloured=True)
    if to is None:
        return write_standard(made.read_bytes())
    with telling(to):
        beside = temporary_beside(Path(to))
        try:
            shutil.copyfile(made, beside)
            beside.replace(to)
        finally:
            beside.unlink(missing_ok=True)
