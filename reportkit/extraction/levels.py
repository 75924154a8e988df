"""Names of levels and of kinds of places, whose noun stands behind the last of them: 国家级2个、省级10个森林乡村."""

from __future__ import annotations

from reportkit.extraction.facts import Facts
from reportkit.extraction.phrases import split_phrase, verb_before
from reportkit.extraction.scene import Name, Scene, Way, made
from reportkit.model import Span
from reportkit.text.words import Word

# So far behind a place that of may stand what is done there: 52个村的污水治理
LONGEST_PLACE = 6


def of_level(scene: Scene, case: Facts, noun: Span) -> Name | None:
    """Levels of one thing, whose noun stands behind the last: 2个国家级、10个省级森林乡村, 市级51项、县级16项审批事项."""
    following = case.following
    if case.own and case.own.words[-1].has("tiers") and len(case.own.pieces) == 1:
        return made(scene, [*case.own.pieces, noun], way=Way.LEVEL)
    kind = scene.vocabulary.words.cut(noun.of(scene.text))
    if following is None or len(kind) > 1:
        return None
    other, _ = split_phrase(scene, case, following.right, 0, governed=True, before_next=False)
    words = scene.vocabulary.words.cut(other.of(scene.text)) if other else ()
    if other is None or len(words) < 2 or not _are_alike(scene, kind[0], words[0], noun.stop):
        return None
    verb = verb_before(scene, case.own)
    rest = Span(other.start + words[1].start, other.stop)
    return made(scene, [*([verb] if verb else []), noun, rest], way=Way.LEVEL)


def _are_alike(scene: Scene, one: Word, other: Word, stop: int) -> bool:
    """Whether two words are levels, or tell in which state things are and not what: 4个固定、2个流动检查站."""
    if one.has("tiers") or other.has("tiers"):
        return one.has("tiers") and other.has("tiers")
    states = all(word.tag in ("a", "b", "v", "vn") and not word.has("whole-deeds") for word in (one, other))
    return states and scene.text[stop] == "、"


def of_both(scene: Scene, case: Facts, noun: Span) -> Name | None:
    """Places of two kinds, of which what is done stands behind the last: 4个乡镇、52个村的污水治理."""
    following, places = case.following, scene.vocabulary.lists["localities"]
    if following is None or noun.of(scene.text) not in places:
        return None
    gap = scene.text[noun.stop : following.quantity.span.start]
    if gap not in ("", "、") and not scene.vocabulary.has("conjunctions", gap):
        return None
    other, _ = split_phrase(scene, case, following.right, 0, case.is_governed, before_next=False)
    of = other.of(scene.text).find("的") if other else -1
    if other is None or not 0 < of <= LONGEST_PLACE:
        return None
    return made(scene, [noun, Span(other.start + of, other.stop)], way=Way.LEVEL)


def of_level_ahead(scene: Scene, case: Facts) -> Name | None:
    """A level whose noun stands behind the number that follows: 清理市级51项、县级16项审批事项."""
    own, following, has = case.own, case.following, scene.vocabulary.has
    if following is None or len(own.pieces) != 1 or not own.words[-1].has("tiers"):
        return None
    if not has("tiers", following.left.of(scene.text)):
        return None
    noun, _ = split_phrase(scene, case, following.right, 0, governed=True, before_next=False)
    return made(scene, [*own.pieces, noun], way=Way.LEVEL) if noun else None
