"""What stands before a number, read from its end: verbs, what it is against, and what is left for its name."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.extraction.clauses import Frame
from reportkit.extraction.scene import covering
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Span
from reportkit.rules.schema import Verb
from reportkit.stages import Mention, Quantity
from reportkit.text.words import Word, roles_in
from reportkit.values import dataclass

# What may stand between a name and its number and is part of neither.
_GAP = " 　\t（(—–-－―：:＝=/／"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reading:
    """The text before a number, read from its end.

    `left` are all its words, `words` those that are left for the name. `verb` is the verb of rising or falling, with its
    `direction`; `to` tells that the number is the level reached, `starts` that it is the level left (从, 由). `basis` is
    what it is compared with.
    """

    left: tuple[Word, ...]
    words: tuple[Word, ...]
    verb: Word | None
    direction: int
    to: bool
    linked: bool
    starts: bool
    distributive: bool
    basis: Span | None
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
    verb: Word | None = None
    direction: int = 0
    to: bool = False
    linked: bool = False
    starts: bool = False
    distributive: bool = False
    basis: tuple[int, int] | None = None
    # whether the last verb that was taken in only links
    links: bool = False
    trace: tuple[str, ...] = ()

    def take(self, word: Word) -> bool:
        """Take in one word; False if it belongs to the name, so that the tail ends behind it."""
        known = self.vocabulary.verbs.get(word.text)
        if self.verb is None and word.has("origins"):
            self.starts = True
        elif word.has("whole-shares"):
            return False
        elif word.text == "的" and self.quantity.dimension == "ratio":
            pass
        elif known is not None:
            return self._take_verb(word, known)
        elif word.has("distributive"):
            self.distributive = True
        elif word.text in self.vocabulary.end or word.text in _GAP:
            if self.basis is None and word.has("basis-words"):
                self.basis = word.start, word.stop
        else:
            return False
        return True

    def _take_verb(self, word: Word, known: Verb) -> bool:
        if self._is_deed(word) or self._is_growth(word) or self._is_height(word):
            return False
        self.links = not (known.direction or known.to or known.reached)
        if known.direction:
            if self.verb is not None or (self.linked and not self.to):
                return False
            self.verb, self.direction = word, known.direction
            self.to = self.to or word.text.endswith(self.vocabulary.tuples["verb-ends"])
            self.trace = (*self.trace, f"measure: verb {known.id}: {word.text}")
        elif known.reached:
            return self.to
        elif known.to:
            self.to = True
        else:
            self.linked = True
            self.to = self.to or word.has("reaches")
        return True

    def _is_growth(self, word: Word) -> bool:
        """Whether a word is the growth that a number is of, and no verb: 经济增长保持在6.5%以上, but 增长到6.5%."""
        rate = self.to and self.links and self.quantity.dimension == "ratio"
        return rate and word.text in self.vocabulary.heads

    def _is_height(self, word: Word) -> bool:
        """Whether a word names what is measured, and compares nothing: 大坝高85米, but 比上年高3米."""
        high = self.quantity.dimension == "length" and not self.compared
        return high and word.has("heights")

    def _is_deed(self, word: Word) -> bool:
        """Whether what a verb of degree does is counted, and nothing rises: 改造提升11条道路."""
        counted = self.quantity.dimension in ("count", "area", "people", None)
        if not counted or self.to or self.quantity.unit == "位" or self.quantity.form == "fraction":
            return False
        return word.has("degrees") or (self.object_follows and word.has("object-degrees"))


def read_left(text: str, frame: Frame, mentions: Sequence[Mention], vocabulary: Vocabulary) -> Reading:
    """Read what stands before a number in its clause, word by word from the number backwards."""
    left, quantity = frame.left, frame.quantity
    words = whole = vocabulary.words.cut(left.of(text))
    stop = len(words)
    told = roles_in(words)
    object_follows = _is_noun_behind(text, frame.right.start, vocabulary)
    tail = _Tail(quantity, vocabulary, object_follows, "against" in told)

    def last(role: str) -> int | None:
        """Where the last word before `stop` stands that has a role."""
        return (
            next((i for i in range(stop - 1, -1, -1) if role in words[i].roles), None)
            if role in told
            else None
        )

    while stop:
        word = words[stop - 1]
        at = left.start + word.start
        mention = covering(mentions, at, at + len(word.text))
        if mention is not None and mention.use != "part":
            if mention.use == "basis":
                tail.basis = tail.basis or (mention.span.start - left.start, mention.span.stop - left.start)
            elif vocabulary.has("up-to", text[mention.span.start]):
                tail.to = True  # 增加到2015年的287.9亿元
            stop -= 1
            while stop and left.start + words[stop - 1].start >= mention.span.start:
                stop -= 1
        elif (word.text == "的" and stop == 1) or not tail.take(word):
            break
        else:
            stop -= 1
    stop -= _improves(words[:stop], tail)
    against = last("against")
    if against is not None and stop - against > 1 and tail.verb is not None:
        # 增速比全市平均水平高0.7个百分点
        tail.basis = tail.basis or (words[against].start, words[stop - 1].stop)
        stop = against
    over = last("comparisons")
    if over is not None and tail.verb is None and quantity.dimension == "points":
        # 增加值增速高于全省平均水平1.5个百分点
        known = vocabulary.verbs.get(words[over].text)
        tail.verb, tail.direction = words[over], known.direction if known else 1
        tail.basis = words[over].start, words[stop - 1].stop
        stop = over
    left_from = last("origins")
    if left_from is not None and not tail.starts and _goes_on(text, frame, vocabulary):
        stop, tail.starts = left_from, True  # 就医人次从改革前的2000增至1.7万
    likened = last("likened")
    if likened is not None and quantity.dimension == "times" and tail.verb is None:
        stop, tail.linked = likened, True  # 产值是五年前的2.6倍
    rest = words[:stop]
    return Reading(
        left=whole,
        words=rest,
        verb=tail.verb,
        direction=tail.direction,
        to=tail.to,
        linked=tail.linked,
        starts=tail.starts,
        # 外资研发中心分别新增50家和20家: the verb between belongs to the name
        distributive=tail.distributive or last("distributive") is not None,
        basis=Span(left.start + tail.basis[0], left.start + tail.basis[1]) if tail.basis else None,
        share=last("share-verbs") is not None,
        trace=tail.trace,
    )


def _improves(words: tuple[Word, ...], tail: _Tail) -> int:
    """How many words at the end tell that what gets better by falling did, which the tail then tells: 浓度同比|改善5%."""
    told = tail.verb is not None or tail.to or tail.linked
    if told or not words or tail.quantity.dimension != "ratio" or not words[-1].has("improving"):
        return 0
    stop = len(words) - 1
    while stop and (words[stop - 1].text in tail.vocabulary.end or words[stop - 1].has("distributive")):
        stop -= 1
    if not stop or not words[stop - 1].has("falls-to-improve"):
        return 0
    tail.verb, tail.direction = words[-1], -1
    for word in reversed(words[stop:-1]):
        tail.take(word)
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
    return verb.to or arrives or (len(words) > 1 and words[1].has("on-to"))
