"""The step of a build that compiles the catalogues of messages, which hatchling calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> None:
    """Write a ``.mo`` beside each ``.po`` below `folder`."""
    for source in folder.rglob("*.po"):
        with source.open("rb") as read:
            catalogue = read_po(read)
        with source.with_suffix(".mo").open("wb") as write:
            write_mo(write, catalogue)


class Compile(BuildHookInterface[Any]):
    """Compile the catalogues before a wheel or an editable installation is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them; neither the version nor the data of the build matter."""
        del version, build_data
        compile_catalogues(Path(self.root, "reportkit", "locale"))
