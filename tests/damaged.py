"""Damaged containers for the tests: whole ones with a few bytes changed, cut, doubled or left out.

As a script it writes them into a folder, with whole reports between them: ``python -m tests.damaged FOLDER 1000``.
"""

from __future__ import annotations

import random
import sys
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from tests.docxs import body, cell, docx, paragraph, xlsx
from tests.pdfs import content, pdf

SENTENCE = "2023年，全县新建学校{n}所，改造道路35.6公里，增长5.6%。"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def whole_zip(n: int) -> bytes:
    """An archive of a few reports, packed by any of the methods."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", METHODS[n % 4]) as file:
        for member in range(n % 3 + 1):
            file.writestr(f"报告{member}.txt", SENTENCE.format(n=n) * 9)
        file.writestr("a.docx", whole_docx(n))
    return raw.getvalue()


def whole_docx(n: int) -> bytes:
    """A Word file of a paragraph and a table."""
    rows = "".join(f"<w:tr>{cell('指标')}{cell(str(n))}</w:tr>" for _ in range(3))
    return docx(body(paragraph(SENTENCE.format(n=n)) + f"<w:tbl>{rows}</w:tbl>" + paragraph("完。")))


def whole_xlsx(n: int) -> bytes:
    """A workbook of a report."""
    return xlsx([["县", "全文"], ["云岭县", SENTENCE.format(n=n)]])


def whole_pdf(n: int) -> bytes:
    """A PDF of a line and some rules."""
    return pdf([content([(50, 700, 12, SENTENCE.format(n=n))], [(50, 90, 500, 90), (50, 90, 50, 10)])])


def whole_mht(n: int) -> bytes:
    """A page that was saved with its parts."""
    message = EmailMessage()
    message.set_content(
        f"<html><body><p>{SENTENCE.format(n=n)}</p></body></html>", subtype="html", cte="base64"
    )
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/related; boundary="b"')
    return message.as_bytes()


def whole_html(n: int) -> bytes:
    """A page with a table, of declared encoding."""
    rows = f"<tr><td colspan=2>指标<td>{n}</tr>" * 3
    page = f"<html><meta charset=gbk><body><p>{SENTENCE.format(n=n)}</p><table>{rows}</table></body></html>"
    return page.encode("gbk")


def whole_csv(n: int) -> bytes:
    """A table of reports."""
    return f'县,全文\n云岭县,"{SENTENCE.format(n=n)}"\n云山县,"{SENTENCE.format(n=n + 1)}"\n'.encode()


WHOLE: dict[str, Callable[[int], bytes]] = {
    "zip": whole_zip,
    "docx": whole_docx,
    "xlsx": whole_xlsx,
    "pdf": whole_pdf,
    "mht": whole_mht,
    "html": whole_html,
    "csv": whole_csv,
}


def damage(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, cut off, doubled or left out."""
    found = bytearray(raw)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        at = (
            chance.randrange(len(found) + 1)
            if chance.random() < 0.6
            else max(0, len(found) - chance.randrange(200))
        )
        kind = chance.randrange(7)
        if kind < 3 and at < len(found):
            found[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, found[at] ^ 1 << chance.randrange(8)))
        elif kind == 3 and at + 4 <= len(found):
            found[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"PK\5\6")
            )
        elif kind == 4:
            del found[at : at + chance.randrange(1, 40)]
        elif kind == 5:
            found[at:at] = found[at : at + chance.randrange(1, 40)]
        elif kind == 6 and chance.random() < 0.3:
            del found[at:]
    return bytes(found)


def write_damaged(folder: Path, kind: str, count: int, seed: int = 0) -> None:
    """Write so many damaged files of a kind, and before every tenth a whole report."""
    chance = random.Random(f"{kind} {seed}")
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        (folder / f"{n:05}.{kind}").write_bytes(damage(WHOLE[kind](n), chance))
        if n % 10 == 0:
            (folder / f"{n:05}-good.txt").write_text(SENTENCE.format(n=n), encoding="utf-8")
            (folder / f"{n:05}-good.{kind}").write_bytes(WHOLE[kind](n))


if __name__ == "__main__":
    for each in sys.argv[3:] or ("zip", "docx"):
        write_damaged(Path(sys.argv[1], each), each, int(sys.argv[2]))
