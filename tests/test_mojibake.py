"""Text that was read in a wrong encoding and saved so, and marks that say what is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.model import Source
from reportkit.source import read_source

TEXT = (
    "政府工作报告\n一、工作回顾\n2023年，全县生产总值达到62.4亿元，增长6.1%。"
    "新增就业3460人，“十四五”时期的一系列项目开工建设。\n"
)


def read(folder: Path, raw: bytes) -> Source:
    path = folder / "report.txt"
    path.write_bytes(raw)
    return read_source(str(path))


def as_windows(raw: bytes) -> str:
    """What Windows makes of bytes in its Western encoding, which has a character for each."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in raw
    )


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (as_windows(TEXT.encode()), "utf-8 as windows-1252 in utf-8"),
        (TEXT.encode().decode("latin-1"), "utf-8 as windows-1252 in utf-8"),
        (as_windows(TEXT.encode("gbk")), "gb18030 as windows-1252 in utf-8"),
    ],
)
def test_what_was_read_wrongly_is_undone_and_told(tmp_path: Path, wrong: str, name: str) -> None:
    source = read(tmp_path, wrong.encode())
    assert (source.text, source.encoding) == (TEXT, name)
    assert "and saved so, which was undone" in source.warnings[0]


def test_it_is_undone_as_often_as_it_was_done(tmp_path: Path) -> None:
    source = read(tmp_path, as_windows(as_windows(TEXT.encode()).encode()).encode())
    assert source.text == TEXT
    assert len(source.warnings) == 1


@pytest.mark.parametrize("form", ["utf-8", "gb18030", "utf-16"])
def test_characters_that_were_lost_on_the_way_are_broken(tmp_path: Path, form: str) -> None:
    """UTF-8 read as GBK loses the last byte of an odd number of characters."""
    wrong = TEXT.encode().decode("gbk", "replace")
    source = read(tmp_path, wrong.encode(form))
    lines, right = source.text.splitlines(), TEXT.splitlines()
    assert lines[0] == right[0] and len(lines) == len(right)
    assert "\ufffd" in source.text and all(c in TEXT or c == "\ufffd" for c in source.text)
    assert "of its characters were lost, and are U+FFFD: get the text anew" in source.warnings[-1]


def test_the_byte_that_windows_reads_as_a_euro(tmp_path: Path) -> None:
    source = read(tmp_path, "鏀垮簻宸ヤ綔涓€骞存潵锛屽叏鍘跨粡娴庣ぞ浼氬彂灞曘€�".encode())
    assert source.text.startswith("政府工作一年来，全县经济社会发展\ufffd")


@pytest.mark.parametrize("piece", ["锟斤拷锟斤拷", "æ”¿åºœå·¥ä½œ", "ï¼ˆã€‚"])
def test_pieces_that_were_read_wrongly_are_told(tmp_path: Path, piece: str) -> None:
    source = read(tmp_path, f"{TEXT}{piece}第三段。\n".encode())
    assert source.text == f"{TEXT}{piece}第三段。\n"
    assert "read in a wrong encoding and saved so: at" in source.warnings[0]
    assert "(line 4)" in source.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Un rapport d'été sur l’économie: 3,5 % de croissance à l’échelle régionale.\n",
        "饕餮魑魅魍魉鳏寡孤独龃龉踟蹰邂逅旖旎缱绻氤氲饕餮\n",
        "政府工作報告\n一年來，全縣地區生產總值達到62.4億元，增長6.1%。\n",
        "合计 12 ± 3 µg/m³，25℃；Ødegård 与 São Paulo。\n",
        "",
    ],
)
def test_what_was_read_rightly_stays(tmp_path: Path, text: str) -> None:
    source = read(tmp_path, text.encode())
    assert (source.text, source.encoding, source.warnings) == (text, "utf-8", ())


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_that_is_belied_by_the_text(tmp_path: Path, mark: bytes) -> None:
    for encoding in ("gb18030", "utf-8"):
        source = read(tmp_path, mark + TEXT.encode(encoding))
        assert source.text == TEXT, encoding


@pytest.mark.parametrize(
    "mark", [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-8", b"\xef\xbb\xbf")]
)
def test_a_mark_that_is_right(tmp_path: Path, mark: tuple[str, bytes]) -> None:
    for text in (TEXT, "全县\n", "plain words of one report\n", "１２３４５\n"):
        source = read(tmp_path, mark[1] + text.encode(mark[0]))
        assert (source.text, source.encoding) == (text, mark[0])
