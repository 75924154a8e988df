"""``reportkit schema``: the JSON Schema of the output."""

from __future__ import annotations

from typing import Annotated

import typer

from reportkit.cli.options import completing, one_of

COMMANDS = ("extract", "diff")


def schema(
    command: Annotated[
        str,
        typer.Argument(
            metavar="|".join(COMMANDS),
            callback=one_of(COMMANDS),
            autocompletion=completing(COMMANDS),
            help="The command whose output it describes.",
        ),
    ] = "extract",
) -> None:
    """Print the JSON Schema (2020-12) of the output.

    It describes the document that extract prints for one file, or that diff prints, as YAML or JSON.

    Example: reportkit schema > reportkit.schema.json
    """
    from reportkit.output.json import dump_json
    from reportkit.output.schema import schema_of_diff, schema_of_extract
    from reportkit.output.write import write_output

    build = schema_of_diff if command == "diff" else schema_of_extract
    write_output(dump_json(build(), "\n") + "\n")
