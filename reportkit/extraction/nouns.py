"""Names from behind the number: 107件民生实事, 11个县被认定为先进县, 投资162亿元的汽车项目."""

from __future__ import annotations

import regex

from reportkit.extraction.clauses import Frame
from reportkit.extraction.scene import LONGEST, Name, Scene, made
from reportkit.model import Span

LONGEST_PREDICATE = 18
_AMOUNTS = ("money", "mass", "area", "length", "volume", "energy", "power", "freight", "standard-coal")
_END = regex.compile(r"[（(，,；;。：:！？|]")
TAIL = ("中", "等", "的", "内", "里", "上", "后", "时", "，", "、", " ", "有", "和", "与", "及", "或")


def name_behind(scene: Scene, frame: Frame, own: Name, following: Frame | None) -> Name | None:
    """A name from behind the number, where the number stands before its noun."""
    quantity = frame.quantity
    where = frame.right
    if following is not None and following.listed and not own and not len(where):
        # 906户1559人实现稳定脱贫, 55.3万平方米、2.9万户房屋: the noun stands behind the last of them
        gap = scene.text[quantity.span.stop : following.quantity.span.start]
        where = following.right if gap in ("", "、") else where
    right = where.of(scene.text)
    if any(right.startswith(("的" + word, word)) for word in scene.vocabulary.lists["thresholds"]):
        return None
    if not right or right[0] in "，,、；;。：:）)！？|":
        return None
    of = right.startswith("的")
    noun, predicate = _split(scene, where, 1 if of else 0)
    if following is not None and where.stop >= following.quantity.span.start and noun:
        predicate = None  # 23家工作室开展活动100余次: what is said of them is counted itself
    if of and not noun and following is not None and frame.right.stop >= following.quantity.span.start:
        noun, _ = _split(scene, following.right, 0)
    verbal = _is_verbal(scene, own)
    if quantity.dimension in ("ratio", "times") or quantity.form == "fraction":
        if of and (not own or verbal) and noun:
            return _said_of(scene, noun, predicate, None)
        return None
    amount = (quantity.dimension or "").split(":")[0] in _AMOUNTS
    if of and noun and amount and own:
        # 举全区之力推进总投资103亿元的改造工程: of the clause before the number only 总投资 is the thing's own
        attribute = own.pieces
        if scene.vocabulary.has("dependent", own.words[-1].text):
            attribute = (Span(own.pieces[-1].stop - len(own.words[-1].text), own.pieces[-1].stop),)
        return made(scene, [noun, *attribute], rule="bearer")
    if not noun:
        return made(scene, [predicate], rule="predicate") if predicate and not own else None
    if amount and own and not verbal:
        return None
    listed = scene.text[quantity.span.start - 1 : quantity.span.start] == "等"  # 就学、就医等107件实事
    verb = None if listed else _verb(scene, own)
    return _said_of(scene, noun, predicate, verb)


def _split(scene: Scene, right: Span, skip: int) -> tuple[Span | None, Span | None]:
    """The noun that follows a number, and what is said of it: 县 | 被认定为先进县."""
    start = right.start + skip
    content = scene.text[start : right.stop]
    cut = _END.search(content)
    content = content[: cut.start()] if cut else content
    words = scene.vocabulary.words.cut(content)
    split = len(words)
    depth = 0
    for i, word in enumerate(words):
        depth += word.text.count("“") - word.text.count("”")
        predicate = scene.vocabulary.has("predicates", word.text)
        if scene.vocabulary.has("dependent", word.text) and word.text.startswith("完成"):
            predicate = True  # 86个重点项目完成投资59.6亿元
        verb = scene.vocabulary.verbs.get(word.text)
        if verb is not None and verb.direction:
            predicate = True  # 由7个工作日缩短到3个
        if depth or not predicate:
            continue
        if any(content.startswith(noun, word.start) for noun in scene.vocabulary.lists["nouns"]):
            continue
        if i == 0 and word.tag in ("vn", "n") and len(words) > 1:
            continue
        if i + 1 < len(words) and words[i + 1].text == "的":
            continue
        if 0 < i == len(words) - 1 and word.tag == "vn" and len(word.text) > 1:
            continue  # 学校硬件改善工程改造: a last verb is part of the noun
        split = i
        break
    end = len(content) if split == len(words) else words[split].start
    noun = content[:end].rstrip("".join(TAIL))
    head = Span(start, start + len(noun)) if noun.strip() else None
    tail = content[end:].rstrip("，、 ")
    return head, Span(start + end, start + end + len(tail)) if tail else None


def _said_of(scene: Scene, noun: Span, predicate: Span | None, verb: Span | None) -> Name:
    """实现超低排放的煤电机组: what is said of a noun goes before it."""
    if predicate is not None and verb is None and len(noun) + len(predicate) <= LONGEST:
        short = len(noun) <= 3 or len(predicate) <= LONGEST_PREDICATE
        if short:
            return made(scene, [predicate, noun], rule="predicate", joint="的")
    return made(scene, [verb, noun] if verb else [noun], rule="noun behind")


def _is_verbal(scene: Scene, own: Name) -> bool:
    """Whether what stands before the number ends in a verb that waits for its object."""
    if not own:
        return True
    last = own.words[-1]
    return (
        scene.vocabulary.has("empty-verbs", last.text)
        or last.tag in ("v", "p", "c", "u")
        or scene.vocabulary.has("acts", last.text)
    )


def _verb(scene: Scene, own: Name) -> Span | None:
    """The verb before the number, where it says what is done with the thing counted."""
    if not own or len(own.pieces) != 1:
        return None
    last = own.words[-1]
    if scene.vocabulary.has("empty-verbs", last.text) or len(last.text) < 2:
        return None
    if last.tag != "v" and not scene.vocabulary.has("acts", last.text):
        return None
    return Span(own.pieces[0].stop - len(last.text), own.pieces[0].stop)
