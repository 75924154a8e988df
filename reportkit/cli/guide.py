"""``reportkit guide``: the guides, which are Markdown files inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.options import completing, one_of

if TYPE_CHECKING:
    from reportkit.output.screen import Screen

GUIDES = Path(__file__).resolve().parent.parent / "guides"
# In the order in which a newcomer needs them.
TOPICS = (
    "reading",
    "output",
    "places",
    "compare",
    "batch",
    "cluster",
    "store",
    "panel",
    "page",
    "formats",
    "rules",
)


def guide(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC",
            callback=one_of(TOPICS),
            autocompletion=completing(TOPICS),
            help=f"One of {', '.join(TOPICS)}. Without it, the list of guides.",
        ),
    ] = None,
) -> None:
    """Print a guide, or the list of guides.

    Example: reportkit guide batch
    """
    from reportkit.cli.screen import screen_for, write_lines
    from reportkit.output.write import write_output

    screen = screen_for(None)
    if topic is None:
        write_lines(f"{each:<9}{_subject(each)}" for each in TOPICS)
    elif screen is None:
        write_output(_read(topic))
    else:
        write_output(_drawn(_read(topic), screen), coloured=True)


def _drawn(text: str, screen: Screen) -> str:
    """A guide as a terminal shows it: tables and paragraphs as wide as the screen."""
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(
        file=StringIO(), width=screen.width, force_terminal=True, no_color=not screen.is_coloured
    )
    with console.capture() as captured:
        console.print(Markdown(text, code_theme="ansi_light"))
    return captured.get()


def _read(topic: str) -> str:
    """The text of a guide in the language that was chosen; English where there is no other."""
    from reportkit.language import current

    translated = GUIDES / current() / f"{topic}.md"
    return (translated if translated.exists() else GUIDES / f"{topic}.md").read_text(encoding="utf-8")


def _subject(topic: str) -> str:
    """What a guide is about: the line below its title."""
    return _read(topic).split("\n", 3)[2]
