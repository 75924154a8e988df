"""A run as the one who started it sees it: told of as it goes, ended in order by Ctrl-C, summed up at its end."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from reportkit.batch.output import Output
from reportkit.batch.owned import FAILURES, MANIFEST
from reportkit.batch.run import Listener, Tally, run
from reportkit.batch.targets import Target
from reportkit.cli.progress import Teller, duration
from reportkit.inputs.find import Plan
from reportkit.output.words import counted

if TYPE_CHECKING:
    from reportkit.batch.chunks import Chunks
    from reportkit.batch.outcome import Settings

# What ends a run in order: Ctrl-C, and what a machine says before it is taken away.
SIGNALS = (signal.SIGINT, signal.SIGTERM)
ENDING = b"reportkit: finishing the files that are in hand; once more ends at once\n"
STANDARD_ERROR = 2
# MB and seconds that a file may take where nobody says how much.
A_FILE, TIMEOUT = 4000, 300


def run_told(
    plan: Plan,
    chunks: Chunks,
    target: Target,
    teller: Teller,
    output: Output,
    known: Collection[str] = (),
) -> Tally:
    """Run, telling of it; `known` may fail. Gives what came of it, which is not complete when Ctrl-C ended it."""
    start = time.monotonic()
    teller.begin(Tally(len(plan.tasks), sum(task.size for task in plan.tasks)), (*plan.notes, *target.notes))
    try:
        with _ended_in_order(chunks):
            tally, told = run(
                plan.tasks, chunks.outcomes, target, Listener(teller.moved, teller.failed), known
            )
    finally:
        teller.close()
    teller.end(tally, told, _summary(tally, output, time.monotonic() - start))
    return tally


def run_here(plan: Plan, output: Output, settings: Settings, teller: Teller, resume: bool) -> Tally:
    """Read what is planned with all cores of this machine, telling of it. Gives what came of it, as `run_told` does."""
    from reportkit.batch.chunks import Chunks, Here, cores, one_by_one
    from reportkit.batch.run import opened

    with Here(cores(), settings, TIMEOUT) as here, opened(output, settings, resume) as target:
        return run_told(plan, Chunks(here, one_by_one), target, teller, output)


@contextlib.contextmanager
def _ended_in_order(chunks: Chunks) -> Iterator[None]:
    """Let a signal end the run when what is in hand is done, and a second one at once."""

    def stop(*_: object) -> None:
        chunks.stop()
        with contextlib.suppress(OSError):
            os.write(STANDARD_ERROR, ENDING)  # print may be at work where the signal came
        for number in SIGNALS:
            signal.signal(number, signal.default_int_handler)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _summary(tally: Tally, output: Output, seconds: float) -> str:
    """What came of a run, on one line."""
    doubtful = f", {tally.doubtful:,} of them doubtful" if tally.doubtful else ""
    parts = [f"{counted(tally.reports, 'report')}, {counted(tally.indicators, 'indicator')}{doubtful}"]
    if tally.warnings:
        manifest = _where(output, MANIFEST) if tally.is_complete else ""
        where = " (in its table sources)" if output.is_store else manifest
        parts.append(f"{counted(tally.warnings, 'warning')}{where}")
    if tally.kept:
        parts.append(f"{counted(tally.kept, 'file')} as before")
    if tally.failed:
        known = f", {tally.known:,} of them known to" if tally.known else ""
        parts.append(f"{tally.failed:,} failed{known}{_where(output, FAILURES)}")
    if tally.is_complete:
        return f"{counted(tally.files, 'file')} in {duration(seconds)}: {'; '.join(parts)}"
    again = "go on with the same command and --resume" if output.paths else "begin anew"
    return f"ended after {tally.files:,} of {tally.all_files:,} files: {'; '.join(parts)}; {again}"


def _where(output: Output, name: str) -> str:
    return f" ({output.home or output.path}/{name})" if output.paths else ""
