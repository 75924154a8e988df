"""Reading what a comparison is made of, and writing what it found: shared by diff, goals, check and series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from reportkit.cli.options import check_inputs, completing, one_of

if TYPE_CHECKING:
    from reportkit.model import Extraction
    from reportkit.output.comparison import Result
    from reportkit.rules.topics import RuleSet

FORMATS = ("table", "yaml", "json", "jsonl", "csv", "markdown", "xlsx")
INPUT = "A report in any format, or what extract wrote (yaml, json, jsonl); - is standard input."

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(FORMATS),
        callback=one_of(FORMATS),
        autocompletion=completing(FORMATS),
        help="The format. Without it: by the suffix of -o, else a table.",
    ),
]
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


def choose_sides(
    given: Sequence[str] | None, old: Sequence[str] | None, new: Sequence[str] | None
) -> tuple[list[str], list[str]]:
    """The files of both sides: two arguments, or any number of --old and --new.

    Raises `typer.BadParameter` for anything else.
    """
    given, old, new = list(given or ()), list(old or ()), list(new or ())
    if len(given) == 2 and not old and not new:
        return given[:1], given[1:]
    if not given and old and new:
        return old, new
    raise typer.BadParameter("expected two files, OLD and NEW, or --old and --new with one file or more each")


def read_inputs(files: Sequence[str], encoding: str | None, rules: RuleSet) -> list[Extraction]:
    """The extractions of files: made now of reports, read back where extract wrote them. Warnings are told."""
    from reportkit.cli.screen import tell_warnings
    from reportkit.pipeline import extract
    from reportkit.saved import SUFFIXES, read_saved
    from reportkit.source import Reading, read_sources
    from reportkit.source.read import read_bytes

    found: list[Extraction] = []
    for file in files:
        if file.lower().endswith(SUFFIXES):
            found += read_saved(read_bytes(file), file)
        else:
            found += [extract(source, rules) for source in read_sources(file, Reading(encoding))]
    for extraction in found:
        tell_warnings(extraction)
    return found


def prepare(files: Sequence[str], format_: str | None, output: str | None) -> None:
    """Check the inputs and where the output goes, before anything is read."""
    from reportkit.output.compared import find_comparison_format
    from reportkit.output.write import check_target

    check_inputs(files)
    if output is not None and output != "-":
        if format_ is None:
            find_comparison_format(output)
        check_target(output, files)


def write_result(result: Result, format_: str | None, output: str | None, files: Sequence[str]) -> None:
    """Write what was found in the format that is asked for."""
    from reportkit.output.compared import find_comparison_format, render_comparison
    from reportkit.output.write import write_output

    chosen = cast(Any, format_) if format_ else find_comparison_format(None if output == "-" else output)
    write_output(render_comparison(result, chosen), output, files)
