"""The JSON Schemas of the output, made from the types of the model and of comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportkit.codec.printed import CONTRACT, SourceInfo
from reportkit.codec.walk import Walk
from reportkit.comparison import Comparison, Difference, Fact, Pair
from reportkit.model import PERIOD_PART, Doubt, Indicator, Period, Repair, Report, Section, Span
from reportkit.output.notes import COUNT, LIMITS, NOTES, SHA256

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OFFSETS = "Offsets are half-open and count characters of the decoded source text."
SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
}
OFFSET = {"type": "integer", **COUNT}
# The classes with a plain form of their own.
VALUES: dict[Any, Schema] = {
    Span: {"type": "array", "prefixItems": [OFFSET, OFFSET], "items": False, "minItems": 2},
    Period: {"type": "string", "pattern": f"^{PERIOD_PART}(/{PERIOD_PART})?$"},
}
VERSION = {"const": CONTRACT, "description": "The version of this shape."}


class _Schemas(Walk[Schema]):
    """The schemas of types: a class is referred to, and its own schema one of the `definitions`."""

    def __init__(self) -> None:
        super().__init__()
        self._definitions = {kind.__name__: schema for kind, schema in VALUES.items()}

    def definitions(self, *kinds: type) -> dict[str, Schema]:
        """Return the schemas of classes by their names."""
        for kind in kinds:
            self.of(kind)
        return {kind.__name__: self._definitions[kind.__name__] for kind in kinds}

    def from_scalar(self, kind: Any) -> Schema:
        return _reference(kind) if kind in VALUES else SCALARS[kind]

    def from_choice(self, values: tuple[Any, ...]) -> Schema:
        return {"enum": list(values)}

    def from_optional(self, made: Schema) -> Schema:
        if made.keys() == {"type"}:
            return {"type": [made["type"], "null"]}
        return {"anyOf": [made, {"type": "null"}]}

    def from_list(self, made: Schema) -> Schema:
        return {"type": "array", "items": made}

    def from_tuple(self, made: Sequence[Schema]) -> Schema:
        return {"type": "array", "prefixItems": list(made), "items": False, "minItems": len(made)}

    def from_class(self, kind: Any) -> Schema:
        summary = (kind.__doc__ or "").split("\n\n")[0].partition(". Offsets")[0].rstrip(".") + "."
        self._definitions[kind.__name__] = {"description": " ".join(summary.split()), **self.object(kind)}
        return _reference(kind)

    def object(self, kind: Any) -> Schema:
        """Return the schema of a class itself."""
        properties, optional = dict[str, Schema](), set[str]()
        for name, field in self.fields(kind).items():
            if field.flat:
                inner = self.object(field.hint)
                properties |= inner["properties"]
                optional |= inner["properties"].keys() - set(inner["required"])
                continue
            note = NOTES.get(kind, {}).get(name)
            properties[name] = field.made | LIMITS.get(kind, {}).get(name, {})
            properties[name] |= {"description": note} if note else {}
            optional |= {name} if field.if_any else set()
        return _closed(properties, optional)


def schema_of_extract() -> Schema:
    """Return the JSON Schema (2020-12) of the document that extract prints for one source."""
    schemas = _Schemas()
    fingerprint = {"type": "string", **SHA256, "description": "The fingerprint of the rules that were used."}
    return {
        "$schema": DIALECT,
        "title": "What reportkit extract prints for one file",
        "description": OFFSETS,
        **_closed(
            {
                "reportkit": VERSION,
                "source": schemas.object(SourceInfo),
                "rules": fingerprint,
                "reports": schemas.of(tuple[Report, ...]),
                "warnings": schemas.of(tuple[str, ...]),
            }
        ),
        "$defs": schemas.definitions(Report, Section, Repair, Indicator, Doubt, Span, Period),
    }


def schema_of_diff() -> Schema:
    """Return the JSON Schema (2020-12) of the document that diff prints."""
    schemas = _Schemas()
    apart = _closed({"old": OFFSET, "new": OFFSET})
    apart["description"] = "Figures that are told only to compare with, and are no rows."
    return {
        "$schema": DIALECT,
        "title": "What reportkit diff prints",
        "description": (Comparison.__doc__ or "").strip(),
        **_closed({"reportkit": VERSION, **schemas.object(Comparison)["properties"], "apart": apart}),
        "$defs": schemas.definitions(Pair, Difference, Fact, Doubt, Span, Period),
    }


def _reference(kind: type) -> Schema:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _closed(properties: Mapping[str, Schema], optional: set[str] | frozenset[str] = frozenset()) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
