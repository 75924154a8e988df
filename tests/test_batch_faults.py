"""What a run of many files survives: files that do harm, its own end at any moment, a disk that is full."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batches import batch, left, lines, make_reports, start, without_parts
from faulty import COMMAND, HELD, ONCE

from reportkit.batch.chunks import Chunks, Here, one_by_one
from reportkit.batch.outcome import Done, Settings
from reportkit.batch.output import find_output, settings_of
from reportkit.batch.run import Listener, Tally, opened, run
from reportkit.batch.worker import Worker
from reportkit.inputs.find import find_inputs
from reportkit.inputs.task import Failure, Task
from reportkit.source import Reading
from reportkit.store import open_store

KILLS = 20
LISTENER = Listener(lambda tally: None, lambda task, failure: None)
TABLES = ("files", "sources", "reports", "sections", "indicators")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def harm(**files: str) -> None:
    """Write files that do harm beside reports that do none."""
    make_reports(Path("in"), 8)
    for name, word in files.items():
        Path("in", f"{name}.txt").write_text(f"{word} ", encoding="utf-8")


def run_harmed(timeout: int | None = 30, memory: int = 2000, jobs: int = 2) -> tuple[Tally, dict[str, str]]:
    """Run over the files with workers whom they can harm; what came of it, and the failures."""
    out = find_output("all.jsonl", None)
    plan = find_inputs(["in"], [], [], out.paths)
    settings = settings_of(out, None, Reading(), True, memory)
    with opened(out, settings, False) as target, Here(jobs, settings, timeout, COMMAND) as here:
        tally, _ = run(plan.tasks, Chunks(here, one_by_one).outcomes, target, LISTENER)
    path = Path("all.jsonl.run/failures.jsonl")
    return tally, {each["path"]: each["error"] for each in lines(path)} if path.exists() else {}


def sources() -> list[str]:
    return list(dict.fromkeys(line["source"] for line in lines(Path("all.jsonl"))))


GOOD = [f"in/{n:04}.txt" for n in range(8)]


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("exit", "ends the process that reads it (exit code 7)"),
        ("crash", "ends the process that reads it (signal SIGSEGV)"),
        ("hog", "takes more than 2000 MB"),
    ],
)
def test_a_file_that_harms_its_worker_fails_alone(desk: Path, word: str, error: str) -> None:
    harm(**{"0003x": word, "0005x": word})
    tally, failures = run_harmed()
    assert failures == {"in/0003x.txt": error, "in/0005x.txt": error}
    assert sources() == GOOD
    assert (tally.files, tally.failed) == (10, 2)


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("fault", "KeyError at faulty.py:"),
        ("lines", "ValueError at faulty.py:"),
        ("mute", "Mute at faulty.py:"),
        ("deep", "RecursionError at "),
        ("leave", "ends the process that reads it ("),
    ],
)
def test_an_unforeseen_error_costs_only_its_file(desk: Path, word: str, error: str) -> None:
    """It is listed with the type of the error and its place, on a line."""
    harm(**{"0003x": word, "0005x": word})
    tally, failures = run_harmed()
    assert sources() == GOOD
    assert (tally.files, tally.failed) == (10, 2)
    assert list(failures) == ["in/0003x.txt", "in/0005x.txt"]
    for told in failures.values():
        assert told.startswith(error)
        assert "\n" not in told and len(told) < 300
    remedies = {each["remedy"] for each in lines(Path("all.jsonl.run/failures.jsonl"))}
    assert len(remedies) == 1 and (word == "leave" or "report it" in remedies.pop())


@pytest.mark.parametrize("word", ["loop", "hold"])
def test_a_file_that_takes_for_ever_is_given_up(desk: Path, word: str) -> None:
    harm(**{"0003x": word})
    began = time.monotonic()
    _, failures = run_harmed(timeout=1)
    assert failures == {"in/0003x.txt": "takes more than 1 seconds"}
    assert sources() == GOOD
    assert time.monotonic() - began < 20


def test_a_file_that_ends_its_worker_once_is_read_the_second_time(desk: Path) -> None:
    harm(**{"0003x": "once"})
    _, failures = run_harmed()
    assert Path(f"in/0003x.txt{ONCE}").exists()
    assert failures == {}
    assert sources() == GOOD  # 0003x holds no indicator


def test_the_second_time_is_by_itself(desk: Path) -> None:
    """No other file is in hand: it may have been the others that took the memory."""
    harm(**{f"{n:04}x": "exit" for n in range(8)})
    tally, failures = run_harmed(jobs=4)
    assert len(failures) == 8 == tally.failed
    assert sources() == GOOD


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def alive(pid: int) -> bool:
    """Whether a process is there and is no mere entry of one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_(what: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so; fail if it does not come about."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)


def has_begun() -> bool:
    """Whether a run has written what its first file gave."""
    part = Path("all.jsonl.run/made")
    return part.exists() and part.stat().st_size > 0


@pytest.fixture
def running(desk: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run that has begun and has some way to go."""
    make_reports(Path("in"), 200, sentences=8)
    found = start("in", "-o", "all.jsonl", cwd=desk)
    await_(has_begun)
    yield found
    found.kill()
    found.wait()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc to look processes up in")
def test_a_worker_that_is_killed_is_replaced(desk: Path, running: subprocess.Popen[bytes]) -> None:
    victims = children(running.pid)
    assert victims
    os.kill(victims[0], signal.SIGKILL)
    assert running.wait(60) == 0
    assert batch("in", "-o", "calm.jsonl", cwd=desk).returncode == 0
    assert Path("all.jsonl").read_bytes() == Path("calm.jsonl").read_bytes()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc to look processes up in")
def test_nothing_outlives_a_run_that_is_killed(running: subprocess.Popen[bytes]) -> None:
    workers = children(running.pid)
    assert workers
    running.kill()
    running.wait()
    await_(lambda: not any(map(alive, workers)), 5)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc to look processes up in")
def test_a_worker_that_lets_nothing_in_ends_by_itself(desk: Path) -> None:
    """The run that would end it in time was killed, and the worker cannot hear of it."""
    harm(**{"0000x": "hold"})
    code = "from test_batch_faults import run_harmed; run_harmed(timeout=6, jobs=1)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    running = subprocess.Popen([sys.executable, "-c", code], env=environment)
    await_(Path(f"in/0000x.txt{HELD}").exists, 60)
    workers = children(running.pid)
    began = time.monotonic()
    running.kill()
    running.wait()
    assert any(map(alive, workers))
    await_(lambda: not any(map(alive, workers)), 40)
    assert time.monotonic() - began > 1  # not when the run was killed, but when its time was over


def test_a_worker_that_has_nothing_to_do_ends_and_is_started_again(desk: Path) -> None:
    make_reports(Path("in"), 1)
    code = "from pathlib import Path; from reportkit.batch import worker; begun = Path('begun'); "
    code += "worker.IDLE = 30 if begun.exists() else 0.01; begun.touch(); worker.main()"
    settings = settings_of(find_output("all.jsonl", None), None, Reading(), True, 2000)
    held = Worker(settings, None, (sys.executable, "-c", code))
    first = held.start()
    await_(lambda: first.poll() is not None)
    (task,) = find_inputs(["in"], [], [], []).tasks
    assert isinstance(held.do(task), Done)
    held.end()


def count_lines(path: Path) -> int:
    """The lines of a file, none when it is taken away this moment."""
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def kill_again_and_again(out: Path, done: Callable[[], int], kills: int, seed: int) -> int:
    """Kill a run, and each that goes on with it, when it has done some more. Returns how many were hit at work."""
    chance = random.Random(seed)
    at_work = 0
    for _ in range(kills):
        running = start("in", "-o", out, "--resume", "--quiet", cwd=Path.cwd())
        more, before = chance.randrange(12), done()
        end = time.monotonic() + 20
        while running.poll() is None and done() < before + more and time.monotonic() < end:
            time.sleep(0.002)
        at_work += running.poll() is None
        running.kill()
        running.wait()
    return at_work


@pytest.mark.parametrize("out", ["all.jsonl", "out"])
def test_killed_at_any_moment_it_ends_with_the_same_bytes(desk: Path, out: str) -> None:
    make_reports(Path("in"), 400, sentences=3)
    (desk / "in/0070.txt").write_bytes(b"\x7fELF")

    def done() -> int:
        """How many files have been written; each has some ten indicators, a line each."""
        return len(list(Path(out).glob("*.yaml"))) or count_lines(Path(f"{out}.run/made")) // 10

    at_work = kill_again_and_again(Path(out), done, KILLS, seed=len(out))
    assert at_work >= KILLS * 3 // 4
    assert batch("in", "-o", out, "--resume", cwd=desk).returncode == 3
    calm = Path("calm", out)
    calm.parent.mkdir()
    assert batch("in", "-o", calm, cwd=desk).returncode == 3
    found, wanted = left(desk), left(calm.parent)
    for path, raw in wanted.items():
        if path.endswith("manifest.jsonl"):
            assert without_parts(found[path]) == without_parts(raw)
        else:
            assert found[path] == raw, path
    extra = {path for path in found if not path.startswith(("in/", "calm/"))} - set(wanted)
    assert extra == set()


# A run that ends at once with a step of its journal, or when a file is put in its place.
STOPPED = """
import itertools, os, signal, sqlite3, sys
from reportkit.__main__ import run
last, count, connect, replace = int(sys.argv.pop(1)), itertools.count(), sqlite3.connect, os.replace
def step():
    if next(count) == last:
        os.kill(os.getpid(), signal.SIGKILL)
class Ending(sqlite3.Connection):
    def execute(self, *given):
        step()
        return super().execute(*given)
def put(*given):
    step()
    replace(*given)
    step()
sqlite3.connect, os.replace = lambda *given, **more: connect(*given, factory=Ending, **more), put
run()
"""


@pytest.mark.parametrize("out", ["all.jsonl", "out"])
def test_killed_at_any_step_it_ends_with_the_same_bytes(desk: Path, out: str) -> None:
    make_reports(Path("in"), 5)
    assert batch("in", "-o", f"calm-{out}", "-q", cwd=desk).returncode == 0
    killed, last = 0, 0
    while True:
        for _ in range(2):
            command = [sys.executable, "-c", STOPPED, str(last), "batch", "in", "-o", out, "--resume", "-q"]
            code = subprocess.run(command, cwd=desk, check=False).returncode
            assert code in (-signal.SIGKILL, 0)
        if code == 0:
            break
        killed, last = killed + 1, last + 7
    assert killed > 4
    found = left(desk)
    for path in [path for path in found if path.startswith("calm-")]:
        again = found[path.removeprefix("calm-")]
        assert (
            (without_parts(again) == without_parts(found[path]))
            if "manifest" in path
            else again == found[path]
        )


# A run that ends at once with a statement that it puts into the store, some files at a time.
KILLED = """
import itertools, os, signal, sys
from reportkit.__main__ import run
from reportkit.batch import stored
from reportkit.store import insert
stored.FILES, last, asked, count = 7, int(sys.argv.pop(1)), insert.run, itertools.count()
def ask(*given):
    if next(count) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return asked(*given)
insert.run = ask
run()
"""


def test_killed_at_any_moment_a_store_holds_whole_files(desk: Path) -> None:
    make_reports(Path("in"), 120, sentences=3)
    out = Path("all.duckdb")
    for last in (0, 3, 7, 8, 15, 22, 29, 30):  # before, in the midst of, and after the first transactions
        command = [
            sys.executable,
            "-c",
            KILLED,
            str(last),
            "batch",
            "in",
            "-o",
            str(out),
            "--resume",
            "--quiet",
        ]
        assert subprocess.run(command, cwd=desk, check=False).returncode == -signal.SIGKILL
        with open_store(str(out)) as store:
            query = "SELECT (SELECT count(*) FROM files), (SELECT count(DISTINCT file) FROM indicators)"
            files, whole = store.connection.execute(query).fetchone()
            assert files == whole
    assert batch("in", "-o", out, "--resume", cwd=desk).returncode == 0
    assert batch("in", "-o", "calm.duckdb", cwd=desk).returncode == 0
    assert rows(out) == rows(Path("calm.duckdb"))


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a store holds."""
    with open_store(str(path)) as store:
        return {
            table: sorted(store.connection.execute(f"SELECT * FROM {table}").fetchall(), key=str)
            for table in TABLES
        }


class Patient:
    """A worker that says when it begins with a file, and ends with it when it may."""

    begun, may_end = threading.Semaphore(0), threading.Event()

    bound: tuple[Settings, None] = Settings("jsonl", "", ""), None

    def __init__(self, *_: object) -> None:
        pass

    def do(self, task: Task) -> Failure:
        self.begun.release()
        assert self.may_end.wait(20)
        return Failure("is read to its end", "")

    def end(self) -> None:
        pass


def test_what_is_in_hand_is_finished_when_a_run_is_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.batch.station.Worker", Patient)
    tasks = [Task(f"{n}.txt", f"{n}.txt", str(n), 1) for n in range(6)]
    with Here(2, Settings("jsonl", "", ""), None) as here:
        chunks = Chunks(here, one_by_one)

        def stop() -> None:
            assert Patient.begun.acquire(timeout=20) and Patient.begun.acquire(timeout=20)
            chunks.stop()
            Patient.may_end.set()

        stopping = threading.Thread(target=stop)
        stopping.start()
        found = sorted(chunks.outcomes(tasks), key=lambda each: each[0].path)
        stopping.join(20)
    assert found == [(task, Failure("is read to its end", "")) for task in tasks[:2]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order_and_it_can_go_on(
    desk: Path, running: subprocess.Popen[bytes], number: signal.Signals
) -> None:
    running.send_signal(number)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 130
    told = err.decode().splitlines()
    assert "reportkit: finishing the files that are in hand; once more ends at once" in told
    assert told[-1].startswith("reportkit: ended after ") and told[-1].endswith(
        "the same command and --resume"
    )
    assert not Path("all.jsonl").exists()
    again = batch("in", "-o", "all.jsonl", cwd=desk)
    assert again.returncode == 2
    assert b"go on with --resume, or remove the folder to begin anew" in again.stderr
    assert b" as before" in batch("in", "-o", "all.jsonl", "--resume", cwd=desk).stderr
    assert len(lines(Path("all.jsonl.run/manifest.jsonl"))) == 201


def test_whoever_listens_may_go_and_the_run_goes_on(desk: Path) -> None:
    harm(**{f"{n:04}x": "no" for n in range(3)})
    for n in range(3):
        Path(f"in/{n:04}x.txt").write_bytes(b"\x7fELF")
    for option in ("--quiet", "--log-json"):
        running = start("in", "-o", "all.jsonl", option, cwd=desk)
        assert running.stderr is not None
        running.stderr.close()
        assert running.wait(60) == 3
        assert sources() == GOOD


def test_without_handles_of_files_it_ends_with_a_line(desk: Path) -> None:
    make_reports(Path("in"), 2)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))

    done = batch("in", "-o", "all.jsonl", "--quiet", "-j", "4", cwd=desk, preexec_fn=limit)
    assert done.returncode == 2
    assert b"Too many open files" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_second_run_into_the_same_output_says_so(desk: Path, running: subprocess.Popen[bytes]) -> None:
    running.send_signal(signal.SIGSTOP)  # so that it is not over before the second has begun
    second = batch("in", "-o", "all.jsonl", "--resume", cwd=desk)
    running.send_signal(signal.SIGCONT)
    assert second.returncode == 2
    assert second.stderr.decode() == (
        "reportkit: all.jsonl.run: another run is writing there; wait for it, or choose another output\n"
    )
    assert running.wait(60) == 0


def test_a_second_run_into_the_same_store_says_so(desk: Path) -> None:
    make_reports(Path("in"), 4)
    with open_store("all.duckdb", write=True):
        second = batch("in", "-o", "all.duckdb", cwd=desk)
    assert second.returncode == 2
    assert f"all.duckdb: is in use by process {os.getpid()}; wait" in second.stderr.decode()
    assert len(second.stderr.splitlines()) == 1


def test_an_output_that_is_removed_ends_the_run(desk: Path, running: subprocess.Popen[bytes]) -> None:
    shutil.rmtree("all.jsonl.run")
    _, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert err.decode().splitlines()[-1].startswith("reportkit: all.jsonl")
    assert b"Traceback" not in err
    assert not Path("all.jsonl").exists()


def test_a_folder_that_is_removed_ends_the_run(desk: Path) -> None:
    make_reports(Path("in"), 300, sentences=5)
    running = start("in", "-o", "out", cwd=desk)
    await_(lambda: Path("out/0000.yaml").exists())
    shutil.rmtree("out")
    _, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert b"Traceback" not in err
    assert b"cannot be written" in err.splitlines()[-1]


@pytest.mark.parametrize(
    ("out", "most"),
    [
        ("all.jsonl", 200_000),
        ("out", 3_000),
        ("all.parquet", 200_000),
        ("all.duckdb", 100_000),  # too little to make an empty one
        ("all.duckdb", 600_000),
    ],
)
def test_a_full_disk_ends_the_run_and_it_can_go_on(desk: Path, out: str, most: int) -> None:
    """A limit to the size of a file is to a process what a full disk is: what it writes is cut off, then refused."""
    make_reports(Path("in"), 40, sentences=30)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    done = batch("in", "-o", out, "--quiet", cwd=desk, preexec_fn=limit)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert b"File too large" in done.stderr or b"write" in done.stderr
    results = left(Path(out), ()) if out == "out" else {}
    assert Path(out).is_dir() or Path(out).suffix == ".duckdb" or not Path(out).exists()
    assert batch("in", "-o", out, "--resume", "--quiet", cwd=desk).returncode == 0
    calm = f"calm-{out}"
    assert batch("in", "-o", calm, "--quiet", cwd=desk).returncode == 0
    if out == "all.duckdb":
        assert rows(Path(out)) == rows(Path(calm))
    elif out == "out":
        whole = left(Path(calm), ("manifest.jsonl",))
        assert left(Path(out), ("manifest.jsonl",)) == whole
        assert results.items() <= whole.items()  # what stood there was no half of a file
    else:
        assert Path(out).read_bytes() == Path(calm).read_bytes()
