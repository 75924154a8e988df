"""What is wrong with a rule by itself, and with rules beside one another."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import regex

from reportkit.rules.cache import Entries, Places
from reportkit.rules.needed import NEEDED, NEEDED_UNITS
from reportkit.rules.schema import Concept, Entry, Exclusion, FiveYearPlan, TimeRule, Unit, Word, WordRole
from reportkit.rules.topics import Place

# The topic whose words have roles.
LEXICON = "lexicon"
# No word of a report is longer; what looks for words looks so far at every place.
LONGEST_WORD = 60
# What a unit may be of another: from a nanometre to a light-year there are 25 places.
PLACES = 40
YEARS = (1900, 2100)
_CODE = regex.compile(r"[1-9][0-9]{5}")
_FORM = regex.compile(r"[1-9][0-9]{5} \S{2,40} [0-9]{4}-[0-9]{4}")
# Something to see, without what a terminal or a list of rules would take for a command.
_SHOWN = regex.compile(r"(?=\S)[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]++(?<=\S)")
_PERIOD = regex.compile(
    r"(?:F|W|[0-9]{4}|[YZRSPABC](?:[+-][0-9]{1,3})?(?:\.(?:[MNQH]|[0-9]{1,2}))?)"
    r"(?:/(?:[0-9]{4}|[YZRSPABC](?:[+-][0-9]{1,3})?(?:\.(?:[MNQH]|[0-9]{1,2}))?))?"
)
# The letters of a period that stand for what a group of the pattern names, and that group.
_NAMED = {"Z": "z", "M": "m", "N": "n", "Q": "q", "H": "half", "C": "count"}


def check_rule(rule: Entry) -> list[str]:
    """Return what is wrong with a rule, each as what was found and what was expected."""
    faults = [f"{word!r}, expected a word to be seen" for word in _texts(rule) if not _SHOWN.fullmatch(word)]
    faults += [
        f"a word of {len(word)} characters, expected at most {LONGEST_WORD}"
        for word in _texts(rule)
        if len(word) > LONGEST_WORD
    ]
    pattern = getattr(rule, "pattern", None)
    if pattern is not None and pattern.search("") is not None:
        faults.append(f"the pattern {pattern.pattern!r} matches no text at all, expected one that wants some")
    if isinstance(rule, Exclusion):
        if (pattern is None) is not bool(rule.words):
            faults.append("pattern and words, expected one of the two")
    elif getattr(rule, "words", None) == () and not isinstance(rule, WordRole):
        faults.append("no words, expected one or more")
    if isinstance(rule, Word):
        faults += _check_roles(rule.roles)
    if isinstance(rule, Unit) and abs(rule.factor.adjusted()) > PLACES:
        faults.append(f"the factor {rule.factor}, expected one of at most {PLACES} places")
    if isinstance(rule, Concept) and not rule.measures:
        faults.append("no measures, expected one or more")
    if isinstance(rule, FiveYearPlan) and not YEARS[0] <= rule.first <= rule.last <= YEARS[1]:
        faults.append(f"from {rule.first} to {rule.last}, expected years of which the first is not the later")
    if isinstance(rule, Place):
        faults += _check_place(rule)
    if getattr(rule, "direction", 0) not in (-1, 0, 1):
        faults.append(f"the direction {rule.direction}, expected 1, 0 or -1")  # type: ignore[attr-defined]
    if len(getattr(rule, "replacement", "")) > LONGEST_WORD:
        faults.append(f"a replacement of more than {LONGEST_WORD} characters, expected a short one")
    return faults + (_check_period(rule) if isinstance(rule, TimeRule) else [])


def _check_place(rule: Place) -> list[str]:
    """Return what is wrong with a place: its codes, its years and its names."""
    codes = (rule.id, rule.above) if rule.above else (rule.id,)
    faults = [f"the code {code!r}, expected six digits" for code in codes if not _CODE.fullmatch(code)]
    faults += [
        f"{form!r}, expected a code, a name and years, such as 130625 NAME 1994-2014"
        for form in rule.formerly
        if not _FORM.fullmatch(form)
    ]
    faults += [f"{name!r}, expected a name without spaces" for name in _texts(rule) if " " in name]
    years = [year for year in (rule.since, rule.until) if year]
    if years != sorted(years) or any(not YEARS[0] <= year <= YEARS[1] for year in years):
        faults.append(
            f"from {rule.since} to {rule.until}, expected years of which the first is not the later"
        )
    return faults


def _check_roles(roles: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the roles of a word in themselves."""
    if not roles:
        return ["no roles, expected one or more"]
    if len(set(roles)) == len(roles):
        return []
    twice = [role for role, times in Counter(roles).items() if times > 1]
    return [f"the role {role!r} stands twice, expected once" for role in twice]


def _texts(rule: Any) -> list[str]:
    """Return the words by which a rule is known, or which it looks for."""
    names = [getattr(rule, name) for name in ("name", "dimension") if hasattr(rule, name)]
    single = [rule.id, *(name for name in names if name or not isinstance(rule, Place))]
    return [*single, *getattr(rule, "words", ()), *getattr(rule, "aliases", ())]


def _check_period(rule: TimeRule) -> list[str]:
    if rule.period and not _PERIOD.fullmatch(rule.period):
        return [f"the period {rule.period!r}, expected one such as Y, S-1, R-4/R or Y.M"]
    groups = rule.pattern.compiled.groupindex
    lacking = sorted({_NAMED[c] for c in rule.period if c in _NAMED} - set(groups))
    if lacking:
        return [
            f"the period {rule.period!r} asks for a group (?P<{lacking[0]}>…), expected it in the pattern"
        ]
    return []


def check_against_one_another(entries: Entries, places: Places, first: dict[str, str]) -> list[str]:
    """Faults between rules: a surface with two meanings, a dimension that no unit has, a list that is not there.

    `first` is the place where the rules of a topic begin.
    """
    faults = _check_needed(entries, places, first)
    dimensions = {"none"}
    surfaces: dict[str, str] = {}
    for unit in entries["units"]["units"].values():
        assert isinstance(unit, Unit)
        dimensions.add(unit.dimension)
        faults += _claim(surfaces, (unit.id, *unit.aliases), f"units.units.{unit.id}", places)
    faults += [
        f"{first['units']}: no unit is written {name!r}, expected one: numbers without a unit are read in it"
        for name in NEEDED_UNITS
        if name not in surfaces
    ]
    surfaces = {}
    for concept in entries["indicators"]["concepts"].values():
        assert isinstance(concept, Concept)
        where = f"indicators.concepts.{concept.id}"
        faults += _claim(surfaces, (concept.name, *concept.aliases), where, places)
        if concept.dimension not in dimensions:
            faults.append(
                f"{places[where]}: no unit has the dimension {concept.dimension!r}, expected one of units.yaml"
            )
    return faults


def _check_needed(entries: Entries, places: Places, first: dict[str, str]) -> list[str]:
    """Return lists, roles and signs that are asked for and not there, and those that are there and nothing asks for."""
    faults = []
    for where, needed in NEEDED.items():
        topic, _, list_ = where.partition(".")
        there, what = entries[topic][list_], kind_of(where)
        lacking = [name for name in needed if name not in there]
        faults += [
            f"{first[topic]}: no {what} has the id {name!r}, expected it among the {list_} of {topic}.yaml: "
            "reports are read with it"
            for name in lacking
        ]
        faults += [
            f"{places[f'{where}.{name}']}: nothing asks for a {what} {name!r}, "
            f"expected one of {', '.join(lacking or needed)}"
            for name in there
            if name not in needed
        ]
    return faults


def kind_of(where: str) -> str:
    """Return what stages ask for in a list of a topic: ``lexicon.names``, ``units.words``, ``units.signs``."""
    topic, _, list_ = where.partition(".")
    return "sign" if list_ == "signs" else "role" if topic == LEXICON else "list of words"


def _claim(taken: dict[str, str], words: tuple[str, ...], where: str, places: Places) -> list[str]:
    faults = []
    for word in words:
        if word in taken:
            faults.append(
                f"{places[where]}: {word!r} has a meaning already ({places[taken[word]]}), expected one meaning"
            )
        taken[word] = where
    return faults


def read_factor(text: str) -> Decimal:
    """Read the size of a unit; raises `ValueError` for what is none: not finite, nothing, less than nothing."""
    if not regex.fullmatch(r"[0-9]{1,60}(?:\.[0-9]{1,60})?(?:[eE][+-]?[0-9]{1,3})?", text):
        raise ValueError(text)
    size = Decimal(text)
    if not size:
        raise ValueError(text)
    return size
