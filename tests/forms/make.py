"""Write report.txt out in its other forms: once, by hand; the tests read the files and need neither program.

Needs LibreOffice (soffice), Chromium and a Chinese font: ``python tests/forms/make.py``.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
TEXT = (HERE / "report.txt").read_text(encoding="utf-8")
STYLE = """
@page { size: A4; margin: 22mm 18mm; @top-center { content: "云岭县统计公报"; font-size: 8pt }
        @bottom-center { content: "— " counter(page) " —"; font-size: 8pt } }
body { font-family: "WenQuanYi Micro Hei"; font-size: 10.5pt; line-height: 1.6; margin: 0 }
p { text-indent: 2em; margin: 0; text-align: justify }
p.title { text-indent: 0; text-align: center }
h2 { font-size: 11pt; margin: 0.4em 0 }
table { border-collapse: collapse; width: 100%; font-size: 9pt } td { border: 0.5pt solid; padding: 1pt 3pt }
"""
COLUMNS = "div.columns { column-count: 3; column-gap: 7mm; column-fill: auto } body { font-size: 11pt; line-height: 1.7 }"


def page(extra: str = "") -> str:
    """The text as a web page; its title stands across the columns."""
    parts = ['<h1 style="text-align: center">', "", "</h1>", '<div class="columns">']
    lines = [line for line in TEXT.splitlines() if line.strip()]
    parts[1] = html.escape(lines[0])
    for is_row, group in groupby(lines[1:], lambda line: line.startswith("|")):
        if is_row:
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in group]
            cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        else:
            parts += [f"<p>{html.escape(line)}</p>" for line in group]
    body = "\n".join([*parts, "</div>"])
    head = f'<head><meta charset="utf-8"><style>{STYLE}{extra}</style></head>'
    return f'<!doctype html><html lang="zh">{head}<body>{body}</body></html>\n'


def office(source: Path, form: str, folder: Path) -> Path:
    """`source` converted by LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source)]
    if source.suffix == ".html":
        command.insert(3, "--infilter=HTML (StarWriter)")
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{form.partition(':')[0]}"


def chromium(source: Path, target: Path) -> None:
    """`source` printed by Chromium."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True, timeout=180
    )


def main() -> None:
    """Write report.html, report.docx, report.pdf and report-columns.pdf beside report.txt."""
    (HERE / "report.html").write_text(page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docx = office(HERE / "report.html", "docx:MS Word 2007 XML", folder)
        shutil.copy(docx, HERE / "report.docx")
        shutil.copy(office(docx, "pdf", folder), HERE / "report.pdf")
        columns = folder / "columns.html"
        columns.write_text(page(COLUMNS), encoding="utf-8")
        chromium(columns, HERE / "report-columns.pdf")


if __name__ == "__main__":
    main()
