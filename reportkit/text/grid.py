"""Rows of tables as they stand in text, and which pieces of a row stand in which column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

# A piece of a row is a label or a number, and no sentence.
LONGEST_PIECE = 60
LONGEST_ROW = 400
NONE = ("", "-", "－", "—", "–", "——", "--", "…", "/", "\\", "×", "无")
NUMBER = regex.compile(
    r"[（(]?[△▲▼▽↑↓]?[-－−–—―+＋]{0,2}"
    r"(?:[0-9０-９]{1,3}(?: [0-9]{3})+|[0-9０-９][0-9０-９,，]{0,24})(?:[.．][0-9０-９]{1,8})?"
    r"[%％‰]?[↑↓*＊]?[）)]?[%％‰]?"
)
# A number with its unit, or with how it moved: 62.4亿元, ≥6%, 增长6.1%; and no date.
_VALUE = regex.compile(
    r"[≥≤<>＜＞≈]?[-－−–—+＋]{0,2}[0-9０-９][0-9０-９,，]{0,24}(?:[.．][0-9０-９]{1,8})?"
    r" ?(?![年月日时号届])[\p{L}%％‰℃²³][\p{L}%％‰²³/]{0,9}"
    r"|\p{Han}{2,7}[0-9０-９]{1,9}(?:[.．][0-9０-９]{1,8})?(?:[%％‰]|个?百分点)"
)
_GAP = regex.compile(r"[ 　\u2003]*\t[ 　\t]*|[ ]{2,}|[ ]*　[　 ]*")
_SENTENCE = regex.compile("[。；！？]")

Interval = tuple[int, int]


def is_row(content: str) -> bool:
    """Whether a line is a row of a table: with pipes, or pieces far apart of which the last is a number or a quantity.

    >>> is_row("| 税收收入 | 210 |"), is_row("税收收入    210    3.5"), is_row("政 府 工 作 报 告")
    (True, True, False)
    """
    if "|" in content:
        return not any(len(piece) > LONGEST_PIECE and _SENTENCE.search(piece) for piece in content.split("|"))
    if len(content) > LONGEST_ROW:
        return False
    pieces = find_pieces(content)
    if len(pieces) < 2:
        return False
    texts = [content[start:stop] for start, stop in pieces]
    last = texts[-1]
    return (
        (_is_value(last) or last in NONE)
        and any(_is_value(text) for text in texts)
        and not any(len(text) > LONGEST_PIECE or _SENTENCE.search(text) for text in texts)
    )


def _is_value(text: str) -> bool:
    return (NUMBER.fullmatch(text) or _VALUE.fullmatch(text)) is not None


def find_pieces(content: str) -> list[Interval]:
    r"""Find the pieces of a line that tabs or runs of spaces keep apart; no pieces for a line without these.

    >>> find_pieces("粮食  62.4\t3"), find_pieces("粮食 62.4")
    ([(0, 2), (4, 8), (9, 10)], [])
    """
    if "\t" not in content and "  " not in content and "　" not in content:
        return []  # most lines
    pieces, at = [], len(content) - len(content.lstrip())
    end = len(content.rstrip())
    for match in _GAP.finditer(content, at, end):
        pieces.append((at, match.start()))
        at = match.end()
    return [*pieces, (at, end)] if pieces else []


def width_of(text: str) -> int:
    """How wide a text is on a page of fixed width: a full-width character takes two places."""
    return sum(2 if char >= "\u1100" else 1 for char in text)


def place(rows: Sequence[Sequence[Interval]]) -> list[list[Interval]]:
    """For each piece of each row, by where it stands, the column that it begins in and how many it takes.

    The columns are those of the rows with the most pieces; a piece that lies over several takes them all.

    >>> place([[(10, 30)], [(0, 4), (10, 14), (25, 30)], [(0, 5), (10, 15), (24, 30)]])
    [[(1, 2)], [(0, 1), (1, 1), (2, 1)], [(0, 1), (1, 1), (2, 1)]]
    """
    from statistics import median_low  # few texts have a table

    counts = Counter(len(row) for row in rows)
    enough = max(1, sum(counts.values()) // 4)
    most = max((n for n in counts if sum(counts[m] for m in counts if m >= n) >= enough), default=0)
    full = [row for row in rows if len(row) == most]
    columns = [
        (median_low(row[i][0] for row in full), median_low(row[i][1] for row in full)) for i in range(most)
    ]
    return [[(i, 1) for i in range(most)] if len(row) == most else _by_place(row, columns) for row in rows]


def _by_place(row: Sequence[Interval], columns: list[Interval]) -> list[Interval]:
    """Return the column of each piece; two pieces that come to stand in one keep their order, one behind the other."""
    placed: list[Interval] = []
    least = 0
    for start, stop in row:
        over = [i for i, (low, high) in enumerate(columns) if i >= least and start < high and low < stop]
        if not over:
            free = range(least, len(columns))
            over = [min(free, key=lambda i: abs(columns[i][0] + columns[i][1] - start - stop), default=least)]
        placed.append((over[0], over[-1] - over[0] + 1))
        least = over[-1] + 1
    return placed
