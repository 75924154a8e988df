"""Bytes to text: encodings, what is no text, and files that cannot be read."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportkit.cli.main import app
from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source import read_source
from reportkit.source.decode import find_encoding
from tests.docxs import packed

TEXT = "政府工作报告\r\n2023年，全县生产总值达到62.4亿元，增长6.1%。\n“十四五”时期，①新建学校12所；\r居全市第2位。\n"


def read(folder: Path, raw: bytes, encoding: str | None = None) -> Source:
    path = folder / "report.txt"
    path.write_bytes(raw)
    return read_source(str(path), encoding)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        ("\ufeff".encode("gb18030") + TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), "utf-32-le"),
    ],
    ids=[
        "utf-8",
        "utf-8 mark",
        "gb18030",
        "gbk",
        "gb18030 mark",
        "le mark",
        "be mark",
        "le",
        "be",
        "utf-32 mark",
    ],
)
def test_encoding_is_found_and_the_mark_removed(tmp_path: Path, raw: bytes, encoding: str) -> None:
    source = read(tmp_path, raw)
    assert (source.encoding, source.text) == (encoding, TEXT)
    assert source.sha256 == hashlib.sha256(raw).hexdigest()
    assert (source.media_type, source.warnings) == ("text/plain", ())


def test_empty_file(tmp_path: Path) -> None:
    assert (read(tmp_path, b"").text, read(tmp_path, b"").encoding) == ("", "utf-8")


def test_plain_ascii_in_utf16(tmp_path: Path) -> None:
    source = read(tmp_path, "GDP 62.4, up 6.1%\n".encode("utf-16-le"))
    assert (source.encoding, source.text) == ("utf-16-le", "GDP 62.4, up 6.1%\n")


def test_utf16_without_a_single_nul() -> None:
    assert (
        find_encoding("二〇二三年全县新建学校十二所，改造道路三十五公里。".encode("utf-16-le")) == "utf-16-le"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_stray_nul_and_control_characters_are_text(tmp_path: Path, encoding: str) -> None:
    text = TEXT.replace("，", "\x00，\x01\x1b[31m\x7f") + "\u0085\u2028"
    source = read(tmp_path, text.encode(encoding))
    assert (source.encoding, source.text) == (encoding, text)


def test_a_nul_after_every_character_is_text(tmp_path: Path) -> None:
    text = "\x00".join(TEXT)
    assert read(tmp_path, text.encode()).text == text


def test_a_stray_nul_in_english_is_no_utf16(tmp_path: Path) -> None:
    assert read(tmp_path, b"reports of\x00 work").encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_lone_surrogates_keep_every_offset(tmp_path: Path, encoding: str) -> None:
    text = TEXT.replace("全县", "\ud800全县\udc00")
    source = read(tmp_path, text.encode(encoding, "surrogatepass"))
    assert source.encoding == encoding
    assert source.text == text.replace("\ud800", "\ufffd").replace("\udc00", "\ufffd")
    assert source.warnings == ("2 lone surrogates, read as U+FFFD",)


def test_forced_encoding(tmp_path: Path) -> None:
    source = read(tmp_path, "統計報告".encode("big5"), "BIG5")
    assert (source.encoding, source.text) == ("big5", "統計報告")


def test_forced_encoding_removes_the_mark(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + TEXT.encode(), "UTF8").text == TEXT


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "slides (pptx)"),
        (b"PK\x03\x04\x14\x00report.txt", "cut off or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "an old Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        (b"\x7fELF\x02\x01\x01", "a program"),
        (bytes(1000), "a binary file"),
        (bytes(range(256)) * 20, "not text in utf-8, utf-16, gb18030, big5"),
    ],
    ids=["png", "slides", "zip", "xls", "encrypted", "elf", "nul", "all bytes"],
)
def test_what_is_no_text_is_told_in_one_line(tmp_path: Path, raw: bytes, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, raw)
    message = str(caught.value)
    assert says in message
    assert "report.txt" in message
    assert "\n" not in message


def test_undecodable_bytes_tell_what_was_tried(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"utf-8, utf-16, gb18030, big5; .*--encoding"):
        read(tmp_path, b"\xff\x80\x81caf\xe9 \xff\xff\n")


LONG = TEXT * 10


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("forced", [False, True])
def test_a_few_broken_bytes_are_replaced_and_told(tmp_path: Path, encoding: str, forced: bool) -> None:
    text = (
        LONG
        if encoding != "big5"
        else "政府工作報告\n全縣生產總值達到62.4億元，增長6.1%，經濟社會發展。\n" * 10
    )
    one, two = text.encode(encoding).split("%".encode(encoding), 1)
    raw = one + b"%\xff" + two + b"\xff"
    source = read(tmp_path, raw, encoding if forced else None)
    places = [source.text.index("\ufffd"), len(source.text) - 1]
    assert source.encoding == encoding
    assert source.text.replace("\ufffd", "") == text
    assert source.warnings == (
        f"2 places hold bytes that are broken in {encoding}, read as U+FFFD: "
        f"at {places[0]} (line 2), {places[1]} (line {text.count(chr(10)) + 1})",
    )


def test_half_a_character_at_the_end_is_one_broken_place(tmp_path: Path) -> None:
    source = read(tmp_path, LONG.encode() + "年".encode()[:2])
    assert (source.encoding, source.text) == ("utf-8", LONG + "\ufffd")
    assert source.warnings[0].startswith("1 place holds bytes that are broken in utf-8")
    source = read(tmp_path, b"\xff\xfe" + LONG.encode("utf-16-le") + b"\x74")
    assert (source.encoding, source.text) == ("utf-16-le", LONG + "\ufffd")


def test_strict_refuses_broken_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(LONG.encode() + b"\xff")
    with pytest.raises(SourceError, match=r"report.txt: 1 place holds bytes .* leave out --strict"):
        read_source(str(path), strict=True)
    path.write_bytes(LONG.encode())
    assert read_source(str(path), strict=True).text == LONG


@pytest.mark.parametrize("command", ["extract", "text", "outline"])
def test_strict_is_an_option(tmp_path: Path, command: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(LONG.encode() + b"\xff")
    assert CliRunner().invoke(app, [command, str(path)]).exit_code == 0
    refused = CliRunner().invoke(app, [command, "--strict", str(path)])
    assert isinstance(refused.exception, SourceError)


def test_many_broken_bytes_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not text in"):
        read(tmp_path, "全年地区生产总值增长".encode() + b"\xff\xfe\xff" * 9)


def test_big5_is_told_from_gb18030(tmp_path: Path) -> None:
    text = "政府工作報告\n一年來，全縣地區生產總值達到62.4億元，增長6.1%，社會事業全面發展。\n"
    assert (read(tmp_path, text.encode("big5")).encoding, read(tmp_path, text.encode("big5")).text) == (
        "big5",
        text,
    )
    assert read(tmp_path, text.encode("gb18030")).encoding == "gb18030"


def test_forced_encoding_that_does_not_fit(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not utf-8 at byte 0; name another with --encoding"):
        read(tmp_path, TEXT.encode("gb18030"), "utf-8")


@pytest.mark.parametrize("name", ["no-such-encoding", "base64", "undefined"])
def test_unknown_encoding(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no text encoding is called"):
        read(tmp_path, TEXT.encode(), name)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file; check the path"):
        read_source(str(tmp_path / "none.txt"))


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder; give the files in it"):
        read_source(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(SourceError, match="no permission"):
        read_source(str(path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    source = read_source("-")
    assert (source.path, source.encoding, source.text) == ("-", "gb18030", TEXT)


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="standard input is closed"):
        read_source("-")
