"""What is done with one file: the pure function that every worker runs, on this machine or on another."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path, PurePath

from reportkit.batch.addresses import is_address, read
from reportkit.batch.inputs import MOST_MEMBERS
from reportkit.batch.task import Done, Failure, Outcome, Settings, Task, Unchanged
from reportkit.errors import ReportkitError, one_line
from reportkit.output.document import warnings_of
from reportkit.output.render import render_lines
from reportkit.pipeline import extract
from reportkit.rules.load import load_rules
from reportkit.source import Reading
from reportkit.source.apart import Confined
from reportkit.source.archive import Archive
from reportkit.source.read import check_size, read_bytes, sources_in

# Opens the archives for this process, one after the other, and keeps the last open for its next member.
UNPACKER = Confined("archive")
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
        reading = Reading(settings.encoding, settings.strict, settings.column)
        sources = sources_in(task.name, raw, reading, packed=task.member is not None)
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


def read_task(task: Task) -> bytes:
    """The content of a file, at an address too, or of a member of an archive. Raises `SourceError`."""
    if is_address(task.path):
        check_size(task.path, task.size)
        raw = read(task.path)
        check_size(task.path, len(raw))  # not all drivers tell how much there is
        return raw
    if task.member is None:
        return read_bytes(task.path)
    try:
        changed = Path(task.path).stat().st_mtime_ns
    except OSError:  # the one who opens it says why it cannot be read
        changed = 0
    return Archive(task.path, UNPACKER, MOST_MEMBERS, changed).read(task.member)
