"""The one walk over the types of the data: `encode`, `decode`, JSON Schema and columns of tables are made by it.

A `Walk` makes something of a type out of what it makes of the parts of the type.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from reportkit.model import Period, Span

Made = TypeVar("Made")
# Classes whose plain form is a single value, and not their fields.
VALUES = (Span, Period)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Field(Generic[Made]):
    """A field of a class, the type of its values, and what a walk made of that.

    `required` tells that it has no default, `if_any` that it is left out where it is empty, and `flat` that its own
    fields stand in its place.
    """

    hint: Any
    made: Made
    required: bool
    if_any: bool
    flat: bool


class Walk(Generic[Made]):
    """A walk over types; a subclass says what is made of each form that a type can have.

    Fields that the model marks as internal are passed over, unless `with_internal` is set.
    """

    with_internal = False

    def __init__(self) -> None:
        self._made: dict[Any, Made] = {}
        self._fields: dict[type, dict[str, Field[Made]]] = {}

    def of(self, hint: Any) -> Made:
        """Return what is made of a type; it is made once."""
        if hint not in self._made:
            self._made[hint] = self._make(hint)
        return self._made[hint]

    def _make(self, hint: Any) -> Made:
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Literal:
            return self.from_choice(inner)
        if origin in (Union, types.UnionType):
            return self.from_optional(self.of(inner[0]))
        if origin is tuple and Ellipsis in inner:
            return self.from_list(self.of(inner[0]))
        if origin is tuple:
            return self.from_tuple([self.of(each) for each in inner])
        if dataclasses.is_dataclass(hint) and hint not in VALUES:
            return self.from_class(hint)
        return self.from_scalar(hint)

    def fields(self, kind: Any) -> dict[str, Field[Made]]:
        """Return the fields of a dataclass by their names, in their order, each with what is made of its type."""
        if kind not in self._fields:
            hints, missing = get_type_hints(kind), dataclasses.MISSING
            self._fields[kind] = {
                f.name: Field(
                    hints[f.name],
                    self.of(hints[f.name]),
                    f.default is missing and f.default_factory is missing,
                    "if_any" in f.metadata,
                    "flat" in f.metadata,
                )
                for f in dataclasses.fields(kind)
                if self.with_internal or "internal" not in f.metadata
            }
        return self._fields[kind]

    def from_scalar(self, kind: Any) -> Made:
        """Make something of a single value: text, a number, a span, a period."""
        raise NotImplementedError

    def from_choice(self, values: tuple[Any, ...]) -> Made:
        """Make something of a choice between values."""
        raise NotImplementedError

    def from_optional(self, made: Made) -> Made:
        """Make something of a value that may be None."""
        raise NotImplementedError

    def from_list(self, made: Made) -> Made:
        """Make something of any number of values of one type."""
        raise NotImplementedError

    def from_tuple(self, made: Sequence[Made]) -> Made:
        """Make something of a fixed number of values."""
        raise NotImplementedError

    def from_class(self, kind: Any) -> Made:
        """Make something of a dataclass, which has `fields`."""
        raise NotImplementedError
