"""The automatic numbers of paragraphs in Word files: 一、 （一） 1. and how they count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportkit.source.xml import Element, attribute, children, local

CHINESE = "零一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN: tuple[tuple[str, int], ...] = (
    *(("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40)),
    *(("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)),
)
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered: its format, its text (%1、), where it starts."""

    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a file by their ids, and how far each level has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of a level; the deeper levels start anew. Empty without a list."""
        shared, levels = self.lists.get(list_id, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(shared, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return BULLET
        if level.format == "none":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = levels.get(at, level)
            return spell(counts.get(at, of.start), of.format)

        return re.sub(r"%([1-9])", number, level.text)


def spell(number: int, style: str) -> str:
    """A number as a list prints it.

    >>> spell(12, "chineseCounting"), spell(3, "decimalEnclosedCircle"), spell(4, "upperRoman"), spell(2, "x")
    ('十二', '③', 'IV', '2')
    """
    lowered = style.lower()
    if any(word in lowered for word in ("chinese", "taiwanese", "japanese", "ideographdigital")):
        return _chinese(number)
    if style in ("ideographTraditional", "ideographZodiac") and number > 0:
        signs = STEMS if style == "ideographTraditional" else BRANCHES
        return signs[(number - 1) % len(signs)]
    if lowered.startswith("decimalenclosedcircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if lowered.endswith("letter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if style.startswith("upper") else letter
    if lowered.endswith("roman") and 0 < number < 4000:
        letters = _roman(number)
        return letters.upper() if style.startswith("upper") else letters
    return str(number)


def read_numbering(root: Element) -> Numbering:
    """The lists of ``word/numbering.xml``."""
    abstract: dict[str, dict[int, Level]] = {}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    for each in children(root):
        if local(each) == "abstractNum":
            abstract[attribute(each, "abstractNumId") or ""] = _levels(each)
        elif local(each) == "num":
            shared = next(
                (attribute(c, "val") or "" for c in children(each) if local(c) == "abstractNumId"), ""
            )
            starts_anew = any(local(c) == "lvlOverride" for c in children(each))
            name = attribute(each, "numId") or ""
            lists[name] = (f"{shared}/{name}" if starts_anew else shared, abstract.get(shared, {}))
    return Numbering(lists)


def _levels(element: Element) -> dict[int, Level]:
    levels = {}
    for each in children(element):
        depth = attribute(each, "ilvl") or ""
        if local(each) == "lvl" and depth.isdigit():
            says = {local(c): attribute(c, "val") or "" for c in children(each)}
            start = says.get("start", "1")
            levels[int(depth)] = Level(
                says.get("numFmt", "decimal"), says.get("lvlText", ""), int(start) if start.isdigit() else 1
            )
    return levels


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    left = "" if tens == 0 else "十" if tens == 1 else f"{CHINESE[tens]}十"
    return left + (CHINESE[ones] if ones else "")


def _roman(number: int) -> str:
    letters = ""
    for sign, value in ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters
