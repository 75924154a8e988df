"""A strict reader of rule files: YAML nodes with their lines, into typed dataclasses.

PyYAML's safe loader keeps the last of two equal keys without a word and reads ``12:30`` as 750, ``no``
as False and ``010`` as 8. Here a scalar is what the target type says it is, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import yaml

from reportkit.codec.walk import Walk
from reportkit.errors import one_line
from reportkit.rules.check import read_factor
from reportkit.rules.pattern import Pattern, read_pattern

Builder = Callable[[yaml.Node, "Faults"], Any]
# Of a file no more faults than these are told, and of what stands there no more characters.
MOST, SHORT = 200, 60


class Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """The nodes of a YAML text without a guess at what a scalar is: the target type says so."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, node: Any, index: Any) -> None:
        """Nothing is resolved by its path."""

    def ascend_resolver(self) -> None:
        """Nothing is resolved by its path."""


class Faults(list[str]):
    """The faults of one file, as ``file:line: what, and what was expected``."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.total = 0
        self.seen: set[int] = set()

    def add(self, node: yaml.Node, message: str) -> None:
        """Note a fault at `node`; the first that is too many says so."""
        line = node.start_mark.line + 1
        self.total += 1
        if len(self) < MOST:
            self.append(f"{self.file}:{line}: {message}")
        elif len(self) == MOST:
            self.append(f"{self.file}:{line}: more faults from here on, expected fewer than {MOST}")

    def is_alias(self, node: yaml.Node) -> bool:
        """Whether a list or a mapping stands in a second place, by ``*name``, which is a fault: a few lines of these
        are a list of millions.
        """
        if id(node) in self.seen:
            self.add(node, "stands in several places by an alias (*), expected it written out in each")
            return True
        self.seen.add(id(node))
        return False


def compose(text: str, faults: Faults) -> yaml.Node | None:
    """Return the node tree of a YAML text, or None after noting in `faults` why there is none."""
    try:
        return yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{faults.file}:{line}: {error.problem}, expected valid YAML")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        faults.append(f"{faults.file}:{line}: a character that is not allowed, expected valid YAML")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        faults.append(f"{faults.file}:1: {one_line(error)}, expected valid YAML")
    return None


def pairs(node: yaml.Node, faults: Faults) -> dict[str, yaml.Node]:
    """Return the keys and value nodes of a mapping; equal keys are a fault."""
    if not isinstance(node, yaml.MappingNode):
        faults.add(node, f"{describe(node)}, expected a mapping")
        return {}
    found: dict[str, yaml.Node] = {}
    if faults.is_alias(node):
        return found
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            faults.add(key, f"{describe(key)} as a key, expected a word")
            continue
        if key.value in found:
            faults.add(key, f"the key {describe(key)} stands twice, expected once")
        found[key.value] = value
    return found


class _Builders(Walk[Builder]):
    """Functions that build the values of types from nodes."""

    def from_scalar(self, kind: Any) -> Builder:
        return partial(_scalar, SCALARS.get(kind, str), NAMES.get(kind, "text"))

    def from_choice(self, values: tuple[Any, ...]) -> Builder:
        return partial(_choice, values)

    def from_optional(self, made: Builder) -> Builder:
        return made

    def from_list(self, made: Builder) -> Builder:
        return partial(_list, made)

    def from_class(self, kind: Any) -> Builder:
        return lambda node, faults: record(kind, node, pairs(node, faults), faults)


_BUILDERS = _Builders()


def build(kind: Any, node: yaml.Node, faults: Faults) -> Any:
    """Build the value of type `kind` that `node` describes; return None after noting in `faults` what is wrong."""
    return _BUILDERS.of(kind)(node, faults)


def _scalar(convert: Callable[[str], Any], name: str, node: yaml.Node, faults: Faults) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        faults.add(node, f"{describe(node)}, expected {name}")
        return None
    try:
        return convert(node.value)
    except ValueError as error:
        detail = f" ({error})" if convert is read_pattern else ""
        faults.add(node, f"{describe(node)}{detail}, expected {name}")
        return None


def describe(node: yaml.Node) -> str:
    """Describe a node in a word or two, for messages."""
    if isinstance(node, yaml.ScalarNode):
        return short(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def short(text: str) -> str:
    r"""Return a text in quotes, cut where it is long.

    >>> short("a\\n"), len(short("a" * 1000))
    ("'a\\\\n'", 63)
    """
    return repr(text) if len(text) <= SHORT else repr(f"{text[:SHORT]}…")


def _choice(choices: tuple[str, ...], node: yaml.Node, faults: Faults) -> str | None:
    if isinstance(node, yaml.ScalarNode) and node.value in choices:
        return str(node.value)
    faults.add(node, f"{describe(node)}, expected one of {', '.join(map(str, choices))}")
    return None


def elements(node: yaml.Node, faults: Faults) -> list[yaml.Node]:
    """Return the nodes of a list."""
    if not isinstance(node, yaml.SequenceNode):
        faults.add(node, f"{describe(node)}, expected a list")
        return []
    return [] if faults.is_alias(node) else list(node.value)


def _list(item: Builder, node: yaml.Node, faults: Faults) -> tuple[Any, ...]:
    return tuple([item(each, faults) for each in elements(node, faults)])


def record(kind: Any, node: yaml.Node, given: dict[str, yaml.Node], faults: Faults) -> Any:
    """Return the rule of class `kind` that `node` describes, whose keys are `given`; None where something is wrong."""
    known, before = _BUILDERS.fields(kind), faults.total
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key in known:
            values[key] = known[key].made(value, faults)
        else:
            faults.add(value, f"unknown key {short(key)}, expected one of {', '.join(known)}")
    if isinstance(node, yaml.MappingNode):
        for key, field in known.items():
            if field.required and key not in given:
                faults.add(node, f"the key {key!r} is missing, expected in every {kind.__name__}")
    return kind(**values) if faults.total == before and isinstance(node, yaml.MappingNode) else None


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?(?:0|[1-9][0-9]{0,17})", text):
        raise ValueError(text)
    return int(text)


SCALARS: dict[Any, Callable[[str], Any]] = {
    bool: _boolean,
    int: _integer,
    Decimal: read_factor,
    Pattern: read_pattern,
}
NAMES = {
    bool: "true or false",
    int: "a whole number",
    Decimal: "a decimal number above zero",
    Pattern: "a regular expression that compiles",
}
