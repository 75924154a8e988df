"""What a number is called: the words of its clause that a reader would write beside it.

A name is made of pieces of the text, so that each of its words can be shown where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from reportkit.extract.clauses import REACH, Frame
from reportkit.extract.measures import Reading
from reportkit.extract.vocabulary import Vocabulary
from reportkit.model import Mention, Quantity, Span
from reportkit.text.words import Word

# Longer than this a clause holds more than a name: only its last part is kept.
LONGEST = 30
LONGEST_PREDICATE = 18
_AMOUNTS = ("money", "mass", "area", "length", "volume", "energy", "power", "freight", "standard-coal")
_ASIDE = regex.compile(r"[（(](?:不?含|包括|下同|其中|按|不包括|以下)[^）)]*[）)]?")
_MARKS = " 　\t，,、：:；;。—－-–·•*#“"
_LIST = regex.compile(r"、|和|与|及|以及")
_TAIL = ("中", "等", "的", "内", "里", "上", "后", "时", "，", "、", " ", "有")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its pieces in the order of the name, and its words for those who lean on it."""

    pieces: tuple[Span, ...]
    text: str
    words: tuple[Word, ...] = field(default=(), compare=False)
    rule: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


class Namer:
    """Names the numbers of one sentence after another; what an elliptical clause leaves out comes from those before."""

    def __init__(
        self, text: str, vocabulary: Vocabulary, mentions: Sequence[Mention], national: bool
    ) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.mentions = mentions
        # 全国 is who speaks in a national report, and a rank of things in any other: 全国重点文物保护单位
        self.speakers = frozenset() if national else frozenset({"全国", "在全国", "全球"})
        self.before: list[tuple[Name, Quantity]] = []
        self.starts = False

    def start_sentence(self) -> None:
        """Forget the names before: nothing but a lone subject is carried over a full stop."""
        self.before = []
        self.starts = False

    def name(self, frame: Frame, reading: Reading, following: Frame | None) -> Name:
        """The name of the number of `frame`."""
        quantity = frame.quantity
        own = self._own(frame, reading)
        if quantity.form == "ordinal":
            own = self._ranked(own)
        elif relation := self._relation(frame, reading):
            return relation
        elif not frame.listed or not own:
            by_right = self._by_right(frame, own, following)
            if by_right is not None:
                return by_right
        if not own or self.vocabulary.has("comparisons", own.words[0].text):
            return self._inherited(frame)
        return self._completed(own, frame, reading)

    def keep(self, name: Name, quantity: Quantity, starts: bool) -> None:
        """Remember a name for the clauses that follow; `starts` tells that the number is one that rose or fell."""
        self.before.append((name, quantity))
        self.starts = starts

    # what stands before the number

    def _own(self, frame: Frame, reading: Reading) -> Name:
        return self._trimmed(reading.words, frame.left.start, reading.subject)

    def _trimmed(self, words: tuple[Word, ...], offset: int, subject: Span) -> Name:
        """The words without those that name nothing at their start."""
        first, last = 0, len(words)
        while first < last:
            word = words[first]
            at = offset + word.start
            mention = next((m for m in self.mentions if m.span.start < at + len(word.text) and at < m.span.stop), None)
            if mention is not None:
                while first < last and offset + words[first].start < mention.span.stop:
                    first += 1
            elif word.text in _MARKS or (word.text in self.vocabulary.start and word.text not in self.speakers):
                first += 1
            else:
                break
        words = self._shortened(self._unopened(self._unlisted(words[first:last])))
        if not words:
            return Name((), "")
        start, stop = offset + words[0].start, offset + words[-1].start + len(words[-1].text)
        return self._made([Span(start, stop)], words)

    def _unlisted(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """What a list of examples leads up to: 银行、保险、证券等各类金融机构 → 金融机构."""
        for i in range(len(words) - 2, 0, -1):
            if words[i].text == "等" and sum(len(w.text) for w in words[i + 1 :]) >= 3:
                rest = words[i + 1 :]
                return rest[1:] if len(rest) > 1 and rest[0].text in ("各类", "各种", "各项", "各级") else rest
        return words

    def _unopened(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """What is done, without what it is about: 围绕养老服务开展调研督导 → 调研督导."""
        if words and self.vocabulary.has("openers", words[0].text) or (words and words[0].text == "事关"):
            for i in range(len(words) - 2, 0, -1):
                if self.vocabulary.has("light-verbs", words[i].text):
                    return words[i + 1 :] if words[i].text in ("开展", "进行") else words[i:]
        return words

    def _shortened(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The last part of a clause that is too long for a name, from a verb on."""
        length = sum(len(w.text) for w in words)
        if length <= LONGEST:
            return words
        for i in range(1, len(words)):
            length -= len(words[i - 1].text)
            if length <= LONGEST and (words[i].tag in ("v", "p") or words[i - 1].text in "，,、"):
                return words[i:]
        return words[-8:]

    def _made(self, spans: list[Span], words: tuple[Word, ...] = (), rule: str = "", joint: str = "") -> Name:
        """A name of `spans`, without asides in brackets and what belongs to no name."""
        pieces: list[Span] = []
        for span in spans:
            at = span.start
            drops = sorted(
                (m.span() for p in (self.vocabulary.anywhere, _ASIDE) for m in p.finditer(self.text, span.start, span.stop))
            )
            for low, high in drops:
                if low > at:
                    pieces.append(Span(at, low))
                at = max(at, high)
            if at < span.stop:
                pieces.append(Span(at, span.stop))
        text = joint.join("".join(p.of(self.text).split()) for p in pieces) if joint else "".join(
            "".join(p.of(self.text).split()) for p in pieces
        )
        return Name(tuple(pieces), text, words, rule)

    def _ranked(self, own: Name) -> Name:
        """The name of a rank without the field in which it is held: 居世界, 排在全省."""
        words = own.words
        stop = len(words)
        while stop and (
            self.vocabulary.has("rank-tail", words[stop - 1].text) or words[stop - 1].text in self.vocabulary.end
        ):
            stop -= 1
        if stop == len(words):
            return own
        if not stop:
            return Name((), "")
        start = own.pieces[0].start - words[0].start
        return self._made([Span(start + words[0].start, start + words[stop - 1].start + len(words[stop - 1].text))], words[:stop])

    # what stands behind the number

    def _by_right(self, frame: Frame, own: Name, following: Frame | None) -> Name | None:
        """A name from behind the number, where the number stands before its noun."""
        quantity = frame.quantity
        where = frame.right
        if not len(where) and following is not None and following.listed and not own:
            if following.quantity.span.start == quantity.span.stop:
                where = following.right  # 906户1559人实现稳定脱贫
        right = where.of(self.text)
        if any(right.startswith(("的" + word, word)) for word in self.vocabulary.lists["thresholds"]):
            return None
        if not right or right[0] in "，,、；;。：:）)！？|":
            return None
        of = right.startswith("的")
        noun, predicate = self._split_right(where, 1 if of else 0)
        if following is not None and where.stop >= following.quantity.span.start and noun:
            predicate = None  # 23家工作室开展活动100余次: what is said of them is counted itself
        if of and not noun and following is not None and frame.right.stop >= following.quantity.span.start:
            noun, _ = self._split_right(following.right, 0)
        verbal = self._is_verbal(own)
        if quantity.dimension in ("ratio", "times") or quantity.form == "fraction":
            if of and (not own or verbal) and noun:
                return self._said_of(noun, predicate, None)
            return None
        amount = (quantity.dimension or "").split(":")[0] in _AMOUNTS
        if of and noun and own and amount and not verbal:
            return self._made([noun, *own.pieces], rule="bearer")
        if of and noun and amount and own:
            return self._made([noun, *own.pieces], rule="bearer")
        if not noun:
            return self._made([predicate], rule="predicate") if predicate and not own else None
        if amount and own and not verbal:
            return None
        verb = self._verb(own)
        return self._said_of(noun, predicate, verb)

    def _split_right(self, right: Span, skip: int) -> tuple[Span | None, Span | None]:
        """The noun that follows a number, and what is said of it: 县 | 被认定为先进县."""
        start = right.start + skip
        content = self.text[start : right.stop]
        cut = regex.search(r"[（(，,；;。：:！？|]", content)
        content = content[: cut.start()] if cut else content
        words = self.vocabulary.words.cut(content)
        split = len(words)
        depth = 0
        for i, word in enumerate(words):
            depth += word.text.count("“") - word.text.count("”")
            if depth or not self.vocabulary.has("predicates", word.text):
                continue
            if any(content.startswith(noun, word.start) for noun in self.vocabulary.lists["nouns"]):
                continue
            if i == 0 and word.tag in ("vn", "n") and len(words) > 1:
                continue
            if i + 1 < len(words) and words[i + 1].text == "的":
                continue
            if 0 < i == len(words) - 1 and word.tag in ("v", "vn") and len(word.text) > 1:
                continue  # 学校硬件改善工程改造: a last verb is part of the noun
            split = i
            break
        end = len(content) if split == len(words) else words[split].start
        noun = content[:end].rstrip("".join(_TAIL))
        head = Span(start, start + len(noun)) if noun.strip() else None
        tail = content[end:].rstrip("，、 ")
        return head, Span(start + end, start + end + len(tail)) if tail else None

    def _said_of(self, noun: Span, predicate: Span | None, verb: Span | None) -> Name:
        """实现超低排放的煤电机组: what is said of a noun goes before it."""
        if predicate is not None and verb is None and len(noun) + len(predicate) <= LONGEST:
            if len(noun) <= 3 or len(predicate) <= LONGEST_PREDICATE:
                return self._made([predicate, noun], rule="predicate", joint="的")
        return self._made([verb, noun] if verb else [noun], rule="noun behind")

    def _is_verbal(self, own: Name) -> bool:
        """Whether what stands before the number ends in a verb that waits for its object."""
        if not own:
            return True
        last = own.words[-1]
        return (
            self.vocabulary.has("empty-verbs", last.text)
            or last.tag in ("v", "p", "c", "u")
            or self.vocabulary.has("acts", last.text)
        )

    def _verb(self, own: Name) -> Span | None:
        """The verb before the number, where it says what is done with the thing counted."""
        if not own or len(own.pieces) != 1:
            return None
        last = own.words[-1]
        if self.vocabulary.has("empty-verbs", last.text) or len(last.text) < 2:
            return None
        if last.tag != "v" and not self.vocabulary.has("acts", last.text):
            return None
        return Span(own.pieces[0].stop - len(last.text), own.pieces[0].stop)

    # what comes from the clauses before

    def _inherited(self, frame: Frame) -> Name:
        """The name of the number before; without one the clause before."""
        if self.before:
            name = self.before[-1][0]
            if not self.starts:
                name = next((n for n, _ in reversed(self.before) if n.rule != "relation"), name)
            return Name(name.pieces, name.text, name.words, "carried on")
        if frame.clause.start > frame.sentence.start + 1:
            stop = frame.clause.start - 1
            start = max(
                frame.sentence.start, *(self.text.rfind(c, frame.sentence.start, stop) + 1 for c in "，,；;：:")
            )
            words = self.vocabulary.words.cut(self.text[start:stop])
            name = self._trimmed(self._untailed(words), start, Span(start, stop))
            if name:
                return name
        return self._subject_before(frame)

    def _untailed(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Words without the verbs and adverbs at their end: 吞吐量实现历史性突破 → 吞吐量."""
        while words and (
            words[-1].text in self.vocabulary.end or words[-1].text in _TAIL or words[-1].text in self.vocabulary.verbs
        ):
            words = words[:-1]
        return words

    def _subject_before(self, frame: Frame) -> Name:
        """The subject of the sentence before: 城乡居民储蓄大幅度增加。一九八五年末达到…"""
        stop = frame.sentence.start
        start = max(stop - REACH, self.text.rfind("\n", 0, stop) + 1, self.text.rfind("。", 0, max(stop - 1, 0)) + 1)
        words = self.vocabulary.words.cut(regex.split("[，；：]", self.text[start:stop])[0].rstrip("。！ "))
        end = next((i for i, w in enumerate(words) if w.text in self.vocabulary.verbs and i), None)
        if end is None:
            return Name((), "")
        return self._trimmed(self._untailed(words[:end]), start, Span(start, stop))

    def _completed(self, own: Name, frame: Frame, reading: Reading) -> Name:
        """A name with what it lacks from the one before: 集体企业 → 集体企业增加值, 招生 → 普通高校招生."""
        if not self.before:
            if len(own.words) == 1 and own.words[0].tag == "v" and (about := self._about(frame)):
                return self._made([about, *own.pieces], own.words, "object of 对 before")
            topic = self._topic(frame)
            if topic is not None and self._is_part(own, frame, reading):
                return self._made([*own.pieces, topic], own.words, "head of the clause before")
            return own
        last = next((n for n, _ in reversed(self.before) if n.rule != "relation"), self.before[-1][0])
        if not last or not last.words:
            return own
        if self.vocabulary.has("levels", own.text):
            rest = [w for w in last.words if not self.vocabulary.has("levels", w.text) and w.text not in ("以上", "及")]
            if rest and last.pieces:
                base = last.pieces[-1].stop - (last.words[-1].start + len(last.words[-1].text))
                return self._made([*own.pieces, Span(base + rest[0].start, last.pieces[-1].stop)], own.words, "level")
        if self.vocabulary.has("dependent", own.text):
            root = self._root()
            if root is not None:
                return self._made([*root.pieces, *own.pieces], own.words, "bearer before")
        if len(own.words) == 1 and own.words[0].tag in ("v", "vn") or self._is_bare_act(own):
            return self._with_actor(own, last)
        for name, quantity in reversed(self.before):
            head = self._head(name)
            if head is not None and self._is_part(own, frame, reading, quantity):
                return self._made([*own.pieces, head], own.words, "head before")
        return own

    def _relation(self, frame: Frame, reading: Reading) -> Name | None:
        """A number against another thing takes the name before: 为预算调整数的102.3%, 占规模以上工业比重21.9%."""
        words = reading.words
        first = next((i for i, w in enumerate(words) if w.text not in _MARKS), len(words))
        part = frame.quantity.dimension in ("ratio", "times") or frame.quantity.form == "fraction"
        if not part or first >= len(words) - 1 or not self.before:
            return None
        if not self.vocabulary.has("relations", words[first].text):
            return None
        before = self.text[max(frame.left.start, frame.quantity.span.start - 6) : frame.quantity.span.start]
        if words[first].text not in ("占", "占到", "相当于") and "的" not in before:
            return None
        start = reading.subject.start + words[first].start
        last = next((n for n, _ in reversed(self.before) if n.rule != "relation"), None)
        if last is None:
            return None
        return self._made([*last.pieces, Span(start, reading.subject.stop)], words[first:], "relation")

    def _about(self, frame: Frame) -> Span | None:
        """What the clause before deals with: 对…专案快捕快诉，批捕59人."""
        if frame.clause.start <= frame.sentence.start + 1:
            return None
        before = self.text[frame.sentence.start : frame.clause.start - 1]
        at = before.rfind("对")
        if at < 0 or len(before) - at > LONGEST * 2:
            return None
        words = self.vocabulary.words.cut(before[at:])
        stop = len(words)
        while stop > 1 and (len(words[stop - 1].text) == 1 or words[stop - 1].tag in ("v", "d", "vn", "ad")):
            stop -= 1
        start = frame.sentence.start + at
        last = words[stop - 1]
        return Span(start, start + last.start + len(last.text)) if stop > 1 else None

    def _is_bare_act(self, own: Name) -> bool:
        """集中修改: verbs and adverbs alone."""
        return len(own.words) == 2 and own.words[1].tag == "v" and own.words[0].tag in ("d", "ad", "v")

    def _with_actor(self, own: Name, last: Name) -> Name:
        """A bare verb with the subject and the object of the name before: 办结 → 市中院办结."""
        if len(last.pieces) != 1 or not last.words:
            return own
        base = last.pieces[0].start - last.words[0].start
        words = last.words
        if words[-1].tag in ("v", "vn") and len(words) > 1:
            subject = Span(base + words[0].start, base + words[-1].start)
            return self._made([subject, *own.pieces], own.words, "subject before")
        verbs = [i for i, w in enumerate(words) if w.tag == "v"]
        if not verbs or words[0].text == own.text:
            return own
        first = verbs[0]
        after = next((i for i in range(first, len(words)) if words[i].tag != "v"), len(words))
        pieces = []
        if first:
            pieces.append(Span(base + words[0].start, base + words[first].start))
        pieces += own.pieces
        if after < len(words):
            pieces.append(Span(base + words[after].start, last.pieces[0].stop))
        return self._made(pieces, own.words, "object before")

    def _root(self) -> Name | None:
        """The last name that stands by itself: the bearer of 招生, 在校生, 总投资."""
        for name, _ in reversed(self.before):
            if name.rule != "bearer before" and name:
                return name
        return None

    def _head(self, last: Name) -> Span | None:
        """The noun at the end of a name that says what is measured."""
        if not last.pieces:
            return None
        piece = last.pieces[-1]
        content = piece.of(self.text)
        heads = [h for h in self.vocabulary.lists["carried"] if content.endswith(h)]
        if not heads:
            return None
        best = max(heads, key=len)
        start = piece.stop - len(best)
        if len(last.pieces) == 1 and content.find("的", 0, len(content) - len(best) + 1) > 0:
            start = piece.start + content.rfind("的", 0, len(content) - len(best) + 1) + 1
        return Span(start, piece.stop)

    def _topic(self, frame: Frame) -> Span | None:
        """The head of a clause that sets the topic: 限额以上…商品零售额中，粮油类增长7.2%."""
        if frame.clause.start <= frame.sentence.start + 1:
            return None
        before = self.text[frame.sentence.start : frame.clause.start - 1]
        match = regex.search(r"([\u4e00-\u9fff]+)中[，,]?[^，,]*$", before)
        if match is None:
            return None
        stop = frame.sentence.start + match.end(1)
        return self._head(Name((Span(max(stop - 12, frame.sentence.start), stop),), match[1]))

    def _is_part(
        self, own: Name, frame: Frame, reading: Reading, before: Quantity | None = None
    ) -> bool:
        """Whether a name lacks the noun that says what is measured: a class of things, or one in a series of 由…到."""
        if any(own.text.endswith(h) for h in self.vocabulary.lists["carried"]) or own.text in ("经济",):
            return False
        quantity = frame.quantity
        growth = quantity.dimension == "ratio" and reading.verb is not None and not reading.to
        same = before is not None and quantity.dimension == before.dimension and quantity.unit == before.unit
        if not growth and not (same and quantity.dimension not in ("count", "people", None, "ratio")):
            return False
        if reading.starts and same:
            return True
        return own.text.endswith(tuple(self.vocabulary.lists["parts"]))


def split_list(name: Name, count: int, text: str) -> list[list[Span]] | None:
    """The `count` items of a name that is a list, with the head that they share: 城镇、农村居民收入 → two names.

    None if the name has another number of items.
    """
    if len(name.pieces) != 1 or count < 2:
        return None
    piece = name.pieces[0]
    content = piece.of(text)
    cuts = [m.span() for m in _LIST.finditer(content)]
    for marks in (cuts, [c for c in cuts if content[c[0] : c[1]] == "、"], [c for c in cuts if content[c[0] : c[1]] != "、"]):
        if len(marks) == count - 1:
            edges = [0, *(e for c in marks for e in c), len(content)]
            items = [Span(piece.start + edges[i], piece.start + edges[i + 1]) for i in range(0, len(edges), 2)]
            return [_with_shared_head(items, i, text) for i in range(count)]
    return None


def _with_shared_head(items: list[Span], index: int, text: str) -> list[Span]:
    """An item with the tail of the last one, if it is shorter and lacks it: 城镇 + 居民人均可支配收入."""
    item, last = items[index], items[-1]
    if index == len(items) - 1 or not len(item):
        return [item]
    own, whole = item.of(text), last.of(text)
    if own[-1] == whole[-1] or len(own) >= len(whole):
        return [item]
    return [item, Span(last.start + min(len(own), len(whole)), last.stop)]
