"""Rules as they were read before: checked once, and from then on loaded without a look at their YAML.

Reading the rule files strictly takes longer than reading a report. What was read without a fault is kept as JSON in
the user's own cache folder, under a name that tells of every byte of the rules and of where they stand; a file that
cannot be read, or is another user's, is passed over, and one that cannot be written is no fault.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import regex

FOLDER = "REPORTKIT_CACHE"
# So many sets of rules are kept: those of versions and overlays in use.
KEPT = 8

# The rules of each list of each topic by id, and where each stands.
Entries = dict[str, dict[str, dict[str, Any]]]
Places = dict[str, str]


class _Later:
    """A pattern that is compiled when it is first used: a report does not need them all.

    It compiled when the rules were checked.
    """

    __slots__ = ("_made", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = regex.compile(self.pattern)
        return getattr(self._made, name)


def cache_folder() -> Path | None:
    """The folder for what is kept: REPORTKIT_CACHE, or `reportkit` where the system keeps such things; None for none.

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


def read_cached(key: str, kinds: dict[str, type]) -> tuple[Entries, Places] | None:
    """The rules that were kept as `key`, None where there are none or they cannot be trusted.

    `kinds` are the classes of the topics.
    """
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with (folder / f"rules-{key}.json").open(encoding="utf-8") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            kept = json.load(file)
        entries = {topic: _topic(kind, kept["entries"][topic]) for topic, kind in kinds.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return None
    here = f"{Path.cwd()}{os.sep}"
    return entries, {rule: place.removeprefix(here) for rule, place in kept["places"].items()}


def write_cached(key: str, entries: Entries, places: Places) -> None:
    """Keep rules that have no fault as `key`; where that is not possible nothing happens."""
    folder = cache_folder()
    if folder is None:
        return
    plain = {
        topic: {name: [_plain(entry) for entry in rules.values()] for name, rules in lists.items()}
        for topic, lists in entries.items()
    }
    where = {rule: str(Path.cwd() / place) for rule, place in places.items()}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = folder / f".{secrets.token_hex(8)}.tmp"
        temporary.touch(mode=0o600)
        temporary.write_text(
            json.dumps({"entries": plain, "places": where}, ensure_ascii=False), encoding="utf-8"
        )
        temporary.replace(folder / f"rules-{key}.json")
        kept = sorted(folder.glob("rules-*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-KEPT]:
            path.unlink()
    except OSError:
        return


def _plain(entry: Any) -> dict[str, Any]:
    """What was given of a rule, as JSON holds it."""
    given = {}
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        if value is None or value == field.default:
            continue
        is_pattern = isinstance(value, regex.Pattern)
        given[field.name] = (
            value.pattern if is_pattern else str(value) if isinstance(value, Decimal) else value
        )
    return given


def _topic(kind: type, lists: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The rules of a topic, list by list."""
    found = {}
    for name, hint in _hints(kind).items():
        made = get_args(hint)[0]
        convert = _converters(made)
        found[name] = {
            given["id"]: made(**{k: convert[k](v) if k in convert else v for k, v in given.items()})
            for given in lists[name]
        }
    return found


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _converters(kind: type) -> dict[str, Callable[[Any], Any]]:
    """How the fields of a rule are made of what JSON holds, for those that it cannot hold as they are."""
    found: dict[str, Callable[[Any], Any]] = {}
    for name, hint in _hints(kind).items():
        inner = [hint, *get_args(hint)]
        if hint is Decimal:
            found[name] = Decimal
        elif get_origin(hint) is tuple:
            found[name] = tuple
        elif any(regex.Pattern in (each, get_origin(each)) for each in inner):
            found[name] = _Later
    return found
