"""What a cell of a table states, with the time of its headers, else of its section."""

from __future__ import annotations

from reportkit.extraction.catalogue import find_concept
from reportkit.extraction.cells import Cell
from reportkit.extraction.doubts import find_cell_doubts
from reportkit.extraction.setting import Setting
from reportkit.model import Period, Status
from reportkit.rules.topics import RuleSet, words_of
from reportkit.stages import Statement


def tell_cell(setting: Setting, cell: Cell, number: int, rules: RuleSet) -> Statement:
    """What a cell of the table `number` states."""
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
    return Statement(
        quantity,
        name=cell.pieces,
        joint="",
        concept=concept.name if concept else None,
        measure=cell.measure,
        basis=cell.basis,
        period=cell.period or period,
        period_words=words,
        status=cell.status or told,
        section=setting.index,
        sentence=cell.sentence,
        doubts=find_cell_doubts(setting, name, cell.period or period, words),
        trace=(*(f"quantity: {each}" for each in quantity.rules), "name: the row and the column"),
        table=number,
        cell=cell.place,
    )
