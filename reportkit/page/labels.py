"""The words of the pages. All of them stand here, so that the catalogues find them."""

from __future__ import annotations

from typing import Any

from reportkit.language import _, current


def labels() -> dict[str, Any]:
    """Return the words of the pages in the language that was chosen, by what they are for."""
    return {**_general(), **_codes(), "js": _of_scripts()}


def _general() -> dict[str, str]:
    return {
        "lang": {"zh": "zh-CN"}.get(current(), current()),
        "skip": _("Skip to the text"),
        "outline": _("Outline"),
        "text": _("Text"),
        "indicators": _("Indicators"),
        "goals": _("Goals"),
        "repairs": _("Repairs"),
        "warnings": _("Warnings"),
        "no_goals": _("No goals were found."),
        "no_repairs": _("Nothing had to be repaired."),
        "views": _("Views"),
        "search": _("Search"),
        "search_hint": _("name, concept or sentence"),
        "filters": _("Filters"),
        "measure": _("Measure"),
        "doubtful": _("doubtful"),
        "reset": _("Reset"),
        "csv": _("Save as CSV"),
        "copy_csv": _("Copy all as CSV"),
        "details": _("Details"),
        "last_actual": _("Year before"),
        "no_script": _("Tables and filters need JavaScript, which is part of this file."),
        "made_by": _("Made by reportkit"),
        "keyboard": _("Keys: / search, j and k next and previous number, c copy, Esc close"),
        "places": _("Places"),
        "place": _("Place"),
        "reports": _("Reports"),
        "coverage": _("Coverage"),
        "failures": _("Not read"),
        "no_report": _("No report found"),
        "no_year": _("no year"),
        "no_place": _("place not told"),
        "charts": _("Charts"),
        "verdict": _("Verdict"),
        "estimate_or_part": _("estimate, or part of a year"),
    }


def _codes() -> dict[str, dict[str, str]]:
    return {
        "measures": {
            "level": _("level"),
            "growth": _("growth"),
            "change": _("change"),
            "share": _("share"),
            "rank": _("rank"),
        },
        "statuses": {"actual": _("actual"), "estimate": _("estimate"), "target": _("target")},
        "kinds": {
            "government": _("government"),
            "congress": _("congress"),
            "cppcc": _("cppcc"),
            "court": _("court"),
            "procuratorate": _("procuratorate"),
            "budget": _("budget"),
            "plan": _("plan"),
            "statistics": _("statistics"),
            "other": _("other"),
        },
        "verdicts": {
            "same": _("same"),
            "changed": _("changed"),
            "added": _("added"),
            "removed": _("removed"),
            "unknown": _("unknown"),
            "incomparable": _("incomparable"),
            "doubtful": _("doubtful"),
            "met": _("met"),
            "exceeded": _("exceeded"),
            "missed": _("missed"),
            "unreported": _("unreported"),
            "later": _("later"),
        },
    }


def _of_scripts() -> dict[str, str]:
    return {
        "all": _("all"),
        "close": _("Close"),
        "doubtful": _("doubtful"),
        "sure": _("without doubt"),
        "name": _("Name"),
        "value": _("Value"),
        "period": _("Period"),
        "status": _("Status"),
        "measure": _("Measure"),
        "concept": _("Concept"),
        "section": _("Section"),
        "exact": _("Exact value"),
        "bound": _("Bound"),
        "basis": _("Basis"),
        "doubts": _("Doubts"),
        "line": _("Line"),
        "page": _("Page"),
        "printed": _("Printed"),
        "report": _("Report"),
        "group": _("Group"),
        "shown": "{n} / {all}",
        "more": _("Show {n} more"),
        "none": _("Nothing fits these filters."),
        "copy_row": _("Copy row"),
        "copy_sentence": _("Copy sentence with source"),
        "copy_link": _("Copy link"),
        "copied": _("Copied"),
        "not_copied": _("The browser did not allow copying"),
        "at_least": _("at least"),
        "at_most": _("at most"),
        "about": _("about"),
        "range": "{low}–{high}",
    }
