"""The process of the command ``reportkit``, which ``python -m reportkit`` starts too."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import NoReturn, TextIO

# A run makes some 100,000 objects that live as long as the process: to look for garbage among them every 700, as
# Python does, takes a twentieth of it.
OBJECTS = 200_000
INTERRUPTED = 130
REFUSED = 2
# So long after Python dropped a Ctrl-C it comes again, in seconds: when what dropped it has returned.
AGAIN = 0.01
GONE = "reportkit: the current folder was deleted; change to another, and run it again\n"


def run() -> NoReturn:
    """Run the command line, and end the process when all is written."""
    gc.set_threshold(OBJECTS)
    sys.unraisablehook = _interrupt_again
    _fill_streams()
    try:
        if _is_gone():
            sys.stderr.write(GONE)
            raise SystemExit(REFUSED)
        from reportkit.cli.main import main

        main()
        code = 0
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else int(done.code is not None)
    except KeyboardInterrupt:
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    gc.freeze()  # no garbage is looked for among what ends with the process
    sys.exit(code)


def _flush(stream: TextIO | None) -> None:
    """Write what a stream holds back; what nobody takes any more goes nowhere, without a word."""
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError):  # a reader that has gone, or a stream that was closed before we began
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _interrupt_again(dropped: sys.UnraisableHookArgs) -> None:
    """Let a Ctrl-C come again that Python drops, as it does in a callback at the end of an import."""
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
        return
    import _thread
    import threading

    threading.Timer(AGAIN, _thread.interrupt_main).start()


def _is_gone() -> bool:
    """Whether the current folder was deleted, so that no path can be told from another."""
    try:
        os.getcwd()  # noqa: PTH109 - pathlib is not needed for the commands that start fastest
    except OSError:
        return True
    return False


def _fill_streams() -> None:
    """Let no file that is opened later be taken for a standard stream that was closed, or print to one.

    A stream that was not closed takes characters that its encoding lacks as a question mark.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free: this one
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


if __name__ == "__main__":
    run()
