"""Numbers written out in the styles of reports, for the tests that read them back."""

from __future__ import annotations

SIMPLE, CAPITAL, ARABIC = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零123456789"
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def spell(number: int, digits: str, small: str) -> str:
    """A whole number in words: 三千零五十万零七. `small` are the characters for 10, 100 and 1000."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = digits[0] if 0 < low < size // 10 else ""
            return spell(high, digits, small) + name + gap + (spell(low, digits, small) if low else "")
    text, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += (
                (digits[0] if skipped and text else "") + digits[digit] + (small[place - 1] if place else "")
            )
        skipped = not digit
    return text or digits[0]


def grouped(number: int) -> str:
    """Arabic digits with 亿 and 万 between them: 1亿2345万0067."""
    yi, wan, rest = number // 10**8, number // 10**4 % 10**4, number % 10**4
    text = ""
    for group, name in ((yi, "亿"), (wan, "万"), (rest, "")):
        if group or not (text or name):
            text += (f"{group:04}" if text else f"{group}") + name
    return text
