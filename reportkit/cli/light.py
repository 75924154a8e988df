"""A start without pydantic, which newer versions of Typer import to convert the values of options.

Most options here are text, lists of text and flags, which the shell hands over as what they are; the
import alone would take longer than it takes to read a report. Versions of Typer that do not work this way
are left alone.
"""

from __future__ import annotations

from typing import Any

import typer

AS_GIVEN = (str, bool, list[str])


class AsGiven:
    """Takes values as they are given, in the place of Typer's own conversion."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """`value`, and an empty list where an option that may be repeated is not given."""
        del ctx
        if param.multiple or param.nargs == -1:
            return list(value or ())
        return value


def lighten(command: Any) -> Any:
    """Let `command` and its subcommands take text and flags as given. Returns `command`."""
    for param in command.get_params(typer.Context(command)):
        kind = getattr(param, "type_descriptor", None)
        if hasattr(param, "_runtime_param") and getattr(kind, "annotation", None) in AS_GIVEN:
            param._runtime_param = AsGiven()
    for below in getattr(command, "commands", {}).values():
        lighten(below)
    return command
