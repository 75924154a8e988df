"""Small PDFs for the tests, written by hand: text at its places, in whatever order it is to stand in the stream."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# x and y of the lower left corner from the lower left corner of the page, size, text
Item = tuple[float, float, float, str]
Line = tuple[float, float, float, float]
WIDTH, HEIGHT = 595, 842


def content(items: Iterable[Item], lines: Iterable[Line] = ()) -> bytes:
    """The stream of a page: `items` in their order, and lines from one point to another."""
    parts = [f"{x0} {y0} m {x1} {y1} l S" for x0, y0, x1, y1 in lines]
    parts += [
        f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
        for x, y, size, text in items
    ]
    return "\n".join(parts).encode("ascii")


def drawn(items: Iterable[Item], turn: str = "1 0 0 1", how: str = "", font: str = "F1") -> bytes:
    """The stream of `items` whose lines are turned by the matrix `turn`, with operators `how` before each text."""
    parts = [
        f"q BT {how} /{font} {size} Tf {turn} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET Q"
        for x, y, size, text in items
    ]
    return "\n".join(parts).encode("ascii")


def pdf(pages: Sequence[bytes], *, count: int | None = None, extra: str = "", page_extra: str = "") -> bytes:
    """A PDF of the streams of its pages, in a font that is not embedded and whose characters are Unicode.

    The characters of its other font, F2, have no Unicode. With `count` the one page is named so many times; `extra`
    is put into the trailer, `page_extra` into each page.
    """
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
    )
    objects.append(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
    )
    objects.append(
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 700/StemV 80>>"
    )
    objects.append(
        b"<</Type/Font/Subtype/Type0/BaseFont/Unknown/Encoding/Identity-H/DescendantFonts[7 0 R]>>"
    )
    objects.append(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Unknown/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R>>"
    )
    kids = []
    for stream in pages:
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {len(objects)} 0 R"
        objects.append(f"{page}/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>{page_extra}>>".encode("ascii"))
        kids.append(f"{len(objects)} 0 R")
    kids = kids * (count or 1)
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode("ascii")
    raw, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    raw += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode(
        "ascii"
    )
    return raw
