"""What stands before a number, read from its end: verbs, what it is against, and what is left for its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.extraction.clauses import Frame
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Span
from reportkit.rules.schema import Verb
from reportkit.stages import Mention, Quantity
from reportkit.text.words import Word

# What may stand between a name and its number and is part of neither.
_GAP = " 　\t（(—–-－―：:＝=/／"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reading:
    """The text before a number, read from its end.

    `subject` is what is left of it for the name. `verb` is the verb of rising or falling, with its
    `direction`; `to` tells that the number is the level reached, `starts` that it is the level left (从, 由).
    """

    subject: Span
    words: tuple[Word, ...]
    verb: str | None
    direction: int
    to: bool
    linked: bool
    starts: bool
    distributive: bool
    basis: str | None
    share: bool
    trace: tuple[str, ...]


@dataclass(slots=True, eq=False, repr=False)
class _Tail:
    """What the words between a name and its number say, gathered from the number backwards."""

    quantity: Quantity
    vocabulary: Vocabulary
    object_follows: bool
    # whether the clause sets something against another
    compared: bool
    verb: str | None = None
    direction: int = 0
    to: bool = False
    linked: bool = False
    starts: bool = False
    distributive: bool = False
    basis: str | None = None
    # whether the last verb that was taken in only links
    links: bool = False
    trace: tuple[str, ...] = ()

    def take(self, word: str) -> bool:
        """Take in one word; False if it belongs to the name, so that the tail ends behind it."""
        known = self.vocabulary.verbs.get(word)
        lists = self.vocabulary.lists
        if self.verb is None and word in lists["origins"]:
            self.starts = True
        elif word in lists["whole-shares"]:
            return False
        elif word == "的" and self.quantity.dimension == "ratio":
            pass
        elif known is not None:
            return self._take_verb(word, known)
        elif word in lists["distributive"]:
            self.distributive = True
        elif word in self.vocabulary.end or word in _GAP:
            self.basis = self.basis or (word if word in lists["basis-words"] else None)
        else:
            return False
        return True

    def _take_verb(self, word: str, known: Verb) -> bool:
        if self._is_deed(word) or self._is_growth(word) or self._is_height(word):
            return False
        self.links = not (known.direction or known.to or known.reached)
        if known.direction:
            if self.verb is not None or (self.linked and not self.to):
                return False
            self.verb, self.direction = word, known.direction
            self.to = self.to or word.endswith(self.vocabulary.tuples["verb-ends"])
            self.trace = (*self.trace, f"measure: verb {known.id}: {word}")
        elif known.reached:
            return self.to
        elif known.to:
            self.to = True
        else:
            self.linked = True
            self.to = self.to or self.vocabulary.has("reaches", word)
        return True

    def _is_growth(self, word: str) -> bool:
        """Whether a word is the growth that a number is of, and no verb: 经济增长保持在6.5%以上, but 增长到6.5%."""
        return self.to and self.links and self.quantity.dimension == "ratio" and word in self.vocabulary.heads

    def _is_height(self, word: str) -> bool:
        """Whether a word names what is measured, and compares nothing: 大坝高85米, but 比上年高3米."""
        high = self.quantity.dimension == "length" and not self.compared
        return high and self.vocabulary.has("heights", word)

    def _is_deed(self, word: str) -> bool:
        """Whether what a verb of degree does is counted, and nothing rises: 改造提升11条道路."""
        counted = self.quantity.dimension in ("count", "area", "people", None)
        if not counted or self.to or self.quantity.unit == "位" or self.quantity.form == "fraction":
            return False
        has = self.vocabulary.has
        return has("degrees", word) or (self.object_follows and has("object-degrees", word))


def read_left(
    text: str, frame: Frame, quantity: Quantity, mentions: Sequence[Mention], vocabulary: Vocabulary
) -> Reading:
    """Read what stands before a number in its clause, word by word from the number backwards."""
    left = frame.left
    words = vocabulary.words.cut(left.of(text))
    stop = len(words)
    lists = vocabulary.lists
    compared = any(word.text in lists["against"] for word in words)
    tail = _Tail(quantity, vocabulary, _is_noun_behind(text, frame.right.start, vocabulary), compared)
    while stop:
        word = words[stop - 1]
        at = left.start + word.start
        mention = _covering(mentions, at, at + len(word.text))
        if mention is not None and mention.use != "part":
            if mention.use == "basis":
                tail.basis = tail.basis or mention.span.of(text)
            elif text[mention.span.start] in lists["up-to"]:
                tail.to = True  # 增加到2015年的287.9亿元
            stop -= 1
            while stop and left.start + words[stop - 1].start >= mention.span.start:
                stop -= 1
        elif (word.text == "的" and stop == 1) or not tail.take(word.text):
            break
        else:
            stop -= 1
    stop -= _improves(words[:stop], tail)
    against = next((i for i in range(stop - 1, -1, -1) if words[i].text in lists["against"]), None)
    if against is not None and stop - against > 1 and tail.verb is not None:
        # 增速比全市平均水平高0.7个百分点
        tail.basis = tail.basis or "".join(w.text for w in words[against:stop])
        stop = against
    over = next((i for i in range(stop - 1, -1, -1) if words[i].text in lists["comparisons"]), None)
    if over is not None and tail.verb is None and quantity.dimension == "points":
        # 增加值增速高于全省平均水平1.5个百分点
        known = vocabulary.verbs.get(words[over].text)
        tail.verb, tail.direction = words[over].text, known.direction if known else 1
        tail.basis = "".join(w.text for w in words[over:stop])
        stop = over
    left_from = next((i for i in range(stop - 1, -1, -1) if words[i].text in lists["origins"]), None)
    if left_from is not None and not tail.starts and _goes_on(text, frame, vocabulary):
        stop, tail.starts = left_from, True  # 就医人次从改革前的2000增至1.7万
    likened = next((i for i in range(stop - 1, -1, -1) if words[i].text in lists["likened"]), None)
    if likened is not None and quantity.dimension == "times" and tail.verb is None:
        stop, tail.linked = likened, True  # 产值是五年前的2.6倍
    rest = words[:stop]
    return Reading(
        subject=Span(left.start, left.start + (rest[-1].start + len(rest[-1].text) if rest else 0)),
        words=rest,
        verb=tail.verb,
        direction=tail.direction,
        to=tail.to,
        linked=tail.linked,
        starts=tail.starts,
        # 外资研发中心分别新增50家和20家: the verb between belongs to the name
        distributive=tail.distributive or any(w.text in lists["distributive"] for w in rest),
        basis=tail.basis,
        share=any(w.text in lists["share-verbs"] for w in rest),
        trace=tail.trace,
    )


def _improves(words: tuple[Word, ...], tail: _Tail) -> int:
    """How many words at the end tell that what gets better by falling did, which the tail then tells: 浓度同比|改善5%."""
    has = tail.vocabulary.has
    told = tail.verb is not None or tail.to or tail.linked
    if told or not words or tail.quantity.dimension != "ratio" or not has("improving", words[-1].text):
        return 0
    stop = len(words) - 1
    while stop and (words[stop - 1].text in tail.vocabulary.end or has("distributive", words[stop - 1].text)):
        stop -= 1
    if not stop or not has("falls-to-improve", words[stop - 1].text):
        return 0
    tail.verb, tail.direction = words[-1].text, -1
    for word in reversed(words[stop:-1]):
        tail.take(word.text)
    return len(words) - stop


def _is_noun_behind(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Whether what stands at `at` behind a number can be what is counted."""
    if not "\u4e00" <= text[at : at + 1] <= "\u9fff":
        return False
    return text[at] != "的" and not vocabulary.has("up-to", text[at])


def _goes_on(text: str, frame: Frame, vocabulary: Vocabulary) -> bool:
    """Whether a number is followed by what it became: 增至, 提高到."""
    words = vocabulary.words.cut(frame.right.of(text)[:6])
    verb = vocabulary.verbs.get(words[0].text) if words else None
    if verb is None or not (verb.direction or verb.to):
        return False
    arrives = words[0].text.endswith(vocabulary.tuples["verb-ends"])
    return verb.to or arrives or (len(words) > 1 and vocabulary.has("on-to", words[1].text))


def _covering(mentions: Sequence[Mention], start: int, stop: int) -> Mention | None:
    return next((m for m in mentions if m.span.start < stop and start < m.span.stop), None)
