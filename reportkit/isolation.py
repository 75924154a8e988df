"""Processes of our own: they import nothing from the current folder, and take so much time and memory and no more."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

# Folders that Python itself looks for packages in, which stay what they are when one stands in them.
_SITES = ("site-packages", "dist-packages")


def isolated(module: str, *args: str) -> list[str]:
    """The command that runs ``main()`` of a module of ours, and imports nothing from the current folder.

    ``-P`` alone would let in what an empty part of PYTHONPATH names, and ``-I`` would lose what is installed for
    one user or through PYTHONPATH: so the process looks where this one does, and nowhere else.
    """
    code = f"import sys; sys.path[:] = {_places()!r}; from {module} import main; main()"
    # -I would also leave out PYTHONHOME, without which a Python that was moved does not start
    alone = "-P" if os.environ.get("PYTHONHOME") else "-I"
    return [sys.executable or "python3", alone, "-c", code, *args]


def _places() -> list[str]:
    """Where modules are looked for: never in the current folder, unless reportkit itself stands there, and then last."""
    try:
        here = os.path.realpath(os.curdir)
    except OSError:  # it was deleted
        here = ""
    root = str(Path(__file__).resolve().parents[1])
    kept = [
        place
        for place in sys.path
        if Path(place).is_absolute() and (Path(place).name in _SITES or os.path.realpath(place) != here)
    ]
    return kept if root in kept else [*kept, root]


@contextlib.contextmanager
def ended_after(seconds: float | None, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Kill a process that takes longer than `seconds`, None for no end. Gives what is set when it does."""
    late = threading.Event()

    def give_up() -> None:
        late.set()
        kill(process)

    timer = threading.Timer(seconds or 0, give_up)
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        if seconds:
            timer.join()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, and all that it has started where it leads a group of its own."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (AttributeError, OSError):  # there are no groups, or it leads none
            process.kill()


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, and let go of it."""
    kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        with contextlib.suppress(OSError):
            pipe and pipe.close()


def take_answers() -> BinaryIO:
    """The pipe that standard output is; from now on what a library prints goes nowhere."""
    answers = cast(BinaryIO, os.fdopen(os.dup(1), "wb"))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    return answers


def bound_memory(most: int) -> None:
    """Bound the bytes that this process and what it starts may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, wanted in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):
            _, above = resource.getrlimit(kind)
            least = wanted if above == resource.RLIM_INFINITY else min(wanted, above)
            resource.setrlimit(kind, (least, least))
