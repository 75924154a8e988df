"""Word documents, by python-docx, which is an extra: titles, headings, and tables that break well across pages.

The rows of a table do not break, and its heads stand on every page. The same parts give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportkit.errors import OutputError
from reportkit.installation import require
from reportkit.output.tones import COLOURS, tone_of
from reportkit.output.visible import visible

if TYPE_CHECKING:
    from docx.document import Document

# Fonts by the names that every office knows, for Latin and for East Asian text.
BODY, HEADING = ("Times New Roman", "SimSun"), ("Arial", "SimHei")
HALF_POINTS, SMALL = 21, 17
# A page of A4 with its margins in twentieths of a point, and how many columns are put on one that stands upright.
SHORT, LONG, MARGIN = 11906, 16838, 1134
UPRIGHT = 6
# Widths of columns in characters: what a long text takes at least and at most, beside the others.
NARROWEST, WIDEST = 4, 30
DEEPEST = 9
# More rows than anybody leafs through, and than an office opens in a minute.
MOST_ROWS = 20_000
CREATED = datetime(2000, 1, 1)
NO_XML = re.compile("[\ufffe\uffff]")
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its level, paragraphs, and a table. A row that is a text goes across all columns.

    Such a text stays on one page with the row above it, and where it `leads` with the one below.
    """

    heading: str = ""
    level: int = 1
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...] | str, ...] = ()
    leads: bool = False


def render_document(title: str, parts: Sequence[Part]) -> bytes:
    """Write parts below a title. Raises `OutputError` where python-docx is not installed, and for too many rows."""
    made: Document = require("docx", "docx", "python-docx", "docx").Document()
    count = sum(len(part.rows) for part in parts)
    if count > MOST_ROWS:
        raise OutputError(
            f"a document of {count:,} rows is more than {MOST_ROWS:,}; choose fewer, or take xlsx or csv"
        )
    widest = max((len(part.heads) for part in parts), default=0)
    width = _lay_out(made, is_upright=widest <= UPRIGHT)
    made.core_properties.title = _clean(title)
    made.core_properties.author = "reportkit"
    made.core_properties.created = made.core_properties.modified = CREATED
    made.add_heading(_clean(title), 0)
    for part in parts:
        if part.heading:
            made.add_heading(_clean(part.heading), min(part.level, DEEPEST))
        for line in part.lines:
            made.add_paragraph(_clean(line))
        if part.rows:
            made.element.body.insert_element_before(_table(part, width), "w:sectPr")
            made.add_paragraph()
    return _same_bytes(made)


def _clean(text: str) -> str:
    return NO_XML.sub("\ufffd", visible(text))


def _lay_out(made: Document, is_upright: bool) -> int:
    """Set paper, fonts and the numbers of the pages. Returns the width of the text."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Pt, Twips

    section = made.sections[0]
    sides = (SHORT, LONG) if is_upright else (LONG, SHORT)
    section.orientation = WD_ORIENT.PORTRAIT if is_upright else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Twips, sides)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Twips(MARGIN))
    for style in made.styles:
        if style.name in ("Normal", "Title") or (style.name or "").startswith("Heading"):
            _set_fonts(style, BODY if style.name == "Normal" else HEADING)
    made.styles["Normal"].font.size = Pt(HALF_POINTS / 2)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    footer._p.append(
        parse_xml(f'<w:fldSimple {NAMESPACE} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
    return sides[0] - 2 * MARGIN


def _set_fonts(style: Any, fonts: tuple[str, str]) -> None:
    """Give a style its fonts; those of the theme would go before them."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = fonts[0]
    style.font.color.rgb = RGBColor(0, 0, 0)
    found = style.element.rPr.rFonts
    for name in [each for each in found.attrib if str(each).endswith("Theme")]:
        del found.attrib[name]
    for name, font in (("ascii", fonts[0]), ("hAnsi", fonts[0]), ("cs", fonts[0]), ("eastAsia", fonts[1])):
        found.set(qn(f"w:{name}"), font)


def _table(part: Part, width: int) -> Any:
    from docx.oxml import parse_xml

    widths = _widths(part, width)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    about = f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    rows = "".join(_rows(part, widths))
    return parse_xml(
        f"<w:tbl {NAMESPACE}><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _widths(part: Part, width: int) -> list[int]:
    """Share the width out among the columns by their longest text."""
    from rich.cells import cell_len

    table = [part.heads, *(row for row in part.rows if not isinstance(row, str))]
    longest = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    sizes = [min(max(each, NARROWEST), WIDEST) + 2 for each in longest]
    return [width * size // sum(sizes) for size in sizes]


def _rows(part: Part, widths: Sequence[int]) -> Iterator[str]:
    yield _row(zip(part.heads, widths, strict=True), head=True, stays=True)
    for row, below in zip(part.rows, [*part.rows[1:], None], strict=True):
        if isinstance(row, str):
            yield _row([(row, sum(widths))], across=len(widths), stays=part.leads)
        else:
            yield _row(zip(row, widths, strict=True), stays=isinstance(below, str) and not part.leads)


def _row(cells: Iterable[tuple[str, int]], head: bool = False, across: int = 0, stays: bool = False) -> str:
    """Write a row: one of heads, one whose only cell goes `across` so many columns, one that `stays` with the next."""
    made = "".join(_cell(text, width, head, across, stays) for text, width in cells)
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{made}</w:tr>"


def _cell(text: str, width: int, head: bool, across: int, stays: bool) -> str:
    tone = tone_of(text)
    fill = "D9E2F3" if head else "F2F2F2" if across else COLOURS[tone] if tone else ""
    about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    about += f'<w:gridSpan w:val="{across}"/>' if across else ""
    about += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    kept = "<w:keepNext/>" if stays else ""
    font = f'{"<w:b/>" if head else ""}<w:sz w:val="{SMALL}"/><w:szCs w:val="{SMALL}"/>'
    return (
        f'<w:tc><w:tcPr>{about}</w:tcPr><w:p><w:pPr>{kept}<w:spacing w:before="20" w:after="20"/></w:pPr>'
        f'<w:r><w:rPr>{font}</w:rPr><w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r></w:p></w:tc>'
    )


def _same_bytes(made: Document) -> bytes:
    """Pack a document anew, with no time in it."""
    loose, packed = BytesIO(), BytesIO()
    made.save(loose)
    with ZipFile(loose) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
