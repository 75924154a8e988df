"""Find the rule files, read them strictly, lay a user's rules over them, check them against one another."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from reportkit.errors import RuleError
from reportkit.rules.schema import Concept, Entry, Exclusion, Unit
from reportkit.rules.strict import Faults, build, compose, elements, pairs
from reportkit.rules.topics import TOPICS, RuleSet

ENVIRONMENT = "REPORTKIT_RULES"
WORDS = "words.txt"
CHARACTERS = "characters.txt"


def find_rules() -> Path:
    """The folder of the rules that come with reportkit: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "rules"


def load_rules(overlay: str | Path | None = None) -> RuleSet:
    """The rules, compiled once a process.

    `overlay` is a folder whose entries are laid over the rules that come with reportkit, by id; without
    it the folder named by the environment variable REPORTKIT_RULES, if any. Raises `RuleError` with
    every fault of every file.
    """
    chosen = overlay if overlay is not None else os.environ.get(ENVIRONMENT) or None
    return _load(find_rules(), Path(chosen).resolve() if chosen else None)


@cache
def _load(base: Path, overlay: Path | None) -> RuleSet:
    folders = [base] if overlay is None else [base, overlay]
    if not folders[-1].is_dir():
        raise RuleError([f"{folders[-1]}: no such folder, expected one with rule files (*.yaml)"])
    faults: list[str] = []
    digest = hashlib.sha256()
    places: dict[str, str] = {}
    entries: dict[str, dict[str, dict[str, Entry]]] = {
        topic: {name: {} for name in get_type_hints(kind)} for topic, kind in TOPICS.items()
    }
    for folder in folders:
        for path in rule_files(folder):
            raw = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{len(raw)}\0".encode() + raw)
            faults += _lay(path, name, raw, entries, places)
    words, characters = (base / WORDS).read_bytes(), (base / CHARACTERS).read_bytes()
    digest.update(words + characters)
    if not faults:
        faults += check_against_one_another(entries, places)
    if faults:
        raise RuleError(faults)
    slices = {
        topic: kind(**{name: tuple(entries[topic][name].values()) for name in entries[topic]})
        for topic, kind in TOPICS.items()
    }
    return RuleSet(
        **slices, words=words, characters=characters, fingerprint=digest.hexdigest(), places=places
    )


def rule_files(folder: Path) -> list[Path]:
    """The rule files of a folder in the order in which they are read."""
    return sorted(folder.rglob("*.yaml"))


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
