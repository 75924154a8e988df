"""How well one piece of text goes on where another stops."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import chain
from operator import add

import regex

from reportkit.rules.topics import RepairRules, RuleSet, UnitRules, signs_of, words_of
from reportkit.text.blocks import is_item, is_salutation

FITS, MISFIT = 6.0, -12.0
# A pair of characters that stands in one line elsewhere in the text is a word that a break cut in two.
KNOWN_PAIR = 1
# A line of so few characters between two others is no paragraph: the words of a link, an index below the line.
FRAGMENT = 12
_DIGIT_END = regex.compile(r"[0-9０-９][,.，]?$")
# Marks behind which a line goes on, and with which the rest of one begins.
_LINKS = "，,、《（(“「"
_LINKED = "》）)”」，、"
_MARKS = "、，,；。"


@cache
def surfaces(rules: UnitRules) -> frozenset[str]:
    """Return the units in all ways in which they are printed."""
    return frozenset(surface for unit in rules.units for surface in (unit.id, *unit.aliases))


def is_byline(content: str, rules: RepairRules) -> bool:
    """Whether a line ends in the name of who wrote it, which is no sentence that stops: 大会召开。记者 某某."""
    return signs_of(rules)["byline"].search(content[-30:]) is not None


def count_pairs(lines: list[str]) -> Counter[str]:
    """How often each two neighbouring characters stand within the lines of a text."""
    return Counter(chain.from_iterable(map(add, line, line[1:]) for line in lines))


def score(before: str, after: str, rules: RuleSet) -> float:
    """How well `after` goes on where `before` stops: a unit after a number, a number after 到, and only there."""
    number, unit = _DIGIT_END.search(before) is not None, begins_with_unit(after, rules)
    waits, digit = signs_of(rules.repair)["waits"].search(before) is not None, after[0].isdigit()
    if (number and unit) or (waits and digit):
        return FITS * 2
    return MISFIT if number != unit or waits != digit else FITS


def find_link(before: str, after: str, rules: RuleSet, pairs: Counter[str]) -> str | None:
    """Return what shows that a line goes on in the next one; None if nothing does.

    >>> from reportkit import load_rules
    >>> find_link("深化调查研", "究推动发展", load_rules(), Counter({"研究": 3}))
    'a word'
    >>> find_link("逐步走上合作的道路", "对商业的改造是一个过程。", load_rules(), Counter())
    """
    if begins(after, rules):
        return None
    if is_cut_number(before, after, rules):
        return "a number and its unit"
    words, closed = words_of(rules.repair), signs_of(rules.repair)["closed"]
    waits = before[-1] in _LINKS or before[-1] in words["before-break"]
    if (waits and not closed.search(before)) or after[0] in _LINKED or after[0] in words["after-break"]:
        return "grammar"
    if before[-1] not in words["never-cut"] and pairs[before[-1] + after[0]] >= KNOWN_PAIR:
        return "a word"
    return "a fragment" if is_fragment(after) else None


def begins(content: str, rules: RuleSet) -> bool:
    """Whether a line begins anew and goes on from nothing: an item, a salutation."""
    return is_item(content, rules.headings) or is_salutation(content, rules.headings)


def is_cut_number(before: str, after: str, rules: RuleSet) -> bool:
    """Whether a line ends in a number whose unit begins the next, or waits for the number that does."""
    return not begins(after, rules) and score(before, after, rules) > FITS


def is_fragment(content: str) -> bool:
    """Whether a line is too short for a paragraph and closes nothing: the words of a link, a label."""
    return len(content) <= FRAGMENT and content[-1] not in "。！：:"


def begins_with_unit(text: str, rules: RuleSet) -> bool:
    """Whether a piece begins with a unit whose number stands elsewhere: 次、满意度测评4次."""
    units, ends = surfaces(rules.units), (*_MARKS, *words_of(rules.repair)["amount-ends"])
    return any(text[:n] in units and (len(text) == n or text.startswith(ends, n)) for n in (1, 2, 3))
