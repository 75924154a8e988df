"""The language of what people read: help, labels, messages. Data are the same in every language.

Messages are written in English where they arise, and are translated where they are shown: so a run writes the same
bytes in every language, an error of the library can be looked up in the code, and a start in English costs nothing.
The catalogues are those of gettext, in ``reportkit/locale``; ``python tests/messages.py`` brings them up to date.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportkit.errors import ReportkitError

if TYPE_CHECKING:
    from reportkit.language.catalogue import Catalogue

LANGUAGES = ("zh", "en")
OPTION = "--lang"
VARIABLE = "REPORTKIT_LANG"
# The order in which the C library asks them for the language of messages.
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")

# What opens a line that is said to a user.
SPEAKER = "reportkit: "
# The language that was chosen and its catalogue; empty where English is shown.
_chosen: dict[str, Catalogue] = {}


class LanguageError(ReportkitError):
    """A language that there is no catalogue of."""


def choose(given: str | None = None) -> str:
    """Show everything from here on in the language `given`, else in that of the environment, and return its code.

    Raises `LanguageError` for a language that is none of `LANGUAGES`.

    >>> choose("en")
    'en'
    """
    code, by = (given, OPTION) if given is not None else (os.environ.get(VARIABLE) or None, VARIABLE)
    if code is not None and code not in LANGUAGES:
        raise LanguageError(f"{by}: {code!r}, expected one of {', '.join(LANGUAGES)}")
    code = code or _of_locale()
    _chosen.clear()
    if code != "en":
        from reportkit.language.catalogue import load

        _chosen[code] = load(code)
    return code


def current() -> str:
    """Return the code of the language that was chosen."""
    return next(iter(_chosen), "en")


def _of_locale() -> str:
    """Return the language of the first variable of the locale that is set: Chinese, or English for any other."""
    locale = next(filter(None, map(os.environ.get, LOCALES)), "")
    return "zh" if locale.startswith("zh") else "en"


def _(text: str) -> str:
    """Translate a label or a fixed phrase; English where there is no translation.

    >>> _("no figures")
    'no figures'
    """
    return _chosen[current()].phrase(text) if _chosen else text


def translate(message: str) -> str:
    """Translate a message that values stand in, and so what its parts say; English where there is no translation."""
    if not _chosen:
        return message
    said = message.removeprefix(SPEAKER)
    return message[: len(message) - len(said)] + _chosen[current()].message(said)


def take_option(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Return the arguments without ``--lang CODE``, which may stand anywhere before ``--``, and the code.

    >>> take_option(["extract", "--lang", "zh", "a.txt"]), take_option(["--lang=en", "--", "--lang"])
    ((['extract', 'a.txt'], 'zh'), (['--', '--lang'], 'en'))
    """
    kept, code = [], None
    rest = iter(arguments)
    for each in rest:
        if each == "--":
            kept += [each, *rest]
        elif each == OPTION:
            code = next(rest, "")
        elif each.startswith(f"{OPTION}="):
            code = each.partition("=")[2]
        else:
            kept.append(each)
    return kept, code
