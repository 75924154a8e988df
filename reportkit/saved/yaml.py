"""YAML with exact numbers, as plain data: what looks like a date stays text, what is no plain data is refused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from reportkit.codec.decode import Fault

TAGS = "tag:yaml.org,2002:"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain data: numbers that are not whole become `Decimal`."""


def _number(loader: Any, node: Any) -> Decimal:
    try:
        number = Decimal(loader.construct_scalar(node))
    except InvalidOperation:
        raise Fault(f"line {node.start_mark.line + 1}: {node.value!r} is no number") from None
    if not number.is_finite():
        raise Fault(f"line {node.start_mark.line + 1}: {node.value!r} is no number")
    return number


def _text(loader: Any, node: Any) -> str:
    return str(loader.construct_scalar(node))


_Loader.add_constructor(f"{TAGS}float", _number)
_Loader.add_constructor(f"{TAGS}timestamp", _text)


def load_documents(text: str) -> Iterator[Any]:
    """Read the documents of a YAML text. Raises `Fault` for what is no YAML of plain data.

    Aliases are refused: nothing that is written here has any, and a few of them can stand for gigabytes.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise Fault("an alias (*) in it")
        yield from yaml.load_all(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Fault(f"line {line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise Fault(" ".join(str(error).split())) from None
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        # what the constructors of YAML make of `!!bool maybe` or `!!int ""`
        raise Fault(f"no plain data ({type(error).__name__}: {error})") from None
