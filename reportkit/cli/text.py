"""``reportkit text``: the text that offsets refer to."""

from __future__ import annotations

from typing import Annotated

import typer

from reportkit.cli.options import Encoding, File, NoReorder, Rules


def text(
    file: File,
    repaired: Annotated[
        bool, typer.Option("--repaired", help="The text after repair, on which the rules work.")
    ] = False,
    no_reorder: NoReorder = False,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Print the text that all offsets refer to, in UTF-8.

    Example: reportkit text samples/newspaper-2024.txt --repaired
    """
    from reportkit.output.write import write_output
    from reportkit.source import read_source

    source = read_source(file, encoding)
    if not repaired:
        write_output(source.text)
        return
    from reportkit.pipeline import repaired as repair
    from reportkit.rules.load import load_rules

    write_output(repair(source, load_rules(rules), not no_reorder))
