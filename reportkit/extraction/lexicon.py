"""The rules of numbers, compiled: units by surface, bounds by word, exclusions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from string import ascii_letters

import regex

from reportkit.extraction.grammar import CLOSING, DASHES
from reportkit.extraction.setphrases import SetPhrases, find_set_phrases, set_phrases
from reportkit.model import Bound, Span
from reportkit.rules.pattern import Pattern
from reportkit.rules.schema import Unit
from reportkit.rules.topics import ExclusionRules, LexiconRules, RuleSet, UnitRules, signs_of
from reportkit.text.numerals import ARABIC, EXACT
from reportkit.values import dataclass

# 突破 is verb and bound; a bound word may stand behind another: 控制在3%以内, 达到约5%.
LONGEST_ASIDE = 10
# Where numbers are no indicators: start, stop, and the id of the rule.
Exclusion = tuple[int, int, str]
# 增长一倍 and 翻一番 tell an amount; 一个, 一次, 一期 are articles.
ONES = frozenset({"doublings", "times", "ratio", "points"})
# 一公里 and 一小时 are amounts too, where they end a clause; with what is counted 一 is an article.
COUNTED = frozenset({"count", "people", "score", "index", "months", "age", "lessons", "credits"})
_PLUS = "+＋"
_SINGLE = (1,)
_SPACES = " 　"
_PER = regex.compile("[/／]")
_LETTERS = frozenset(ascii_letters)
_LENGTH = "length"
LONGEST_LIST = 30
_LISTED = regex.compile(rf"(?:[{ARABIC}.]{{1,9}}[A-Za-z][、和与至到~～-]){{1,4}}$")
_HAN = regex.compile(r"\p{Han}")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lexicon:
    """What the quantity finder asks for."""

    units: dict[str, Unit]
    longest: int
    unit_sizes: dict[str, tuple[int, ...]]
    """How long the units are that begin with two characters, the longest first."""
    before: dict[str, tuple[Bound, str]]
    before_sizes: dict[str, tuple[int, ...]]
    """How long the words before a number are that end with a character, the longest first."""
    inside: dict[str, tuple[Bound, str]]
    after: dict[str, tuple[Bound, str]]
    after_sizes: dict[str, tuple[int, ...]]
    """How long the words behind a number are that begin with a character, the longest first."""
    lists: dict[str, frozenset[str]]
    """The words of each role and of each list of the rules by its id."""
    words: dict[str, tuple[str, ...]]
    """The same, as str.startswith takes them."""
    signs: dict[str, Pattern]
    """What tells numbers that are no amounts: ranks and ratios."""
    exclusions: tuple[tuple[str, Pattern], ...]
    doubtful: frozenset[str]
    """The exclusions that are told, because they stand for a doubt."""
    phrases: SetPhrases
    fixed: frozenset[str]
    """The ids of the exclusions that are fixed words."""
    ones: frozenset[str]
    """What may follow 一 where it counts: 一倍, 一番, 一成, 一个半百分点, 一至三个, and the end of a text."""
    dictionary: bytes
    measures: tuple[str, ...]
    """The units that a number with decimals may stand before: those that measure and do not count."""
    longest_money: int
    """The length of the longest sign or code of a money that stands before its number."""
    money_ends: frozenset[str]
    """The characters in which these end."""

    def unit_at(self, text: str, start: int, stop: int) -> tuple[Unit | None, int]:
        """The longest unit that begins at `start`, and its length in the text; two units with a / are a rate."""
        unit, size = self._plain_unit(text, start, stop)
        if unit is not None and (per := _PER.match(text, start + size, stop)):
            below, width = self._plain_unit(text, per.end(), stop)
            if below is not None:
                return _rate(unit, below), per.end() + width - start
        return unit, size

    def _plain_unit(self, text: str, start: int, stop: int) -> tuple[Unit | None, int]:
        for size in self.unit_sizes.get(text[start : start + 2], _SINGLE):
            unit = self.units.get(text[start : start + size]) if size <= stop - start else None
            if unit is None:
                continue
            if size == 1 and text[start : start + 2] in self.lists["unit-nouns"]:
                return None, 0
            if not self._is_part_of_more(text, start, start + size, stop):
                return unit, size
        return None, 0

    def _is_part_of_more(self, text: str, start: int, end: int, stop: int) -> bool:
        """Whether what looks like a unit begins a longer word: 30个人才, 26个点位, 2024两会."""
        surface = text[start:end]
        if surface[-1] in _LETTERS and text[end : end + 1].isascii() and text[end : end + 1].isalnum():
            return True  # 5mol
        if surface in self.lists["split"] and text[start : end + 1] in self.lists["split-nouns"]:
            return True
        if surface in self.lists["medals"]:
            return self.signs["medal"].match(text, start, stop) is None
        return surface in self.lists["at-end"] and not self.closes(text, end, stop)

    def ends_clause(self, text: str, at: int, stop: int) -> bool:
        """Whether an amount ends its clause at `at`, with or without a word that bounds it."""
        bound = self.bound_after(text, at, stop, True)
        end = at + len(bound[0]) if bound else at
        return end >= stop or text[end] in CLOSING

    def closes(self, text: str, at: int, stop: int) -> bool:
        """Whether an amount ends its clause at `at`, but for a word that bounds it."""
        return at >= stop or text[at] in CLOSING or self.bound_after(text, at, stop, True) is not None

    def wants(self, text: str, low: int, start: int, at: int, stop: int) -> bool:
        """Whether what starts at `start` and ends at `at` can be nothing but an amount: 降低三元。, 翻了三番。"""
        return self.ends_clause(text, at, stop) and self.expects_number(text, low, start)

    def is_counter(self, text: str, at: int, stop: int) -> bool:
        """Whether the character at `at`, behind a number, counts what follows though no unit is printed so.

        It is one where no word begins with it, and one begins right behind it: 种下30墩果树.
        """
        if at + 2 >= stop or not _HAN.match(text, at) or text[at] in self.lists["no-counter"]:
            return False
        known = _known(self.dictionary)
        begins = any(text[at + 1 : at + 1 + size] in known for size in (2, 3, 4) if at + 1 + size <= stop)
        return begins and not any(text[at : at + size] in known for size in (2, 3, 4))

    def is_measured(self, text: str, low: int, start: int, at: int, unit: Unit) -> bool:
        """Whether the words around a number tell that it measures in `unit`, which is one letter: 渠深2.5m."""
        if unit.dimension == _LENGTH and self.starts_with("measured-behind", text, at):
            return not self.starts_with("measured-nouns", text, at)  # 8m宽道路, but 100m宽带
        if others := _LISTED.search(text, max(low, start - LONGEST_LIST), start):
            start = others.start()  # 长、宽分别为5m、3m
        bound = self.bound_before(text, low, start)
        start -= len(bound[0]) if bound else 0
        while text[start - 1 : start] in _SPACES and start > low:
            start -= 1
        links = [word for word in self.words["measured-links"] if text.endswith(word, low, start)]
        start -= len(max(links, key=len, default=""))
        told = self.words.get(f"measured-{unit.dimension}", ())
        return text.endswith(told, low, start)

    def inside_at(self, text: str, at: int, stop: int) -> tuple[str, Bound, str] | None:
        """The character at `at` that bounds a number from inside: 多, 余."""
        word = text[at : at + 1]
        return (word, *self.inside[word]) if word in self.inside and at < stop else None

    def is_one(self, text: str, where: Span, span: Span, numeral: str, unit: Unit) -> bool:
        """Whether 一 with a unit of measure is an amount, and no article: 新建绿道一公里, but 打通最后一公里."""
        if unit.dimension in COUNTED or self.ends_with("article-before", text, span.start, where.start):
            return False
        if len(where) <= len("一亩"):
            return self.wants(text, span.start, where.start, where.stop, span.stop)
        return numeral == "半" or self.ends_clause(text, where.stop, span.stop)

    def bound_after(
        self, text: str, start: int, stop: int, has_unit: bool, is_part: bool = False
    ) -> tuple[str, Bound, str] | None:
        """The bound word behind a number and its unit; 余 and 多 stand there only behind a unit, 强 behind a part."""
        sizes = self.after_sizes.get(text[start : start + 1])
        if sizes is None:
            return None
        words = (text[start : start + size] for size in sizes if size <= stop - start)
        word = next((word for word in words if word in self.after), None)
        if word is None or (word in ("余", "多") and not has_unit):
            return None
        if word in ("强", "弱") and not is_part:
            return None  # 三分之一强, but 财富500强
        if word in _PLUS and text[start + 1 : start + 2].isalnum():
            return None  # 1+2+4
        return None if text[start : start + 2] in self.lists["no-bound-after"] else (word, *self.after[word])

    def bound_before(self, text: str, start: int, stop: int) -> tuple[str, Bound, str] | None:
        """The longest bound word that ends at `stop` and is not itself the end of another word: 附近, 通过."""
        end = stop
        while end > start and text[end - 1] in _SPACES:
            end -= 1
        past = end > start and text[end - 1] == "了"  # 超过了500万元
        end -= past
        for size in self.before_sizes.get(text[end - 1 : end], ()):
            word = text[end - size : end]
            if past < size <= end - start and word in self.before:
                longer = text[end - size - 1 : end] if end - size > start else ""
                bounds = longer not in self.lists["no-bound-before"]
                return (text[end - size : stop], *self.before[word]) if bounds else None
        return None

    def starts_with(self, name: str, text: str, at: int) -> bool:
        """Whether a word of the role or list `name` begins at `at`."""
        return text.startswith(self.words[name], at)

    def ends_with(self, name: str, text: str, start: int, stop: int) -> bool:
        """Whether a word of the role or list `name` ends at `stop`."""
        return text.endswith(self.words[name], start, stop)

    def expects_number(self, text: str, start: int, stop: int) -> bool:
        """Whether what stands before a number wants one, with or without a bound between: 增长10.3, 达到约28.5."""
        bound = self.bound_before(text, start, stop)
        stop = stop - len(bound[0]) if bound else stop
        if text[stop - 1 : stop] in ("）", ")"):  # 居民消费价格指数（CPI）102.1
            opened = max(text.rfind(mark, max(start, stop - LONGEST_ASIDE), stop) for mark in "（(")
            stop = opened if opened > 0 else stop
        return self.ends_with("number-behind", text, start, stop)

    def find_exclusions(self, text: str, span: Span) -> list[Exclusion]:
        """Where in `text` numbers are no indicators: start, stop and the id of the rule, by start."""
        return sorted(
            [
                *find_set_phrases(self.phrases, text, span),
                *(
                    (*match.span(), name)
                    for name, pattern in self.exclusions
                    for match in pattern.finditer(text, span.start, span.stop)
                ),
            ]
        )


def lexicon(rules: RuleSet) -> Lexicon:
    """The compiled rules of numbers."""
    return _lexicon(rules.units, rules.lexicon, rules.exclusions, rules.words)


@cache
def _lexicon(units: UnitRules, roles: LexiconRules, exclusions: ExclusionRules, dictionary: bytes) -> Lexicon:
    surfaces = {surface: unit for unit in units.units for surface in (unit.id, *unit.aliases)}
    sides: dict[str, dict[str, tuple[Bound, str]]] = {"before": {}, "inside": {}, "after": {}}
    for rule in roles.bounds:
        for word in rule.words:
            sides[rule.side][word] = (rule.bound, rule.id)
    lists = {entry.id: frozenset(entry.words) for entry in (*units.words, *exclusions.words)}
    lists |= {role.id: frozenset(role.words) for role in roles.numbers}
    return Lexicon(
        units=surfaces,
        longest=max(map(len, surfaces), default=0),
        unit_sizes=_sizes([(surface[:2], surface) for surface in surfaces if len(surface) > 1], _SINGLE),
        before=sides["before"],
        before_sizes=_sizes([(word[-1], word) for word in sides["before"]]),
        inside=sides["inside"],
        after=sides["after"],
        after_sizes=_sizes([(word[0], word) for word in sides["after"]]),
        lists=lists,
        words={name: tuple(words) for name, words in lists.items()},
        signs=signs_of(units),
        exclusions=tuple((rule.id, rule.pattern) for rule in exclusions.exclusions if rule.pattern),
        doubtful=frozenset(rule.id for rule in exclusions.exclusions if rule.says),
        phrases=set_phrases({word: rule.id for rule in exclusions.exclusions for word in rule.words}),
        fixed=frozenset(rule.id for rule in exclusions.exclusions if rule.words),
        ones=frozenset(f"{DASHES}至到个個 　")
        | {""}
        | {surface[0] for surface, unit in surfaces.items() if unit.dimension in ONES}
        | {s[0] for s, unit in surfaces.items() if unit.dimension not in COUNTED},
        dictionary=dictionary,
        measures=tuple(surface for surface, unit in surfaces.items() if unit.dimension != "count"),
        longest_money=max(map(len, lists["money-before"]), default=0),
        money_ends=frozenset(sign[-1] for sign in lists["money-before"]),
    )


def _sizes(words: Iterable[tuple[str, str]], least: tuple[int, ...] = ()) -> dict[str, tuple[int, ...]]:
    """How long the words of each key are, and those of `least`, the longest first."""
    found: dict[str, set[int]] = {}
    for key, word in words:
        found.setdefault(key, set(least)).add(len(word))
    return {key: tuple(sorted(sizes, reverse=True)) for key, sizes in found.items()}


@cache
def _known(dictionary: bytes) -> frozenset[str]:
    """The words of the dictionary."""
    return frozenset(line.partition(" ")[0] for line in dictionary.decode("utf-8").splitlines())


@cache
def _rate(above: Unit, below: Unit) -> Unit:
    """The unit of one thing for each of another: 公斤/株. Its factor is kept only where it is exact."""
    factor = EXACT.divide(above.factor, below.factor)
    exact = EXACT.multiply(factor, below.factor) == above.factor
    name = f"{above.id}/{below.id}"
    dimension = f"{above.dimension}/{below.dimension}" if exact else name
    return Unit(id=name, dimension=dimension, factor=factor if exact else above.factor)
