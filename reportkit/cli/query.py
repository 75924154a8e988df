"""``reportkit query``: the indicators of many reports, out of a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from reportkit.cli.options import Names, Periods, Sure, choices_of, format_of, years_of
from reportkit.errors import SourceError
from reportkit.model import Kind, Measure, Status

if TYPE_CHECKING:
    from reportkit.output.rows import RowsFormat
    from reportkit.output.sheets import Sheet
    from reportkit.store import Store
    from reportkit.store.ask import Wanted

FORMATS = ("table", "csv", "json", "jsonl", "parquet")
KINDS, MEASURES, STATUSES = map(get_args, (Kind, Measure, Status))
HEADS = ("place", "year", "name", "value", "measure", "period", "status", "source")


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
Format = Annotated[str | None, format_of(FORMATS)]
Output = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="PATH", help="Write to PATH once all is done, never onto the store."
    ),
]


def query(
    store: Annotated[str, typer.Argument(metavar="STORE", help="A store that `batch` wrote.")],
    name: Names = None,
    concept: Annotated[
        list[str] | None, typer.Option(metavar="CONCEPT", help="Only of this concept of the catalogue.")
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACE", help="Only of reports on this place: any form of its name, a code, REGION/*."
        ),
    ] = None,
    period: Periods = None,
    measure: Annotated[list[str] | None, choices_of(MEASURES, "Only of this measure.")] = None,
    status: Annotated[list[str] | None, choices_of(STATUSES, "Only of this status.")] = None,
    kind: Annotated[list[str] | None, choices_of(KINDS, "Only of reports of this kind.")] = None,
    year: Annotated[
        list[str] | None, typer.Option(metavar="YEAR", help="Only of reports with this year under review.")
    ] = None,
    sure: Sure = None,
    sql: Sql = None,
    limit: Annotated[str | None, typer.Option(metavar="N", help="Only the first N rows.")] = None,
    timeout: Timeout = 60,
    memory: Memory = 2000,
    format_: Format = None,
    output: Output = None,
) -> None:
    """Print indicators out of a store, or what a SELECT makes of them.

    Each filter may be repeated, and one of its values must fit; different filters must all fit. --sql can read the
    store and nothing else, and is given up where it takes too long or too much memory.

    Example: reportkit query all.duckdb --concept 地区生产总值 --measure growth
    """
    from tempfile import TemporaryDirectory

    from reportkit.cli.named import canonical, choice_of, meaning, tell_unknown
    from reportkit.cli.screen import tell
    from reportkit.output.formats import by_suffix
    from reportkit.output.rows import SUFFIXES
    from reportkit.output.write import check_target, write_output
    from reportkit.store import open_store
    from reportkit.store.ask import Wanted, unknown_place
    from reportkit.store.select import select

    least = _limit(limit)
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
    to = None if output == "-" else output
    chosen = cast("RowsFormat", format_) if format_ else by_suffix(to, SUFFIXES, "table")
    if to is not None:
        check_target(to, [store])
    if sql is not None:
        made = select(store, sql, least, chosen, timeout or None, memory)
        return write_output(made if chosen == "parquet" else made.decode("utf-8"), output, [store])
    with TemporaryDirectory(prefix="reportkit-") as folder, open_store(store, folder=folder) as opened:
        meant = zip(place or (), chosen_places, strict=True)
        tell(store, [said for each, choice in meant if (said := unknown_place(opened, each, choice))])
        tell_unknown(store, opened.names() if wanted.name or wanted.concept else (), name, concept)
        found = _find(opened, wanted, least, chosen)
    return write_output(found, output, [store])


def _limit(text: str | None) -> int | None:
    if text is not None and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise typer.BadParameter(f"--limit: {text!r}, expected a whole number")
    return None if text is None else int(text)


def _find(store: Store, wanted: Wanted, limit: int | None, format_: RowsFormat) -> str | bytes:
    from reportkit.output.flat import csv_head, render_csv_records
    from reportkit.output.rows import render_objects
    from reportkit.output.tabular import render_aligned
    from reportkit.store.ask import find_parquet, find_records

    if format_ == "parquet":
        return find_parquet(store, wanted, limit)
    records = find_records(store, wanted, limit)
    if format_ in ("json", "jsonl"):
        return render_objects(records, format_)
    if format_ == "csv":
        return csv_head() + render_csv_records(records)
    return render_aligned(_short(records))


def _short(records: Sequence[dict[str, Any]]) -> Sheet:
    """What a reader wants to see of indicators at once."""
    from reportkit.model import Indicator
    from reportkit.output.document import PRINTED
    from reportkit.output.rows import rows_sheet
    from reportkit.output.words import amount, counted
    from reportkit.saved.build import Fault, build
    from reportkit.store.record import DAMAGED

    rows = []
    for each in records:
        told = {name: each[name] for name in PRINTED[Indicator] if name in each}
        try:
            indicator = build(Indicator, told, "store")
        except Fault as fault:
            raise SourceError(f"{fault}; {DAMAGED}") from None
        shown = {**each, "value": amount(indicator), "source": f"{each['source']}:{each['line']}"}
        rows.append([shown[head] for head in HEADS])
    return rows_sheet(HEADS, rows, [counted(len(rows), "indicator")])
