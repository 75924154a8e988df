"""The concept of an indicator: the catalogue's name for what its own words name.

A name that the catalogue does not have is read by what it is made of. What stands at its ends and changes nothing is
left off: who speaks, how much was done of it, of which level it is. What is left has to be a name of the catalogue:
an alias within a longer name is none, since 人均地区生产总值 and 开发区地区生产总值 are not 地区生产总值.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reportkit.extraction.wording import ADDING, RENEWING, Read, Wording, bare, surfaces_of, wording_of
from reportkit.model import Measure
from reportkit.rules.schema import Concept
from reportkit.rules.topics import CatalogueRules, RuleSet

# A part of a place that a sentence tells of stands within so many characters of its beginning, which is sought so far.
OPENING, REACH, ENDS = 14, 300, "。；;！!\n"
# What an amount leaves out of a name, by its dimension; a growth is told of a product, and not of its fields.
_LEFT_OUT = {"money": "left-out-of-money", "area": "left-out-of-area", "mass": "left-out-of-mass"}


def find_surface(name: str, rules: CatalogueRules) -> Concept | None:
    """The concept whose name or alias `name` is, whatever it measures; None without one."""
    return surfaces_of(rules).get(bare(name, rules))


@lru_cache(maxsize=4096)  # the same names stand in report after report
def find_concept(name: str, measure: Measure, dimension: str | None, rules: RuleSet) -> Concept | None:
    """The concept that `name` means, if measure and dimension fit it; None without one.

    >>> from reportkit import load_rules
    >>> rules = load_rules()
    >>> find_concept("全市新建和改造提升高标准农田", "level", "area", rules).name
    '新建高标准农田'
    >>> find_concept("开发区地区生产总值", "level", "money", rules) is None
    True
    """
    wording = wording_of(rules)
    own = dimension.split(":")[0] if dimension else None  # 外资 in dollars is 外资
    for read in _readings(name, wording):
        concept = wording.find(read)
        if concept is not None and _fits(concept, measure, own, wording):
            return concept
        if not read.acts:
            concept = _with_what_is_left_out(read.noun, measure, own, wording)
            if concept is not None:
                return concept
        elif concept is not None:
            return None
    return _by_its_head(wording.plain(name), own, wording) if measure == "level" else None


def _by_its_head(name: str, own: str | None, wording: Wording) -> Concept | None:
    """The concept of a head that says what is counted whatever stands before it: 节水措施; not of what is undone."""
    head = wording.last(name, "heads")
    concept = wording.surfaces.get(head) if head and not wording.first(name, "undoing") else None
    return concept if concept is not None and _fits(concept, "level", own, wording) else None


def is_of_a_part(concept: Concept, text: str, stop: int, rules: RuleSet) -> bool:
    """Whether a concept of the whole place is told at `stop` of a part of it, with which the sentence opens.

    >>> from reportkit import load_rules
    >>> rules, text = load_rules(), "开发区营业收入增长12%，税收收入增长9%。"
    >>> revenue = find_concept("税收收入", "growth", "ratio", rules)
    >>> is_of_a_part(revenue, text, text.index("9"), rules)
    True
    """
    words = wording_of(rules).lists
    if concept.name not in words["of-the-place"]:
        return False
    start = max(text.rfind(end, max(stop - REACH, 0), stop) for end in ENDS) + 1
    if not start and stop > REACH:
        return False
    opening, sentence = text[start : min(start + OPENING, stop)], text[start:stop]
    return any(word in opening for word in words["zones"]) and not any(
        word in sentence for word in words["wholes"]
    )


def _readings(name: str, wording: Wording) -> Iterator[Read]:
    """A name as it is, then with less and less of what changes nothing."""
    yield Read(wording.bare(name))
    what = _of_which_it_is(name, wording)
    for told in (name, what) if what else (name,):
        for read in _without_starts(wording.plain(told), wording):
            yield read
            yield from _without_ends(read, wording)


def _of_which_it_is(name: str, wording: Wording) -> str:
    """What a name says of a thing that it tells twice, or of its bearer: 获评绿色工厂的工厂, 获评绿色工厂的企业."""
    what, _, thing = name.rpartition("的")
    borne = thing in wording.lists["bearers"] and wording.first(wording.bare(what), "honours")
    return what if thing and (borne or what.endswith(thing)) else ""


def _without_ends(read: Read, wording: Wording) -> Iterator[Read]:
    noun = read.noun
    in_all = False
    while word := wording.last(noun, "behind", "totals"):
        in_all = in_all or word == wording.last(noun, "totals")
        noun = noun.removesuffix(word)
        if not in_all:
            yield Read(noun, read.acts)
        elif not wording.first(noun, ADDING):  # 新增绿色工厂总数 are those that there are
            yield Read(noun.removesuffix(wording.last(noun, ADDING)))
    if in_all:
        return
    if word := wording.last(noun, ADDING, RENEWING):
        yield Read(noun.removesuffix(word), read.acts | wording.acts(word))
    word = wording.first(noun, "qualities")
    if read.acts and word:
        yield Read(noun.removeprefix(word), read.acts)


def _without_starts(name: str, wording: Wording) -> Iterator[Read]:
    read = Read(name)
    yield read
    while True:
        noun, acts = read
        verbs = [read]
        while word := wording.first(noun, ADDING, RENEWING):
            noun, acts = noun.removeprefix(word), acts | wording.acts(word)
            joined = wording.first(noun, "joins")  # 新建和改造提升高标准农田
            if joined and wording.first(noun.removeprefix(joined), ADDING, RENEWING):
                noun = noun.removeprefix(joined)
            verbs.append(Read(noun, acts))
        # without all of them first, and then with one that may be of the noun: 新增建设用地
        yield from reversed(verbs[1:])
        word, level = (
            wording.first(noun, *names) for names in (("before", "named-levels"), ("named-levels",))
        )
        if word == level and wording.first(noun.removeprefix(word), "of-a-level", whole=True):
            word = ""
        if not word and len(verbs) == 1:
            return
        read = Read(noun.removeprefix(word), acts)
        if word:
            yield read


def _with_what_is_left_out(
    noun: str, measure: Measure, dimension: str | None, wording: Wording
) -> Concept | None:
    """The concept of a noun whose amount tells what is meant of it: 小麦21万亩 is what is sown, 小麦31万吨 the harvest."""
    left_out = _LEFT_OUT.get(dimension or "") if measure in ("level", "change") else "left-out-of-mass"
    for word in wording.lists[left_out] if left_out and measure in ("level", "change", "growth") else ():
        concept = wording.surfaces.get(noun + word)
        if concept is not None and _fits(concept, measure, dimension, wording):
            return concept
    return None


def _fits(concept: Concept, measure: Measure, own: str | None, wording: Wording) -> bool:
    """Whether a measure and the dimension of an amount are those of a concept.

    What has an amount has a place in a ranking, too, and may gain some of it: 粮食产量增加3万吨. A growth, a share or a
    rank has no dimension of its own.
    """
    if measure not in concept.measures and not (
        measure in ("rank", "change") and "level" in concept.measures
    ):
        return False
    if measure not in ("level", "change"):
        return True
    if measure == "change" and own == "places":  # 提高3个位次
        return True
    if measure == "change" and own == "points":  # 高于全国0.3个百分点
        return concept.dimension in ("ratio", "points", "none") or "growth" in concept.measures
    if concept.dimension in (own, "none") or own in ("times", f"{concept.dimension}/time"):
        return True
    if concept.dimension == "money" and own is None:  # 经济总量突破万亿
        return True
    if own == "count" and concept.dimension in ("area", "length"):  # 新建农村公路12条
        return not concept.name.endswith(wording.lists["sizes"])
    if concept.dimension == "count" and own == "people":
        return any(word in concept.name for word in wording.lists["in-persons"])
    return concept.dimension in ("people", "count") and own in ("count", None)  # 贫困人口444户
