"""``reportkit quantities``: the numbers of a text with their units and bounds, a line each."""

from __future__ import annotations

from typing import Annotated

import typer

from reportkit.cli.options import STANDARD_INPUT, Encoding, Rules


def quantities(
    file: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="A text; standard input without it or for -.")
    ] = STANDARD_INPUT,
    refused: Annotated[
        bool,
        typer.Option("--refused", help="The numbers that are no quantity instead: offset, text and rule."),
    ] = False,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Print every quantity of a text, a line each: offset, text, value, unit, bound, lower, upper.

    The columns are parted by tabs and have no heading, as pipes want them; on a terminal they are aligned
    below one. An end that a bound leaves open and a unit that is not printed are empty.

    Example: reportkit quantities samples/county-2024.txt | head
    """
    from reportkit.cli.losses import unforeseen_at
    from reportkit.cli.screen import screen_for
    from reportkit.output.columns import render_columns
    from reportkit.output.document import digits
    from reportkit.output.write import write_output
    from reportkit.pipeline import find_numbers
    from reportkit.rules.load import load_rules
    from reportkit.source import read_source

    rule_set = load_rules(rules)
    with unforeseen_at(file):
        found, none = find_numbers(read_source(file, encoding), rule_set)
    if refused:
        heads: tuple[str, ...] = ("offset", "text", "rule")
        rows: list[tuple[str, ...]] = [(str(each.spans[0].start), each.text, each.rule) for each in none]
    else:
        heads = ("offset", "text", "value", "unit", "bound", "lower", "upper")
        rows = []
        for each in found:
            q = each.quantity
            ends = ("" if end is None else digits(end) for end in (q.lower, q.upper))
            rows.append((str(each.spans[0].start), each.text, digits(q.value), q.unit or "", q.bound, *ends))
    screen = screen_for(None)
    write_output(render_columns(heads, rows, screen), coloured=screen is not None)
