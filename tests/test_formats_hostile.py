"""Files that are damaged or made to harm: one line, exit code 2, within 10 seconds and 500 MB."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docxs import body, docx, packed, paragraph
from tests.pdfs import content, pdf

pytest.importorskip("lxml", reason="the extra docs is not installed")
pytest.importorskip("pypdfium2", reason="the extra docs is not installed")
pytest.importorskip("python_calamine", reason="the extra docs is not installed")

SECONDS = 10
KILOBYTES = 500_000
SENTENCE = "2023年，全县新建学校12所。"
MANY = 300_000_000
# Run a command, and print its exit code, its processor time, and the most memory of it and of what it started. This is
# done by a process of its own, since what is started counts the memory of what started it as its own.
MEASURE = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈" * 10}">' for n in range(12))
    text = f'<?xml version="1.0"?><!DOCTYPE w:document [{entities}]>' + body(paragraph("&e11;"))[21:]
    return docx(text)


def laughs_far_down() -> bytes:
    """The same behind a comment, where no look at the start finds it, in UTF-16."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈" * 10}">' for n in range(12))
    text = f"<!--{' ' * 5000}--><!DOCTYPE w:document [{entities}]>{body(paragraph('&e11;'))[21:]}"
    return docx(f'<?xml version="1.0" encoding="utf-16"?>{text}'.encode("utf-16"))


def outside() -> bytes:
    text = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return docx(text + body(paragraph(SENTENCE + "&e;"))[21:])


def one_page() -> bytes:
    return content([(50, 700, 12, SENTENCE)])


def flate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    stream = packer.compress(b" " * MANY) + packer.flush()
    plain = pdf([b"x" * len(stream)])
    return plain.replace(b"stream\n" + b"x" * len(stream), b"stream\n" + stream).replace(
        b"<</Length %d>>" % len(stream), b"<</Length %d/Filter/FlateDecode>>" % len(stream)
    )


def many_cells() -> bytes:
    """A table of rows whose cells all claim to take many columns and rows."""
    cell = "<td colspan=200 rowspan=200>1</td>"
    return (f"<html><body><table>{f'<tr>{cell * 50}</tr>' * 2000}</table></body></html>").encode()


def by(method: int, name: str, size: int) -> bytes:
    """An archive of one file of spaces, packed by a method."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as file:
        file.writestr(name, b" " * size)
    return raw.getvalue()


def understated() -> bytes:
    """An archive that unpacks to much more than it says, with bz2, which gives all at once."""
    raw = by(zipfile.ZIP_BZIP2, "a.txt", MANY)
    return raw.replace(struct.pack("<I", MANY), struct.pack("<I", 1000))


def versioned() -> bytes:
    """An archive that wants a later version of zip than there is."""
    raw = packed({"a.txt": SENTENCE})
    at = raw.index(b"PK\1\2")
    return raw[: at + 6] + b"\xff\0" + raw[at + 8 :]


def mht_of(size: int) -> bytes:
    """A saved page whose one part is long, each of its bytes written as three."""
    head = b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n'
    head += b"Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>"
    return head + b"=20" * size + b"\n--b--\n"


def mht_of_parts(count: int) -> bytes:
    """A saved page of parts within parts."""
    return b"Content-Type: multipart/related; boundary=b\n\n" + b"".join(
        b"--b%d\nContent-Type: multipart/related; boundary=b%d\n\n" % (n, n + 1) for n in range(count)
    )


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zip bomb": ("a.zip", lambda: packed({"a.txt": b"\0" * MANY}), "unpacks to more than"),
    "zip of many": ("a.zip", lambda: packed({f"{n}.txt": b"" for n in range(6000)}), "more than 5,000 parts"),
    "zip with a path": ("a.zip", lambda: packed({"../../x": b"x"}), "leads out of it"),
    "zip with a path of another system": ("a.zip", lambda: packed({"..\\..\\x": b"x"}), "leads out of it"),
    "zip of spaces": ("a.zip", lambda: by(zipfile.ZIP_DEFLATED, "a.txt", 49_000_000), "more than 5,000,000"),
    "zip of bz2": ("a.zip", understated, "to read"),
    "zip of lzma": ("a.zip", lambda: by(zipfile.ZIP_LZMA, "a.txt", MANY), "unpacks to more than"),
    "zip of a later version": ("a.zip", versioned, "a method that cannot be unpacked here"),
    "zip of much": (
        "a.zip",
        lambda: packed({f"{n}.txt": b" " * 45_000_000 for n in range(5)}),
        "unpacks to more than 200 MB",
    ),
    "mht of much": ("a.mht", lambda: mht_of(60_000_000), "to read"),
    "mht of parts in parts": ("a.mht", lambda: mht_of_parts(100_000), "holds no page"),
    "csv of much": ("a.csv", lambda: b'a,b\n"' + b" " * 6_000_000 + b'"', "put quotes around each text"),
    "csv of many cells": ("a.csv", lambda: b"," * 60_000_000, "to read"),
    "zip in a zip": ("a.zip", lambda: packed({"b.zip": packed({"a.txt": b"x"})}), "within an archive"),
    "cut zip": ("a.zip", lambda: packed({"a.txt": os.urandom(9000)})[:5000], "cut off or damaged"),
    "docx bomb": ("a.docx", lambda: docx(" " * MANY), "unpacks to more than"),
    "docx of much text": (
        "a.docx",
        lambda: docx(body(paragraph("一" * 30_000) * 200)),
        "more than 5,000,000 characters",
    ),
    "billion laughs": ("a.docx", laughs, "declares entities"),
    "billion laughs far down": ("a.docx", laughs_far_down, "cut off or damaged"),
    "external entity": ("a.docx", outside, "declares entities"),
    "deep docx": ("a.docx", lambda: docx(body("<w:sdt>" * 9000 + "</w:sdt>" * 9000)), "cut off or damaged"),
    "cut docx": ("a.docx", lambda: docx(body(paragraph(SENTENCE)))[:-60], "cut off or damaged"),
    "no docx": ("a.docx", lambda: docx("nothing"), "cut off or damaged"),
    "xlsx bomb": (
        "a.xlsx",
        lambda: packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * MANY}),
        "unpacks to more than",
    ),
    "cut pdf": ("a.pdf", lambda: pdf([one_page()])[:-200], "cut off or damaged"),
    "no pdf": ("a.pdf", lambda: b"%PDF-1.7\n%%EOF", "cut off or damaged"),
    "pdf of one object": ("a.pdf", lambda: pdf([one_page()], count=2000), "has 2,000 pages"),
    "pdf bomb": ("a.pdf", flate_bomb, "to read"),
    "encrypted pdf": (
        "a.pdf",
        lambda: pdf(
            [one_page()],
            extra=f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>",
        ),
        "is encrypted",
    ),
    "scanned pdf": ("a.pdf", lambda: pdf([b"0 0 m 9 9 l S"]), "no text layer"),
    "a pdf that is a docx": (
        "a.pdf",
        lambda: b"%PDF-1.7\n" + docx(body(paragraph(SENTENCE))),
        "a PDF and a zip archive at once",
    ),
    "deep html": ("a.html", lambda: b"<html><body>" + b"<div>" * 200_000 + b"x", "nests its tags deeper"),
    "wide html": ("a.html", many_cells, "a table of more than 1,000 columns"),
}


@pytest.mark.parametrize("case", CASES)
def test_ends_with_one_line_in_time(tmp_path: Path, case: str) -> None:
    name, make, says = CASES[case]
    path = tmp_path / name
    path.write_bytes(make())
    target = tmp_path / "out.json"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            MEASURE,
            sys.executable,
            "-m",
            "reportkit",
            "extract",
            str(path),
            "-o",
            str(target),
        ],
        capture_output=True,
        check=False,
        timeout=60,
    )
    code, took, size = done.stdout.decode().split()
    lines = done.stderr.decode("utf-8").splitlines()
    assert code == "2", lines
    assert len(lines) == 1
    assert lines[0].startswith(f"reportkit: {path}")
    assert says in lines[0]
    assert not target.exists()
    assert float(took) < SECONDS
    assert int(size) < KILOBYTES


def test_an_entity_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密99件", encoding="utf-8")
    text = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><html><body><p>{SENTENCE}&e;</p></body></html>'
    page = tmp_path / "a.html"
    page.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", "text", str(page)], capture_output=True, check=False, timeout=60
    )
    assert SENTENCE in done.stdout.decode("utf-8")
    assert "秘密" not in done.stdout.decode("utf-8")
