"""The README tells the truth: every command of its ``console`` blocks is run and prints what stands there.

A line ``…`` of the output stands for any lines, and ``…`` within a line for any characters; blank lines at
its end are not shown.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SHELL = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Each part of a command line ``a && b && c`` is looked at alone. These are not run:
# what sets up, because it would need a network and would change the environment that the tests run in;
SETS_UP = re.compile(
    r"^(?:git clone|cd |(?:\S*/)?python[0-9.]* -m venv|(?:\S*/)?pip |\S*python[0-9.]* -m pip|source |\. )"
)
# what runs the tests, because these are the tests.
TESTS = re.compile(r"^(?:\S*/)?(?:python[0-9.]* -m )?pytest\b|^\.ci/run|tests/gate\.py|tests/bench/")
IN_VENV = re.compile(r"(?<!\S)\.venv/(?:bin|Scripts)/")
# Programs that a machine may lack.
OPTIONAL = {"jq", "iconv", "curl", "column"}
BETWEEN = "--- what the next command prints ---"
NOT_COPIED = {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


@dataclass
class Command:
    """A command of a block, and the lines that it prints."""

    line: str
    number: int
    output: str = ""

    @property
    def runnable(self) -> str:
        """The parts of the command that are run here, with the programs of this environment."""
        parts = [part for part in self.line.split(" && ") if not (SETS_UP.search(part) or TESTS.search(part))]
        return IN_VENV.sub("", " && ".join(parts))


def find_commands(block: re.Match[str]) -> list[Command]:
    """The commands of a block: ``$ `` opens one, a backslash at the end of its line continues it."""
    first = block.string.count("\n", 0, block.start()) + 2
    commands: list[Command] = []
    for number, line in enumerate(block[1].splitlines(keepends=True), first):
        if line.startswith("$ "):
            commands.append(Command(line[2:].rstrip("\n"), number))
        elif commands and commands[-1].line.endswith("\\"):
            commands[-1].line = commands[-1].line[:-1].rstrip() + " " + line.strip()
        elif commands:
            commands[-1].output += line
    return commands


def find_blocks() -> list[list[Command]]:
    text = README.read_text(encoding="utf-8") if README.is_file() else ""
    blocks = [[c for c in find_commands(block) if c.runnable] for block in BLOCK.finditer(text)]
    return [block for block in blocks if block]


def matches(expected: str, printed: str) -> bool:
    r"""Whether an output is what the README shows.

    >>> matches("a\n…\nd\n", "a\nb\nc\nd\n"), matches("at …/rules:3\n", "at /opt/rules:3\n")
    (True, True)
    >>> matches("a\n", "a\nb\n"), matches("a\n", "ab\n")
    (False, False)
    """
    pattern = ""
    for line in expected.rstrip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n"
    return re.fullmatch(pattern + r"\s*", f"{printed}\n") is not None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, so that a command of the README may write a file."""
    folder = tmp_path_factory.mktemp("readme")
    for entry in ROOT.iterdir():
        if entry.name in NOT_COPIED:
            continue
        if entry.is_dir():
            shutil.copytree(entry, folder / entry.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(entry, folder)
    return folder


def run_block(commands: list[Command], folder: Path) -> list[str]:
    """What each command prints, errors among it; they run in one shell, one after the other."""
    script = f"\nstatus=$?; echo '{BETWEEN}'; (exit $status)\n".join(command.runnable for command in commands)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")
    }
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    environment["PYTHONIOENCODING"] = "utf-8"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )
    return done.stdout.decode("utf-8").split(f"{BETWEEN}\n")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash to run the README's commands")
@pytest.mark.parametrize("commands", find_blocks(), ids=lambda commands: f"line {commands[0].number}")
def test_commands_print_what_the_readme_shows(commands: list[Command], desk: Path) -> None:
    programs = {
        part.split()[0] for c in commands for part in re.split(r"\||&&|;", c.runnable) if part.split()
    }
    missing = [program for program in programs & OPTIONAL if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed on this machine")
    printed = run_block(commands, desk)
    assert len(printed) == len(commands)
    for command, output in zip(commands, printed, strict=True):
        if not matches(command.output, output):
            pytest.fail(
                f"README.md:{command.number}: $ {command.line}\nshows:\n{command.output}\nprints:\n{output}",
                pytrace=False,
            )


def test_the_readme_sets_up_and_tests_in_a_command() -> None:
    """The two commands that a newcomer needs: one to a first result, one to passing tests."""
    lines = [
        line for block in SHELL.finditer(README.read_text(encoding="utf-8")) for line in block[1].splitlines()
    ]
    whole = [line for line in lines if "-m venv" in line and "pip install" in line]
    assert any("reportkit extract samples/" in line for line in whole)
    assert any("[dev]" in line and "python -m pytest" in line for line in whole)
