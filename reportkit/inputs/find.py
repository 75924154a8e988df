"""The files of a run: named, found in folders and archives, or listed; each once, in an order that stays."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath, PurePosixPath

from reportkit.errors import SourceError
from reportkit.inputs.addresses import as_address, find, is_address
from reportkit.inputs.task import Failure, Task
from reportkit.output.visible import readable
from reportkit.source.apart import Confined
from reportkit.source.archive import Archive, Member
from reportkit.source.formats import FORMS, packed_form

ARCHIVE = ".zip"
MOST_MEMBERS = 200_000
SUFFIXES = frozenset(suffix for form in FORMS.values() for suffix in form.suffixes)
GONE = Failure("no such file", "check the path, or what the link points to")
IRREGULAR = Failure("is no regular file (a pipe, a socket or a device)", "save what it gives, and give that")
PACKED = Failure("is an archive at an address", "unpack it there first, or give it as a file of this machine")
FORBIDDEN = Failure("no permission to read the folder", "allow it with chmod +rx, or ask its owner")


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a run in their order, and what is to be said of them before it begins."""

    tasks: tuple[Task, ...]
    notes: tuple[str, ...]


@dataclass
class _Finder:
    """Collects the files, each once. `apart` are the paths that are written to and so never read."""

    patterns: Sequence[str]
    apart: frozenset[str]
    tasks: list[Task] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: dict[tuple[str, int | None], str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    unpacker: Confined = field(default_factory=lambda: Confined("archive"))
    inside: set[str] = field(default_factory=set)
    passed: Counter[str] = field(default_factory=Counter)
    links: int = 0

    def take(self, path: Path, tree: PurePath) -> None:
        """A path that was named: a file, a folder or an archive. `tree` is where its output goes."""
        if os.path.realpath(path) in self.apart:
            raise SourceError(f"{readable(path)}: is where the output goes; write it to another place")
        for below in self._walk(path) if path.is_dir() else [path]:
            self._file(below, tree / below.relative_to(path))

    def take_address(self, address: str) -> None:
        """A file or a folder at an address."""
        try:
            found = find(address)
        except SourceError as error:
            fault = Failure.told(str(error), address)
            return self._add(Task(address, readable(address), "", 0, fault=fault))
        apart = tuple(f"{as_address(path).rstrip('/')}/" for path in self.apart)
        for each in found:
            below = PurePosixPath(each.below or each.address.rpartition("/")[2])
            if each.address.startswith(apart) or any(part.startswith(".") for part in below.parts[:-1]):
                continue
            if each.below and not self._fits(below):
                continue
            is_packed = below.suffix.lower() == ARCHIVE
            task = Task(each.address, readable(each.address), str(below.with_suffix("")), each.size)
            self._add(
                replace(task, fault=IRREGULAR if not each.is_regular else PACKED if is_packed else None)
            )
        return None

    def _walk(self, top: Path) -> Iterator[Path]:
        """The files below a folder that fit, by name; what is hidden, or a link to a folder, is left out."""
        for name, folders, files in os.walk(top, onerror=self._unreadable):
            folder = Path(name)
            folders[:] = sorted(below for below in folders if self._enter(folder / below))
            for path in (folder / below for below in sorted(files)):
                if self._fits(path.relative_to(top)):
                    yield path

    def _enter(self, path: Path) -> bool:
        if path.name.startswith("."):
            return False
        if path.is_symlink():
            self.links += 1
            return False
        if os.path.realpath(path) in self.apart:
            self.notes.append(f"{readable(path)} is where the output goes, and is not read")
            return False
        return True

    def _fits(self, below: PurePath) -> bool:
        """Whether a file is taken that stands so far `below` a folder or in an archive."""
        if self.patterns:
            return any(
                fnmatch.fnmatchcase(below.as_posix() if "/" in pattern else below.name, pattern)
                for pattern in self.patterns
            )
        suffix = below.suffix.lower()
        if below.name.startswith(".") or suffix not in SUFFIXES:
            self.passed[suffix or "no suffix"] += 1
            return False
        return True

    def _unreadable(self, error: OSError) -> None:
        fault = FORBIDDEN if isinstance(error, PermissionError) else _fault(error)
        self._add(Task(error.filename, readable(error.filename), "", 0, fault=fault))

    def _file(self, path: Path, tree: PurePath) -> None:
        task = Task(str(path), readable(path), str(tree.with_suffix("")), 0)
        try:
            found = path.stat()
        except (OSError, ValueError) as error:
            return self._add(replace(task, fault=_fault(error)))
        if not stat.S_ISREG(found.st_mode):
            return self._add(replace(task, fault=IRREGULAR))
        task = replace(task, size=found.st_size)
        return self._archive(task) if path.suffix.lower() == ARCHIVE else self._add(task)

    def _archive(self, task: Task) -> None:
        try:
            members = Archive(task.path, self.unpacker, MOST_MEMBERS, len(self.tasks)).members()
            if not members:
                raise SourceError("holds no files; give an archive with reports in it")
            if packed_form(member.name for member in members) != "zip":
                return self._add(task)  # a document that is called an archive
        except SourceError as error:
            return self._add(replace(task, fault=Failure.told(str(error))))
        for member in members:
            self._member(task, member)
        return None

    def _member(self, task: Task, member: Member) -> None:
        below = PurePosixPath(member.name.replace("\\", "/"))
        if below.name and not self._fits(below):
            return
        number, fault = f"file {member.number + 1}", Failure.told(member.fault) if member.fault else None
        inside = f"{task.name}/{readable(member.name) if below.name else number}"
        if fault is not None and inside in self.inside:
            inside = f"{inside} ({number})"
        self.inside.add(inside)
        tree = "" if fault else str(PurePath(task.tree, below.with_suffix("")))
        self._add(Task(task.path, inside, tree, member.size, member.number, fault=fault))

    def _add(self, task: Task) -> None:
        place = (os.path.realpath(task.path), task.member)
        if place[0] in self.apart:
            return
        if place in self.seen:
            self.twice.append(task.name)
            return
        self.seen[place] = task.name
        self.tasks.append(task)

    def told(self) -> list[str]:
        """What was left out, and why."""
        notes = [*self.notes]
        if self.twice:
            notes.append(f"given more than once and read once ({len(self.twice)}): {some(self.twice)}")
        if self.passed:
            kinds = ", ".join(f"{suffix} {count}" for suffix, count in sorted(self.passed.items()))
            notes.append(f"passed over as no reports by their names: {kinds}; --pattern '*' takes them")
        if self.links:
            notes.append(f"links to folders are not followed ({self.links}); name the folders themselves")
        return notes


def find_inputs(
    inputs: Sequence[str], listed: Sequence[str], patterns: Sequence[str], apart: Iterable[str]
) -> Plan:
    """The files that are named as `inputs`, folders and archives among them, and those that are `listed`.

    In folders and archives only files are taken that fit one of the `patterns`, without any those with the suffix of
    a report. `apart` are the paths that the run writes to. Raises `SourceError` when there is no file at all, or
    two are called the same.
    """
    finder = _Finder(
        patterns, frozenset(path if is_address(path) else os.path.realpath(path) for path in apart)
    )
    with finder.unpacker:
        _take(finder, inputs, listed)
    if not finder.tasks:
        raise SourceError(
            "; ".join(["no file to read", *finder.told()]) + "; name files or folders of reports"
        )
    _check_names(finder.tasks)
    return Plan(tuple(finder.tasks), tuple(finder.told()))


def _take(finder: _Finder, inputs: Sequence[str], listed: Sequence[str]) -> None:
    for given in inputs:
        path = Path(given)
        if is_address(given):
            finder.take_address(given)
        else:
            finder.take(path, PurePath("" if path.is_dir() else path.name))
    for given in filter(is_address, listed):
        finder.take_address(given)
    paths = [Path(given) for given in listed if not is_address(given)]
    absolute = [path.parent for path in paths if path.is_absolute()]
    above = os.path.commonpath(absolute) if absolute else ""
    for path in paths:
        finder.take(path, _below(path, above))


def _check_names(tasks: Sequence[Task]) -> None:
    """Raise `SourceError` when outputs would call two files the same."""
    names = Counter(task.name for task in tasks)
    for name, count in names.items():
        if count > 1:
            raise SourceError(f"{name}: {count} different files have this name; rename them")


def _below(path: Path, above: str) -> PurePath:
    """Where a listed path goes: under its own folders as far as they are told, never out of the output."""
    if path.is_absolute():
        return path.relative_to(above)
    return PurePath(*(part for part in path.parts if part != ".."))


def some(names: Sequence[str], most: int = 3) -> str:
    """The first of some names, for the eye.

    >>> some(["a.txt", "b.txt"]), some(["a.txt", "b.txt"], 1)
    ('a.txt, b.txt', 'a.txt …')
    """
    return ", ".join(map(readable, names[:most])) + (" …" if len(names) > most else "")


def _fault(error: OSError | ValueError) -> Failure:
    """Why a path gives nothing."""
    if isinstance(error, FileNotFoundError):
        return GONE
    return Failure(
        f"cannot be read ({getattr(error, 'strerror', None) or error})", "check the path and the disk"
    )
