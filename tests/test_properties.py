"""What must hold for every text, tried on many: repair, and the spans of indicators."""

from __future__ import annotations

import re
from collections import Counter
from decimal import localcontext
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from quoting import is_within, quote

from reportkit import extract, extract_text, load_rules
from reportkit.model import Extraction, Span
from reportkit.repair import repair
from reportkit.source import read_source

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
REPORTS = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))

# ------------------------------------------------------------------------------------------- repair

SENTENCES = (
    "全年生产总值达到62.4亿元，增长6.1%。",
    "新建改造农村公路37公里、桥梁4座，",
    "听取专项工作报告8次、执法检查4",
    "次、满意度测评3次，推动各项部署落到实处。",
    "五年来，贫困人口减少1.2万人，占全县人口的三分之一",
    "财政收入由３.5亿元增加到5.8亿元，居全市第2位。",
    "今年目标：生产总值增长6%—6.5%，新增就业两千人以上；",
    "（一）抓好项目建设。把项目作为头等大事，开工15个。",
    "各位代表：",
    "现在，我代表县人民政府向大会报告工作，请予审议。",
)
HEADINGS = (
    "# 政府工作报告",
    "## 2023年工作回顾",
    "### 产业发展",
    "一、过去一年的工作",
    "（二）民生保障",
    "2024年主要任务",
)
NOISE = (
    "\u200b", "\ufeff", "????", "&nbsp;", "<U+00A0>", "\\r\\n", "\u00a0", "\u2003", "\r", "\r\n", "\x00",
    "\x1b[0m",     "政 府 工 作 报 告", " ", "　　", "  ", "\t", "|", "-1-", "《", "）", "！", "\ufffd",
    "123 456 万 人", "**", "&mdash;", "第 3 页 共 20 页", "责任编辑：某某", "内容摘要：", "下载", "<br/>",
    "标签云", "附件1：项目清单", "名词解释",
)  # fmt: skip
BREAKS = ("\n", "\n\n", "\n　　", "")


@st.composite
def damaged_reports(draw: st.DrawFn, pieces: int = 14) -> str:
    """A text of sentences, headings and residue; some sentences are cut in the middle by a break."""
    parts = []
    for piece in draw(st.lists(st.sampled_from(SENTENCES + HEADINGS + NOISE), max_size=pieces)):
        cut = draw(st.integers(0, len(piece))) if draw(st.booleans()) else len(piece)
        parts += [piece[:cut], draw(st.sampled_from(BREAKS)), piece[cut:], draw(st.sampled_from(BREAKS))]
    text = "".join(parts)
    # a body that the page gives twice or six times
    return "\n".join([text] * draw(st.sampled_from((1, 1, 1, 2, 6))))


@given(text=damaged_reports())
@settings(max_examples=400)
def test_repair_keeps_the_way_back(text: str) -> None:
    done = repair(text, load_rules())
    taken: Counter[int] = Counter()
    for at, char in enumerate(done.text):
        origin = done.trail.back(Span(at, at + 1))
        assert is_within(origin, text)
        if char.isalnum():  # repair puts in white space and no more
            assert quote(text, origin) == char
            taken.update(span.start for span in origin)
    assert all(count == 1 for count in taken.values()), "a character of the source stands in the text twice"
    assert all(is_within([at], text + "\n") for r in done.repairs for at in r.at if len(at))
    told = {i for each in done.repairs for at in each.at for i in range(at.start, at.stop)}
    lost = [i for i, c in enumerate(text) if "\u4e00" <= c <= "\u9fff" and i not in taken and i not in told]
    assert not lost, "repair left text out and did not tell of it"


@given(text=damaged_reports())
@settings(max_examples=200)
def test_repair_twice_is_repair_once(text: str) -> None:
    once = repair(text, load_rules())
    assert repair(once.text, load_rules()).text == once.text


@given(text=damaged_reports())
@settings(max_examples=100)
def test_without_reordering_nothing_moves(text: str) -> None:
    done = repair(text, load_rules(), reorder=False)
    origins = [at.start for i in range(len(done.text)) for at in done.trail.back(Span(i, i + 1))]
    assert origins == sorted(origins)
    assert not {"moved", "joined"} & {each.kind for each in done.repairs}


@given(text=damaged_reports())
@settings(max_examples=150)
def test_spans_of_repaired_text_quote_it(text: str) -> None:
    done = repair(text, load_rules())
    for match in re.finditer(r"[\u4e00-\u9fff0-9]+", done.text):
        assert quote(text, done.trail.back(Span(*match.span()))) == match[0]


# What stands in the charts of a PDF and is copied with its text, each on a line of its own.
LABELS = st.sampled_from(
    (
        "单位：亿元",
        "2021年",
        "120",
        "178.9",
        "GDP",
        "%",
        "图3",
        "增速",
        "第一产业",
        "12.5%",
        "—",
        "合计",
        "的",
        "6",
    )
)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_labels_inside_a_sentence_do_no_harm(data: st.DataObject) -> None:
    text = read_source(str(data.draw(st.sampled_from(SAMPLES)))).text
    start = data.draw(st.integers(0, len(text) - 1))
    text = text[start : start + data.draw(st.sampled_from((300, 900)))]
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.sampled_from(("\n", "\n\n")))
    labels = end + end.join(data.draw(st.lists(LABELS, min_size=1, max_size=24))) + end
    text = text[:at] + labels + text[at:]
    once = repair(text, load_rules())
    assert repair(once.text, load_rules()).text == once.text
    check_spans(extract_text(text))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_repair_of_a_sample_is_final(path: Path) -> None:
    once = repair(read_source(str(path)).text, load_rules())
    again = repair(once.text, load_rules())
    assert not again.repairs
    assert again.text == once.text


@pytest.mark.skipif(not REPORTS, reason="there is no ../shared/reports beside the project")
def test_repair_of_a_real_report_is_final() -> None:
    changed = []
    for path in REPORTS:
        once = repair(read_source(str(path)).text, load_rules()).text
        if repair(once, load_rules()).text != once:
            changed.append(path.stem)
    assert not changed


ITEM_STYLES = ("{}、{}", "{}. {}", "{}．{}", "（{}）{}", "{}){}", "{} {}", "{}.{}")


@pytest.mark.parametrize("style", ITEM_STYLES)
def test_the_number_of_an_item_is_no_part_of_a_number(style: str) -> None:
    texts = ("5万亩高标准农田建成。", "3.5亿元资金到位。", "12个项目开工建设。")
    lines = "\n".join(style.format(i, text) for i, text in enumerate(texts, 1))
    report = extract_text(f"政府工作报告\n\n各位代表：\n\n{lines}\n").reports[0]
    assert [(str(i.value), i.unit) for i in report.indicators] == [
        ("50000", "亩"),
        ("350000000", "元"),
        ("12", "个"),
    ]
    assert not any(c in i.name for i in report.indicators for c in "123.．、()（）")


@pytest.mark.parametrize("text", ["1．5万亩高标准农田建成。", "1 5万亩高标准农田建成。"])
def test_what_may_be_an_item_is_left_out_and_told(text: str) -> None:
    found = extract_text(f"政府工作报告\n\n各位代表：\n\n{text}\n")
    assert not [i for report in found.reports for i in report.indicators]
    assert any("runs into the number of an item" in warning for warning in found.warnings)


def test_folded_characters_keep_their_offsets() -> None:
    text = (
        "政府工作报告\n\n各位代表：\n\n⼀般公共预算收⼊达到⼗五亿元，增⻓5.8%，惠及2915⼾，耕地１．５万亩。\n"
    )
    found = extract_text(text)
    check_spans(found)
    told = [(i.name, str(i.value), i.text) for i in found.reports[0].indicators]
    assert told[0] == ("⼀般公共预算收⼊", "1500000000", "⼗五亿元")
    assert [each[1] for each in told] == ["1500000000", "5.8", "2915", "15000"]


# --------------------------------------------------------------------------------------- extraction

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
LONG_DIGITS = st.text(alphabet="0123456789０１２３.,，万亿%", min_size=100, max_size=400)
NESTED = st.builds(
    lambda n, pair: pair[0] * n + "增长5%" + pair[1] * n,
    st.integers(1, 200),
    st.sampled_from(["（）", "《》", "“”", "[]"]),
)
ODD_TEXT = st.one_of(ANY_TEXT, LONG_DIGITS, NESTED)


@st.composite
def odd_reports(draw: st.DrawFn) -> str:
    """Report-like text with anything at all in between."""
    return "".join(draw(st.lists(st.one_of(damaged_reports(5), ODD_TEXT), max_size=4)))


def check_spans(extraction: Extraction) -> None:
    """Every offset lies within the text and quotes what it says."""
    text = extraction.source.text
    for report in extraction.reports:
        assert 0 <= report.span.start <= report.span.stop <= len(text)
        for section in report.sections:
            assert 0 <= section.span.start <= section.span.stop <= len(text)
            assert section.words is None or 0 <= section.words.start <= section.words.stop <= len(text)
        for at in (at for each in report.repairs for at in each.at):
            assert 0 <= at.start <= at.stop <= len(text)
        for indicator in report.indicators:
            assert indicator.spans
            assert is_within(indicator.spans, text)
            assert is_within(indicator.name_spans, text)
            assert is_within(indicator.period_spans, text)
            assert quote(text, indicator.spans) == indicator.text
            assert indicator.line == text.count("\n", 0, indicator.spans[0].start) + 1


@given(text=odd_reports())
@settings(max_examples=800)
@example("")
@example("\ud800增长5%\udfff")
@example("123 456 万 人\n\n")
@example("亿元1" + "0" * 60 + "件")
@example("0亿1" + "0" * 60 + "：")
@example("一千零" * 2000 + "人")
@example("产量达" + "万" * 14 + "吨、1" + "万" * 13 + "件。")
def test_any_text_is_extracted_and_quoted(text: str) -> None:
    check_spans(extract_text(text))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_quoted(path: Path) -> None:
    check_spans(extract(path))


@pytest.mark.skipif(not REPORTS, reason="there is no ../shared/reports beside the project")
def test_real_reports_are_quoted() -> None:
    for path in REPORTS:
        check_spans(extract(path))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_callers_arithmetic_changes_nothing(path: Path) -> None:
    usual = extract(path)
    with localcontext() as context:
        context.prec = 3
        assert extract(path).reports == usual.reports
