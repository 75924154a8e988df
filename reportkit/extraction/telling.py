"""Indicators made of what was found: a quantity with its name, measure, time and place."""

from __future__ import annotations

from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING

from reportkit.extraction.catalogue import find_concept
from reportkit.extraction.doubts import find_cell_doubts
from reportkit.extraction.setting import Setting
from reportkit.model import Doubt, Indicator, Measure, Period, Span, Status
from reportkit.rules.topics import RuleSet, words_of
from reportkit.stages import Quantity

if TYPE_CHECKING:
    from reportkit.extraction.cells import Cell


def tell_cell(setting: Setting, cell: Cell, number: int, rules: RuleSet) -> Indicator:
    """The indicator of a cell of a table; its time is that of its headers, else of its section."""
    text, quantity = setting.text, cell.quantity
    name = "".join("".join(piece.of(text).split()) for piece in cell.pieces)
    concept = find_concept(name, cell.measure, quantity.dimension, rules)
    if concept is None and name.endswith(words_of(rules.indicators)["counts"]):
        # 税收收入执行数, 税收收入决算数
        concept = find_concept(cell.label, cell.measure, quantity.dimension, rules)
    section, year = setting.section, setting.outline.year
    period = section.period if section is not None and section.period else Period.year(year) if year else None
    words = cell.period_words
    if words is None:
        words = section.words if section is not None and section.period else setting.outline.words
    told: Status = "target" if section is not None and section.role == "plan" else "actual"
    indicator = tell(
        setting,
        quantity,
        name=name,
        concept=concept.name if concept else None,
        measure=cell.measure,
        basis=cell.basis,
        period=cell.period or period,
        period_words=words,
        doubts=find_cell_doubts(setting, name, cell.period or period, words),
        status=cell.status or told,
        name_spans=cell.pieces,
        sentence=cell.sentence.of(text),
        trace=(*(f"quantity: {each}" for each in quantity.rules), "name: the row and the column"),
    )
    return replace(indicator, table=number, cell=cell.place)


def tell(
    setting: Setting,
    quantity: Quantity,
    *,
    name: str,
    concept: str | None,
    measure: Measure,
    period: Period | None,
    status: Status,
    name_spans: tuple[Span, ...],
    sentence: str,
    trace: tuple[str, ...],
    basis: str | None = None,
    period_words: Span | None = None,
    doubts: tuple[Doubt, ...] = (),
) -> Indicator:
    """An indicator of `quantity`; the line is counted when its spans lead back into the source."""
    return Indicator(
        name=intern(name),
        concept=concept,
        value=quantity.value,
        unit=quantity.unit,
        bound=quantity.bound,
        lower=quantity.lower,
        upper=quantity.upper,
        measure=measure,
        basis=basis,
        period=period,
        status=status,
        section=setting.path,
        text=quantity.span.of(setting.text),
        spans=(quantity.span,),
        name_spans=name_spans,
        doubts=doubts,
        line=0,
        sentence=sentence,
        # the same few lines over and over: each kept once, however many numbers a text has
        trace=tuple(map(intern, trace)),
        period_spans=(period_words,) if period_words is not None else (),
    )
