"""A strict reader of rule files: YAML nodes with their lines, into typed dataclasses.

PyYAML's safe loader keeps the last of two equal keys without a word and reads ``12:30`` as 750, ``no``
as False and ``010`` as 8. Here a scalar is what the target type says it is, and nothing else.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import regex
import yaml

Builder = Callable[[yaml.Node, "Faults"], Any]


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

    def add(self, node: yaml.Node, message: str) -> None:
        self.append(f"{self.file}:{node.start_mark.line + 1}: {message}")


def compose(text: str, faults: Faults) -> yaml.Node | None:
    """The node tree of a YAML text, or None after noting in `faults` why there is none."""
    try:
        return yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{faults.file}:{line}: {error.problem}, expected valid YAML")
    except yaml.YAMLError as error:
        faults.append(f"{faults.file}:1: {' '.join(str(error).split())}, expected valid YAML")
    return None


def pairs(node: yaml.Node, faults: Faults) -> dict[str, yaml.Node]:
    """The keys and value nodes of a mapping; equal keys are a fault."""
    if not isinstance(node, yaml.MappingNode):
        faults.add(node, f"{describe(node)}, expected a mapping")
        return {}
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value in found:
            faults.add(key, f"the key {key.value!r} stands twice, expected once")
        found[key.value] = value
    return found


def build(kind: Any, node: yaml.Node, faults: Faults) -> Any:
    """The value of type `kind` that `node` describes; None after noting in `faults` what is wrong."""
    return _builder(kind)(node, faults)


@cache
def _builder(kind: Any) -> Builder:
    """How values of a type are built; looked up once a type, since thousands of values are built at start-up."""
    origin = get_origin(kind)
    if origin is regex.Pattern:
        kind = regex.Pattern
    if origin is Literal:
        return partial(_literal, get_args(kind))
    if origin in (Union, types.UnionType):
        return _builder(get_args(kind)[0])
    if origin is tuple:
        return partial(_sequence, _builder(get_args(kind)[0]))
    if dataclasses.is_dataclass(kind):
        return partial(_record, kind)
    return partial(_scalar, SCALARS.get(kind, str), NAMES.get(kind, "text"))


def _scalar(convert: Callable[[str], Any], name: str, node: yaml.Node, faults: Faults) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        faults.add(node, f"{describe(node)}, expected {name}")
        return None
    try:
        return convert(node.value)
    except (ValueError, InvalidOperation, regex.error) as error:
        detail = f" ({error})" if isinstance(error, regex.error) else ""
        faults.add(node, f"{node.value!r}{detail}, expected {name}")
        return None


def describe(node: yaml.Node) -> str:
    """A node in a word or two, for messages."""
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value)
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _literal(choices: tuple[str, ...], node: yaml.Node, faults: Faults) -> str | None:
    if isinstance(node, yaml.ScalarNode) and node.value in choices:
        return str(node.value)
    faults.add(node, f"{describe(node)}, expected one of {', '.join(map(str, choices))}")
    return None


def elements(node: yaml.Node, faults: Faults) -> list[yaml.Node]:
    """The nodes of a list."""
    if not isinstance(node, yaml.SequenceNode):
        faults.add(node, f"{describe(node)}, expected a list")
        return []
    return list(node.value)


def _sequence(item: Builder, node: yaml.Node, faults: Faults) -> tuple[Any, ...]:
    return tuple([item(each, faults) for each in elements(node, faults)])


@cache
def _fields(kind: Any) -> dict[str, tuple[Builder, bool]]:
    """The fields of a dataclass: how each is built, and whether it must be given."""
    hints = get_type_hints(kind)
    return {
        f.name: (
            _builder(hints[f.name]),
            f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
        )
        for f in dataclasses.fields(kind)
    }


def _record(kind: Any, node: yaml.Node, faults: Faults) -> Any:
    known, given = _fields(kind), pairs(node, faults)
    before = len(faults)
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key in known:
            values[key] = known[key][0](value, faults)
        else:
            faults.add(value, f"unknown key {key!r}, expected one of {', '.join(known)}")
    if isinstance(node, yaml.MappingNode):
        for key, (_, required) in known.items():
            if required and key not in given:
                faults.add(node, f"the key {key!r} is missing, expected in every {kind.__name__}")
    return kind(**values) if len(faults) == before and isinstance(node, yaml.MappingNode) else None


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _integer(text: str) -> int:
    if not regex.fullmatch(r"-?(?:0|[1-9][0-9]*)", text):
        raise ValueError(text)
    return int(text)


SCALARS: dict[Any, Callable[[str], Any]] = {
    bool: _boolean,
    int: _integer,
    Decimal: Decimal,
    regex.Pattern: regex.compile,
}
NAMES = {
    bool: "true or false",
    int: "a whole number",
    Decimal: "a decimal number",
    regex.Pattern: "a regular expression that compiles",
}
