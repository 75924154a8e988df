"""What the headers above a column say: a unit, a time, a measure, and words of the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from reportkit.model import Measure, Period, Span, Status
from reportkit.stages import Mention

_UNIT = regex.compile(r"[（(](?:单位[:：])?(?P<unit>[^（()）=为]{1,10})[)）]")
_PERCENT = regex.compile(r"[（(]?\s*[±＋+]?\s*[%％]\s*[)）]?|[±]")
_BASIS = regex.compile(
    r"同比|环比|(?:比|较|与|同)?(?:上年|去年|年初|上月|上季度|[0-9]{4}年)(?:同期|同月|末|底)?(?:相比)?(?=增|减|上|下|涨|升|降|±|[（(]?[%％]|$)"
)
# 新增 and 增加值 are amounts
_GROWS = regex.compile(
    r"(?<!新)(?:增[长速幅减]|增加(?!值)|增(?![加值]))|[涨升降跌减]幅|涨跌|上涨|升降|下降|减少|降低|回落|变[动化]|同比|±"
)
_FALLS = regex.compile(r"下降|减少|降低|回落|[降跌减]幅")
_ASIDE = regex.compile(r"[（(][^（()）]*[)）]")
_RISES = regex.compile(r"增|升|涨|±")
_AMOUNT = regex.compile(r"额|量|数|值|增减$|百分点")
_SHARE = regex.compile(r"比重|构成|占比|占[^，。]{1,12}[%％]")
_SERIAL = regex.compile(r"^(?:序号|编号|代码|行次|年份|年度|(?:联系)?电话|传真|邮编|邮政编码)$")
# What a header says of every table: that there are numbers in it, or of what kind the labels are.
_PLAIN = regex.compile(
    r"[（(]以?上年[^）)]{0,12}[)）]|绝对[数额值]|完成(?:情况|数)?(?!额)|(?:预期)?目标(?:任务|值)?|指标值|数值|数量|总量|实绩|实际(?:完成)?|本年|本期|全年|累计(?:数)?|合计数|幅度?|速度|年末(?:人?数)?|[0-9]{1,2}月末|率(?=[（(]?[%％])"
)
_LABELS = regex.compile(r"(?:指标|科目|项目|产品|类别|品名|名称|地区|县市|内容){1,2}")
# 执行数为预算数的% is no budget
_TARGET = regex.compile(r"(?:预算数?|计划数?|目标值?|预期目?标?)(?:[（(]|$)")
_EXPECTED = regex.compile(r"预计")
_YEAR = regex.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9年])")
_RATIO = ("%", "‰")
# What is left of 增加额 and 增长幅度 names nothing.
LEFT_OVER = ("额", "量", "数", "值", "率", "幅", "度")
_WORD = regex.compile(r"\p{Han}|[A-Za-z]")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Header:
    """The headers above a column, from the top one down, read together."""

    words: str = ""
    pieces: tuple[Span, ...] = ()
    factor_text: str = ""
    is_percent: bool = False
    grows: bool = False
    grows_aside: bool = False  # whether it says so in brackets alone: 总量（增速）
    is_amount: bool = False
    is_serial: bool = False
    basis: str | None = None
    period: Period | None = None
    period_words: Span | None = None
    status: Status | None = None

    def measure(self, dimension: str | None, unit: str | None, caption: str) -> tuple[Measure, int]:
        """What a number of a unit is in this column, and the sign that the header gives it."""
        ratio = unit in _RATIO
        grows = self.grows or (ratio and not self.words and "涨跌" in caption)
        if grows and not _SHARE.search(self.words):
            sign = -1 if _FALLS.search(self.words) and not _RISES.search(self.words) else 1
            return ("growth" if ratio else "change"), sign
        return ("share" if ratio and _SHARE.search(self.words) else "level"), 1


def read_header(text: str, spans: Sequence[Span], mentions: Sequence[Mention]) -> Header:
    """The headers at `spans` with the times that they name, which are in the order of the spans."""
    spans = list(dict.fromkeys(spans))
    if not spans:
        return Header()
    words = "".join("".join(span.of(text).split()) for span in spans)
    here = list(dict.fromkeys(mentions))
    named = [m for m in here if m.period is not None and m.use != "basis"]
    year = _YEAR.search(words)
    period = named[-1].period if named else Period.year(int(year[1])) if year else None
    units = [m["unit"].strip() for span in spans for m in _UNIT.finditer(span.of(text))]
    percent = _PERCENT.search(words) is not None
    basis = _BASIS.search(words)
    grows = _GROWS.search(words) is not None
    return Header(
        words=words,
        pieces=tuple(piece for span in spans for piece in _pieces(text, span, here)),
        factor_text="" if percent or not units else units[-1],
        is_percent=percent,
        grows=grows,
        grows_aside=grows and _GROWS.search(_ASIDE.sub("", words)) is None,
        is_amount=_AMOUNT.search(words) is not None,
        is_serial=_SERIAL.match(words) is not None,
        basis=basis[0] if basis is not None and grows else None,
        period=period,
        period_words=named[-1].span if named else spans[-1] if year else None,
        status="target" if _TARGET.search(words) else "estimate" if _EXPECTED.search(words) else None,
    )


def is_goal(words: str) -> bool:
    """Whether a header names goals or plans."""
    return _TARGET.search(words) is not None


def _pieces(text: str, span: Span, mentions: Sequence[Mention]) -> list[Span]:
    """What of a header names something: not its time, its unit, its measure, nor what every header says."""
    content = span.of(text)
    drops = [(m.span.start - span.start, m.span.stop - span.start) for m in mentions]
    for pattern in (_UNIT, _PERCENT, _BASIS, _GROWS, _PLAIN, _YEAR):
        drops += [match.span() for match in pattern.finditer(content)]
    if _LABELS.fullmatch("".join(content.split())):
        return []
    pieces, at = [], 0
    for start, stop in sorted(drops):
        if start > at:
            pieces.append((at, start))
        at = max(at, stop)
    pieces.append((at, len(content)))
    return [
        Span(span.start + low, span.start + high)
        for low, high in pieces
        if low < high and _WORD.search(content[low:high]) and content[low:high].strip() not in LEFT_OVER
    ]
