"""The command ``reportkit``: its subcommands, and what becomes of errors."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer.main import get_command

from reportkit import __version__
from reportkit.cli import rules
from reportkit.cli.batch import batch
from reportkit.cli.check import check
from reportkit.cli.diff import diff
from reportkit.cli.doctor import doctor
from reportkit.cli.explain import explain
from reportkit.cli.extract import extract
from reportkit.cli.goals import goals
from reportkit.cli.light import lighten
from reportkit.cli.outline import outline
from reportkit.cli.quantities import quantities
from reportkit.cli.query import query
from reportkit.cli.schema import schema
from reportkit.cli.series import series
from reportkit.cli.text import text
from reportkit.errors import ReportkitError, RuleError
from reportkit.output.visible import visible

app = typer.Typer(
    name="reportkit",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=True,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reportkit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Read the numbers out of Chinese work reports, each with its name, unit, period and source.

    Example: reportkit extract samples/county-2024.txt --format table
    """


for command in (
    extract,
    batch,
    quantities,
    text,
    outline,
    explain,
    schema,
    doctor,
    diff,
    goals,
    check,
    series,
    query,
):
    app.command()(command)
app.add_typer(rules.app, name="rules")


def main() -> None:
    """Run the command line on the arguments of the process, and exit.

    An error of reportkit is one line on standard error and its exit code, faults of rules are a line each;
    Ctrl-C exits with 130.
    """
    code = 130  # what a shell gives a process that Ctrl-C ended
    try:
        lighten(get_command(app))(prog_name="reportkit")
    except RuleError as error:
        for fault in error.faults:
            typer.echo(visible(fault), err=True)
        code = error.exit_code
    except ReportkitError as error:
        typer.echo(f"reportkit: {visible(str(error))}", err=True)
        code = error.exit_code
    except KeyboardInterrupt:
        pass
    sys.exit(code)
