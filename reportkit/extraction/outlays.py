"""Names of money: the bearer of an attribute (投资3亿元的项目), and what an amount was given for."""

from __future__ import annotations

from reportkit.extraction.phrases import is_doing, split_phrase
from reportkit.extraction.scene import LONGEST, Case, Name, Scene, Way, made
from reportkit.extraction.vocabulary import PAUSES
from reportkit.model import Span


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
    if match := scene.vocabulary.signs["summed-up"].search(content):
        return Span(noun.start + match.start("whole"), noun.stop)
    return Span(noun.start, noun.start + content.index("、"))


def spent_on(scene: Scene, case: Case) -> Name | None:
    """What money was put into, which a verb behind it tells: 投资9600万元完成3条道路改造 → 道路改造投资."""
    own, following, right = case.own, case.following, case.frame.right
    if scene.vocabulary.has("givings", own.words[-1].text):
        return _given_for(scene, case)
    if not scene.vocabulary.has("outlays", own.text):
        return None
    words = scene.vocabulary.words.cut(right.of(scene.text))
    verbs = next(
        (i for i, w in enumerate(words) if not (is_doing(scene, w) or (not i and w.tag == "v"))), len(words)
    )
    if not verbs:
        return None  # 投资1420万元为学校配置…
    rest = Span(right.start + sum(len(word.text) for word in words[:verbs]), right.stop)
    if following is not None and right.stop >= following.quantity.span.start:
        behind = following.right.of(scene.text)[:1]
        rest = following.right if behind and behind not in PAUSES else rest
    noun, _ = split_phrase(
        scene, rest, int(scene.text.startswith("的", rest.start)), governed=True, before_next=False
    )
    if noun is None or len(noun) > LONGEST // 2:
        return None
    return made(scene, [noun, *own.pieces], own.words, Way.OWNER)


def _given_for(scene: Scene, case: Case) -> Name | None:
    """What money was given for, with who gave it: 省财政拿出2亿元用于学校改造 → 省财政用于学校改造."""
    own, right = case.own, case.frame.right
    purpose, _ = split_phrase(scene, right, 0, governed=True, before_next=False)
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
