"""Set phrases with numbers in them, looked up around every numeral: 千方百计, 二七区, 八项规定."""

from __future__ import annotations

import re

from reportkit.model import Span
from reportkit.text.numerals import ARABIC, CHINESE, MULTIPLIERS
from reportkit.values import dataclass

FIRST = 2
_NUMERALS = frozenset(ARABIC + CHINESE + MULTIPLIERS)
_NUMERAL = re.compile(f"[{CHINESE}{MULTIPLIERS}半]++")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SetPhrases:
    """The phrases by their first two characters, each with the id of its rule, the longest first.

    A set of compiled alternatives would take longer to make than a report takes to read.
    """

    by_first: dict[str, tuple[tuple[str, str], ...]]
    reach: int
    """How far before its first numeral a phrase may begin."""


def set_phrases(rules: dict[str, str]) -> SetPhrases:
    """The phrases of `rules`, which gives the id of the rule of each."""
    by_first: dict[str, list[tuple[str, str]]] = {}
    reach = 0
    for phrase in sorted(rules, key=len, reverse=True):
        by_first.setdefault(phrase[:FIRST], []).append((phrase, rules[phrase]))
        numeral = _NUMERAL.search(phrase)
        reach = max(reach, numeral.start() if numeral else 0)
    return SetPhrases({first: tuple(found) for first, found in by_first.items()}, reach)


def find_set_phrases(phrases: SetPhrases, text: str, span: Span) -> list[tuple[int, int, str]]:
    """Where set phrases stand in `span`: start, stop and the id of the rule.

    A phrase is none inside a longer numeral: 百分之十一点二 is not the 十一 of a holiday.
    """
    found: list[tuple[int, int, str]] = []
    by_first, reach = phrases.by_first, phrases.reach
    at = span.start
    for match in _NUMERAL.finditer(text, span.start, span.stop):
        start = max(at, match.start() - reach)
        while start <= match.start():
            known = by_first.get(text[start : start + FIRST])
            place = _standing(text, start, known) if known else None
            if place is None:
                start += 1
            else:  # which may end before the numeral: 双拥、红十字
                found.append(place)
                start = at = place[1]
    return found


def _standing(text: str, start: int, known: tuple[tuple[str, str], ...]) -> tuple[int, int, str] | None:
    """The longest of the `known` phrases that stands at `start`, unless it is cut out of a numeral."""
    for phrase, rule in known:
        if text.startswith(phrase, start):
            stop = start + len(phrase)
            return None if _is_cut_out(text, start, stop) else (start, stop, rule)
    return None


def _is_cut_out(text: str, start: int, stop: int) -> bool:
    """Whether a numeral runs into what stands there, from the left or to the right."""
    before, after = text[start - 1 : start], text[stop : stop + 1]
    runs_on = text[stop - 1] in _NUMERALS and (after in _NUMERALS or after == "点")
    part = text[max(start - 2, 0) : start] == "分之"  # but 来之十分不易
    return before in _NUMERALS or part or before == "点" or runs_on
