"""Parts that other programs put into a Word file whole: pages, texts, and other Word files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from reportkit.errors import SourceError
from reportkit.source.decode import decode_text
from reportkit.source.formats import find_form, said_by_suffix
from reportkit.source.headings import Headings
from reportkit.source.markup import decode_page, unpack_page
from reportkit.source.package import Package

UNREAD = "a part of the document is not read: {}; save the document anew with Word, or give that part too"
READ = "a part of the document, {}, was put in by another program; it is read where it stands"


def read_chunk(
    package: Package,
    part: str | None,
    headings: Headings,
    word: Callable[[Headings, bytes], list[str]] | None,
) -> list[str]:
    """Write what a part holds to `headings`; `word` reads one that is a Word file. Returns what is to be warned of."""
    if part is None:
        return [UNREAD.format("one that another program put in, and that is not in the file")]
    name = PurePosixPath(part).name
    try:
        raw = package.read(part)
        kind = find_form(raw, name)
        kind = "html" if kind == "text" and said_by_suffix(name) == "html" else kind
        if kind in ("html", "mht"):
            from reportkit.source.html import read_part

            page, encoding = unpack_page(raw) if kind == "mht" else (raw, None)
            found = decode_page(page, encoding, strict=False)
            warnings = [*found.warnings, *read_part(headings, found.text.encode("utf-8", "replace"))]
        elif kind == "docx" and word is not None:
            warnings = word(headings, raw)
        elif kind == "text" and said_by_suffix(name) == "text":
            text = decode_text(raw)
            warnings = [*text.warnings]
            for line in text.text.splitlines():
                headings.add(line)
        else:
            return [UNREAD.format(name)]
    except SourceError as error:
        return [UNREAD.format(f"{name} {error}")]
    return [READ.format(name), *warnings]
