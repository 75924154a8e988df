"""A run on a real cluster: what it refuses, what it survives, and that it gives what a run on one machine gives."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import socket
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from batches import left, lines, make_reports, start, without_parts
from clusters import BARE, OLD, Dask, dask, end
from commands import Run

from reportkit import __version__
from reportkit.batch import cluster as cluster_module
from reportkit.batch.chunks import FILES
from reportkit.batch.outcome import Settings
from reportkit.batch.parts import Part
from reportkit.batch.station import ALIKE, Chunk, Station, check
from reportkit.batch.worker import Worker, WorkerError
from reportkit.installation import install_command

GOOD = 12
PYTHON = f"Python {sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with dask(tmp_path_factory.mktemp("dask")) as found:
        found.worker()  # a nanny looks after it
        found.worker("--no-nanny")
        yield found


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with dask(tmp_path_factory.mktemp("dask")) as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wait_for(what: Callable[[], bool], most: float = 30) -> None:
    """Wait until something is so."""
    until = time.monotonic() + most
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def begun(part: str = "all.jsonl.run/made") -> bool:
    return Path(part).exists() and Path(part).stat().st_size > 0


def told(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


# --- what is refused before anything is sent


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:1", "tcp://127.0.0.1:1: no Dask scheduler answers"),
        ("nowhere://x", "nowhere://x: no Dask scheduler answers"),
        ("tls://127.0.0.1:1", "tls://127.0.0.1:1: no Dask scheduler answers"),
    ],
)
def test_no_scheduler(desk: Path, run: Run, monkeypatch, address: str, message: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(cluster_module, "ANSWER", 1)
    make_reports(Path("in"), 1)
    done = run("batch", "in", "-o", "all.jsonl", "--scheduler", address)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert message in done.err
    assert "; check the address, or start one with dask scheduler" in done.err
    assert [path.name for path in desk.iterdir()] == ["in"]


def test_jobs_are_of_this_machine(desk: Path, run: Run) -> None:
    done = run("batch", "in", "-o", "all.jsonl", "--scheduler", "tcp://x:1", "--jobs", "2")
    assert done.code == 2
    assert "leave it out with --scheduler" in told(done.err)


def test_without_the_extra_it_is_said_what_to_install(desk: Path, run: Run, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_reports(Path("in"), 1)
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("batch", "in", "-o", "all.jsonl", "--scheduler", "tcp://127.0.0.1:1")
    said = f"reportkit: a cluster needs distributed; install it with {install_command('cluster')}\n"
    assert (done.code, done.out, done.err) == (2, "", said)
    assert [path.name for path in desk.iterdir()] == ["in"]


def test_workers_that_are_to_write_parts_need_the_extra_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is found out before a file is sent, and of no worker that sends back what it reads."""
    monkeypatch.setattr(Worker, "start", lambda _: None)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    settings = Settings("jsonl", "", "")
    assert check(ALIKE, pickle.dumps(Chunk((), settings, None))) == ""
    with pytest.raises(WorkerError, match="parquet needs duckdb; install it with") as caught:
        check(ALIKE, pickle.dumps(Chunk((), settings, None, Part("file:///shared/out", 0))))
    assert str(caught.value).startswith(f"{socket.gethostname()}: ")


class Client:
    """What Dask tells of machines, of which one is not like this one."""

    def __init__(self, role: str, version: str, python: str) -> None:
        self._told = {"client": self._machine(), "scheduler": self._machine()}
        self._workers = {"tcp://10.0.0.2:1": self._machine(), "tcp://10.0.0.3:1": self._machine()}
        other = self._machine(version, python)
        (self._told if role in self._told else self._workers)[role] = other

    @staticmethod
    def _machine(version: str = __version__, python: str = sys.version.split()[0]) -> dict[str, Any]:
        return {"host": {"python": python}, "packages": dict.fromkeys(cluster_module.PACKAGES, version)}

    def get_versions(self, packages: tuple[str, ...]) -> dict[str, Any]:
        assert packages == cluster_module.PACKAGES
        return {**self._told, "workers": self._workers}

    def run(self, *_: object, **__: object) -> dict[str, str]:
        return {}


@pytest.mark.parametrize("role", ["scheduler", "tcp://10.0.0.3:1"])
@pytest.mark.parametrize(("version", "python"), [("0.0.1", PYTHON[7:]), (__version__, "3.99")])
def test_a_machine_that_is_not_like_this_one_is_named(role: str, version: str, python: str) -> None:
    """The scheduler too, and for its Python too."""
    found = cluster_module.Cluster("tcp://10.0.0.1:1", Settings("jsonl", "", ""), None)
    found._client = Client(role, __version__, f"{PYTHON[7:]}.99")  # the last figure does not matter
    found.inspect()
    found._client = Client(role, version, f"{python}.1")
    where = "tcp://10.0.0.1:1 (the scheduler)" if role == "scheduler" else role
    with pytest.raises(WorkerError) as caught:
        found.inspect()
    assert str(caught.value) == (
        f"{where}: has reportkit {version} with Python {python}, this machine reportkit {__version__} with {PYTHON}; "
        "install the same on all machines"
    )


def test_a_thread_has_a_process_of_its_own_which_is_kept() -> None:
    chunk = Chunk((), Settings("jsonl", "", ""), None)
    station = Station()
    with station._worker(chunk) as one, station._worker(chunk) as two:
        assert one is not two
    for _ in range(3):
        with station._worker(chunk) as again, station._worker(chunk) as other:
            assert {again, other} == {one, two}
    station.end()


def test_no_workers_and_workers_that_do_not_fit(desk: Path, run: Run, other: Dask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_reports(Path("in"), 1)
    arguments = ("batch", "in", "-o", "all.jsonl", "--scheduler", other.address)
    monkeypatch.setattr(cluster_module, "WAIT", 0.5)
    wanted = {
        None: f"{other.address}: has no workers; start some with dask worker {other.address}",
        OLD: f"has reportkit 0.0.1 with {PYTHON}, this machine reportkit {__version__} with {PYTHON}; install the same",
        BARE: f"has no reportkit; install reportkit {__version__} on all machines",
    }
    for before, message in wanted.items():
        worker = other.worker("--no-nanny", before=before) if before else None
        done = run(*arguments)
        if worker is not None:
            end(worker)
            wait_for(lambda: not other.pids())
        assert (done.code, len(done.err.splitlines())) == (2, 1), done.err
        assert message in done.err
        assert [path.name for path in desk.iterdir()] == ["in"]


def test_other_rules(desk: Path, run: Run, cluster: Dask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_reports(Path("in"), 1)
    Path("mine").mkdir()
    Path("mine/units.yaml").write_text(
        "units:\n  - {id: 畦, dimension: area, factor: 100, examples: [新辟菜地30畦 => 30 畦]}\n",
        encoding="utf-8",
    )
    done = run("batch", "in", "-o", "all.jsonl", "--scheduler", cluster.address, "--rules", "mine", "--quiet")
    assert done.code == 0  # the folder is there for all
    monkeypatch.setenv("REPORTKIT_RULES", "mine")
    done = run("batch", "in", "-o", "other.jsonl", "--scheduler", cluster.address)
    assert done.code == 2
    assert "a worker found other rules (" in done.err
    assert ") than the run began with (" in done.err
    assert not Path("other.jsonl.run").exists()


# --- what it gives


@pytest.mark.parametrize("out", ["all.jsonl", "all.csv", "out"])
def test_the_same_as_a_run_on_one_machine(desk: Path, run: Run, cluster: Dask, out: str) -> None:
    make_reports(Path("in"), GOOD)
    Path("in/0003.txt").write_bytes(b"\x00\x01\x02" * 99)
    with zipfile.ZipFile("in/more.zip", "w") as archive:
        archive.write("in/0001.txt", "a/b.txt")
    found = {}
    for where, more in (("here", ("--jobs", "2")), ("there", ("--scheduler", cluster.address))):
        Path(where).mkdir()
        assert run("batch", "in", "-o", f"{where}/{out}", "--quiet", *more).code == 3
        found[where] = left(Path(where))
    assert {name: without_parts(raw) for name, raw in found["here"].items() if "manifest" in name} == {
        name: without_parts(raw) for name, raw in found["there"].items() if "manifest" in name
    }
    for files in found.values():
        for name in [name for name in files if "manifest" in name or ".run/part-" in name]:
            del files[name]
    assert found["here"] == found["there"]
    assert len(found["here"]) >= 2


def test_resume_reads_only_what_has_changed(desk: Path, run: Run, cluster: Dask) -> None:
    make_reports(Path("in"), GOOD)
    arguments = ("batch", "in", "-o", "all.jsonl", "--resume", "--scheduler", cluster.address)
    assert run(*arguments).code == 0
    text = Path("in/0004.txt").read_text(encoding="utf-8")
    Path("in/0004.txt").write_text(text.replace("公里", "千米"), encoding="utf-8")
    assert f"{GOOD - 1} files as before" in run(*arguments).err
    assert f"{GOOD} files as before" in run(*arguments).err
    assert "千米" in Path("all.jsonl").read_text(encoding="utf-8")


# --- what it survives


def test_a_worker_that_is_killed_half_way(desk: Path, run: Run, cluster: Dask) -> None:
    make_reports(Path("in"), 300, sentences=2)
    assert run("batch", "in", "-o", "here.jsonl", "--quiet").code == 0
    looked_after = next(pid for pid in cluster.pids().values() if parent(pid) != os.getpid())
    running = start("in", "-o", "all.jsonl", "--scheduler", cluster.address, cwd=desk)
    wait_for(begun)
    os.kill(looked_after, signal.SIGKILL)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert b"Traceback" not in err
    assert Path("all.jsonl").read_bytes() == Path("here.jsonl").read_bytes()
    entries = [entry["path"] for entry in lines(Path("all.jsonl.run/manifest.jsonl"))[1:]]
    assert entries == [f"in/{n:04}.txt" for n in range(300)]
    wait_for(lambda: len(cluster.pids()) == 2 and looked_after not in cluster.pids().values())


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_files_that_do_harm_fail_alone(desk: Path, run: Run, cluster: Dask) -> None:
    make_reports(Path("in"), GOOD)
    words = {"0001x": "exit", "0002x": "crash", "0003x": "loop", "0004x": "hog", "0005x": "once"}
    for name, word in words.items():
        Path(f"in/{name}.txt").write_text(f"{word} ", encoding="utf-8")
    before = cluster.pids()
    more = ("--timeout", "2", "--memory", "2000", "--scheduler", cluster.address)
    assert run("batch", str(desk / "in"), "-o", "all.jsonl", "--quiet", *more).code == 3
    assert cluster.pids() == before
    failures = {
        Path(each["path"]).stem: each["error"] for each in lines(Path("all.jsonl.run/failures.jsonl"))
    }
    assert failures == {
        "0001x": "ends the process that reads it (exit code 7)",
        "0002x": "ends the process that reads it (signal SIGSEGV)",
        "0003x": "takes more than 2 seconds",
        "0004x": "takes more than 2000 MB",
    }
    assert len({line["source"] for line in lines(Path("all.jsonl"))}) == GOOD


def test_a_file_too_large_to_be_sent_along(desk: Path, run: Run, cluster: Dask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    make_reports(Path("in"), 2)
    monkeypatch.setattr(cluster_module, "LARGEST", Path("in/0001.txt").stat().st_size - 1)
    Path("in/0000.txt").write_text("全县有5个乡。", encoding="utf-8")
    done = run("batch", "in", "-o", "all.jsonl", "--scheduler", cluster.address)
    assert done.code == 3
    assert "in/0001.txt: has 0 MB, too many to be sent along; give it by an address" in done.err


def test_ctrl_c_ends_it_in_order_and_resume_goes_on(desk: Path, run: Run, cluster: Dask) -> None:
    make_reports(Path("in"), 200, sentences=10)
    running = start("in", "-o", "all.jsonl", "--scheduler", cluster.address, cwd=desk)
    wait_for(begun)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert b"go on with the same command and --resume" in err
    done = run("batch", "in", "-o", "all.jsonl", "--resume", "--scheduler", cluster.address)
    assert done.code == 0
    assert " as before" in done.err
    assert run("batch", "in", "-o", "here.jsonl", "--quiet").code == 0
    assert Path("all.jsonl").read_bytes() == Path("here.jsonl").read_bytes()


def test_a_worker_of_another_version_that_joins_late(desk: Path, other: Dask) -> None:
    make_reports(Path("in"), 100, sentences=20)
    # in the second chunk, so that there is something left to do for the one that is late
    Path("in/0030x.txt").write_text("loop ", encoding="utf-8")
    good = other.worker("--no-nanny")
    running = start("in", "-o", "all.jsonl", "--scheduler", other.address, "--timeout", "8", cwd=desk)
    wait_for(begun)
    late = other.worker("--no-nanny", before=OLD)
    _, err = running.communicate(timeout=60)
    end(late)
    end(good)
    wait_for(lambda: not other.pids())
    assert running.returncode == 2, err
    assert b"has reportkit 0.0.1" in err.splitlines()[-1]
    assert b"Traceback" not in err


def test_a_scheduler_that_goes(desk: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    make_reports(Path("in"), 200, sentences=20)
    with dask(tmp_path_factory.mktemp("dask")) as found:
        found.worker("--no-nanny")
        running = start("in", "-o", "all.jsonl", "--scheduler", found.address, cwd=desk)
        wait_for(begun)
        end(found.scheduler)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 2, err
    assert b"the scheduler has gone" in err.splitlines()[-1]
    assert b"Traceback" not in err
    done = run("batch", "in", "-o", "all.jsonl", "--resume")
    assert done.code == 0
    assert "files as before" in done.err
    kept = re.search(r"([0-9]+) files as before", done.err)
    assert kept and int(kept[1]) >= FILES  # they come by the chunk


# --- parts, which the workers write themselves


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.batch.parts.FILES", 10)


def test_parts_are_the_same_from_anywhere(desk: Path, run: Run, cluster: Dask, small_parts: None) -> None:
    import duckdb

    make_reports(Path("in"), 12)
    shutil.copytree("in", "in/below")
    address = f"file://{desk}/in"
    Path("in/0005.txt").write_bytes(b"\x00\x01\x02" * 99)
    for out, *more in (
        ("here", "--format", "parquet", "--jobs", "2"),
        ("there", "--format", "parquet", "--scheduler", cluster.address),
        (f"file://{desk}/by-address", "--scheduler", cluster.address),
        ("all.jsonl",),
    ):
        assert run("batch", address, "-o", out, "--quiet", *more).code == 3
    here = left(Path("here"))
    assert here == left(Path("there")) == left(Path("by-address"))
    assert sorted(here) == [
        "failures.jsonl",
        "manifest.jsonl",
        *(f"part-0000{n}.{suffix}" for n in (1, 2, 3) for suffix in ("jsonl", "parquet")),
    ]
    rows = duckdb.sql("SELECT source, name, text FROM read_parquet('here/part-*.parquet')").fetchall()
    assert rows == [(line["source"], line["name"], line["text"]) for line in lines(Path("all.jsonl"))]
    assert here["failures.jsonl"] == left(Path("all.jsonl.run"))["failures.jsonl"]
    manifest, other = (lines(Path(f"{where}/manifest.jsonl"))[1:] for where in ("here", "all.jsonl.run"))
    assert [entry["sha256"] for entry in manifest] == [entry["sha256"] for entry in other]


@pytest.mark.parametrize("sent_along", [True, False])
def test_parts_are_gone_on_with(
    desk: Path, run: Run, cluster: Dask, small_parts: None, sent_along: bool
) -> None:
    make_reports(Path("in"), 23)
    given = "in" if sent_along else f"file://{desk}/in"
    arguments = (
        "batch",
        given,
        "-o",
        "out",
        "--format",
        "parquet",
        "--scheduler",
        cluster.address,
        "--resume",
    )
    assert run(*arguments).code == 0
    first = left(Path("out"))
    stamps = {path.name: path.stat().st_mtime_ns for path in Path("out").glob("part-*.parquet")}
    assert "23 files as before" in run(*arguments).err
    assert left(Path("out")) == first

    Path("in/0015.txt").write_text("全县有5个乡。\n" * 200, encoding="utf-8")
    make_reports(Path("more"), 3)
    for path in Path("more").iterdir():
        path.rename(f"in/9{path.name}")
    assert "13 files as before" in run(*arguments).err
    now = {path.name: path.stat().st_mtime_ns for path in Path("out").glob("part-*.parquet")}
    assert [name for name in sorted(now) if now[name] != stamps.get(name)] == [
        "part-00002.parquet",
        "part-00004.parquet",
    ]
    assert len(lines(Path("out/manifest.jsonl"))) == 27

    Path("out/part-00003.parquet").unlink()
    for path in Path("in").glob("9*.txt"):
        path.unlink()
    assert "20 files as before" in run(*arguments).err
    assert {path.name for path in Path("out").glob("part-*.parquet")} == stamps.keys()
    assert Path("out/part-00003.parquet").read_bytes() == first["part-00003.parquet"]


def test_parts_of_a_run_that_was_ended_are_not_lost(desk: Path, run: Run, cluster: Dask) -> None:
    make_reports(Path("in"), 450, sentences=3)
    arguments = ("in", "-o", "out", "--format", "parquet", "--scheduler", cluster.address)
    running = start(*arguments, cwd=desk)
    wait_for(lambda: begun("out/part-00001.jsonl"))
    running.kill()
    running.communicate(timeout=60)
    done = run("batch", *arguments)
    assert done.code == 2
    assert "of a run that was ended; go on with --resume, or remove the folder" in done.err
    assert run("batch", *arguments, "--resume").code == 0
    assert run("batch", "in", "-o", "here", "--format", "parquet", "--quiet").code == 0
    assert left(Path("out")) == left(Path("here"))
