"""What stands behind a number, parted into the noun that is counted and what is said of it: 县 | 被认定为先进县."""

from __future__ import annotations

from itertools import takewhile

import regex

from reportkit.extraction.facts import Facts
from reportkit.extraction.scene import Name, Scene
from reportkit.model import Span
from reportkit.text.words import Word

_END = regex.compile(r"[（(，,；;。：:！？|]")
# 煤改气（电）工程, 县（市）实施, 省（区、市）完成: a bracket within a word
_WORD_BRACKET = regex.compile(
    r"(?:[^（(，,；;。：:！？|]++[（(](?:[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{1,2}(?:、[\u4e00-\u9fff]{1,2}){1,3})[）)](?=[\u4e00-\u9fff]))++"
)
# So short a rest of a name says nothing by itself.
SHORTEST = 2
_TAIL_MARKS = ("，", "、", " ")


def split_phrase(
    scene: Scene, case: Facts, right: Span, skip: int, governed: bool, before_next: bool
) -> tuple[Span | None, Span | None]:
    """The noun that follows a number, and what is said of it: 县 | 被认定为先进县.

    `governed` tells that it is the object of a verb, `before_next` that the next number stands in it.
    """
    start = right.start + skip
    content = scene.text[start : right.stop]
    cut = _end(content) or (scene.vocabulary.signs["last-joint"].search(content) if before_next else None)
    content = content[: cut.start()] if cut else content
    words = scene.vocabulary.words.cut(content)
    split = len(words)
    depth = 0
    for i, word in enumerate(words):
        depth += word.text.count("“") - word.text.count("”")
        if not depth and _is_predicate(scene, content, words, i, governed):
            split = _with_adverbs(scene, words, i)
            break
    end = len(content) if split == len(words) else words[split].start
    noun = content[:end]
    tails = (*_TAIL_MARKS, *scene.vocabulary.tuples["tails"])
    ends = (*scene.vocabulary.noun_ends, *tails)
    while stripped := next(
        (e for e in ends if noun.endswith(e) and (len(noun) > len(e) or e in tails)), None
    ):
        noun = noun.removesuffix(stripped)
    if case.is_task and (stripped := next((e for e in scene.vocabulary.tasks if noun.endswith(e)), "")):
        rest = noun.removesuffix(stripped).rstrip("".join(tails))
        noun = rest if len(rest) > SHORTEST else noun  # but 改造任务 is none without its task
    head = Span(start, start + len(noun)) if noun.strip() else None
    tail = content[end:].rstrip("，、 ")
    return head, Span(start + end, start + end + len(tail)) if tail else None


def is_tail(scene: Scene, word: str) -> bool:
    """Whether a word at the end of a noun says nothing of it."""
    return word in _TAIL_MARKS or scene.vocabulary.has("tails", word)


def _end(content: str) -> regex.Match[str] | None:
    """Where the clause behind a number ends: at a mark, or at a bracket that is no part of a word, as 煤改气（电）工程."""
    start = _WORD_BRACKET.match(content)
    return _END.search(content, start.end() if start else 0)


def _is_predicate(scene: Scene, content: str, words: tuple[Word, ...], i: int, governed: bool) -> bool:
    """Whether what is said of a noun begins at the word `i` behind a number."""
    word, vocabulary = words[i], scene.vocabulary
    if governed:
        # an object goes on to the end of the clause: 完成5个村饮水工程改造
        within = i + 1 < len(words) and words[i + 1].has("compound-heads")
        if within and word.has("progress"):
            return False  # 资金集中运营中心
        return i > 0 and word.has("finite")
    predicate = word.has("predicates")
    if word.has("leads") and i + 1 < len(words):
        return False  # 恒达新材料产业园: it leads to a number, or is part of a proper name
    if word.has("dependent") and word.text.startswith(vocabulary.tuples["completed"]):
        predicate = True  # 86个重点项目完成投资59.6亿元
    verb = vocabulary.verbs.get(word.text)
    if verb is not None and verb.direction:
        # 由7个工作日缩短到3个, but 高精尖产业基金
        predicate = len(word.text) > 1 or i + 1 == len(words) or words[i + 1].has("rises-to")
        if i and i + 1 < len(words) and words[i + 1].has("compound-heads") and words[i + 1].tag == "n":
            predicate = False  # 养殖场提升工程
    if not predicate or any(
        content.startswith(noun, word.start) and len(noun) >= len(word.text)
        for noun in vocabulary.lists["whole-nouns"]
    ):
        return False
    following = words[i + 1].text if i + 1 < len(words) else ""
    if i == 0 and len(words) > 1 and word.has("adverbs") and words[1].tag == "v":
        return True  # 代表74人全部出席
    nominal = word.tag in ("vn", "n") and not word.has("finite")  # 全部出席
    if (i == 0 and nominal and len(words) > 1) or following == "的":
        return False
    if word.has("deeds") and _is_within(scene, words, i, following):
        return False
    # 学校硬件改善工程改造: a last verb is part of the noun
    last = 0 < i == len(words) - 1 and len(word.text) > 1
    return not (last and (word.tag == "vn" or word.has("compound-heads")))


def _with_adverbs(scene: Scene, words: tuple[Word, ...], i: int) -> int:
    """Where the predicate at the word `i` begins with its adverbs: 民生实事|圆满完成."""
    adverbial = scene.vocabulary.lists["adverbs"]
    while i and (words[i - 1].tag in ("d", "ad") or words[i - 1].text in adverbial):
        i -= 1
    return i


def _is_within(scene: Scene, words: tuple[Word, ...], i: int, following: str) -> bool:
    """Whether a deed is within the noun that is counted, and not done by it.

    It is where a noun of a whole follows (广场改造提升工程, 人才发展基金), a further one (棚户区改造和安置房建设), or
    what is said of the deed itself or of a longer noun: 新城建设|扎实推进, 中小企业发展子基金|落户.
    """
    word, has = words[i], scene.vocabulary.has
    deed = word.tag != "v" or word.has("acts")
    if deed and (has("compound-heads", following) or has("conjunctions", following)):
        return True  # 广场改造提升工程, 人才发展基金, 棚户区改造和安置房建设
    if not word.has("compound-heads"):
        return False
    if has("and-so-on", following):
        return True  # 道路改造等工程
    item = takewhile(lambda later: later.text != "、", words[i + 1 :])
    return any(later.has("outcomes") for later in item)


def split_at_verb(scene: Scene, noun: Span) -> tuple[Span, Span | None]:
    """A subject and what it does, where only its part of speech tells: 党员|冲锋在一线. 创新驿站 is one noun."""
    words = scene.vocabulary.words.cut(noun.of(scene.text))
    for i in range(1, len(words) - 2):
        word = words[i]
        before = words[i - 1]
        if word.tag != "v" or len(word.text) == 1 or before.tag != "n" or not before.text.isalnum():
            continue
        following = words[i + 1].text
        # 污水处理|厂, 网络直播|基地
        has = scene.vocabulary.has
        within = has("facilities", following) or has("compound-heads", following)
        if following != "的" and not within:
            at = noun.start + word.start
            return Span(noun.start, at), Span(at, noun.stop)
    return noun, None


def begins_with_verb(scene: Scene, right: str) -> bool:
    """Whether what follows an amount tells what was done with it, and is no noun."""
    words = scene.vocabulary.words.cut(right[:8])
    if len(words) > 1 and words[1].has("compound-heads"):
        return False  # 用好1800亿元引导基金
    first = words[0]
    verbal = ("predicates", "finite", "governors")
    return first.tag in ("v", "p") or any(first.has(name) for name in verbal)


def is_doing(scene: Scene, word: Word) -> bool:
    """Whether a word is the verb of what is done with money, or its particle: 实施, 完成了."""
    return word.has("verb-particles") or word.has("governors") or (word.tag == "v" and word.has("acts"))


def is_verbal(scene: Scene, own: Name) -> bool:
    """Whether what stands before the number ends in a verb that waits for its object."""
    if not own:
        return True
    last = own.words[-1]
    return (
        last.has("empty-verbs")
        or last.tag in ("v", "p", "c", "u")
        or last.has("acts")
        # 谋划建设200亩产业园, 启动2万亩草场修复
        or (
            (last.has("leading-acts") or last.has("governors"))
            and (len(own.words) == 1 or own.words[-2].tag == "v")
        )
    )


def verb_before(scene: Scene, own: Name) -> Span | None:
    """The verb before the number, where it says what is done with the thing counted."""
    if not own or len(own.pieces) != 1:
        return None
    last = own.words[-1]
    if last.has("empty-verbs") or len(last.text) < 2:
        return None
    if last.tag != "v" and not last.has("acts") and not last.has("leading-acts"):
        return None
    length = len(last.text)
    before = own.words[-2] if len(own.words) > 1 else last
    if before is not last and before.tag == "v" and len(before.text) > 1 and not before.has("empty-verbs"):
        length += len(before.text)  # 命名表彰73个先进集体
    return Span(own.pieces[0].stop - length, own.pieces[0].stop)
