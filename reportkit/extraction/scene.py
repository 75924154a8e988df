"""The sentence in which numbers are named: its text, its times, what a name is, and the names given so far.

A name is made of pieces of the text, so that each of its words can be shown where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import Enum
from itertools import chain

import regex

from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Span
from reportkit.rules.pattern import Pattern
from reportkit.stages import Mention, Quantity
from reportkit.text.words import Word
from reportkit.values import dataclass

# Longer than this a clause holds more than a name: only its last part is kept.
LONGEST = 30
# So long a label is still read at a glance: a longer one is shortened where something can be left out.
LONGEST_LABEL = 24
# No clause leans on one further back than this; looking further would make long lists slow.
REMEMBERED = 16
MARKS = " 　\t，,、：:；;。—－-–·•*#”）)】》"
# A bracket that is shut though none was opened; so far back it is looked for where it was
_SHUT = regex.compile(r"[^（(）)]*[）)]")
_BRACKET = 200


# Marks with which no name begins or ends.
_NO_START = frozenset("、，,：:；;。.?？!！…·/%％‰”’）)》 　")
_NO_END = frozenset("、，,：:；;。?？!！…·“‘（(《 　")


class Way(Enum):
    """A way in which a number comes to its name; its value is what is told of it."""

    CLAUSE = "the clause"
    RELATION = "relation"
    CARRIED = "carried on"
    ABOUT = "object of 对 before"
    OWNER_BEFORE = "bearer before"
    OBJECT_BEFORE = "object before"
    SUBJECT_BEFORE = "subject before"
    HEAD_BEFORE = "head before"
    TOPIC_BEFORE = "head of the clause before"
    LEVEL = "level"
    VERB_SHARED = "verb shared"
    DEALT = "dealt out"
    OWNER = "bearer"
    GIVEN_FOR = "given for"
    PREDICATE = "predicate"
    NOUN_BEHIND = "noun behind"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name:
    """A name: its pieces in the order of the name, and its words for those who lean on it.

    `side` is the side to which what is said of both was dealt out (城镇 of 城乡居民收入), `joint` what is set between its
    pieces (实现超低排放|的|煤电机组).
    """

    pieces: tuple[Span, ...]
    text: str
    words: tuple[Word, ...] = field(default=(), compare=False)
    way: Way = Way.CLAUSE
    side: str = ""
    joint: str = ""

    @property
    def label(self) -> str:
        """How the number came to its name, as it is told."""
        return f"{self.way.value} to {self.side}" if self.side else self.way.value

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scene:
    """A sentence with numbers: its text, the words that are known, and the times that it names."""

    text: str
    vocabulary: Vocabulary
    mentions: Sequence[Mention]
    # 全国 is who speaks in a national report, and above the place of any other: 全国重点文物保护单位
    above: frozenset[str]


@dataclass(slots=True, eq=False, repr=False)
class Said:
    """What a sentence has named so far: all that a clause which leaves something out may lean on.

    `before` are the names with their numbers, `starts` tells that the last is one that something rose or fell from, and
    `verb` is what the items of a list share. Nothing but a lone subject is carried over a full stop.
    """

    before: list[tuple[Name, Quantity]] = field(default_factory=list)
    starts: bool = False
    verb: Span | None = None

    def keep(self, name: Name, quantity: Quantity, starts: bool) -> None:
        """Remember a name for the clauses that follow; `starts` tells that the number is one that rose or fell."""
        self.before.append((name, quantity))
        del self.before[:-REMEMBERED]
        self.starts = starts

    def step_out(self, text: str, at: int) -> None:
        """Forget the parts told in brackets right behind an amount, where these are shut before `at`.

        预算收入36亿元（其中：开发区4亿元），增长3%: what follows is said of the amount again.
        """
        if len(self.before) < 2 or not _SHUT.match(text, self.before[-1][1].span.stop, at):
            return
        stop = self.before[-1][1].span.start
        opened = max(text.rfind(mark, max(stop - _BRACKET, 0), stop) for mark in "（(")
        outer = next((i for i, (_, q) in enumerate(self.before) if q.span.stop == opened), None)
        if outer is not None:
            del self.before[outer + 1 :]
            self.starts = False

    def last(self) -> Name | None:
        """The name before, other than one that sets a number against another thing."""
        if not self.before:
            return None
        return next((n for n, _ in reversed(self.before) if n.way is not Way.RELATION), self.before[-1][0])


def covering(mentions: Sequence[Mention], start: int, stop: int) -> Mention | None:
    """The first time named of which some stands from `start` to `stop`."""
    for mention in mentions:
        if mention.span.start < stop and start < mention.span.stop:
            return mention
    return None


def made(
    scene: Scene, spans: list[Span], words: tuple[Word, ...] = (), way: Way = Way.CLAUSE, joint: str = ""
) -> Name:
    """A name of `spans`, without asides in brackets and what belongs to no name; a long one without what it can spare."""
    pieces = _without(scene, spans, scene.vocabulary.anywhere)
    if sum(map(len, pieces)) > LONGEST_LABEL:
        pieces = _without(scene, pieces, (scene.vocabulary.signs["dispensable"],))
    pieces = _without_marks(scene.text, pieces)
    text = joint.join("".join(piece.of(scene.text).split()) for piece in pieces)
    if not any(char.isalnum() for char in text):
        return Name((), "")  # a mark between two numbers names nothing
    return Name(tuple(pieces), text, words, way, joint=joint)


def _without(scene: Scene, spans: Sequence[Span], patterns: Sequence[Pattern]) -> list[Span]:
    """What is left of `spans` without what the patterns find."""
    pieces: list[Span] = []
    for span in spans:
        at = span.start
        asides = (p.finditer(scene.text, span.start, span.stop) for p in patterns)
        for low, high in sorted(match.span() for match in chain(*asides)):
            if low > at:
                pieces.append(Span(at, low))
            at = max(at, high)
        if at < span.stop:
            pieces.append(Span(at, span.stop))
    return pieces


def _without_marks(text: str, pieces: list[Span]) -> list[Span]:
    """The pieces of a name without the marks with which it would begin or end: ‰学科, 信号灯联网、."""
    while pieces and text[pieces[0].start] in _NO_START:
        pieces = [*([Span(pieces[0].start + 1, pieces[0].stop)] if len(pieces[0]) > 1 else []), *pieces[1:]]
    while pieces and text[pieces[-1].stop - 1] in _NO_END:
        pieces = [
            *pieces[:-1],
            *([Span(pieces[-1].start, pieces[-1].stop - 1)] if len(pieces[-1]) > 1 else []),
        ]
    return pieces


def trimmed(scene: Scene, words: tuple[Word, ...], offset: int, whole: bool = False) -> Name:
    """The words without those that name nothing at their start; the `whole` of them however long they are."""
    first, last = 0, len(words)
    while first < last:
        word = words[first]
        at = offset + word.start
        mention = covering(scene.mentions, at, at + len(word.text))
        if mention is not None:
            while first < last and offset + words[first].start < mention.span.stop:
                first += 1
        elif _is_act(scene, words[first:last]):
            break
        elif word.text in MARKS or (word.text in scene.vocabulary.start and word.text not in scene.above):
            first += 1
        else:
            break
    if last - first > 1 and words[first].tag == "p" and _are_trims(scene, words[first + 1 : last]):
        return Name((), "")  # 对全区
    words = _acted(scene, _unopened(scene, _unlisted(scene, words[first:last])))
    words = words if whole else _shortened(scene, words)
    if not words:
        return Name((), "")
    start, stop = offset + words[0].start, offset + words[-1].start + len(words[-1].text)
    return made(scene, [Span(start, stop)], words)


def _is_act(scene: Scene, words: tuple[Word, ...]) -> bool:
    """Whether a word that is trimmed elsewhere is what was done: 通过7件, 争取专项资金3亿元."""
    word, has = words[0].text, scene.vocabulary.has
    return has("lone-acts", word) if len(words) == 1 else has("seeking", word) and words[-1].has("sought")


def _are_trims(scene: Scene, words: tuple[Word, ...]) -> bool:
    return all(word.text in scene.vocabulary.start for word in words)


def _unlisted(scene: Scene, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """What a list of examples leads up to: 银行、保险、证券等各类金融机构 → 金融机构."""
    for i in range(len(words) - 2, 0, -1):
        if words[i].has("and-so-on") and sum(len(w.text) for w in words[i + 1 :]) >= 3:
            rest = words[i + 1 :]
            return rest[1:] if len(rest) > 1 and rest[0].has("kinds-of") else rest
    return words


def _unopened(scene: Scene, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """What is done, without what it is about: 围绕养老服务开展调研督导 → 调研督导."""
    if words and words[0].has("openers"):
        for i in range(len(words) - 2, 0, -1):
            if words[i].has("light-verbs"):
                return words[i + 1 :] if words[i].has("empty-deeds") else words[i:]
    return words


def _acted(scene: Scene, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """What is done, without who does it and with whom, for whom or where: 市检察院协同公安机关逮捕罪犯 → 逮捕罪犯."""
    for i in range(1, len(words) - 2):
        led = words[i].has("companions") and words[i - 1].has("organs")
        if not led and not words[i].has("outings"):
            continue
        deeds = [j for j in range(i + 2, len(words)) if words[j].tag == "v" and len(words[j].text) > 1]
        if deeds:
            return words[deeds[0 if led else -1] :]
    return words


def _shortened(scene: Scene, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The last part of a clause that is too long for a name, from a verb on."""
    length = sum(len(w.text) for w in words)
    if length <= LONGEST:
        return words
    for i in range(1, len(words)):
        length -= len(words[i - 1].text)
        if length <= LONGEST and (words[i].tag in ("v", "p") or words[i - 1].text in "，,、"):
            return words[i:]
    return words[-8:]
