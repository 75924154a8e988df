"""What commands say on standard error, and what they know of the terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from reportkit.model import Extraction

if TYPE_CHECKING:
    from reportkit.output.screen import Screen


def tell_warnings(extraction: Extraction) -> None:
    """Print the warnings of an extraction on standard error, a line each with the name of the file."""
    from reportkit.output.document import warnings_of

    tell(extraction.source.path, warnings_of(extraction))


def tell(path: str, warnings: Sequence[str]) -> None:
    """Print warnings about the file `path` on standard error, a line each."""
    for warning in warnings:
        say(f"reportkit: {path}: warning: {warning}")


def say(line: str) -> None:
    """Print a line on standard error. Where nobody can read it, it is left out: what is said is not the work."""
    from reportkit.language import translate
    from reportkit.output.visible import visible
    from reportkit.output.waiting import clear

    clear()
    # a full disk, a reader that has gone, a stream that was closed
    with contextlib.suppress(OSError, ValueError):
        typer.echo(visible(translate(line)), err=True)


def screen_for(output: str | None, is_wide: bool = False) -> Screen | None:
    """The terminal that the output goes to, or None where it goes elsewhere."""
    from reportkit.output.screen import find_screen

    return find_screen(is_wide) if output in (None, "-") else None


def write_lines(lines: Iterable[str]) -> None:
    """Print lines that are no data; on a terminal those that are too long are broken between words."""
    from reportkit.output.screen import NOWHERE
    from reportkit.output.write import write_output

    screen = screen_for(None) or NOWHERE
    write_output("".join(f"{piece}\n" for line in lines for piece in screen.folded(line)))
