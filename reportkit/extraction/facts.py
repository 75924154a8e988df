"""What surrounds a number, read once, before anything of its sentence is named.

Measure, name, period and status are told by these facts; only what a clause leaves out comes from the names before it.
"""

from __future__ import annotations

from reportkit.extraction.before import Reading, read_left
from reportkit.extraction.clauses import Frame, find_frames
from reportkit.extraction.scene import Name, Scene, Way, made, trimmed
from reportkit.model import Span
from reportkit.stages import Quantity
from reportkit.text.words import Word
from reportkit.values import dataclass


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Facts:
    """What surrounds a number.

    `frame` is its place in the sentence, `reading` what the words before it say, and `own` what these name, empty where
    that is nothing. `is_governed` tells that a verb before it has what follows for its object, `is_task` that the verb
    is one of completing. `previous` and `following` are the numbers beside it.
    """

    frame: Frame
    reading: Reading
    own: Name
    is_governed: bool
    is_task: bool
    previous: Frame | None
    following: Frame | None

    @property
    def quantity(self) -> Quantity:
        """The number itself."""
        return self.frame.quantity


def find_facts(scene: Scene, sentence: Span, quantities: list[Quantity]) -> list[Facts]:
    """The facts of every quantity of a sentence, in order."""
    frames = find_frames(scene.text, sentence, quantities)
    facts: list[Facts] = []
    governed = task = False
    for i, frame in enumerate(frames):
        reading = read_left(scene.text, frame, scene.mentions, scene.vocabulary)
        if not (frame.listed and frame.clause.start < frame.quantity.span.start):
            # the items of a list go with its first, but not what begins a clause: 补水3亿立方米，20条河流变清
            governed, task = _govern(scene, reading.left)
        previous = frames[i - 1] if i else None
        following = frames[i + 1] if i + 1 < len(frames) else None
        own = _own(scene, frame, reading)
        facts.append(Facts(frame, reading, own, governed, task, previous, following))
    return facts


def _govern(scene: Scene, words: tuple[Word, ...]) -> tuple[bool, bool]:
    """Whether a verb has what follows for its object (完成34所学校操场改造), and whether it is one of completing.

    What is said of a subject is not its object (11个县被认定为…), nor is what someone is made to do
    (推动4个基地做大做强).
    """
    vocabulary = scene.vocabulary
    last = next((w for w in reversed(words) if w.text not in vocabulary.end), None)
    governed = (
        last is not None
        and not last.has("pivots")
        and (last.has("acts") or last.has("governors") or last.tag == "v")
    )
    return governed, any(w.text.startswith(vocabulary.tuples["completed"]) for w in words)


def _own(scene: Scene, frame: Frame, reading: Reading) -> Name:
    """The name that stands before the number in its clause; empty where there is none."""
    own = trimmed(scene, reading.words, frame.left.start)
    verb = reading.verb
    if verb is None:
        pass
    elif verb.has("earned") and frame.quantity.dimension == "money":
        own = _earned(scene, frame, verb, own)
    elif (
        verb.has("grows")
        and frame.quantity.dimension == "ratio"
        and scene.vocabulary.has("economy", own.text)
    ):
        # an economy is not measured by itself: 经济增长5%
        at = frame.left.start + verb.start
        words = scene.vocabulary.words.cut(own.text + verb.text)
        own = made(scene, [*own.pieces, Span(at, at + len(verb.text))], words)
    return _ranked(scene, own, frame.left.start) if frame.quantity.form == "ordinal" else own


def _earned(scene: Scene, frame: Frame, verb: Word, own: Name) -> Name:
    """What each earned more, which the verb names: 贫困户年均增收9000元, 人均增收500元."""
    text, each_of, start = scene.text, scene.vocabulary.signs["for-each"], frame.left.start
    at, is_bare = start + verb.start, not own or each_of.search(own.text) is not None
    each = text[start if is_bare else own.pieces[-1].stop : at].strip()
    if not each_of.search(each) and (each or is_bare):
        return own
    start = at - len(each) if is_bare else own.pieces[0].start
    way = Way.OWNER_BEFORE if is_bare else Way.CLAUSE
    piece = Span(start, at + len(verb.text))
    return made(scene, [piece], scene.vocabulary.words.cut(piece.of(text)), way)


def _ranked(scene: Scene, own: Name, start: int) -> Name:
    """The name of a rank without the field in which it is held: 居世界, 排在全省. Its words stand from `start` on."""
    words = own.words
    stop = len(words)
    while stop and (words[stop - 1].has("rank-tail") or words[stop - 1].text in scene.vocabulary.end):
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
