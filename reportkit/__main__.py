"""The process of the command ``reportkit``, which ``python -m reportkit`` starts too."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn

# A run makes some 100,000 objects that live as long as the process: to look for garbage among them every 700, as
# Python does, takes a twentieth of it.
OBJECTS = 50_000
INTERRUPTED = 130


def run() -> NoReturn:
    """Run the command line, and end the process when all is written.

    It ends at once: taking those objects apart one by one would take another tenth of a run.
    """
    gc.set_threshold(OBJECTS)
    try:
        from reportkit.cli.main import main

        main()
        code = 0
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else int(done.code is not None)
    except KeyboardInterrupt:
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        # a reader that has gone, or a stream that was closed before we began
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
