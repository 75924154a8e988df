"""Everything that people read is there in every language, and nothing that machines read changes with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from commands import Run
from messages import LOCALES, messages

from reportkit.language import LanguageError, _, choose, take_option, translate
from reportkit.language.catalogue import PLACE, Catalogue

SAMPLE = Path(__file__).parent.parent / "samples" / "county-2024.txt"
CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/reportkit.po"))


@pytest.fixture
def chinese():
    choose("zh")
    yield
    choose("en")


def test_every_message_is_translated_and_no_other():
    for path in CATALOGUES:
        with path.open("rb") as file:
            catalogue = {message.id: message.string for message in read_po(file) if message.id}
        assert sorted(set(messages()) ^ set(catalogue)) == [], "run python tests/messages.py"
        assert [text for text, told in catalogue.items() if not told] == []
        for text, told in catalogue.items():
            assert set(PLACE.findall(told)) <= set(PLACE.findall(text)), told


def test_the_compiled_catalogue_is_found(chinese):
    assert _("name") == "指标"


def test_a_message_is_found_by_the_text_between_its_values():
    catalogue = Catalogue(
        {
            "no such file; check the path": "没有这个文件；请检查路径",
            "cannot be read ({detail})": "无法读取（{detail}）",
            "disk full": "磁盘已满",
        }
    )
    assert catalogue.message("reportkit: 甲.txt: no such file; check the path") == (
        "reportkit：甲.txt：没有这个文件；请检查路径"
    )
    assert catalogue.message("乙.txt: cannot be read (disk full)") == "乙.txt：无法读取（磁盘已满）"
    assert catalogue.message("粮食产量: 5万吨") == "粮食产量: 5万吨"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "REPORTKIT_LANG": "en"}, "en"),
        ({"REPORTKIT_LANG": "zh"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(monkeypatch, environment, code):
    for name in ("REPORTKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert choose() == code
    choose("en")


def test_no_other_language_is_taken():
    with pytest.raises(LanguageError, match="--lang: 'fr', expected one of zh, en"):
        choose("fr")


def test_the_option_stands_anywhere_but_behind_two_dashes():
    assert take_option(["diff", "--lang=zh", "--", "--lang"]) == (["diff", "--", "--lang"], "zh")


def test_a_table_and_an_error_are_in_chinese_and_data_are_the_same(run: Run):
    shown = run("extract", str(SAMPLE), "--format", "table", "--lang", "zh")
    assert "指标" in shown.out
    assert "时期" in shown.out
    assert not re.search(r"\b(level|growth|actual|target)\b", shown.out)
    assert "没有这个文件" in run("--lang", "zh", "extract", "gone.txt").err
    for form in ("yaml", "json", "csv", "sdmx-csv"):
        assert (
            run("extract", str(SAMPLE), "--format", form, "--lang", "zh").out
            == run("extract", str(SAMPLE), "--format", form).out
        )


def test_help_is_in_chinese_and_no_line_is_wider_than_a_terminal(run: Run):
    from rich.cells import cell_len

    shown = run("extract", "--help", "--lang", "zh").out
    assert "用法" in shown
    assert "选项" in shown
    assert not re.search(r"\b(Only|the|Without)\b", shown)
    told = [line for line in shown.splitlines() if re.search("[一-鿿]", line)]
    assert [line for line in told if cell_len(line) > 80] == []
    assert "参数:" in shown


def test_what_is_not_in_the_catalogue_stays(chinese):
    assert translate("粮食总产量") == "粮食总产量"
