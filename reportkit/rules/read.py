"""Rule files into rules: laid over one another by id, typed, and checked by themselves and against one another."""

from __future__ import annotations

import dataclasses
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from reportkit.errors import RuleError
from reportkit.rules.cache import Entries, Places
from reportkit.rules.check import check_against_one_another, check_rule
from reportkit.rules.files import RuleFile, shown
from reportkit.rules.needed import NEEDED, NEEDED_SIGNS
from reportkit.rules.strict import Faults, build, compose, elements, pairs, record, short
from reportkit.rules.topics import TOPICS

# So many rules may stand in a list of one file; of those with a pattern, each of which is searched for on its own, fewer.
MOST_RULES, MOST_PATTERNS = 20_000, 500


@dataclasses.dataclass(frozen=True, slots=True)
class _Laid:
    """The rules laid so far, where each stands, and where each topic begins."""

    entries: Entries
    places: Places
    first: dict[str, str]


def read_rules(files: list[RuleFile]) -> tuple[Entries, Places]:
    """The rules of `files`, each with its name within its folder and its bytes, and where each rule stands.

    A later file is laid over an earlier one. Raises `RuleError` with every fault of every file.
    """
    faults: list[str] = []
    entries: Entries = {topic: {name: {} for name in get_type_hints(kind)} for topic, kind in TOPICS.items()}
    laid = _Laid(entries, {}, {topic: f"{topic}.yaml:1" for topic in TOPICS})
    for file in reversed(files):
        laid.first[topic_of(file[1])] = f"{shown(file[0])}:1"
    for path, name, raw in files:
        faults += _lay(path, topic_of(name), raw, laid)
    if not faults:
        faults += check_against_one_another(laid.entries, laid.places, laid.first)
    if faults:
        raise RuleError(faults)
    return laid.entries, laid.places


def topic_of(name: str) -> str:
    """The topic of a rule file by its name within its folder: ``units.yaml``, ``indicators/trade.yaml``."""
    return name.split("/", maxsplit=1)[0].removesuffix(".yaml")


def _lay(path: Path, topic: str, raw: bytes, laid: _Laid) -> list[str]:
    """Lay the entries of one file over those read before. Returns the faults."""
    faults = Faults(shown(path))
    if topic not in TOPICS:
        near = get_close_matches(topic.lower(), TOPICS, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        return [f"{faults.file}:1: no topic is called {topic!r}; {hint}expected one of {', '.join(TOPICS)}"]
    try:
        node = compose(raw.decode("utf-8"), faults)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [f"{faults.file}:{line}: not UTF-8 at byte {error.start}, expected UTF-8"]
    if node is None:
        return faults or [f"{faults.file}:1: empty, expected rules"]
    hints = get_type_hints(TOPICS[topic])
    for key, items in pairs(node, faults).items():
        if key not in hints:
            faults.add(items, f"unknown list {short(key)}, expected one of {', '.join(hints)}")
            continue
        kind = get_args(hints[key])[0]
        rules = elements(items, faults)
        most = MOST_PATTERNS if "pattern" in kind.__dataclass_fields__ else MOST_RULES
        if len(rules) > most:
            faults.add(items, f"{len(rules)} rules, expected at most {most} in a list")
            continue
        for item in rules:
            _lay_one(kind, item, laid, (topic, key), faults)
    return faults


def _lay_one(kind: Any, item: yaml.Node, laid: _Laid, where: tuple[str, str], faults: Faults) -> None:
    """Lay one rule into the list at `where`, or take one away from it."""
    into, given = laid.entries[where[0]][where[1]], pairs(item, faults)
    if "remove" in given:
        _remove(given, item, laid, where, faults)
        return
    if {"add", "drop"} & set(given):
        _amend(kind, given, item, laid, where, faults)
        return
    entry = record(kind, item, given, faults)
    if entry is None:
        return
    for fault in check_rule(entry):
        faults.add(item, fault)
    key = f"{'.'.join(where)}.{entry.id}"
    if entry.id in into and not entry.replace:
        faults.add(item, f"the id {entry.id!r} is taken ({laid.places[key]}), expected another")
    elif entry.replace and entry.id not in into:
        faults.add(item, f"no rule {entry.id!r} to replace, expected the id of one")
    into[entry.id] = dataclasses.replace(entry, replace=False) if entry.replace else entry
    laid.places[key] = f"{faults.file}:{item.start_mark.line + 1}"


def _amend(
    kind: Any,
    given: dict[str, yaml.Node],
    item: yaml.Node,
    laid: _Laid,
    where: tuple[str, str],
    faults: Faults,
) -> None:
    """Add words to the rule that `given` names, and drop others, which it must have."""
    named = next((name for name in ("words", "aliases") if name in kind.__dataclass_fields__), None)
    says = {"id": str, **dict.fromkeys(("add", "drop", "examples"), tuple[str, ...])}
    values = {name: build(says[name], node, faults) for name, node in given.items() if name in says}
    for name in given:
        if name not in says:
            faults.add(item, f"{short(name)} beside add or drop, expected an id and examples alone")
    id_, into = values.get("id"), laid.entries[where[0]][where[1]]
    if named is None:
        faults.add(item, "a rule without words, expected replace: true with another")
    elif id_ is None or id_ not in into:
        faults.add(item, f"no rule {short(id_ or '')} to change, expected the id of one")
    else:
        had, add, drop = (
            getattr(into[id_], named),
            *(values.get(name) or () for name in ("add", "drop")),
        )
        for word in add:
            if word in had:
                faults.add(item, f"{short(word)} stands in {id_!r} already, expected another word")
        for word in drop:
            if word not in had:
                faults.add(item, f"no {short(word)} in {id_!r} to drop, expected a word of it")
        words = tuple(word for word in (*had, *add) if word not in drop)
        examples = (*into[id_].examples, *(values.get("examples") or ()))
        changed = dataclasses.replace(into[id_], **{named: words}, examples=examples)
        for fault in check_rule(changed):
            faults.add(item, fault)
        into[id_] = changed


def _remove(
    given: dict[str, yaml.Node], item: yaml.Node, laid: _Laid, where: tuple[str, str], faults: Faults
) -> None:
    """Take away the rule that `given` names, which stages can do without."""
    says = {"id": str, "remove": bool, "examples": tuple[str, ...]}
    values = {name: build(says[name], node, faults) for name, node in given.items() if name in says}
    for name in given:
        if name not in says:
            faults.add(item, f"{short(name)} of a rule that is to go, expected its id and remove: true alone")
    id_, into = values.get("id"), laid.entries[where[0]][where[1]]
    if values.get("remove") is not True or id_ is None:
        faults.add(item, "a rule that is to go, expected its id and remove: true")
    elif where[1] == "words" and id_ in NEEDED.get(where[0], ()):
        faults.add(item, f"the list of words {id_!r} is needed, expected replace: true with other words")
    elif where[1] == "signs" and id_ in NEEDED_SIGNS.get(where[0], ()):
        faults.add(item, f"the sign {id_!r} is needed, expected replace: true with another pattern")
    elif id_ not in into:
        faults.add(item, f"no rule {short(id_)} to remove, expected the id of one")
    else:
        del into[id_], laid.places[f"{'.'.join(where)}.{id_}"]
