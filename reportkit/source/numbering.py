"""The automatic numbers of paragraphs in Word files: 一、 （一） 1. and how they count."""

from __future__ import annotations

import re
from dataclasses import field, replace

from reportkit.source.docxparts import is_on
from reportkit.source.xml import Element, attribute, below, children, local
from reportkit.values import dataclass

CHINESE = "零一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN: tuple[tuple[str, int], ...] = (
    *(("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40)),
    *(("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)),
)
BULLET = "•"
# Letters go round as z, aa, bb; beyond this they are no numbers that a list has.
MOST_LETTERS = 26 * 9
# Longer is no text of a number.
MOST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered: its format, its text (%1、), where it starts, after which it starts anew.

    `again` is the level, counted from 1, whose numbers let this one start anew; None for any above, 0 for none.
    `legal` writes the numbers of all levels as digits; `style` is the style of paragraphs of the level.
    """

    format: str
    text: str
    start: int
    again: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a file by their ids, and how far each level has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]]
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, list_id: str, depth: int) -> str:
        """Return the number of the next paragraph of a level; the deeper levels start anew. Empty without a list."""
        shared, levels = self.lists.get(list_id, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(shared, {})
        counts |= self.starts.pop(list_id, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            again = levels[deeper].again if deeper in levels else None
            if again is None or depth < again:
                del counts[deeper]
        if level.format == "bullet":
            return BULLET
        if level.format == "none" or level.hidden:
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = levels.get(at, level)
            return spell(counts.get(at, of.start), "decimal" if level.legal else of.format)

        return re.sub(r"%([1-9])", number, level.text)

    def level_of(self, list_id: str, style: str, depth: int) -> int:
        """Return the level of a list that is that of a style of paragraphs; `depth` where none is."""
        _, levels = self.lists.get(list_id, ("", {}))
        return next((at for at, level in levels.items() if level.style == style), depth)


def spell(number: int, style: str) -> str:
    """Return a number as a list prints it.

    >>> spell(12, "chineseCounting"), spell(3, "decimalEnclosedCircle"), spell(4, "upperRoman"), spell(2, "x")
    ('十二', '③', 'IV', '2')
    """
    lowered = style.lower()
    if any(word in lowered for word in ("chinese", "taiwanese", "japanese", "ideographdigital")):
        return _chinese(number)
    if style in ("ideographTraditional", "ideographZodiac") and number > 0:
        signs = STEMS if style == "ideographTraditional" else BRANCHES
        return signs[(number - 1) % len(signs)]
    if lowered.startswith("decimalenclosed") and 0 < number <= 20:
        first = 0x2488 if "fullstop" in lowered else 0x2474 if "paren" in lowered else 0x2460
        return chr(first + number - 1)
    if style == "numberInDash":
        return f"- {number} -"
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if lowered.endswith("letter") and 0 < number <= MOST_LETTERS:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style.startswith("upper") else letter
    if lowered.endswith("roman") and 0 < number < 4000:
        letters = _roman(number)
        return letters.upper() if style.startswith("upper") else letters
    return str(number)


def read_numbering(root: Element) -> Numbering:
    """Read the lists of ``word/numbering.xml``."""
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    named: dict[str, str] = {}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    starts: dict[str, dict[int, int]] = {}
    for each in (each for each in children(root) if local(each) == "abstractNum"):
        name = attribute(each, "abstractNumId") or ""
        abstract[name] = _levels(each)
        if (link := below(each, "numStyleLink")) is not None:
            linked[name] = attribute(link, "val") or ""
        if (link := below(each, "styleLink")) is not None:
            named[attribute(link, "val") or ""] = name
    for each in (each for each in children(root) if local(each) == "num"):
        of = below(each, "abstractNumId")
        shared = (attribute(of, "val") or "") if of is not None else ""
        shared = named.get(linked.get(shared, ""), shared)
        name = attribute(each, "numId") or ""
        own, starts[name] = _overrides(each)
        levels = abstract.get(shared, {}) | own
        for depth, counted in starts[name].items():
            if depth in levels:
                levels[depth] = replace(levels[depth], start=counted + 1)
        lists[name] = (f"{shared}/{name}" if own else shared, levels)
    return Numbering(lists, starts)


def _overrides(number: Element) -> tuple[dict[int, Level], dict[int, int]]:
    """Return the levels that a list has of its own, and how far each level counts as counted where it starts anew."""
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for each in children(number):
        depth = attribute(each, "ilvl") or ""
        if local(each) != "lvlOverride" or not _is_short(depth):
            continue
        levels |= _levels(each)
        start = below(each, "startOverride")
        if start is not None and _is_short(digits := attribute(start, "val") or ""):
            starts[int(depth)] = int(digits) - 1
    return levels, starts


def _levels(element: Element) -> dict[int, Level]:
    levels = {}
    for each in children(element):
        depth = attribute(each, "ilvl") or ""
        if local(each) == "lvl" and _is_short(depth):
            says = {local(c): attribute(c, "val") or "" for c in children(each)}
            start, again = says.get("start", "1"), says.get("lvlRestart", "")
            levels[int(depth)] = Level(
                says.get("numFmt", "decimal"),
                says.get("lvlText", "")[:MOST_TEXT],
                int(start) if _is_short(start) else 1,
                int(again) if _is_short(again) else None,
                is_on(below(each, "isLgl")),
                is_on(below(each, "rPr", "vanish")),
                says.get("pStyle"),
            )
    return levels


def _is_short(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) < 6


def _chinese(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + (
                "" if digit == 1 and unit == 10 and not text else CHINESE[digit]
            )
            text += name
        gap = not digit
    return text


def _roman(number: int) -> str:
    letters = ""
    for sign, value in ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters
