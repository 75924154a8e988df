"""The lexicon: each word once, with all its roles; and each role, with all words that have it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import yaml

from reportkit.rules.cache import Entries, Lines, Places
from reportkit.rules.check import LEXICON
from reportkit.rules.schema import WordRole
from reportkit.rules.strict import MOST, Faults, pairs, short

# The list of the topic in which the words stand, each with its roles.
WORDS = "words"


def word_rules(node: yaml.Node, faults: Faults) -> list[yaml.Node]:
    """Return the words that stand in a mapping, each as a rule: ``攀高: [rise]`` is ``{id: 攀高, roles: [rise]}``.

    Where a mapping stands behind a word it is the rest of its rule: ``增长: {add: [acts]}``.
    """
    found = pairs(node, faults)
    rules: list[yaml.Node] = []
    for word, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(word, yaml.ScalarNode) or found.get(word.value) is not value:
            continue  # a fault that is noted
        id_ = _key("id", word), word
        rest = value.value if isinstance(value, yaml.MappingNode) else [(_key("roles", word), value)]
        rules.append(yaml.MappingNode(node.tag, [id_, *rest], word.start_mark, word.end_mark))
    return rules


def _key(name: str, at: yaml.Node) -> yaml.ScalarNode:
    return yaml.ScalarNode(at.tag, name, at.start_mark, at.end_mark)


def roles_of(entries: Entries) -> dict[str, tuple[str, WordRole]]:
    """All roles by their ids, each with the list in which it stands; of two with one id the first."""
    found: dict[str, tuple[str, WordRole]] = {}
    for name, rules in entries[LEXICON].items():
        if name != WORDS:
            for id_, role in rules.items():
                found.setdefault(id_, (name, role))
    return found


def take_role(entries: Entries, id_: str) -> None:
    """Take a role that is to go from all words that have it."""
    words: dict[str, Any] = entries[LEXICON][WORDS]
    for word, entry in words.items():
        if id_ in entry.roles:
            words[word] = dataclasses.replace(entry, roles=tuple(role for role in entry.roles if role != id_))


def give_words(entries: Entries, places: Places) -> list[str]:
    """Give each role its words, in the order in which they stand; the words themselves are done with.

    The examples of a word become those of its last role. Returns the faults: roles that are not there, or there twice,
    and those that no word has.
    """
    words: dict[str, Any] = entries[LEXICON].pop(WORDS)
    roles = roles_of(entries)
    having: dict[str, list[str]] = {id_: [] for id_ in roles}
    examples: dict[str, list[str]] = {id_: [] for id_ in roles}
    unknown = []
    for word, entry in words.items():
        for id_ in entry.roles:
            if id_ in roles:
                having[id_].append(word)
            else:
                unknown.append((word, id_))
        for id_ in entry.roles[-1:]:
            examples.get(id_, []).extend(entry.examples)
    faults = _check_ids(entries, places, roles) + _unknown(unknown, places, roles)
    for id_, (name, role) in roles.items():
        if not having[id_]:
            place = places[f"{LEXICON}.{name}.{id_}"]
            faults.append(f"{place}: no word has the role {id_!r}, expected one or more")
        entries[LEXICON][name][id_] = dataclasses.replace(
            role, words=tuple(having[id_]), examples=(*role.examples, *examples[id_])
        )
    return faults


def _unknown(found: list[tuple[str, str]], places: Places, roles: Iterable[str]) -> list[str]:
    """Return a fault for each word with a role that is none, as many as are told."""
    faults = []
    for word, id_ in found[:MOST]:
        near = get_close_matches(id_, roles, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        place = places[f"{LEXICON}.{WORDS}.{word}"]
        faults.append(
            f"{place}: {word!r} has a role {short(id_)}, which is none{hint}, expected one of lexicon.yaml"
        )
    return faults


def take_lines(places: Places) -> Lines:
    """Take the words out of the places of all that was read."""
    words = [key for key in places if key.startswith(f"{LEXICON}.{WORDS}.")]
    return "\n".join(f"{places.pop(key)}\t{key.split('.', 2)[2]}" for key in words)


def _check_ids(entries: Entries, places: Places, roles: dict[str, tuple[str, WordRole]]) -> list[str]:
    """Roles of several lists that have one id."""
    return [
        f"{places[f'{LEXICON}.{name}.{id_}']}: the id {id_!r} is taken "
        f"({places[f'{LEXICON}.{roles[id_][0]}.{id_}']}), expected another"
        for name, rules in entries[LEXICON].items()
        for id_ in rules
        if roles[id_][0] != name
    ]
