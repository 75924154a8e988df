"""Read files, or standard input, into sources."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from reportkit.errors import SourceError
from reportkit.model import Source
from reportkit.source.content import MOST_CHARACTERS, TOO_LONG
from reportkit.source.decode import Decoded, decode_text
from reportkit.source.formats import FORMS, find_form, said_by_suffix

STANDARD_INPUT = "-"
# A file of more bytes is no report, and may have no end.
MOST_FILE = 200_000_000
CHUNK = 1_000_000
# No encoding takes more bytes for a character.
MOST_PACKED = 4 * MOST_CHARACTERS


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read.

    `encoding` overrides what the bytes tell of a text, `strict` refuses broken bytes, and `column` names the
    column of a csv or xlsx file that holds the texts, by its heading or its number.
    """

    encoding: str | None = None
    strict: bool = False
    column: str | None = None


def read_source(path: str, encoding: str | None = None, strict: bool = False) -> Source:
    """Read the text of the file `path` (``-`` is standard input) with where it comes from.

    Without `encoding` it is found: a byte order mark, what a page declares, UTF-8, UTF-16, GB18030, Big5. Line
    ends stay as they are. Raises `SourceError` when the file is missing, cannot be read, holds no text, or
    holds several reports apart from each other (an archive, a table of texts).
    """
    return one_source(path, list(read_sources(path, Reading(encoding, strict))))


def one_source(path: str, sources: list[Source]) -> Source:
    """Return the only text of a file. Raises `SourceError` where it holds several."""
    if len(sources) != 1:
        shown = _shown(path)
        raise SourceError(f"{shown}: holds {len(sources)} texts, not one; give it to reportkit extract")
    return sources[0]


def read_sources(path: str, reading: Reading = Reading()) -> Iterator[Source]:
    """Read the texts in the file `path`: one, or those in an archive or in the rows of a table, one after the other.

    Raises `SourceError` as `read_source` does.
    """
    yield from sources_in(path, read_bytes(path), reading)


def sources_in(path: str, raw: bytes, reading: Reading = Reading(), packed: bool = False) -> Iterator[Source]:
    """Yield the texts in the bytes `raw` of the file `path`; `packed` tells that it stands in an archive.

    Raises `SourceError` as `read_source` does.
    """
    try:
        yield from _sources(path, raw, reading, packed)
    except SourceError as error:
        raise SourceError(f"{_shown(path)}: {error}") from None


def _shown(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else path


def _sources(path: str, raw: bytes, reading: Reading, packed: bool = False) -> Iterator[Source]:
    kind = find_form(raw, path)
    if kind == "text" and reading.column is not None:
        kind = "csv"
    if kind == "zip":
        if packed:
            raise SourceError("is an archive within an archive; unpack the outer one first")
        yield from _packed(path, raw, reading)
    elif kind in ("csv", "xlsx"):
        yield from _rows(path, raw, reading, kind)
    elif kind in ("html", "mht"):
        yield _page(path, raw, reading, kind)
    elif kind == "text":
        yield _source(path, raw, kind, _text(raw, reading, packed))
    else:
        yield _document(path, raw, kind)


def _text(raw: bytes, reading: Reading, packed: bool) -> Decoded:
    """Return a text; in an archive it is no longer than in any other container, since it may have been packed very
    small.
    """
    if packed and len(raw) > MOST_PACKED:
        raise SourceError(TOO_LONG)
    found = decode_text(raw, reading.encoding, reading.strict)
    if packed and len(found.text) > MOST_CHARACTERS:
        raise SourceError(TOO_LONG)
    return found


def _packed(path: str, raw: bytes, reading: Reading) -> Iterator[Source]:
    from reportkit.source.archive import read_members

    found = False
    for name, content in read_members(raw):
        try:
            for source in _sources(f"{path}/{name}", content, reading, packed=True):
                found = True
                yield source
        except SourceError as error:
            raise SourceError(f"{name}: {error}") from None
    if not found:
        raise SourceError("holds no files; give an archive with reports in it")


def _rows(path: str, raw: bytes, reading: Reading, kind: str) -> Iterator[Source]:
    from reportkit.source.apart import read_pieces

    _check_installed(kind)
    order = {"encoding": reading.encoding, "strict": reading.strict, "column": reading.column}
    for told, cell in read_pieces(kind, raw, **order):
        text = cell.decode("utf-8", "surrogatepass")
        found = Decoded(text, told["encoding"], tuple(told["warnings"]))
        yield _source(f"{path}#{told['place']}", cell, kind, found)


def read_table(path: str) -> list[list[str]]:
    """Read the rows of the csv or xlsx file `path`, each its cells. Raises `SourceError` when it is none, or cannot
    be read.
    """
    from reportkit.source.apart import read_pieces

    raw = read_bytes(path)
    try:
        kind = find_form(raw, path)
        kind = "csv" if kind == "text" else kind
        if kind not in ("csv", "xlsx"):
            raise SourceError(f"is {FORMS[kind].what}, and no table; give a csv or xlsx file")
        _check_installed(kind)
        ((_, rows),) = read_pieces("table", raw, form=kind)
    except SourceError as error:
        raise SourceError(f"{_shown(path)}: {error}") from None
    found: list[list[str]] = json.loads(rows)
    return found


def _page(path: str, raw: bytes, reading: Reading, kind: str) -> Source:
    from reportkit.source.apart import read_content

    _check_installed(kind)
    told, content = read_content("page", raw, form=kind, encoding=reading.encoding, strict=reading.strict)
    source = _source(path, raw, kind, Decoded(content.text, told["encoding"], content.warnings))
    return replace(source, tables=content.tables, repairs=content.repairs, items=content.items)


def _document(path: str, raw: bytes, kind: str) -> Source:
    from reportkit.source.apart import read_content

    form, given = FORMS[kind], raw
    if form.office:
        from reportkit.source.office import to_docx

        _check_installed("docx")
        given = to_docx(raw, form.suffixes[0])
    else:
        _check_installed(kind)
    _, content = read_content((FORMS["docx"] if form.office else form).reader or "", given)
    source = _source(path, raw, kind, Decoded(content.text, "utf-8", content.warnings))
    return replace(
        source, pages=content.pages, tables=content.tables, repairs=content.repairs, items=content.items
    )


def _source(path: str, raw: bytes, kind: str, found: Decoded) -> Source:
    """Return a source of one text; a suffix that promises something else is told."""
    said = said_by_suffix(path.partition("#")[0])
    what = FORMS[kind].what
    told = (f"the suffix says {FORMS[said].what}; it is {what} and was read as one",) if said else ()
    told = told if said != kind else ()
    digest = hashlib.sha256(raw).hexdigest()
    return Source(path, digest, FORMS[kind].media_type, found.encoding, found.text, (*told, *found.warnings))


def _check_installed(kind: str) -> None:
    """Raise `SourceError` when a package is missing that reads the format."""
    if missing := missing_packages(kind):
        from reportkit.installation import install_command

        needs = f"is {FORMS[kind].what}, which needs {', '.join(missing)}"
        raise SourceError(f"{needs}; install the extra docs: {install_command('docs')}")


def missing_packages(kind: str) -> list[str]:
    """Return the packages that reading a format needs and that are not installed."""
    import importlib.util

    return [name for name in FORMS[kind].needs if importlib.util.find_spec(name) is None]


def read_bytes(path: str) -> bytes:
    """Read the bytes of a file, or of standard input (``-``). Raises `SourceError` when they cannot be read, or do
    not end.
    """
    shown = _shown(path)
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise SourceError("standard input is closed; give a file, or pipe a text in")
            return _read_all(sys.stdin.buffer, shown)
        with Path(path).open("rb") as file:
            return _read_all(file, shown)
    except FileNotFoundError:
        raise SourceError(f"{shown}: no such file; check the path") from None
    except IsADirectoryError:
        raise SourceError(f"{shown}: is a folder; give the files in it, for example {shown}/*.txt") from None
    except PermissionError:
        raise SourceError(
            f"{shown}: no permission to read it; allow it with chmod +r, or ask its owner"
        ) from None
    except MemoryError:
        raise SourceError(f"{shown}: takes more memory than there is; split it, or free some") from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise SourceError(f"{shown}: cannot be read ({detail}); check the path and the disk") from None


def _read_all(file: BinaryIO, shown: str) -> bytes:
    parts, left = [], MOST_FILE
    while part := file.read(CHUNK):
        parts.append(part)
        left -= len(part)
        check_size(shown, MOST_FILE - left)
    return b"".join(parts)


def check_size(shown: str, size: int) -> None:
    """Raise `SourceError` for a file of more bytes than any report has."""
    if size > MOST_FILE:
        raise SourceError(
            f"{shown}: holds more than {MOST_FILE // 1_000_000} MB, which no report does; "
            "split it, or give its files to reportkit batch"
        )
