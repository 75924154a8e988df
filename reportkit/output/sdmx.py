"""Indicators as SDMX-CSV 2.0, the flat interchange form of official statistics.

The form is that of the field guide of SDMX-CSV for data messages: after the columns that name the structure and the
action come the dimensions, the measure OBS_VALUE and the attributes. No list of codes of the world knows the places and
indicators of these reports, so that dimensions hold text, and a structure to go with them has to declare them as text.

* What makes an observation unique is SOURCE, the path of the file, and OFFSET, the character of its text at which the
  number stands: a number stands there once, whatever is left out by filters. The other dimensions say what it is.
* TIME_PERIOD is a year, ``2023-S1``, ``2023-Q3`` or ``2023-06``; a span is the first day and the length. Like REF_AREA
  it is empty where the report does not tell.
* OBS_VALUE is worked out in whole units, so that UNIT_MULT is 0 throughout. UNIT_MEASURE is the unit as printed.
* OBS_STATUS is a code of CL_OBS_STATUS: A, a normal value, for what is reported; E, an estimated value, for an estimate
  of what is already so; F, a forecast value, for a target, because the list has no code for a goal and F is the one for
  what a quantity is to be at a time to come.
* There is no byte order mark, because readers look for the separator right behind the word STRUCTURE.
* Text is made harmless as in CSV: the form is meant for spreadsheets too, and no name of an indicator begins with one
  of their signs. A reader takes a ' before such a sign away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reportkit.model import Extraction, Indicator, Period, Report, Source, Status
from reportkit.output.sheets import Cell
from reportkit.output.tabular import csv_lines

STATUSES: dict[Status, str] = {"actual": "A", "estimate": "E", "target": "F"}
MONTHS = {"H": 6, "Q": 3}
# Each column, in the order of the form: what names the structure, dimensions, the measure, attributes; what its
# cell is of a source, a report in it and an indicator of that.
COLUMNS: dict[str, Callable[[Source, Report, Indicator], Cell]] = {
    "STRUCTURE": lambda s, r, i: "datastructure",
    "STRUCTURE_ID": lambda s, r, i: "REPORTKIT:INDICATORS(1.0.0)",
    "ACTION": lambda s, r, i: "I",
    "REF_AREA": lambda s, r, i: r.place,
    "INDICATOR": lambda s, r, i: i.concept or i.name,
    "MEASURE": lambda s, r, i: i.measure,
    "TIME_PERIOD": lambda s, r, i: time_period(i.period),
    "SOURCE": lambda s, r, i: s.path,
    "OFFSET": lambda s, r, i: i.spans[0].start,
    "OBS_VALUE": lambda s, r, i: i.value,
    "UNIT_MEASURE": lambda s, r, i: i.unit,
    "UNIT_MULT": lambda s, r, i: 0,
    "OBS_STATUS": lambda s, r, i: STATUSES[i.status],
    "BOUND": lambda s, r, i: i.bound,
    "LOWER": lambda s, r, i: i.lower,
    "UPPER": lambda s, r, i: i.upper,
    "BASIS": lambda s, r, i: i.basis,
    "NAME": lambda s, r, i: i.name,
    "REPORT_KIND": lambda s, r, i: r.kind,
    "LINE": lambda s, r, i: i.line,
    "SENTENCE": lambda s, r, i: i.sentence,
}


def sdmx_head() -> str:
    """Return the line that opens a file of SDMX-CSV: the names of the columns."""
    return csv_lines([tuple(COLUMNS)])


def sdmx_pieces(extractions: Sequence[Extraction]) -> Iterator[str]:
    """Return the indicators of all extractions as lines of SDMX-CSV, one by one."""
    for each in extractions:
        for report in each.reports:
            for indicator in report.indicators:
                yield csv_lines([tuple(cell(each.source, report, indicator) for cell in COLUMNS.values())])


def time_period(period: Period | None) -> str | None:
    """Write a period in the formats of SDMX, a span as its first day and its length.

    >>> time_period(Period("2023-H1", "2023-H1")), time_period(Period.year(2013, 2017))
    ('2023-S1', '2013-01-01/P5Y')
    >>> time_period(Period("2023-Q4", "2024-02"))
    '2023-10-01/P5M'
    """
    if period is None:
        return None
    if not period.is_span:
        return period.start.replace("H", "S")
    first, length = _months(period.start)[0], _months(period.stop)[1] - _months(period.start)[0]
    lasting = f"{length}M" if length % 12 else f"{length // 12}Y"
    return f"{first // 12:04d}-{first % 12 + 1:02d}-01/P{lasting}"


def _months(part: str) -> tuple[int, int]:
    """Return the first month of a period and the one after its last, counted from the year 0."""
    year, rest = 12 * int(part[:4]), part[5:]
    if not rest:
        return year, year + 12
    length = MONTHS.get(rest[0], 1)
    first = year + (int(rest.lstrip("HQ")) - 1) * length
    return first, first + length
