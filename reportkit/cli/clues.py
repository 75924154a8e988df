"""The clues for the year of a report, in lines."""

from __future__ import annotations

from collections.abc import Mapping

from reportkit.language import _, translate
from reportkit.model import Report
from reportkit.output.visible import visible

# So many characters of the words of a clue are shown.
SHOWN = 30


def clue_lines(report: Report, text: str, places: Mapping[str, str], indent: str = "") -> list[str]:
    """How the year of a report was decided, and each clue for it; `places` says where each rule stands."""
    decided = report.reason or "read back, without its clues"
    lines = [indent + f"{_('year under review')}: {translate(decided)}"]
    for clue in report.clues:
        said = " ".join(clue.span.of(text).split())
        said = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
        where = f"  {_('line')} {text.count(chr(10), 0, clue.span.start) + 1}" if said else ""
        rule = next((places[key] for key in _keys(clue.rule) if key in places), "")
        told = f"{_(clue.tells)} {clue.year or ''}".rstrip()
        line = f"{indent}  {told:<14}  {clue.weight:>4}  {clue.rule}{f': {said}' if said else ''}{where}"
        lines.append(visible(line + (f"  ({rule})" if rule else "")))
    return lines


def _keys(rule: str) -> tuple[str, ...]:
    return tuple(f"years.{part}.{rule}" for part in ("clues", "figures", "sources"))
