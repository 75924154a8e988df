"""The JSON Schema of what diff prints, made from the types of a comparison and of the model."""

from __future__ import annotations

import dataclasses
from typing import Any, get_type_hints

from reportkit.comparison import Comparison, Difference, Fact, Pair
from reportkit.output.comparison import ORIGIN
from reportkit.output.document import CONTRACT
from reportkit.output.schema import DIALECT, of_type
from reportkit.output.schema import schema as schema_of_extract

# What the types cannot say.
NOTES = {
    "name": "In the words of the new report, of the old one where the new one has none.",
    "concept": "The catalogue's name for it.",
    "field": "The field of the concept: the file of the catalogue that it stands in.",
    "by": "Why the two are one: concept, name or similar; null where they are not, or doubtful.",
    "score": "How alike the names are, from 0 to 1.",
    "old": "The old figure; none where it came in, several where it is doubtful which.",
    "new": "The new figure; none where it is no longer told, several where it is doubtful which.",
    "difference": "The new figure less the old one; null where there is none to tell.",
    "mark": "Better or worse, where the catalogue says which way is better.",
    "reason": "Why a pair is unknown, incomparable or doubtful.",
    "notes": "What else is seen: a growth that the levels do not give, a figure that was revised.",
    "value": "Exact; null where bounds leave room.",
    "lower": "The least that bounds allow; null where they leave it open.",
    "upper": "The most that bounds allow; null where they leave it open.",
    "unit": "The finer of the two units; 个百分点 for rates, 位 for ranks.",
    "percent": "In per cent of the old figure, to a tenth; null where it says nothing.",
}


def schema_of_diff() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document that diff prints."""
    below = schema_of_extract()["$defs"]
    indicator = below["Indicator"]
    hints = get_type_hints(Fact)
    origin = {key: of_type(hints[key]) for key in ORIGIN}
    fact = {
        **indicator,
        "description": "An indicator with the report that it stands in.",
        "properties": origin | indicator["properties"],
        "required": [*ORIGIN, *indicator["required"]],
    }
    paths = {"type": "array", "items": {"type": "string"}}
    count = {"type": "integer", "minimum": 0}
    return {
        "$schema": DIALECT,
        "title": "What reportkit diff prints",
        "description": (Comparison.__doc__ or "").strip(),
        **_closed(
            {
                "reportkit": {"const": CONTRACT, "description": "The version of this shape."},
                "old": paths,
                "new": paths,
                "pairs": {"type": "array", "items": {"$ref": "#/$defs/Pair"}},
                "apart": _closed({"old": count, "new": count})
                | {"description": "Figures that are told only to compare with, and are no rows."},
                "warnings": paths,
            }
        ),
        "$defs": {
            "Pair": _record(Pair),
            "Difference": _record(Difference),
            "Fact": fact,
            **{name: below[name] for name in ("Doubt", "Span", "Period")},
        },
    }


def _record(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {}
    for field in dataclasses.fields(kind):
        note = {"description": NOTES[field.name]} if field.name in NOTES else {}
        properties[field.name] = of_type(hints[field.name]) | note
    return {"description": " ".join((kind.__doc__ or "").split()), **_closed(properties)}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
