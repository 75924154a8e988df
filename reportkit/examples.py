"""The examples inside the rules, run: each rule carries what it must and must not do as ``in => out`` lines.

What stands after the arrow depends on the topic; ``-`` is nothing. The case files of the tests are
written in the same notation and run by the same functions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import sha256

import regex

from reportkit.compare.align import THRESHOLD
from reportkit.compare.likeness import Likeness, are_akin
from reportkit.compare.names import Namer
from reportkit.extraction.headers import find_signs
from reportkit.extraction.lexicon import lexicon
from reportkit.extraction.quantities import find_quantities
from reportkit.extraction.vocabulary import vocabulary
from reportkit.model import Extraction, Indicator, Period, Source, Span
from reportkit.pipeline import extract
from reportkit.places.names import PART, find_places
from reportkit.places.table import gazetteer
from reportkit.repair import repair
from reportkit.repair.noise import find_noise
from reportkit.rules.schema import Sign
from reportkit.rules.topics import TOPICS, RuleSet
from reportkit.segment.clues import clue_of
from reportkit.segment.moods import find_mood
from reportkit.segment.periods import Clock, find_in_headings, find_mentions, parse_year
from reportkit.segment.roles import find_role
from reportkit.stages import Quantity
from reportkit.text.align import apply_edits
from reportkit.text.blocks import find_blocks

ARROW = " => "
NOTHING = "-"
# Examples are read in a report of 2024 about 2023; ⏎ stands for a line break.
CLOCK = Clock(2023, 2024, Period.year(2023))
BREAK = "⏎"
# It reads its words once for all examples.
namer_of = lru_cache(maxsize=1)(Namer)


def check_examples(rules: RuleSet) -> list[str]:
    """Run the examples of all rules. Returns a ``file:line: …`` line for each that fails."""
    failed = []
    for topic in TOPICS:
        slices = getattr(rules, topic)
        for name in slices.__dataclass_fields__:
            for entry in getattr(slices, name):
                run = partial(run_sign, entry) if name == "signs" else RUNNERS.get(f"{topic}.{name}")
                place = rules.stands.get(f"{topic}.{name}.{entry.id}", topic)
                failed += [
                    f"{place}: {fault}" for e in entry.examples if run and (fault := check(e, run, rules))
                ]
    return failed


def check(example: str, run: Callable[[str, RuleSet], str], rules: RuleSet) -> str | None:
    """What is wrong with one ``in => out`` line, None if it holds."""
    given, arrow, expected = example.partition(ARROW)
    if not arrow:
        return f"{example!r} has no {ARROW.strip()!r}, expected an example as in => out"
    got = run(given, rules)
    return None if got == expected.strip() else f"{given} gave {got}, expected {expected.strip()}"


def show_number(quantity: Quantity | Indicator) -> str:
    """A number as examples write it: value and unit, a range by its two ends."""
    ends = (quantity.lower, quantity.upper) if quantity.bound == "range" else (quantity.value,)
    number = "~".join(f"{end:f}" for end in ends)
    return f"{number} {quantity.unit}" if quantity.unit else number


def run_quantities(text: str, rules: RuleSet) -> str:
    """The quantities of a sentence: ``107 件; 5 %``."""
    span = Span(0, len(text))
    mentions = find_mentions(text, span, rules.periods, CLOCK)
    found, _ = find_quantities(text, span, lexicon(rules), mentions)
    return "; ".join(show_number(q) for q in found) or NOTHING


def run_bounds(text: str, rules: RuleSet) -> str:
    """The quantities of a sentence with their bounds: ``> 1100 人次``."""
    span = Span(0, len(text))
    found, _ = find_quantities(text, span, lexicon(rules), ())
    return "; ".join(f"{q.bound} {show_number(q)}" for q in found) or NOTHING


def run_indicators(text: str, rules: RuleSet) -> str:
    """The indicators of a sentence: ``生产总值 | growth | 5 %``."""
    found = _indicators(text, rules)
    return "; ".join(f"{i.name} | {i.measure} | {show_number(i)}" for i in found) or NOTHING


def run_times(text: str, rules: RuleSet) -> str:
    """The first time that a text names: its use and its period."""
    (found,) = find_in_headings(text, [Span(0, len(text))], rules.periods, CLOCK)
    return f"{found[0].use} {found[0].period or ''}".strip() if found else NOTHING


def run_named(text: str, rules: RuleSet) -> str:
    """The places that a name means, behind a year those of that year: ``130609 徐水区 河北省/保定市``."""
    year, _, name = text.partition(" ")
    is_dated = len(year) == 4 and year.isdecimal()
    found = find_places(gazetteer(rules), name if is_dated else text, int(year) if is_dated else None)
    told = (f"{each.form.code} {each.form.name} {PART.join(each.region)}".strip() for each in found)
    return "; ".join(told) or NOTHING


def run_clues(text: str, rules: RuleSet) -> str:
    """What the first clue in the words of a text says: ``reviewed 2023``."""
    for rule in rules.years.clues:
        match = rule.pattern.search(text)
        if match is not None and (clue := clue_of(rule, match, rules)) is not None:
            return f"{clue.tells} {clue.year or ''}".strip()
    return NOTHING


def run_figures(text: str, rules: RuleSet) -> str:
    """What the figures of a text say of their year: ``reviewed 2023``."""
    found = ((rule.tells, rule.pattern.search(text)) for rule in rules.years.figures)
    return next((f"{tells} {parse_year(match['y'])}" for tells, match in found if match), NOTHING)


def run_headers(text: str, rules: RuleSet) -> str:
    """What the header of a column bears: ``grows falls``."""
    return " ".join(sorted(find_signs(text, vocabulary(rules)))) or NOTHING


def run_when(text: str, rules: RuleSet) -> str:
    """Period and status of the indicators of a text: ``2023 actual``."""
    return "; ".join(f"{i.period} {i.status}" for i in _indicators(text, rules)) or NOTHING


def run_concepts(text: str, rules: RuleSet) -> str:
    """The concepts of the indicators of a sentence."""
    return "; ".join(dict.fromkeys(i.concept or NOTHING for i in _indicators(text, rules))) or NOTHING


def run_headings(text: str, rules: RuleSet) -> str:
    """The heading that a line opens with."""
    blocks = find_blocks(text, rules.headings)
    return blocks[0].heading.of(text) if blocks and blocks[0].heading else NOTHING


def run_roles(text: str, rules: RuleSet) -> str:
    """The role that a heading gives its section."""
    rule = find_role(text, rules.headings)
    return rule.role if rule else NOTHING


def run_openings(text: str, rules: RuleSet) -> str:
    """The role that the first words of a section give it."""
    return next((rule.role for rule in rules.headings.openings if rule.pattern.match(text)), NOTHING)


def run_moods(text: str, rules: RuleSet) -> str:
    """The weight of the words in a text that tell what is to be done, less that of those that tell what was."""
    mood = find_mood(text, Span(0, len(text)), rules.headings)
    return str(mood.planned - mood.done)


def run_spans(text: str, rules: RuleSet) -> str:
    """The first words of a text that tell of several years together."""
    found = (rule.pattern.search(text) for rule in rules.headings.spans)
    return next((match[0] for match in found if match), NOTHING)


def run_begins(text: str, rules: RuleSet) -> str:
    """What of a text stands before the running text that begins in it without a mark."""
    found = (rule.pattern.search(text) for rule in rules.headings.begins)
    return next((text[: match.start()] for match in found if match), NOTHING)


def run_kinds(text: str, rules: RuleSet) -> str:
    return next((rule.kind for rule in rules.reports.kinds if rule.pattern.search(text)), NOTHING)


def run_places(text: str, rules: RuleSet) -> str:
    """The name of a place that the words around it give to the report."""
    found = (rule.pattern.search(text) for rule in rules.reports.places)
    return next((match["name"] for match in found if match), NOTHING)


def run_identity(text: str, rules: RuleSet) -> str:
    """Whose the first report of a text is, and the meeting that hears it: ``云岭县人民政府``, its title behind a ``|``."""
    found = _extract(text, rules).reports
    told = (found[0].place, found[0].organ, found[0].meeting, found[0].title) if found else ()
    return " | ".join(each or NOTHING for each in told) or NOTHING


def run_sign(sign: Sign, text: str, rules: RuleSet) -> str:
    """What a sign finds in a text: its named groups, or all of it where it has none."""
    del rules
    match = sign.pattern.search(text.replace(BREAK, "\n"))
    if match is None:
        return NOTHING
    return " ".join(said for said in match.groupdict().values() if said) or match[0]


def run_noise(text: str, rules: RuleSet) -> str:
    """The text after the removal of residue."""
    return apply_edits(text, find_noise(text, rules))[0].replace("\n", BREAK)


def run_repair(text: str, rules: RuleSet) -> str:
    """A text after repair, and ``!`` with each warning."""
    done = repair(text.replace(BREAK, "\n").replace("\\u200b", "\u200b"), rules)
    lines = [line for line in done.text.split("\n") if line.strip()]
    return BREAK.join(lines) + "".join(f" ! {regex.sub(' .at .*', '', w)}" for w in done.warnings)


def run_chrome(text: str, rules: RuleSet) -> str:
    """A line, or nothing where it belongs to the page around a report."""
    return NOTHING if any(rule.pattern.search(text) for rule in rules.repair.chrome) else text


def run_alike(text: str, rules: RuleSet) -> str:
    """Whether two names with ``|`` between them are read as one thing: ``same`` or ``different``."""
    namer = namer_of(rules)
    names = [namer.read(name.strip()) for name in text.split("|") if name.strip()]
    if len(names) != 2:
        return NOTHING
    one, two = names
    alike = Likeness((one, two), namer).of(one, two) >= THRESHOLD
    return "same" if alike or are_akin(one, two) else "different"


def _indicators(text: str, rules: RuleSet) -> list[Indicator]:
    return [indicator for report in _extract(text, rules).reports for indicator in report.indicators]


def _extract(text: str, rules: RuleSet) -> Extraction:
    text = text.replace(BREAK, "\n")
    digest = sha256(text.encode()).hexdigest()
    return extract(Source("-", digest, "text/plain", "utf-8", text), rules)


RUNNERS: dict[str, Callable[[str, RuleSet], str]] = {
    "repair.noise": run_noise,
    "repair.chrome": run_chrome,
    "repair.words": run_repair,
    "headings.styles": run_headings,
    "headings.roles": run_roles,
    "headings.openings": run_openings,
    "headings.moods": run_moods,
    "headings.spans": run_spans,
    "headings.begins": run_begins,
    "reports.kinds": run_kinds,
    "reports.organs": run_identity,
    "reports.places": run_places,
    "reports.words": run_identity,
    "places.places": run_named,
    "places.words": run_named,
    "periods.times": run_times,
    "periods.words": run_when,
    "years.clues": run_clues,
    "years.figures": run_figures,
    "units.units": run_quantities,
    "units.words": run_quantities,
    "lexicon.verbs": run_indicators,
    "lexicon.heads": run_indicators,
    "lexicon.trims": run_indicators,
    "lexicon.names": run_indicators,
    "lexicon.bounds": run_bounds,
    "lexicon.numbers": run_bounds,
    "exclusions.exclusions": run_quantities,
    "exclusions.words": run_quantities,
    "names.cuts": run_indicators,
    "names.sides": run_concepts,
    "tables.headers": run_headers,
    "indicators.concepts": run_concepts,
    "indicators.words": run_concepts,
    "concepts.words": run_concepts,
    "concepts.kin": run_concepts,
    "comparison.words": run_alike,
    "comparison.kin": run_alike,
    "comparison.synonyms": run_alike,
    "comparison.contrasts": run_alike,
    "comparison.ranks": run_alike,
    "comparison.joins": run_alike,
    "comparison.deeds": run_alike,
    "comparison.stages": run_alike,
}
