"""Series as small static drawings: printed values on the points, gaps left open, targets unlike what was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from reportkit.comparison import Point
from reportkit.model import Period

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 46, 46, 34, 28, 190
# So far apart stand two years, and at least so much is drawn.
STEP, LEAST = 74, 300
# Where in its year a part of it lies, in twelfths.
_PARTS = {"H1": 3, "H2": 9, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
_WHOLE = 6


def draw(points: Sequence[Point], title: str) -> str:
    """Return a drawing of points, actual and planned ones together, as SVG; the empty text without any."""
    drawn = [point for point in points if not point.period.is_span]
    if not drawn:
        return ""
    first = min(point.period.first_year for point in drawn)
    last = max(point.period.first_year for point in drawn)
    width = max(LEAST, LEFT + RIGHT + STEP * (last - first))
    values = [_height(point) for point in drawn]
    low, high = min(values), max(values)
    if low > 0 and low * 3 < high:
        low = Decimal(0)  # far apart: from nothing on, as a reader expects

    def across(period: Period) -> int:
        room = width - LEFT - RIGHT
        return LEFT + room * (_months(period) - _WHOLE - 12 * first) // max(12 * (last - first), 1)

    def down(value: Decimal) -> int:
        room = HEIGHT - TOP - BOTTOM
        return TOP + (int(room * (high - value) / (high - low)) if high > low else room // 2)

    placed = sorted(
        ((across(p.period), down(_height(p)), p) for p in drawn), key=lambda each: (each[0], each[1])
    )
    zero = f"<line class=zero x1=8 x2={width - 8} y1={down(Decimal(0))} y2={down(Decimal(0))} />"
    parts = [
        *(_year(across(Period.year(year)), year) for year in range(first, last + 1)),
        *([zero] if low <= 0 <= high else []),
        *_line(placed),
        *(part for x, y, point in placed for part in _point(x, y, point, placed)),
    ]
    return (
        f'<svg viewBox="0 0 {width} {HEIGHT}" width={width} height={HEIGHT} role=img aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _height(point: Point) -> Decimal:
    """Return how high a point lies: the first rank is the highest."""
    return -point.scaled if point.first.indicator.measure == "rank" else point.scaled


def _months(period: Period) -> int:
    """Return the middle of a period in months since the year 0."""
    part = period.start[5:]
    within = _PARTS.get(part, int(part[:2]) - 1 if part else _WHOLE)
    return 12 * period.first_year + within


def _year(x: int, year: int) -> str:
    base = HEIGHT - BOTTOM
    return f"<line class=tick x1={x} x2={x} y1={TOP} y2={base} /><text class=year x={x} y={HEIGHT - 8}>{year}</text>"


def _line(placed: Sequence[tuple[int, int, Point]]) -> Iterator[str]:
    """Yield a line between what was reached in two whole years that follow one another."""
    reached = {
        p.period.first_year: (x, y) for x, y, p in placed if not _is_goal(p) and len(p.period.start) == 4
    }
    for year, (x, y) in reached.items():
        if after := reached.get(year + 1):
            yield f"<line class=run x1={x} y1={y} x2={after[0]} y2={after[1]} />"


def _is_goal(point: Point) -> bool:
    return point.first.indicator.status == "target"


def _point(x: int, y: int, point: Point, placed: Sequence[tuple[int, int, Point]]) -> Iterator[str]:
    """Yield a point with its printed value: a disc for what was reached, a ring for an estimate, a diamond for a goal."""
    each = point.first.indicator
    beside = [other for at, other, p in placed if abs(at - x) < STEP // 2 and p is not point]
    above = not any(other < y or (other == y and _is_goal(point)) for other in beside)
    told = f"<title>{escape(f'{each.period} {each.text} {point.first.source}:{each.line}')}</title>"
    if _is_goal(point):
        yield f'<path class=goal d="M{x} {y - 6}L{x + 6} {y}L{x} {y + 6}L{x - 6} {y}Z">{told}</path>'
    else:
        kind = "estimate" if each.status == "estimate" or len(point.period.start) > 4 else "reached"
        yield f"<circle class={kind} cx={x} cy={y} r=4.5>{told}</circle>"
    sign = {">": "≥", "<": "≤"}.get(each.bound, "")
    shown = (
        each.text
        if not sign or not each.text[0].isdigit() or not each.text[-1].isascii()
        else sign + each.text
    )
    name = "aim" if _is_goal(point) else "value"
    yield f"<text class={name} x={x} y={y - 11 if above else y + 20}>{escape(shown)}</text>"
