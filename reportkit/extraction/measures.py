"""How a number measures: level, growth, change, share or rank."""

from __future__ import annotations

from typing import NamedTuple

from reportkit.extraction.before import Reading
from reportkit.extraction.facts import Facts
from reportkit.extraction.scene import Scene
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure
from reportkit.rules.schema import Head
from reportkit.text.words import Word

_RATES = ("ratio", "times", "doublings")


class Measured(NamedTuple):
    """The measure of a number, the sign of its direction, and the rule that decided.

    `is_led` tells that it was a verb with which the name begins: 压减审批事项30%.
    """

    measure: Measure
    sign: int
    rule: str
    is_led: bool = False


def find_measure(scene: Scene, case: Facts, name: tuple[Word, ...], counted: bool) -> Measured:
    """How a number measures.

    `name` is the name's words; `counted` tells that they are from behind the number.
    """
    quantity, reading, vocabulary = case.quantity, case.reading, scene.vocabulary
    if quantity.form == "ordinal":
        return Measured("rank", 1, "rank")
    if quantity.form == "ratio":
        return Measured("share", 1, "ratio")
    head = vocabulary.heads.get(name[-1].text) if name else None
    if name and name[-1].has("rates"):
        head = None
    elif head is None and quantity.dimension == "ratio" and not counted:
        head = _bare_growth(reading, vocabulary)
    falls = reading.direction or _leading(name, vocabulary)
    rate = quantity.dimension in _RATES or quantity.form == "fraction"
    # 服务业占比65.5, 工业增速10.3: the unit that is not printed is that of a rate
    rate = rate or (head is not None and quantity.unit is None and quantity.form == "plain" and not counted)
    if quantity.dimension == "points":
        return Measured("level" if reading.to else "change", falls or 1, "points")
    if quantity.dimension == "doublings":
        return Measured("growth", 1, "doublings")
    if rate and counted:
        return Measured("share", 1, "part of what follows")
    if rate:
        return _rate(scene, case, head, falls)
    if reading.verb is not None and not reading.to:
        return Measured("change", reading.direction, f"verb {reading.verb.text}")
    return Measured("level", 1, "amount")


def _rate(scene: Scene, case: Facts, head: Head | None, falls: int) -> Measured:
    """A percentage, a fraction or a multiple."""
    quantity, reading, vocabulary = case.quantity, case.reading, scene.vocabulary
    right = case.frame.right.of(scene.text)
    measure = head.measure if head is not None else None
    behind = right.removeprefix("的")
    if vocabulary.begins("growth-behind", behind):
        return Measured("growth", reading.direction or 1, "growth behind")
    if vocabulary.begins("levels-behind", behind):
        return Measured("level", 1, "level behind")
    if reading.share:
        return Measured("share", 1, "占")
    if measure == "share" and (reading.verb is None or reading.to):
        return Measured("share", 1, "head")
    if reading.verb is not None and not reading.to:
        return Measured("growth", reading.direction, f"verb {reading.verb.text}")
    basis = reading.basis.of(scene.text) if reading.basis else ""
    against = vocabulary.has("growth-basis", basis) and quantity.dimension == "ratio"
    if against and not (reading.to or reading.linked):
        return Measured("growth", 1, f"basis {basis}")
    if head is not None and measure == "growth":
        return Measured("growth", head.direction, "head")
    bare = all(word.text in vocabulary.start for word in reading.words)
    if right.startswith("的") and bare and len(right) > 1:
        return Measured("share", 1, "part of what follows")
    reached = reading.to or reading.linked or reading.starts
    if reached and (quantity.dimension == "times" or reading.words or right == ""):
        return Measured("level", 1, "level reached")
    if falls < 0 and reading.words:
        return Measured("growth", -1, "leading verb", is_led=True)
    if right.startswith("的") and quantity.dimension == "ratio":
        return Measured("share", 1, "part of what follows")
    return Measured("level", 1, "rate")


def _bare_growth(reading: Reading, vocabulary: Vocabulary) -> Head | None:
    """The word of growth that is all a clause names: 地区生产总值81亿元，同比增速7.9%."""
    *before, last = reading.words or (None,)
    head = vocabulary.heads.get(last.text) if last is not None else None
    bare = all(word is not None and word.text in vocabulary.start for word in before)
    return head if head is not None and head.measure == "growth" and bare else None


def _leading(name: tuple[Word, ...], vocabulary: Vocabulary) -> int:
    """The direction of a verb that stands before its noun: 压减政府性基金项目30%."""
    if len(name) < 2:
        return 0
    verb = vocabulary.verbs.get(name[0].text)
    return verb.direction if verb is not None and verb.direction < 0 and len(name[0].text) > 1 else 0
