"""Labels of rows: what stands before their words, and what they are a part of (其中：城镇, #水稻)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import regex

from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.tableunits import find_brackets
from reportkit.extraction.vocabulary import Vocabulary
from reportkit.model import Span
from reportkit.text.numerals import EXACT
from reportkit.values import dataclass

_NUMBERING = regex.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、．.](?![0-9])\s*)"
)
# A group of parts is at most this long; a longer one is not told from the rows that follow.
MOST_PARTS = 12

Row = tuple[int, Span, Decimal | None, bool]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stub:
    """What a label leaves out: the group that it stands in, and the whole that it is a part of."""

    before: tuple[Span, ...] = ()
    behind: tuple[Span, ...] = ()


def read_stubs(text: str, rows: Sequence[Row], words: Vocabulary) -> dict[int, Stub]:
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
        marked = words.signs["part-of"].match(span.of(text)) is not None
        if alone:
            opens = 0 < at < len(rows) - 1 and not rows[at + 1][3]
            opens = opens and not words.signs["note"].match(span.of(text))
            group = _words(text, span, words) if opens else group
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
        behind = _words(text, of[1], words) if of is not None and not _says(text, span, of[1], words) else ()
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


def _says(text: str, part: Span, whole: Span, words: Vocabulary) -> bool:
    """Whether a part names what the whole does: 夏粮 of 粮食, 税收收入 of 一般公共预算收入."""
    own = "".join("".join(piece.of(text) for piece in _words(text, part, words)).split())
    above = "".join("".join(piece.of(text) for piece in _words(text, whole, words)).split())
    return not own or own[-1] in (above[:1], above[-1:]) or own[-2:] in above


def _words(text: str, span: Span, words: Vocabulary) -> tuple[Span, ...]:
    """A label without what stands before its words, and without brackets."""
    content = span.of(text)
    start = _start(content, words)
    stop = regex.search(r"[（(:：]|$", content, pos=start)
    end = stop.start() if stop else len(content)
    while end > start and content[end - 1].isspace():
        end -= 1
    return (Span(span.start + start, span.start + end),) if end > start else (span,)


def _start(content: str, words: Vocabulary) -> int:
    """Where the words of a label begin, behind its number, its mark of a part and the place that it is told of."""
    start = 0
    for pattern in (words.signs["part-of"], _NUMBERING, words.signs["part-of"], words.signs["whole-place"]):
        if match := pattern.match(content, start):
            start = match.end()
    return start


def bare(text: str, span: Span, lexicon: Lexicon, words: Vocabulary) -> tuple[Span, ...]:
    """A label without its numbering, its marks and its unit: 一、一般公共预算收入（万元）."""
    content = span.of(text)
    start = _start(content, words)
    pieces, at = [], start
    for low, high, _ in find_brackets(content, lexicon):
        if low > at:
            pieces.append((at, low))
        at = max(at, high)
    pieces.append((at, len(content.rstrip())))
    return tuple(Span(span.start + low, span.start + high) for low, high in pieces if low < high) or (span,)
