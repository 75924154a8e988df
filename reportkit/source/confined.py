"""The process in which files are opened that may be made to harm: what it takes is bounded, and what it gives is data.

`reportkit.source.apart` starts it, with the name of a reader, and asks it over its standard input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportkit.errors import SourceError, one_line
from reportkit.isolation import bound_memory, take_answers
from reportkit.source.apart import MEGABYTES, TOO_MUCH, Piece, receive, send
from reportkit.source.content import MOST_CHARACTERS, TOO_LONG, Content, pack

if TYPE_CHECKING:
    from reportkit.source.rows import Texts

# What XML cannot hold, and a page is read into: damage stays damage, and breaks of a page are spaces.
_UNFIT = dict.fromkeys((*range(9), *range(14, 32), 65534, 65535), "�") | {0x0B: " ", 0x0C: " "}
Reader = Callable[[bytes, dict[str, Any]], Iterator[Piece]]


def main() -> None:
    """Answer the questions on standard input with the reader that is named, until there are no more."""
    bound_memory(MEGABYTES * 1_000_000)
    read = _reader(sys.argv[1])
    questions, answers = sys.stdin.buffer, take_answers()
    while (asked := receive(questions)) is not None:
        order, raw = asked
        asked = None
        try:
            for told, piece in read(raw, order):
                send(answers, told, piece)
            send(answers, {"end": True}, b"")
        except BrokenPipeError:  # nobody wants to know any more
            return
        except MemoryError:
            send(answers, {"fault": TOO_MUCH}, b"")
            return  # what is left of the memory may not be enough for the next
        except SourceError as error:
            send(answers, {"fault": str(error)}, b"")
        except Exception as error:  # whatever a library raises on a file that is damaged
            detail = f"{type(error).__name__}: {one_line(error)}"[:200]
            send(answers, {"fault": f"cannot be read ({detail}); save it anew"}, b"")


def _reader(name: str) -> Reader:
    if name == "archive":
        from reportkit.source.archive import Unpacker

        return Unpacker().answer
    if name == "page":
        return _page
    if name == "table":
        return _table
    if name in ("csv", "xlsx"):
        return _csv if name == "csv" else _xlsx
    module = import_module(f"reportkit.source.{name}")
    return lambda raw, order: iter([_piece(module.read(raw))])


def _piece(content: Content, **told: object) -> Piece:
    return told, json.dumps(pack(content)).encode("ascii")


def _page(raw: bytes, order: dict[str, Any]) -> Iterator[Piece]:
    """Read a page, or one that was saved with all its parts."""
    from dataclasses import replace

    from reportkit.source.html import read
    from reportkit.source.markup import decode_page, unpack_page

    page, encoding = unpack_page(raw) if order["form"] == "mht" else (raw, None)
    found = decode_page(page, order["encoding"] or encoding, order["strict"])
    content = read(found.text.translate(_UNFIT).encode("utf-8"))
    content = replace(content, warnings=(*found.warnings, *content.warnings))
    yield _piece(content, encoding=found.encoding)


def _csv(raw: bytes, order: dict[str, Any]) -> Iterator[Piece]:
    """Read the rows of a table of texts, the first of them with what is doubtful of the whole."""
    from reportkit.source.decode import decode_text
    from reportkit.source.rows import read_csv

    found = decode_text(raw, order["encoding"], order["strict"])
    yield from _rows(read_csv(found.text, order["column"]), found.encoding, found.warnings)


def _xlsx(raw: bytes, order: dict[str, Any]) -> Iterator[Piece]:
    from reportkit.source.rows import read_xlsx

    yield from _rows(read_xlsx(raw, order["column"]), "utf-8", ())


def _table(raw: bytes, order: dict[str, Any]) -> Iterator[Piece]:
    """All rows of a table: of a workbook those of the first sheet that holds something."""
    if order["form"] == "csv":
        from reportkit.source.decode import decode_text
        from reportkit.source.rows import split_csv

        rows, _ = split_csv(decode_text(raw, None, False).text)
    else:
        from reportkit.source.sheet import read_sheets

        rows = [*next((sheet.rows for sheet in read_sheets(raw)[0] if any(map(any, sheet.rows))), [])]
    yield {}, json.dumps(rows).encode("ascii")


def _rows(texts: Texts, encoding: str, warnings: tuple[str, ...]) -> Iterator[Piece]:
    warnings = (*warnings, *texts.warnings)
    for place, text in texts.rows:
        if len(text) > MOST_CHARACTERS:
            raise SourceError(f"{place}: {TOO_LONG}")
        yield (
            {"place": place, "encoding": encoding, "warnings": warnings},
            text.encode("utf-8", "surrogatepass"),
        )
        warnings = ()  # what is wrong with the file is told once
