"""What is public is documented: commands, functions, the fields of the output, exit codes."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import reportkit
from reportkit.cli.batch import INTERRUPTED, SOME_FAILED
from reportkit.cli.diff import DIFFERENT
from reportkit.cli.guide import GUIDES
from reportkit.cli.main import app
from reportkit.errors import ReportkitError
from reportkit.model import Indicator

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
STAGES = (
    "source",
    "text",
    "rules",
    "repair",
    "segment",
    "extraction",
    "output",
    "compare",
    "saved",
    "store",
    "batch",
)
FILES = sorted(path for stage in STAGES for path in (ROOT / "reportkit" / stage).rglob("*.py"))
# What only `reportkit explain` tells is not printed with an indicator.
FIELDS = [f.name for f in dataclasses.fields(Indicator) if f.name not in ("trace", "period_spans")]


def find_commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that the shell knows, sub-commands among them."""
    for name, below in getattr(command, "commands", {}).items():
        yield (*path, name)
        yield from find_commands(below, (*path, name))


COMMANDS = list(find_commands(get_command(app)))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def test_the_commands_are_found() -> None:
    assert {("extract",), ("explain",), ("rules",), ("rules", "check")} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_command_is_in_the_readme(command: tuple[str, ...], readme: str) -> None:
    assert re.search(rf"reportkit {' '.join(command)}\b", readme)


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=lambda c: " ".join(c) or "reportkit")
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0
    assert re.search(rf"Example: .*reportkit {' '.join(command)}", done.output)


def find_codes(error: type[ReportkitError] = ReportkitError) -> set[int]:
    """The exit codes of an error and of all that are of its kind."""
    return {error.exit_code}.union(*(find_codes(kind) for kind in error.__subclasses__()))


def test_the_exit_codes_of_the_readme_are_those_that_there_are(readme: str) -> None:
    section = re.search(r"^#+ [^\n]*\bexit\b.*?(?=^#+ |\Z)", readme, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    assert section is not None, "the README has no heading on exit codes"
    told = [int(code) for code in re.findall(r"^\| *(\d+) *\|", section[0], re.MULTILINE)]
    assert told == sorted({0, DIFFERENT, SOME_FAILED, INTERRUPTED, *find_codes()})


def test_fields_of_an_indicator_are_in_the_guide() -> None:
    guide = (GUIDES / "output.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in guide.splitlines() if line.startswith("| `"))
    assert [field for field in FIELDS if f"`{field}`" not in table] == []


@pytest.mark.parametrize("name", [name for name in reportkit.__all__ if not name.startswith("__")])
def test_public_name_has_a_docstring(name: str) -> None:
    documented = getattr(reportkit, name)
    text = documented.__doc__ or ""
    # A dataclass without a docstring is given its signature as one.
    assert text.strip()
    assert not text.startswith(f"{name}(")


def test_public_functions_have_a_docstring() -> None:
    bare = [
        f"{place(path)}:{node.lineno}: {node.name}"
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not bare


def test_modules_say_what_they_are_for() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in FILES}
    assert [
        place(path)
        for path, source in sources.items()
        if source.strip() and not ast.get_docstring(ast.parse(source))
    ] == []
