"""What a number is called: the words of its clause that a reader would write beside it."""

from __future__ import annotations

from dataclasses import replace

import regex

from reportkit.extraction.clauses import Frame
from reportkit.extraction.ellipsis import completed, inherited, is_bare_head, relation
from reportkit.extraction.measures import Reading
from reportkit.extraction.nouns import name_behind
from reportkit.extraction.scene import Name, Scene, made, trimmed
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Measure, Span

_LIST = regex.compile(r"、|和|与|及|以及")


def find_names(frames: list[Frame], readings: list[Reading], scene: Scene) -> list[Name]:
    """The names of a sentence's numbers; 分别 deals out the items of a list to the numbers that follow."""
    names: list[Name] = []
    dealt: list[list[Span]] = []
    history: list[Name] = []
    group: list[Name] = []
    for i, (frame, reading) in enumerate(zip(frames, readings, strict=True)):
        following = frames[i + 1] if i + 1 < len(frames) else None
        if frame.listed and dealt:
            name = made(scene, dealt.pop(0), rule="dealt out")
        elif reading.distributive:
            count = 1
            while i + count < len(frames) and frames[i + count].listed:
                count += 1
            own = own_name(scene, frame, reading)
            name = name_one(scene, frame, reading, following)
            if own:
                items = split_list(name, count, scene)
                dealt = items[1:] if items else []
                if items:
                    name = made(scene, items[0], rule="dealt out")
            elif len(group) == count or len(history) >= count > 1:
                earlier = group if len(group) == count else history[-count:]
                dealt = [list(n.pieces) for n in earlier[1:]]
                name = replace(earlier[0], rule="dealt out")
        else:
            dealt = []
            name = name_one(scene, frame, reading, following)
        if not name.words and name.pieces:
            name = replace(name, words=scene.vocabulary.words.cut(name.text))
        if reading.distributive:
            group = [name]
        elif frame.listed and group:
            group.append(name)
        names.append(name)
        scene.keep(name, frame.quantity, reading.starts)
        if not history or history[-1].text != name.text:
            history.append(name)
    return names


def name_one(scene: Scene, frame: Frame, reading: Reading, following: Frame | None) -> Name:
    """The name of the number of `frame`."""
    quantity = frame.quantity
    own = own_name(scene, frame, reading)
    if quantity.form == "ordinal":
        own = _ranked(scene, own)
    elif related := relation(scene, frame, reading):
        return related
    elif not frame.listed or not own:
        by_right = name_behind(scene, frame, own, following)
        if by_right is not None:
            return by_right
    if not own or scene.vocabulary.has("comparisons", own.words[0].text) or is_bare_head(scene, own):
        return inherited(scene, frame)
    return completed(scene, own, frame, reading)


def own_name(scene: Scene, frame: Frame, reading: Reading) -> Name:
    """The name that stands before the number in its clause; empty where there is none."""
    return trimmed(scene, reading.words, frame.left.start)


def _ranked(scene: Scene, own: Name) -> Name:
    """The name of a rank without the field in which it is held: 居世界, 排在全省."""
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
    start = own.pieces[0].start - words[0].start
    return made(
        scene,
        [Span(start + words[0].start, start + words[stop - 1].start + len(words[stop - 1].text))],
        words[:stop],
    )


def split_list(name: Name, count: int, scene: Scene) -> list[list[Span]] | None:
    """The `count` items of a name that is a list, with the head that they share: 城镇、农村居民收入 → two names.

    None if the name has another number of items.
    """
    if not name.pieces or count < 2:
        return None
    piece, *rest = name.pieces
    content = piece.of(scene.text)
    cuts = [m.span() for m in _LIST.finditer(content)]
    for marks in (
        cuts,
        [c for c in cuts if content[c[0] : c[1]] == "、"],
        [c for c in cuts if content[c[0] : c[1]] != "、"],
    ):
        if len(marks) == count - 1:
            edges = [0, *(e for c in marks for e in c), len(content)]
            items = [
                Span(piece.start + edges[i], piece.start + edges[i + 1]) for i in range(0, len(edges), 2)
            ]
            return [[*_with_shared_head(items, i, scene), *rest] for i in range(count)]
    return None


def _with_shared_head(items: list[Span], index: int, scene: Scene) -> list[Span]:
    """An item with the tail of the last one, if it is shorter and lacks it: 城镇 + 居民人均可支配收入."""
    item, last = items[index], items[-1]
    if index == len(items) - 1 or not len(item):
        return [item]
    own, whole = item.of(scene.text), last.of(scene.text)
    heads = (*scene.vocabulary.carried, *scene.vocabulary.heads)
    if len(own) >= len(whole) or own.endswith(heads) or not whole.endswith(heads):
        return [item]
    words = scene.vocabulary.words.cut(whole)
    start = next((word.start for word in words if word.start >= len(own)), len(own))
    return [item, Span(last.start + start, last.stop)]


def without_verb(name: Name) -> Name:
    """压减政府性基金项目30% is a fall of 政府性基金项目: the verb that told so is left off."""
    verb = name.words[0].text
    first = name.pieces[0]
    if not name.text.startswith(verb) or len(first) <= len(verb):
        return name
    rest = Span(first.start + len(verb), first.stop)
    return replace(name, pieces=(rest, *name.pieces[1:]), text=name.text[len(verb) :])


def without_head(name: Name, measure: Measure, words: Vocabulary) -> Name:
    """居民消费价格涨幅 is a growth of 居民消费价格: the noun that told the measure is left off."""
    if measure != "growth" or len(name.words) < 2:
        return name
    noun, last = name.words[-1].text, name.pieces[-1]
    head = words.heads.get(noun)
    if head is None or not head.drop or not name.text.endswith(noun) or len(last) <= len(noun):
        return name
    rest = Span(last.start, last.stop - len(noun))
    return replace(name, pieces=(*name.pieces[:-1], rest), text=name.text[: -len(noun)])
