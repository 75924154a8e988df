"""Values in words, for the eye: the reader of a table or an explanation."""

from __future__ import annotations

from decimal import Context, Decimal

from reportkit.model import Bound, Indicator, Measure
from reportkit.output.document import digits

BOUND_SIGNS: dict[Bound, str] = {"=": "", ">": "≥ ", "<": "≤ ", "~": "约 ", "range": ""}
# How a measure is said of a rise and of a fall.
VERBS: dict[Measure, tuple[str, str]] = {"growth": ("增长", "下降"), "change": ("增加", "减少")}
VERBS_OF_POINTS = ("提高", "降低")
SCALES = ((12, "万亿"), (8, "亿"), (4, "万"))
UNITS_WITHOUT_SPACE = ("%", "‰", "％", "℃")
PRECISION = Context(prec=200)


def amount(indicator: Indicator) -> str:
    """Write the value with its unit and bound as a reader would: ``≥ 1100 人次``, ``增长 5.6%``."""
    sign = BOUND_SIGNS[indicator.bound]
    if indicator.measure == "rank":
        return f"{sign}第 {digits(indicator.value)} {indicator.unit or ''}".rstrip()
    words = sign + _scaled(indicator)
    if indicator.measure not in VERBS:
        return words
    verbs = VERBS_OF_POINTS if "百分点" in (indicator.unit or "") else VERBS[indicator.measure]
    falls = indicator.value < 0 and (indicator.upper is None or indicator.upper <= 0)
    return f"{verbs[falls]} {words}"


def _scaled(indicator: Indicator) -> str:
    """Write the number or the range, without the sign where a verb says it, and the unit."""
    numbers = [indicator.value]
    if indicator.bound == "range" and indicator.lower is not None and indicator.upper is not None:
        numbers = [indicator.lower, indicator.upper]
    if indicator.measure in VERBS and (min(numbers) >= 0 or max(numbers) <= 0):
        numbers = sorted(number.copy_abs() for number in numbers)
    places, scale = _scale(numbers)
    text = "–".join(_shift(number, places) for number in numbers)
    unit = indicator.unit or ""
    return text + unit if unit in UNITS_WITHOUT_SPACE and not scale else f"{text} {scale}{unit}".rstrip()


def _scale(numbers: list[Decimal]) -> tuple[int, str]:
    """Return the places and the word of 万, 亿 or 万亿, where every number is shorter with it."""
    for places, scale in SCALES:
        if all(n.adjusted() >= places and len(_shift(n, places)) < len(digits(n)) for n in numbers):
            return places, scale
    return 0, ""


def _shift(number: Decimal, places: int) -> str:
    return digits(number.scaleb(-places, PRECISION))


def signed(number: Decimal, unit: str | None) -> str:
    """Write a difference with its sign and unit, in 万 or 亿 where that is shorter.

    >>> signed(Decimal(1040000000), "元"), signed(Decimal("-0.3"), "个百分点")
    ('+10.4 亿元', '-0.3 个百分点')
    """
    sign = "-" if number < 0 else "+" if number > 0 else ""
    size = number.copy_abs()
    places, scale = _scale([size])
    text = sign + _shift(size, places)
    return (
        text + unit if unit in UNITS_WITHOUT_SPACE and not scale else f"{text} {scale}{unit or ''}".rstrip()
    )


def counted(count: int, what: str) -> str:
    """Write a count of things.

    >>> counted(1, "report"), counted(2800, "report")
    ('1 report', '2,800 reports')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"
