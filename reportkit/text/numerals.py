"""Chinese and Arabic numerals to exact decimals.

The grammar of numerals is a fact of the language and no rule that anyone would change, so it stands
here and not among the rule files.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation

DIGITS = {
    **dict.fromkeys("零〇○Ｏ０0", 0),
    **dict.fromkeys("一壹弌１1", 1),
    **dict.fromkeys("二两兩贰貳俩２2", 2),
    **dict.fromkeys("三叁參叄３3", 3),
    **dict.fromkeys("四肆４4", 4),
    **dict.fromkeys("五伍５5", 5),
    **dict.fromkeys("六陆陸６6", 6),
    **dict.fromkeys("七柒７7", 7),
    **dict.fromkeys("八捌８8", 8),
    **dict.fromkeys("九玖９9", 9),
}
TENS = {"廿": 20, "卅": 30, "卌": 40}
UP_TO_1000 = {**dict.fromkeys("十拾", 10), **dict.fromkeys("百佰", 100), **dict.fromkeys("千仟", 1000)}
SMALLEST_LARGE = 10**4
FROM_10000 = {**dict.fromkeys("万萬", 10**4), **dict.fromkeys("亿億", 10**8), "兆": 10**12}
POINTS = ".．·点點"
ARABIC = "0123456789０１２３４５６７８９"
CHINESE = "".join(c for c in DIGITS if c not in ARABIC and c not in "Ｏ") + "".join(TENS)
FACTORS = UP_TO_1000 | FROM_10000
MULTIPLIERS = "".join(FACTORS)
ZEROS = "零〇○"
# Longer than any number that is written; what is longer is no number but a damaged text.
LONGEST_NUMBER = 60

# Exact to far more digits than any report prints; never the global context, which is the caller's.
EXACT = Context(prec=60)
# 1.2×10^5万 and 2/5万: compiled where they are asked for, which is seldom.
_POWER = r"(?:([0-9０-９.．·]+)[×xX*])?10\^([-－−–]?[0-9０-９]{1,2})([十百千万億亿萬拾佰仟]*)"
_PART = r"([0-9０-９]{1,3})/([0-9０-９]{1,3})([十百千万億亿萬拾佰仟]+)"
_MINUSES = str.maketrans("－−–", "---")
# The digits of an exponent in characters of their own: 10⁵
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_LOWERED = str.maketrans(RAISED, "0123456789-")
_FIRST_RAISED = re.compile(f"(?<=10)(?=[{RAISED}])")
# Of a part that no decimal is, so much is told.
_SMALL = Decimal("0.0001")


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a numeral, or None if `text` is none. Approximators (多, 余) are not part of it.

    >>> parse_numeral("1亿3千万"), parse_numeral("三亿零五百三十万"), parse_numeral("10.36百亿亿")
    (Decimal('130000000'), Decimal('305300000'), Decimal('10360000000000000000'))
    >>> parse_numeral("二〇二三"), parse_numeral("两千四百五"), parse_numeral("1,244万")
    (Decimal('2023'), Decimal('2450'), Decimal('12440000'))
    >>> parse_numeral("1.2×10^5"), parse_numeral("10⁻³万"), parse_numeral("2/5万"), parse_numeral("2/0万")
    (Decimal('120000'), Decimal('10'), Decimal('4000'), None)
    """
    if len(text) > LONGEST_NUMBER:
        return None
    if text.isascii() and text[:1].isdigit() and text.replace(".", "", 1).isdigit():  # most numbers
        return Decimal(text) if text.isdigit() else tidy(Decimal(text))
    text = text.replace(",", "").replace("，", "").replace(" ", "")
    if not text.isascii() and (raised := _FIRST_RAISED.sub("^", text, count=1)) != text:
        text = raised.translate(_LOWERED)
    sign = 1
    if text[:1] in ("-", "－", "−", "负"):
        sign, text = -1, text[1:]
    if not text:
        return None
    try:
        value = _composed(text) if "^" in text or "/" in text else _value(text)
    except (KeyError, InvalidOperation):
        return None
    return None if value is None else tidy(EXACT.multiply(value, Decimal(sign)))


def _composed(text: str) -> Decimal | None:
    """Return the value of a number times a power of ten (1.2×10^5), or of a part of a multiplier (2/5万)."""
    if found := re.fullmatch(_POWER, text):
        one = _value(found[1]) if found[1] else Decimal(1)
        times = _value("1" + found[3]) if found[3] else Decimal(1)
        if one is None or times is None:
            return None
        return EXACT.scaleb(EXACT.multiply(one, times), int(found[2].translate(_MINUSES)))
    found = re.fullmatch(_PART, text)
    times = _value("1" + found[3]) if found else None
    if found is None or times is None or not int(found[2]):
        return None
    return (times * int(found[1]) / int(found[2])).quantize(_SMALL)


def tidy(value: Decimal) -> Decimal:
    """`value` without zeros that say nothing, and never with an exponent.

    >>> str(tidy(Decimal("5.0"))), str(tidy(Decimal("6.6E+3")))
    ('5', '6600')
    """
    if str(value).isdigit():
        return value
    # 万万万万…: written out rather than quantized, which fails where the digits are more than a context holds
    return Decimal(f"{EXACT.normalize(value):f}")


def _value(text: str) -> Decimal | None:
    """Split at the largest multiplier: what stands before it is multiplied, what follows is added."""
    whole, point, digits = text.rpartition("点" if "点" in text else "點")
    if point and any(c in MULTIPLIERS for c in whole) and all(c in DIGITS for c in digits):
        # 两千三点一: the decimals of a whole number that is written with multipliers
        left, right = _value(whole), _run("0." + digits)
        return None if left is None or right is None else EXACT.add(left, right)
    factor = max((FACTORS[c] for c in text if c in FACTORS), default=0)
    if not factor:
        return _run(text)
    split = next(i for i, c in enumerate(text) if FACTORS.get(c) == factor)
    while FACTORS.get(text[split + 1 : split + 2]) == factor:
        split += 1  # 百亿亿: multipliers that follow one another multiply
    below = text[:split].lstrip(ZEROS)
    if factor < SMALLEST_LARGE and len(below) > 1 and all(c in CHINESE for c in below):
        return None  # 一两百 is no numeral but two: see parse_pair
    left = _value(below) if below else Decimal(1)
    rest = text[split + 1 :]
    if left is None:
        return None
    if FACTORS.get(rest.lstrip(ZEROS)[:1], 0) >= 100:
        return None  # 二万百: of what there are a hundred is not told, and 20100 nobody writes so
    value = EXACT.multiply(left, Decimal(factor))
    if len(rest) == 1 and rest in DIGITS and rest not in ZEROS and factor >= 100:
        # 两千四百五 is 2450, 一万三 is 13000: a last digit alone counts in the next lower place.
        return EXACT.add(value, Decimal(DIGITS[rest] * factor // 10))
    right = _value(rest.lstrip(ZEROS)) if rest.lstrip(ZEROS) else Decimal(0)
    return None if right is None else EXACT.add(value, right)


def _run(run: str) -> Decimal | None:
    """Digits without multipliers: 2023, 二〇二三, 3.9, 三点四."""
    if run == "半":
        return Decimal("0.5")
    plain = ""
    for char in run:
        if char in POINTS:
            plain += "."
        elif char in TENS:
            plain += str(TENS[char])[:-1] if len(run) > 1 else str(TENS[char])
        else:
            plain += str(DIGITS[char])
    if plain.count(".") > 1 or plain.startswith("."):
        return None
    return Decimal(plain)
