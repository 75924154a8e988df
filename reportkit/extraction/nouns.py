"""Names from behind the number: 107件民生实事, 11个县被认定为先进县, 投资162亿元的汽车项目."""

from __future__ import annotations

import regex

from reportkit.extraction.carry import object_before
from reportkit.extraction.clauses import Frame
from reportkit.extraction.deeds import with_deed
from reportkit.extraction.facts import Facts
from reportkit.extraction.levels import of_both, of_level, of_level_ahead
from reportkit.extraction.outlays import borne, spent_next, spent_on
from reportkit.extraction.phrases import (
    begins_with_verb,
    is_verbal,
    split_at_verb,
    split_phrase,
    verb_before,
)
from reportkit.extraction.scene import LONGEST, LONGEST_LABEL, Name, Said, Scene, Way, made
from reportkit.extraction.vocabulary import PAUSES
from reportkit.model import Span

LONGEST_PREDICATE = 18
LONGEST_LINK = 6
_AMOUNTS = ("money", "mass", "area", "length", "volume", "energy", "power", "freight", "standard-coal")
# 筹措8万套（间）租赁住房
_OTHER_UNIT = regex.compile(r"[（(][\u4e00-\u9fff]{1,2}[)）](?=[\u4e00-\u9fff])")
_BRACKET = regex.compile(r"[（(][^（()）]{0,40}[）)]")
_HAN = regex.compile(r"[\u4e00-\u9fff“”]++(?![0-9.]*[\u4e00-\u9fff])")
# 突破10亿大关, 保持8%的增速, 控制在3.4%的较低水平: what begins with these is no noun of the number
_NO_NOUNS = ("thresholds", "growth-behind", "levels-behind")


def name_behind(scene: Scene, case: Facts, said: Said) -> Name | None:
    """A name from behind the number, where the number stands before its noun."""
    frame, own = case.frame, case.own
    quantity = frame.quantity
    if _belongs_before(scene, case, said):
        own = Name((), "")
    # 获得2金、4银、8铜的最好成绩, 翻两番的任务: what follows is not what they are
    apart = quantity.form in ("ordinal", "ratio") or quantity.dimension in ("medals", "doublings")
    if apart or case.reading.starts or (frame.listed and own):
        return None
    if _leads_on(scene, case):
        return None
    where = _behind_attribute(scene, case) or _where(scene, case)
    right = where.of(scene.text)
    if not right or right[0] in PAUSES:
        return of_level_ahead(scene, case) or spent_next(scene, case, said)
    if _is_no_noun(scene, right, quantity.dimension):
        return None
    of = right.startswith("的")
    amount = (quantity.dimension or "").split(":")[0] in _AMOUNTS
    if amount and own and not of and begins_with_verb(scene, right):
        built = quantity.dimension != "money" and own.words[-1].has("governors")
        if not built:  # but 新建34公里供水管网
            return spent_on(scene, case)
    outlay = of and amount and own and own.words[-1].has("outlays")  # 总投资9亿元的工程加快推进
    noun, predicate = _noun(scene, case, where, case.is_governed and not outlay)
    if quantity.dimension in ("ratio", "times") or quantity.form == "fraction":
        part = noun and (of or _is_part_of(scene, case, noun)) and (not own or is_verbal(scene, own))
        return _said_of(scene, noun, predicate, None) if part and noun else None
    if of and noun and amount and own:
        return borne(scene, own, noun)
    if not noun:
        return _done(scene, case, predicate) if predicate else None
    if amount and own and not is_verbal(scene, own):
        return _summed_up(scene, case, noun)
    if (level := of_level(scene, case, noun) or of_both(scene, case, noun)) is not None:
        return level
    return _counted(scene, case, noun, predicate, said)


def _is_no_noun(scene: Scene, right: str, dimension: str | None) -> bool:
    """Whether what stands behind a number is no noun of it: 突破40亿元并居首位, 优惠政策10条和奖励办法, 保持8%的增速."""
    words = scene.vocabulary
    joined = right.startswith(words.tuples["and-also"])  # asked first: few are, and cutting takes longer
    if joined and words.has("and-also", words.words.cut(right)[0].text):
        return True
    no_nouns = _NO_NOUNS if dimension == "ratio" else _NO_NOUNS[:1]
    return any(words.begins(name, right.removeprefix("的")) for name in no_nouns)


def _counted(scene: Scene, case: Facts, noun: Span, predicate: Span | None, said: Said) -> Name:
    """The noun that is counted, with the verb before it or what is said of it."""
    quantity, own = case.quantity, case.own
    before = scene.text[quantity.span.start - 1 : quantity.span.start]
    joined = case.frame.listed and (before == "、" or scene.vocabulary.has("conjunctions", before))
    shared = said.verb if joined else None  # 建成35个先导区、1000个乡村
    listed = scene.vocabulary.has("and-so-on", before)  # 就学、就医等107件实事
    verb = None if listed else verb_before(scene, own) or (None if predicate else shared)
    if predicate and own and own.words[-1].has("pivots"):
        verb = None  # 帮助210名失业人员实现再就业
    if predicate and quantity.unit and scene.vocabulary.has("occasion-units", quantity.unit):
        noun, predicate = _occasion(scene, noun, predicate), None
    if not listed and (whole := _with_content(scene, own, noun) or _done_before(scene, case, noun, said)):
        return whole
    return _said_of(scene, _first_of(scene, noun, quantity.dimension), predicate, verb)


def _first_of(scene: Scene, noun: Span, dimension: str | None) -> Span:
    """Of a list that is too long for a label the first item, where it alone is measured: 9公里|道路建设、桥梁加固等项目."""
    at = noun.of(scene.text).find("、")
    measured = (dimension or "").split(":")[0] in _AMOUNTS
    return Span(noun.start, noun.start + at) if measured and len(noun) > LONGEST_LABEL and at > 0 else noun


def _with_content(scene: Scene, own: Name, noun: Span) -> Name | None:
    """A measure with what it is for, which stands before its number: 出台支持企业用工|6条|措施, 提高效能的|八条|举措."""
    has = scene.vocabulary.has
    if (
        len(own.words) <= 2
        or own.words[-1].has("conjunctions")
        or not has("measures-taken", noun.of(scene.text))
    ):
        return None
    whole = made(scene, [*own.pieces, noun], way=Way.NOUN_BEHIND)
    return whole if len(whole.text) <= LONGEST_LABEL else None


def _done_before(scene: Scene, case: Facts, noun: Span, said: Said) -> Name | None:
    """What was done, where that alone is counted, to what the clause before tells: 推进农村改厕，完成|300户|改造."""
    deed = scene.vocabulary.words.cut(noun.of(scene.text))
    if (
        said.before
        or len(deed) > 1
        or deed[0].tag != "v"
        or not deed[0].has("acts")
        or not is_verbal(scene, case.own)
    ):
        return None
    root = object_before(scene, case.frame)
    return with_deed(scene, root, made(scene, [noun], deed)) if root else None


def _leads_on(scene: Scene, case: Facts) -> bool:
    """Whether what stands between two numbers only leads from one to the other: 增加5天至342天, 净增20张达到300张."""
    following, stop = case.following, case.quantity.span.stop
    if following is None or following.quantity.span.start - stop > LONGEST_LINK:
        return False
    gap = scene.text[stop : following.quantity.span.start]
    verbs = scene.vocabulary.verbs
    if not gap.endswith(scene.vocabulary.tuples["arrivals"]):
        return False
    return all(w.text in verbs for w in scene.vocabulary.words.cut(gap))


def _belongs_before(scene: Scene, case: Facts, said: Said) -> bool:
    """Whether what stands between two numbers is the noun of the first: 5个项目398亩土地处置."""
    frame, own = case.frame, case.own
    if not said.before or said.before[-1][1].span.stop != frame.left.start or not own:
        return False
    measured = frame.quantity.dimension in ("area", "length", "volume")
    nouns = all(word.tag[0] == "n" for word in own.words)
    return measured and nouns and not scene.vocabulary.has("dependent", own.text)


def _where(scene: Scene, case: Facts) -> Span:
    """The text in which the noun stands, that of the number that follows where both wait for it.

    906户1559人实现稳定脱贫, 老城区8条、12.3公里道路改造.
    """
    frame, own, following = case.frame, case.own, case.following
    if other := _OTHER_UNIT.match(scene.text, frame.right.start, frame.right.stop):
        return Span(other.end(), frame.right.stop)
    if following is None or not following.listed or frame.right.stop > frame.right.start:
        return _behind_bracket(scene, frame)
    gap = scene.text[frame.quantity.span.stop : following.quantity.span.start]
    waits = not own or is_verbal(scene, own)
    return _behind_bracket(scene, following) if gap in ("", "、") and waits else frame.right


def _behind_attribute(scene: Scene, case: Facts) -> Span | None:
    """What stands behind an attribute that has an amount of its own: 59个投资10亿元以上的|项目."""
    following, start = case.following, case.quantity.span.stop
    if following is None or following.listed or not scene.text.startswith("的", following.right.start):
        return None
    attribute = scene.text[start : following.quantity.span.start].strip()
    if not scene.vocabulary.has("dependent", attribute):
        return None
    return Span(following.right.start + 1, following.right.stop)


def _summed_up(scene: Scene, case: Facts, noun: Span) -> Name | None:
    """What a list comes to, with the verb before it: 建成东线、西线共61公里轨道线路 → 建成轨道线路."""
    own = case.own
    before = case.reading.left
    if not before or not before[-1].has("in-all") or not own.words[0].has("acts"):
        return None
    verb = Span(own.pieces[0].start, own.pieces[0].start + len(own.words[0].text))
    return made(scene, [verb, noun], way=Way.NOUN_BEHIND)


def _behind_bracket(scene: Scene, frame: Frame) -> Span:
    """What stands behind a number, or behind the bracket that parts it from that: 82户（含五保户9户）迁入新居."""
    right = frame.right
    if scene.text[right.start : right.start + 1] not in ("（", "("):
        return right
    bracket = _BRACKET.match(scene.text, right.start, frame.clause.stop)
    if bracket is None or not (rest := _HAN.match(scene.text, bracket.end(), frame.clause.stop)):
        return right
    return Span(*rest.span())


def _noun(scene: Scene, case: Facts, where: Span, governed: bool) -> tuple[Span | None, Span | None]:
    """The noun behind a number and what is said of it."""
    following = case.following
    of = scene.text.startswith("的", where.start)
    before_next = following is not None and where.stop >= following.quantity.span.start
    noun, predicate = split_phrase(scene, case, where, 1 if of else 0, governed, before_next)
    part = case.quantity.dimension == "ratio" or case.quantity.form == "fraction"
    if noun and not predicate and (part or not of) and not case.own and not governed:
        noun, predicate = split_at_verb(scene, noun)
    elif noun and not of and case.own and case.own.words[-1].has("pivots"):
        noun, _ = split_at_verb(scene, noun)  # 选派50名特派员服务产业发展
    if before_next and noun:
        predicate = None  # 23家工作室开展活动100余次: what is said of them is counted itself
    if of and not noun and following is not None and case.frame.right.stop >= following.quantity.span.start:
        noun, _ = split_phrase(scene, case, following.right, 0, governed, before_next=False)
    return noun, predicate


def _occasion(scene: Scene, noun: Span, predicate: Span) -> Span:
    """What was done so many times; of one thing after another, the first: 两次审议条例草案并提请表决."""
    whole = Span(noun.start, predicate.stop)
    goes_on = predicate.of(scene.text).startswith(("、", *scene.vocabulary.tuples["onward"]))
    return noun if goes_on or len(whole) > LONGEST_PREDICATE else whole


def _done(scene: Scene, case: Facts, predicate: Span) -> Name | None:
    """What was done by those who are counted: 组织代表1300余人次参加视察."""
    own = case.own
    words = scene.vocabulary.words.cut(predicate.of(scene.text))
    if all(w.text in scene.vocabulary.verbs or w.has("distributive") for w in words):
        return None  # 较2020年的93亿元增加44亿元, 由160元和55元分别提高到…
    if not own:
        return made(scene, [predicate], way=Way.PREDICATE)
    quantity = case.quantity
    households = scene.vocabulary.has("household-units", quantity.unit or "")
    if (quantity.dimension != "people" and not households) or own.words[-1].tag[0] != "n":
        return None
    return made(scene, [*own.pieces, predicate], own.words, Way.PREDICATE)


def _is_part_of(scene: Scene, case: Facts, noun: Span | None) -> bool:
    """Whether a part of what follows is told without 的: 超过一半人口居住在城镇."""
    if noun is None or case.own or (not case.frame.opens and case.reading.linked):
        return False
    vocabulary = scene.vocabulary
    word = vocabulary.words.cut(noun.of(scene.text))[0]
    return (
        word.tag.startswith("n") and word.text not in vocabulary.heads and word.text not in vocabulary.verbs
    )


def _said_of(scene: Scene, noun: Span, predicate: Span | None, verb: Span | None) -> Name:
    """实现超低排放的煤电机组: what is said of a noun goes before it."""
    if predicate is not None and verb is None and len(noun) + len(predicate) <= LONGEST:
        short = len(noun) <= 3 or len(predicate) <= LONGEST_PREDICATE
        if short:
            return made(scene, [predicate, noun], way=Way.PREDICATE, joint="的")
    return made(scene, [verb, noun] if verb else [noun], way=Way.NOUN_BEHIND)
