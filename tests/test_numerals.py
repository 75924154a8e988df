"""What must hold of every numeral, in digits and in characters."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st
from spelling import ARABIC, CAPITAL, FULL_WIDTH, SIMPLE, grouped, spell

from reportkit.text.numerals import parse_numeral

NUMBERS = st.one_of(
    st.integers(0, 9999), st.integers(0, 10**16 - 1), st.integers(0, 16).map(lambda n: 10**n - 1)
)


@given(NUMBERS)
@example(10**16 - 1)
@example(10**8 + 5)
def test_arabic_numerals(number: int) -> None:
    for text in (f"{number}", f"{number:,}", grouped(number)):
        assert parse_numeral(text) == number
        assert parse_numeral(text.translate(FULL_WIDTH)) == number
        assert parse_numeral("-" + text) == -number
    for factor, name in ((10**4, "万"), (10**8, "亿"), (10**12, "万亿")):
        scaled = format(Decimal(number).scaleb(1 - len(str(factor))), "f")
        assert parse_numeral(scaled + name) == number


@given(NUMBERS)
def test_chinese_numerals(number: int) -> None:
    simple = spell(number, SIMPLE, "十百千")
    assert parse_numeral(simple) == number
    assert parse_numeral(re.sub(r"(?<![十百千])二(?=[百千万亿])", "两", simple)) == number
    assert parse_numeral(re.sub(r"(?<![一-十百千])一十", "十", simple)) == number
    assert parse_numeral(simple.replace("零", "〇")) == number
    assert parse_numeral(spell(number, CAPITAL, "拾佰仟")) == number
    assert parse_numeral(spell(number, ARABIC, "十百千")) == number  # 1亿3千万
    assert parse_numeral("".join(SIMPLE[int(digit)] for digit in str(number))) == number


@given(NUMBERS, st.text(alphabet="0123456789", min_size=1, max_size=6))
def test_decimals(number: int, decimals: str) -> None:
    expected = Decimal(f"{number}.{decimals}")
    assert parse_numeral(f"{number}.{decimals}") == expected
    assert parse_numeral(f"{number}．{decimals}".translate(FULL_WIDTH)) == expected
    assert parse_numeral(f"{number}.{decimals}亿") == expected.scaleb(8)
    for digits, small in ((SIMPLE, "十百千"), (CAPITAL, "拾佰仟")):
        spelt = "".join(digits[int(digit)] for digit in decimals)
        assert parse_numeral(f"{spell(number, digits, small)}点{spelt}") == expected


@given(
    st.text(alphabet=SIMPLE + CAPITAL + "十百千万亿两半点分之0123456789０１２.,，·-负多余 第", max_size=12)
)
def test_anything_is_a_number_or_none(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value.is_finite()
