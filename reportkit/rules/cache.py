"""Rules as they were read before: checked once, and from then on loaded without a look at their YAML.

Reading the rule files strictly takes longer than reading a report. What was read without a fault is kept as JSON in
the user's own cache folder. An entry is bound to every byte of the rules that it was made of, to where they stand and
to the code that read them, and to its own bytes, by the digests on its first line: one that is damaged, cut short or
of other rules is passed over, and the rules are read. So is one that somebody else could have written: it has to be a
plain file of this user in a folder of this user, and neither may be open to others for writing. What cannot be written
is no fault.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import stat
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from reportkit.codec.walk import Walk
from reportkit.rules.pattern import Pattern

FOLDER = "REPORTKIT_CACHE"
# So many sets of rules are kept: those of versions and overlays in use.
KEPT = 8
# None has more bytes: ours has some 1.6 million.
LARGEST = 64_000_000
_NAME = re.compile(r"rules-[0-9a-f]{64}\.json")

# The rules of each list of each topic by id, and where each stands.
Entries = dict[str, dict[str, dict[str, Any]]]
Places = dict[str, str]
# Where the words of the lexicon stand: a line for each, with its place, a tab and the word. Few ask for them.
Lines = str


def cache_folder() -> Path | None:
    """Return the folder for what is kept: REPORTKIT_CACHE, or `reportkit` where the system keeps such things; None
    for none.

    An empty REPORTKIT_CACHE says that nothing is to be kept.
    """
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER]) if os.environ[FOLDER] else None
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "reportkit"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "reportkit"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reportkit"
    except RuntimeError:  # no home
        return None


def describe_cache() -> str:
    """Where rules are kept, or why they are not and every start reads them anew."""
    folder = cache_folder()
    if folder is None:
        return f"none ({FOLDER} is empty, or there is no home)"
    try:
        reason = "" if _is_own(folder.stat()) else "another's, or others may write to it"
    except FileNotFoundError:
        reason = ""
    except OSError as error:
        reason = error.strerror or type(error).__name__
    return f"{folder}, not used: {reason}" if reason else str(folder)


def read_cached(key: str, kinds: dict[str, type]) -> tuple[Entries, Places, Lines] | None:
    """Read the rules that were kept as `key`, None where there are none or they cannot be trusted.

    `kinds` are the classes of the topics.
    """
    folder = cache_folder()
    try:
        body = _read_own(folder / _name(key), key) if folder else None
        if body is None:
            return None
        kept = json.loads(body)
        entries = {topic: _topic(kind, kept["entries"][topic]) for topic, kind in kinds.items()}
        here = f"{Path.cwd()}{os.sep}"
        places = {rule: _exactly(str, place).removeprefix(here) for rule, place in kept["places"].items()}
        lines = _exactly(str, kept["lines"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None
    return entries, places, lines


def _name(key: str) -> str:
    return f"rules-{key}.json"


def _first_line(key: str, body: bytes) -> bytes:
    """Return what binds an entry to the rules that it was made of, and to its own bytes."""
    return f"rules {key} {sha256(body).hexdigest()}".encode()


def _read_own(path: Path, key: str) -> bytes | None:
    """Return what an entry holds behind its first line; None where it is not whole, not of `key`, or not this
    user's own.
    """
    if not _is_own(path.parent.stat()):
        return None
    # a link may lead to what another has written; a pipe would wait for a writer
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not (stat.S_ISREG(found.st_mode) and _is_own(found) and found.st_size <= LARGEST):
            return None
        said, _, body = file.read(LARGEST).partition(b"\n")
    return body if said == _first_line(key, body) else None


def _is_own(found: os.stat_result) -> bool:
    """Whether a file or a folder is this user's, and nobody else may write to it."""
    if not hasattr(os, "geteuid"):  # Windows, where the user's own folder is kept by its access list
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def write_cached(key: str, entries: Entries, places: Places, lines: Lines) -> None:
    """Keep rules that have no fault as `key`; where that is not possible nothing happens."""
    folder = cache_folder()
    if folder is None:
        return
    plain = {
        topic: {name: [_plain(entry) for entry in rules.values()] for name, rules in lists.items()}
        for topic, lists in entries.items()
    }
    try:
        here = Path.cwd()
        where = {rule: str(here / place) for rule, place in places.items()}
        words = (line.rpartition("\t") for line in lines.split("\n"))
        there = "\n".join(f"{here / place}\t{word}" for place, _, word in words)
        kept = {"entries": plain, "places": where, "lines": there}
        body = json.dumps(kept, ensure_ascii=False).encode()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_own(folder.stat()):
            _write_own(folder, _name(key), _first_line(key, body) + b"\n" + body)
    except (OSError, ValueError):
        return


def _write_own(folder: Path, name: str, content: bytes) -> None:
    """Put a file in its place at once, readable to this user alone, and take away the oldest of those that are many."""
    temporary = folder / f".{os.urandom(8).hex()}.tmp"
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        temporary.replace(folder / name)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    kept = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file()]
    for path in sorted(kept, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        path.unlink()


def _plain(entry: Any) -> dict[str, Any]:
    """Return what was given of a rule, as JSON holds it."""
    given = {}
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        if value is None or value == field.default:
            continue
        if isinstance(value, Pattern):
            value = [value.pattern, value.kept]
        given[field.name] = str(value) if isinstance(value, Decimal) else value
    return given


def _topic(kind: type, lists: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the rules of a topic, list by list. Raises `TypeError`, `ValueError` or `LookupError` for what are none."""
    return {name: _rules(get_args(hint)[0], lists[name]) for name, hint in get_type_hints(kind).items()}


def _rules(kind: Any, found: list[dict[str, Any]]) -> dict[str, Any]:
    kept = {name: field.made for name, field in _KEPT.fields(kind).items()}
    rules = {}
    for given in _exactly(list, found):
        for name, value in given.items():  # no call for each: there are thousands
            exact, convert = kept[name]
            if type(value) is not exact:
                raise TypeError(value)
            if convert is not None:
                given[name] = convert(value)
        rules[given["id"]] = kind(**given)
    return rules


class _Kept(NamedTuple):
    """How a value is kept in JSON: of which class, which is no other, and what makes the value of it, if anything."""

    kind: type
    convert: Callable[[Any], Any] | None = None


class _KeptTypes(Walk[_Kept]):
    """How values of types are kept."""

    with_internal = True

    def from_scalar(self, kind: Any) -> _Kept:
        if kind is Pattern:
            return _Kept(list, _pattern)
        return _Kept(str, kind) if kind is Decimal else _Kept(kind)

    def from_choice(self, values: tuple[Any, ...]) -> _Kept:
        return _Kept(str, partial(_one_of, values))

    def from_optional(self, made: _Kept) -> _Kept:
        return made

    def from_list(self, made: _Kept) -> _Kept:
        return _Kept(list, partial(_tuple, made))


_KEPT = _KeptTypes()


def _pattern(value: list[Any]) -> Pattern:
    return Pattern(*_tuple(_Kept(str), value))


def _exactly(kind: Any, value: Any) -> Any:
    """`value`, which is of class `kind` and no other. Raises `TypeError` where it is not."""
    if type(value) is not kind:
        raise TypeError(kind)
    return value


def _one_of(values: tuple[str, ...], value: Any) -> Any:
    if value not in values:
        raise ValueError(value)
    return value


def _tuple(kept: _Kept, values: list[Any]) -> tuple[Any, ...]:
    if not set(map(type, values)) <= {kept.kind}:  # at once: there are thousands of words
        raise TypeError(values)
    return tuple(values if kept.convert is None else map(kept.convert, values))
