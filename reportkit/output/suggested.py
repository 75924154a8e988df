"""Suggestions for the catalogue as YAML to paste into a file of rules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

import regex

from reportkit.output.visible import visible

_BARE_NAME = regex.compile(r"[\p{Han}A-Za-z][\p{Han}A-Za-z0-9、]*")
SENTENCE_WIDTH = 60


class Suggested(Protocol):
    """A name without a concept, as it is to be shown."""

    @property
    def name(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def files(self) -> int: ...
    @property
    def dimension(self) -> str: ...
    @property
    def measures(self) -> Sequence[str]: ...
    @property
    def sentence(self) -> str: ...


def render_suggestions(suggestions: Sequence[Suggested]) -> str:
    """Write a list of concepts, each under a line that tells how often its name stands and where it was first read."""
    if not suggestions:
        return "# no name recurs without a concept\nconcepts: []\n"
    lines = ["concepts:"]
    for each in suggestions:
        sentence = visible(" ".join(each.sentence.split()))
        shown = sentence if len(sentence) <= SENTENCE_WIDTH else f"{sentence[:SENTENCE_WIDTH]}…"
        files = f"{each.files} file{'s' if each.files != 1 else ''}"
        name = each.name if _BARE_NAME.fullmatch(each.name) else json.dumps(each.name, ensure_ascii=False)
        lines += [
            f"  # {each.count} times in {files}: {shown}",
            f"  - id: {name}",
            f"    name: {name}",
            f"    dimension: {each.dimension}",
            f"    measures: [{', '.join(each.measures)}]",
        ]
    return "\n".join(lines) + "\n"
