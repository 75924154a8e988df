"""A catalogue of gettext, and how a message in which values stand is found in it."""

from __future__ import annotations

import gettext
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

DOMAIN = "reportkit"
FOLDER = Path(__file__).parent.parent / "locale"
# A value in a message, by the name that the code gives it: `{path}: no such file; check the path`.
PLACE = re.compile(r"\{(\w+)\}")
# What parts the sentences of a message; a value holds it only where a message of several sentences is a value itself.
PART = "; "
# A place of this name takes a number and nothing else.
COUNTED = "count"
# Where in the source a message speaks of, at its end.
AT = re.compile(r" \(at ([\d, ]+)\)$")
AT_SAID = " (at {offset})"
# What every message holds.
ENGLISH = re.compile("[a-z]{2}")
# How often there is what a label names: `20 exceeded`.
COUNT = re.compile(r"([\d,]+) ([a-z ]+)")


@dataclass(frozen=True)
class Template:
    """A message with places for values, and its translation."""

    source: str
    target: str

    @cached_property
    def parts(self) -> list[str]:
        """What stands between the places, and their names: the text is at 0, 2, 4 …"""
        return PLACE.split(self.source)

    @cached_property
    def anchor(self) -> str:
        """The longest text between two places, which a message must hold."""
        return max(self.parts[::2], key=len)

    @cached_property
    def letters(self) -> int:
        """How much of a message it says itself: what says most is tried first."""
        return sum(map(len, self.parts[::2]))

    def match(self, text: str, within: str) -> re.Match[str] | None:
        """Match a message; `within` is the pattern of the characters that a value may hold."""
        if self.anchor not in text:
            return None
        kinds = {COUNTED: r"[\d,]"}
        names = [
            f"(?P<{part}>{kinds.get(part, within)}*?)" if at % 2 else re.escape(part)
            for at, part in enumerate(self.parts)
        ]
        return re.compile("".join(names), re.DOTALL).fullmatch(text)


class Catalogue:
    """The translations into a language."""

    def __init__(self, phrases: dict[str, str]) -> None:
        """`phrases` has the English texts and their translations, with and without places."""
        self._phrases = phrases
        templates = [Template(source, target) for source, target in phrases.items() if PLACE.search(source)]
        self._templates = sorted(templates, key=lambda each: -each.letters)

    def phrase(self, text: str) -> str:
        """Translate a text that is in the catalogue as it stands; any other is returned as it is."""
        return self._phrases.get(text, text)

    def message(self, text: str) -> str:
        """Translate a message, and what its values say; without a template, its parts between `; ` and `: `."""
        if text in self._phrases:
            return self._phrases[text]
        if not ENGLISH.search(text):
            return text  # a name or a number, as most cells of a table are
        if at := AT.search(text):
            return self.message(text[: at.start()]) + self._phrases.get(AT_SAID, AT_SAID).format(offset=at[1])
        within_a_part = self._by_template(text, f"(?:(?!{PART}).)")
        if within_a_part is None and (count := COUNT.fullmatch(text)) and count[2] in self._phrases:
            return self._phrases[count[2]] + count[1]
        return within_a_part or self._by_parts(text) or self._by_template(text, ".") or text

    def _by_template(self, text: str, within: str) -> str | None:
        """Translate by the template that says most of a message, in which values hold what `within` matches."""
        for template in self._templates:
            if match := template.match(text, within):
                values = {name: self._value(value) for name, value in match.groupdict().items()}
                return PLACE.sub(lambda place: values[place[1]], template.target)  # noqa: B023 - used at once
        return None

    def _value(self, text: str) -> str:
        """Translate a value that is a message itself; a word alone may be one that is to be typed, and stays."""
        return self.message(text) if " " in text else text

    def _by_parts(self, text: str) -> str | None:
        """Translate what a message is put together from: what it is about, before a colon, and what is said of it."""
        for mark, shown in ((": ", "："), (PART, "；"), (", ", "，")):
            first, found, rest = text.partition(mark)
            told = (self.message(first), self.message(rest)) if found else ("", "")
            if found and told != (first, rest):
                return shown.join(told)
        return None


def load(code: str) -> Catalogue:
    """Load the catalogue of a language, and let Click's and Typer's own words be taken from it too."""
    os.environ["LANGUAGE"] = (
        code  # what gettext asks, for itself and for the processes that are started from here
    )
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    found = gettext.translation(DOMAIN, FOLDER, [code], fallback=True)
    # The entries have no public name in gettext; where it is another one day, tests/test_language.py fails.
    entries: dict[str, str] = getattr(found, "_catalog", {})
    return Catalogue({source: target for source, target in entries.items() if source and target})
