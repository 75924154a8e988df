"""Numbers through the whole grammar: every style in which they are printed, other projects' cases, nonsense in bulk."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelling import ARABIC, CAPITAL, FULL_WIDTH, SIMPLE, grouped, spell

from reportkit import load_rules
from reportkit.examples import run_quantities
from reportkit.model import Source
from reportkit.pipeline import extract, find_numbers
from reportkit.text.numerals import parse_numeral
from tests.growth import RUNS, grows_linearly, seconds

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT.parent / "shared" / "peers" / "numerals.tsv"
PACKAGE = ROOT / "reportkit"


def source(text: str) -> Source:
    return Source("-", "0" * 64, "text/plain", "utf-8", text)


# ------------------------------------------------------------------------------------------- styles

BELOW = 10**16
NUMBERS = st.one_of(
    st.integers(2, 9999), st.integers(2, BELOW - 1), st.sampled_from([10**n for n in range(1, 16)])
)
STYLES: dict[str, Callable[[int], str]] = {
    "Arabic with 万 and 亿": grouped,
    "full width": lambda number: f"{number:,}".translate(FULL_WIDTH),
    "simplified": lambda number: spell(number, SIMPLE, "十百千"),
    "capitals": lambda number: spell(number, CAPITAL, "拾佰仟"),
    "mixed": lambda number: spell(number, ARABIC, "十百千"),
}


@pytest.mark.parametrize("style", STYLES)
@given(number=NUMBERS)
def test_a_number_comes_back_from_a_sentence(style: str, number: int) -> None:
    text = f"全年产量为{STYLES[style](number)}吨，好于预期。"
    found, _ = find_numbers(source(text), load_rules())
    assert [(each.quantity.value, each.quantity.unit) for each in found] == [(number, "吨")]
    assert found[0].text == text[5 : text.index("，好")]


@given(st.integers(1900, 2099), st.sampled_from(["〇", "○", "零"]))
def test_a_year_digit_by_digit_is_a_year(year: int, zero: str) -> None:
    printed = "".join(SIMPLE[int(digit)] for digit in str(year)).replace("零", zero)
    assert parse_numeral(printed) == year
    found, _ = find_numbers(source(f"{printed}年产量为5吨。"), load_rules())
    assert [each.text for each in found] == ["5吨"]


# -------------------------------------------------------------------------------------------- peers


@pytest.mark.skipif(not PEERS.exists(), reason="the number cases of other projects are not on this machine")
def test_the_cases_of_other_projects_are_read_exactly() -> None:
    lines = [line.split("\t") for line in PEERS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    cases = [(line[0], Decimal(line[1])) for line in lines if len(line) > 1]
    assert len(cases) > 100
    assert [(text, value, parse_numeral(text)) for text, value in cases if parse_numeral(text) != value] == []


# ------------------------------------------------------------------------------------------- length

NONSENSE = (
    "1",
    "一",
    "1.1",
    "分之",
    "百分之",
    "1,234",
    "1至",
    "1个",
    "1/3",
    "百万",
    "第一",
    "“",
    "5%、",
    "—3%",
    "1小时",
    "每十万",
    "1:2",
    "1/2/",
    "3角5",
    "半",
    "两",
    "第3、",
    "1±",
    "（亿元）1",
    "个多",
    "分别5%、",
)
LENGTH = 20_000


def read(text: str) -> None:
    find_numbers(source(text), load_rules())


def best(text: str) -> float:
    """The processor time of the best of a few runs: others share the machine."""
    return min(seconds(lambda: read(text)) for _ in range(RUNS))


@pytest.mark.parametrize("unit", NONSENSE)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    good, told = grows_linearly(lambda size: read(unit * (size // len(unit))), LENGTH)
    assert good, told


@pytest.mark.parametrize("unit", NONSENSE[:4])
def test_nonsense_costs_little_more_than_a_report(unit: str) -> None:
    report = (ROOT / "samples" / "county-2024.txt").read_text(encoding="utf-8")
    per_character = best(report) / len(report)
    assert best(unit * (LENGTH // len(unit))) / LENGTH < 3 * per_character


# ------------------------------------------------------------------------------------------ decimal


NUMBERS_PASS = ("model.py", "pipeline.py", "text/*.py", "extraction/*.py", "rules/*.py", "output/*.py")


def test_no_float_stands_between_the_text_and_the_output() -> None:
    """Looked for where the numbers of a report go through; how alike two paragraphs are is none of them."""
    floats = []
    for path in sorted(path for part in NUMBERS_PASS for path in PACKAGE.glob(part)):
        if path.name == "pattern.py":
            continue  # the seconds that a pattern takes
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if literal or (isinstance(node, ast.Name) and node.id == "float"):
                floats.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert floats == []


def test_no_annotation_of_a_value_is_a_float() -> None:
    model = (PACKAGE / "model.py").read_text(encoding="utf-8")
    assert re.findall(r"^    (?:value|lower|upper): .*", model, re.M)
    assert all("Decimal" in each for each in re.findall(r"^    (?:value|lower|upper): .*", model, re.M))


@pytest.mark.parametrize("text", ["0.1", "12.30", "1.005亿", "77434.123456789012345"])
def test_digits_are_exact(text: str) -> None:
    assert run_quantities(f"产量为{text}吨", load_rules()).removesuffix(" 吨") == f"{parse_numeral(text):f}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("生产总值增长10.3%。", ""),
        ("死亡率为0.045，生育率1.3，亏损减少三分之二。", ""),
        ("生产总值增长10.3。", "10.3 at 6 has no unit; a % may be lost"),
        ("全县小学入学率98.3。", "98.3 at 7 has no unit; a % may be lost"),
    ],
)
def test_a_percent_sign_that_may_be_lost_is_told(text: str, told: str) -> None:
    warnings = extract(source(text), load_rules()).warnings
    assert [warning for warning in warnings if "lost" in warning] == ([told] if told else [])
