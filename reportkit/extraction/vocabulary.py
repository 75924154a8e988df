"""The words by which measures and names are told, compiled from the rules, with the dictionary to cut by."""

from __future__ import annotations

from functools import cache

from reportkit.extraction.grammar import COLONS
from reportkit.rules.pattern import Pattern
from reportkit.rules.schema import Head, Verb
from reportkit.rules.topics import CatalogueRules, LexiconRules, NameRules, RuleSet, TableRules
from reportkit.text.words import Words
from reportkit.values import dataclass

# What ends a clause or an item; the empty string is the end of the text.
PAUSES = ("", *COLONS, *"，,、；;。）)！？|\n")
# The roles of words that begin what is said of a thing counted.
PREDICATES = ("results", "progress", "deeds", "said-how", "said-with")
# Those of them that are said of a deed too: 新城建设|扎实推进
OUTCOMES = ("results", "progress", "said-how")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Sets of words, each by the id of the role that they have."""

    verbs: dict[str, Verb]
    heads: dict[str, Head]
    lists: dict[str, frozenset[str]]
    # the same in their order, as str.endswith takes them
    tuples: dict[str, tuple[str, ...]]
    # what tells parts of a name and of a table, by the ids of the signs
    signs: dict[str, Pattern]
    # what is said of both, and the two sides of it
    sides: dict[str, tuple[str, ...]]
    # what the headers of tables bear, each by the pattern that tells it
    headers: dict[str, Pattern]
    # what ends the label of a row whose numbers rise or fall, and which way
    label_ends: dict[str, int]
    start: frozenset[str]
    end: frozenset[str]
    # the words of some roles, the longest first, as str.endswith takes them
    carried: tuple[str, ...]
    shared_heads: tuple[str, ...]
    noun_ends: tuple[str, ...]
    tasks: tuple[str, ...]
    anywhere: tuple[Pattern, ...]
    words: Words

    def has(self, name: str, word: str) -> bool:
        """Whether `word` has the role `name`."""
        return word in self.lists[name]

    def begins(self, name: str, text: str) -> bool:
        """Whether `text` begins with a word of the role `name`, and that word ends a clause there."""
        words = self.tuples[name]
        return text.startswith(words) and any(
            text.startswith(word) and text[len(word) : len(word) + 1] in PAUSES for word in words
        )


def vocabulary(rules: RuleSet) -> Vocabulary:
    """The compiled vocabulary of `rules`, made once."""
    return _vocabulary(rules.lexicon, rules.names, rules.tables, rules.indicators, rules.words)


@cache
def _vocabulary(
    lexicon: LexiconRules,
    names: NameRules,
    tables: TableRules,
    catalogue: CatalogueRules,
    dictionary: bytes,
) -> Vocabulary:
    verbs = {word: verb for verb in lexicon.verbs for word in verb.words}
    heads = {word: head for head in lexicon.heads for word in head.words}
    lists = {role.id: frozenset(role.words) for role in lexicon.names}
    lists["predicates"] = frozenset().union(*(lists[name] for name in PREDICATES))
    lists["outcomes"] = frozenset().union(*(lists[name] for name in OUTCOMES))
    sides = {
        side: frozenset(word for trim in lexicon.trims if trim.side == side for word in trim.words)
        for side in ("start", "end")
    }
    known = {*verbs, *heads, *sides["start"], *sides["end"], *(w for words in lists.values() for w in words)}
    # 和美乡村, 在园幼儿: a name of the catalogue is kept whole where its first word would be trimmed off
    surfaces = {surface for concept in catalogue.concepts for surface in (concept.name, *concept.aliases)}
    led = (s for s in surfaces if not sides["start"].isdisjoint((s[:1], s[:2], s[:3])))
    trimmed = ((s, next(n for n in (3, 2, 1) if s[:n] in sides["start"])) for s in led)
    whole = [surface for surface, size in trimmed if surface[size:] not in surfaces]
    nouns = [w for name in ("carried", "rates", "whole-nouns", "parts") for w in lists[name] if len(w) > 1]
    words = Words(
        dictionary.decode("utf-8").splitlines(),
        known=(w for w in known if len(w) > 1),
        verbs=lists["acts"],
        nouns=[*nouns, *whole],
        roles=lists,
    )
    return Vocabulary(
        verbs=verbs,
        heads=heads,
        lists=lists,
        tuples={role.id: role.words for role in lexicon.names},
        signs={sign.id: sign.pattern for sign in (*names.signs, *tables.signs)},
        sides={entry.id: entry.words for entry in names.sides},
        headers={sign.id: sign.pattern for sign in tables.headers},
        label_ends=_label_ends(lexicon, verbs, heads),
        start=sides["start"],
        end=sides["end"],
        carried=tuple(sorted(lists["carried"], key=len, reverse=True)),
        shared_heads=(*lists["carried"], *lists["shared-heads"], *heads),
        noun_ends=tuple(sorted(lists["noun-ends"], key=len, reverse=True)),
        tasks=tuple(sorted(lists["tasks"], key=len, reverse=True)),
        anywhere=tuple(sign.pattern for sign in names.cuts),
        words=words,
    )


def _label_ends(lexicon: LexiconRules, verbs: dict[str, Verb], heads: dict[str, Head]) -> dict[str, int]:
    """What ends a label that tells of a growth: a verb of more than one character, and a noun of growth or of a fall."""
    nouns = next(role.words for role in lexicon.numbers if role.id == "label-growth")
    moving = {word: verb.direction for word, verb in verbs.items() if verb.direction and len(word) > 1}
    falling = {word: head.direction for word, head in heads.items() if head.direction < 0}
    return {**dict.fromkeys(nouns, 1), **moving, **falling}
