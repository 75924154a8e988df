"""What a number is called: the words of its clause that a reader would write beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportkit.extraction.carry import carried_on, growth_of, relation
from reportkit.extraction.deeds import acting, dealing_with
from reportkit.extraction.ellipsis import (
    bearing,
    earning,
    headed,
    itself,
    levelled,
    topical,
)
from reportkit.extraction.facts import Facts
from reportkit.extraction.lists import Dealer, leading_verb, sharing_verb
from reportkit.extraction.nouns import name_behind
from reportkit.extraction.scene import Name, Said, Scene, Way
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure, Span

# The ways in which a number gets its name, in the order in which they are tried: the first that knows one
# gives it. Each takes the sentence so far and the number's own case, and answers None where it has no say.
WAYS: tuple[Callable[[Scene, Facts, Said], Name | None], ...] = (
    earning,  # 贫困户3000户，户均增收2000元
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


def find_names(facts: list[Facts], scene: Scene) -> list[Name]:
    """The names of a sentence's numbers; 分别 deals out the items of a list to the numbers that follow."""
    names: list[Name] = []
    said = Said()
    dealer = Dealer(scene, said, facts)
    own = Name((), "")
    for i, case in enumerate(facts):
        quantity, listed = case.quantity, case.frame.listed
        said.step_out(scene.text, quantity.span.start)
        name = dealer.item(case) or dealer.deal(i, case, name_one(scene, case, said))
        if not name.words and name.pieces:
            name = replace(name, words=scene.vocabulary.words.cut(name.text))
        dealer.remember(case, name)
        if not listed and name.way is not Way.VERB_SHARED:
            said.verb = leading_verb(scene, name, quantity)
        own = own if listed else case.own
        names.append(growth_of(scene, name, own, said) if quantity.form == "ordinal" else name)
        said.keep(name, quantity, case.reading.starts)
    return names


def name_one(scene: Scene, case: Facts, said: Said) -> Name:
    """The name of one number, by the first of the ways that knows it."""
    return next((name for way in WAYS if (name := way(scene, case, said))), case.own)


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
    grows = next((g for g in words.lists["grows"] if noun.startswith(g)), "")
    if words.has("economy", name.text.removesuffix(noun)):
        noun = noun.removeprefix(grows)  # an economy is not measured by itself: 经济增长|目标
    if not noun:
        return name
    rest = Span(last.start, last.stop - len(noun))
    whole = rest.stop == rest.start  # 生产总值、投资增速: 增速 is a piece of the first name
    shared = name.way is Way.DEALT and not name.side
    if not name.text.endswith(noun) or rest.stop < rest.start or (whole and not shared):
        return name
    pieces = name.pieces[:-1] if whole else (*name.pieces[:-1], rest)
    return replace(name, pieces=pieces, text=name.text[: -len(noun)]) if pieces else name
