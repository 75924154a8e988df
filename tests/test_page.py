"""Pages without a browser: complete, small, escaped, and with every number where it stands in the text."""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Run
from pages import Element, check, data_of
from reports import FILES, extractions

import reportkit
from reportkit import Extraction
from reportkit.model import Report, Source, Span
from reportkit.output.visible import CONTROLS
from reportkit.page.chart import draw
from reportkit.page.compared import comparison_page
from reportkit.page.index import summaries_of
from reportkit.page.report import report_page

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
OLD, NEW = (str(path) for path in SAMPLES if path.stem in ("county-2023", "county-2024"))
HOSTILE = (
    "云岭县2023年政府工作报告\n\n一、<script>alert(1)</script>2023年工作回顾\n\n"
    '粮食产量16万吨<img src=x onerror=alert(2)>，"><a href="javascript:alert(3)">增长5.2%</a>。'
    "\u202e收入\u2066增长3%\u0000</script><!--<style>。\n"
)


def rows_of(page: Element) -> list[dict[str, object]]:
    data = data_of(page)
    return [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]


def shown(page: Element) -> list[str]:
    """The blocks of text of a page."""
    return [each.text for each in page.all(name="b") if each.tag in ("p", "h3", "h4", "h5", "h6")]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_page_of_a_sample_shows_all_of_its_text_and_every_number_in_it(path: Path) -> None:
    extraction = reportkit.extract(path)
    page = check(report_page([extraction]))
    blocks = shown(page)
    text = re.sub(r"\s", "", extraction.source.text)
    at = 0
    for block in blocks:
        at = text.index(re.sub(r"\s", "", block), at)
    links = page.all("a", "n")
    for row, indicator in zip(
        rows_of(page), [i for r in extraction.reports for i in r.indicators], strict=True
    ):
        assert (row["name"], row["value"]) == (indicator.name, format(indicator.value, "f"))
    for number, indicator in enumerate(i for r in extraction.reports for i in r.indicators):
        marked = [link.text for link in links if str(number) in link.attributes["data-n"].split()]
        assert "".join(marked) == "".join(span.of(extraction.source.text) for span in indicator.spans)


def sentence_of(row: dict[str, object], page: Element, blocks: list[Element]) -> str:
    told = row["sentence"]
    if isinstance(told, int):
        found: str = data_of(page)["sentences"][told]
        return found
    assert isinstance(told, list)
    block, start, length = told
    raw = blocks[block].text.encode("utf-16-le")
    return raw[2 * start : 2 * (start + length)].decode("utf-16-le")


def test_a_sentence_is_found_in_the_text_of_the_page_also_behind_characters_of_two_units() -> None:
    text = "2023年，𠮷林镇新建粮库3座。全镇生产总值达到62.4亿元，比上年增长5.1%。\n\n2023年，新建学校2所。\n"
    extraction = reportkit.extract_text(text, year=2023, place="吉林镇")
    page = check(report_page([extraction]))
    blocks = page.all(name="b")
    assert all(isinstance(row["sentence"], list) for row in rows_of(page))
    for row, indicator in zip(rows_of(page), extraction.reports[0].indicators, strict=True):
        assert sentence_of(row, page, blocks) == indicator.sentence


def test_the_address_of_a_number_is_its_place_in_the_text() -> None:
    extraction = reportkit.extract_text("2023年，全县能耗下降20%，降水量412毫米。", year=2023)
    report = extraction.reports[0]
    first, last = report.indicators
    both = replace(extraction, reports=(replace(report, indicators=(first, first, last)),))
    page = check(report_page([both]))
    place = first.spans[0].start
    ids = [row["id"] for row in rows_of(page)]
    assert ids == [f"n{place}", f"n{place}-2", f"n{last.spans[0].start}"]
    shared, alone = page.all("a", "n")
    assert (shared.attributes["id"], shared.attributes["data-n"]) == (ids[0], "0 1")
    assert alone.attributes["href"] == f"#{ids[2]}"


def test_text_remains_text() -> None:
    extraction = reportkit.extract_text(HOSTILE, year=2023)
    page = check(report_page([extraction]))
    assert not page.all("img")
    assert "alert(1)" in "".join(shown(page))
    assert "javascript:alert(3)" in "".join(shown(page))
    seen = "".join(each.text for each in page.all())
    assert not [char for char in seen if CONTROLS.match(char) and char not in "\n\t"]
    titles = {each.attributes["title"] for each in page.all("i", "x")}
    assert {"U+202E", "U+2066", "U+0000"} <= titles


def test_what_is_told_of_a_report_remains_text() -> None:
    report = Report(
        '"><script>alert(1)</script>', "other", "<b>", "<i>", meeting="&amp;", date=None, year=None,
        span=Span(0, 0), sections=(), repairs=(), indicators=(),
    )  # fmt: skip
    source = Source("javascript:alert(1)//<x>.txt", "", "text/plain", "utf-8", "")
    page = check(report_page([Extraction(source, "", (report,), ("<script>\ud800",))]))
    assert len(page.all("script")) == 2
    assert page.all("h1")[0].text == '"><script>alert(1)</script>'


def test_five_megabytes_remain_text_and_take_no_longer_than_they_are() -> None:
    text = HOSTILE.replace("\n\n", "\n") * (5_000_000 // len(HOSTILE.encode()))
    report = replace(
        reportkit.extract_text(HOSTILE, year=2023).reports[0], span=Span(0, len(text)), sections=()
    )
    source = Source("a.txt", "", "text/plain", "utf-8", text)
    start = time.process_time()
    made = report_page([Extraction(source, "", (report,), ())])
    assert time.process_time() - start < 15
    assert made.count("<script") == 2
    assert "<img" not in made


def test_a_page_of_what_was_extracted_before_shows_the_sentences_of_its_numbers(
    run: Run, tmp_path: Path
) -> None:
    saved, made = tmp_path / "a.json", tmp_path / "a.html"
    assert run("extract", NEW, "-o", str(saved)).code == 0
    assert run("page", str(saved), "-o", str(made)).code == 0
    page = check(made.read_text(encoding="utf-8"))
    fresh = check(report_page([reportkit.extract(NEW)]))
    assert [row["name"] for row in rows_of(page)] == [row["name"] for row in rows_of(fresh)]
    assert len({each.attributes["id"] for each in page.all("a", "n")}) > 150
    assert page.all("h3")[0].text == "2023年工作回顾"


def test_goals_stand_beside_the_year_before_where_that_is_told_once() -> None:
    text = (
        "一、2023年工作回顾\n\n全县地区生产总值增长5.1%。\n\n二、2024年工作安排\n\n"
        "2024年主要预期目标：地区生产总值增长6%以上，新建公园4个。\n"
    )
    page = check(report_page([reportkit.extract_text(text, year=2023)]))
    cards = [each.text.split() for each in page.all("li", "growth") + page.all("li", "level")]
    assert cards[0] == ["地区生产总值", "增长", "≥", "6%", "2024", "·", "Year", "before", "增长", "5.1%"]
    assert cards[1][-1] == "2024"
    assert len(cards) == 2


def test_repairs_are_shown_where_they_were_made() -> None:
    text = "2023年工作回顾\n\n实施项目120个，完成投资62\n亿元，增\n长3.9%，人口 3 5 5 万人。\n"
    extraction = reportkit.extract_text(text, year=2023)
    page = check(report_page([extraction]))
    gone = [each for each in page.all("del", "r") if each.attributes["title"]]
    places = sum(len(span) > 0 for repair in extraction.reports[0].repairs for span in repair.at)
    assert places > 0
    assert len(gone) == places
    assert "完成投资62\n亿元" in "".join(shown(page))
    listed = page.all("ol", "repairs")[0].all("li")
    assert len(listed) == len(extraction.reports[0].repairs)


def test_several_reports_of_a_file_stand_on_one_page(run: Run, tmp_path: Path) -> None:
    made = tmp_path / "two.html"
    assert run("extract", OLD, NEW, "-o", str(made)).code == 0
    page = check(made.read_text(encoding="utf-8"))
    assert [each.attributes["id"] for each in page.all("section", "document")] == ["r0", "r1"]
    assert {str(row["id"])[:3] for row in rows_of(page)} == {"r0n", "r1n"}


@pytest.mark.parametrize("command", ["diff", "goals"])
def test_a_comparison_shows_both_sentences(command: str, run: Run, tmp_path: Path) -> None:
    made = tmp_path / "a.html"
    assert run(command, OLD, NEW, "-o", str(made)).code == 0
    page = check(made.read_text(encoding="utf-8"))
    data = data_of(page)
    assert all(row["verdict"] in data["labels"]["verdicts"] for row in data["rows"])
    sides = [[len(facts) for _, facts in row["sides"]] for row in data["rows"]]
    assert any(all(count for count in counts) for counts in sides)
    of_both = next(row for row in data["rows"] if all(facts for _, facts in row["sides"]))
    for _, facts in of_both["sides"]:
        for _, text, sentence, where in facts:
            assert text in data["sentences"][sentence]
            assert re.fullmatch(r".*\.txt:[0-9]+", where)


def test_what_changes_by_a_rule_of_its_own_is_sorted_by_numbers() -> None:
    data = data_of(check(comparison_page(reportkit.diff(OLD, NEW))))
    pair = next(row for row in data["rows"] if row["cells"][3] == "178.9 亿元")
    assert pair["keys"]["3"] == "17890000000"


def report_of(year: int, told: str) -> str:
    return f"云岭县{year}年政府工作报告\n\n一、{year}年工作回顾\n\n{year}年，全县地区生产总值{told}。\n"


def test_a_gap_is_a_gap_and_a_target_is_drawn_unlike_what_was_reached(tmp_path: Path) -> None:
    paths = []
    for year, told in ((2018, "增长6.1%"), (2019, "增长5.4%"), (2021, "增长7%")):
        paths.append(tmp_path / f"{year}.txt")
        paths[-1].write_text(report_of(year, told), encoding="utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text(
        report_of(2021, "增长7%") + "\n二、2022年主要目标\n\n2022年，地区生产总值增长6.5%以上。\n",
        encoding="utf-8",
    )
    found = reportkit.series([*paths, plan], "地区生产总值", measure="growth")
    aims = reportkit.series([*paths, plan], "地区生产总值", measure="growth", goals=True)
    page = check(comparison_page((*found, *aims)))
    (drawing,) = page.all("figure")
    assert [each.text for each in drawing.all("text", "year")] == ["2018", "2019", "2020", "2021", "2022"]
    assert [each.text for each in drawing.all("text", "value")] == ["6.1%", "5.4%", "7%"]
    assert [each.text for each in drawing.all("text", "aim")] == ["6.5%以上"]
    assert len(drawing.all("circle", "reached")) == 3
    assert len(drawing.all("line", "run")) == 1  # from 2018 to 2019
    assert len(drawing.all("path", "goal")) == 1


def test_of_no_point_there_is_no_drawing() -> None:
    assert draw([], "x") == ""


def test_an_index_leads_to_the_page_of_each_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for path in (OLD, NEW):
        (tmp_path / "in" / Path(path).name).write_bytes(Path(path).read_bytes())
    (tmp_path / "in" / "bad.docx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    made = tmp_path / "all.html"
    done = run("page", str(tmp_path / "in"), "-o", str(made))
    assert done.code == 3
    page = check(made.read_text(encoding="utf-8"))
    links = [each.attributes["href"] for each in page.all("td")[0].all("a") + page.all("td")[1].all("a")]
    assert links == ["all-pages/county-2023.html", "all-pages/county-2024.html"]
    failed, empty = page.all("details", "warnings")
    assert "bad.docx" in failed.text
    assert "empty.html" in empty.text
    for link in links:
        (summary,) = summaries_of((tmp_path / link).read_text(encoding="utf-8"))
        assert summary["place"] == "云岭县"
        assert summary["numbers"] > 100


def test_a_store_gives_the_same_index(run: Run, tmp_path: Path) -> None:
    store, made = tmp_path / "all.duckdb", tmp_path / "all.html"
    assert run("batch", OLD, NEW, "-o", str(store), "--quiet").code == 0
    assert run("page", str(store), "-o", str(made)).code == 0
    page = check(made.read_text(encoding="utf-8"))
    assert [each.attributes["href"] for each in page.all("td")[0].all("a")] == ["all-pages/00001.html"]
    check((tmp_path / "all-pages" / "00002.html").read_text(encoding="utf-8"))


def test_rows_of_any_kind_are_a_page(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "all.duckdb"
    assert run("batch", OLD, NEW, "-o", str(store), "--quiet").code == 0
    for name, command in (
        ("panel", ("panel", str(store), "--concept", "GDP", "--measure", "growth")),
        ("query", ("query", str(store), "--concept", "地区生产总值")),
        ("check", ("check", NEW, "--all")),
    ):
        made = tmp_path / f"{name}.html"
        assert run(*command, "-o", str(made)).code == 0
        data = data_of(check(made.read_text(encoding="utf-8")))
        assert data["rows"]
        assert all(len(row["cells"]) == len(data["heads"]) for row in data["rows"])


def test_without_jinja_a_line_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    done = run("page", NEW, "-o", str(tmp_path / "a.html"))
    assert done.code == 2
    assert re.fullmatch(r"reportkit: html needs Jinja2; install it with .*\[page\]'?\n", done.err)
    assert not (tmp_path / "a.html").exists()


def test_only_one_report_is_printed(run: Run) -> None:
    assert check(run("page", NEW, "-o", "-").out)
    for wrong in ((OLD, NEW), (str(Path(NEW).parent),), (NEW, "--open")):
        done = run("page", *wrong, "-o", "-")
        assert (done.code, done.out) == (2, "")
        assert "name one" in done.err


def test_an_input_is_not_written_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>2023年，新建学校2所。", encoding="utf-8")
    assert run("page", str(path), "-o", str(path)).code == 2
    assert path.read_text(encoding="utf-8").startswith("<p>")


def test_pages_of_real_reports_are_small_and_whole() -> None:
    if not FILES:
        pytest.skip("the reports are not beside the project")
    longest = max(FILES, key=lambda path: path.stat().st_size if path.suffix == ".txt" else 0)
    for path in [longest, *FILES[:: max(len(FILES) // 9, 1)]]:
        found = extractions(path)
        made = report_page(found)
        page = check(made)
        size = len(made.encode())
        assert size < 600_000
        assert size - sum(len(each.source.text.encode("utf-8", "replace")) for each in found) < 400_000
        blocks = page.all(name="b")
        told = [i for each in found for report in each.reports for i in report.indicators]
        for row, indicator in zip(rows_of(page), told, strict=True):
            assert sentence_of(row, page, blocks) == indicator.sentence


def test_what_a_script_is_given_ends_no_script() -> None:
    made = report_page([reportkit.extract_text(HOSTILE, year=2023)])
    assert json.loads(made.partition('id="data">')[2].partition("</script>")[0])["rows"]
