"""What commands say on standard error, and what they know of the terminal."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Sequence

import typer

from reportkit.model import Extraction


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

    # a full disk, a reader that has gone, a stream that was closed
    with contextlib.suppress(OSError, ValueError):
        typer.echo(visible(translate(line)), err=True)


def terminal_width() -> int | None:
    """The width of the terminal that standard output is, or None if it is none."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if is_terminal else None
