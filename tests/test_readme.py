"""README, CONTRIBUTING and guides tell the truth: the commands of their ``console`` blocks print what stands there.

A line ``…`` of the output stands for any lines, and ``…`` within a line for any characters; blank lines at
its end are not shown.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commands import Run
from typer.main import get_command

from reportkit.cli.guide import GUIDES, TOPICS
from reportkit.cli.main import app

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CHINESE = [ROOT / "README.zh-CN.md", *sorted((GUIDES / "zh").glob("*.md"))]
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", *sorted(GUIDES.glob("*.md")), *CHINESE]
SHELL = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Each part of a command line ``a && b && c`` is looked at alone. These are not run:
# what sets up, because it would need a network and would change the environment that the tests run in;
SETS_UP = re.compile(
    r"^(?:git clone|cd |(?:\S*/)?python[0-9.]* -m venv|(?:\S*/)?pip |\S*python[0-9.]* -m pip|source |\. )"
)
# what runs the tests, because these are the tests.
TESTS = re.compile(r"^(?:\S*/)?(?:python[0-9.]* -m )?pytest\b|^\.ci/run|tests/gate\.py|tests/bench/")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
# An option of ours, wherever a document speaks of it.
OPTION = re.compile(r"(?<![\w`-])--[a-z][a-z-]+|(?<=`)--[a-z][a-z-]+")
# Options of the programs of others.
OTHERS = {"--nthreads", "--preload", "--durations", "--pdb"}
IN_VENV = re.compile(r"(?<!\S)\.venv/(?:bin|Scripts)/")
# Programs that a machine may lack.
OPTIONAL = {"jq", "iconv", "curl", "column"}
# What a run says in between where the machine is slow.
PROGRESS = re.compile(r"^reportkit: (?:\d+ of \d+ files, |\d+/\d+个文件，).*\n", re.MULTILINE)
BETWEEN = "--- what the next command prints ---"


@dataclass
class Command:
    """A command of a block, the document and line where it stands, and the lines that it prints."""

    line: str
    path: Path
    number: int
    output: str = ""

    @property
    def runnable(self) -> str:
        """The parts of the command that are run here, with the programs of this environment."""
        parts = [part for part in self.line.split(" && ") if not (SETS_UP.search(part) or TESTS.search(part))]
        return IN_VENV.sub("", " && ".join(parts))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def find_commands(path: Path, block: re.Match[str]) -> list[Command]:
    """The commands of a block: ``$ `` opens one, a backslash at the end of its line continues it."""
    first = block.string.count("\n", 0, block.start()) + 2
    commands: list[Command] = []
    for number, line in enumerate(block[1].splitlines(keepends=True), first):
        if line.startswith("$ "):
            commands.append(Command(line[2:].rstrip("\n"), path, number))
        elif commands and commands[-1].line.endswith("\\"):
            commands[-1].line = commands[-1].line[:-1].rstrip() + " " + line.strip()
        elif commands:
            commands[-1].output += line
    return commands


def find_blocks() -> list[list[Command]]:
    blocks = [
        [c for c in find_commands(path, block) if c.runnable]
        for path in DOCUMENTS
        for block in BLOCK.finditer(path.read_text(encoding="utf-8"))
    ]
    return [block for block in blocks if block]


def matches(expected: str, printed: str) -> bool:
    r"""Whether an output is what a document shows.

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


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the project, so that a command of a document may write a file."""
    for name in ("samples", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def run_block(commands: list[Command], folder: Path) -> list[str]:
    """What each command prints in the language of the document; they run in one shell, one after the other."""
    script = f"\nstatus=$?; echo '{BETWEEN}'; (exit $status)\n".join(command.runnable for command in commands)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")
    }
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    environment["PYTHONIOENCODING"] = "utf-8"
    environment["REPORTKIT_LANG"] = "zh" if commands[0].path in CHINESE else "en"
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
    return PROGRESS.sub("", done.stdout.decode("utf-8")).split(f"{BETWEEN}\n")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash to run the commands")
@pytest.mark.parametrize(
    "commands", find_blocks(), ids=lambda block: f"{place(block[0].path)}:{block[0].number}"
)
def test_commands_print_what_the_document_shows(commands: list[Command], desk: Path) -> None:
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
                f"{place(command.path)}:{command.number}: $ {command.line}\nshows:\n{command.output}\nprints:\n{output}",
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
    (tests,) = (IN_VENV.sub("", line.split(" && ")[-1]) for line in whole if "python -m pytest" in line)
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_links_lead_to_files() -> None:
    wrong = [
        f"{place(path)}: {target}"
        for path in DOCUMENTS
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not wrong


def test_options_that_documents_name_exist() -> None:
    def options(command: Any) -> Iterator[str]:
        for param in command.params:
            yield from (*param.opts, *param.secondary_opts)
        for below in getattr(command, "commands", {}).values():
            yield from options(below)

    known = {*options(get_command(app)), "--help", *OTHERS}
    wrong = [
        f"{place(path)}: {option}"
        for path in DOCUMENTS
        if path.name != "CONTRIBUTING.md"
        for option in OPTION.findall(path.read_text(encoding="utf-8"))
        if option not in known
    ]
    assert not wrong


def test_the_readme_is_short_and_leads_to_every_guide() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count("\n") < 220
    assert {path.stem for path in GUIDES.glob("*.md")} == set(TOPICS)
    assert {path.stem for path in CHINESE[1:]} == set(TOPICS)
    assert [topic for topic in TOPICS if f"reportkit/guides/{topic}.md" not in text] == []
    chinese = CHINESE[0].read_text(encoding="utf-8")
    assert [topic for topic in TOPICS if f"reportkit/guides/zh/{topic}.md" not in chinese] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_guide_is_printed_as_it_is_and_listed_with_its_subject(run: Run, topic: str) -> None:
    text = (GUIDES / f"{topic}.md").read_text(encoding="utf-8")
    title, blank, subject, after, *_ = text.splitlines()
    assert (title[:2], blank, after) == ("# ", "", "")
    assert run("guide", topic).out == text
    assert re.search(rf"^{topic} +{re.escape(subject)}$", run("guide").out, re.MULTILINE)


def test_a_guide_that_is_none_is_refused(run: Run) -> None:
    done = run("guide", "everything")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "expected one of reading, output" in done.err
