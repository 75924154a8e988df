"""Bare verbs, and what they do something to: 受理案件3件，办结2件; 推进农村改厕，完成300户."""

from __future__ import annotations

from reportkit.extraction.carry import object_before, subject_before
from reportkit.extraction.clauses import Frame
from reportkit.extraction.facts import Facts
from reportkit.extraction.scene import LONGEST, LONGEST_LABEL, Name, Said, Scene, Way, made
from reportkit.model import Span


def dealing_with(scene: Scene, case: Facts, said: Said) -> Name | None:
    """A bare verb with what the clause before deals with: 对…专案快捕快诉，批捕59人，起诉57人."""
    own, last = case.own, said.last()
    if len(own.words) != 1 or own.words[0].tag != "v":
        return None
    about = _about(scene, case.frame) if last is None else None
    if last is not None and last.way is Way.ABOUT:
        about = last.pieces[0]
    return made(scene, [about, *own.pieces], own.words, Way.ABOUT) if about else None


def _about(scene: Scene, frame: Frame) -> Span | None:
    """The object of 对 in the clause before."""
    if frame.clause.start <= frame.sentence.start + 1:
        return None
    before = scene.text[frame.sentence.start : frame.clause.start - 1]
    at = max(before.rfind(word) for word in scene.vocabulary.lists["dealing"])
    if at < 0 or len(before) - at > LONGEST * 2:
        return None
    words = scene.vocabulary.words.cut(before[at:])
    stop = len(words)
    while stop > 1 and (len(words[stop - 1].text) == 1 or words[stop - 1].tag in ("v", "d", "vn", "ad")):
        stop -= 1
    start = frame.sentence.start + at
    last = words[stop - 1]
    return Span(start, start + last.start + len(last.text)) if stop > 1 else None


def acting(scene: Scene, case: Facts, said: Said) -> Name | None:
    """A bare verb with the subject and the object of the name before: 市中院受理案件3件，办结2件."""
    own, last = case.own, said.last()
    alone = scene.vocabulary.has("lone-acts", own.text)
    bare = alone or (len(own.words) == 1 and own.words[0].tag in ("v", "vn")) or _is_bare_act(own)
    if not bare:
        return None
    if last is None:
        return _done_before(scene, case)
    if not last.words:
        return own
    same = case.quantity.dimension == said.before[-1][1].dimension
    if len(last.pieces) > 1:
        told = last.way is Way.OBJECT_BEFORE and same
        return made(scene, [*own.pieces, last.pieces[-1]], own.words, Way.OBJECT_BEFORE) if told else own
    words = last.words
    if last.text != "".join(word.text for word in words):
        words = scene.vocabulary.words.cut(
            last.text
        )  # 专项行动中批捕涉恶人员: not all of its words are in the name
    base = last.pieces[0].start - words[0].start
    if words[-1].tag in ("v", "vn") and len(words) > 1 and words[0].tag not in ("v", "d"):
        subject = Span(base + words[0].start, base + words[-1].start)
        return made(scene, [subject, *own.pieces], own.words, Way.SUBJECT_BEFORE)
    verbs = [i for i, w in enumerate(words) if w.tag == "v"]
    if words[0].text == own.text:
        return own
    if not verbs:
        if scene.vocabulary.has("additions", own.text):  # 居民储蓄存款增长8.5%，新增4万多亿元
            return made(scene, [*last.pieces, *own.pieces], own.words, Way.SUBJECT_BEFORE)
        return own
    first = verbs[0]
    after = next((i for i in range(first, len(words)) if words[i].tag != "v"), len(words))
    pieces = []
    if first and words[0].tag[0] == "n":
        pieces.append(Span(base + words[0].start, base + words[first].start))
    pieces += own.pieces
    if after < len(words) and same:
        pieces.append(Span(base + words[after].start, last.pieces[0].stop))
    return made(scene, pieces, own.words, Way.OBJECT_BEFORE)


def _done_before(scene: Scene, case: Facts) -> Name | None:
    """A verb with what the clause before, which has no number, is about: 实施退耕还草，安排2万亩 → 退耕还草安排."""
    own, verb = case.own, case.own.words[0]
    if len(own.words) > 1 or verb.has("whole-deeds") or not (verb.has("acts") or verb.has("givings")):
        return own  # 减税2万亿元
    root = subject_before(scene, case.frame) or object_before(scene, case.frame)
    return own if root is None else with_deed(scene, root, own)


def with_deed(scene: Scene, root: Name, own: Name) -> Name:
    """A thing with what is done to it, which its own name may end in: 老旧小区改造 and 改造 → 老旧小区改造."""
    if root.text.startswith(own.text):
        return root  # 偿还各级债务，全年偿还
    last = root.pieces[-1]
    at = scene.text.rfind(own.text[:2], last.start + 1, last.stop)
    pieces = [*root.pieces[:-1], Span(last.start, at if at > 0 else last.stop), *own.pieces]
    name = made(scene, pieces, own.words, Way.CARRIED)
    return name if len(name.text) <= LONGEST_LABEL else own


def _is_bare_act(own: Name) -> bool:
    """集中修改: verbs and adverbs alone."""
    return len(own.words) == 2 and own.words[1].tag == "v" and own.words[0].tag in ("d", "ad", "v")
