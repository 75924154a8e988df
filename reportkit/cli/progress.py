"""What a run of many files says of itself on standard error: a bar, lines, JSON, or only what went wrong."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import typer

from reportkit.batch.run import Tally
from reportkit.cli.screen import say as say_line
from reportkit.inputs.task import Failure, Task
from reportkit.output.json import dump_json
from reportkit.output.visible import visible
from reportkit.output.words import counted

# Where there is no terminal a line is printed so often, in seconds.
EVERY = 5.0
MEGA = 1_000_000


class Teller(Protocol):
    """Whoever tells of a run."""

    def begin(self, tally: Tally, notes: Sequence[str]) -> None:
        """Say what lies ahead."""

    def moved(self, tally: Tally) -> None:
        """Say how far the run has come."""

    def failed(self, task: Task, failure: Failure) -> None:
        """Say that a file gave nothing."""

    def close(self) -> None:
        """Leave the screen as it was."""

    def end(self, tally: Tally, notes: Sequence[str], summary: str) -> None:
        """Sum the run up."""


def choose_teller(quiet: bool, log_json: bool) -> Teller:
    """The teller that suits the options and the terminal."""
    if log_json:
        return Json()
    if quiet:
        return Quiet()
    return Bar() if sys.stderr is not None and sys.stderr.isatty() else Plain()


def say(line: str) -> None:
    """Print a line on standard error."""
    say_line(f"reportkit: {line}")


def failure_line(task: Task, failure: Failure) -> str:
    """A failure on one line."""
    return f"{task.name}: {failure.error}; {failure.remedy}"


class Quiet:
    """Says nothing of a run that comes to its end but what failed."""

    def begin(self, tally: Tally, notes: Sequence[str]) -> None:
        """Say nothing."""

    def moved(self, tally: Tally) -> None:
        """Say nothing."""

    def failed(self, task: Task, failure: Failure) -> None:
        """Say that a file gave nothing."""
        say(failure_line(task, failure))

    def close(self) -> None:
        """Have nothing to do."""

    def end(self, tally: Tally, notes: Sequence[str], summary: str) -> None:
        """Say how to go on with a run that was ended."""
        if not tally.is_complete:
            say(summary)


class Plain(Quiet):
    """Lines, one every few seconds."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._next = time.monotonic() + EVERY

    def begin(self, tally: Tally, notes: Sequence[str]) -> None:
        """Say what lies ahead."""
        for note in notes:
            say(note)
        say(f"{counted(tally.all_files, 'file')}, {tally.all_size / MEGA:,.1f} MB")

    def moved(self, tally: Tally) -> None:
        """Say how far the run has come, if that is due."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY
        files, size, rate, left = self._pace.of(tally)
        say(
            f"{files:,} of {tally.all_files:,} files, {size / MEGA:,.1f} MB, {rate / MEGA:.2f} MB/s, "
            f"{left} left, {tally.failed:,} failed"
        )

    def end(self, tally: Tally, notes: Sequence[str], summary: str) -> None:
        """Sum the run up."""
        for note in notes:
            say(note)
        say(summary)


class Bar(Plain):
    """A bar that is drawn anew several times a second, with what failed above it."""

    def begin(self, tally: Tally, notes: Sequence[str]) -> None:
        """Draw the bar."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        super().begin(tally, notes)
        columns = (BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.fields[told]}"))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=max(tally.all_size, 1), told="")
        self._bar.start()

    def moved(self, tally: Tally) -> None:
        """Move the bar."""
        files, size, rate, left = self._pace.of(tally)
        told = (
            f"{files:,}/{tally.all_files:,} files · {size / MEGA:,.1f}/{tally.all_size / MEGA:,.1f} MB · "
            f"{rate / MEGA:.2f} MB/s · {left} left · {tally.failed:,} failed"
        )
        self._bar.update(self._task, completed=size, told=told)

    def failed(self, task: Task, failure: Failure) -> None:
        """Say that a file gave nothing, above the bar."""
        self._bar.console.print(
            f"reportkit: {visible(failure_line(task, failure))}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


class Json(Quiet):
    """A JSON object a line for each event, for programs that watch a run."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._next = time.monotonic() + EVERY

    def begin(self, tally: Tally, notes: Sequence[str]) -> None:
        """Tell what lies ahead."""
        self._tell("begin", files=tally.all_files, bytes=tally.all_size, notes=list(notes))

    def moved(self, tally: Tally) -> None:
        """Tell how far the run has come, if that is due."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            files, size, rate, _ = self._pace.of(tally)
            self._tell("progress", files=files, bytes=size, bytes_per_second=round(rate), failed=tally.failed)

    def failed(self, task: Task, failure: Failure) -> None:
        """Tell that a file gave nothing."""
        self._tell("failure", path=task.name, error=failure.error, remedy=failure.remedy)

    def end(self, tally: Tally, notes: Sequence[str], summary: str) -> None:
        """Tell what came of the run."""
        counts = ("files", "kept", "failed", "reports", "indicators", "doubtful", "warnings")
        event = "end" if tally.is_complete else "ended"
        self._tell(
            event, **{name: getattr(tally, name) for name in counts}, notes=list(notes), summary=summary
        )

    def _tell(self, event: str, **fields: Any) -> None:
        with contextlib.suppress(OSError, ValueError):  # who watches may go, the run goes on
            typer.echo(dump_json({"event": event, **fields}).encode("utf-8", "replace"), err=True)


class Pace:
    """How fast a run goes and how long it has to go, by the bytes that were read since it began."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._start = clock, clock()

    def of(self, tally: Tally) -> tuple[int, int, float, str]:
        """The files and bytes that are done, bytes a second, and the time left as text."""
        files, size = tally.files, tally.size
        rate = size / max(self._clock() - self._start, 0.001)
        return files, size, rate, duration((tally.all_size - size) / rate) if rate else "?"


def duration(seconds: float) -> str:
    """A length of time for the eye.

    >>> duration(7.24), duration(38.2), duration(3725)
    ('7.2 s', '38 s', '1:02:05')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}" if minutes else f"{left} s"
