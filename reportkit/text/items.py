"""The numbers of items that were typed: 1. 2、 （3） 4) and 2.3 at the start of a line, or inline in a sequence.

They are no part of the numbers and the names behind them: 1．5万亩 as the first of three items is 5万亩.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from reportkit.model import Span
from reportkit.text.grid import is_row
from reportkit.text.numerals import MULTIPLIERS
from reportkit.values import dataclass

# What stands in place of the number of an item where text is read: a mark that belongs to no number and no name.
MARK = "•"
# What stands in place of a point of which nobody can tell whether it is that of a number or of an item.
DOUBT = "\ufffd"
# So many items whose texts all begin with a digit are a list and no chance.
LEAST_ITEMS = 3
# A cell of a table that was copied a cell a line is no item: 1.5万人.
LONGEST_CELL = 8
_GAP = "[ 　\t]*"
_ITEM = r"(?:[（(](?P<bracketed>[0-9]{1,2})[)）]|(?P<number>[0-9]{1,2})(?P<mark>[)）、.．]|(?=[ 　]{1,2}[0-9\p{Han}]))"
_AT_START = regex.compile(rf"(?m:^){_GAP}{_ITEM}){_GAP}(?=\S)")
# Looked for by what it begins with: most marks have none of it behind them.
_INLINE = regex.compile(rf"(?=[ 　（(0-9])(?<=[。；;：:！？，,])[ 　]{{0,2}}{_ITEM}){_GAP}(?=\S)")
_LEVELS = regex.compile(rf"(?m:^){_GAP}(?P<above>(?:[0-9]{{1,2}}\.){{1,3}})(?P<last>[0-9]{{1,2}})(?![0-9.])")
_FULL_POINT = regex.compile(r"(?<=[^\s0-9.．][0-9]{1,12})．[0-9]")
_POINT = regex.compile(r"[0-9]\.[0-9]")
_AMOUNT = regex.compile(r"[ 　]{1,2}[0-9][0-9.．]*[ 　]?[万亿千百%\p{Han}]")
_LISTED = regex.compile(r"[0-9]{1,2}(?:、|[月日号期]|年级|季度)")
_AMOUNTS = (*MULTIPLIERS, "多", "余", "个百分点", "%", "‰", "年", "月", "日", "号")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Item:
    """What may be the number of an item; it is `glued` where its text begins with a digit too."""

    style: str
    number: int
    span: Span
    glued: bool
    parted: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Points:
    """Which points stand inside numbers elsewhere in a text: those of full width, and plain ones."""

    full: bool
    plain: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Items:
    """The numbers of items in a text, and the points of which nobody can tell."""

    sure: tuple[Span, ...] = ()
    doubtful: tuple[Span, ...] = ()


def find_items(text: str, units: tuple[str, ...] = (), known: tuple[Span, ...] = ()) -> Items:
    r"""Find the numbers of items in `text`: those typed there, and those `known` from the file.

    `units` are those that a number with decimals may stand before.

    >>> text = "1．5万亩高标准农田建成。\n2．12个项目开工建设。\n3．新建学校。"
    >>> [span.of(text) for span in find_items(text).sure]
    ['1．', '2．', '3．']
    """
    sure: list[Span] = [span for span in known if len(span)]
    doubtful: list[Span] = []
    points = _Points(_FULL_POINT.search(text) is not None, _POINT.search(text) is not None)
    for chain in (*_chains(list(_at_start(text))), *_inline(text)):
        if _is_list(text, chain, points):
            sure += [item.span for item in chain]
        else:
            doubtful += [item.span for item in chain if _is_doubtful(text, item, len(chain), points)]
    sure += _levels(text, units)
    return Items(tuple(sorted(set(sure))), tuple(sorted(set(doubtful) - set(sure))))


def mask(text: str, items: Items) -> str:
    """`text` with the numbers of its items marked, one for one, so that every offset stays what it is.

    >>> mask("1．5万亩", Items((Span(0, 2),)))
    '••5万亩'
    """
    parts: list[str] = []
    at = 0
    for span, char in sorted([(s, MARK) for s in items.sure] + [(s, DOUBT) for s in items.doubtful]):
        if span.start < at:
            continue
        last = span.stop - 1
        parts += [text[at : span.start], MARK * len(span)] if char == MARK else [text[at:last], DOUBT]
        at = span.stop
    return "".join([*parts, text[at:]]) if parts else text


def _at_start(text: str) -> Iterator[_Item]:
    """Yield what may be the number of an item at the start of a line, but for the rows of a table."""
    for match in _AT_START.finditer(text):
        item = _made(text, match)
        if item.glued:
            stop = text.find("\n", match.end())
            line = text[match.start() : len(text) if stop < 0 else stop].strip()
            if len(line) < LONGEST_CELL or is_row(line):
                continue
        yield item


def _made(text: str, match: regex.Match[str]) -> _Item:
    bracketed = match["bracketed"]
    mark = "()" if bracketed else (match["mark"] or " ").replace("）", ")")
    start = match.start("number") if bracketed is None else match.start("bracketed") - 1
    end = match.end("bracketed") + 1 if bracketed else match.end("number") + len(match["mark"] or "")
    following = text[match.end() : match.end() + 1]
    return _Item(
        mark,
        int(bracketed or match["number"]),
        Span(start, end),
        following.isdigit(),
        match.end() > end or mark == " ",
    )


def _chains(items: list[_Item]) -> Iterator[list[_Item]]:
    """Yield the items of each style in runs that count on from one to the next."""
    styles: dict[str, list[_Item]] = {}
    for item in items:
        styles.setdefault(item.style, []).append(item)
    for each in styles.values():
        chain: list[_Item] = []
        for item in each:
            if chain and item.number != chain[-1].number + 1:
                yield chain
                chain = []
            chain.append(item)
        yield chain


def _is_list(text: str, chain: list[_Item], points: _Points) -> bool:
    """Whether the members of a chain number items."""
    first = chain[0]
    if first.style in ("()", ")"):
        return True
    if first.style == " ":
        return len(chain) > 1 and first.number == 1 and any(item.glued for item in chain)
    if first.style == "、":
        return len(chain) > 1 or not (first.number > 1 and _LISTED.match(text, first.span.stop))
    if any(not item.glued or item.parted for item in chain):
        return True
    if first.style == "．" and not points.full:
        return len(chain) > 1 or points.plain
    return len(chain) >= LEAST_ITEMS and first.number == 1


def _is_doubtful(text: str, item: _Item, size: int, points: _Points) -> bool:
    """Whether nobody can tell what runs into a number is the number of an item: 1．5万亩, 1 5万亩 alone."""
    if not item.glued:
        return False
    if item.style == " ":
        return _AMOUNT.match(text, item.span.stop) is not None
    return (size > 1 and item.style in (".", "．")) or (item.style == "．" and not points.full)


def _inline(text: str) -> Iterator[list[_Item]]:
    """Chains of numbers behind the marks of sentences within a line, from one on."""
    items: list[_Item] = []
    line = 0
    for match in _INLINE.finditer(text):
        if text.find("\n", line, match.start()) >= 0:
            yield from _from_one(items)
            items = []
        line = match.start()
        item = _made(text, match)
        if item.style == " " or (text[match.start() - 1] in "，," and item.glued):
            continue
        if not items and item.number == 2 and (first := _first(text, match.start())) is not None:
            items.append(first)
        items.append(item)
    yield from _from_one(items)


def _first(text: str, before: int) -> _Item | None:
    """Return the number one at the start of the line of the offset `before`."""
    match = _AT_START.match(text, text.rfind("\n", 0, before) + 1, before)
    item = _made(text, match) if match else None
    return item if item is not None and item.number == 1 else None


def _from_one(items: list[_Item]) -> Iterator[list[_Item]]:
    for chain in _chains(items) if items else ():
        loose = any(not item.glued or item.parted for item in chain)
        if chain[0].number == 1 and len(chain) >= (2 if loose else LEAST_ITEMS):
            yield chain


def _levels(text: str, units: tuple[str, ...]) -> Iterator[Span]:
    """Numbers of two and more levels: 2.3 before words, and those that count on from it within its line."""
    for match in _LEVELS.finditer(text):
        start, end = match.start("above"), match.end()
        gap = regex.match(r"[、．.]?[ 　]*", text[end : end + 4])
        behind = end + (gap.end() if gap else 0)
        deep = match["above"].count(".") > 1
        if not deep and not _heads(text, behind, units):
            continue
        yield Span(start, end)
        stop = text.find("\n", end)
        stop, number = len(text) if stop < 0 else stop, int(match["last"])
        while True:
            number += 1
            at = text.find(f"{match['above']}{number}", end, stop)
            end = at + len(match["above"]) + len(str(number))
            if at < 0 or text[at - 1] in "0123456789." or not _heads(text, end, units):
                break
            yield Span(at, end)


def _heads(text: str, at: int, units: tuple[str, ...]) -> bool:
    """Whether words begin at `at` that a number before them does not count."""
    following = text[at : at + 1]
    return "\u3400" <= following <= "\u9fff" and not text.startswith(_AMOUNTS + units, at)
