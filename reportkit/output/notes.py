"""What the types of the output cannot say of their fields, for the JSON Schema."""

from __future__ import annotations

from typing import Any

from reportkit.codec.printed import SourceInfo
from reportkit.comparison import Difference, Pair
from reportkit.model import Indicator, Repair, Report, Section

NOTES: dict[type, dict[str, str]] = {
    SourceInfo: {
        "path": "As given; - is standard input.",
        "sha256": "Of the bytes.",
        "characters": "The length of the decoded text.",
        "pages": "Where each page starts, if it has pages.",
    },
    Report: {
        "place": "The place reported on.",
        "code": "The code of the place in GB/T 2260 at its time (000000 of the nation); null when it is not clear.",
        "region": "The names of the levels above the place, the highest first; empty when unknown.",
        "organ": "Who reports.",
        "date": "The day on which the report was given.",
        "year": "The year under review.",
    },
    Section: {"parent": "The index of the section above in the report's sections."},
    Repair: {"at": "The stretches of the source that were put together."},
    Indicator: {
        "name": "What is measured, in the report's own words.",
        "concept": "The catalogue's name for it.",
        "value": "In the unit, multipliers worked out; signed for growth and change.",
        "unit": "As printed, without multiplier.",
        "bound": "= exact, > at least, < at most, ~ about, or a range.",
        "lower": "The least that the bound allows; null where it is open.",
        "upper": "The most that the bound allows; null where it is open.",
        "basis": "What growth or change is against, in the report's words.",
        "section": "Headings from the top one down, without their numbering.",
        "text": "Number, unit and approximators as printed.",
        "spans": "Where the text stands: several pieces where the source is broken apart.",
        "name_spans": "Where the name stands.",
        "doubts": "What is doubtful about it; empty where nothing is.",
        "line": "The line of the first span, counted from 1.",
        "page": "The page of the first span, counted from 1; only where the source has pages.",
        "table": "The table that it stands in, counted from 1; only of a cell of a table.",
        "cell": "Its row and column in the table, counted from 1; only of a cell of a table.",
    },
    Pair: {
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
    },
    Difference: {
        "value": "Exact; null where bounds leave room.",
        "lower": "The least that bounds allow; null where they leave it open.",
        "upper": "The most that bounds allow; null where they leave it open.",
        "unit": "The finer of the two units; 个百分点 for rates, 位 for ranks.",
        "percent": "In per cent of the old figure, to a tenth; null where it says nothing.",
    },
}
COUNT: dict[str, Any] = {"minimum": 0}
SHA256: dict[str, Any] = {"pattern": "^[0-9a-f]{64}$"}
COUNTED_FROM_1: dict[str, Any] = {"type": "integer", "minimum": 1}
LIMITS: dict[type, dict[str, dict[str, Any]]] = {
    SourceInfo: {
        "sha256": SHA256,
        "characters": COUNT,
        "pages": {"items": {"type": "integer", **COUNT}},
    },
    Report: {"date": {"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}},
    Indicator: {"line": {"minimum": 1}, "page": COUNTED_FROM_1, "table": COUNTED_FROM_1},
}
