"""Cutting phrases into words: the only place that knows jieba.

A private tokenizer with a dictionary of our own: nothing global, no cache on disk, and no word is
invented (HMM off), so that a name is cut the same way on every machine.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

UNKNOWN_TAG = "n"
VERB = "v"
# The count of a word that a rule names and the dictionary lacks: that of an everyday word.
KNOWN_COUNT = 2000


_GUESSING = "jieba.finalseg"


class _Later(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _import_jieba() -> Any:
    """jieba, without what it imports for others and we do not use.

    That is pkg_resources, with which it finds a dictionary of its own (where setuptools is installed that import
    takes as long as all the rest of a run), and its table for guessing words, which comes when someone guesses.
    """
    if "jieba" in sys.modules:
        return sys.modules["jieba"]
    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    sys.modules[_GUESSING] = _Later(_GUESSING)
    try:
        import jieba
    finally:
        if absent:
            del sys.modules["pkg_resources"]
    return jieba


NO_ROLES: frozenset[str] = frozenset()


class Word(NamedTuple):
    """A word, where it starts in the phrase, its part of speech (v verb, n noun, p preposition …), and its roles."""

    text: str
    start: int
    tag: str
    roles: frozenset[str] = NO_ROLES

    @property
    def stop(self) -> int:
        """Where the word ends in the phrase."""
        return self.start + len(self.text)

    def has(self, role: str) -> bool:
        """Whether the rules give the word a role."""
        return role in self.roles


def roles_in(words: Iterable[Word]) -> frozenset[str]:
    """All roles that some of `words` have."""
    return NO_ROLES.union(*[word.roles for word in words])


class Words:
    """A dictionary to cut phrases with."""

    def __init__(
        self,
        lines: Iterable[str],
        known: Iterable[str] = (),
        verbs: Iterable[str] = (),
        nouns: Iterable[str] = (),
        roles: Mapping[str, Iterable[str]] = MappingProxyType({}),
    ) -> None:
        """`lines` are ``word count tag``; `known` words are added, those of them that are `verbs` as such.

        `nouns` are nouns whatever else; `roles` are the words of each role.
        """
        # thousands of lines at every start: no loop of ours over them
        fields = " ".join([line for line in lines if line[:1] != "#"]).split()
        words = fields[::3]
        counts = dict(zip(words, map(int, fields[1::3]), strict=True))
        self._tags = dict(zip(words, fields[2::3], strict=True))
        for word in known:
            counts.setdefault(word, KNOWN_COUNT)
        for word in verbs:
            self._tags.setdefault(word, VERB)
        for word in nouns:
            counts.setdefault(word, KNOWN_COUNT)
            self._tags[word] = UNKNOWN_TAG
        total = sum(counts.values())
        # what begins a word has a count too, or jieba would not look further
        beginnings = {word[:end] for word in counts for end in range(1, len(word))}
        counts = {**dict.fromkeys(beginnings, 0), **counts}
        self._counts, self._total = counts, max(total, 1)
        self._roles = _roles_of(roles)
        self._cutter: Any = None
        self.cut = lru_cache(maxsize=4096)(self._cut)

    def _tokenizer(self) -> Any:
        """Return the tokenizer, made when the first phrase is cut: importing jieba costs more than this module."""
        if self._cutter is None:
            jieba = _import_jieba()
            jieba.setLogLevel(logging.ERROR)
            cutter = jieba.Tokenizer()
            cutter.FREQ, cutter.total, cutter.initialized = self._counts, self._total, True
            self._cutter = cutter
        return self._cutter

    def tag(self, word: str) -> str:
        """Return the part of speech of a word."""
        return self._tags.get(word, UNKNOWN_TAG)

    def _cut(self, phrase: str) -> tuple[Word, ...]:
        """Return the words of `phrase`, in order and without a gap."""
        found, start, tags, roles = [], 0, self._tags, self._roles
        for text in self._tokenizer().cut(phrase, HMM=False):
            found.append(Word(text, start, tags.get(text, UNKNOWN_TAG), roles.get(text, NO_ROLES)))
            start += len(text)
        return tuple(found)


def _roles_of(roles: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Return the roles of each word, of the words of each role; one set for all the words that have the same."""
    of: dict[str, tuple[str, ...]] = {}
    for role, words in roles.items():
        for word in words:
            of[word] = (*of.get(word, ()), role)
    sets = {names: frozenset(names) for names in of.values()}
    return {word: sets[names] for word, names in of.items()}
