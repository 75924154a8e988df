"""Addresses: what is found there, what is read, what is refused; and a run that writes its parts to a bucket."""

from __future__ import annotations

import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from batches import JOURNAL, lines, make_reports
from commands import Run

from reportkit.errors import OutputError, SourceError
from reportkit.inputs import addresses
from reportkit.inputs import read as content
from reportkit.inputs.find import find_inputs
from reportkit.inputs.read import read_task
from reportkit.inputs.task import Task
from reportkit.installation import install_command
from reportkit.source import read

Bucket = Any  # of boto3, whose classes are made while it runs


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on this machine that speaks the protocol of S3."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket there, which is found as any is: by what the environment says."""
    told = {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "one",
        "AWS_SECRET_ACCESS_KEY": "two",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    import boto3

    found = boto3.resource("s3").create_bucket(Bucket="reports")
    addresses._system.cache_clear()
    yield found
    found.objects.all().delete()
    found.delete()


def held(bucket: Bucket, below: str = "") -> dict[str, bytes]:
    """What is in a bucket below a folder."""
    found = {each.key: each.get()["Body"].read() for each in bucket.objects.filter(Prefix=below)}
    return {name.removeprefix(below): raw for name, raw in found.items()}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_reports(tmp_path / "in", 3)
    return tmp_path


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("file:///nowhere/a.txt", "file:///nowhere/a.txt: no such file or folder; check the address"),
        (
            "nothing://a.txt",
            r"nothing://a.txt: cannot be reached \(Protocol not known: nothing\); check the address",
        ),
        (
            "memory://a.txt",
            "memory://a.txt: is the memory of one process; give a place that all processes can read",
        ),
        ("zip://a.txt::file:///a.zip", "zip://a.txt::file:///a.zip: leads into an archive; unpack it first"),
    ],
)
def test_refused(address: str, message: str) -> None:
    for ask in (addresses.find, addresses.read):
        with pytest.raises(SourceError, match=message):
            ask(address)


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    addresses._system.cache_clear()
    with pytest.raises(SourceError, match=r"s3://reports/a.txt: needs a driver; .*s3fs"):
        addresses.read("s3://reports/a.txt")


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    addresses._system.cache_clear()
    with pytest.raises(
        SourceError, match=re.escape(f"needs the extra cluster; {install_command('cluster')}")
    ):
        addresses.read("file:///a.txt")


def test_what_is_found_in_a_folder(desk: Path) -> None:
    make_reports(Path("in/2024"), 1)
    make_reports(Path("in/.hidden"), 1)
    make_reports(Path("in/out"), 1)
    Path("in/notes.exe").touch()
    os.mkfifo("in/pipe.txt")
    with zipfile.ZipFile("in/more.zip", "w") as archive:
        archive.write("in/0001.txt", "a.txt")
    top = f"file://{desk}/in"
    plan = find_inputs([top], [f"{top}/0001.txt"], [], ["in/out"])
    assert [
        (task.name.removeprefix(f"{top}/"), task.tree, task.fault and task.fault.error) for task in plan.tasks
    ] == [
        ("0000.txt", "0000", None),
        ("0001.txt", "0001", None),
        ("0002.txt", "0002", None),
        ("2024/0000.txt", "2024/0000", None),
        ("more.zip", "more", "is an archive at an address"),
        ("pipe.txt", "pipe", "is no regular file (a pipe, a socket or a device)"),
    ]
    assert plan.tasks[0].size == Path("in/0000.txt").stat().st_size
    assert any("given more than once" in note for note in plan.notes)
    assert any(".exe 1" in note for note in plan.notes)
    assert len(find_inputs([top], [], ["2024/*"], []).tasks) == 1


def test_a_run_over_an_address_gives_what_one_over_the_files_gives(desk: Path, run: Run) -> None:
    assert run("batch", f"file://{desk}/in", f"file://{desk}/gone.txt", "-o", "by.jsonl", "--quiet").code == 3
    assert run("batch", "in", "-o", "all.jsonl", "--quiet").code == 0
    found, wanted = lines(Path("by.jsonl")), lines(Path("all.jsonl"))
    assert [{**line, "source": ""} for line in found] == [{**line, "source": ""} for line in wanted]
    assert found[0]["source"] == f"file://{desk}/in/0000.txt"
    assert lines(Path("by.jsonl.run/failures.jsonl"))[0]["error"] == "no such file or folder"


@pytest.mark.parametrize("is_told", [True, False], ids=["of a size that is told", "of a size that is not"])
def test_so_much_of_a_file_at_an_address_is_read_and_no_more(
    desk: Path, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    address = f"file://{desk}/in/0001.txt"
    task = Task(address, address, "0001", Path("in/0001.txt").stat().st_size if is_told else 0)
    monkeypatch.setattr(read, "MOST_FILE", Path("in/0001.txt").stat().st_size)
    assert read_task(task) == Path("in/0001.txt").read_bytes()
    monkeypatch.setattr(read, "MOST_FILE", read.MOST_FILE - 1)
    if is_told:  # it is not even fetched
        monkeypatch.setattr(content, "read", None)
    with pytest.raises(SourceError, match=r"in/0001.txt: holds more than \d+ MB, which no report does"):
        read_task(task)


def test_an_address_takes_parts_alone(desk: Path, run: Run) -> None:
    done = run("batch", "in", "-o", f"file://{desk}/out", "--format", "jsonl")
    assert done.code == 2
    assert "cannot hold jsonl, only parquet" in done.err


def test_what_cannot_be_written_is_told(desk: Path) -> None:
    with pytest.raises(OutputError, match=r"out/a: no such file or folder; check the address"):
        addresses.write(f"file://{desk}/out/a", b"")


def test_parts_in_a_bucket(desk: Path, run: Run, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.batch.parts.FILES", 2)
    arguments = ("batch", "in", "-o", "s3://reports/out/", "--jobs", "2")
    assert run(*arguments, "--resume").code == 0
    assert run("batch", "in", "-o", "here", "--format", "parquet", "--quiet").code == 0
    wanted = {path.name: path.read_bytes() for path in Path("here").iterdir() if path.name != JOURNAL}
    assert held(bucket, "out/") == wanted
    assert len(wanted) == 5

    bucket.Object("out/manifest.jsonl").delete()
    assert "of a run that was ended; go on with --resume" in run(*arguments).err
    Path("in/0002.txt").unlink()
    assert "2 files as before" in run(*arguments, "--resume").err
    assert sorted(held(bucket)) == [
        f"out/{name}" for name in ("manifest.jsonl", "part-00001.jsonl", "part-00001.parquet")
    ]
    assert run(*arguments).code == 0  # it was finished, and is made anew


def test_from_a_bucket_to_a_bucket(desk: Path, run: Run, bucket: Bucket) -> None:
    """The workers read and write for themselves; what cannot be read fails alone, and what has changed is read again."""
    Path("in/0001.txt").write_bytes(b"\x00\x01\x02" * 99)
    for path in Path("in").iterdir():
        bucket.upload_file(str(path), f"in/{path.name}")
    arguments = ("batch", "s3://reports/in", "s3://reports/gone.txt", "-o", "s3://reports/out", "--quiet")
    assert run(*arguments).code == 3
    found = held(bucket, "out/")
    assert sorted(found) == ["failures.jsonl", "manifest.jsonl", "part-00001.jsonl", "part-00001.parquet"]
    failed = [json.loads(line) for line in found["failures.jsonl"].splitlines()]
    assert [each["path"] for each in failed] == ["s3://reports/in/0001.txt", "s3://reports/gone.txt"]
    assert failed[1]["error"] == "no such file or folder"
    names = [json.loads(line)["path"] for line in found["manifest.jsonl"].splitlines()[1:]]
    assert names == ["s3://reports/in/0000.txt", "s3://reports/in/0002.txt"]
    assert run("batch", "in", "-o", "all.jsonl", "--quiet").code == 3
    bucket.download_file("out/part-00001.parquet", "part.parquet")
    rows = duckdb.sql("SELECT source, name, text FROM read_parquet('part.parquet')").fetchall()
    assert rows == [
        (f"s3://reports/{line['source']}", line["name"], line["text"]) for line in lines(Path("all.jsonl"))
    ]

    bucket.upload_file("in/0000.txt", "in/0001.txt")
    again = [each for each in arguments if each not in ("--quiet", "s3://reports/gone.txt")]
    assert run(*again, "--resume").code == 0
    assert "3 files as before" in run(*again, "--resume").err
    assert len(held(bucket, "out/")["manifest.jsonl"].splitlines()) == 4
    assert "failures.jsonl" not in held(bucket, "out/")


@pytest.mark.parametrize("address", ["s3://none/in", "s3://reports/none.txt"])
def test_what_is_not_in_a_bucket_is_told_on_a_line(
    desk: Path, run: Run, bucket: Bucket, address: str
) -> None:
    done = run("batch", address, "-o", "all.jsonl", "--quiet")
    assert (done.code, done.err) == (
        3,
        f"reportkit: {address}: no such file or folder; check the address\n",
    )
    done = run("batch", "in", "-o", "s3://none/out", "--quiet")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("reportkit: s3://none/out")
