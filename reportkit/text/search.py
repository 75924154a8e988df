"""Searching with the patterns of rules, which may be a user's own and need not be linear."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from reportkit.errors import RuleError

# Seconds that one pattern may take on one stretch of text; ours take milliseconds on a whole report.
LIMIT = 10


def find_all(
    rule: str, pattern: regex.Pattern[str], text: str, start: int = 0, stop: int | None = None
) -> Iterator[regex.Match[str]]:
    """The matches of a rule's pattern in ``text[start:stop]``; offsets stay those of `text`.

    Raises `RuleError` where the pattern takes longer than `LIMIT`.
    """
    try:
        yield from pattern.finditer(text, start, len(text) if stop is None else stop, timeout=LIMIT)
    except TimeoutError:
        fault = f"rule {rule}: its pattern took more than {LIMIT} s, expected one that takes linear time"
        raise RuleError([fault]) from None
