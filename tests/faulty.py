"""A worker for the tests, whom files harm that begin with a word of harm."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from reportkit.batch import worker
from reportkit.batch.process import process, read_task
from reportkit.batch.task import Outcome, Settings, Task
from reportkit.batch.worker import serve

COMMAND = (sys.executable, __file__)
ONCE = "once"


def harmed(task: Task, settings: Settings) -> Outcome:
    """What `process` gives, unless the file does harm."""
    raw = task.raw if task.raw is not None else read_task(task)
    word = raw.decode("utf-8", "replace").partition(" ")[0]
    if word == "loop":
        while True:
            pass
    if word == "hold":  # in C, with no other thread let in
        sum(range(10**13))
    if word == "hog":
        bytearray(10_000_000_000)
    if word == "exit":
        os._exit(7)
    if word == "crash":
        ctypes.string_at(0)
    if word == "once" and not Path(task.path + ONCE).exists():
        Path(task.path + ONCE).touch()
        os._exit(7)
    return process(task, settings)


if __name__ == "__main__":
    worker.GRACE = 1
    serve(harmed)
