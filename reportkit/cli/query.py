"""``reportkit query``: the indicators of many reports, out of a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from reportkit.cli.completion import complete_concept, complete_place
from reportkit.cli.options import (
    Chosen,
    Names,
    Periods,
    Sure,
    Wide,
    choices_of,
    columns_of,
    format_of,
    years_of,
)
from reportkit.model import Kind, Measure, Status
from reportkit.output.formats import FORMATS, find_format, names_of

if TYPE_CHECKING:
    from reportkit.codec.printed import Record
    from reportkit.output.screen import Screen
    from reportkit.output.sheets import Sheet
    from reportkit.store import Store
    from reportkit.store.ask import Wanted

KINDS, MEASURES, STATUSES = map(get_args, (Kind, Measure, Status))
HEADS = ("place", "year", "name", "value", "measure", "period", "status", "source")
# Columns of text that are never shortened.
NUMBERS = ("value", "measure", "period", "status")

Sql = Annotated[
    str | None,
    typer.Option(
        "--sql",
        metavar="SELECT",
        help="A query of your own: of the view figures, or of the tables reports, sections, indicators …",
    ),
]
Timeout = Annotated[
    int,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="Of --sql: give it up after so long (60 seconds without it); 0 never does.",
    ),
]
Memory = Annotated[
    int,
    typer.Option(
        metavar="MB",
        min=100,
        help="Of --sql: give it up where it takes more memory than this (2000 MB without it).",
    ),
]
OfFormat = Annotated[str | None, format_of(names_of("rows"))]
Output = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="PATH", help="Write to PATH once all is done, never onto the store."
    ),
]

Concepts = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CONCEPT", autocompletion=complete_concept, help="Only of this concept of the catalogue."
    ),
]

Places = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PLACE",
        autocompletion=complete_place,
        help="Only of reports on this place: any form of its name, a code, REGION/*.",
    ),
]

Years = Annotated[
    list[str] | None, typer.Option(metavar="YEAR", help="Only of reports with this year under review.")
]


def query(
    store: Annotated[str, typer.Argument(metavar="STORE", help="A store that `batch` wrote.")],
    name: Names = None,
    concept: Concepts = None,
    place: Places = None,
    period: Periods = None,
    measure: Annotated[list[str] | None, choices_of(MEASURES, "Only of this measure.")] = None,
    status: Annotated[list[str] | None, choices_of(STATUSES, "Only of this status.")] = None,
    kind: Annotated[list[str] | None, choices_of(KINDS, "Only of reports of this kind.")] = None,
    year: Years = None,
    sure: Sure = None,
    columns: Chosen = None,
    sql: Sql = None,
    limit: Annotated[str | None, typer.Option(metavar="N", help="Only the first N rows.")] = None,
    timeout: Timeout = 60,
    memory: Memory = 2000,
    format_: OfFormat = None,
    output: Output = None,
    wide: Wide = False,
) -> None:
    """Print indicators out of a store, or what a SELECT makes of them.

    Each filter may be repeated, and one of its values must fit; different filters must all fit. --sql can read the
    store and nothing else, and is given up where it takes too long or too much memory.

    Example: reportkit query all.duckdb --concept 地区生产总值 --measure growth
    """
    from tempfile import TemporaryDirectory

    from reportkit.cli.named import canonical, choice_of, meaning, tell_unknown
    from reportkit.cli.screen import screen_for, tell
    from reportkit.output.waiting import note
    from reportkit.output.write import check_target, write_output
    from reportkit.store import open_store
    from reportkit.store.ask import Wanted
    from reportkit.store.select import select

    least, shown = _limit(limit), columns_of(columns)
    chosen_places = [choice_of([each]) for each in place or ()]
    wanted = Wanted(
        name or (),
        canonical(concept),
        sorted({name for each in chosen_places for name in each.names}),
        period or (),
        measure or (),
        status or (),
        kind or (),
        years_of(year),
        meaning(name),
        sorted({code for each in chosen_places for code in each.codes}),
        sure,
    )
    if sql is not None and any((name, concept, place, period, measure, status, kind, year, sure is not None)):
        raise typer.BadParameter("--sql stands alone; put the filters into its WHERE")
    if sql is not None and shown:
        raise typer.BadParameter("--columns: --sql stands alone; name the columns in its SELECT")
    to = None if output == "-" else output
    chosen = format_ or find_format(to, "rows", "table")
    screen = screen_for(output, wide)
    is_coloured = FORMATS[chosen].on_screen and screen is not None
    if to is not None:
        check_target(to, [store])
    if sql is not None:
        note("--sql")
        made = select(store, sql, least, chosen, timeout or None, memory, screen)
        is_text = screen is not None and FORMATS[chosen].needs is None
        return write_output(made.decode("utf-8") if is_text else made, output, [store], is_coloured)
    with TemporaryDirectory(prefix="reportkit-") as folder, open_store(store, folder=folder) as opened:
        asked = zip(chosen_places, place or (), strict=True)
        tell(store, [said for each, by in asked if (said := each.missing_in(opened.coded_places(), by))])
        tell_unknown(store, opened.names() if wanted.name or wanted.concept else (), name, concept)
        found = _find(opened, wanted, least, chosen, shown, screen)
    return write_output(found, output, [store], is_coloured)


def _limit(text: str | None) -> int | None:
    if text is not None and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise typer.BadParameter(f"--limit: {text!r}, expected a whole number")
    return None if text is None else int(text)


def _find(
    store: Store,
    wanted: Wanted,
    limit: int | None,
    format_: str,
    columns: Sequence[str],
    screen: Screen | None,
) -> str | bytes:
    from reportkit.codec.encode import encode
    from reportkit.output.flat import COLUMNS, flat_sheet
    from reportkit.output.render import render_data
    from reportkit.output.sheets import in_language
    from reportkit.store.ask import find_parquet, find_records

    if FORMATS[format_].from_store:
        return find_parquet(store, wanted, limit, columns)
    found = find_records(store, wanted, limit)
    objects = [encode(each) for each in found]
    if columns:
        objects = [{name: each.get(name) for name in columns} for each in objects]
    return render_data(
        format_,
        lambda: objects,
        lambda: objects,
        lambda for_eye: (
            in_language(_short(found)) if for_eye and not columns else flat_sheet(objects, columns or COLUMNS)
        ),
        screen,
    )


def _short(records: Sequence[Record]) -> Sheet:
    """What a reader wants to see of indicators at once."""
    from reportkit.output.rows import rows_sheet
    from reportkit.output.words import amount, counted

    rows, evidence = [], []
    for each in records:
        i = each.indicator
        place = f"{each.source}:{i.line}"
        rows.append(
            [each.place, each.year, i.name, amount(i), i.measure, i.period and str(i.period), i.status, place]
        )
        evidence.append(((i.sentence, place),))
    return rows_sheet(HEADS, rows, [counted(len(rows), "indicator")], evidence, NUMBERS)
