"""What becomes of an error that nobody foresaw: one line with the file, exit 70, and it costs that file alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import Done, Run

from reportkit import pipeline
from reportkit.cli.losses import unforeseen_at
from reportkit.errors import ReportkitError, SourceError, UnforeseenError
from reportkit.model import Source

ROOT = Path(__file__).resolve().parent.parent
OLD, NEW = (str(ROOT / "samples" / f"county-{year}.txt") for year in (2023, 2024))
BAD = "一颗\x1b[31m坏果\n"


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The path of a file that no stage can bear."""
    path = tmp_path / "bad.txt"
    path.write_text(BAD, encoding="utf-8")

    def failing(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(source: Source, *rest: Any, **named: Any) -> Any:
            if source.path.endswith("bad.txt"):
                raise IndexError(f"no such leaf: {source.text}")
            return function(source, *rest, **named)

        return call

    for name in ("extract", "find_numbers", "repaired"):
        monkeypatch.setattr(pipeline, name, failing(getattr(pipeline, name)))
    return str(path)


def assert_told(done: Done, path: str) -> None:
    """One line that names the file, the error and what to do; nothing of the way to it, nothing that is obeyed."""
    (line,) = [line for line in done.err.splitlines() if "not foreseen" in line]
    assert line.startswith(
        f"reportkit: {path}: an error that was not foreseen (IndexError: no such leaf: 一颗␛[31m坏果)"
    )
    assert "report it" in line
    assert "--traceback" in line
    assert "Traceback" not in done.err
    assert done.code == 70


ONE_FILE: tuple[tuple[str, ...], ...] = (
    ("extract",), ("outline",), ("explain", "--line", "1"), ("quantities",), ("text", "--repaired"), ("check",),
    ("rules", "suggest"), ("series", "--name", "GDP"), ("diff", OLD), ("goals", OLD), ("diff", OLD, "--across-places"),
)  # fmt: skip


@pytest.mark.parametrize(
    "command", ONE_FILE, ids=lambda command: "-".join(Path(part).name for part in command)
)
def test_one_file(run: Run, bad: str, command: tuple[str, ...]) -> None:
    done = run(*command, bad)
    assert_told(done, bad)
    assert done.out == ""
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [("extract",), ("check", "--all"), ("rules", "suggest"), ("series", "--name", "GDP")]
)
def test_it_costs_no_other_file(run: Run, bad: str, command: tuple[str, ...]) -> None:
    done = run(*command, OLD, bad, NEW)
    assert_told(done, bad)
    assert done.out == run(*command, OLD, NEW).out != ""


def test_it_costs_no_other_text_of_an_archive(run: Run, bad: str, tmp_path: Path) -> None:
    from zipfile import ZipFile

    path = tmp_path / "three.zip"
    with ZipFile(path, "w") as archive:
        for name, content in (("a.txt", OLD), ("bad.txt", bad), ("b.txt", NEW)):
            archive.write(content, name)
    done = run("extract", str(path), "--format", "jsonl")
    assert_told(done, f"{path}/bad.txt")
    assert {json.loads(line)["source"] for line in done.out.splitlines()} == {
        f"{path}/a.txt",
        f"{path}/b.txt",
    }
    done = run("text", "--repaired", str(path))
    assert_told(done, f"{path}/bad.txt")
    assert done.out.count("==> ") == 2


def test_what_is_written_is_complete_or_not_there(run: Run, bad: str, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert run("extract", bad, "-o", str(target)).code == 70
    assert not target.exists()
    assert run("extract", bad, OLD, "-o", str(target)).code == 70
    assert json.loads(target.read_text(encoding="utf-8"))["source"]["path"] == OLD


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_way_to_it_is_printed_when_it_is_wanted(run: Run, bad: str, place: int) -> None:
    command = ["extract", bad, "--format"]
    command = (
        [*command[:place], "--traceback", *command[place:], "json"]
        if place < 3
        else [*command, "json", "--traceback"]
    )
    done = run(*command)
    assert done.code == 70
    assert done.err.startswith("Traceback (most recent call last):")
    assert 'raise IndexError(f"no such leaf' in done.err
    assert "IndexError: no such leaf: 一颗␛[31m坏果" in done.err.splitlines()
    assert done.err.splitlines()[-1].startswith(f"reportkit: {bad}: an error that was not foreseen")


def test_behind_two_dashes_it_is_a_file(run: Run) -> None:
    done = run("extract", "--", "--traceback")
    assert (done.code, done.err) == (2, "reportkit: --traceback: no such file; check the path\n")


@pytest.mark.parametrize("error", [ZeroDivisionError("division by zero"), EOFError("no more")])
def test_an_error_outside_of_any_file(run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Not even one that Typer would take for the end of what the user types, and exit with 1."""

    def failing() -> None:
        raise error

    monkeypatch.setattr("reportkit.output.schema.schema_of_extract", failing)
    done = run("schema")
    assert (done.code, done.out, done.err.count("\n")) == (70, "", 1)
    assert done.err.startswith(f"reportkit: an error that was not foreseen ({type(error).__name__}: {error})")


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (MemoryError(), SourceError, "a.txt: takes more memory than there is"),
        (
            OSError(24, "Too many open files"),
            SourceError,
            "a.txt: the system refuses it (Too many open files)",
        ),
        (
            RecursionError("maximum recursion depth exceeded"),
            UnforeseenError,
            "a.txt: an error that was not foreseen",
        ),
        (OSError(2, "No such file"), UnforeseenError, "a.txt: an error that was not foreseen"),
        (SourceError("a.txt: is a folder"), SourceError, "a.txt: is a folder"),
    ],
)
def test_what_is_a_fault_of_ours(error: Exception, kind: type[ReportkitError], says: str) -> None:
    with pytest.raises(kind) as caught, unforeseen_at("a.txt"):
        raise error
    assert str(caught.value).startswith(says)
    assert type(caught.value) is kind


def test_interrupts_and_readers_that_left_are_no_errors(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, code in ((KeyboardInterrupt(), 130), (BrokenPipeError(), 0)):

        def failing(*rest: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(pipeline, "extract", failing)
        assert run("extract", OLD) == Done(code, "", "")


# wrong options: one line, and no more


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("extract",), "missing argument"),
        (("extract", "--foo"), "no such option: --foo"),
        (("extract", OLD, "--format", "pdf"), "expected one of table, yaml, json"),
        (("extract", OLD, "--period", "20"), "expected a period"),
        (("explain", OLD), "give one of --at OFFSET and --line N"),
        (("explain", OLD, "--at", "x"), "--at"),
        (("explain", OLD, "--at", "99999999"), "characters"),
        (("outline", OLD, NEW), "unexpected extra argument"),
        (("nothing",), "no such command"),
        (("rules", "nothing"), "no such command"),
        (("diff", OLD), "expected two files"),
        (("batch", OLD, "--jobs", "0"), "--jobs"),
        (("no\x1b[31m",), "no such command 'no\\x1b[31m'"),
    ],
)
def test_a_wrong_option_is_one_line(run: Run, command: tuple[str, ...], says: str) -> None:
    done = run(*command)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("reportkit: ")
    assert says in done.err
    assert "--help" in done.err


def test_without_a_command_there_is_help(run: Run) -> None:
    for command in ((), ("rules",)):
        done = run(*command)
        assert done.code in (0, 2)
        assert "Usage: reportkit" in done.out + done.err
