"""From a report's paragraphs to its indicators: quantities, measures, names, times and concepts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportkit.extraction.carry import aims_higher
from reportkit.extraction.catalogue import find_concept, is_of_a_part
from reportkit.extraction.clauses import find_sentences
from reportkit.extraction.doubts import find_doubts
from reportkit.extraction.facts import Facts, find_facts
from reportkit.extraction.grids import find_table_lines
from reportkit.extraction.lexicon import lexicon
from reportkit.extraction.lists import of_side
from reportkit.extraction.measures import find_measure
from reportkit.extraction.names import find_names, shown
from reportkit.extraction.quantities import find_quantities, signed
from reportkit.extraction.running import Running, follow, is_aside
from reportkit.extraction.scene import Name, Scene, Way
from reportkit.extraction.setting import Setting
from reportkit.extraction.vocabulary import Vocabulary, vocabulary
from reportkit.extraction.when import find_when
from reportkit.model import Section, Span, Table
from reportkit.rules.topics import RuleSet, words_of
from reportkit.stages import NATION, Mention, Outline, Paragraph, Quantity, Refusal, Statement
from reportkit.values import dataclass

# How many lines above a table may tell its unit: its title, and 单位：万元 on a line of its own.
CAPTIONS = 3


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Found:
    """What a report states, in offsets of the repaired text, and the numbers that are no indicators."""

    statements: tuple[Statement, ...]
    refusals: tuple[Refusal, ...]


def find_indicators(
    text: str,
    outline: Outline,
    times: Sequence[Sequence[Mention]],
    rules: RuleSet,
    tables: Sequence[tuple[int, Table]] = (),
) -> Found:
    """What one report states, in reading order.

    `times` are those named in each paragraph; `tables` the tables of the text with their numbers, whose lines
    are read as cells.
    """
    statements: list[Statement] = []
    refusals: list[Refusal] = []
    running = Running()
    top: int | None = None
    last: int | None = None
    paths = paths_of(outline.sections)
    exclusions = lexicon(rules).find_exclusions(text, outline.span)
    rows = find_table_lines(outline, tables)
    above = _fields_above(outline.place, vocabulary(rules), rules)
    for at, (paragraph, mentions) in enumerate(zip(outline.paragraphs, times, strict=True)):
        index = paragraph.section
        section = _told_in(paragraph, outline.sections)
        if section is not None and _is_annex(section):
            continue
        if _top(outline.sections, index) != top:
            top, running = _top(outline.sections, index), Running()
        elif (
            running.passing
            and not _goes_on(text, outline.paragraphs, at)
            and not _is_headed(running, index, paths)
        ):
            # 2021年，岭北水厂开工建设。 says nothing of the next paragraph
            running = running.passed(outline.year)
        elif index != last and is_aside(text, running, section, paths[index] if index is not None else ()):
            running = Running()
        last = index
        path = paths[index] if index is not None else ()
        setting = Setting(text, outline, section, index, path, above, mentions, running, vocabulary(rules))
        if (found := rows.get(at)) is not None:
            number, table, lines = found
            if at == lines.start:
                from reportkit.extraction.tables import find_cells  # most reports have no table
                from reportkit.extraction.telling import tell_cell

                captions = [each.span for each in outline.paragraphs[max(at - CAPTIONS, 0) : at]]
                here = [mention for line in lines for mention in times[line]]
                cells, refused = find_cells(
                    text, table, captions, here, exclusions, lexicon(rules), vocabulary(rules)
                )
                refusals += refused
                statements += [tell_cell(setting, cell, number, rules) for cell in cells]
            continue
        quantities, refused = find_quantities(text, paragraph.span, lexicon(rules), mentions, exclusions)
        refusals += refused
        statements += _of_paragraph(setting, paragraph.span, quantities, rules)
    return Found(tuple(statements), tuple(refusals))


def _told_in(paragraph: Paragraph, sections: Sequence[Section]) -> Section | None:
    """The section of a paragraph, with the role and the period that the paragraph has of its own."""
    section = sections[paragraph.section] if paragraph.section is not None else None
    if paragraph.role is None and paragraph.period is None:
        return section
    if section is None:
        return Section("", 0, None, paragraph.role or "review", paragraph.period, paragraph.span)
    return replace(section, role=paragraph.role or section.role, period=paragraph.period or section.period)


def _goes_on(text: str, paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether the paragraph before leads on to this one: 2003年的主要预期目标为：, with a line for each of them."""
    return at > 0 and text[paragraphs[at - 1].span.stop - 1] in "：:；;，,、"


def _is_headed(running: Running, index: int | None, paths: Sequence[tuple[str, ...]]) -> bool:
    """Whether a heading above names the year of the running text: 2025年和“十四五”时期工作回顾."""
    path = paths[index] if index is not None else ()
    if running.period is None or running.period.is_span:
        return False  # “十二五”前四年 under 2014年工作回顾
    return any(f"{running.period.last_year}年" in heading for heading in path)


def paths_of(sections: Sequence[Section]) -> list[tuple[str, ...]]:
    """The headings above and of each section."""
    paths: list[tuple[str, ...]] = []
    for section in sections:
        above = paths[section.parent] if section.parent is not None else ()
        paths.append((*above, section.heading))
    return paths


def _top(sections: Sequence[Section], index: int | None) -> int | None:
    """The section of the first level that a section stands in."""
    while index is not None and (parent := sections[index].parent) is not None:
        index = parent
    return index


def _is_annex(section: Section) -> bool:
    """Whether a section is a glossary or an annex: the only headings that are told to be `other`."""
    return section.role == "other"


def _of_paragraph(
    setting: Setting, span: Span, quantities: list[Quantity], rules: RuleSet
) -> list[Statement]:
    text, words, mentions = setting.text, setting.words, setting.mentions
    found: list[Statement] = []
    at = told = 0
    for sentence in find_sentences(text, span):
        first, since = at, told
        while at < len(quantities) and quantities[at].span.start < sentence.stop:
            at += 1
        while told < len(mentions) and mentions[told].span.start < sentence.stop:
            told += 1
        here = mentions[since:told]
        follow(setting.running, here, text, sentence, rules.periods)
        if first == at:
            continue
        setting = replace(setting, mentions=here)
        scene = Scene(text, words, here, setting.above)
        facts = find_facts(scene, sentence, quantities[first:at])
        names = find_names(facts, scene)
        facts = _shared(facts, names)
        for i, (case, name) in enumerate(zip(facts, names, strict=True)):
            before = (facts[i - 1], names[i - 1]) if i else None
            found.append(_state(setting, scene, case, name, before, rules))
    return found


def _fields_above(place: str | None, words: Vocabulary, rules: RuleSet) -> frozenset[str]:
    """What is not the place of a report but above it: 全国 in one of a province, 全省 in one of a county."""
    if place == NATION:
        return frozenset()
    fields, below = words.lists["national-fields"], words_of(rules.reports)
    if place and place.endswith(below["below-province"]):
        fields |= words.lists["provincial-fields"]
    if place and place.endswith(below["below-city"]):
        fields |= words.lists["municipal-fields"]
    return fields


def _shared(facts: list[Facts], names: list[Name]) -> list[Facts]:
    """The facts, where an item of a list is read as the one before: 分别增长5%、6%. So is a goal above it: 力争7%."""
    shared: list[Facts] = []
    for case, name in zip(facts, names, strict=True):
        own = case.reading
        same = case.frame.listed and (name.way is Way.DEALT or _is_same_kind(case))
        same = same or (name.way is Way.CARRIED and aims_higher(case))
        reading = replace(shared[-1].reading, left=own.left, words=own.words) if shared and same else own
        shared.append(case if reading is own else replace(case, reading=reading))
    return shared


def _is_same_kind(case: Facts) -> bool:
    return case.previous is not None and case.quantity.dimension == case.previous.quantity.dimension


def _state(
    setting: Setting,
    scene: Scene,
    case: Facts,
    name: Name,
    before: tuple[Facts, Name] | None,
    rules: RuleSet,
) -> Statement:
    """What is said of one number, which may be what the one `before` it in its sentence became."""
    reading, quantity, text, words = case.reading, case.quantity, setting.text, setting.words
    counted = name.way in (Way.PREDICATE, Way.NOUN_BEHIND)
    measured = find_measure(scene, case, name.words, counted)
    measure, rule = measured.measure, measured.rule
    arrives = before is not None and _became(before[0], case)
    if arrives and before and measure == "level" and (before[0].reading.share or _is_share(before[1], words)):
        measure, rule = "share", "what it came from"
    if measure in ("growth", "change"):
        quantity = signed(quantity, measured.sign)
    when = find_when(setting, case, measure, name.text, arrives)
    label = shown(name, measure, measured.is_led, words)
    looked_up = (
        find_concept(each, measure, quantity.dimension, rules)
        for each in dict.fromkeys((of_side(label, words), label.text))
    )
    concept = next((each for each in looked_up if each is not None), None)
    if concept is not None and is_of_a_part(concept, text, quantity.span.start, rules):
        concept = None
    return Statement(
        quantity,
        name=label.pieces,
        joint=label.joint,
        concept=concept.name if concept else None,
        measure=measure,
        basis=reading.basis,
        period=when.period,
        period_words=when.words,
        status=when.status,
        section=setting.index,
        sentence=case.frame.sentence,
        doubts=find_doubts(setting, quantity, label, concept.name if concept else None, measure, when),
        trace=(
            *(f"quantity: {each}" for each in quantity.rules),
            *reading.trace,
            f"measure: {measure} by {rule}",
            f"name: {label.label}",
            *when.trace,
            *((f"concept: {concept.id}",) if concept else ()),
        ),
    )


def _became(before: Facts, case: Facts) -> bool:
    """Whether a number is what the one before it became: 由3所|增加到5所."""
    same = before.quantity.unit in (case.quantity.unit, None)
    return same and before.reading.starts and not case.reading.starts


def _is_share(name: Name, words: Vocabulary) -> bool:
    head = words.heads.get(name.words[-1].text) if name.words else None
    return head is not None and head.measure == "share"
