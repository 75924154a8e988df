"""Rule files into rules: laid over one another by id, typed, and checked against one another."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, get_args, get_type_hints

from reportkit.errors import RuleError
from reportkit.rules.cache import Entries, Places
from reportkit.rules.schema import Concept, Entry, Exclusion, Unit
from reportkit.rules.strict import Faults, build, compose, elements, pairs
from reportkit.rules.topics import TOPICS


def read_rules(files: list[tuple[Path, str, bytes]]) -> tuple[Entries, Places]:
    """The rules of `files`, each with its name within its folder and its bytes, and where each rule stands.

    A later file is laid over an earlier one. Raises `RuleError` with every fault of every file.
    """
    faults: list[str] = []
    places: Places = {}
    entries: Entries = {topic: {name: {} for name in get_type_hints(kind)} for topic, kind in TOPICS.items()}
    for path, name, raw in files:
        faults += _lay(path, name, raw, entries, places)
    if not faults:
        faults += check_against_one_another(entries, places)
    if faults:
        raise RuleError(faults)
    return entries, places


def _shown(path: Path) -> str:
    """A path as messages show it: from the working folder on, where it lies within."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _lay(
    path: Path, name: str, raw: bytes, entries: dict[str, dict[str, dict[str, Entry]]], places: dict[str, str]
) -> list[str]:
    """Lay the entries of one file over those read before. Returns the faults."""
    faults = Faults(_shown(path))
    topic = name.split("/", maxsplit=1)[0].removesuffix(".yaml")
    if topic not in TOPICS:
        return [f"{path}:1: no topic is called {topic!r}, expected one of {', '.join(TOPICS)}"]
    try:
        node = compose(raw.decode("utf-8"), faults)
    except UnicodeDecodeError as error:
        return [f"{path}:1: not UTF-8 at byte {error.start}, expected UTF-8"]
    if node is None:
        return faults or [f"{path}:1: empty, expected rules"]
    hints = get_type_hints(TOPICS[topic])
    for key, items in pairs(node, faults).items():
        if key not in hints:
            faults.add(items, f"unknown list {key!r}, expected one of {', '.join(hints)}")
            continue
        kind = get_args(hints[key])[0]
        for item in elements(items, faults):
            _lay_one(kind, item, entries[topic][key], places, f"{topic}.{key}", faults)
    return faults


def _lay_one(
    kind: Any, item: Any, into: dict[str, Entry], places: dict[str, str], where: str, faults: Faults
) -> None:
    given = pairs(item, faults)
    if "remove" in given and "id" in given:
        if into.pop(given["id"].value, None) is None:
            faults.add(item, f"no rule {given['id'].value!r} to remove, expected the id of one")
        return
    entry = build(kind, item, faults)
    if entry is None:
        return
    if entry.id in into and not entry.replace:
        faults.add(item, f"the id {entry.id!r} is taken ({places[f'{where}.{entry.id}']}), expected another")
    elif entry.replace and entry.id not in into:
        faults.add(item, f"no rule {entry.id!r} to replace, expected the id of one")
    into[entry.id] = dataclasses.replace(entry, replace=False) if entry.replace else entry
    places[f"{where}.{entry.id}"] = f"{faults.file}:{item.start_mark.line + 1}"


def check_against_one_another(
    entries: dict[str, dict[str, dict[str, Entry]]], places: dict[str, str]
) -> list[str]:
    """Faults between rules: one surface with two meanings, a dimension that no unit has."""
    faults: list[str] = []
    dimensions = {"none"}
    surfaces: dict[str, str] = {}
    for unit in entries["units"]["units"].values():
        assert isinstance(unit, Unit)
        dimensions.add(unit.dimension)
        faults += _claim(surfaces, (unit.id, *unit.aliases), f"units.units.{unit.id}", places)
    for exclusion in entries["exclusions"]["exclusions"].values():
        assert isinstance(exclusion, Exclusion)
        if (exclusion.pattern is None) is not bool(exclusion.words):
            place = places[f"exclusions.exclusions.{exclusion.id}"]
            faults.append(f"{place}: pattern and words, expected one of the two")
    surfaces = {}
    for concept in entries["indicators"]["concepts"].values():
        assert isinstance(concept, Concept)
        where = f"indicators.concepts.{concept.id}"
        faults += _claim(surfaces, (concept.name, *concept.aliases), where, places)
        if concept.dimension not in dimensions:
            faults.append(
                f"{places[where]}: no unit has the dimension {concept.dimension!r}, expected one of units.yaml"
            )
    return faults


def _claim(taken: dict[str, str], words: tuple[str, ...], where: str, places: dict[str, str]) -> list[str]:
    faults = []
    for word in words:
        if word in taken:
            faults.append(
                f"{places[where]}: {word!r} has a meaning already ({places[taken[word]]}), expected one meaning"
            )
        taken[word] = where
    return faults
