"""Small Word files and workbooks for the tests, made of their parts."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(members: dict[str, bytes | str], stored: bool = False) -> bytes:
    """A zip archive of members by their names; `stored` as they are."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as file:
        for name, member in members.items():
            file.writestr(name, member)
    return raw.getvalue()


def docx(document: str | bytes, **parts: str) -> bytes:
    """A Word file of its main part, and of others by the names of their files in word/."""
    members: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    return packed(members | {f"word/{name}.xml": part for name, part in parts.items()})


def body(inside: str) -> str:
    """The main part of a Word file around what it holds."""
    return f'<?xml version="1.0"?><w:document {W}><w:body>{inside}</w:body></w:document>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet of texts."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in enumerate(row)
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}"><sheets>'
            '<sheet name="报告" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" '
            f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
        }
    )


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*told: tuple[str, str, str]) -> str:
    """A part that tells of others: an id, the last word of the kind, and the target of each."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    each = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, kind, target in told
    )
    return f'<Relationships xmlns="{package}">{each}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def runs(*inside: str, properties: str = "") -> str:
    """A paragraph of runs and whatever else it holds."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def table(*rows: str) -> str:
    """A table of rows, each given by its cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
