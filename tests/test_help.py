"""Help: ``-h`` as well as ``--help``, options in groups, and no line that is all choices."""

from __future__ import annotations

import re
from typing import Any

import pytest
from commands import Run
from test_docs import COMMANDS
from typer.main import get_command

from reportkit.cli.help import GROUPS
from reportkit.cli.main import app


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=lambda c: " ".join(c) or "reportkit")
def test_h_is_help(command: tuple[str, ...], run: Run) -> None:
    short, long = run(*command, "-h"), run(*command, "--help")
    assert short.code == 0
    assert short.out == long.out
    assert "-h, --help" in short.out
    assert not re.search(r"--\S+ \w+\|\S{30,}", short.out)


def options(command: Any) -> set[str]:
    found = {param.name for param in command.params if param.param_type_name == "option"}
    return found.union(*(options(each) for each in getattr(command, "commands", {}).values()))


def test_every_option_has_a_group_and_every_group_has_options() -> None:
    known = options(get_command(app))
    grouped = {name for names in GROUPS.values() for name in names}
    assert grouped <= known
    general = {"version", "traceback", "lang", "install_completion", "show_completion", "help"}
    assert known - grouped <= general


def test_options_stand_in_their_groups(run: Run) -> None:
    text = run("extract", "--help").out
    titles = re.findall(r"^(\S.*):$", text, re.MULTILINE)
    assert titles == [
        "Arguments",
        "What is shown",
        "Which reports, and what is known of them",
        "Where it goes",
        "How it is read",
        "Options",
    ]
    assert re.search(r"--format FORMAT .*\n(.*\n)*?.*\(table, yaml, json", text)
