"""A line on a terminal that says what is being done, for work that takes more than two seconds."""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from reportkit.language import _

if TYPE_CHECKING:
    from threading import Event

# After so many seconds the line is shown, and then it is drawn anew so often.
PATIENCE, EVERY = 2, 1
ERASE = "\r\x1b[K"
WIDEST = 60


class _Line:
    """The line: what is worked on, since when, and whether it stands on the screen."""

    def __init__(self) -> None:
        self.what = ""
        self.is_shown = False
        self.stop: Event | None = None
        self.lock: AbstractContextManager[Any] = contextlib.nullcontext()


_line = _Line()


def note(what: str) -> None:
    """Say what is worked on from here on; the first time the line is begun, where standard error is a terminal."""
    _line.what = what
    if (
        _line.stop is not None
        or sys.stderr is None
        or not sys.stderr.isatty()
        or os.environ.get("TERM") == "dumb"
    ):
        return
    import threading

    _line.stop, _line.lock = threading.Event(), threading.Lock()
    threading.Thread(target=_draw, args=(_line.stop,), daemon=True).start()


def clear() -> None:
    """Take the line away, so that something else may be printed."""
    with _line.lock:
        if _line.is_shown:
            _line.is_shown = False
            _write(ERASE)


def end() -> None:
    """Take the line away for good."""
    if _line.stop is not None:
        _line.stop.set()
        _line.stop = None
    clear()


def _draw(stop: Event) -> None:
    from time import monotonic

    from reportkit.output.columns import shorten
    from reportkit.output.visible import visible

    start, pause = monotonic(), PATIENCE
    while not stop.wait(pause):
        pause = EVERY
        what = shorten(visible(_line.what), WIDEST)
        with _line.lock:
            if not stop.is_set():
                _line.is_shown = True
                told = ("reportkit:", _("working on"), what, "…", f"{monotonic() - start:.0f} s")
                _write(ERASE + " ".join(told))


def _write(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
