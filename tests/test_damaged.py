"""Containers that are damaged at random: each is read or refused with one line, and those between them are read.

More of them at will: ``python -m tests.damaged FOLDER 1000 && reportkit batch FOLDER -o all.jsonl``.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from batches import batch, lines

from reportkit.errors import SourceError
from reportkit.source.formats import find_form
from reportkit.source.read import Reading, sources_in
from tests.damaged import SENTENCE, WHOLE, damage, write_damaged
from tests.docxs import body, docx, packed, paragraph, xlsx

pytest.importorskip("lxml", reason="the extra docs is not installed")
pytest.importorskip("pypdfium2", reason="the extra docs is not installed")
pytest.importorskip("python_calamine", reason="the extra docs is not installed")

COUNT = 20
KINDS = tuple(WHOLE)


@pytest.mark.parametrize("kind", KINDS)
def test_whole_ones_are_read(kind: str) -> None:
    texts = [source.text for source in sources_in(f"a.{kind}", WHOLE[kind](7))]
    assert SENTENCE.format(n=7) in texts[0]


def test_a_batch_reads_every_whole_file_between_damaged_ones(tmp_path: Path) -> None:
    for kind in KINDS:
        write_damaged(tmp_path / "in" / kind, kind, COUNT)
    whole = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*-good.*")}
    assert len(whole) == 2 * 2 * len(KINDS)
    done = batch("in", "-o", "all.jsonl", cwd=tmp_path)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    failures = lines(tmp_path / "all.jsonl.run" / "failures.jsonl")
    assert all("\n" not in each["error"] and each["remedy"] for each in failures)
    assert not [each for each in failures if "fault of reportkit" in each["remedy"]]
    entries = [
        json.loads(line) for line in (tmp_path / "all.jsonl.run/manifest.jsonl").read_text().splitlines()[1:]
    ]
    read = {each["path"]: each["indicators"] for each in entries if "indicators" in each}
    for path in whole:
        assert [
            name for name, count in read.items() if (name == path or name.startswith(f"{path}/")) and count
        ], path


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_one_is_read_or_refused_with_a_line(kind: str) -> None:
    chance = random.Random(kind)
    for n in range(COUNT // 2):
        try:
            for source in sources_in(f"a.{kind}", damage(WHOLE[kind](n), chance), Reading()):
                assert source.text is not None
        except SourceError as error:
            assert str(error).startswith(f"a.{kind}: ")
            assert "; " in str(error)
            assert "\n" not in str(error)


# what is stored in an archive stands in its bytes as it is


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "zip", "mht", "html"])
@pytest.mark.parametrize("first", [True, False])
def test_what_is_stored_in_an_archive_is_not_what_the_archive_is(kind: str, first: bool) -> None:
    text = SENTENCE.format(n=3)
    inner = WHOLE[kind](3)
    members = {f"a.{kind}": inner, "b.txt": text} if first else {"b.txt": text, f"a.{kind}": inner}
    raw = packed(members, stored=True)
    assert inner in raw
    assert find_form(raw, "all.zip") == "zip"
    if kind != "zip":
        found = {source.path: source.text for source in sources_in("all.zip", raw)}
        assert {path.partition("#")[0] for path in found} == {"all.zip/b.txt", f"all.zip/a.{kind}"}
        assert all(text[:20] in each for each in found.values())


def test_documents_are_known_by_the_parts_that_they_list() -> None:
    document = docx(body(paragraph("一")))
    assert find_form(document, "a") == "docx"
    assert find_form(xlsx([["一"]]), "a") == "xlsx"
    assert find_form(packed({"a/word/document.xml": b"", "a/[Content_Types].xml": b""}), "a.zip") == "zip"
    assert find_form(packed({"a.txt": document}, stored=True), "a.zip") == "zip"
    assert (
        find_form(packed({"mimetype": b"application/vnd.oasis.opendocument.text"}, stored=True), "a") == "odt"
    )
    odt = packed({"mimetype": b"application/vnd.oasis.opendocument.text"}, stored=True)
    assert find_form(packed({"a.odt": odt}, stored=True), "a.zip") == "zip"
    assert find_form(packed({}), "a.zip") == "zip"
    assert find_form(document[:-60], "a") == "docx"


@pytest.mark.parametrize(
    ("name", "members", "says"),
    [
        ("a.docx", {"a.txt": "一"}, "is called a Word file"),
        ("a.xlsx", {"a.txt": "一"}, "is called an Excel file"),
        ("a.docx", {"[Content_Types].xml": "", "visio/document.xml": ""}, "an Office file that is no report"),
        (
            "a.odp",
            {"mimetype": "application/vnd.oasis.opendocument.presentation"},
            "OpenDocument file that is no text",
        ),
        ("a.pptx", {"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "looks like slides"),
    ],
)
def test_containers_that_hold_no_report(name: str, members: dict[str, bytes | str], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        find_form(packed(members, stored=True), name)


def test_control_characters_of_a_page_are_damage() -> None:
    page = "新建学校12所\0，改造3\x155.6公里<script>x</script>\x0b完成投资\x01<b>9</b>亿元。"
    (source,) = sources_in("a.html", f"<html><body><p>{page}</p></body></html>".encode())
    assert source.text.strip() == "新建学校12所\ufffd，改造3\ufffd5.6公里 完成投资\ufffd9亿元。"
