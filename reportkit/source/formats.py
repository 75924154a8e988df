"""The formats that a report comes in, by what the bytes say first and by the suffix second."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from reportkit.errors import SourceError
from reportkit.source.directory import STARTS, first_kind, is_container, list_names
from reportkit.values import dataclass

SAMPLE = 4096
MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class InputFormat:
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
    "text": InputFormat("plain text", (".txt", ".md", ".text", ".markdown"), "text/plain"),
    "docx": InputFormat(
        "a Word file (docx)", (".docx",), _OFFICE + "wordprocessingml.document", "docx", ("lxml",)
    ),
    "pdf": InputFormat("a PDF", (".pdf",), "application/pdf", "pdf", ("pypdfium2",)),
    "html": InputFormat("a web page", (".html", ".htm", ".xhtml"), "text/html", "html", ("lxml",)),
    "mht": InputFormat("a saved web page (mht)", (".mht", ".mhtml"), "multipart/related", "html", ("lxml",)),
    "csv": InputFormat("a table of texts (csv)", (".csv", ".tsv"), "text/csv"),
    "xlsx": InputFormat(
        "an Excel file (xlsx)", (".xlsx",), _OFFICE + "spreadsheetml.sheet", "sheet", ("python_calamine",)
    ),
    "zip": InputFormat("a zip archive", (".zip",), "application/zip"),
    "doc": InputFormat("an old Word or WPS file", (".doc", ".wps"), "application/msword", office=True),
    "rtf": InputFormat("a rich text file (RTF)", (".rtf",), "application/rtf", office=True),
    "odt": InputFormat(
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
# What lists the parts of every Office file, and the folders that tell its kind.
_TYPES = "[Content_Types].xml"
_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
PACKED = ("docx", "xlsx", "odt")
_ODT = b"application/vnd.oasis.opendocument.text"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,400}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|p|div|table|span|article|h[1-6]|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_MHT = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def find_form(raw: bytes, name: str) -> str:
    """Find the key in `FORMS` of the bytes of the file `name`.

    Raises `SourceError` for what holds no text, or is two things at once.
    """
    head = raw[:SAMPLE]
    for magic, what, remedy in OTHERS:
        if head.startswith(magic):
            raise SourceError(f"looks like {what}, not a report; {remedy}")
    if head.startswith(STARTS):  # before PDF: what is stored in an archive stands in it as it is
        found, said = _zipped(raw), said_by_suffix(name)
        if found == "zip" and said in PACKED:  # its parts are no reports, though some of them are text
            raise SourceError(f"is called {FORMS[said].what} and holds none; open it and save it again")
        return found
    if b"%PDF-" in head[:1024]:
        return _pdf(raw)
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
    """Return the key in `FORMS` that the suffix of `name` promises, None if it promises none."""
    suffix = PurePath(name).suffix.lower()
    return next((key for key, form in FORMS.items() if suffix in form.suffixes), None)


def _pdf(raw: bytes) -> str:
    """Return the key of a PDF; what is read as a zip archive as well would be another report for every program."""
    if is_container(raw):
        raise SourceError("is a PDF and a zip archive at once, as no report is; save it anew as one of them")
    return "pdf"


def _zipped(raw: bytes) -> str:
    """Return what a zip is, by the names in it; they stand there even where its end is cut off."""
    kind = first_kind(raw)
    if kind == _ODT:
        return "odt"
    if kind.startswith(_ODT[: _ODT.rindex(b".")]):
        raise SourceError("looks like an OpenDocument file that is no text; save its text and give that")
    return packed_form(name.decode("utf-8", "replace") for name in list_names(raw))


def packed_form(names: Iterable[str]) -> str:
    """Return what a zip is that holds parts of these names: an archive, or a document. Raises `SourceError` for slides.

    >>> packed_form(["[Content_Types].xml", "word/document2.xml"]), packed_form(["2023/word/document.xml"])
    ('docx', 'zip')
    """
    listed = set(names)
    kinds = [kind for folder, kind in _PARTS if any(name.startswith(folder) for name in listed)]
    if _TYPES not in listed and not listed & {"word/document.xml", "xl/workbook.xml"}:
        return "zip"
    if "pptx" in kinds[:1]:
        raise SourceError("looks like slides (pptx), not a report; save its text and give that")
    if not kinds:
        raise SourceError("looks like an Office file that is no report; save its text and give that")
    return kinds[0]


def _old_office(raw: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise SourceError("is encrypted; open it with its password and save it without one")
    if "Workbook".encode("utf-16-le") in raw and "WordDocument".encode("utf-16-le") not in raw:
        raise SourceError("looks like an old Excel file (xls); save it as xlsx, and give that")
    return "doc"


def _narrowed(head: bytes) -> bytes:
    """Return the start of a file as ASCII letters, whatever the width of its characters."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"") if head.count(0) > len(head) // 4 else head
