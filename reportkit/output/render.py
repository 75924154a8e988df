"""Extractions, comparisons and rows in any format of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.model import Extraction
from reportkit.output.document import without_surrogates
from reportkit.output.formats import FORMATS, check_installed
from reportkit.output.write import telling

if TYPE_CHECKING:
    from reportkit.output.screen import Screen
    from reportkit.output.sheets import Sheet


def load(writer: str) -> Callable[..., Any]:
    """Return the function that stands as ``module:name`` in the table."""
    module, _, name = writer.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"reportkit.{module}"), name)
    return function


def render_pieces(
    extractions: Sequence[Extraction],
    name: str,
    screen: Screen | None = None,
    warn: Callable[[str], None] = lambda text: None,
) -> Iterator[str] | bytes:
    """Return the extractions in a format, piece by piece; bytes for what is no text.

    `screen` is the terminal that a table is shown on. `warn` is told what the format cannot hold.
    Raises `OutputError` for a format whose package is not installed.
    """
    format_ = FORMATS[name]
    if format_.build:
        return _built(extractions, name, warn)
    if format_.whole:
        made: bytes = load(format_.whole)(extractions)
        return made
    pieces = load(format_.pieces)(extractions, *((screen,) if format_.on_screen else ()))
    return chain([load(format_.head)()] if format_.head else [], pieces)


def render_head(name: str) -> bytes:
    """Return what stands before all extractions in a format."""
    head = FORMATS[name].head
    return load(head)().encode("utf-8") if head else b""


def _built(extractions: Sequence[Extraction], name: str, warn: Callable[[str], None]) -> bytes:
    """Return the bytes of a file that is built of lines."""
    from tempfile import TemporaryDirectory

    check_installed(name)
    format_ = FORMATS[name]
    with telling(f"the {name} file"), TemporaryDirectory(prefix="reportkit-") as folder:
        lines, made = Path(folder, "lines"), Path(folder, "made")
        with lines.open("wb") as file:
            for each in extractions:
                file.write(render_lines(format_.lines, each.source.path, "", "", [each]))
        for said in load(format_.build)(lines, made):
            warn(said)
        return made.read_bytes()


def render_lines(
    form: str, file: str, sha256: str, settings: str, extractions: Sequence[Extraction]
) -> bytes:
    """Return what is kept of a file in a form of text or of lines, as bytes that may stand behind those of another.

    The `sha256` of the file and the `settings` that it was read with stand in ``tables`` alone.
    """
    if form == "tables":
        from reportkit.output.tables import table_lines

        return table_lines(file, sha256, settings, extractions)
    return "".join(load(FORMATS[form].pieces)(extractions)).encode("utf-8", "replace")


def render_data(
    name: str,
    document: Callable[[], Any],
    records: Callable[[], Sequence[dict[str, Any]]],
    sheet: Callable[[bool], Sheet],
    screen: Screen | None = None,
) -> str | bytes:
    """Return what is no extraction in a format; bytes for what is no text.

    It is given in three ways, of which one is asked for: as a plain value, as plain objects, and as a sheet, a short
    one for the eye or a full one. `screen` is the terminal that a table is shown on.
    """
    format_ = FORMATS[name]
    made: str | bytes
    if format_.document:
        made = load(format_.document)(without_surrogates(document()))
    elif format_.records:
        made = load(format_.records)(without_surrogates(list(records())))
    else:
        forms = (True, False) if format_.both else (format_.for_eye,)
        made = load(format_.sheet)(*map(sheet, forms), *((screen,) if format_.on_screen else ()))
    return made
