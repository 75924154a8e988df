"""Other processes, and waiting until something is so: no test sleeps and hopes that it was long enough."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

STEP = 0.005
needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="there is no /proc to look processes up in"
)


def wait_until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so; fail if it does not come about."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(STEP)


def read_terminal(ours: int) -> bytes:
    """Read what is written to a terminal whose end this is, until nobody writes to it any more."""
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # what a terminal says then
            return shown
        if not piece:
            return shown
        shown += piece


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def worked(pid: int) -> float:
    """The processor time of a process, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
