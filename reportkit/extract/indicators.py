"""From a report's paragraphs to its indicators: quantities, measures, names, times and concepts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportkit.extract.catalogue import find_concept
from reportkit.extract.clauses import Frame, find_frames, find_sentences
from reportkit.extract.lexicon import lexicon
from reportkit.extract.measures import Reading, find_measure, read_left
from reportkit.extract.names import find_names
from reportkit.extract.quantities import find_quantities, with_limits
from reportkit.extract.scene import Name, Scene
from reportkit.extract.vocabulary import Vocabulary, vocabulary
from reportkit.extract.when import Running, find_when, follow
from reportkit.model import Indicator, Measure, Mention, Outline, Quantity, Refusal, Section, Span
from reportkit.rules.schema import RuleSet
from reportkit.text.numerals import EXACT


@dataclass(frozen=True, slots=True)
class Found:
    """The indicators of a report in offsets of the repaired text, and the numbers that are none."""

    indicators: tuple[Indicator, ...]
    refusals: tuple[Refusal, ...]


def find_indicators(text: str, outline: Outline, times: Sequence[Sequence[Mention]], rules: RuleSet) -> Found:
    """The indicators of one report, in reading order."""
    indicators: list[Indicator] = []
    refusals: list[Refusal] = []
    running = Running()
    paths = _paths(outline.sections)
    top: int | None = None
    for paragraph, mentions in zip(outline.paragraphs, times, strict=True):
        section = outline.sections[paragraph.section] if paragraph.section is not None else None
        if section is not None and section.role == "other" and _is_annex(outline, paragraph.section):
            continue
        root = _root(outline.sections, paragraph.section)
        if root != top or (section is not None and _own_period(outline.sections, paragraph.section)):
            if root != top:
                running = Running()
            top = root
        quantities, refused = find_quantities(text, paragraph.span, lexicon(rules), mentions)
        refusals += refused
        path = paths[paragraph.section] if paragraph.section is not None else ()
        indicators += _of_paragraph(
            text, paragraph.span, quantities, mentions, running, outline, section, path, rules
        )
    return Found(tuple(indicators), tuple(refusals))


def _paths(sections: Sequence[Section]) -> list[tuple[str, ...]]:
    """The headings above and of each section."""
    paths: list[tuple[str, ...]] = []
    for section in sections:
        above = paths[section.parent] if section.parent is not None else ()
        paths.append((*above, section.heading))
    return paths


def _root(sections: Sequence[Section], index: int | None) -> int | None:
    while index is not None and sections[index].parent is not None:
        index = sections[index].parent
    return index


def _own_period(sections: Sequence[Section], index: int | None) -> bool:
    return index is not None and any(t.startswith("period:") for t in sections[index].trace)


def _is_annex(outline: Outline, index: int | None) -> bool:
    """Whether a section is a glossary or an annex: its heading says so."""
    return index is not None and any("annex" in t or "名词" in outline.sections[index].heading for t in ("",))


def _of_paragraph(
    text: str,
    span: Span,
    quantities: list[Quantity],
    mentions: Sequence[Mention],
    running: Running,
    outline: Outline,
    section: Section | None,
    path: tuple[str, ...],
    rules: RuleSet,
) -> list[Indicator]:
    words = vocabulary(rules)
    speakers = frozenset() if outline.place == "全国" else frozenset({"全国", "在全国", "全球"})
    scene = Scene(text, words, mentions, speakers)
    found: list[Indicator] = []
    at = 0
    for sentence in find_sentences(text, span):
        first = at
        while at < len(quantities) and quantities[at].span.start < sentence.stop:
            at += 1
        follow(running, mentions, text, sentence)
        if first == at:
            continue
        scene.start_sentence()
        running.act = False
        frames = find_frames(text, sentence, quantities[first:at])
        readings = [read_left(text, frame, frame.quantity, mentions, words) for frame in frames]
        names = find_names(frames, readings, scene)
        for i, (frame, reading, name) in enumerate(zip(frames, readings, names, strict=True)):
            found.append(
                _indicator(text, i, frames, readings, names, mentions, running, outline, section, path, rules)
            )
            assert found[-1] is not None and frame and reading and name is not None
    return [indicator for indicator in found if indicator is not None]


def _indicator(
    text: str,
    index: int,
    frames: list[Frame],
    readings: list[Reading],
    names: list[Name],
    mentions: Sequence[Mention],
    running: Running,
    outline: Outline,
    section: Section | None,
    path: tuple[str, ...],
    rules: RuleSet,
) -> Indicator:
    frame, name = frames[index], names[index]
    reading = readings[index]
    words = vocabulary(rules)
    if frame.listed and index and frame.quantity.dimension == frames[index - 1].quantity.dimension:
        reading = replace(readings[index - 1], words=reading.words)
        readings[index] = reading
    quantity = frame.quantity
    measure, sign, rule = find_measure(quantity, reading, name.words, frame.right.of(text), words)
    pair = readings[index - 1].starts if index else False
    pair_end = pair and frames[index - 1].quantity.unit in (quantity.unit, None)
    if pair_end and measure == "level" and (readings[index - 1].share or _is_share(names[index - 1], words)):
        measure, rule = "share", "what it came from"
    quantity = signed(quantity, sign) if measure in ("growth", "change") else quantity
    before = frames[index - 1] if index else None
    when = find_when(
        text, frame, reading, measure, name.text, mentions, running, outline, section, words, before, pair_end
    )
    shown = _without_verb(name, text) if rule == "leading verb" else _without_head(name, measure, words)
    concept = find_concept(shown.text, measure, quantity.dimension, rules.indicators)
    return Indicator(
        name=shown.text,
        concept=concept.name if concept else None,
        value=quantity.value,
        unit=quantity.unit,
        bound=quantity.bound,
        lower=quantity.lower,
        upper=quantity.upper,
        measure=measure,
        basis=reading.basis,
        period=when.period,
        status=when.status,
        section=path,
        text=quantity.span.of(text),
        spans=(quantity.span,),
        name_spans=shown.pieces,
        line=0,
        sentence=frame.sentence.of(text).strip(),
        trace=(
            *(f"quantity: {r}" for r in quantity.rules),
            *reading.trace,
            f"measure: {measure} by {rule}",
            f"name: {shown.rule or 'the clause'}",
            *when.trace,
            *((f"concept: {concept.id}",) if concept else ()),
        ),
    )


def _is_share(name: Name, words: Vocabulary) -> bool:
    head = words.heads.get(name.words[-1].text) if name.words else None
    return head is not None and head.measure == "share"


def _without_verb(name: Name, text: str) -> Name:
    """压减政府性基金项目30% is a fall of 政府性基金项目: the verb that told so is left off."""
    size = len(name.words[0].text)
    first = name.pieces[0]
    if not name.text.startswith(name.words[0].text) or len(first) <= size:
        return name
    return replace(
        name, pieces=(Span(first.start + size, first.stop), *name.pieces[1:]), text=name.text[size:]
    )


def _without_head(name: Name, measure: Measure, words: object) -> Name:
    """居民消费价格涨幅 is a growth of 居民消费价格: the noun that told the measure is left off."""
    heads = getattr(words, "heads")
    if measure != "growth" or not name.words or len(name.words) < 2:
        return name
    head = heads.get(name.words[-1].text)
    if head is None or not head.drop or not name.text.endswith(name.words[-1].text):
        return name
    size = len(name.words[-1].text)
    last = name.pieces[-1]
    if len(last) <= size:
        return name
    return replace(
        name, pieces=(*name.pieces[:-1], Span(last.start, last.stop - size)), text=name.text[:-size]
    )


def signed(quantity: Quantity, sign: int) -> Quantity:
    """`quantity` with the sign of its direction; its bound is by magnitude: 下降20%以上 is -20 or less."""
    if sign > 0:
        return with_limits(quantity) if quantity.bound != "range" else quantity
    value = EXACT.minus(quantity.value)
    if quantity.bound == "range" and quantity.lower is not None and quantity.upper is not None:
        return replace(
            quantity, value=value, lower=EXACT.minus(quantity.upper), upper=EXACT.minus(quantity.lower)
        )
    lower = None if quantity.bound == ">" else value
    upper = None if quantity.bound == "<" else value
    return replace(quantity, value=value, lower=lower, upper=upper)
