"""What is done with one file: the pure function that every worker runs, on this machine or on another."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import PurePath

from reportkit.batch.outcome import Done, Outcome, Settings, Unchanged
from reportkit.errors import ReportkitError, one_line
from reportkit.inputs.read import read_task
from reportkit.inputs.task import Failure, Task
from reportkit.output.document import warnings_of
from reportkit.output.render import render_lines
from reportkit.pipeline import extract
from reportkit.rules.load import load_rules
from reportkit.source.read import sources_in

REPORT = "report it, it is a fault of reportkit"
SHOWN = 200


def process(task: Task, settings: Settings) -> Outcome:
    """The indicators of a file in the form of the run, or what was wrong with it.

    Raises `MemoryError` where there is no room, and nothing else.
    """
    if task.fault is not None:
        return task.fault
    try:
        raw = task.raw if task.raw is not None else read_task(task)
        digest = hashlib.sha256(raw).hexdigest()
        if digest == task.known:
            return Unchanged(digest)
        rules = load_rules(settings.rules)
        sources = sources_in(task.name, raw, settings.reading, packed=task.member is not None)
        found = [extract(source, rules, settings.reorder, task.given) for source in sources]
        content = render_lines(settings.form, task.name, digest, settings.identity, found)
    except ReportkitError as error:
        return Failure.told(str(error), task.name)
    except MemoryError:
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(place.filename).name}:{place.lineno}"
        return Failure(f"{type(error).__name__} at {where}: {_told(error)}", REPORT)
    return Done(
        digest,
        content,
        sum(len(each.reports) for each in found),
        sum(len(report.indicators) for each in found for report in each.reports),
        tuple(warning for each in found for warning in warnings_of(each)),
        sum(bool(i.doubts) for each in found for report in each.reports for i in report.indicators),
    )


def _told(error: Exception) -> str:
    """What an error says, on one line and not much of it; nothing where it cannot even do that."""
    try:
        said = one_line(error)
    except Exception:
        said = ""
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
