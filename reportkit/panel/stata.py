"""A panel as a file of Stata 14 and later, with Chinese names and labels; pandas writes it, which is an extra."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportkit.panel.shape import Shape
from reportkit.store import Store

# What Stata holds of a name and of a label, in characters, and of a text that is no strL, in bytes.
LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT = 32, 80, 2045
VERSION = 118


def write_stata(store: Store, shape: Shape, path: Path) -> None:
    """Write the rows of a shape, its columns under names that Stata takes, labelled with what they are."""
    import pandas

    names = stata_names([column.name for column in shape.columns])
    rows = store.connection.execute(shape.query).fetchall()
    kinds = [kind for _, kind, *_ in store.connection.execute(f"DESCRIBE {shape.query}").fetchall()]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    frame = pandas.DataFrame(
        {
            name: _series(pandas, column, kind)
            for name, column, kind in zip(names, columns, kinds, strict=True)
        }
    )
    texts = [name for name, kind in zip(names, kinds, strict=True) if kind == "VARCHAR"]
    long = [name for name in texts if frame[name].map(lambda text: len(text.encode())).max() > LONGEST_TEXT]
    labels = {name: column.label[:LONGEST_LABEL] for name, column in zip(names, shape.columns, strict=True)}
    frame.to_stata(path, write_index=False, version=VERSION, variable_labels=labels, convert_strl=long)


def _series(pandas: Any, column: Any, kind: str) -> Any:
    if kind == "VARCHAR":
        return pandas.Series(["" if cell is None else str(cell) for cell in column], dtype="object")
    if kind == "DOUBLE":
        return pandas.Series(column, dtype="float64")
    whole = all(cell is not None for cell in column)
    return pandas.Series(column, dtype="int32" if whole else "float64")


def stata_names(names: list[str]) -> list[str]:
    """The names of columns as Stata takes them: letters of any script, digits and _, at most 32, none twice.

    >>> stata_names(["place", "2023", "a-b", "a b"])
    ['place', '_2023', 'a_b', 'a_b_2']
    """
    found: list[str] = []
    for name in names:
        plain = "".join(c if c.isalnum() or c == "_" else "_" for c in name)
        plain = f"_{plain}" if plain[:1].isdigit() else plain
        made, count = plain[:LONGEST_NAME], 1
        while made in found:
            count += 1
            made = f"{plain[: LONGEST_NAME - len(str(count)) - 1]}_{count}"
        found.append(made)
    return found
