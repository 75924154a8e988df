"""Names in lists: 分别 deals items out to numbers, items share a head, a beginning or a verb."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reportkit.extraction.carry import names_nothing, stock, subject_before
from reportkit.extraction.ellipsis import is_attribute
from reportkit.extraction.facts import Facts
from reportkit.extraction.scene import LONGEST, Name, Said, Scene, Way, made, trimmed
from reportkit.extraction.split import split_list
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Span
from reportkit.stages import Quantity
from reportkit.text.words import Word

# An amount of these is one of another kind than what was counted before it: 接待游客11亿人次、旅游收入1万亿元
_OF_ITS_OWN = ("money", "ratio", "points")


PAIR = 2
# What is said of an amount: behind one of these a new row of amounts begins.
_RELATIVE = ("ratio", "points", "times", "doublings")


@dataclass(slots=True, eq=False, repr=False)
class Dealer:
    """Deals the items of a list to the numbers of a sentence: X、Y分别增长5%、6%.

    `dealt` are the items that wait for their number, `history` the names before that differ, `group` those
    of the last list of numbers, which begins with the number `began`, `levels` those of the last amounts in a row, for
    受理案件254件，办结231件，分别上升3.6%和3.1%.
    """

    scene: Scene
    said: Said
    facts: list[Facts]
    dealt: list[Name] = field(default_factory=list)
    history: list[Name] = field(default_factory=list)
    group: list[Name] = field(default_factory=list)
    levels: list[Name] = field(default_factory=list)
    began: int = 0

    def item(self, case: Facts) -> Name | None:
        """The item that waits for the number, None without one."""
        return self.dealt.pop(0) if case.frame.listed and self.dealt else None

    def deal(self, at: int, case: Facts, name: Name) -> Name:
        """The first item where 分别 deals out `name` to the numbers from `at` on, else `name` itself."""
        dealt = self._deal(at, case, name)
        self.dealt = dealt[1:]
        return dealt[0] if dealt else name

    def _count(self, at: int) -> int:
        """How many numbers stand in a list from the number `at` on.

        Behind a comma one of another kind begins something else: 分别下降5.6%和4%，74个城市达标.
        """
        stop = at + 1
        while stop < len(self.facts) and self.facts[stop].frame.listed:
            quantity, before = self.facts[stop].quantity, self.facts[stop - 1].quantity
            gap = self.scene.text[before.span.stop : quantity.span.start]
            if "，" in gap and quantity.dimension != before.dimension:
                break
            stop += 1
        return stop - at

    def _deal(self, at: int, case: Facts, name: Name) -> list[Name]:
        """The items that are dealt out to the numbers from `at` on, none where that is not so."""
        named = bool(case.own) and not names_nothing(self.scene, case.own, self.said)
        if not case.reading.distributive:
            if named and case.quantity.form == "ordinal":  # 投资、消费增速居第2、第1
                return self._items(at, self._count(at), case, name)
            # 分别从12家、8家增加到15家、9家: what was dealt out to the first numbers goes to the others in turn
            # so do the shares and rates of the same things: 分别达到4万元、2万元，增长5%、6%
            first = len(self.group) if not case.own else 0
            again = first > 1 and self.began + first == at and self._count(at) == first
            if again:
                self.began = at
            return [_dealt(each) for each in self.group] if again else self._of_pair(at, case)
        self.began, count = at, self._count(at)
        if named:
            return (
                self._items(at, count, case, name)
                or self._borne(case, count)
                or _sides(self.scene, name, count)
            )
        subject = subject_before(self.scene, case.frame) if count > 1 and not case.own else None
        if subject is not None and not self._counted_since(subject):
            # 绿色工厂、绿色园区从无到有，分别达2个、3个
            items = [
                made(self.scene, each, way=Way.DEALT)
                for each in split_list(subject, count, self.scene, self.said) or ()
            ]
            if items:
                return items
        return [_dealt(each) for each in self._earlier(case, count)]

    def _of_pair(self, at: int, case: Facts) -> list[Name]:
        """The two names before, of whose growth two numbers tell that 和 joins: 城镇2万元，农村1万元，增长9.8%和8.5%."""
        following, first = case.following, case.quantity
        if case.own or following is None or case.reading.verb is None or self._count(at) != PAIR:
            return []
        names, second = self.levels, following.quantity
        pair = len(names) == PAIR and names[0].text != names[1].text
        alike = first.dimension == second.dimension == "ratio"
        joint = self.scene.text[first.span.stop : second.span.start]
        if not pair or not alike or not self.scene.vocabulary.has("conjunctions", joint):
            return []
        return [_dealt(each) for each in names]

    def _counted_since(self, subject: Name) -> bool:
        """Whether a number stands behind what a clause says something of."""
        before = self.said.before
        return bool(before) and before[-1][1].span.stop > subject.pieces[0].start

    def _items(self, at: int, count: int, case: Facts, name: Name) -> list[Name]:
        """The items of a name for the `count` numbers from `at` on, none where it has another number of them."""
        kinds = {(f.quantity.dimension, f.quantity.form) for f in self.facts[at : at + count]}
        # 热线诉求…，解决率、满意率分别达到97%、98%: the list may be of the bearer's attributes, or of bearers
        lists = (case.own, name) if name.way is Way.OWNER_BEFORE else (name,)
        if sum(len(word.text) for word in case.reading.words) > LONGEST:
            # a list of so many items is longer than a name
            lists = (trimmed(self.scene, case.reading.words, case.frame.left.start, whole=True), *lists)
        for each in lists:
            if items := split_list(each, count, self.scene, self.said, len(kinds) == 1):
                return [made(self.scene, item, way=Way.DEALT) for item in items]
        return []

    def _borne(self, case: Facts, count: int) -> list[Name]:
        """The names before with an attribute of each: 工业、农业分别增长4%、5%，占比分别为60%、40%."""
        if count < 2 or not is_attribute(self.scene, case.own.text):
            return []
        earlier = self._earlier(case, count)
        return [made(self.scene, [*each.pieces, *case.own.pieces], way=Way.DEALT) for each in earlier]

    def _earlier(self, case: Facts, count: int) -> list[Name]:
        """The `count` names before that a list of so many numbers is about, of what there is where they reach that."""
        names = self._names_before(count)
        reached = case.reading.to or case.reading.linked
        return [stock(self.scene, each) for each in names] if reached else names

    def _names_before(self, count: int) -> list[Name]:
        """The `count` names before."""
        if len(self.group) == count:
            return self.group
        if len(self.levels) < count or count < 2:
            return self.history[-count:] if len(self.history) >= count > 1 else []
        last = self.levels[-count:]
        if len({name.text for name in last}) == 1 and (
            items := split_list(last[0], count, self.scene, self.said)
        ):
            # 城镇、农村居民人均可支配收入38650元和19240元，分别增长4.4%、7.2%
            return [made(self.scene, item, way=Way.DEALT) for item in items]
        return last

    def remember(self, case: Facts, name: Name) -> None:
        """Keep the name of a number for those that follow."""
        if case.reading.distributive:
            self.group = [name]
        elif case.frame.listed and self.group:
            self.group.append(name)
        if (case.quantity.dimension or "") not in _RELATIVE and case.quantity.form == "plain":
            self.levels.append(name)
        else:
            self.levels = []
        if not self.history or self.history[-1].text != name.text:
            self.history.append(name)


def _dealt(name: Name) -> Name:
    return name if name.way is Way.DEALT else replace(name, way=Way.DEALT)


def _sides(scene: Scene, name: Name, count: int) -> list[Name]:
    """A name that is said of both sides, once for each."""
    sides = next((sides for both, sides in scene.vocabulary.sides.items() if both in name.text), ())
    return [replace(name, way=Way.DEALT, side=side) for side in sides] if len(sides) == count else []


def of_side(name: Name, words: Vocabulary) -> str:
    """What a name says of the side to which it was dealt out: 城镇居民收入 for 城乡居民收入."""
    both = next((both for both, sides in words.sides.items() if name.side in sides), None)
    return name.text.replace(both, name.side) if both else name.text


def leading_verb(scene: Scene, name: Name, quantity: Quantity) -> Span | None:
    """The verb before a number with which its name begins, None without one: 新增 of 新增产业园."""
    words = name.words
    if not name.pieces or len(words) < 2 or not _is_act(scene, words[0]) or _is_suffix(scene, words[1]):
        return None
    if len(words) == 2 and words[1].tag in ("v", "vn"):
        return None  # 执法检查
    start = name.pieces[0].start
    length = len(words[0].text)
    if words[1].has("acts") and len(words) > 2:
        length += len(words[1].text)  # 新建改建健身步道
    if start >= quantity.span.start or not scene.text.startswith(words[0].text, start):
        return None
    return Span(start, start + length)


def _is_suffix(scene: Scene, word: Word) -> bool:
    """Whether what stands before a word is no verb, though it is one by itself: 创新型企业."""
    return word.has("noun-suffixes")


def _is_act(scene: Scene, word: Word) -> bool:
    verbal = word.has("acts") or word.has("leading-acts") or word.tag == "v"
    return verbal and len(word.text) > 1


def sharing_verb(scene: Scene, case: Facts, said: Said) -> Name | None:
    """The verb of the list's first item goes for all: 新增产业园11个、产业集群9个 → 新增产业集群."""
    own, verb, quantity = case.own, said.verb, case.quantity
    if verb is None or len(own.pieces) != 1 or quantity.form == "ordinal" or case.reading.verb is not None:
        return None
    before = said.before[-1][1]
    gap = scene.text[before.span.stop : own.pieces[0].start].strip()
    last = own.words[-1]
    acts = _is_act(scene, own.words[0]) or (last.tag != "n" and last.has("acts"))
    if (
        not (gap == "、" or scene.vocabulary.has("verb-joints", gap))
        or acts
        or scene.vocabulary.has("dependent", own.text)
    ):
        return None
    kind, kind_before = ((q.dimension or "").split(":")[0] for q in (quantity, before))
    if kind != kind_before and (kind in _OF_ITS_OWN or kind_before in _OF_ITS_OWN):
        return None
    if kind in _OF_ITS_OWN and not scene.vocabulary.has("acts", verb.of(scene.text)):
        return None
    words = (*scene.vocabulary.words.cut(verb.of(scene.text)), *own.words)
    return made(scene, [verb, *own.pieces], words, Way.VERB_SHARED)
