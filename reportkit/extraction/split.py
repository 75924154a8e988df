"""A name that is a list, parted into its items, each with what they share: 城镇、农村居民收入."""

from __future__ import annotations

import regex

from reportkit.extraction.ellipsis import bearer, is_attribute
from reportkit.extraction.scene import Name, Said, Scene
from reportkit.model import Span
from reportkit.text.words import Word

_ORDINALS = regex.compile("第[一二三四五六七八九十]")
_NUMBERED = regex.compile("第?[一二三四五六七八九十]")
_NUMERAL = regex.compile("[一二三四五六七八九十](?![一-龥]{0,2}[项个])")


def split_list(
    name: Name, count: int, scene: Scene, said: Said, alike: bool = True
) -> list[list[Span]] | None:
    """The `count` items of a name that is a list, with the head that they share: 城镇、农村居民收入 → two names.

    None if the name has another number of items. `alike` tells that their numbers are of one kind.
    """
    if not name.pieces or count < 2:
        return None
    piece, *rest = name.pieces
    content = piece.of(scene.text)
    cuts = [m.span() for m in scene.vocabulary.signs["joints"].finditer(content)]
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
            return [
                [
                    *_shared_bearer(items, i, scene, said),
                    *_shared_start(items, i, scene),
                    *_with_shared_head(items, i, scene, alike),
                    *rest,
                ]
                for i in range(count)
            ]
    return None


def _shared_bearer(items: list[Span], index: int, scene: Scene, said: Said) -> list[Span]:
    """Whose an item is that names but an attribute: 财政收入12亿元，总量、增速分别居第3、第5位 → 财政收入总量.

    The first item may tell it: 财政收入总量、增速分别居第3、第5位.
    """
    first, *others = items
    if not index and not is_attribute(scene, first.of(scene.text)):
        return []
    if not all(is_attribute(scene, item.of(scene.text)) for item in others):
        return []
    if is_attribute(scene, first.of(scene.text)):
        return bearer(scene, items[index].of(scene.text), said)
    last = scene.vocabulary.words.cut(first.of(scene.text))[-1]
    borne = last.start and is_attribute(scene, last.text)
    return [Span(first.start, first.start + last.start)] if borne else []


def _shared_start(items: list[Span], index: int, scene: Scene) -> list[Span]:
    """What begins the first item and is said of all: 单位国内生产总值用水量、能耗分别下降."""
    first = items[0].of(scene.text)
    start = next((s for s in scene.vocabulary.lists["shared-starts"] if first.startswith(s)), "")
    if index and _ORDINALS.match(first) and _NUMERAL.match(items[index].of(scene.text)):
        return [Span(items[0].start, items[0].start + 1)]  # 第一、二、三产业
    if not index or not start or items[index].of(scene.text).startswith(start):
        return []
    return [Span(items[0].start, items[0].start + len(start))]


def _with_shared_head(items: list[Span], index: int, scene: Scene, alike: bool) -> list[Span]:
    """An item with the tail of the last one, if it lacks it: 城镇 + 居民人均可支配收入."""
    item, last = items[index], items[-1]
    if index == len(items) - 1 or not len(item):
        return [item]
    own, whole = item.of(scene.text), last.of(scene.text)
    if _NUMBERED.fullmatch(own) and (numeral := _NUMBERED.match(whole)):
        return [item, Span(last.start + numeral.end(), last.stop)]  # 第一、二、三产业增加值
    heads = scene.vocabulary.shared_heads
    if alike and own.endswith(scene.vocabulary.carried) and (head := _measuring(whole, scene)):
        return [item, Span(last.stop - len(head), last.stop)]  # 生产总值、投资增速
    attribute = scene.vocabulary.words.cut(own)[-1]
    told = attribute.start and attribute.has("dependent")  # 诉求解决率、满意率
    told = told or any(_is_done(each, scene) for each in items[1:])  # 入境游客、新增外资企业、免税销售额
    if told or own.endswith(heads) or not whole.endswith(heads):
        return [item]
    words = scene.vocabulary.words.cut(whole)
    start = _head_start(words, scene)
    if not start and len(words) == 1 and words[0].has("shared-heads"):
        return [item]  # 消费、出口: the last has no noun of its own
    while start < len(words) - 1 and words[start].text[-1] == own[-1]:
        start += 1  # 装备制造业、高新技术产业增加值: neither is an industry twice
    if start == len(words):
        return [item]
    return [item, Span(last.start + words[start].start, last.stop)]


def _is_done(item: Span, scene: Scene) -> bool:
    """Whether an item is something done, and no class of what the last item measures: 新增外资企业."""
    words = scene.vocabulary.words.cut(item.of(scene.text))
    return len(words) > 1 and words[0].has("acts") and words[0].tag == "v"


def _measuring(whole: str, scene: Scene) -> str:
    """The noun at the end of `whole` that measures what stands before it: 增速 of 投资增速; empty without one."""
    heads = [head for head in scene.vocabulary.heads if whole.endswith(head) and len(head) < len(whole)]
    return max(heads, key=len, default="")


def _head_start(words: tuple[Word, ...], scene: Scene) -> int:
    """The first word of the head that a list shares: 农村|居民|人均|可支配收入 → 居民."""
    vocabulary = scene.vocabulary
    share = next((i for i, w in enumerate(words) if i and w.has("whole-shares")), len(words))
    start = min(share, len(words) - 1)
    while (
        start > 1
        and len(words[start - 1].text) > 1
        and (
            words[start - 1].text.endswith(vocabulary.shared_heads)
            or any(words[start - 1].has(name) for name in ("parts", "head-words"))
        )
    ):
        start -= 1
    return start
