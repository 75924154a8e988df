"""A worker for the tests, whom files harm that begin with a word of harm."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from reportkit.batch import process as process_module
from reportkit.batch import worker
from reportkit.batch.outcome import Outcome, Settings
from reportkit.batch.process import process
from reportkit.batch.worker import serve
from reportkit.inputs.read import read_task
from reportkit.inputs.task import Task
from reportkit.model import Extraction, Source
from reportkit.pipeline import extract

COMMAND = (sys.executable, __file__)
# What stands behind the name of a file that was begun.
ONCE, HELD = "once", "held"


class Mute(Exception):
    """An error that cannot even say what it is."""

    def __str__(self) -> str:
        raise TypeError("nothing to say")


def faulty(source: Source, *rest: Any) -> Extraction:
    """What `extract` gives, unless the text has a word of a fault."""
    word = source.text.partition(" ")[0]
    if word == "fault":
        return {}["nothing"]  # type: ignore[return-value]
    if word == "lines":
        raise ValueError("one; line\n" + "and another " * 200)
    if word == "mute":
        raise Mute
    if word == "deep":
        return faulty(source, *rest)
    return extract(source, *rest)


def harmed(task: Task, settings: Settings) -> Outcome:
    """What `process` gives, unless the file does harm."""
    raw = task.raw if task.raw is not None else read_task(task)
    word = raw.decode("utf-8", "replace").partition(" ")[0]
    if word == "loop":
        while True:
            pass
    if word == "hold":  # in C, with no other thread let in
        Path(task.path + HELD).touch()
        sum(range(10**13))
    if word == "hog":
        bytearray(10_000_000_000)
    if word == "exit":
        os._exit(7)
    if word == "crash":
        ctypes.string_at(0)
    if word == "leave":  # as a library may that wants to end the program
        sys.exit("no more")
    if word == "once" and not Path(task.path + ONCE).exists():
        Path(task.path + ONCE).touch()
        os._exit(7)
    return process(task, settings)


if __name__ == "__main__":
    worker.GRACE = 1
    process_module.extract = faulty  # type: ignore[assignment]
    serve(harmed)
