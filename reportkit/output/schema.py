"""The JSON Schema of the output, made from the types of the model."""

from __future__ import annotations

import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportkit.model import Doubt, Indicator, Period, Repair, Report, Section, Span
from reportkit.output.document import CONTRACT, PRINTED, WHERE_IT_APPLIES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    type(None): {"type": "null"},
}
DEFINED = (Report, Section, Repair, Indicator, Doubt, Span, Period)
PART = r"[0-9]{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-[0-3][0-9])?))?"
OFFSETS = "Offsets are half-open and count characters of the decoded source text."

# What the types cannot say.
NOTES: dict[tuple[type, str], str] = {
    (Report, "place"): "The place reported on.",
    (
        Report,
        "code",
    ): "The code of the place in GB/T 2260 at its time (000000 of the nation); null when it is not clear.",
    (Report, "region"): "The names of the levels above the place, the highest first; empty when unknown.",
    (Report, "organ"): "Who reports.",
    (Report, "date"): "The day on which the report was given.",
    (Report, "year"): "The year under review.",
    (Section, "parent"): "The index of the section above in the report's sections.",
    (Repair, "at"): "The stretches of the source that were put together.",
    (Indicator, "name"): "What is measured, in the report's own words.",
    (Indicator, "concept"): "The catalogue's name for it.",
    (Indicator, "value"): "In the unit, multipliers worked out; signed for growth and change.",
    (Indicator, "unit"): "As printed, without multiplier.",
    (Indicator, "bound"): "= exact, > at least, < at most, ~ about, or a range.",
    (Indicator, "lower"): "The least that the bound allows; null where it is open.",
    (Indicator, "upper"): "The most that the bound allows; null where it is open.",
    (Indicator, "basis"): "What growth or change is against, in the report's words.",
    (Indicator, "section"): "Headings from the top one down, without their numbering.",
    (Indicator, "text"): "Number, unit and approximators as printed.",
    (Indicator, "spans"): "Where the text stands: several pieces where the source is broken apart.",
    (Indicator, "name_spans"): "Where the name stands.",
    (Indicator, "doubts"): "What is doubtful about it; empty where nothing is.",
    (Indicator, "line"): "The line of the first span, counted from 1.",
    (Indicator, "page"): "The page of the first span, counted from 1; only where the source has pages.",
    (Indicator, "table"): "The table that it stands in, counted from 1; only of a cell of a table.",
    (Indicator, "cell"): "Its row and column in the table, counted from 1; only of a cell of a table.",
}
LIMITS: dict[tuple[type, str], dict[str, Any]] = {
    (Report, "code"): {"pattern": "^[0-9]{6}$"},
    (Report, "date"): {"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    (Indicator, "line"): {"minimum": 1},
    (Indicator, "page"): {"type": "integer", "minimum": 1},
    (Indicator, "table"): {"type": "integer", "minimum": 1},
}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document that is made of one source."""
    return {
        "$schema": DIALECT,
        "title": "What reportkit extract prints for one file",
        "description": OFFSETS,
        **_object(
            {
                "reportkit": {"const": CONTRACT, "description": "The version of this shape."},
                "source": _source(),
                "rules": _sha256("The fingerprint of the rules that were used."),
                "reports": {"type": "array", "items": _reference(Report)},
                "warnings": {"type": "array", "items": {"type": "string"}},
            }
        ),
        "$defs": {kind.__name__: _definition(kind) for kind in DEFINED},
    }


def _source() -> dict[str, Any]:
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    return _object(
        {
            "path": text | {"description": "As given; - is standard input."},
            "sha256": _sha256("Of the bytes."),
            "media_type": text,
            "encoding": text,
            "characters": count | {"description": "The length of the decoded text."},
            "pages": {
                "type": "array",
                "items": count,
                "description": "Where each page starts, if it has pages.",
            },
        }
    )


def _sha256(description: str) -> dict[str, Any]:
    return {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": description}


def _definition(kind: type) -> dict[str, Any]:
    if kind is Span:
        offset = {"type": "integer", "minimum": 0}
        return {"type": "array", "prefixItems": [offset, offset], "items": False, "minItems": 2}
    if kind is Period:
        return {"type": "string", "pattern": f"^{PART}(/{PART})?$"}
    hints = get_type_hints(kind)
    summary = (kind.__doc__ or "").split("\n\n")[0].partition(". Offsets")[0].rstrip(".") + "."
    return {
        "description": " ".join(summary.split()),
        **_object({name: _field(kind, name, hints[name]) for name in PRINTED[kind]}),
    }


def _field(kind: type, name: str, hint: Any) -> dict[str, Any]:
    note = {"description": NOTES[kind, name]} if (kind, name) in NOTES else {}
    return of_type(hint) | LIMITS.get((kind, name), {}) | note


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in WHERE_IT_APPLIES | {"pages"}],
        "additionalProperties": False,
    }


def _reference(kind: type) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def of_type(hint: Any) -> dict[str, Any]:
    """The schema of the values of a type.

    >>> of_type(tuple[str, ...]), of_type(int | None)
    ({'type': 'array', 'items': {'type': 'string'}}, {'type': ['integer', 'null']})
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and Ellipsis not in arguments:
        parts = [of_type(argument) for argument in arguments]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
    if origin is tuple:
        return {"type": "array", "items": of_type(arguments[0])}
    if origin in (Union, types.UnionType):
        parts = [of_type(argument) for argument in arguments]
        if all(part.keys() == {"type"} for part in parts):
            return {"type": [part["type"] for part in parts]}
        return {"anyOf": parts}
    return SCALARS[hint] if hint in SCALARS else _reference(hint)
