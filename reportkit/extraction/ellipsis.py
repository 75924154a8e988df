"""What a name lacks and takes from the names before it: its object, its bearer, its head, its level.

Each way takes the sentence so far and the case of a number, and answers None where it has no say.
"""

from __future__ import annotations

from reportkit.extraction.carry import clause_before, stock, subject_before
from reportkit.extraction.clauses import REACH
from reportkit.extraction.facts import Facts
from reportkit.extraction.phrases import begins_with_verb
from reportkit.extraction.scene import Name, Said, Scene, Way, made
from reportkit.extraction.vocabulary import PAUSES
from reportkit.model import Span
from reportkit.stages import Quantity


def earning(scene: Scene, case: Facts, said: Said) -> Name | None:
    """What each of those counted before earned more: 扶持贫困户300户，户均增收2000元 → 贫困户户均增收."""
    own = case.own
    if own.way is not Way.OWNER_BEFORE:
        return None
    name, counted = said.before[-1] if said.before else (own, None)
    if counted is None or not (
        counted.dimension == "people" or scene.vocabulary.has("household-units", counted.unit or "")
    ):
        return own
    return made(scene, [*name.pieces, *own.pieces], own.words, Way.OWNER_BEFORE)


def topical(scene: Scene, case: Facts, said: Said) -> Name | None:
    """The head of a clause that sets the topic: 限额以上…商品零售额中，粮油类增长7.2%."""
    frame = case.frame
    if said.before or frame.clause.start <= frame.sentence.start + 1:
        return None
    low = max(frame.sentence.start, frame.clause.start - 1 - REACH)
    match = scene.vocabulary.signs["topic"].search(scene.text[low : frame.clause.start - 1])
    if match is None or not _is_part(scene, case):
        return None
    stop = low + match.end("topic")
    head = _head(scene, Name((Span(max(stop - 12, frame.sentence.start), stop),), match["topic"]))
    return made(scene, [*case.own.pieces, head], case.own.words, Way.TOPIC_BEFORE) if head else None


def levelled(scene: Scene, case: Facts, said: Said) -> Name | None:
    """Of what there are so many of a further level: 国家级园区2个、省级10个 → 省级园区."""
    own, last = case.own, said.last()
    has = scene.vocabulary.has
    if last is None or not last.words or not last.pieces or not has("tiers", own.text):
        return None
    levels = ("tiers", "level-links")
    rest = [i for i, w in enumerate(last.words) if not any(w.has(name) for name in levels)]
    if not rest or len(last.pieces) > 2:
        return None
    piece = last.pieces[-1]
    length = len(last.words[-1].text) + last.words[-1].start - last.words[rest[0]].start
    start = max(piece.start, piece.stop - length)
    level = next((w for w in last.words if w.has("tiers")), None)
    if level is not None and level.text in scene.text[start : piece.stop]:
        start += scene.text[start : piece.stop].index(level.text) + len(
            level.text
        )  # 创建国家级园区: behind it
    verb = [said.verb] if said.verb is not None and said.verb.stop <= start else []
    return made(scene, [*verb, *own.pieces, Span(start, piece.stop)], last.words, Way.LEVEL)


def bearing(scene: Scene, case: Facts, said: Said) -> Name | None:
    """A bare attribute with its bearer: 普通高校9所，招生7.2万人; 粮食播种面积50万亩，总产量20万吨."""
    own = case.own
    together = not case.reading.distributive and _are_attributes(scene, own)
    if not together and not scene.vocabulary.has("dependent", own.text):
        return None
    if not said.before:
        # 养老保险制度不断完善，参保人数突破2亿人
        return _borne(scene, own, _bearer_before(scene, case, said))
    right = case.frame.right.of(scene.text)
    if right and right[0] not in PAUSES and not case.reading.starts and begins_with_verb(scene, right):
        return own  # 投资920万元完成道路改造: of what is done now, not of what was before
    pieces = bearer(scene, own.text, said)
    if not pieces:
        return _borne(scene, own, _bearer_before(scene, case, said))
    return made(scene, [*pieces, *own.pieces], own.words, Way.OWNER_BEFORE)


def is_attribute(scene: Scene, noun: str) -> bool:
    """Whether a noun names nothing without its bearer: 总量, 增速."""
    return scene.vocabulary.has("dependent", noun) or noun in scene.vocabulary.heads


def bearer(scene: Scene, attribute: str, said: Said) -> list[Span]:
    """The thing named before to which a bare attribute belongs, in its pieces; empty where there is none."""
    grows, rates = attribute in scene.vocabulary.heads, scene.vocabulary.tuples["rate-ends"]
    # 办结率100%，满意率98%: a rate has none but its growth
    names = (n for n, _ in reversed(said.before) if _is_bearer(n) and (grows or not n.text.endswith(rates)))
    root = next(names, None)
    if root is None:
        return []
    if scene.vocabulary.has("in-total", attribute):
        root = stock(scene, root)  # 新增公路里程15公里，总里程达86公里
    pieces = list(root.pieces)
    head = _head(scene, root) if scene.vocabulary.has("yields", attribute) else None
    if head is not None and head.start > pieces[-1].start:
        pieces[-1] = Span(pieces[-1].start, head.start)
    return pieces


def _are_attributes(scene: Scene, own: Name) -> bool:
    """Whether a name is a list of bare attributes: 总量及增速均居全市第2位."""
    parts = scene.vocabulary.signs["joints"].compiled.split(own.text)
    return len(parts) > 1 and all(is_attribute(scene, part) for part in parts)


def _is_bearer(name: Name) -> bool:
    """Whether a name is that of a thing, and not of what is measured of another."""
    return bool(name) and name.way not in (Way.OWNER_BEFORE, Way.OBJECT_BEFORE, Way.RELATION)


def _bearer_before(scene: Scene, case: Facts, said: Said) -> Name | None:
    """The bearer that a clause without a number names: 项目推进顺利，总投资8亿元."""
    if scene.vocabulary.has("reaching", case.own.text):
        return clause_before(scene, case.frame)
    if said.before and ";" not in _between(scene, case, said):
        return None
    return subject_before(scene, case.frame) or clause_before(scene, case.frame)


def _between(scene: Scene, case: Facts, said: Said) -> str:
    """What stands between the number before and the clause of a number, with its semicolons made plain."""
    return scene.text[said.before[-1][1].span.stop : case.frame.clause.start].replace("；", ";")


def _borne(scene: Scene, own: Name, root: Name | None) -> Name | None:
    """An attribute with its bearer, which may name the deed that is measured: 污水处理能力提高，处理率达到95%."""
    if root is None:
        return None
    last, deed = root.pieces[-1], own.words[0].text[:2]
    at = scene.text.rfind(deed, last.start + 1, last.stop)
    pieces = [*root.pieces[:-1], Span(last.start, at if at > 0 else last.stop)]
    return made(scene, [*pieces, *own.pieces], own.words, Way.OWNER_BEFORE)


def headed(scene: Scene, case: Facts, said: Said) -> Name | None:
    """A class of things with what is measured of it: 采矿业增加值下降6.7%，制造业增长2.2% → 制造业增加值."""
    for name, quantity in reversed(said.before):
        head = _head(scene, name)
        if head is None or not _is_part(scene, case, quantity):
            continue
        # 财政收入12亿元，服务贸易增长5%: what grew is no part of an amount before that is of no such part
        of = name.text.removesuffix(head.of(scene.text))
        alike = case.quantity.dimension == quantity.dimension
        if alike or of.endswith(scene.vocabulary.tuples["parts"]):
            return made(scene, [*case.own.pieces, head], case.own.words, Way.HEAD_BEFORE)
    return None


def itself(scene: Scene, case: Facts, said: Said) -> Name | None:
    """What the clause names, as it is."""
    del scene, said
    return case.own


def _head(scene: Scene, last: Name) -> Span | None:
    """The noun at the end of a name that says what is measured."""
    if not last.pieces:
        return None
    piece = last.pieces[-1]
    content = piece.of(scene.text)
    if not content.endswith(scene.vocabulary.carried):
        return None
    best = next(head for head in scene.vocabulary.carried if content.endswith(head))
    start = piece.stop - len(best)
    if len(last.pieces) == 1 and content.find("的", 0, len(content) - len(best) + 1) > 0:
        start = piece.start + content.rfind("的", 0, len(content) - len(best) + 1) + 1
    return Span(start, piece.stop)


def _is_part(scene: Scene, case: Facts, before: Quantity | None = None) -> bool:
    """Whether a name lacks the noun that says what is measured: a class of things, or one in a series of 由…到."""
    own, reading, quantity = case.own, case.reading, case.quantity
    if own.text.endswith(scene.vocabulary.carried) or scene.vocabulary.has("economy", own.text):
        return False
    growth = quantity.dimension == "ratio" and reading.verb is not None and not reading.to
    same = before is not None and quantity.dimension == before.dimension and quantity.unit == before.unit
    if not growth and not (same and quantity.dimension not in ("count", "people", None, "ratio")):
        return False
    if reading.starts and same:
        return True
    return own.text.endswith(scene.vocabulary.tuples["parts"])
