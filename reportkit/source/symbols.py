"""The characters of fonts of symbols, in which ³ is printed as ≥ and every code has a meaning of its own."""

from __future__ import annotations

# What stands for a character that is printed and not known; a number that it touches is not read.
UNKNOWN = "\ufffd"
PRIVATE_AREA = 0xF000
_SYMBOL = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
SYMBOL = {0x20 + at: char for at, char in enumerate(_SYMBOL)}
SYMBOL |= {0xA0 + at: char for at, char in enumerate(_SYMBOL_HIGH)}
WINGDINGS = {0x20: " ", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧"}
WINGDINGS |= {0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○"}
WINGDINGS |= {0xA4: "◉", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑"}
WINGDINGS |= {0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓"}
WINGDINGS |= {0xFD: "☒", 0xFE: "☑", 0x80: "⓪", 0x8B: "⓿"}
WINGDINGS |= {0x81 + at: chr(0x2460 + at) for at in range(10)}
WINGDINGS |= {0x8C + at: chr(0x2776 + at) for at in range(10)}
WINGDINGS_2 = {
    0x20: " ",
    0x50: "✓",
    0x4F: "✗",
    0x51: "☒",
    0x52: "☑",
    0x97: "●",
    0x98: "•",
    0x69: "⓪",
    0x74: "⓿",
}
WINGDINGS_2 |= {0x6A + at: chr(0x2460 + at) for at in range(10)}
WINGDINGS_2 |= {0x75 + at: chr(0x2776 + at) for at in range(10)}
WINGDINGS_3 = {
    0x20: " ",
    0x66: "←",
    0x67: "→",
    0x68: "↑",
    0x69: "↓",
    0x70: "▲",
    0x71: "▼",
    0x72: "△",
    0x73: "▽",
}
FONTS = {
    "symbol": SYMBOL,
    "wingdings": WINGDINGS,
    "wingdings 2": WINGDINGS_2,
    "wingdings 3": WINGDINGS_3,
    "webdings": {0x20: " "},
}


def read_symbol(font: str | None, code: int) -> str:
    """Read the character that a code of a font prints; U+FFFD where it is not known.

    >>> read_symbol("Symbol", 0xF0B3), read_symbol("Wingdings", 0x81), read_symbol("Arial", 0x2264)
    ('≥', '①', '≤')
    """
    known = FONTS.get((font or "").strip().lower())
    if known is not None:
        return known.get(code - PRIVATE_AREA if code >= PRIVATE_AREA else code, UNKNOWN)
    told = 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE or 0x10000 <= code < 0xF0000
    return chr(code) if told else UNKNOWN


def read_symbols(font: str | None, text: str) -> str:
    """Text that is set in a font, in the characters that are printed.

    >>> read_symbols("Symbol", "£5.5"), read_symbols("宋体", "£5.5")
    ('≤5.5', '£5.5')
    """
    if not font or font.strip().lower() not in FONTS:
        return text

    def shown(char: str) -> str:
        code = ord(char)
        return (
            read_symbol(font, code) if code < 0x100 or PRIVATE_AREA <= code < PRIVATE_AREA + 0x100 else char
        )

    return "".join(map(shown, text))
