"""The formats that a report comes in, by what the bytes say first and by the suffix second."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from reportkit.errors import SourceError

SAMPLE = 4096
MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Form:
    """A format: what it is called, its suffixes, its media type, and what reading it takes.

    `reader` is the module beside this one that reads it, None for text; `needs` are packages of the extra
    ``docs``; `office` tells that LibreOffice turns it into another format first.
    """

    what: str
    suffixes: tuple[str, ...]
    media_type: str
    reader: str | None = None
    needs: tuple[str, ...] = ()
    office: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS = {
    "text": Form("plain text", (".txt", ".md", ".text", ".markdown"), "text/plain"),
    "docx": Form("a Word file (docx)", (".docx",), _OFFICE + "wordprocessingml.document", "docx", ("lxml",)),
    "pdf": Form("a PDF", (".pdf",), "application/pdf", "pdf", ("pypdfium2",)),
    "html": Form("a web page", (".html", ".htm", ".xhtml"), "text/html", "html", ("lxml",)),
    "mht": Form("a saved web page (mht)", (".mht", ".mhtml"), "multipart/related", "html", ("lxml",)),
    "csv": Form("a table of texts (csv)", (".csv", ".tsv"), "text/csv"),
    "xlsx": Form(
        "an Excel file (xlsx)", (".xlsx",), _OFFICE + "spreadsheetml.sheet", "sheet", ("python_calamine",)
    ),
    "zip": Form("a zip archive", (".zip",), "application/zip"),
    "doc": Form("an old Word or WPS file", (".doc", ".wps"), "application/msword", office=True),
    "rtf": Form("a rich text file (RTF)", (".rtf",), "application/rtf", office=True),
    "odt": Form(
        "an OpenDocument text (odt)", (".odt",), "application/vnd.oasis.opendocument.text", office=True
    ),
}
# How files that hold no report begin, what they are, and what can be done with them.
OTHERS = (
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the file in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the files in it"),
    (b"Rar!\x1a\x07", "a rar archive", "unpack it and give the files in it"),
    (b"\x89PNG", "a PNG image", "read the text out of it first, and give that"),
    (b"\xff\xd8\xff", "a JPEG image", "read the text out of it first, and give that"),
    (b"\x7fELF", "a program", "give a report"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What stands in every zip of a kind.
PARTS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,400}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|p|div|table|span|article|h[1-6]|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_MHT = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def find_form(raw: bytes, name: str) -> str:
    """The key in `FORMS` of the bytes of the file `name`.

    Raises `SourceError` for what holds no text, or is two things at once.
    """
    head = raw[:SAMPLE]
    for magic, what, remedy in OTHERS:
        if head.startswith(magic):
            raise SourceError(f"looks like {what}, not a report; {remedy}")
    if b"%PDF-" in head[:1024]:
        return _pdf(raw)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(raw)
    if head.startswith(OLD_OFFICE):
        return _old_office(raw)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    plain = _narrowed(head)
    if _MHT.search(plain) and re.match(rb"[A-Za-z-]+:", plain):
        return "mht"
    suffix = PurePath(name).suffix.lower()
    # Markdown may begin with a tag, and is no page for that
    if _HTML.match(plain) and (suffix not in MARKDOWN or _WHOLE.match(plain)):
        return "html"
    return "csv" if suffix in FORMS["csv"].suffixes else "text"


def said_by_suffix(name: str) -> str | None:
    """The key in `FORMS` that the suffix of `name` promises, None if it promises none."""
    suffix = PurePath(name).suffix.lower()
    return next((key for key, form in FORMS.items() if suffix in form.suffixes), None)


def _pdf(raw: bytes) -> str:
    """A PDF; what is read as a zip archive as well would be another report for every program."""
    import io
    import zipfile

    if zipfile.is_zipfile(io.BytesIO(raw)):
        raise SourceError("is a PDF and a zip archive at once, as no report is; save it anew as one of them")
    return "pdf"


def _zipped(raw: bytes) -> str:
    """What a zip is, by the names in it; they stand there even where its end is cut off."""
    for part, key in PARTS:
        if part.encode() in raw:
            return key
    if b"application/vnd.oasis.opendocument.text" in raw[:SAMPLE]:
        return "odt"
    if b"ppt/presentation.xml" in raw:
        raise SourceError("looks like slides (pptx), not a report; save its text and give that")
    return "zip"


def _old_office(raw: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise SourceError("is encrypted; open it with its password and save it without one")
    if "Workbook".encode("utf-16-le") in raw and "WordDocument".encode("utf-16-le") not in raw:
        raise SourceError("looks like an old Excel file (xls); save it as xlsx, and give that")
    return "doc"


def _narrowed(head: bytes) -> bytes:
    """The start of a file as ASCII letters, whatever the width of its characters."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"") if head.count(0) > len(head) // 4 else head
