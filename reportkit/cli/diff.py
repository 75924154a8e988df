"""``reportkit diff``: two years side by side."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from reportkit.cli.options import Encoding, Organ, Rules, Sure, Wide, choices_of, option_of
from reportkit.cli.sides import Across, Format, Kinds, New, Old, Output, Place, Sides, Years, choose_sides

ONLY = ("changed", "added", "removed", "goals", "doubtful", "unknown", "incomparable", "same", "noted")
SORTS = ("order", "name", "change", "percent")
DIFFERENT = 1
MinChange = Annotated[
    str | None,
    typer.Option(
        metavar="N",
        help="Only changes of N per cent or more; of N points where a rate or a growth changes.",
    ),
]


def diff(
    sides: Sides = None,
    old: Old = None,
    new: New = None,
    place: Place = None,
    years: Years = None,
    kind: Kinds = None,
    organ: Organ = None,
    across_places: Across = False,
    only: Annotated[
        list[str] | None,
        choices_of(ONLY, "Only pairs of this kind; goals are of any verdict, noted are those with a note."),
    ] = None,
    section: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Only under a heading that contains TEXT.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="Only with a name or concept that contains TEXT, or of the concept that it names.",
        ),
    ] = None,
    sort: Annotated[
        str | None,
        option_of(SORTS, "The order within each field. Without it: that of the new report."),
    ] = None,
    min_change: MinChange = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything differs.")] = False,
    sure: Sure = None,
    format_: Format = None,
    output: Output = None,
    wide: Wide = False,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Set the figures of two years side by side: what changed and by how much, what came in, what is no longer told.

    What fits two ways is doubtful, shown with all that fits, and never guessed. Where bounds leave room for both,
    a change is unknown; where two figures cannot be reckoned with, they are incomparable and the reason is given.

    Example: reportkit diff samples/county-2023.txt samples/county-2024.txt --only goals
    """
    from reportkit.cli.losses import unforeseen_at
    from reportkit.cli.named import concepts_of, tell_strangers
    from reportkit.cli.screen import tell
    from reportkit.cli.selection import Selection, select_pairs
    from reportkit.cli.sides import prepare, read_inputs, write_result
    from reportkit.compare import diff as run
    from reportkit.rules.load import load_rules

    before, after = choose_sides(sides, old, new, place, years, kind, organ)
    least = _least(min_change)
    files = [*before.files, *after.files]
    prepare(files, format_, output)
    rule_set = load_rules(rules)
    # without one of the files a side says of what stands there that it is no longer told
    old_side, new_side = (
        read_inputs(side, encoding, rule_set, unforeseen_at, sure) for side in (before, after)
    )
    with unforeseen_at(", ".join(files)):
        found = run(old_side, new_side, rule_set, across_places)
    tell("diff", found.warnings)
    tell_strangers("diff", name, [*old_side, *new_side], rule_set)
    selection = Selection(only or (), section or (), name or (), least, concepts_of(name or (), rule_set))
    found = select_pairs(found, selection, sort or "order")
    write_result(found, format_, output, files, wide)
    if exit_code and any(pair.verdict != "same" for pair in found.pairs):
        raise typer.Exit(DIFFERENT)


def _least(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise typer.BadParameter(f"--min-change: {text!r}, expected a number from 0 on")
    return number
