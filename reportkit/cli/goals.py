"""``reportkit goals``: what was promised, and what was reached."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.options import Encoding, Organ, Rules, Sure, Wide, choices_of
from reportkit.cli.sides import Across, Format, Kinds, New, Old, Output, Place, Sides, Years, choose_sides

if TYPE_CHECKING:
    from reportkit.compare import Tolerance

VERDICTS = ("met", "exceeded", "missed", "unknown", "incomparable", "doubtful", "unreported", "later")


def goals(
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
        choices_of(VERDICTS, "Only goals with this verdict."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT", help="Only goals with a name that contains TEXT, or of the concept that it names."
        ),
    ] = None,
    tolerance: Annotated[
        str | None,
        typer.Option(
            metavar="POINTS|PERCENT%",
            help="What is allowed for 左右: points of a rate or a growth, per cent of any other amount, or both "
            "with a comma between. Without it: 0.3,2%.",
        ),
    ] = None,
    sure: Sure = None,
    format_: Format = None,
    output: Output = None,
    wide: Wide = False,
    rules: Rules = None,
    encoding: Encoding = None,
) -> None:
    """Hold the goals of the old plan against what the new report says was reached, and against the next plan.

    A goal is judged by its bound: 以上 is met from its number on, 左右 within the tolerance. One of several things
    together is judged by its parts, one in words (与经济增长同步) by what it takes to judge it. What the new report does
    not tell is unreported, what is due only after it is later.

    Example: reportkit goals samples/county-2023.txt samples/county-2024.txt --only missed
    """
    from dataclasses import replace

    from reportkit.cli.losses import unforeseen_at
    from reportkit.cli.named import concepts_of, tell_strangers
    from reportkit.cli.screen import tell
    from reportkit.cli.sides import prepare, read_inputs, write_result
    from reportkit.compare import find_goals
    from reportkit.rules.load import load_rules

    allowed = _tolerance(tolerance)
    before, after = choose_sides(sides, old, new, place, years, kind, organ)
    files = [*before.files, *after.files]
    prepare(files, format_, output)
    rule_set = load_rules(rules)
    # without one of the files a side says of what stands there that it is no longer told
    old_side, new_side = (
        read_inputs(side, encoding, rule_set, unforeseen_at, sure) for side in (before, after)
    )
    with unforeseen_at(", ".join(files)):
        found = find_goals(old_side, new_side, rule_set, across_places, allowed)
    tell("goals", found.warnings)
    tell_strangers("goals", name, [*old_side, *new_side], rule_set)
    meant = concepts_of(name or (), rule_set)
    kept = tuple(
        goal
        for goal in found.goals
        if (not only or goal.verdict in only)
        and (not name or goal.concept in meant or any(part in goal.name for part in name))
    )
    write_result(replace(found, goals=kept), format_, output, files, wide)


_PART = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(%?)")


def _tolerance(text: str | None) -> Tolerance:
    """What is allowed for 左右. Raises `typer.BadParameter` for what is no points and no per cent, or either twice."""
    from reportkit.compare import USUAL, Tolerance

    if text is None:
        return USUAL
    parts = [_PART.fullmatch(part.strip()) for part in text.split(",")]
    told = {part[2]: Decimal(part[1]) for part in parts if part is not None}
    if len(told) != len(parts):
        raise typer.BadParameter(f"--tolerance: {text!r}, expected points and per cent such as 0.5,3%")
    return Tolerance(told.get("", USUAL.points), told.get("%", USUAL.percent))
