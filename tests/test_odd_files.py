"""What is named as a file and is none, or has no end, and a system that gives no more: one line, and no traceback."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import reportkit
from reportkit.errors import SourceError
from reportkit.source import read, read_sources
from tests.docxs import body, docx, packed, paragraph

ROOT = Path(__file__).resolve().parent.parent
COUNTY = str(ROOT / "samples" / "county-2024.txt")
ZERO = Path("/dev/zero")
SENTENCE = "2023年，全县新建学校12所，改造道路35.6公里，增长5.6%。"


def run(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 120, **options}
    command = [sys.executable, "-P", "-m", "reportkit", *args]
    return subprocess.run(command, text=True, encoding="utf-8", check=False, **options)


# files without an end


@pytest.mark.skipif(not ZERO.exists(), reason="there is no /dev/zero here")
@pytest.mark.parametrize(
    "command",
    [
        ("extract", "/dev/zero"),
        ("text", "/dev/zero"),
        ("diff", "/dev/zero", COUNTY),
        ("batch", "--files-from", "/dev/zero", "-o", "-"),
    ],
    ids=" ".join,
)
def test_a_file_without_an_end_is_refused(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "/dev/zero: holds more than 200 MB" in done.stderr


@pytest.mark.skipif(not ZERO.exists(), reason="there is no /dev/zero here")
def test_standard_input_without_an_end_is_refused() -> None:
    with ZERO.open("rb") as endless:
        done = run("extract", "-", stdin=endless)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("reportkit: standard input: holds more than 200 MB")


def test_so_much_of_a_file_is_read_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(SENTENCE.encode())
    monkeypatch.setattr(read, "MOST_FILE", len(SENTENCE.encode()))
    assert read.read_bytes(str(path)) == SENTENCE.encode()
    monkeypatch.setattr(read, "MOST_FILE", len(SENTENCE.encode()) - 1)
    with pytest.raises(SourceError, match="split it"):
        read.read_bytes(str(path))


def test_a_file_that_a_batch_is_given_and_that_has_no_end(tmp_path: Path) -> None:
    done = run("batch", "/dev/zero", COUNTY, "-o", str(tmp_path / "all.jsonl"))
    assert done.returncode == 3
    assert "/dev/zero: is no regular file" in done.stderr


# pipes


def fifo(folder: Path, use: Callable[[Path], object]) -> tuple[Path, threading.Thread]:
    path = folder / "pipe"
    os.mkfifo(path)
    thread = threading.Thread(target=use, args=(path,), daemon=True)
    thread.start()
    return path, thread


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    path, thread = fifo(tmp_path, lambda path: path.write_bytes(docx(body(paragraph(SENTENCE)))))
    done = run("text", str(path))
    thread.join(10)
    assert (done.returncode, done.stdout.strip()) == (0, SENTENCE)


def test_a_reader_that_leaves_a_pipe(tmp_path: Path) -> None:
    def leave(path: Path) -> None:
        with path.open("rb") as file:
            file.read(10)

    path, thread = fifo(tmp_path, leave)
    done = run("extract", *[COUNTY] * 5, "--format", "json", "-o", str(path))
    thread.join(10)
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1


# a folder that is gone


@pytest.mark.parametrize(
    "command",
    [
        ("extract", COUNTY),
        ("extract", "a.txt"),
        ("outline", COUNTY),
        ("batch", ".", "-o", "out"),
        ("rules", "list"),
        ("query", "all.duckdb"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("safe", ["-P", "-s"])
def test_a_current_folder_that_was_deleted(tmp_path: Path, command: tuple[str, ...], safe: str) -> None:
    script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    (tmp_path / "gone").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(tmp_path / "gone"), sys.executable, safe, "-m", "reportkit", *command],
        capture_output=True,
        check=False,
        timeout=60,
        env=environment,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == [
        "reportkit: the current folder was deleted; change to another, and run it again"
    ]


# few handles, few processes


@pytest.mark.parametrize("most", [5, 7, 9, 12, 16])
def test_few_file_handles(tmp_path: Path, most: int) -> None:
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    (tmp_path / "a.docx").write_bytes(docx(body(paragraph(SENTENCE))))
    (tmp_path / "a.zip").write_bytes(packed({"a.txt": SENTENCE}))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    for command in (("text", "a.docx"), ("text", "a.zip"), ("batch", "a.zip", COUNTY, "-o", "-", "--quiet")):
        done = run(*command, cwd=tmp_path, preexec_fn=limit)
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 2, 3, 70)
        assert len(done.stderr.splitlines()) <= 2


def test_a_process_that_cannot_be_started_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    path = tmp_path / "a.docx"
    path.write_bytes(docx(body(paragraph(SENTENCE))))
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(
        SourceError, match=r"no process can be started .*temporarily unavailable.*; make room"
    ):
        list(read_sources(str(path)))


def test_a_python_that_cannot_start_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body(paragraph(SENTENCE))))
    monkeypatch.setattr("reportkit.isolation._places", list)
    with pytest.raises(
        SourceError, match=r"no process can be started to read it in .ModuleNotFoundError.*; make room"
    ):
        reportkit.extract(path)
