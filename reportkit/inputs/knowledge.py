"""What the user knows of the files of a run: of all of them, of each by a table, or by the path that it has."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportkit.errors import SourceError
from reportkit.given import KINDS, NOTHING, Given
from reportkit.inputs.find import Plan, some
from reportkit.inputs.task import Task
from reportkit.output.visible import readable
from reportkit.output.words import counted
from reportkit.source.read import read_table

PATHS = ("path", "file")
FIELDS = {
    "year": "(?<![0-9])(?P<year>[0-9]{4})(?![0-9])",
    "place": "(?P<place>[^/]+?)",
    "kind": f"(?P<kind>{'|'.join(KINDS)})",
    "organ": "(?P<organ>[^/]+?)",
    "within": "(?P<within>.+?)",
}
_FIELD = re.compile(r"\{([^{}]*)\}|\*")
_YEAR = re.compile(r"([0-9]{4})(?:\.0|年)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of metadata: the parts of the path that it is for, and what it gives."""

    parts: tuple[str, ...]
    given: Given


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is given of all files, by the rows of a `table`, and by a `pattern`; rows are over paths, and these over all."""

    given: Given = NOTHING
    table: str | None = None
    rows: tuple[Row, ...] = ()
    pattern: str | None = None
    unused: tuple[str, ...] = ()

    def identity(self) -> str:
        """What a result hangs on of this."""
        return repr((self.given, self.rows, self.pattern))


def know(given: Given, table: str | None, pattern: str | None) -> Knowledge:
    """What the options of a run give. Raises `SourceError` for a faulty table or pattern."""
    if pattern is not None:
        compile_pattern(pattern)
    if table is None:
        return Knowledge(given, pattern=pattern)
    rows, unused = _rows(table)
    return Knowledge(given, table, rows, pattern, unused)


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern such as ``{place}-{year}.txt``, in which ``*`` stands for anything, for the end of a path.

    Raises `SourceError` for a field that is unknown or stands twice, and where there is none.

    >>> compile_pattern("{place}-{year}.txt").search("reports/云岭县-2023.txt").groupdict()
    {'place': '云岭县', 'year': '2023'}
    """
    fields = [name for name in _FIELD.findall(pattern) if name or "{}" in pattern]
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    for name, count in Counter(fields).items():
        if name not in FIELDS or count > 1:
            what = "stands twice" if name in FIELDS else "is no field"
            raise SourceError(f"--path-pattern {pattern}: {{{name}}} {what}; use {known}, each once")
    if not fields or {"{", "}"} & set(_FIELD.sub("", pattern)):
        raise SourceError(
            f"--path-pattern {pattern}: has no field, or a brace without its other; use {known}"
        )
    written, at = "", 0
    for match in _FIELD.finditer(pattern):
        written += re.escape(pattern[at : match.start()]) + (FIELDS[match[1]] if match[1] else "[^/]*")
        at = match.end()
    return re.compile(f"(?:^|(?<=/)){written}{re.escape(pattern[at:])}$")


def apply(plan: Plan, known: Knowledge) -> Plan:
    """The plan with what is given of each file, and what fits none.

    Raises `SourceError` where a row fits several files, or the rows for a file differ.
    """
    if known.given == NOTHING and known.table is None and known.pattern is None:
        return plan
    of_rows, notes = _join(plan.tasks, known) if known.table is not None else ({}, [])
    of_paths = {}
    if known.pattern is not None:
        pattern = compile_pattern(known.pattern)
        found = {task.name: pattern.search(_plain(task.name)) for task in plan.tasks}
        of_paths = {name: _given(match.groupdict(), name) for name, match in found.items() if match}
        others = [name for name, match in found.items() if match is None]
        notes += _note(f"--path-pattern {known.pattern}: does not fit the path of", others, "file")
    tasks = tuple(
        replace(
            task,
            given=of_rows.get(task.name, NOTHING).over(of_paths.get(task.name, NOTHING)).over(known.given),
        )
        for task in plan.tasks
    )
    return replace(plan, tasks=tasks, notes=(*plan.notes, *notes))


def _rows(table: str) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of a table, and the names of the columns that are of no use."""
    cells = [(number, row) for number, row in enumerate(read_table(table), 1) if any(map(str.strip, row))]
    head = [cell.strip().lower() for cell in cells[0][1]] if cells else []
    path = next((name for name in PATHS if name in head), None)
    if path is None or not set(head) & set(FIELDS):
        raise SourceError(
            f"{table}: has no column path, or none of {', '.join(FIELDS)}; name them in the first row"
        )
    rows = []
    for number, row in cells[1:]:
        said = {name: cell.strip() for name, cell in zip(head, row, strict=False) if cell.strip()}
        if path not in said:
            raise SourceError(f"{table}: row {number} has no {path}; say which file it is for")
        given = _given({name: said[name] for name in FIELDS if name in said}, f"{table}: row {number}")
        rows.append(Row(_parts(os.path.normpath(said[path])), given))
    return tuple(rows), tuple(name for name in head if name and name not in (*FIELDS, path))


def _given(said: dict[str, Any], where: str) -> Given:
    """What words give. Raises `SourceError`, with `where` they stand."""
    year = said.pop("year", None)
    match = _YEAR.fullmatch(year) if year is not None else None
    try:
        if year is not None and match is None:
            raise ValueError(f"{year} is no year under review; give one such as 2023")
        return Given(int(match[1]) if match else None, **said)
    except ValueError as error:
        raise SourceError(f"{where}: {error}") from None


def _join(tasks: Sequence[Task], known: Knowledge) -> tuple[dict[str, Given], list[str]]:
    """What the rows give of each file by its name: the row that tells most of its path."""
    ends: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows:
        ends[row.parts[-1] if row.parts else ""].append(row)
    found: dict[str, Given] = {}
    fits: dict[tuple[str, ...], str] = {}
    for task in tasks:
        parts = _parts(os.path.abspath(task.name))  # noqa: PTH100 - strings alone, of members of archives too
        fit = [row for row in ends[parts[-1] if parts else ""] if parts[-len(row.parts) :] == row.parts]
        best = [row for row in fit if len(row.parts) == max(len(each.parts) for each in fit)]
        if not best:
            continue
        path = "/".join(best[0].parts)
        if len({row.given for row in best}) > 1:
            raise SourceError(f"{known.table}: its rows for {readable(path)} differ; keep one of them")
        if best[0].parts in fits:
            raise SourceError(
                f"{known.table}: {readable(path)} is {fits[best[0].parts]} and {task.name}; "
                "give more of the path"
            )
        fits[best[0].parts] = task.name
        found[task.name] = best[0].given
    return found, list(_told(tasks, known, found, fits))


def _told(
    tasks: Sequence[Task], known: Knowledge, found: dict[str, Given], fits: dict[tuple[str, ...], str]
) -> Iterator[str]:
    if known.unused:
        yield f"{known.table}: columns that are not used: {', '.join(map(readable, known.unused))}"
    rows = dict.fromkeys(readable("/".join(row.parts)) for row in known.rows if row.parts not in fits)
    yield from _note(f"{known.table}: fits no file of this run:", list(rows), "row")
    yield from _note(f"{known.table}: has no row for", [t.name for t in tasks if t.name not in found], "file")


def _note(said: str, names: Sequence[str], what: str) -> list[str]:
    """One line on some names, none where there are none."""
    if not names:
        return []
    return [f"{said} {counted(len(names), what)}: {some(names)}"]


def _plain(path: str) -> str:
    """A path with one kind of stroke, its letters composed as the names of places are written."""
    return unicodedata.normalize("NFC", path.replace("\\", "/"))


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in _plain(path).split("/") if part not in ("", "."))
