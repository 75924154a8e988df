"""Units of tables: 单位：万元 above, （亿元） in a header or a label, a column of units."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from reportkit.extraction.headers import Header
from reportkit.extraction.lexicon import Lexicon
from reportkit.extraction.quantities import with_limits
from reportkit.extraction.reading import between
from reportkit.stages import Quantity
from reportkit.text.numerals import EXACT, parse_numeral, tidy
from reportkit.values import dataclass

if TYPE_CHECKING:
    from reportkit.extraction.cellfigures import Figure

_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
MOST_MULTIPLIERS = 2
LONGEST_UNIT = 10
_CAPTION = regex.compile(r"(?:计量)?单\s*位\s*[:：]\s*(?P<units>[^|。)）\n]{1,30})")
_BRACKETS = regex.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）]{1,10})[)）]")
_BETWEEN = regex.compile(r"[、，,；;\s和及]+")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Factor:
    """A unit as a table names it, and how many of it one is: 万元 is 元, 10000."""

    unit_id: str | None
    printed: str
    dimension: str | None
    times: Decimal


def named_factor(text: str, lexicon: Lexicon, known: bool = True) -> Factor | None:
    """The unit that `text` is, None where it is none; with ``known=False`` any text is taken for one."""
    text = "".join(text.split())
    if not text:
        return None
    if text in ("%", "％"):
        unit = lexicon.units["%"]
        return Factor("%", "%", unit.dimension, Decimal(1))
    times = Decimal(1)
    for size in range(MOST_MULTIPLIERS + 1):  # the shortest first: 亿千瓦时 is so many 千瓦时
        rest = text[size:]
        if rest in lexicon.units:
            unit = lexicon.units[rest]
            return Factor(unit.id, rest, unit.dimension, times)
        if rest[:1] not in _MULTIPLIERS:
            break
        times = EXACT.multiply(times, Decimal(_MULTIPLIERS[rest[:1]]))
    rest, times = text.lstrip("十百千万亿"), Decimal(1)
    for sign in text[: len(text) - len(rest)]:
        times = EXACT.multiply(times, Decimal(_MULTIPLIERS[sign]))
    if not rest or len(rest) > LONGEST_UNIT or (known and not _is_rate(rest, lexicon)):
        return None
    return Factor(None, rest, None, times)


def _is_rate(text: str, lexicon: Lexicon) -> bool:
    """Whether a unit that the rules do not know is one unit by another: 元/平方米."""
    one, slash, other = text.partition("/")
    return bool(slash and other) and one in lexicon.units


def caption_factors(lines: Sequence[str], lexicon: Lexicon) -> list[Factor]:
    """The units that lines above a table name: 单位：亿元、%; those of the nearest line that names any."""
    for line in reversed(lines):
        match = _CAPTION.search(line)
        if match is None:
            continue
        found = [named_factor(part, lexicon) for part in _BETWEEN.split(match["units"])]
        return [factor for factor in found if factor is not None]
    return []


def find_brackets(text: str, lexicon: Lexicon) -> list[tuple[int, int, Factor]]:
    """Where in `text` brackets hold a unit, and which."""
    return [
        (*match.span(), factor)
        for match in _BRACKETS.finditer(text)
        if (factor := named_factor(match["unit"], lexicon)) is not None
    ]


def factor_in_brackets(text: str, lexicon: Lexicon) -> Factor | None:
    """The unit in the brackets of a label: 一般公共预算收入（万元）."""
    return next((factor for _, _, factor in find_brackets(text, lexicon)), None)


def find_factor(
    content: str, unit: str, header: Header, label: str, shared: Sequence[Factor], lexicon: Lexicon
) -> Factor | None:
    """The unit of a cell: in it, in a column of units, in its header, in its label, above the table."""
    percent = named_factor("%", lexicon)
    if content.rstrip("）)*＊↑↓")[-1:] in "%％":
        return percent
    if content.rstrip("）)")[-1:] == "‰":
        return named_factor("‰", lexicon)
    if header.factor_text and (found := named_factor(header.factor_text, lexicon)):
        return found
    if header.is_percent or (header.grows and not header.is_amount and not header.factor_text):
        if header.is_percent or unit or not shared or len(shared) > 1 or shared[0].unit_id == "%":
            return percent
        return percent if header.grows and not header.is_amount else shared[0]
    if unit and (found := named_factor(unit, lexicon, known=False)):
        return found
    return factor_in_brackets(label, lexicon) or (shared[0] if shared else None)


def read_quantity(figure: Figure, factor: Factor | None) -> Quantity | None:
    """The quantity of a figure in the unit that its table names; without a unit anywhere it is a bare number."""
    read = [_value(end) for end in (figure.digits, figure.high) if end]
    ends = [end for end in read if end is not None]
    if len(ends) < len(read) or not ends or ends != sorted(ends):
        return None
    times = factor.times if factor is not None else Decimal(1)
    values = [tidy(EXACT.multiply(end, times)) for end in ends]
    quantity = Quantity(
        span=figure.span,
        number=figure.span,
        value=values[0],
        unit=factor.printed if factor else None,
        dimension=factor.dimension if factor else None,
        bound=figure.bound,
        lower=values[0],
        upper=values[0],
        form="cell",
        rules=("cell", *((f"unit {factor.unit_id}",) if factor is not None and factor.unit_id else ())),
    )
    return between(quantity, *values) if len(values) > 1 else with_limits(quantity)


def _value(digits: str) -> Decimal | None:
    bare = regex.sub(r"[（()）*＊↑↓▲▼△▽%％‰\s]", "", digits).lstrip("+＋")
    return parse_numeral(regex.sub("^[-–—−－]+", "-", bare))
