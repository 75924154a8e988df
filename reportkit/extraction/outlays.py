"""Names of money: the bearer of an attribute (投资3亿元的项目), and what an amount was given for."""

from __future__ import annotations

from itertools import takewhile

import regex

from reportkit.extraction.clauses import Frame
from reportkit.extraction.facts import Facts
from reportkit.extraction.phrases import is_doing, split_phrase
from reportkit.extraction.scene import LONGEST, Name, Said, Scene, Way, made
from reportkit.extraction.vocabulary import PAUSES
from reportkit.model import Span
from reportkit.text.words import Word

# What money was put into has no fewer characters and no more; of a long list is told what it leads up to.
SHORTEST_PURPOSE, LONG_PURPOSE, LONGEST_PURPOSE = 2, 22, 28
# What is done has no more characters (强制免疫), and what tells it to be done to something no fewer words.
LONGEST_DEED, LEAST_DONE = 6, 3
# The clause right behind an amount.
_NEXT = regex.compile(r"[，,](?P<clause>[^，,；;。：:]+)")
_LISTS = regex.compile("、")


def borne(scene: Scene, own: Name, noun: Span) -> Name:
    """An attribute with its bearer: 举全区之力推进总投资103亿元的改造工程 → 改造工程总投资.

    Of the clause before the number only the attribute is the thing's own.
    """
    noun = _short(scene, noun)
    attribute = own.pieces
    last = own.words[-1].text
    if scene.vocabulary.has("dependent", last) and not scene.vocabulary.has("yields", last):
        attribute = (Span(own.pieces[-1].stop - len(own.words[-1].text), own.pieces[-1].stop),)
    return made(scene, [noun, *attribute], way=Way.OWNER)


def _short(scene: Scene, noun: Span) -> Span:
    """Of a list that is too long for a name what it leads up to, or its first item: 甲、乙等一批重点工程."""
    content = noun.of(scene.text)
    if len(content) <= LONGEST or "、" not in content:
        return noun
    return _summed_up(scene, noun) or Span(noun.start, noun.start + content.index("、"))


def spent_on(scene: Scene, case: Facts) -> Name | None:
    """What money was put into, which a verb behind it tells: 投资9600万元完成3条道路改造 → 道路改造投资."""
    if case.own.words[-1].has("givings"):
        return _given_for(scene, case)
    if not scene.vocabulary.has("outlays", case.own.text):
        return None
    right, following = case.frame.right, case.following
    if following is None or following.quantity.span.start > right.stop:
        return _done_to(scene, case, right, None) or _spent(scene, case, right, None)
    clause = Span(right.start, max(right.stop, case.frame.clause.stop))
    return _done_to(scene, case, clause, following) or _spent(scene, case, right, following)


def spent_next(scene: Scene, case: Facts, said: Said) -> Name | None:
    """What money was put into at the start of a sentence, which the next clause tells: 投资9600万元，完成道路改造.

    It may be told as what something is done to: 投资2000万元，对管网进行改造 → 管网改造投资. Of several things that are
    counted none is.
    """
    frame, text = case.frame, scene.text
    alone = frame.opens and not said.before and scene.vocabulary.has("outlays", case.own.text)
    clause = _NEXT.match(text, frame.quantity.span.stop, frame.sentence.stop) if alone else None
    if clause is None:
        return None
    where, following = Span(*clause.span("clause")), case.following
    if following is not None and not where.overlaps(following.quantity.span):
        following = None
    if following is not None and _LISTS.search(where.of(text)) and not _sums_up(scene, following):
        return None
    return _done_to(scene, case, where, following) or _spent(scene, case, where, following)


def _sums_up(scene: Scene, following: Frame) -> bool:
    """Whether a number sums up the list before it: 城东路、城西路等|10条|道路改造."""
    start = following.quantity.span.start
    return scene.text.endswith(scene.vocabulary.tuples["and-so-on"], following.clause.start, start)


def _done_to(scene: Scene, case: Facts, clause: Span, following: Frame | None) -> Name | None:
    """What a clause tells to be done to something: 对|城区管网|进行|改造, 对|城区管网|改造, 为|学校|配备|电脑."""
    cut = scene.vocabulary.words.cut(clause.of(scene.text))
    words = tuple(takewhile(lambda word: word.text == "、" or word.text not in PAUSES, cut))
    if len(words) < LEAST_DONE or not words[0].has("done-to"):
        return None
    start = clause.start + words[1].start
    if following is not None:
        start = max(start, following.quantity.span.stop)  # 对5所学校进行改造
    light = next((i for i, word in enumerate(words) if i > 1 and word.has("light-verbs")), len(words))
    deed = next((i for i in range(light + 1, len(words)) if _is_deed(words[i])), None)
    if deed is not None:
        thing = Span(start, clause.start + words[light].start)
        begun = (
            i
            for i in range(light + 1, deed)
            if not is_doing(scene, words[i]) and not _is_manner(scene, words[i])
        )
        begin = next(begun, deed)
        short = words[-1].stop - words[begin].start <= LONGEST_DEED  # 进行病虫害防治
        first, last = (begin, -1) if short else (deed, deed)
        done = [thing, Span(clause.start + words[first].start, clause.start + words[last].stop)]
        if any(char.isdigit() for char in thing.of(scene.text)):
            thing, done = done[1], done[1:]  # 为50所学校2万名学生实施营养改善
    elif light == len(words) and words[0].has("dealing") and _is_deed(words[-1]):
        thing = Span(start, clause.start + words[-1].start)
        done = [Span(start, clause.start + words[-1].stop)]
    else:
        verb = next((word for word in words[2:] if word.tag == "v" and len(word.text) > 1), None)
        where = Span(clause.start + verb.start, clause.stop) if verb is not None else None
        return _spent(scene, case, where, following) if where is not None else None
    if not 0 < thing.stop - thing.start <= LONGEST // 2:
        return None
    return made(scene, [*done, *case.own.pieces], case.own.words, Way.OWNER)


def _is_deed(word: Word) -> bool:
    return word.has("acts") or word.tag in ("v", "vn")


def _spent(scene: Scene, case: Facts, right: Span, following: Frame | None) -> Name | None:
    """What money was put into, which a verb at the start of `right` tells."""
    own = case.own
    words = scene.vocabulary.words.cut(right.of(scene.text))
    first = next((i for i, word in enumerate(words) if not _is_manner(scene, word)), 0)
    stop = next(
        (
            i
            for i, word in enumerate(words[first:], first)
            if not (is_doing(scene, word) or (i == first and word.tag == "v"))
        ),
        len(words),
    )
    if stop == first or len(words[first].text) == 1:
        return None  # 投资1420万元为学校配置…
    rest = Span(right.start + sum(len(word.text) for word in words[:stop]), right.stop)
    if following is not None and right.stop >= following.quantity.span.start:
        behind = following.right.of(scene.text)[:1]
        counted = behind and behind not in PAUSES
        rest = (
            following.right if counted else Span(rest.start, max(rest.start, following.quantity.span.start))
        )
    noun, _ = split_phrase(
        scene, case, rest, int(scene.text.startswith("的", rest.start)), governed=True, before_next=False
    )
    if noun is not None and len(noun) > LONG_PURPOSE:
        noun = _summed_up(scene, noun) or noun
    if noun is None or not SHORTEST_PURPOSE <= len(noun) <= LONGEST_PURPOSE:
        return None
    if scene.vocabulary.has("compound-heads", noun.of(scene.text)):
        return None  # 实施5项工程
    return made(scene, [noun, *own.pieces], own.words, Way.OWNER)


def _summed_up(scene: Scene, noun: Span) -> Span | None:
    """What a long list leads up to: 道路、桥梁、管网等|城市基础设施建设."""
    match = scene.vocabulary.signs["summed-up"].search(noun.of(scene.text))
    if match is None or scene.vocabulary.has("compound-heads", match["whole"]):
        return None  # 道路建设、管网改造等|项目
    return Span(noun.start + match.start("whole"), noun.stop)


def _is_manner(scene: Scene, word: Word) -> bool:
    """Whether a word before a verb says how it is done: 全力实施."""
    if word.has("focusing"):
        return True  # 重点实施
    return word.text in scene.vocabulary.start and word.tag != "v" and not is_doing(scene, word)


def _given_for(scene: Scene, case: Facts) -> Name | None:
    """What money was given for, with who gave it: 省财政拿出2亿元用于学校改造 → 省财政用于学校改造."""
    own, right = case.own, case.frame.right
    purpose, _ = split_phrase(scene, case, right, 0, governed=True, before_next=False)
    if (
        purpose is None
        or len(purpose) > LONGEST // 2
        or len(scene.vocabulary.words.cut(purpose.of(scene.text))) < 2
    ):
        return None
    giver = (
        []
        if len(own.words) == 1
        else [*own.pieces[:-1], Span(own.pieces[-1].start, own.pieces[-1].stop - len(own.words[-1].text))]
    )
    return made(scene, [*giver, purpose], own.words[:-1], Way.GIVEN_FOR)
