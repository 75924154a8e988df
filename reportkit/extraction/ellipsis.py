"""What an elliptical clause leaves out, from the names and clauses before it."""

from __future__ import annotations

import regex

from reportkit.extraction.clauses import REACH, Frame
from reportkit.extraction.measures import Reading
from reportkit.extraction.nouns import TAIL
from reportkit.extraction.scene import LONGEST, MARKS, Name, Scene, made, trimmed
from reportkit.model import Quantity, Span
from reportkit.text.words import Word

_CLAUSE = regex.compile(r"[^，；：。！,;:\s]+")
ABOUT = "object of 对 before"


def inherited(scene: Scene, frame: Frame) -> Name:
    """The name of the number before; without one the clause before."""
    if scene.before:
        name = scene.before[-1][0]
        if not scene.starts and frame.quantity.dimension != "points":
            name = next((n for n, _ in reversed(scene.before) if n.rule != "relation"), name)
        return Name(name.pieces, name.text, name.words, "carried on")
    if frame.clause.start > frame.sentence.start + 1:
        stop = frame.clause.start - 1
        start = _clause_start(scene, frame, stop)
        if (
            scene.text.startswith(tuple(scene.vocabulary.lists["asides"]), start)
            and start > frame.sentence.start
        ):
            stop = start - 1  # 人均纯收入，考虑价格因素，实际增长4.3%
            start = _clause_start(scene, frame, stop)
        words = scene.vocabulary.words.cut(scene.text[start:stop])
        name = trimmed(scene, _untailed(scene, words), start)
        if name:
            return name
    return _subject_before(scene, frame)


def _clause_start(scene: Scene, frame: Frame, stop: int) -> int:
    """Where the clause begins that ends at `stop`."""
    return max(
        frame.sentence.start,
        *(scene.text.rfind(mark, frame.sentence.start, stop) + 1 for mark in "，,；;：:"),
    )


def _untailed(scene: Scene, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words without the verbs and adverbs at their end: 吞吐量实现历史性突破 → 吞吐量."""
    while words and (
        words[-1].text in scene.vocabulary.end
        or words[-1].text in TAIL
        or words[-1].text in scene.vocabulary.verbs
    ):
        words = words[:-1]
    return words


def _subject_before(scene: Scene, frame: Frame) -> Name:
    """The subject of the sentence before: 四是，城乡居民储蓄大幅度增加。一九八五年末达到…"""
    stop = frame.sentence.start
    low = max(stop - REACH, 0)
    start = max(
        low, scene.text.rfind("\n", low, stop) + 1, scene.text.rfind("。", low, max(stop - 1, low)) + 1
    )
    for clause in _CLAUSE.finditer(scene.text, start, stop):
        words = scene.vocabulary.words.cut(clause[0])
        end = next((i for i, w in enumerate(words) if w.text in scene.vocabulary.verbs and i), None)
        if end is not None:
            name = trimmed(scene, _untailed(scene, words[:end]), clause.start())
            if name:
                return name
    return Name((), "")


def completed(scene: Scene, own: Name, frame: Frame, reading: Reading) -> Name:
    """A name with what it lacks from the one before: 集体企业 → 集体企业增加值, 招生 → 普通高校招生."""
    if not scene.before:
        if len(own.words) == 1 and own.words[0].tag == "v" and (about := _about(scene, frame)):
            return made(scene, [about, *own.pieces], own.words, ABOUT)
        topic = _topic(scene, frame)
        if topic is not None and _is_part(scene, own, frame, reading):
            return made(scene, [*own.pieces, topic], own.words, "head of the clause before")
        return own
    last = next((n for n, _ in reversed(scene.before) if n.rule != "relation"), scene.before[-1][0])
    if last.rule == ABOUT and len(own.words) == 1 and own.words[0].tag == "v":
        return made(scene, [last.pieces[0], *own.pieces], own.words, ABOUT)
    if not last or not last.words:
        return own
    if scene.vocabulary.has("levels", own.text):
        rest = [
            w
            for w in last.words
            if not scene.vocabulary.has("levels", w.text) and w.text not in ("以上", "及")
        ]
        if rest and last.pieces:
            base = last.pieces[-1].stop - (last.words[-1].start + len(last.words[-1].text))
            return made(
                scene, [*own.pieces, Span(base + rest[0].start, last.pieces[-1].stop)], own.words, "level"
            )
    if scene.vocabulary.has("dependent", own.text):
        root = _root(scene)
        if root is not None:
            return made(scene, [*root.pieces, *own.pieces], own.words, "bearer before")
    if (len(own.words) == 1 and own.words[0].tag in ("v", "vn")) or _is_bare_act(scene, own):
        return _with_actor(scene, own, last, frame.quantity.dimension == scene.before[-1][1].dimension)
    for name, quantity in reversed(scene.before):
        head = _head(scene, name)
        if head is not None and _is_part(scene, own, frame, reading, quantity):
            return made(scene, [*own.pieces, head], own.words, "head before")
    return own


def is_bare_head(scene: Scene, own: Name) -> bool:
    """Whether a name is but a growth without a thing that grows: 增速比全市高0.7个百分点."""
    head = scene.vocabulary.heads.get(own.text)
    return head is not None and head.measure == "growth" and bool(scene.before)


def relation(scene: Scene, frame: Frame, reading: Reading) -> Name | None:
    """A number against another thing takes the name before: 为预算调整数的102.3%, 占规模以上工业比重21.9%."""
    words = reading.words
    first = next((i for i, w in enumerate(words) if w.text not in MARKS), len(words))
    part = frame.quantity.dimension in ("ratio", "times") or frame.quantity.form == "fraction"
    if not part or first >= len(words) - 1 or not scene.before:
        return None
    if not scene.vocabulary.has("relations", words[first].text):
        return None
    before = scene.text[max(frame.left.start, frame.quantity.span.start - 6) : frame.quantity.span.start]
    if words[first].text not in ("占", "占到", "相当于") and "的" not in before:
        return None
    start = reading.subject.start + words[first].start
    last = next((n for n, _ in reversed(scene.before) if n.rule != "relation"), None)
    if last is None:
        return None
    stop = frame.quantity.span.start
    while stop > start and scene.text[stop - 1] in "的约近超过为达到从由至 ":
        stop -= 1
    return made(scene, [*last.pieces, Span(start, stop)], words[first:], "relation")


def _about(scene: Scene, frame: Frame) -> Span | None:
    """What the clause before deals with: 对…专案快捕快诉，批捕59人."""
    if frame.clause.start <= frame.sentence.start + 1:
        return None
    before = scene.text[frame.sentence.start : frame.clause.start - 1]
    at = before.rfind("对")
    if at < 0 or len(before) - at > LONGEST * 2:
        return None
    words = scene.vocabulary.words.cut(before[at:])
    stop = len(words)
    while stop > 1 and (len(words[stop - 1].text) == 1 or words[stop - 1].tag in ("v", "d", "vn", "ad")):
        stop -= 1
    start = frame.sentence.start + at
    last = words[stop - 1]
    return Span(start, start + last.start + len(last.text)) if stop > 1 else None


def _is_bare_act(scene: Scene, own: Name) -> bool:
    """集中修改: verbs and adverbs alone."""
    return len(own.words) == 2 and own.words[1].tag == "v" and own.words[0].tag in ("d", "ad", "v")


def _with_actor(scene: Scene, own: Name, last: Name, same: bool) -> Name:
    """A bare verb with the subject and the object of the name before: 办结 → 市中院办结."""
    if len(last.pieces) != 1 or not last.words:
        return own
    base = last.pieces[0].start - last.words[0].start
    words = last.words
    if words[-1].tag in ("v", "vn") and len(words) > 1:
        subject = Span(base + words[0].start, base + words[-1].start)
        return made(scene, [subject, *own.pieces], own.words, "subject before")
    verbs = [i for i, w in enumerate(words) if w.tag == "v"]
    if not verbs or words[0].text == own.text:
        return own
    first = verbs[0]
    after = next((i for i in range(first, len(words)) if words[i].tag != "v"), len(words))
    pieces = []
    if first:
        pieces.append(Span(base + words[0].start, base + words[first].start))
    pieces += own.pieces
    if after < len(words) and same:
        pieces.append(Span(base + words[after].start, last.pieces[0].stop))
    return made(scene, pieces, own.words, "object before")


def _root(scene: Scene) -> Name | None:
    """The last name that stands by itself: the bearer of 招生, 在校生, 总投资."""
    for name, _ in reversed(scene.before):
        if name.rule != "bearer before" and name:
            return name
    return None


def _head(scene: Scene, last: Name) -> Span | None:
    """The noun at the end of a name that says what is measured."""
    if not last.pieces:
        return None
    piece = last.pieces[-1]
    content = piece.of(scene.text)
    if not content.endswith(scene.vocabulary.carried):
        return None
    best = next(head for head in scene.vocabulary.carried if content.endswith(head))
    start = piece.stop - len(best)
    if len(last.pieces) == 1 and content.find("的", 0, len(content) - len(best) + 1) > 0:
        start = piece.start + content.rfind("的", 0, len(content) - len(best) + 1) + 1
    return Span(start, piece.stop)


def _topic(scene: Scene, frame: Frame) -> Span | None:
    """The head of a clause that sets the topic: 限额以上…商品零售额中，粮油类增长7.2%."""
    if frame.clause.start <= frame.sentence.start + 1:
        return None
    low = max(frame.sentence.start, frame.clause.start - 1 - REACH)
    before = scene.text[low : frame.clause.start - 1]
    match = regex.search(r"([\u4e00-\u9fff]+)中[，,]?[^，,]*$", before)
    if match is None:
        return None
    stop = low + match.end(1)
    return _head(scene, Name((Span(max(stop - 12, frame.sentence.start), stop),), match[1]))


def _is_part(scene: Scene, own: Name, frame: Frame, reading: Reading, before: Quantity | None = None) -> bool:
    """Whether a name lacks the noun that says what is measured: a class of things, or one in a series of 由…到."""
    if own.text.endswith(scene.vocabulary.carried) or own.text == "经济":
        return False
    quantity = frame.quantity
    growth = quantity.dimension == "ratio" and reading.verb is not None and not reading.to
    same = before is not None and quantity.dimension == before.dimension and quantity.unit == before.unit
    if not growth and not (same and quantity.dimension not in ("count", "people", None, "ratio")):
        return False
    if reading.starts and same:
        return True
    return own.text.endswith(scene.vocabulary.parts)
