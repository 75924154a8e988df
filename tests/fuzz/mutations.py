"""Ways to damage a report: what copying, converting, scanning and joining do to texts, and what nobody does on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

# What stands between the paragraphs of a page that was copied out of a PDF or off a web page.
LABELS = (
    "2019", "2020", "2021", "2022", "单位：亿元", "图1", "12.5", "6.8%", "全市", "增速", "－ 3 －", "第 3 页", "合计",
    "500", "0", "地区生产总值（亿元）", "表2", "二", "（一）", "第一产业", "一般公共预算收入", "名词解释", "附件1：",
    "政府工作报告", "各位代表：", "以上报告，请予审议。", "2023年工作回顾", "2024年工作安排", "| 指标 | 2023年 |", "-----",
)  # fmt: skip
ODD = (
    "\x00", "\x1b[31m", "\x85", "\u200b", "\u200e", "\u202e", "\u2028", "\u3000", "\ufeff", "\ufffd", "\ufe0f", "\u00ad",
    "\r", "\t", "\n", "\n\n", " ", "&nbsp;", "????", "_M_M_", "\U0001f600", "\U00020000", "⼀", "①", "½", "㎡", "﹪", "％",
)  # fmt: skip
BRACKETS = "（）()【】[]《》“”‘’「」{}<>"
SIGNS = "，。、；：！？.,;:-—–－~～至到%‰·…/＋+=≥≤<>约超近余多"
NUMERALS = "0123456789０１２３一二三四五六七八九十百千万亿零〇两几半点第"
PHRASES = (
    "增长", "下降", "增加到", "由", "从", "占", "比重", "分别", "其中", "同比", "五年来", "力争", "以上", "左右", "不低于",
    "亿元", "个百分点", "万人次", "公里", "项", "倍", "番", "三分之一", "翻一番", "2023年", "1至9月", "位居全省第",
)  # fmt: skip
MOST = 40

Mutation = Callable[[str, Random], str]


def _place(text: str, random: Random) -> int:
    return random.randint(0, len(text))


def _stretch(text: str, random: Random, most: int) -> tuple[int, int]:
    start = _place(text, random)
    return start, min(len(text), start + random.randint(1, most))


def _put(text: str, at: int, what: str) -> str:
    return text[:at] + what + text[at:]


def short_paragraphs(text: str, random: Random) -> str:
    """Labels of a chart, between lines or in the middle of one."""
    labels = "\n".join(random.choice(LABELS) for _ in range(random.randint(1, 14)))
    return _put(text, _place(text, random), f"\n{labels}\n")


def digits(text: str, random: Random) -> str:
    """Numerals that came in, went or became others."""
    places = [match.start() for match in re.finditer(r"[0-9０-９一二三四五六七八九十百千万亿]", text)]
    for at in sorted(random.sample(places, min(len(places), random.randint(1, MOST))), reverse=True):
        instead = random.choice(
            ("", random.choice(NUMERALS), random.choice(NUMERALS) + text[at], f"{text[at]} ")
        )
        text = text[:at] + instead + text[at + 1 :]
    return text


def brackets(text: str, random: Random) -> str:
    """Brackets and quotes without their partner."""
    for _ in range(random.randint(1, MOST)):
        text = _put(text, _place(text, random), random.choice(BRACKETS))
    return text


def signs(text: str, random: Random) -> str:
    """Punctuation in the place of other punctuation, or where there was none."""
    for _ in range(random.randint(1, MOST)):
        at = _place(text, random)
        text = text[:at] + random.choice(SIGNS) + text[at + random.randint(0, 1) :]
    return text


def phrases(text: str, random: Random) -> str:
    """Words that the rules listen to, where they make no sense."""
    for _ in range(random.randint(1, MOST)):
        text = _put(text, _place(text, random), random.choice(PHRASES) * random.choice((1, 1, 1, 2, 9)))
    return text


def odd_characters(text: str, random: Random) -> str:
    """Controls, marks, spaces and residue."""
    for _ in range(random.randint(1, MOST)):
        text = _put(text, _place(text, random), random.choice(ODD) * random.choice((1, 1, 3)))
    return text


def deleted(text: str, random: Random) -> str:
    """A stretch that is missing."""
    start, stop = _stretch(text, random, random.choice((3, 40, 1500)))
    return text[:start] + text[stop:]


def doubled(text: str, random: Random) -> str:
    """A stretch that stands twice, there or elsewhere."""
    start, stop = _stretch(text, random, random.choice((8, 200, 1500)))
    return _put(text, random.choice((stop, _place(text, random))), text[start:stop])


def moved(text: str, random: Random) -> str:
    """Lines in another order."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 5)):
        line = lines.pop(random.randrange(len(lines)))
        lines.insert(random.randint(0, len(lines)), line)
    return "\n".join(lines)


def broken_lines(text: str, random: Random) -> str:
    """Breaks in the middle of sentences, at the width of a column or anywhere; or hardly any breaks at all."""
    way = random.randrange(3)
    if way == 0:
        width = random.randint(5, 60)
        return "\n".join(text[at : at + width] for at in range(0, len(text), width))
    if way == 1:
        return text.replace("\n", random.choice(("", " ", "\n\n", "\r\n", "\n　　")))
    for _ in range(random.randint(1, MOST)):
        text = _put(text, _place(text, random), random.choice(("\n", "\n\n")))
    return text


def spaced(text: str, random: Random) -> str:
    """Letter-spacing within a stretch."""
    start, stop = _stretch(text, random, 400)
    return text[:start] + random.choice((" ", "  ", "\u3000")).join(text[start:stop]) + text[stop:]


def tables(text: str, random: Random) -> str:
    """Rows of cells, ragged, parted by pipes, tabs or spaces."""
    part = random.choice((" | ", "\t", "    ", "|"))
    cells = [
        random.choice((*LABELS, "12.3", "-1.8", "(1.8)", "△1.8", "—", "", "1,234.5", "6.2亿元"))
        for _ in range(40)
    ]
    rows, at = [], 0
    while at < len(cells):
        size = random.randint(1, 6)
        rows.append(part.join(cells[at : at + size]))
        at += size
    return _put(text, _place(text, random), "\n" + "\n".join(rows) + "\n")


def run_of_one(text: str, random: Random) -> str:
    """One character or phrase very often."""
    what = random.choice((*BRACKETS, *SIGNS, *NUMERALS, *PHRASES, "\n", " ", "|", "一万"))
    return _put(text, _place(text, random), what * random.choice((20, 300, 3000)))


MUTATIONS: tuple[Mutation, ...] = (
    short_paragraphs, short_paragraphs, digits, digits, brackets, signs, phrases, odd_characters, deleted, deleted, doubled,
    moved, broken_lines, spaced, tables, run_of_one,
)  # fmt: skip


def mutated(texts: Sequence[str], random: Random) -> str:
    """A text made of one or two of `texts`, whole or in part, damaged in one to five ways."""
    text = excerpt(random.choice(texts), random)
    if random.random() < 0.15:
        other = excerpt(random.choice(texts), random)
        text = _put(text, random.choice((len(text), _place(text, random))), other)
    for _ in range(random.randint(1, 5)):
        text = random.choice(MUTATIONS)(text, random)
    return text


def excerpt(text: str, random: Random) -> str:
    """A stretch of a text, which is quicker; in one case of eight all of it."""
    if random.random() < 0.125:
        return text
    size = random.choice((300, 1500, 5000))
    start = random.randint(0, max(len(text) - size, 0))
    return text[start : start + size]


def damaged(raw: bytes, random: Random) -> bytes:
    """Bytes of which some came in, went or became others."""
    for _ in range(random.randint(1, 12)):
        at = random.randint(0, len(raw))
        some = random.randbytes(random.randint(1, 4))
        raw = raw[:at] + random.choice((b"", some)) + raw[at + random.choice((0, 1, len(some), 400)) :]
    return raw
