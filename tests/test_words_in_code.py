"""Words of the language stand in `rules/`, where they are found by one name: none in Python but those of numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import regex

import reportkit
from reportkit import load_rules
from reportkit.text.numerals import CHINESE, MULTIPLIERS

PACKAGE = Path(reportkit.__file__).resolve().parent
FILES = sorted(PACKAGE.rglob("*.py"))
_HAN = regex.compile(r"\p{Han}")
# What numbers and dates are written with besides digits and multipliers, and where the blocks of characters begin and end.
NUMBERS = frozenset(CHINESE) | frozenset(MULTIPLIERS) | frozenset("第点點分之半年月日号几两余多餘")
BLOCKS = frozenset("\u2e80\u3400\u4e00\u9fff\uf900")
# The particle of attributes, of which code speaks as a grammar does: what stands before it, and behind.
PARTICLE = "的"
GRAMMAR = "the grammar of numbers: how one is written, and what may stand within it"
LISTS = "the grammar of numbers: what parts those of a list"
RANGES = "the grammar of numbers: what joins the two ends of a range"
UNIT = "how the unit of a number is printed: 单位：万元, （单位：万元）"
UNREAD = "a source is read before there are rules: how pages and lists are printed"
SPACED = "the grammar of numbers: where spaces stand that part one from its unit or its verb"
TOLD = "what is told of a number, for people"
# Where other words stand in code, and why: a module, or a constant, a class or a function of one.
KNOWN = {
    "text/numerals.py": GRAMMAR,
    "extraction/grammar.py": GRAMMAR,
    "extraction/figures.py": GRAMMAR,
    "extraction/fore.py": GRAMMAR,
    "extraction/rest.py": GRAMMAR,
    "extraction/lexicon.py:_LISTED": LISTS,
    "extraction/lexicon.py:Lexicon": "the grammar of numbers: what bounds one behind a part of it alone, 三分之一强",
    "extraction/lexicon.py:_lexicon": RANGES,
    "extraction/refusals.py:refuse_number": "each: 每3户 is told of three, and no number of its own",
    "extraction/refusals.py:_refuse_unit": "how long the shortest amount of money is: 三元",
    "extraction/ranges.py": RANGES,
    "extraction/cellfigures.py:_NUMBER": RANGES,
    "extraction/clauses.py:_SEPARATOR": LISTS,
    "extraction/clauses.py:_JOINS": LISTS,
    "extraction/clauses.py:find_frames": LISTS,
    "extraction/quantities.py:_LISTING": LISTS,
    "extraction/quantities.py:_with_unit_before": LISTS,
    "extraction/spans.py:_LISTED": LISTS,
    "extraction/split.py:_NUMERAL": "no numeral of a list is one that counts: 一、二产业, but 三项工程",
    "extraction/tableunits.py:_BETWEEN": LISTS,
    "extraction/tableunits.py:_CAPTION": UNIT,
    "extraction/tableunits.py:_BRACKETS": UNIT,
    "extraction/headers.py:_UNIT": UNIT,
    "extraction/measures.py:_rate": TOLD,
    "extraction/scene.py:Way": TOLD,
    "compare/judging.py:WITHIN": TOLD,
    "cli/goals.py:goals": TOLD,
    "output/words.py:BOUND_SIGNS": TOLD,
    "output/words.py:VERBS": TOLD,
    "output/words.py:VERBS_OF_POINTS": TOLD,
    "output/notes.py:NOTES": TOLD,
    "repair/spacing.py:_NUMERALS": SPACED,
    "repair/spacing.py:_UNIT": SPACED,
    "repair/spacing.py:_LEADS": SPACED,
    "repair/spacing.py:_VERB": SPACED,
    "segment/periods.py:_end": "the grammar of dates: the first half of a year is the one of 上半年",
    "stages.py:NATION": "the place of a report of the whole nation, as it is printed in the output",
    "text/grid.py:NONE": "what a cell holds that holds no number",
    "text/grid.py:_VALUE": "what stands behind a number and makes it a time or the number of a meeting",
    "text/items.py:_LISTED": "what stands behind a number and makes it a time: 3季度, 2年级",
    "source/article.py:_TITLE": UNREAD,
    "source/article.py:_FIGURE": UNREAD,
    "source/decode.py:COMMON": "the commonest characters, by which one encoding is told from another",
    "source/decode.py:_SIGNS": "what a wrong decoding leaves behind",
    "source/mojibake.py:_LOST": "what a wrong decoding leaves behind",
    "source/furniture.py:_NUMBER": UNREAD,
    "source/furniture.py:_NOTE": UNREAD,
    "source/numbered.py": UNREAD,
    "source/marks.py:_NOTE": UNREAD,
    "source/marks.py:_LENGTH": "units of which a raised figure is a power and no note: 米²",
    "source/numbering.py:STEMS": "the characters by which lists are numbered: 甲, 乙",
    "source/numbering.py:BRANCHES": "the characters by which lists are numbered: 子, 丑",
    "source/ruled.py:_CAPTION": UNREAD,
}


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def named(top: ast.stmt) -> str:
    """What a statement of a module defines."""
    if isinstance(top, ast.FunctionDef | ast.ClassDef):
        return top.name
    if isinstance(top, ast.Assign | ast.AnnAssign):
        return ast.unparse(top.targets[0] if isinstance(top, ast.Assign) else top.target)
    return ""


def words_in(module: ast.Module, units: frozenset[str] = frozenset()) -> Iterator[tuple[str, int, str]]:
    """The strings of a module with Chinese words in them, each with what it stands in: no docstring, no number, no unit.

    >>> [said for _, _, said in words_in(ast.parse("def f(): '''增长'''; return text.endswith(('增长', '一年', '的'))"))]
    ['增长']
    >>> list(words_in(ast.parse("_VERB = f'(?:增长|{more})'")))
    [('_VERB', 1, '(?:增长|')]
    """
    for top in module.body:
        alone = {id(each.value) for each in ast.walk(top) if isinstance(each, ast.Expr)}
        for node in ast.walk(top):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in alone:
                continue
            written = set(_HAN.findall(node.value)) <= NUMBERS | BLOCKS
            if not written and node.value != PARTICLE and node.value not in units:
                yield named(top), node.lineno, node.value


@cache
def units() -> frozenset[str]:
    return frozenset(surface for unit in load_rules().units.units for surface in (unit.id, *unit.aliases))


def test_words_stand_in_the_rules() -> None:
    found = [
        f"{place(path)}:{line}: {said!r} in {name or 'the module'}, expected it in rules/, or in KNOWN with a reason"
        for path in FILES
        for name, line, said in words_in(ast.parse(path.read_text(encoding="utf-8"), str(path)), units())
        if not {place(path), f"{place(path)}:{name}"} & KNOWN.keys()
    ]
    assert not found


def test_every_exception_is_needed() -> None:
    there = set()
    for path in FILES:
        for name, _, _ in words_in(ast.parse(path.read_text(encoding="utf-8")), units()):
            there |= {place(path), f"{place(path)}:{name}"}
    assert KNOWN.keys() <= there
