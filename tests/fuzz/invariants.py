"""What has to hold of every input, whatever it is: nothing raises, spans quote their text, repair is done once."""

from __future__ import annotations

import json
from random import Random

from reportkit import load_rules
from reportkit.cli.account import account
from reportkit.cli.outline import draw
from reportkit.compare import audit, diff, find_goals, find_series
from reportkit.errors import SourceError
from reportkit.model import Extraction, Indicator, Report, Source, Span
from reportkit.output.compared import render_comparison
from reportkit.output.formats import FORMATS as OUTPUTS
from reportkit.output.visible import on_screen
from reportkit.pipeline import extract, find_numbers
from reportkit.repair import repair
from reportkit.saved import read_saved
from reportkit.source.read import sources_in
from tests.printed import render

FORMATS = [name for name, format_ in OUTPUTS.items() if format_.pieces]
MOST_TEXTS = 20


def check_input(raw: bytes, path: str, random: Random, before: list[Extraction]) -> int:
    """Hold all that must be so against one input; returns how many texts were read from it.

    `before` is the extraction of the input before it, to compare with, and gets this one in its place. A file that
    is refused with a `SourceError` is all right. Raises `AssertionError`, or whatever the code under test raises.
    """
    try:
        sources = list(sources_in(path, raw))
    except SourceError as error:
        assert "\n" not in str(error), "a refusal of more than a line"
        return 0
    for source in sources[:MOST_TEXTS]:
        found = check_source(source, random)
        if before:
            check_pair(before[0], found)
        before[:] = [found]
    return len(sources)


def check_source(source: Source, random: Random) -> Extraction:
    """Run what the commands run on a text."""
    rules = load_rules()
    found = extract(source, rules)
    for report in found.reports:
        check_report(report, source.text)
    numbers, refused = find_numbers(source, rules)
    for each in (*numbers, *refused):
        assert quoted(each.spans, source.text) == each.text, f"a number is not what its spans quote: {each}"
    check_repair(source.text)
    check_shown(found)
    draw(found)
    for _ in range(3):
        at = random.randint(0, max(len(source.text) - 1, 0))
        account(found, Span(at, min(at + 1, len(source.text))), rules.stands)
    on_screen(source.text)
    return found


def check_report(report: Report, text: str) -> None:
    """Whether a report and its parts lie in the text, and say what stands there."""
    spans = [report.span, *(section.span for section in report.sections)]
    spans += [at for each in report.repairs for at in each.at] + [span for span, _ in report.refusals]
    assert all(0 <= span.start <= span.stop <= len(text) for span in spans), "a span outside of the text"
    for at, section in enumerate(report.sections):
        assert section.parent is None or 0 <= section.parent < at, "a section above itself"
    for indicator in report.indicators:
        check_indicator(indicator, text)


def check_indicator(indicator: Indicator, text: str) -> None:
    """Whether an indicator quotes the text and its numbers agree with one another."""
    every = (*indicator.spans, *indicator.name_spans, *indicator.period_spans)
    assert all(0 <= span.start < span.stop <= len(text) for span in every), (
        f"a span outside of the text: {indicator}"
    )
    assert indicator.spans, f"an indicator that stands nowhere: {indicator}"
    assert quoted(indicator.spans, text) == indicator.text, (
        f"an indicator is not what its spans quote: {indicator}"
    )
    assert indicator.line == text.count("\n", 0, indicator.spans[0].start) + 1, f"the wrong line: {indicator}"
    assert indicator.value.is_finite(), f"no number: {indicator}"
    low, high = indicator.lower, indicator.upper
    assert low is None or low <= indicator.value, f"less than its lower end: {indicator}"
    assert high is None or high >= indicator.value, f"more than its upper end: {indicator}"


def quoted(spans: tuple[Span, ...], text: str) -> str:
    return "".join(span.of(text) for span in spans)


def check_repair(text: str) -> None:
    """Whether a text that is repaired needs no repair, and its characters lead back to where they stood."""
    once = repair(text, load_rules())
    told = any("still broken" in warning for warning in once.warnings)
    assert told or repair(once.text, load_rules()).text == once.text, (
        "repair is not done once, and does not tell"
    )
    for at in range(0, len(once.text), max(len(once.text) // 300, 1)):
        char, origin = once.text[at], once.trail.back(Span(at, at + 1))
        assert not char.isalnum() or quoted(origin, text) == char, (
            f"offset {at} of the repaired text leads astray"
        )


def check_shown(found: Extraction) -> None:
    """Whether every format holds the extraction, and what can be read back is the same again."""
    for format_ in FORMATS:
        shown = render([found], format_)
        assert isinstance(shown, str)
        if format_ in ("json", "yaml"):
            (again,) = read_saved(shown.encode("utf-8", "replace"), f"fuzz.{format_}")
            assert len(again.reports) == len(found.reports), f"{format_} loses reports"
            assert count(again) == count(found), f"{format_} loses indicators"
        if format_ == "jsonl":
            assert all(json.loads(line)["text"] is not None for line in shown.splitlines())
    render_comparison((audit(found, load_rules()),), "table")


def count(found: Extraction) -> int:
    return sum(len(report.indicators) for report in found.reports)


def check_pair(old: Extraction, new: Extraction) -> None:
    """Run what compares two extractions."""
    rules = load_rules()
    for result in (diff([old], [new], rules, across=True), find_goals([old], [new], rules, across=True)):
        for format_ in ("table", "json", "csv"):
            render_comparison(result, format_)  # type: ignore[arg-type]
    names = [i.name for r in new.reports for i in r.indicators[:1]]
    for name in names[:2]:
        render_comparison(find_series([old, new], name, rules), "table")
