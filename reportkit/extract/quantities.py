"""Finding quantities: a number, its unit and its bound, or the rule by which it is none."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

import regex

from reportkit.extract.lexicon import Lexicon
from reportkit.model import Bound, Mention, Quantity, Refusal, Span
from reportkit.rules.schema import Unit
from reportkit.text.numerals import ARABIC, CHINESE, DIGITS, EXACT, MULTIPLIERS, parse_numeral

_D = f"[{ARABIC}]"
# 千 and 百 are part of the unit in 千瓦, 千克, 千伏, 百分点.
_M = "(?:[十百万亿萬億拾佰](?!分)|[千仟](?![瓦克米伏卡赫焦帕乏升]))"
_C = f"(?:[{CHINESE}]|{_M})"
# Possessive throughout: what was read of a number is never given back, so that no text takes long.
_ARABIC = rf"(?>{_D}{{1,3}}(?:[,，]{_D}{{3}})++(?!{_D})|{_D}++)(?:[.．·]{_D}++)?+"
_HAN = rf"{_C}++(?:[点點][{CHINESE}]++)?+"
_PLAIN = rf"(?>{_ARABIC}|{_HAN})"
_MORE = rf"(?:[多余餘来几]?+{_M}++(?:{_ARABIC}(?=[多余]?{_M}|[^{ARABIC}年月日号%％]))?+)*+"
_NUMERAL = rf"(?>{_ARABIC}{_MORE}|{_HAN}(?:[多余餘来几]?+{_M}++)*+)"
_FRACTION = rf"(?:[百千万]分之(?:{_PLAIN})|{_PLAIN}分之{_PLAIN})"
_CANDIDATE = regex.compile(
    rf"(?P<fraction>{_FRACTION})|(?P<half>一半|半数|(?<=过)半(?=[，。以的]))|(?P<sign>(?<![0-9０-９A-Za-z%％—-])[-－−]|负)?(?P<numeral>{_NUMERAL})"
)
_RANK = regex.compile(
    r"(?:居|列|位|排|名|进入|跻身|全[国省市县区州]|世界|全球|跃升|上升|保持|稳居|取得|荣获|夺得|升至|位次|晋升|前进到)[^，。；、]{0,12}?"
    rf"(?P<rank>第(?P<n>[{ARABIC}{CHINESE}十百]+)(?:位|名)?|首位|榜首|(?<!名列)前(?P<top>[{ARABIC}{CHINESE}十]+)(?:位|名|强)?)"
    r"(?![届次个季产期章节条款项批线五步一二三大])"
)
_RATIO = regex.compile(rf"{_D}+(?:\.{_D}+)?(?:[:：∶︰]{_D}+(?:\.{_D}+)?)+")
_RATIO_WORDS = regex.compile(r"结构|比例|构成|之比|比重|比(?:为|是|由)")
_CONNECT = regex.compile(r"[-－—–~～至到]+|——")
_SPACE = regex.compile(r"[ 　]*")
# 22.7和28.8个百分点: the second number's unit is the first one's too
_SHARES_UNIT = regex.compile(rf"[、和与及]{_D}+\.{_D}+")
_PAIR = regex.compile(r"([一二两三四五六七八])([二三四五六七八九])(?=[十百千万亿]|$)")
# A bare multiplier counts only behind a word that says so: 超千亿元, 近千吨; 百亿级, 万名 are names of sizes.
_BARE = frozenset(MULTIPLIERS)
_BARE_BEFORE = frozenset(
    {"近", "将近", "接近", "超", "超过", "突破", "破", "逾", "过", "达", "约", "首次突破", "首超"}
)
# What a number without a unit needs before it: 增长10.3。, 为28.5
_EXPECTS = regex.compile(
    r"(?:增长|上升|下降|提高|降低|上涨|下跌|回落|为|达到?|至|到|是|系数|指数|得分|[收支]入|增加|减少)(?:约|近|超|超过)?$"
)
_COUNTS = frozenset({"count", "people", "times", "months", "lessons"})
_PARTS = {"百": ("%", 1), "千": ("‰", 1), "万": ("‱", 1)}


def find_quantities(
    text: str, span: Span, lexicon: Lexicon, mentions: Sequence[Mention] = ()
) -> tuple[list[Quantity], list[Refusal]]:
    """The quantities of a paragraph in order, and the numbers that were refused.

    `mentions` are the times named there, whose numbers are none.
    """
    excluded = [(m.span.start, m.span.stop, f"time {m.rule}") for m in mentions]
    excluded = sorted(excluded + lexicon.find_exclusions(text, span))
    found: list[Quantity] = []
    refused: list[Refusal] = []
    taken = span.start
    for quantity in _special(text, span):
        found.append(quantity)
    blocked = [(q.span.start, q.span.stop) for q in found]
    for match in _CANDIDATE.finditer(text, span.start, span.stop):
        if match.start() < taken or any(a < match.end() and match.start() < b for a, b in blocked):
            continue
        reading = _read(text, span, match, lexicon)
        if isinstance(reading, str):
            if reading != "numeral":
                refused.append(Refusal(Span(*match.span()), reading))
            continue
        rule = _excluding(excluded, reading)
        if rule is not None:
            refused.append(Refusal(reading.span, rule))
            continue
        found.append(reading)
        taken = reading.span.stop
    found.sort(key=lambda q: q.span.start)
    return _ranges(text, found), refused


def _excluding(excluded: list[tuple[int, int, str]], quantity: Quantity) -> str | None:
    """The exclusion that overlaps the number of `quantity`."""
    number = quantity.number
    index = bisect_left(excluded, (number.stop,))
    for start, stop, name in reversed(excluded[max(0, index - 12) : index]):
        if start < number.stop and number.start < stop:
            return name
    return None


def _special(text: str, span: Span) -> list[Quantity]:
    """Ranks (居全国第4位) and ratios (三次产业结构3.9:39.0:57.1)."""
    found = []
    for match in _RANK.finditer(text, span.start, span.stop):
        numeral = match["n"] or match["top"]
        value = parse_numeral(numeral) if numeral else Decimal(1)
        if value is None or not value or value > 9999:
            continue
        place = Span(*match.span("rank"))
        unit = place.of(text)[-1] if place.of(text)[-1] in "位名" else None
        top = match["top"] is not None
        lower, upper = (None, value) if top else (value, value)
        found.append(
            Quantity(
                place, place, value, unit, "count", "<" if top else "=", lower, upper, "ordinal", ("rank",)
            )
        )
    for match in _RATIO.finditer(text, span.start, span.stop):
        before = text[max(span.start, match.start() - 20) : match.start()]
        if not _RATIO_WORDS.search(before):
            continue
        for part in regex.finditer(rf"{_D}+(?:\.{_D}+)?", match[0]):
            value = parse_numeral(part[0])
            if value is not None:
                value = tidy(value)
                place = Span(match.start() + part.start(), match.start() + part.end())
                found.append(
                    Quantity(place, place, value, None, "ratio", "=", value, value, "ratio", ("ratio",))
                )
    return found


def _read(text: str, span: Span, match: regex.Match[str], lexicon: Lexicon) -> Quantity | str:
    """The quantity that begins at `match`, or why there is none (``numeral``: not worth telling)."""
    start, stop = match.span()
    form: Literal["plain", "fraction"] = "plain"
    unit: Unit | None = None
    printed: str | None = None
    if match["half"]:
        value: Decimal | None = Decimal("0.5")
        form = "fraction"
    elif match["fraction"]:
        value, printed = _fraction(match["fraction"])
        form = "plain" if printed else "fraction"
        unit = lexicon.units.get(printed) if printed else None
    else:
        value = parse_numeral(regex.sub("[多余餘来几]", "", match[0]))
    if value is None:
        return "numeral"
    value = tidy(value)
    numeral = match["numeral"] or ""
    low = high = value
    pair = _PAIR.match(numeral)
    if pair and DIGITS[pair[2]] - DIGITS[pair[1]] == 1 and not any(c in ARABIC for c in numeral):
        ends = [parse_numeral(numeral[:0] + numeral[i] + numeral[2:]) for i in (0, 1)]
        if all(e is not None for e in ends):
            low, high = (e for e in ends if e is not None)
    bound: Bound = "="
    rules: list[str] = []
    at = stop
    inner = [c for c in numeral if c in "多余餘来几"]
    if inner:
        bound, rule = lexicon.inside.get(inner[-1], (">", "more-inside"))
        rules.append(rule)
    if word := lexicon.word_at(lexicon.inside, text, at, min(at + 1, span.stop)):
        if word[0] != "几":
            bound, at = word[1], at + len(word[0])
            rules.append(word[2])
    if form == "plain" and not printed:
        gap = _SPACE.match(text, at, span.stop)
        beyond = gap.end() if gap else at
        unit, size = lexicon.unit_at(text, beyond, span.stop)
        if unit is not None and _splits_noun(text, beyond, size, unit):
            unit = None
        if unit is not None:
            printed, at = text[beyond : beyond + size], beyond + size
        elif shared := _SHARES_UNIT.match(text, at, span.stop):
            unit, size = lexicon.unit_at(text, shared.end(), span.stop)
            printed = text[shared.end() : shared.end() + size] if unit else None
    refusal = _refusal(text, span, match, numeral, unit, at, bound, form, printed)
    if refusal is not None:
        return refusal
    begin = start
    after = lexicon.word_at(lexicon.after, text, at, span.stop)
    if after and not (after[0] in ("余", "多") and unit is None) and not _opens_word(text, at, after[0]):
        bound, at = after[1], at + len(after[0])
        rules.append(after[2])
    before = lexicon.word_before(text, span.start, start)
    if before and not _ends_word(text, span.start, start, before[0]):
        begin = start - len(before[0])
        if bound == "=" or before[0] in ("不低于", "不少于", "不超过"):
            bound = before[1]
        rules.append(before[2])
    if unit is not None:
        rules.append(f"unit {unit.id}")
        if unit.id == "成":  # 三成 is 30 %
            unit, printed, value = lexicon.units["%"], "%", tidy(EXACT.multiply(value, Decimal(10)))
            low, high = EXACT.multiply(low, Decimal(10)), EXACT.multiply(high, Decimal(10))
    quantity = Quantity(
        Span(begin, at),
        Span(start, stop),
        value,
        _printed_unit(unit, printed),
        unit.dimension if unit else None,
        bound,
        None,
        None,
        form,
        tuple(rules),
    )
    if low != high:
        middle = tidy(EXACT.divide(EXACT.add(low, high), Decimal(2)))
        low, high = tidy(low), tidy(high)
        return replace(quantity, value=middle, bound="range", lower=low, upper=high)
    return with_limits(quantity)


def tidy(value: Decimal) -> Decimal:
    """`value` without zeros that say nothing, and never with an exponent.

    >>> str(tidy(Decimal("5.0"))), str(tidy(Decimal("6.6E+3")))
    ('5', '6600')
    """
    value = EXACT.normalize(value)
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1), context=EXACT) if isinstance(exponent, int) and exponent > 0 else value


def _printed_unit(unit: Unit | None, printed: str | None) -> str | None:
    """A unit as it is printed, with signs of full width as the usual ones."""
    if unit is None or printed is None or unit.id in ("%", "‰"):
        return unit.id if unit else None
    return "".join(printed.split())


def with_limits(quantity: Quantity) -> Quantity:
    """`quantity` with what its bound allows."""
    value, bound = quantity.value, quantity.bound
    lower = None if bound == "<" else value
    upper = None if bound == ">" else value
    return replace(quantity, lower=lower, upper=upper)


def _fraction(text: str) -> tuple[Decimal | None, str | None]:
    """百分之三点四 → 3.4 and %; 三分之二 → 0.6667 and no unit.

    >>> _fraction("百分之三点四"), _fraction("三分之二")
    ((Decimal('3.4'), '%'), (Decimal('0.6667'), None))
    """
    below, _, above = text.partition("分之")
    top = parse_numeral(above)
    if below in _PARTS:
        return top, _PARTS[below][0]
    bottom = parse_numeral(below)
    if top is None or not bottom:
        return None, None
    return EXACT.divide(top, bottom).quantize(Decimal("0.0001")), None


def _splits_noun(text: str, start: int, size: int, unit: Unit) -> bool:
    """Whether what looks like a unit is the beginning of a noun: 8000万人口 has 人 of 人口."""
    following = text[start : start + 3]
    return size == 1 and following[:2] in NOUNS_LIKE_UNITS


# Nouns that begin with a character that is a unit elsewhere.
NOUNS_LIKE_UNITS = frozenset(
    "人口 人民 人才 人均 人大 个人 个体 户籍 家庭 家具 家电 家长 家禽 家用 部分 部门 部委 名优 名牌 名录 位居 位列 "
    "位于 次数 本科 本地 本级 期间 期末 场景 场馆 场所 台账 台湾 门槛 处理 处置 件均 条例 条件 项目 所有 所需 支持 "
    "支撑 支付 支出 道路 面积 面对 级别 批准 批发 批次 起步 起诉 位次 元旦 方面 方式 方案 方向 升级 升至 升学 "
    "度假 对接 对口 对外 点位 点亮 班子 班级 节能 节点 节水 节约 层次 段落 包括 包保 包装 组织 组建 组成 团队 团结 "
    "株洲 分别 分类 分区 分布 分期 分散 分局 时间 时期 时尚 头部 只有 号召 线上 线路 地区 地方 车间 车辆 车站 "
    "米字 束缚 成为 成功 成立 成果 成效 成本 成交 成员 成年 成人 折旧 周边 周转 字号 盘活 块状 片区 本土 格局".split()
) - {"批次", "车间"}


def _opens_word(text: str, at: int, word: str) -> bool:
    """Whether a word behind the unit belongs to what follows: 多 in 20项多式联运."""
    return word == "多" and text[at : at + 2] in ("多式", "多元", "多种", "多层", "多个", "多样", "多功")


def _ends_word(text: str, start: int, stop: int, word: str) -> bool:
    """Whether a bound word before the number is the end of a longer one: 附近, 以上, 通过, 制约."""
    before = text[max(start, stop - len(word) - 1) : stop - len(word)]
    return {
        "近": before in tuple("附邻临最亲远"),
        "过": before in tuple("通经经超胜度路"),
        "上": before in tuple("以之会线网场市地海基面路岸加向逐"),
        "约": before in tuple("制条合签大节预公"),
        "超": before in tuple("赶高反"),
    }.get(word, False)


def _refusal(
    text: str,
    span: Span,
    match: regex.Match[str],
    numeral: str,
    unit: Unit | None,
    at: int,
    bound: Bound,
    form: str,
    printed: str | None,
) -> str | None:
    """Why a number that was read is no quantity, by its form alone."""
    if form == "fraction":
        return None
    start = match.start()
    chinese = not any(c in ARABIC for c in numeral) and match["fraction"] is None
    previous = text[start - 1] if start > span.start else ""
    if previous and (previous.isascii() and previous.isalpha() or previous in ".．"):
        return "letters"
    following = text[at] if at < span.stop else ""
    if unit is None and following.isascii() and following.isalpha():
        return "letters"
    if numeral and all(c in _BARE for c in numeral) and "十" not in numeral:
        before = text[max(span.start, start - 4) : start]
        if not any(before.endswith(word) for word in _BARE_BEFORE) and not (
            bound == ">" and text[at - 1 : at]
        ):
            return "bare multiplier"
        if following == "级":
            return "bare multiplier"
    if chinese and set(numeral) <= set("零〇○"):
        return "numeral"
    if chinese and unit is not None and unit.id == "期":
        return "phase"  # 园区二期: the second part, not two of them
    if chinese and unit is not None and numeral in ("一", "壹", "半"):
        if unit.dimension in _COUNTS and unit.id not in ("倍",):
            return "article"
        if unit.dimension not in ("doublings", "times", "ratio", "points"):
            return "article"
    if unit is not None and chinese and unit.dimension == "money" and len(numeral) == 1 and numeral in DIGITS:
        return "name"  # 三元: nobody reports three yuan in words
    if unit is not None:
        if chinese and text[at : at + 1] == "分" and unit.id == "个":
            return "numeral"
        return None
    if printed:
        return None
    if any(c in "万亿萬億" for c in numeral) and len(numeral) > 1:
        if (
            following == "级"
            or (following == "大" and text[at + 1 : at + 2] != "关")
            or (chinese and numeral[-1] not in "万亿")
        ):
            return "no unit"
        return None
    if chinese:
        return "numeral"
    if following in "年月日号届级版路楼时" and following:
        return "date or number"
    if "." in numeral and _EXPECTS.search(text, max(span.start, start - 8), start):
        return None
    return "no unit"


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """6%—6.5% as one quantity; a list that shares its unit (1.2万至1.5万元) on both sides."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        if last is not None and _is_range(text, last, quantity):
            low, high = last.value, quantity.value
            if last.unit is None and quantity.unit is not None and low > high:
                low = _scaled(text, last, quantity)
            if low < high:
                merged = replace(
                    quantity,
                    span=Span(last.span.start, quantity.span.stop),
                    number=Span(last.number.start, quantity.number.stop),
                    value=tidy(EXACT.divide(EXACT.add(low, high), Decimal(2))),
                    bound="range",
                    lower=low,
                    upper=high,
                    rules=(*quantity.rules, "range"),
                )
                result[-1] = merged
                continue
        result.append(quantity)
    return result


def _scaled(text: str, one: Quantity, two: Quantity) -> Decimal:
    return one.value


def _is_range(text: str, one: Quantity, two: Quantity) -> bool:
    """Whether two quantities are the ends of one: a dash or 至 between them and no 从 or 由 before the first."""
    between = text[one.span.stop : two.span.start]
    if not _CONNECT.fullmatch(between) or one.form != "plain" or two.form != "plain":
        return False
    if one.unit is not None and one.unit != two.unit:
        return False
    before = text[max(0, one.span.start - 2) : one.span.start]
    return between not in ("到", "至") or not before.endswith(("从", "由", "自"))
