"""Traditional and compatibility characters, understood as the usual ones that the rules are written in."""

from __future__ import annotations

from functools import cache


@cache
def _table(pairs: bytes) -> dict[int, str]:
    lines = [line for line in pairs.decode("utf-8").splitlines() if not line.startswith("#")]
    return {ord(line[i]): line[i + 1] for line in lines for i in range(0, len(line), 2)}


def simplify(text: str, pairs: bytes) -> str:
    """`text` in the usual characters, one for one, so that every offset stays what it is.

    >>> simplify("國民經濟", "國国經经濟济".encode())
    '国民经济'
    """
    return text.translate(_table(pairs))


def as_printed(words: str, understood: str, printed: str, start: int, stop: int) -> str:
    """`words` of the understood text as they are printed, where they stand between `start` and `stop`.

    Words that were put together from several places stand nowhere and are given back as they are.

    >>> as_printed("经济", "国民经济", "國民經濟", 0, 4)
    '經濟'
    """
    at = understood.find(words, max(start, 0), stop)
    return printed[at : at + len(words)] if at >= 0 else words
