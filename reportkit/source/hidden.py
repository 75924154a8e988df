"""What the sheets of a workbook do not show: hidden rows and columns, those that a filter hides among them."""

from __future__ import annotations

import posixpath
import re
import zipfile

from reportkit.errors import SourceError
from reportkit.source.parts import MOST_BYTES, open_parts, read_part
from reportkit.source.xml import attribute, local, parse_xml
from reportkit.values import dataclass

MOST_COLUMNS = 16_384
# A sheet may be large, and is looked through and not parsed: the start of a row, and that of a column.
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"\b(r|hidden|ht|min|max|width)\s*=\s*[\"']([^\"']*)[\"']")
_YES = (b"1", b"true")


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows and the columns of a sheet that are hidden, counted from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def find_hidden(raw: bytes) -> dict[str, Hidden]:
    """For each sheet of a workbook, by its name, what it hides. A workbook that is not built as usual hides nothing."""
    with open_parts(raw) as parts:
        try:
            main = next(iter(_targets(parts, "", "officeDocument").values()), "xl/workbook.xml")
            sheets = _targets(parts, main, "worksheet")
            names = {
                attribute(each, "id"): attribute(each, "name")
                for each in parse_xml(read_part(parts, main)).iter()
                if local(each) == "sheet"
            }
            return {
                name: _hidden(read_part(parts, sheets[key], 4 * MOST_BYTES))
                for key, name in names.items()
                if key in sheets and name is not None
            }
        except SourceError:
            return {}


def _targets(parts: zipfile.ZipFile, part: str, kind: str) -> dict[str | None, str]:
    """Return the parts that a part is related to as a `kind`, by the id of the relation."""
    folder, name = posixpath.split(part)
    relations = parse_xml(read_part(parts, posixpath.join(folder, "_rels", f"{name}.rels")))
    found = {}
    for each in relations:
        if (attribute(each, "Type") or "").endswith(f"/{kind}"):
            target = attribute(each, "Target") or ""
            found[attribute(each, "Id")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return found


def _hidden(sheet: bytes) -> Hidden:
    rows: set[int] = set()
    number = -1
    for match in _ROW.finditer(sheet):
        told = dict(_ATTRIBUTE.findall(match[1]))
        number = int(told[b"r"]) - 1 if told.get(b"r", b"").isdigit() else number + 1
        if told.get(b"hidden") in _YES or _is_zero(told.get(b"ht")):
            rows.add(number)
    columns: set[int] = set()
    for match in _COLUMN.finditer(sheet, 0, max(sheet.find(b"sheetData"), 0)):
        told = dict(_ATTRIBUTE.findall(match[1]))
        first, last = told.get(b"min", b""), told.get(b"max", b"")
        hides = told.get(b"hidden") in _YES or _is_zero(told.get(b"width"))
        if hides and first.isdigit() and last.isdigit():
            columns.update(range(int(first) - 1, min(int(last), MOST_COLUMNS)))
    return Hidden(frozenset(rows), frozenset(columns))


def _is_zero(size: bytes | None) -> bool:
    return size is not None and re.fullmatch(rb"0+(?:\.0*)?", size) is not None
