"""What the words before a number say of it: level, growth, change, share or rank, and against what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.extract.clauses import Frame
from reportkit.extract.vocabulary import Vocabulary
from reportkit.model import Measure, Mention, Quantity, Span
from reportkit.text.words import Word

_RATES = ("ratio", "times", "doublings")
_BASIS_WORDS = ("同比", "环比", "年均", "平均每年", "年平均", "可比")
_GAP = " 　\t"


@dataclass(frozen=True, slots=True)
class Reading:
    """The text before a number, read from its end.

    `subject` is what is left of it for the name. `verb` is the verb of rising or falling, with its
    `direction`; `to` tells that the number is the level reached; `start_of` that it is the level left (从, 由).
    """

    subject: Span
    words: tuple[Word, ...]
    verb: str | None
    direction: int
    to: bool
    linked: bool
    starts: bool
    distributive: bool
    basis: str | None
    share: bool
    trace: tuple[str, ...]


def read_left(
    text: str, frame: Frame, quantity: Quantity, mentions: Sequence[Mention], vocabulary: Vocabulary
) -> Reading:
    """Read what stands before a number in its clause, word by word from the number backwards."""
    left = frame.left
    words = vocabulary.words.cut(left.of(text))
    stop, verb, direction = len(words), None, 0
    to = linked = starts = distributive = False
    basis: str | None = None
    trace: list[str] = []
    while stop:
        word = words[stop - 1]
        at = left.start + word.start
        mention = _covering(mentions, at, at + len(word.text))
        known = vocabulary.verbs.get(word.text)
        if mention is not None and mention.use != "part":
            if mention.use == "basis":
                basis = basis or mention.span.of(text)
            elif text[mention.span.start] in "到至":
                to = True  # 增加到2015年的287.9亿元
            stop -= 1
            while stop and left.start + words[stop - 1].start >= mention.span.start:
                stop -= 1
            continue
        if word.text in ("从", "由") and verb is None:
            starts = True
        elif word.text == "占" or (word.text in "的" and quantity.dimension == "ratio" and stop > 1):
            if word.text == "占":
                break
        elif known is not None and known.direction and verb is None and not (linked and not to):
            verb, direction = word.text, known.direction
            to = to or word.text.endswith("至")
            trace.append(f"measure: verb {known.id}: {word.text}")
        elif known is not None and known.direction and verb is not None:
            break
        elif known is not None and known.id == "reached":
            if not to:
                break
        elif known is not None and known.to:
            to = True
        elif known is not None and known.direction == 0:
            linked = True
            to = to or word.text in ("达到", "达", "为", "降到", "占到", "達到", "為")
        elif vocabulary.has("distributive", word.text):
            distributive = True
        elif word.text in vocabulary.end or word.text in _GAP:
            if word.text in _BASIS_WORDS:
                basis = word.text if basis is None else basis
        else:
            break
        stop -= 1
    against = next((i for i in range(stop - 1, -1, -1) if words[i].text in ("比", "较")), None)
    if against is not None and stop - against > 1 and verb is not None:
        # 增速比全市平均水平高0.7个百分点
        basis = basis or "".join(w.text for w in words[against:stop])
        stop = against
    rest = words[:stop]
    subject = Span(left.start, left.start + (rest[-1].start + len(rest[-1].text) if rest else 0))
    share = any(vocabulary.has("share-verbs", w.text) for w in rest)
    return Reading(
        subject, rest, verb, direction, to, linked, starts, distributive, basis, share, tuple(trace)
    )


def _covering(mentions: Sequence[Mention], start: int, stop: int) -> Mention | None:
    return next((m for m in mentions if m.span.start < stop and start < m.span.stop), None)


def find_measure(
    quantity: Quantity, reading: Reading, name: tuple[Word, ...], right: str, vocabulary: Vocabulary
) -> tuple[Measure, int, str]:
    """The measure of a number, the sign of its direction, and the rule that decided.

    `name` is the name's words, `right` the text behind the number.
    """
    if quantity.form == "ordinal":
        return "rank", 1, "rank"
    if quantity.form == "ratio":
        return "share", 1, "ratio"
    bare = all(w.text in vocabulary.start for w in reading.words)
    head = vocabulary.heads.get(name[-1].text) if name else None
    if name and vocabulary.has("rates", name[-1].text):
        head = None
    falls = reading.direction or _leading(name, vocabulary)
    rate = quantity.dimension in _RATES or quantity.form == "fraction"
    if quantity.dimension == "points":
        return ("level" if reading.to else "change"), (falls or 1), "points"
    if quantity.dimension == "doublings":
        return "growth", 1, "doublings"
    if rate:
        return _rate(quantity, reading, head, falls, right, bare)
    if reading.verb is not None and not reading.to:
        return "change", reading.direction, f"verb {reading.verb}"
    return "level", 1, "amount"


def _rate(
    quantity: Quantity, reading: Reading, head: object, falls: int, right: str, bare: bool
) -> tuple[Measure, int, str]:
    """A percentage, a fraction or a multiple."""
    measure = getattr(head, "measure", None)
    if reading.share:
        return "share", 1, "占"
    if measure == "share" and (reading.verb is None or reading.to):
        return "share", 1, "head"
    if reading.verb is not None and not reading.to:
        return "growth", reading.direction, f"verb {reading.verb}"
    if measure == "growth":
        return "growth", getattr(head, "direction", 1), "head"
    if right.startswith("的") and bare and len(right) > 1:
        return "share", 1, "part of what follows"
    if reading.to or reading.linked or reading.starts:
        if quantity.dimension == "times" or reading.words or right == "":
            return "level", 1, "level reached"
    if falls < 0 and reading.words:
        return "growth", -1, "leading verb"
    if right.startswith("的") and quantity.dimension == "ratio":
        return "share", 1, "part of what follows"
    return "level", 1, "rate"


def _leading(name: tuple[Word, ...], vocabulary: Vocabulary) -> int:
    """The direction of a verb that stands before its noun: 压减政府性基金项目30%."""
    if len(name) < 2:
        return 0
    verb = vocabulary.verbs.get(name[0].text)
    return verb.direction if verb is not None and verb.direction < 0 and len(name[0].text) > 1 else 0
