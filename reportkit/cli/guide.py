"""``reportkit guide``: the guides, which are Markdown files inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportkit.cli.options import completing, one_of

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
    from reportkit.output.write import write_output

    if topic is not None:
        write_output(_read(topic))
    else:
        write_output("".join(f"{each:<9}{_subject(each)}\n" for each in TOPICS))


def _read(topic: str) -> str:
    """The text of a guide in the language that was chosen; English where there is no other."""
    from reportkit.language import current

    translated = GUIDES / current() / f"{topic}.md"
    return (translated if translated.exists() else GUIDES / f"{topic}.md").read_text(encoding="utf-8")


def _subject(topic: str) -> str:
    """What a guide is about: the line below its title."""
    return _read(topic).split("\n", 3)[2]
