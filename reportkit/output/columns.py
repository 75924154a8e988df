"""Rows as columns: parted by tabs for pipes, aligned below a heading for the eye."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.output.visible import visible

GAP = 2


def render_columns(heads: Sequence[str], rows: Sequence[Sequence[str]], aligned: bool) -> str:
    r"""The rows, a line each; `aligned` sets them below their heads with full-width characters in mind.

    >>> render_columns(("a", "b"), [("1", "件"), ("22", "%")], aligned=False)
    '1\t件\n22\t%\n'
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    if not aligned:
        return "".join("\t".join(row) + "\n" for row in shown)
    from rich.cells import cell_len

    table = [list(heads), *shown]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    lines = (
        "".join(cell + " " * (width - cell_len(cell) + GAP) for cell, width in zip(row, widths, strict=True))
        for row in table
    )
    return "".join(line.rstrip() + "\n" for line in lines)
