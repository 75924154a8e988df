"""The command ``reportkit``: its subcommands, and what becomes of errors."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.main import get_command

from reportkit import __version__
from reportkit.cli import rules
from reportkit.cli.batch import batch
from reportkit.cli.check import check
from reportkit.cli.config import config
from reportkit.cli.configured import defaults_of, language_of, read_configuration
from reportkit.cli.diff import diff
from reportkit.cli.doctor import doctor
from reportkit.cli.explain import explain
from reportkit.cli.extract import extract
from reportkit.cli.goals import goals
from reportkit.cli.guide import guide
from reportkit.cli.help import Command, Group
from reportkit.cli.light import lighten
from reportkit.cli.losses import show_tracebacks, tell_unforeseen, unforeseen_at
from reportkit.cli.outline import outline
from reportkit.cli.page import page
from reportkit.cli.panel import panel
from reportkit.cli.quantities import quantities
from reportkit.cli.query import query
from reportkit.cli.schema import schema
from reportkit.cli.screen import say
from reportkit.cli.series import series
from reportkit.cli.text import text
from reportkit.errors import ReportkitError, RuleError, UnforeseenError
from reportkit.language import LANGUAGES, OPTION, choose, take_option
from reportkit.output.waiting import end as end_waiting


class Commands(Group):
    """The commands. Typer takes an `EOFError` for an answer that was refused, but nobody is asked anything here."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name."""
        try:
            return super().invoke(ctx)
        except EOFError as error:
            raise UnforeseenError(error) from error


app = typer.Typer(
    name="reportkit",
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=True,
)


# What every command takes, before its name and behind it.
TRACEBACK = "--traceback"
# Newer versions of Typer carry a Click of their own, so that this is the way to its classes.
WRONG_USE: type[Any] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


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
    traceback: Annotated[
        bool,
        typer.Option(
            TRACEBACK, help="Print where an error that was not foreseen comes from; anywhere on the line."
        ),
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            OPTION,
            metavar="|".join(LANGUAGES),
            help="The language of help, tables and messages; anywhere on the line. Without it: that of REPORTKIT_LANG, "
            "else of the locale.",
        ),
    ] = None,
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
    config,
    guide,
    diff,
    goals,
    check,
    series,
    query,
    panel,
    page,
):
    app.command(cls=Command)(command)
app.add_typer(rules.app, name="rules")


def main() -> None:
    """Run the command line on the arguments of the process, and exit.

    An error of reportkit is one line on standard error and its exit code, faults of rules are a line each; so is what
    nobody foresaw, with the exit code 70. Ctrl-C exits with 130.
    """
    code = 130  # what a shell gives a process that Ctrl-C ended
    try:
        with unforeseen_at(""):
            code = _run(sys.argv[1:])
    except RuleError as error:
        for fault in error.faults:
            say(fault)
        code = error.exit_code
    except UnforeseenError as error:
        tell_unforeseen(error)
        code = error.exit_code
    except ReportkitError as error:
        say(f"reportkit: {error}")
        code = error.exit_code
    except BrokenPipeError:
        code = 0  # whoever read has seen enough
    except KeyboardInterrupt:
        pass
    finally:
        end_waiting()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run the command that the arguments name. Returns the exit code, and raises what the command raises."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    show_tracebacks(TRACEBACK in options)
    kept = [each for at, each in enumerate(arguments) if each != TRACEBACK or at >= len(options)]
    kept, language = take_option(kept)
    command = lighten(get_command(app))
    configuration = read_configuration()
    if choose(language or language_of(configuration)) != "en":
        from reportkit.cli.translated import translate_help

        command = translate_help(command)
    try:
        defaults = defaults_of(command, configuration, options)
        code = command(kept, prog_name="reportkit", standalone_mode=False, default_map=defaults)
    except WRONG_USE as error:
        return _tell_wrong_use(error)
    except SystemExit as done:
        if isinstance(done.__context__, BrokenPipeError):  # of help, which Typer prints and ends with 1
            return 0
        raise
    return code if isinstance(code, int) else 0


def _tell_wrong_use(error: Any) -> int:
    """Say on one line what is wrong with a call; without any arguments, what there is to call."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        path = error.ctx.command_path if error.ctx is not None else "reportkit"
        message = error.format_message().rstrip(".")
        say(f"reportkit: {message[:1].lower()}{message[1:]}; see {path} --help")
    return int(error.exit_code)
