"""Rule files into rules: laid over one another by id, typed, and checked by themselves and against one another."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from reportkit.errors import RuleError
from reportkit.rules.cache import Entries, Lines, Places
from reportkit.rules.check import LEXICON, check_against_one_another, check_rule, kind_of
from reportkit.rules.files import RuleFile, shown
from reportkit.rules.lexicon import WORDS, give_words, take_lines, take_role, word_rules
from reportkit.rules.needed import NEEDED
from reportkit.rules.schema import Word, WordRole
from reportkit.rules.strict import Faults, build, compose, elements, pairs, record, short
from reportkit.rules.topics import TOPICS

# So many rules may stand in a list of one file; of those with a pattern, each of which is searched for on its own, fewer.
MOST_RULES, MOST_PATTERNS = 20_000, 500


@dataclasses.dataclass(frozen=True, slots=True)
class _Laid:
    """The rules laid so far, where each stands, and the faults of their files."""

    entries: Entries
    places: Places
    faults: list[str]


def read_rules(files: Sequence[RuleFile], over: Sequence[RuleFile] = ()) -> tuple[Entries, Places, Lines]:
    """Read the rules of `files`, each with its name within its folder and its bytes, and where each rule and word stands.

    A later file is laid over an earlier one, and those `over` them last: what they are laid over is read once a process.
    Raises `RuleError` with every fault of every file.
    """
    if over:
        below = _laid_once(tuple(files), tuple(shown(path) for path, *_ in files))
        entries = {
            topic: {name: {**rules} for name, rules in lists.items()}
            for topic, lists in below.entries.items()
        }
        laid = _lay_all(over, _Laid(entries, {**below.places}, [*below.faults]))
    else:
        laid = _lay_all(files, _nothing())
    faults = laid.faults
    if not faults:
        first = {topic: f"{topic}.yaml:1" for topic in TOPICS}
        first |= {topic_of(name): f"{shown(path)}:1" for path, name, _ in reversed([*files, *over])}
        faults += give_words(laid.entries, laid.places)
        faults += check_against_one_another(laid.entries, laid.places, first)
    if faults:
        raise RuleError(faults)
    return laid.entries, laid.places, take_lines(laid.places)


def _nothing() -> _Laid:
    entries: Entries = {topic: {name: {} for name in get_type_hints(kind)} for topic, kind in TOPICS.items()}
    entries[LEXICON][WORDS] = {}
    return _Laid(entries, {}, [])


@lru_cache(maxsize=1)
def _laid_once(files: tuple[RuleFile, ...], _shown: tuple[str, ...]) -> _Laid:
    """Lay the rules that others are laid over; their places, as they are shown, hang on the working folder."""
    return _lay_all(files, _nothing())


def _lay_all(files: Sequence[RuleFile], laid: _Laid) -> _Laid:
    for path, name, raw in files:
        laid.faults.extend(_lay(path, topic_of(name), raw, laid))
    return laid


def topic_of(name: str) -> str:
    """Return the topic of a rule file by its name within its folder: ``units.yaml``, ``indicators/trade.yaml``."""
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
    kinds = {name: get_args(hint)[0] for name, hint in get_type_hints(TOPICS[topic]).items()}
    kinds |= {WORDS: Word} if topic == LEXICON else {}
    for key, items in pairs(node, faults).items():
        if key not in kinds:
            faults.add(items, f"unknown list {short(key)}, expected one of {', '.join(kinds)}")
            continue
        kind = kinds[key]
        rules = (word_rules if kind is Word else elements)(items, faults)
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
        instead = "add, drop or replace: true" if kind is Word else "another"
        faults.add(item, f"the id {entry.id!r} is taken ({laid.places[key]}), expected {instead}")
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
    """Add words to the rule that `given` names, or roles to a word, and drop others, which it must have."""
    named = next((name for name in ("words", "aliases", "roles") if name in kind.__dataclass_fields__), None)
    what = "role" if kind is Word else "word"
    says = {"id": str, **dict.fromkeys(("add", "drop", "examples"), tuple[str, ...])}
    values = {name: build(says[name], node, faults) for name, node in given.items() if name in says}
    for name in given:
        if name not in says:
            faults.add(item, f"{short(name)} beside add or drop, expected an id and examples alone")
    id_, into = values.get("id"), laid.entries[where[0]][where[1]]
    if issubclass(kind, WordRole):
        faults.add(item, f"words of the role {short(id_ or '')}, expected each under words, with its roles")
    elif named is None:
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
                faults.add(item, f"{short(word)} stands in {id_!r} already, expected another {what}")
        for word in drop:
            if word not in had:
                faults.add(item, f"no {short(word)} in {id_!r} to drop, expected a {what} of it")
        words = tuple(word for word in (*had, *add) if word not in drop)
        examples = (*into[id_].examples, *(values.get("examples") or ()))
        changed = dataclasses.replace(into[id_], **{named: words}, examples=examples)
        for fault in check_rule(changed):
            faults.add(item, fault)
        into[id_] = changed
        if kind is Word:
            laid.places[f"{'.'.join(where)}.{id_}"] = f"{faults.file}:{item.start_mark.line + 1}"


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
    elif id_ in NEEDED.get(".".join(where), ()):
        faults.add(item, f"the {kind_of('.'.join(where))} {id_!r} is needed, expected {_instead(where)}")
    elif id_ not in into:
        faults.add(item, f"no rule {short(id_)} to remove, expected the id of one")
    else:
        del into[id_], laid.places[f"{'.'.join(where)}.{id_}"]
        if where[0] == LEXICON and where[1] != WORDS:
            take_role(laid.entries, id_)


def _instead(where: tuple[str, str]) -> str:
    """Return what is expected in the place of taking away what stages ask for."""
    if where[0] == LEXICON:
        return "it to stay"
    return f"replace: true with {'another pattern' if where[1] == 'signs' else 'other words'}"
