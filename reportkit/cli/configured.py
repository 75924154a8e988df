"""What a user has set once for all: in ``reportkit.toml``, in ``pyproject.toml``, or in a file of their own.

It stands below the command line and the environment, and above what is usual. Nothing is imported to read it unless
there is such a file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportkit.errors import ReportkitError
from reportkit.language import LANGUAGES, VARIABLE

NAME, PROJECT, SECTION = "reportkit.toml", "pyproject.toml", "reportkit"
RULES_VARIABLE = "REPORTKIT_RULES"
# The keys, each with its parameter in the code of the commands.
KEYS = {"lang": "lang", "rules": "rules", "format": "format_", "jobs": "jobs", "metadata": "metadata"}
# What names a file or folder beside the file that it stands in.
PATHS = ("rules", "metadata")


class ConfigurationError(ReportkitError):
    """A file of settings that cannot be read, or says what cannot be."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings that were found, and the file that each comes from."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def over(self, other: Configuration) -> Configuration:
        """Return both, of which this one wins."""
        return Configuration({**other.values, **self.values}, {**other.origins, **self.origins})


def read_configuration() -> Configuration:
    """Return what applies here: the nearest file from the current folder upward, over the one of the user.

    Raises `ConfigurationError` for a file that cannot be read, an unknown key, and a value that cannot be.
    """
    here = os.getcwd()  # noqa: PTH109 - a path is made of it only where there is a file
    found = Configuration()
    while not found.values:
        for name in (NAME, PROJECT):
            path = f"{here}/{name}"
            if not found.values and os.path.isfile(path):  # noqa: PTH113
                found = _read(path, is_own=name == NAME)
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here:
            break
        here = above
    own = f"{_user_folder()}/{SECTION}/{NAME}"
    return found.over(_read(own, is_own=True)) if os.path.isfile(own) else found  # noqa: PTH113


def _user_folder() -> str:
    usual = os.environ.get("APPDATA") or os.path.expanduser("~/.config")  # noqa: PTH111
    return os.environ.get("XDG_CONFIG_HOME") or usual


def _read(path: str, is_own: bool) -> Configuration:
    """Read a file that is all ours, or else the section of it that is."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path}: cannot be read ({error.strerror}); allow it, or remove it"
        ) from None
    if not is_own and b"reportkit" not in raw:
        return Configuration()
    import tomllib

    try:
        found: Any = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if not is_own:  # the file of another program, which will say so itself
            return Configuration()
        raise ConfigurationError(f"{path}: is no TOML ({error}); mend it") from None
    tools = found if is_own else found.get("tool", {})
    values = tools if is_own else tools.get(SECTION, {}) if isinstance(tools, dict) else {}
    if not isinstance(values, dict):
        raise ConfigurationError(f"{path}: tool.{SECTION} is no table; use one with {', '.join(KEYS)}")
    for key, value in values.items():
        _check(path, key, value)
    beside = Path(path).parent
    placed = {key: str(beside / value) if key in PATHS else value for key, value in values.items()}
    return Configuration(placed, dict.fromkeys(placed, path))


def _check(path: str, key: str, value: Any) -> None:
    if key not in KEYS:
        raise ConfigurationError(f"{path}: there is no setting {key!r}; use {', '.join(KEYS)}")
    if key == "jobs":
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ConfigurationError(f"{path}: jobs: {value!r}, expected a whole number from 1 on")
    elif not isinstance(value, str) or not value:
        raise ConfigurationError(f"{path}: {key}: {value!r}, expected a text")
    if key == "lang" and value not in LANGUAGES:
        raise ConfigurationError(f"{path}: lang: {value!r}, expected one of {', '.join(LANGUAGES)}")


def language_of(configuration: Configuration) -> str | None:
    """Return the language that is set, unless the environment names another."""
    return None if os.environ.get(VARIABLE) else configuration.values.get("lang")


def defaults_of(command: Any, configuration: Configuration, arguments: list[str]) -> dict[str, Any]:
    """Return the settings as Click takes them: of each command by the names of its parameters.

    A format is left to the suffix of an output that is named, and to commands that cannot print it.
    """
    settings = {KEYS[key]: value for key, value in configuration.values.items() if key != "lang"}
    if any(each.startswith(("-o", "--output")) for each in arguments):
        settings.pop("format_", None)
    if os.environ.get(RULES_VARIABLE):
        settings.pop("rules", None)
    return _defaults(command, settings) if settings else {}


def _defaults(command: Any, settings: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for param in command.params:
        value = settings.get(param.name)
        metavar = getattr(param, "metavar", None) or ""
        if value is not None and ("|" not in metavar or value in metavar.split("|")):
            found[param.name] = value
    for name, below in getattr(command, "commands", {}).items():
        found[name] = _defaults(below, settings)
    return found
