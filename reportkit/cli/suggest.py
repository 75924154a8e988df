"""``reportkit rules suggest``: what the catalogue may lack."""

from __future__ import annotations

from typing import Annotated

import typer

from reportkit.cli.options import Encoding, Files, Rules, check_inputs


def suggest(
    files: Files,
    least: Annotated[str, typer.Option(metavar="N", help="Only names that stand at least N times.")] = "2",
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Print the names that recur in reports without a concept, as YAML to paste into a file of rules.

    The most frequent stand first. Give each its aliases, its English name and an example, and take out those
    that are no concept; then lay the folder over the rules with --rules.

    Example: reportkit rules suggest samples/county-2023.txt samples/county-2024.txt
    """
    from reportkit.cli.losses import Losses
    from reportkit.extraction.suggestions import find_suggestions
    from reportkit.output.suggested import render_suggestions
    from reportkit.output.write import write_output
    from reportkit.pipeline import extract
    from reportkit.rules.load import load_rules
    from reportkit.source import read_source

    if not least.isascii() or not least.isdigit() or int(least) < 1:
        raise typer.BadParameter(f"--least: {least!r}, expected a whole number from 1 on")
    check_inputs(files)
    rule_set = load_rules(rules)
    losses = Losses()
    extractions = []
    for file in files:
        with losses.at(file):
            extractions.append(extract(read_source(file, encoding), rule_set))
    losses.end(kept=extractions)
    write_output(render_suggestions(find_suggestions(extractions, rule_set, int(least))))
    losses.end()
