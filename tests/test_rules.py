"""The rule loader: strict, typed, cross-checked; a user's folder laid over the rules by id."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportkit import RuleError, extract_text, load_rules


def overlay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, **files: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_rules(overlay(folder, **files))
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("units:\n  - id: 畦\n    id: 垄\n    dimension: area\n", "units.yaml:3: the key 'id' stands twice"),
        ("units:\n  - {id: 畦}\n", "units.yaml:2: the key 'dimension' is missing"),
        ("units:\n  - {id: 畦, dimension: area, size: 3}\n", "units.yaml:2: unknown key 'size'"),
        (
            "units:\n  - {id: 畦, dimension: area, factor: 1e}\n",
            "units.yaml:2: '1e', expected a decimal number",
        ),
        ("units:\n  - {id: 畦, dimension: area, aliases: 垄}\n", "units.yaml:2: '垄', expected a list"),
        ("units: 畦\n", "units.yaml:1: '畦', expected a list"),
        ("unit: []\n", "units.yaml:1: unknown list 'unit', expected one of units, signs, words"),
        ("units:\n  - {id: 亩, dimension: area}\n", "units.yaml:2: the id '亩' is taken"),
        ("units:\n  - {id: 畦, dimension: area, replace: true}\n", "units.yaml:2: no rule '畦' to replace"),
        (
            "units:\n  - {id: 畦, dimension: area, replace: yes}\n",
            "units.yaml:2: 'yes', expected true or false",
        ),
        ("units:\n  - {id: 畦, remove: true}\n", "units.yaml:2: no rule '畦' to remove"),
        (
            "units:\n  - {id: 畦, dimension: area, aliases: [亩]}\n",
            "units.yaml:2: '亩' has a meaning already",
        ),
        ("units: [\n", "units.yaml:2: did not find expected node content"),
        ("", "units.yaml:1: empty, expected rules"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    assert [fault for fault in faults(tmp_path, units=text) if fault.startswith(expected)]


@pytest.mark.parametrize("given", ["", ", pattern: 二七, words: [二七]"], ids=["neither", "both"])
def test_an_exclusion_says_words_or_a_pattern(tmp_path: Path, given: str) -> None:
    text = f"exclusions:\n  - {{id: 二七{given}}}\n"
    assert faults(tmp_path, exclusions=text) == [
        "exclusions.yaml:2: pattern and words, expected one of the two"
    ]


def test_a_pattern_must_compile(tmp_path: Path) -> None:
    text = "exclusions:\n  - {id: broken, pattern: '(一'}\n"
    assert faults(tmp_path, exclusions=text)[0].startswith("exclusions.yaml:2: '(一'")


def test_a_choice_is_one_of_those_there_are(tmp_path: Path) -> None:
    text = "roles:\n  - {id: mine, role: story, pattern: 故事}\n"
    assert faults(tmp_path, headings=text) == [
        "headings.yaml:2: 'story', expected one of review, plan, problems, preamble, closing, other"
    ]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, units="units: 畦\n", lexicon="bound: []\n", tables="rows: []\n")
    assert [fault.split(":")[0] for fault in found] == ["lexicon.yaml", "tables.yaml", "units.yaml"]


def test_a_concept_has_a_dimension_that_some_unit_has(tmp_path: Path) -> None:
    text = "concepts:\n  - {id: mine, name: 幸福感, dimension: joy}\n"
    assert faults(tmp_path, indicators=text)[0].endswith("dimension 'joy', expected one of units.yaml")


def test_an_overlay_adds_replaces_and_removes(tmp_path: Path) -> None:
    text = "新辟菜地30畦，建成农田2亩，培训5场次。"
    assert [i.unit for i in extract_text(text).reports[0].indicators] == ["亩", "场次"]
    units = (
        "units:\n"
        "  - {id: 畦, dimension: area, factor: 100}\n"
        "  - {id: 亩, dimension: area, factor: 1, replace: true}\n"
        "  - {id: 场次, remove: true}\n"
    )
    rules = load_rules(overlay(tmp_path, units=units))
    found = extract_text(text, rules=rules).reports[0].indicators
    assert [i.unit for i in found] == ["畦", "亩", "场"]
    assert {u.id: u.factor for u in rules.units.units}["亩"] == Decimal(1)


def test_an_overlay_adds_and_drops_single_words(tmp_path: Path) -> None:
    exclusions = "words:\n  - {id: some, add: [若干], drop: [数]}\n"
    ours = {entry.id: entry for entry in load_rules().exclusions.words}["some"]
    rules = load_rules(overlay(tmp_path, exclusions=exclusions))
    theirs = {entry.id: entry for entry in rules.exclusions.words}["some"]
    assert set(theirs.words) ^ set(ours.words) == {"若干", "数"}


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        ("exclusions", "words:\n  - {id: some, add: [好几]}\n", "exclusions.yaml:2: '好几' stands in 'some' already"),
        ("exclusions", "words:\n  - {id: some, drop: [走]}\n", "exclusions.yaml:2: no '走' in 'some' to drop"),
        ("exclusions", "words:\n  - {id: same, add: [走]}\n", "exclusions.yaml:2: no rule 'same' to change"),
        ("exclusions", "words:\n  - {id: some, drop: [几, 数, 好几]}\n", "exclusions.yaml:2: no words"),
        ("exclusions", "words:\n  - {id: some, add: [走], words: [跑]}\n", "exclusions.yaml:2: 'words' beside add or"),
        ("exclusions", "words:\n  - {id: some, add: 走}\n", "exclusions.yaml:2: '走', expected a list"),
        ("tables", "headers:\n  - {id: grows, add: [走]}\n", "tables.yaml:2: a rule without words"),
        ("units", "units:\n  - {id: 亩, add: [公里]}\n", "'公里' has a meaning already"),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_added_or_dropped(tmp_path: Path, topic: str, text: str, expected: str) -> None:
    assert any(expected in fault for fault in faults(tmp_path, **{topic: text}))


@pytest.mark.parametrize(
    ("topic", "text", "prose", "table"),
    [
        (
            "lexicon", "words:\n  攀高: [rise]\n",
            ("茶叶产量攀高6%。", "茶叶产量 growth 6 %"),
            ("| 指标 | 2023年 | 攀高（%） |\n|---|---|---|\n| 茶叶产量（吨） | 4520 | 6 |", "茶叶产量 growth 6 %"),
        ),
        (
            "lexicon", "words:\n  跌落: [fall]\n",
            ("茶叶产量跌落6%。", "茶叶产量 growth -6 %"),
            ("| 指标 | 2023年 |\n|---|---|\n| 茶叶产量跌落 | 6% |", "茶叶产量 growth -6 %"),
        ),
        (
            "lexicon", "words:\n  筑成: [acts]\n",
            ("五年来，筑成水塘12口。", "筑成水塘 level 12 口 2019/2023"),
            ("| 指标 | 2023年 |\n|---|---|\n| 筑成水塘（口） | 12 |", "筑成水塘 level 12 口 2023"),
        ),
        (
            "lexicon", "words:\n  冲过: [more-before]\n",
            ("茶叶产量冲过4520吨。", "茶叶产量 level >4520 吨"),
            ("| 指标 | 2023年 |\n|---|---|\n| 茶叶产量 | 冲过4520吨 |", "茶叶产量 level >4520 吨"),
        ),
        (
            "units", "units:\n  - {id: 垧, dimension: area, factor: 10000}\n",
            ("茶园面积30垧。", "茶园面积 level 30 垧"),
            ("| 指标 | 2023年 |\n|---|---|\n| 茶园面积（垧） | 30 |", "茶园面积 level 30 垧"),
        ),
    ],
    ids=["a verb of rising", "a verb of falling", "an act", "a bound", "a counter"],
)  # fmt: skip
def test_one_entry_is_read_in_sentences_and_tables(
    tmp_path: Path, topic: str, text: str, prose: tuple[str, str], table: tuple[str, str]
) -> None:
    rules = load_rules(overlay(tmp_path, **{topic: text}))
    for said, expected in (prose, table):
        report = f"政府工作报告\n一、2023年工作回顾\n{said}\n二、2024年工作安排\n抓好落实。"
        (found, *_) = extract_text(report, rules=rules).reports
        told = [
            f"{i.name} {i.measure} {'' if i.bound == '=' else i.bound}{i.value.normalize():f} {i.unit} {i.period}"
            for i in found.indicators
        ]
        assert any(line.startswith(expected) for line in told), told


def test_the_fingerprint_tells_one_set_of_rules_from_another(tmp_path: Path) -> None:
    ours = load_rules()
    theirs = load_rules(overlay(tmp_path, units="units:\n  - {id: 畦, dimension: area}\n"))
    assert ours.fingerprint == load_rules().fingerprint != theirs.fingerprint


def test_the_environment_names_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "REPORTKIT_RULES", str(overlay(tmp_path, units="units:\n  - {id: 畦, dimension: area}\n"))
    )
    assert any(unit.id == "畦" for unit in load_rules().units.units)


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        load_rules(tmp_path / "none")


def test_a_pattern_that_takes_for_ever_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.rules.pattern.LIMIT", 0.2)
    text = "exclusions:\n  - {id: endless, pattern: '(?:一一?)+二'}\n"
    rules = load_rules(overlay(tmp_path, exclusions=text))
    with pytest.raises(RuleError, match="rule endless: its pattern took more than"):
        extract_text("收入" + "一" * 5000, rules=rules)


@pytest.mark.parametrize(
    ("many", "one", "times"),
    [
        ("公顷", "亩", "15"),
        ("公斤", "斤", "2"),
        ("吨", "公斤", "1000"),
        ("平方公里", "亩", "1500"),
        ("个百分点", "个基点", "100"),
        ("千瓦时/吨", "千瓦时/吨", "1"),
        ("吉瓦", "千瓦", "1000000"),
        ("元/月", "元/年", "12"),
    ],
)
def test_units_convert_exactly(many: str, one: str, times: str) -> None:
    units = {unit.id: unit for unit in load_rules().units.units}
    assert units[many].dimension == units[one].dimension
    assert units[one].factor * Decimal(times) == units[many].factor


def test_the_lexicon_is_large_and_every_unit_has_a_size() -> None:
    units = load_rules().units.units
    assert len(units) >= 400
    assert all(unit.factor > 0 and unit.dimension for unit in units)
