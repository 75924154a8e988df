"""Labels of rows: what stands before their words, and what they are a part of (其中：城镇, #水稻)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.tableunits import find_brackets
from reportkit.model import Span
from reportkit.text.numerals import EXACT

_NUMBERING = regex.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、．.](?![0-9])\s*)"
)
_PART = regex.compile(r"\s*(?:在[^：:]{1,6}中[:：]|其\s*中\s*[:：]?|[#＃])\s*")
_WHOLE = regex.compile(r"全[市县区州省国旗盟](?=\p{Han}{2})")
# What stands in a row of its own and opens no group: a note, a unit, the title of the table.
_NOTE = regex.compile(
    r"\s*(?:[（(]?注|说明|资料来源|备注|[（(]?(?:计量)?单\s*位|(?:附|续)?表\s*[0-9一二三四五六七八九十])"
)
# A group of parts is at most this long; a longer one is not told from the rows that follow.
MOST_PARTS = 12

Row = tuple[int, Span, Decimal | None, bool]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stub:
    """What a label leaves out: the group that it stands in, and the whole that it is a part of."""

    before: tuple[Span, ...] = ()
    behind: tuple[Span, ...] = ()


def read_stubs(text: str, rows: Sequence[Row]) -> dict[int, Stub]:
    """For the number of each row what its label leaves out.

    A row without numbers opens a group. A row marked as a part (其中：夏粮) is one of the row before it; so are
    the rows that follow, as far as the parts add up to the whole.
    """
    stubs: dict[int, Stub] = {}
    group: tuple[Span, ...] = ()
    whole: Row | None = None  # the last row that is no part
    parts = 0  # how many of the next rows are parts by their sum
    for at, row in enumerate(rows):
        number, span, _, alone = row
        marked = _PART.match(span.of(text)) is not None
        if alone:
            opens = at + 1 < len(rows) and not rows[at + 1][3] and not _NOTE.match(span.of(text)) and at > 0
            group = _words(text, span) if opens else group
            whole = None
            continue
        of: Row | None = None
        if marked and at:
            above = rows[at - 1]
            parts = next((n for w in (whole, above) if w and (n := _add_up(rows, at, w))), 0)
            of = next((w for w in (whole, above) if w and _add_up(rows, at, w)), whole)
            parent = of
        elif parts:
            of = parent
        else:
            whole = row
        parts = max(parts - 1, 0)
        behind = _words(text, of[1]) if of is not None and not _says(text, span, of[1]) else ()
        stubs[number] = Stub(group, behind)
    return stubs


def _add_up(rows: Sequence[Row], at: int, whole: Row) -> int:
    """How many rows from `at` on add up to the whole; 0 where none do."""
    total = whole[2]
    if total is None:
        return 0
    sum_ = Decimal(0)
    for count, row in enumerate(rows[at : at + MOST_PARTS], 1):
        value = row[2]
        if value is None or (count > 1 and row[0] <= whole[0]):
            return 0
        sum_ = EXACT.add(sum_, value)
        digits = max(-_exponent(value), -_exponent(total), 0)
        slack = EXACT.multiply(Decimal(count), EXACT.scaleb(Decimal(1), -digits))
        if count > 1 and abs(EXACT.subtract(sum_, total)) <= slack:
            return count
    return 0


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _says(text: str, part: Span, whole: Span) -> bool:
    """Whether a part names what the whole does: 夏粮 of 粮食, 税收收入 of 一般公共预算收入."""
    own = "".join("".join(piece.of(text) for piece in _words(text, part)).split())
    above = "".join("".join(piece.of(text) for piece in _words(text, whole)).split())
    return not own or own[-1] in (above[:1], above[-1:]) or own[-2:] in above


def _words(text: str, span: Span) -> tuple[Span, ...]:
    """A label without what stands before its words, and without brackets."""
    content = span.of(text)
    start = 0
    for pattern in (_PART, _NUMBERING, _PART, _WHOLE):
        if match := pattern.match(content, start):
            start = match.end()
    stop = regex.search(r"[（(:：]|$", content, pos=start)
    end = stop.start() if stop else len(content)
    while end > start and content[end - 1].isspace():
        end -= 1
    return (Span(span.start + start, span.start + end),) if end > start else (span,)


def bare(text: str, span: Span, lexicon: Lexicon) -> tuple[Span, ...]:
    """A label without its numbering, its marks and its unit: 一、一般公共预算收入（万元）."""
    content = span.of(text)
    start = 0
    for pattern in (_PART, _NUMBERING, _PART, _WHOLE):
        if match := pattern.match(content, start):
            start = match.end()
    pieces, at = [], start
    for low, high, _ in find_brackets(content, lexicon):
        if low > at:
            pieces.append((at, low))
        at = max(at, high)
    pieces.append((at, len(content.rstrip())))
    return tuple(Span(span.start + low, span.start + high) for low, high in pieces if low < high) or (span,)
