"""Comparisons in every format."""

from __future__ import annotations

from reportkit.output.comparison import Result, comparison_document, comparison_records
from reportkit.output.formats import FORMATS
from reportkit.output.fullsheets import full_sheet
from reportkit.output.render import load, render_data
from reportkit.output.screen import Screen
from reportkit.output.sheets import short_sheet


def render_comparison(result: Result, name: str, screen: Screen | None = None) -> str | bytes:
    """Return what a command found in a format, of which a table is fitted to a screen; bytes for what is no text."""
    if writer := FORMATS[name].result:
        page: str = load(writer)(result)
        return page
    return render_data(
        name,
        lambda: comparison_document(result),
        lambda: comparison_records(result),
        lambda for_eye: short_sheet(result) if for_eye else full_sheet(result),
        screen,
    )
