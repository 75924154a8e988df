"""What the shell completes: concepts, places and periods of a store, formats."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from stores import made, read_samples


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    pytest.importorskip("duckdb", reason="the extra store is not installed")
    return made(tmp_path_factory.mktemp("a store"), *read_samples())


def completed(line: str) -> list[str]:
    """What bash is offered for the last word of a line; a line that ends in a space has an empty one."""
    count = len(line.replace("a store", "a_store").split()) + line.endswith(" ")
    environment = {
        **os.environ,
        "_REPORTKIT_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(count - 1),
    }
    code = "import sys; sys.argv = ['reportkit']; from reportkit.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("reportkit query 'STORE' --place 云", ["云岭县"]),
        ("reportkit panel 'STORE' --place 云", ["云岭县"]),
        ("reportkit goals 'STORE' --place 云", ["云岭县"]),
        ("reportkit query 'STORE' --concept 社会消费品零", ["社会消费品零售总额"]),
        ("reportkit series a.txt --concept GD", ["GDP"]),
        ("reportkit extract a.txt --format js", ["json", "jsonl"]),
        ("reportkit query nothing.duckdb --place 云", []),
        ("reportkit query 'STORE --place 云", []),
    ],
)
def test_what_is_offered(line: str, offered: list[str], store: str) -> None:
    assert completed(line.replace("STORE", store)) == offered


def test_periods_are_those_of_the_store(store: str) -> None:
    assert "2023" in completed(f"reportkit query '{store}' --period 202")
    assert completed(f"reportkit query '{store}' --period 1800") == []
    assert completed("reportkit extract a.txt --period 20") == []
