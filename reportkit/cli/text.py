"""``reportkit text``: the text that offsets refer to."""

from __future__ import annotations

from typing import Annotated

import typer

from reportkit.cli.options import Column, Encoding, File, NoReorder, Rules, Strict


def text(
    file: File,
    repaired: Annotated[
        bool, typer.Option("--repaired", help="The text after repair, on which the rules work.")
    ] = False,
    no_reorder: NoReorder = False,
    rules: Rules = None,
    encoding: Encoding = None,
    strict: Strict = False,
    column: Column = None,
) -> None:
    """Print the text that all offsets refer to, in UTF-8.

    The texts of an archive, or of the rows of a table, come one after the other, each below a line with its
    name: ==> reports.zip/county.docx <==

    Example: reportkit text samples/newspaper-2024.txt --repaired
    """
    from reportkit.cli.losses import Losses, unforeseen_at
    from reportkit.cli.screen import tell
    from reportkit.output.visible import visible
    from reportkit.output.write import write_output
    from reportkit.source import Reading, read_sources

    with unforeseen_at(file):
        sources = list(read_sources(file, Reading(encoding, strict, column)))
    for source in sources:
        tell(source.path, source.warnings)
    texts = [(source.path, source.text) for source in sources]
    losses = Losses()
    if repaired:
        from reportkit.pipeline import repaired as repair
        from reportkit.rules.load import load_rules

        rule_set = load_rules(rules)
        texts = []
        for source in sources:
            with losses.at(source.path):
                texts.append((source.path, repair(source, rule_set, not no_reorder)))
        losses.end(kept=texts)
    several = len(sources) > 1
    heads = (f"==> {visible(path)} <==\n{text.rstrip()}\n\n" for path, text in texts)
    write_output("".join(heads if several else (text for _, text in texts)))
    losses.end()
