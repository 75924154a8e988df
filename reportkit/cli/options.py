"""Arguments and options that several commands share, and the checks of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, cast

import typer

from reportkit.cli.completion import complete_period
from reportkit.errors import SourceError
from reportkit.given import FIRST, KINDS, LAST, Given
from reportkit.model import Kind, Period

STANDARD_INPUT = "-"

File = Annotated[
    str,
    typer.Argument(metavar="FILE", help="A report in any format that `doctor` names; - is standard input."),
]
Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Reports in any format that `doctor` names; - is standard input."),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The encoding of the input. Without it: byte order mark, UTF-8, UTF-16, GB18030, Big5.",
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse a text with broken bytes, which else are read as U+FFFD.")
]
Column = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar="NAME",
        help="The column of a csv or xlsx file that holds the reports, by its heading or number. "
        "Without it: the one with the longest texts.",
    ),
]
Rules = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A folder of rules that are laid over those of reportkit. [env: REPORTKIT_RULES]",
    ),
]

NoReorder = Annotated[
    bool,
    typer.Option(
        "--no-reorder", help="Leave all text where it stands, though its columns seem out of order."
    ),
]


Wide = Annotated[
    bool, typer.Option("--wide", help="Show all columns and whole texts, also where the terminal is narrow.")
]


def check_inputs(files: Sequence[str]) -> None:
    """Raise `SourceError` if standard input is named more than once: it can be read only once."""
    if list(files).count(STANDARD_INPUT) > 1:
        raise SourceError("standard input (-) can be read only once; name it once")


def one_of(values: Sequence[str]) -> Callable[[str | None], str | None]:
    """A callback that lets through `values` and None, and raises `typer.BadParameter` for any other."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in values:
            raise typer.BadParameter(f"{value!r}, expected one of {', '.join(values)}")
        return value

    return check


def some_of(values: Sequence[str]) -> Callable[[list[str] | None], list[str]]:
    """The same as `one_of` for an option that may be repeated."""
    check = one_of(values)

    def check_each(given: list[str] | None) -> list[str]:
        for value in given or []:
            check(value)
        return given or []

    return check_each


def completing(values: Sequence[str]) -> Callable[[str], list[str]]:
    """What the shell may complete a value of an option to."""
    return lambda incomplete: [value for value in values if value.startswith(incomplete)]


def option_of(values: Sequence[str], help_: str, *flags: str) -> Any:
    """An option that takes one of `values`."""
    return typer.Option(
        *flags,
        metavar="|".join(values),
        callback=one_of(values),
        autocompletion=completing(values),
        help=help_,
    )


# Text, as all options of the commands that start fastest: see reportkit.cli.light.
Year = Annotated[
    str | None,
    typer.Option(
        "--year",
        metavar="YEAR",
        help="The year under review, where you know it; of every report that is given.",
    ),
]
OfPlace = Annotated[
    str | None,
    typer.Option(
        "--place",
        metavar="PLACE",
        help="The place that the report is on, where you know it: a name, PROVINCE/CITY/COUNTY, or a code.",
    ),
]
OfKind = Annotated[str | None, option_of(KINDS, "The kind of the report, where you know it.", "--kind")]
Within = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="REGION",
        help="The place that the one reported on lies in, where you know it, such as PROVINCE/CITY.",
    ),
]
Organ = Annotated[
    str | None, typer.Option("--organ", metavar="NAME", help="The organ that reports, where you know it.")
]


Chosen = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAME,NAME…",
        help="Only these columns, in this order: those of CSV, such as place,year,name,value,unit.",
    ),
]


def columns_of(text: str | None) -> tuple[str, ...]:
    """Return the columns that are chosen, none where all are. Raises `typer.BadParameter` for one that there is not."""
    if text is None:
        return ()
    from reportkit.output.flat import COLUMNS

    names = [name.strip() for name in text.split(",")]
    unknown = next((name for name in names if name not in COLUMNS), None)
    if unknown is not None:
        raise typer.BadParameter(f"--columns: {unknown!r} is no column; choose from {', '.join(COLUMNS)}")
    if len(set(names)) < len(names):
        raise typer.BadParameter("--columns: names a column twice; name each once")
    return tuple(names)


def given_of(
    year: str | int | None,
    place: str | None,
    kind: str | None,
    organ: str | None,
    within: str | None = None,
) -> Given:
    """What the user knows of the reports. Raises `typer.BadParameter` for what is no year, and a name that is empty."""
    if isinstance(year, str) and not (re.fullmatch("[0-9]{1,4}", year) and FIRST <= int(year) <= LAST):
        raise typer.BadParameter(f"{year!r}, expected a year from {FIRST} to {LAST}", param_hint="'--year'")
    known = None if year is None else int(year)
    try:
        return Given(known, place, cast(Kind | None, kind), organ, within)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def choices_of(values: Sequence[str], help_: str, *flags: str) -> Any:
    """An option that takes some of `values`, and may be repeated."""
    return typer.Option(
        *flags,
        metavar="|".join(values),
        callback=some_of(values),
        autocompletion=completing(values),
        help=help_,
    )


def format_of(formats: Sequence[str], help_: str = "by the suffix of -o, else a table.") -> Any:
    """The option --format of a command that prints in one of `formats`; `help_` says which one without it."""
    return option_of(formats, f"The format. Without it: {help_}", "--format")


def check_periods(values: list[str] | None) -> list[str]:
    """A callback that raises `typer.BadParameter` for what is no period."""
    for value in values or []:
        try:
            Period.parse(value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    return values or []


Periods = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PERIOD",
        callback=check_periods,
        autocompletion=complete_period,
        help="Only of this period: 2023 (with its parts), 2023-H1, 2023-Q3, 2023-06, 2013/2017.",
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT", help="Only with a name that contains TEXT, or of the concept that it names."
    ),
]


def years_of(values: Sequence[str] | None) -> tuple[int, ...]:
    """Years as numbers. Raises `typer.BadParameter` for what is no year."""
    for value in values or ():
        if not re.fullmatch("[0-9]{4}", value):
            raise typer.BadParameter(f"{value!r}, expected a year such as 2023")
    return tuple(int(value) for value in values or ())


Sure = Annotated[
    bool | None,
    typer.Option(
        "--sure/--doubtful", help="Only what carries no doubt, or only what does.", show_default=False
    ),
]
