"""The table of places: one line a series of forms, looked up in its text.

A report asks for a place or two, so that the text is searched and no line is read that is not asked for: to read all of
them would take longer than to read a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reportkit.rules.topics import Place, RuleSet
from reportkit.stages import NATION

# An alias stands in a line as a form without a code, and what is above as one without a name.
ALIAS, ABOVE = "=", "<"
FIRST, NOW = 1980, 9999
NATION_CODE = "000000"
PREFECTURE, COUNTY = 1, 2


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """What a place is or was: its code, its name, and the first and last year at whose end it was so."""

    code: str
    name: str
    since: int
    until: int

    @property
    def rank(self) -> int:
        """0 for a province, 1 for a prefecture, 2 for a county or district."""
        return 0 if self.code.endswith("0000") else PREFECTURE if self.code.endswith("00") else COUNTY

    def distance(self, year: int) -> int:
        """How many years lie between `year` and the time of this form; 0 within it, and before the table begins."""
        return max(self.since - year if self.since > FIRST else 0, year - self.until, 0)


@dataclass(frozen=True, slots=True)
class PlaceUnit:
    """A place through its history: its forms, the latest first; `above` is a code where its own does not tell."""

    forms: tuple[PlaceForm, ...]
    aliases: tuple[str, ...] = ()
    above: str = ""

    @property
    def code(self) -> str:
        """The code of today, or the last one: it stands for the whole series."""
        return self.forms[0].code

    @property
    def name(self) -> str:
        """The name of today, or the last one."""
        return self.forms[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is or was called, in law or beside it."""
        return (*(form.name for form in self.forms), *self.aliases)

    def at(self, year: int | None, forms: Sequence[PlaceForm] = ()) -> PlaceForm:
        """Return the form of a year, or the one nearest to it; without a year the latest. `forms` are those to
        choose from.
        """
        found = forms or self.forms
        return found[0] if year is None else min(found, key=lambda form: form.distance(year))


WHOLE = PlaceUnit((PlaceForm(NATION_CODE, NATION, FIRST, NOW),))


@cache
def gazetteer(rules: RuleSet) -> Gazetteer:
    """Return the table of places of these rules."""
    words = {entry.id: entry.words for entry in rules.places.words}
    text = "\n" + rules.gazetteer.decode("utf-8")
    return Gazetteer(laid_over(text, rules.places.places), words)


class Gazetteer:
    """The lines of the table, and the words that its names are built of."""

    def __init__(self, text: str, words: Mapping[str, Sequence[str]]) -> None:
        self._text = text
        self._known: dict[tuple[PlaceForm, ...], frozenset[str]] = {}
        self.levels, self._peoples, self.nation = (
            tuple(sorted(words[id_], key=len, reverse=True))
            for id_ in ("place-suffixes", "peoples", "whole-nation")
        )
        self.made_up = tuple(words["made-up"])

    def units(self) -> Iterator[PlaceUnit]:
        """Every place of the table."""
        for line in self._text.split("\n"):
            if line and not line.startswith("#"):
                yield read_line(line)

    def of_code(self, code: str) -> list[PlaceUnit]:
        """Return the places that have or had a code."""
        if code == NATION_CODE:
            return [WHOLE]
        return list(dict.fromkeys([*self._lines(f"\n{code} "), *self._lines(f"\t{code} ")]))

    def named(self, name: str) -> list[tuple[PlaceUnit, tuple[PlaceForm, ...]]]:
        """Return the places that are or were called `name`, each with its forms of that name.

        Only where none is called so in full, those of which it is a short name: 恩施州, 徐水.
        """
        if name in self.nation:
            return [(WHOLE, WHOLE.forms)]
        level = next((each for each in self.levels if name.endswith(each) and len(name) > len(each)), "")
        full, loose, stem = (name, "", False), (name.removesuffix(level), level, True), (name, "", True)
        ways = [[full, loose] if level else [full], [loose] if level else [], [stem] if len(name) > 1 else []]
        for way in filter(None, ways):
            found = []
            for unit in self._lines(f" {way[0][0]}"):
                if any(self._is_called(each, *way[0]) for each in unit.names):
                    forms = (f for f in unit.forms if any(self._is_called(f.name, *spelt) for spelt in way))
                    found.append((unit, tuple(forms) or unit.forms))
            if found:
                return found
        return []

    def _is_called(self, name: str, begin: str, end: str, is_short: bool) -> bool:
        """Whether a name is `begin`; where that is short, whether no more than whose autonomy it is and a level that ends
        with `end` follow.
        """
        if not is_short or not name.startswith(begin):
            return name == begin
        rest = name[len(begin) :]
        level = next((each for each in self.levels if rest.endswith(each)), "")
        rest = rest.removesuffix(level)
        while people := next((each for each in self._peoples if rest.endswith(each)), ""):
            rest = rest.removesuffix(people)
        return bool(level) and not rest and level.endswith(end)

    def above(self, unit: PlaceUnit, form: PlaceForm, year: int | None = None) -> list[PlaceForm]:
        """Return the levels above a form in a year of its time, the highest first."""
        year = form.until if year is None else min(max(year, form.since), form.until)
        codes = {0: (), 1: (form.code[:2] + "0000",)}.get(
            form.rank, (form.code[:2] + "0000", form.code[:4] + "00")
        )
        if unit.above:
            codes = (unit.above[:2] + "0000", unit.above)
        found = []
        for code in dict.fromkeys(codes):
            forms = [
                f for u in self.of_code(code) for f in u.forms if f.code == code and not f.distance(year)
            ]
            found += forms[:1]
        return found

    def ancestors(self, unit: PlaceUnit) -> frozenset[str]:
        """Return the codes of all that a place ever lay in."""
        known = self._known.get(unit.forms)
        if known is None:
            codes = {code for form in unit.forms for code in (form.code[:2] + "0000", form.code[:4] + "00")}
            codes |= {unit.above, unit.above[:2] + "0000"} if unit.above else set()
            known = self._known[unit.forms] = frozenset(codes - {form.code for form in unit.forms})
        return known

    def _lines(self, words: str) -> list[PlaceUnit]:
        """Return the lines in which words are found, each once."""
        found: list[PlaceUnit] = []
        at = self._text.find(words)
        while at >= 0:
            start = self._text.rfind("\n", 0, at + 1) + 1
            stop = self._text.find("\n", at + 1)
            stop = stop if stop >= 0 else len(self._text)
            if not self._text.startswith("#", start):
                found.append(read_line(self._text[start:stop]))
            at = self._text.find(words, stop)
        return found


def read_line(line: str) -> PlaceUnit:
    r"""Read a line of the table.

    >>> unit = read_line("130609 徐水区 2015-\t130625 徐水县 1994-2014")
    >>> unit.code, unit.at(2010).name
    ('130609', '徐水县')
    """
    forms, aliases, above = [], [], ""
    for each in line.split("\t"):
        code, name, years = each.split(" ")
        since, _, until = years.partition("-")
        if code == ALIAS:
            aliases.append(name)
        elif code == ABOVE:
            above = name
        else:
            forms.append(PlaceForm(code, name, int(since or FIRST), int(until or NOW)))
    return PlaceUnit(tuple(forms), tuple(aliases), above)


def laid_over(text: str, entries: Iterable[Place]) -> str:
    """Return the text of the table with what rules lay over it; a code that no line begins with is a place of its own."""
    added = []
    for entry in entries:
        start = text.find(f"\n{entry.id} ")
        if start < 0:
            if entry.name:
                added.append(_line(entry, f"{entry.id} {entry.name} -"))
            continue
        stop = text.find("\n", start + 1)
        line = text[start + 1 : stop]
        text = f"{text[: start + 1]}{_line(entry, line)}{text[stop:]}"
    return "\n".join([text.rstrip("\n"), *added, ""])


def _line(entry: Place, line: str) -> str:
    first, *before = line.split("\t")
    code, name, years = first.split(" ")
    since, _, until = years.partition("-")
    first = f"{code} {entry.name or name} {entry.since or since}-{entry.until or until}"
    others = [
        *(f"{ALIAS} {name} -" for name in entry.aliases),
        *([f"{ABOVE} {entry.above} -"] if entry.above else []),
    ]
    return "\t".join([first, *entry.formerly, *before, *others])
