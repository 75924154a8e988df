"""What a number is called: the words of its clause that a reader would write beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportkit.extraction.before import Reading
from reportkit.extraction.carry import carried_on, growth_of, relation
from reportkit.extraction.clauses import Frame
from reportkit.extraction.ellipsis import (
    acting,
    bearing,
    dealing_with,
    headed,
    itself,
    levelled,
    topical,
)
from reportkit.extraction.lists import Dealer, leading_verb, sharing_verb
from reportkit.extraction.nouns import name_behind
from reportkit.extraction.phrases import govern
from reportkit.extraction.scene import Case, Name, Scene, Way, made, trimmed
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure, Span

# The ways in which a number gets its name, in the order in which they are tried: the first that knows one
# gives it. Each takes the sentence so far and the number's own case, and answers None where it has no say.
WAYS: tuple[Callable[[Scene, Case], Name | None], ...] = (
    relation,  # 占规模以上工业比重21.9%
    name_behind,  # 107件民生实事
    carried_on,  # 财政收入70亿元，增长5%
    dealing_with,  # 对…专案快捕快诉，批捕59人
    topical,  # 商品零售额中，粮油类增长7.2%
    levelled,  # 国家级2个、省级10个
    sharing_verb,  # 新增产业园11个、产业集群9个
    bearing,  # 普通高校9所，招生7.2万人
    acting,  # 受理案件254件，办结231件
    headed,  # 采矿业增加值下降6.7%，制造业增长2.2%
    itself,
)


def find_names(frames: list[Frame], readings: list[Reading], scene: Scene) -> list[Name]:
    """The names of a sentence's numbers; 分别 deals out the items of a list to the numbers that follow."""
    names: list[Name] = []
    dealer = Dealer(scene, frames)
    own = Name((), "")
    for i, (frame, reading) in enumerate(zip(frames, readings, strict=True)):
        following = frames[i + 1] if i + 1 < len(frames) else None
        scene.step_out(frame.quantity.span.start)
        govern(scene, frame)
        case = Case(frame, reading, _own(scene, frame, reading), following)
        name = dealer.item(case) or dealer.deal(i, case, name_one(scene, case))
        if not name.words and name.pieces:
            name = replace(name, words=scene.vocabulary.words.cut(name.text))
        dealer.remember(case, name)
        if not frame.listed and name.way is not Way.VERB_SHARED:
            scene.verb = leading_verb(scene, name, frame.quantity)
        own = own if frame.listed else case.own
        names.append(growth_of(scene, name, own) if frame.quantity.form == "ordinal" else name)
        scene.keep(name, frame.quantity, reading.starts)
    return names


def name_one(scene: Scene, case: Case) -> Name:
    """The name of one number, by the first of the ways that knows it."""
    return next((name for way in WAYS if (name := way(scene, case))), case.own)


def _own(scene: Scene, frame: Frame, reading: Reading) -> Name:
    """The name that stands before the number in its clause; empty where there is none."""
    own = trimmed(scene, reading.words, frame.left.start)
    has, verb = scene.vocabulary.has, reading.verb or ""
    if has("earned", verb) and frame.quantity.dimension == "money":
        own = _earned(scene, frame, reading, own)
    if has("economy", own.text) and has("grows", verb) and frame.quantity.dimension == "ratio":
        # an economy is not measured by itself: 经济增长5%
        at = scene.text.rfind(verb, frame.left.start, frame.quantity.span.start)
        words = scene.vocabulary.words.cut(own.text + verb)
        own = made(scene, [*own.pieces, Span(at, at + len(verb))], words)
    return _ranked(scene, own, frame.left.start) if frame.quantity.form == "ordinal" else own


def _earned(scene: Scene, frame: Frame, reading: Reading, own: Name) -> Name:
    """What each earned more, which the verb names: 贫困户年均增收9000元, 人均增收500元."""
    verb, each_of = reading.verb or "", scene.vocabulary.signs["for-each"]
    at = scene.text.rfind(verb, frame.left.start, frame.quantity.span.start)
    if not own or each_of.search(own.text):
        each = scene.text[frame.left.start : at].strip()
        if not each_of.search(each):
            return own
        name, quantity = scene.before[-1] if scene.before else (own, None)
        bearer = (
            name.pieces
            if quantity
            and (
                quantity.dimension == "people" or scene.vocabulary.has("household-units", quantity.unit or "")
            )
            else ()
        )
        return made(
            scene,
            [*bearer, Span(at - len(each), at + len(verb))],
            scene.vocabulary.words.cut(each + verb),
            Way.OWNER_BEFORE,
        )
    between = scene.text[own.pieces[-1].stop : at].strip()
    if between and not each_of.search(between):
        return own
    piece = Span(own.pieces[0].start, at + len(verb))
    return made(scene, [piece], scene.vocabulary.words.cut(piece.of(scene.text)))


def _ranked(scene: Scene, own: Name, start: int) -> Name:
    """The name of a rank without the field in which it is held: 居世界, 排在全省. Its words stand from `start` on."""
    words = own.words
    stop = len(words)
    while stop and (
        scene.vocabulary.has("rank-tail", words[stop - 1].text)
        or words[stop - 1].text in scene.vocabulary.end
    ):
        stop -= 1
    if stop == len(words):
        return own
    if not stop:
        return Name((), "")
    return made(
        scene,
        [Span(start + words[0].start, start + words[stop - 1].start + len(words[stop - 1].text))],
        words[:stop],
    )


def shown(name: Name, measure: Measure, leading: bool, words: Vocabulary) -> Name:
    """A name as it is shown, without the word that told the measure: 居民消费价格涨幅, 压减审批事项.

    `leading` tells that a verb at its start did.
    """
    if leading:
        verb, first = name.words[0].text, name.pieces[0]
        if not name.text.startswith(verb) or len(first) < len(verb) or name.text == verb:
            return name
        rest = Span(first.start + len(verb), first.stop)
        pieces = (rest, *name.pieces[1:]) if len(rest) else name.pieces[1:]
        return replace(name, pieces=pieces, text=name.text[len(verb) :])
    if measure != "growth" or len(name.words) < 2:
        return name
    noun, last = name.words[-1].text, name.pieces[-1]
    head = words.heads.get(noun)
    if head is None or not head.silent:
        return name
    before = list(name.words[:-1])
    while len(before) > 1 and before[-1].text in words.end:
        noun = before.pop().text + noun  # 经济年均增长保持在6.5%以上
    if any(name.text == whole + grows for whole in words.lists["economy"] for grows in words.lists["grows"]):
        return name
    rest = Span(last.start, last.stop - len(noun))
    whole = rest.stop == rest.start  # 生产总值、投资增速: 增速 is a piece of the first name
    shared = name.way is Way.DEALT and not name.side
    if not name.text.endswith(noun) or rest.stop < rest.start or (whole and not shared):
        return name
    pieces = name.pieces[:-1] if whole else (*name.pieces[:-1], rest)
    return replace(name, pieces=pieces, text=name.text[: -len(noun)]) if pieces else name
