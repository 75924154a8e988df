"""The account of a place in a text that ``reportkit explain`` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from rich.cells import cell_len

from reportkit.cli.clues import clue_lines
from reportkit.cli.locate import find_number, find_sentence
from reportkit.codec.encode import encode, keys_of
from reportkit.extraction.indicators import paths_of
from reportkit.language import _, translate
from reportkit.model import Extraction, Indicator, Report, Section, Span
from reportkit.output.json import dump_json
from reportkit.output.table import report_line
from reportkit.output.visible import visible
from reportkit.output.words import amount

# Where the rules stand that each stage speaks of in a trace.
TOPICS = {
    "quantity": ("units", "lexicon"),
    "measure": ("lexicon",),
    "name": ("names", "lexicon"),
    "concept": ("indicators",),
    "period": ("periods",),
    "status": ("periods", "lexicon"),
    "role": ("headings",),
}
FIELD_WIDTH = 12
# Says where a rule stands, with the topics that come first.
Finder = Callable[..., str | None]
SHOWN_APART = ("name", "text", "sentence", "section", "spans", "name_spans")


def account(extraction: Extraction, place: Span, places: Mapping[str, str]) -> list[str]:
    """The lines that tell what was found at `place`; `places` says where each rule stands."""
    text = extraction.source.text
    # one sentence may hold hundreds of numbers, which came about by the same rules

    @cache
    def find(rule: str, topics: Sequence[str] = ()) -> str | None:
        return find_rule(rule, places, topics)

    line = text.count("\n", 0, place.start) + 1
    lines = [visible(translate(f"{extraction.source.path}, line {line}, offsets {place.start}–{place.stop}"))]
    lines += ["  " + visible(place.of(text))] if place.of(text).strip() else []
    reports = [report for report in extraction.reports if _touches(report.span, place)]
    for report in reports:
        lines += ["", report_line(report), *_report_lines(report, text, place, places, find)]
    return lines if reports else [*lines, "", _("no report stands here")]


def _report_lines(
    report: Report, text: str, place: Span, places: Mapping[str, str], find: Finder
) -> Iterator[str]:
    paths = paths_of(report.sections)
    for section, path in zip(report.sections, paths, strict=True):
        if _touches(section.span, place):
            yield f"  {visible(' › '.join(path))}  [{_(section.role)}, {section.period or _('no period')}]"
            yield from _trace(section.trace, find, "    ")
    found = list(_indicators(report, text, place))
    if any(_hangs_on_year(indicator, text) for indicator, _ in found):
        yield from clue_lines(report, text, places, "  ")
    for indicator, at in found:
        yield ""
        yield from _indicator_lines(indicator, at, report.sections, paths, find, text)
    if not found:
        yield from ("", _("  no indicator stands here"))
    refused = [(span, rule) for span, rule in report.refusals if _touches(span, place)]
    for span, rule in refused:
        yield f"  {_('refused')}  {visible(span.of(text))} {dump_json(encode(span))}  {_with_place(rule, find)}"
    for repair in report.repairs:
        if any(_touches(span, place) for span in repair.at):
            yield f"  {_('repair')}   {_(repair.kind)} {dump_json(encode(repair.at))}  {visible(translate(repair.reason))}"


def _indicators(report: Report, text: str, place: Span) -> Iterator[tuple[Indicator, int | None]]:
    for indicator in report.indicators:
        at = find_number(indicator, text)
        where = (*indicator.spans, *indicator.name_spans, find_sentence(indicator, text, at))
        if any(_touches(span, place) for span in where):
            yield indicator, at


def _indicator_lines(
    indicator: Indicator,
    at: int | None,
    sections: Sequence[Section],
    paths: Sequence[tuple[str, ...]],
    find: Finder,
    source: str,
) -> Iterator[str]:
    yield f"  {visible(indicator.name)}: {visible(amount(indicator))}"
    yield _field("sentence", visible(_mark(indicator, at)))
    yield _field("text", f"{visible(indicator.text)} {dump_json(encode(indicator.spans))}")
    yield _field("name", f"{visible(indicator.name)} {dump_json(encode(indicator.name_spans))}")
    role = next((s.role for s, path in zip(sections, paths, strict=True) if path == indicator.section), None)
    heads = visible(" › ".join(indicator.section)) or _("none")
    yield _field("section", f"{heads}{f'  [{_(role)}]' if role else ''}")
    for name in keys_of(Indicator):
        if name not in SHOWN_APART:
            value = encode(getattr(indicator, name))
            told = visible(_(value) if isinstance(value, str) else dump_json(value))
            yield _field(name, told + (_words(indicator, source) if name == "period" else ""))
    yield _field("trace")
    yield from _trace(indicator.trace, find, "      ")


def _hangs_on_year(indicator: Indicator, source: str) -> bool:
    """Whether the period of a number is reckoned from the year of its report: no year stands in the words for it."""
    said = "".join(span.of(source) for span in indicator.period_spans)
    return indicator.period is not None and str(indicator.period.last_year) not in said


def _words(indicator: Indicator, source: str) -> str:
    """The words that gave a period, and where they stand."""
    spans = indicator.period_spans
    said = "".join(span.of(source) for span in spans)
    line = source.count("\n", 0, spans[0].start) + 1 if spans else 0
    return translate(f"  from {visible(said)} {dump_json(encode(spans))}, line {line}") if spans else ""


def _field(name: str, told: str = "") -> str:
    """A line with the name of a field and what it holds, the names padded to the same width."""
    label = _(name)
    return f"    {label}{' ' * (FIELD_WIDTH - cell_len(label))}{told}".rstrip()


def _mark(indicator: Indicator, at: int | None) -> str:
    if at is None:
        return f"{indicator.sentence}  【{indicator.text}】"
    sentence, stop = indicator.sentence, at + len(indicator.text)
    return f"{sentence[:at]}【{sentence[at:stop]}】{sentence[stop:]}"


def _trace(trace: Sequence[str], find: Finder, indent: str) -> Iterator[str]:
    """The steps of a trace, ``stage: rule: what it did``, each with the place of its rule."""
    for step in trace:
        stage, *parts = step.split(": ")
        found = (find(part, TOPICS.get(stage, ())) for part in parts)
        yield indent + visible(translate(step)) + next((f"  ({where})" for where in found if where), "")


def _with_place(rule: str, find: Finder) -> str:
    where = find(rule)
    return visible(rule) + (f"  ({where})" if where else "")


def find_rule(rule: str, places: Mapping[str, str], topics: Sequence[str] = ()) -> str | None:
    """Where a rule stands, told by its full or its bare id, which a word for its kind may go before.

    Rules of `topics` come first. None when it is not clear which rule is meant.

    >>> find_rule("unit 亩", {"units.units.亩": "units.yaml:3", "lexicon.names.unit": "lexicon.yaml:8"})
    'units.yaml:3'
    """
    words = rule.split()
    for id_ in (rule, words[-1]) if len(words) == 2 else (rule,):
        if id_ in places:
            return places[id_]
        found = [key for key in places if key.endswith(id_) and key.split(".", 2)[-1] == id_]
        found = [key for key in found if key.split(".")[0] in topics] or found
        if len(found) == 1:
            return places[found[0]]
    return None


def _touches(span: Span, place: Span) -> bool:
    """Do the two overlap? An empty line is touched by what goes on across it."""
    return span.overlaps(place) or (len(place) == 0 and span.start <= place.start < span.stop)
