"""Names that a clause does not have at all: they are carried on from the number or the clause before."""

from __future__ import annotations

from dataclasses import replace

import regex

from reportkit.extraction.clauses import REACH, Frame, in_number
from reportkit.extraction.facts import Facts
from reportkit.extraction.phrases import is_tail
from reportkit.extraction.scene import LONGEST_LABEL, MARKS, Name, Said, Scene, Way, made, trimmed
from reportkit.model import Span
from reportkit.text.words import Word

# 按2015年可比价格和常住人口口径计算
LONGEST_RECKONING = 14
# Of fewer characters a clause has no subject: 重点发展
SHORTEST_SUBJECT = 3
# A goal that is so many times the rise before it is no rise but a level: 优良率提高2%，力争达到80%
FAR = 3
_CLAUSE_MARKS = "，,；;：:"
_CLAUSE = regex.compile(r"[^，；：。！,;:\s]+")


def relation(scene: Scene, case: Facts, said: Said) -> Name | None:
    """A number against another thing takes the name before: 为预算调整数的102.3%, 占规模以上工业比重21.9%."""
    frame, words = case.frame, case.reading.words
    if frame.quantity.dimension not in ("ratio", "times") and frame.quantity.form != "fraction":
        return None
    first = next((i for i, w in enumerate(words) if not _is_idle(scene, w)), len(words))
    if first >= len(words) - 1 or not words[first].has("relations"):
        return None
    has = scene.vocabulary.has
    before = scene.text[max(frame.left.start, frame.quantity.span.start - 6) : frame.quantity.span.start]
    if not words[first].has("relating") and "的" not in before:
        return None
    last = said.last()
    told = clause_before(scene, frame)
    since = said.before[-1][1].span.stop if said.before else 0
    counts = told is None or told.pieces[0].start < since or any(char.isdigit() for char in told.text)
    if told and not counts and (told.words[0].tag[0] not in "vdp" or subject_before(scene, frame)):
        last = told  # 文教方面的支出，占支出的20%
    if last is None:
        return None
    start = frame.left.start + words[first].start
    stop = frame.quantity.span.start
    while stop > start and (scene.text[stop - 1] == " " or has("number-leads", scene.text[stop - 1])):
        stop -= 1
    verbs = (v for v in scene.vocabulary.verbs if len(v) > 1 and scene.text.endswith(v, start, stop))
    verb = max(verbs, key=len, default="")
    return made(scene, [*last.pieces, Span(start, stop - len(verb))], words[first:], Way.RELATION)


def _is_idle(scene: Scene, word: Word) -> bool:
    """Whether a word before what relates a number to another says nothing of it: 共占…, 已经占…"""
    if word.text in MARKS:
        return True
    return word.text in scene.vocabulary.start and not word.has("relations") and not word.has("distributive")


def carried_on(scene: Scene, case: Facts, said: Said) -> Name | None:
    """Where a clause names nothing: the name of the number before; without one the clause before."""
    own, frame = case.own, case.frame
    if own and not names_nothing(scene, own, said) and not _became(case, said):
        return None
    if said.before:
        if not own and (subject := subject_between(scene, frame, said)):
            return subject
        name = said.before[-1][0]
        if not said.starts and frame.quantity.dimension != "points":
            name = said.last() or name
        if case.reading.to or case.reading.linked:
            name = stock(scene, name)
        if scene.text.endswith(
            scene.vocabulary.tuples["completed"], frame.left.start, frame.quantity.span.start
        ):
            name = _executed(scene, name)
        return Name(name.pieces, name.text, name.words, Way.CARRIED, joint=name.joint)
    return clause_before(scene, frame) or _subject_before(scene, frame)


def _became(case: Facts, said: Said) -> bool:
    """Whether what stands before a number is the verb by which another came to it: 学校由71所|整合为47所."""
    if not said.starts or not (case.reading.linked or case.reading.to):
        return False
    before = said.before[-1][1]
    follows = before.span.stop == case.frame.left.start and before.unit == case.quantity.unit
    return follows and all(word.tag in ("v", "vn") for word in case.own.words)


def aims_higher(case: Facts) -> bool:
    """Whether a number is a further goal for what the number before it tells: 增长6%以上、力争6.5%."""
    quantity, reading = case.quantity, case.reading
    first = case.previous.quantity if case.previous else None
    if first is None or quantity.dimension != first.dimension or reading.verb is not None:
        return False
    if not any(word.has("aims") for word in reading.left):
        return False
    near = quantity.dimension == "ratio" and quantity.value <= FAR * abs(first.value)
    return not reading.to or near


def growth_of(scene: Scene, name: Name, own: Name, said: Said) -> Name:
    """What a rank is of, where its clause names but a growth: 投资增长9%，增速居第1位 → 投资增速; else `name` as it is."""
    if not _is_bare_head(scene, own, said) or name.text.endswith(own.text):
        return name
    grown = made(scene, [*name.pieces, *own.pieces], (*name.words, *own.words), name.way)
    return replace(grown, side=name.side)


def names_nothing(scene: Scene, own: Name, said: Said) -> bool:
    """Whether what stands before a number only relates it to others, or says how it was reckoned."""
    last = own.text
    if own.words[0].has("comparisons") or _is_bare_head(scene, own, said):
        return True
    reckoned = last.endswith(tuple(scene.vocabulary.lists["reckonings"])) and len(last) <= LONGEST_RECKONING
    return scene.vocabulary.has("nameless", last) or (reckoned and bool(said.before))


def stock(scene: Scene, name: Name) -> Name:
    """What there is after something was added to it: 新增养老床位300张，累计达到4200张 → 养老床位."""
    if not name.words or not name.pieces:
        return name
    first, last = name.pieces[0], name.pieces[-1]
    for verb in scene.vocabulary.lists["additions"]:
        if scene.text.startswith(verb, first.start) and len(first) > len(verb):
            return made(scene, [Span(first.start + len(verb), first.stop), *name.pieces[1:]], name.words[1:])
        if name.text.endswith(verb) and len(last) == len(verb) and len(name.pieces) > 1:
            return made(scene, list(name.pieces[:-1]), name.words[:-1])
        if name.text.endswith(verb) and len(last) > len(verb):
            return made(scene, [*name.pieces[:-1], Span(last.start, last.stop - len(verb))], name.words[:-1])
    return name


def _executed(scene: Scene, name: Name) -> Name:
    """What was completed of what a plan sets: 预算收入年初预算8亿元，实际完成9亿元 → 预算收入."""
    plan = max((p for p in scene.vocabulary.lists["plans"] if name.text.endswith(p)), key=len, default="")
    last = name.pieces[-1] if name.pieces else None
    if last is None or not plan or not scene.text.endswith(plan, last.start, last.stop):
        return name
    rest = Span(last.start, last.stop - len(plan))
    if not scene.text.endswith(scene.vocabulary.carried, rest.start, rest.stop):
        return name
    words = scene.vocabulary.words.cut(rest.of(scene.text))
    return made(scene, [*name.pieces[:-1], rest], words)


def _is_bare_head(scene: Scene, own: Name, said: Said) -> bool:
    """Whether a name is but a growth without a thing that grows: 增速比全市高0.7个百分点."""
    head = scene.vocabulary.heads.get(own.text)
    return head is not None and head.measure == "growth" and bool(said.before)


def clause_before(scene: Scene, frame: Frame) -> Name | None:
    """What the clause before the number's own names: 吞吐量实现历史性突破，达到1亿吨."""
    clause = _told_before(scene, frame)
    if clause is None:
        return None
    words = scene.vocabulary.words.cut(clause.of(scene.text))
    return trimmed(scene, _untailed(scene, words), clause.start) or None


def subject_between(scene: Scene, frame: Frame, said: Said) -> Name | None:
    """What is measured by the clause between the number before and this one: 投资8亿元，零售额稳定增长，达到9亿元.

    Only a noun that says what is measured is so carried on; any other clause says more of what was counted before.
    """
    if frame.clause.start <= said.before[-1][1].span.stop + 1:
        return None
    subject = subject_before(scene, frame)
    if subject is None or subject.pieces[0].start < said.before[-1][1].span.stop:
        return None
    measured = subject.text.endswith(scene.vocabulary.shared_heads)
    return subject if measured and not scene.vocabulary.has("dependent", subject.text) else None


def subject_before(scene: Scene, frame: Frame) -> Name | None:
    """What the clause before the number's own says something of: 医疗废物处理能力|不断提高."""
    clause = _told_before(scene, frame)
    if clause is None or len(clause) > REACH:
        return None
    words = scene.vocabulary.words.cut(clause.of(scene.text))
    if words[0].tag[0] in "vdp":
        return None  # 打开销路: what is done is told of no subject
    at = min((m.span.start for m in scene.mentions if m.span.start > clause.start), default=clause.stop)
    told = (i for i, w in enumerate(words) if i and (_is_told(scene, w) or clause.start + w.start >= at))
    stop = next(told, len(words))
    while stop and (words[stop - 1].tag == "ad" or words[stop - 1].text in scene.vocabulary.start):
        stop -= 1
    subject = trimmed(scene, words[:stop], clause.start)
    return subject if len(subject.text) >= SHORTEST_SUBJECT else None


def object_before(scene: Scene, frame: Frame) -> Name | None:
    """What the clause before the number's own does something to: 继续实施|退耕还草; None where it has a number."""
    clause = _told_before(scene, frame)
    if clause is None or len(clause) > REACH or any(char.isdigit() for char in clause.of(scene.text)):
        return None
    words = _untailed(scene, scene.vocabulary.words.cut(clause.of(scene.text)))
    told = trimmed(scene, words, clause.start).words
    if len(told) > 1 and told[0].tag in ("v", "vn") and not told[1].has("noun-suffixes"):
        told = told[1:]
    thing = trimmed(scene, told, clause.start) if told else Name((), "")
    return thing if SHORTEST_SUBJECT <= len(thing.text) <= LONGEST_LABEL else None


def _is_told(scene: Scene, word: Word) -> bool:
    """Whether what is said of a subject begins with a word."""
    vocabulary = scene.vocabulary
    if word.has("and-so-on") or word.has("head-words"):
        return False
    return (
        word.tag == "d"
        or word.text in vocabulary.verbs
        or word.text in vocabulary.end
        or word.has("progress")
    )


def _told_before(scene: Scene, frame: Frame) -> Span | None:
    """The clause before the number's own, other than an aside; None where there is none."""
    if frame.clause.start <= frame.sentence.start + 1:
        return None
    stop = frame.clause.start - 1
    start = _clause_start(scene, frame, stop)
    asides = tuple(scene.vocabulary.lists["asides"])
    if scene.text.startswith(asides, start) and start > frame.sentence.start:
        stop = start - 1  # 人均纯收入，考虑价格因素，实际增长4.3%
        start = _clause_start(scene, frame, stop)
    return Span(start, stop) if start < stop else None


def _clause_start(scene: Scene, frame: Frame, stop: int) -> int:
    """Where the clause begins that ends at `stop`."""
    text, low = scene.text, frame.sentence.start
    start = max(text.rfind(mark, low, stop) for mark in _CLAUSE_MARKS)
    while start > low and in_number(text, start):  # 投资12， 345.6万元，增长5%
        start = max(text.rfind(mark, low, start) for mark in _CLAUSE_MARKS)
    return max(start + 1, low)


def _untailed(scene: Scene, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words without the verbs and adverbs at their end: 吞吐量实现历史性突破 → 吞吐量."""
    while words and (
        words[-1].text in scene.vocabulary.end
        or is_tail(scene, words[-1].text)
        or words[-1].text in scene.vocabulary.verbs
    ):
        words = words[:-1]
    return words


def _is_amount(scene: Scene, before: Word, word: Word) -> bool:
    """Whether a word is the number of what is measured right before it: 预算支出70.8亿元."""
    return word.text[0].isdigit() and before.text.endswith(scene.vocabulary.carried)


def _subject_before(scene: Scene, frame: Frame) -> Name:
    """The subject of the sentence before: 四是，城乡居民储蓄大幅度增加。一九八五年末达到…"""
    stop = frame.sentence.start
    low = max(stop - REACH, 0)
    start = max(
        low, scene.text.rfind("\n", low, stop) + 1, scene.text.rfind("。", low, max(stop - 1, low)) + 1
    )
    vocabulary = scene.vocabulary
    asides = tuple(vocabulary.lists["asides"])
    for clause in _CLAUSE.finditer(scene.text, start, stop):
        if clause[0].startswith(asides):
            continue
        words = vocabulary.words.cut(clause[0])
        end = next(
            (
                i
                for i, w in enumerate(words)
                if i and (w.text in vocabulary.verbs or _is_amount(scene, words[i - 1], w))
            ),
            None,
        )
        if end is not None:
            name = trimmed(scene, _untailed(scene, words[:end]), clause.start())
            if name:
                return name
    return Name((), "")
