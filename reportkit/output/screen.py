"""A terminal that something is shown on: how wide it is, whether it has colours, and a pager for what is longer."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

PAGER, OWN_PAGER = "PAGER", "REPORTKIT_PAGER"
# What less is to do where the user has not said: end at once where all fits, show colours, leave the screen as it is.
LESS = "FRX"


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal. `width` is None where lines may be as long as they need be."""

    width: int | None
    is_coloured: bool = False

    def styled(self, style: str, text: str) -> str:
        """Give a text a style of rich, where there are colours."""
        if not self.is_coloured or not style or not text:
            return text
        from rich.color import ColorSystem
        from rich.style import Style

        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)

    def folded(self, line: str, style: str = "") -> Iterator[str]:
        """Yield a line that is no row in pieces that fit, broken between words where that is possible."""
        from rich.cells import cell_len

        if self.width is None or cell_len(line) <= self.width:
            yield self.styled(style, line)
            return
        from rich.console import Console
        from rich.text import Text

        indent = " " * (len(line) - len(line.lstrip()) + 2)
        pieces = Text(line.lstrip()).wrap(Console(), max(self.width - len(indent), 1), overflow="fold")
        for n, piece in enumerate(pieces):
            yield self.styled(style, (indent[:-2] if n == 0 else indent) + piece.plain.rstrip())


NOWHERE = Screen(None)


def find_screen(is_wide: bool = False) -> Screen | None:
    """Return the terminal that standard output is, None where it is none; with all that is wide where `is_wide`.

    It has colours unless NO_COLOR is set, or TERM says that it has none.
    """
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    import shutil

    is_dull = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen(None if is_wide else shutil.get_terminal_size().columns, not is_dull)


def page(raw: bytes | bytearray) -> bool:
    """Show what is longer than the screen in a pager. Returns whether it was shown.

    The pager is REPORTKIT_PAGER, else PAGER, else less; none where that is empty or cat, or nobody is at the keyboard.
    """
    import shlex
    import shutil
    import signal
    import subprocess

    if raw.count(b"\n") < shutil.get_terminal_size().lines or sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        command = shlex.split(os.environ.get(OWN_PAGER, os.environ.get(PAGER, "less")))
    except ValueError:
        return False
    if not command or command[0] == "cat" or os.environ.get("TERM") == "dumb" or not shutil.which(command[0]):
        return False
    environment = {"LESS": LESS, "LESSCHARSET": "utf-8", **os.environ}
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which is for the pager
    try:
        with contextlib.suppress(OSError):
            return subprocess.run(command, input=raw, env=environment, check=False).returncode != 127
        return False
    finally:
        signal.signal(signal.SIGINT, before)
