"""The account of a run that is read back: damaged, written by another hand, or made to harm; nothing of it is believed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from batches import JOURNAL, batch, left, lines, make_reports, start
from commands import Run

from reportkit import ReportkitError
from reportkit.batch import run as running_of
from reportkit.batch.journal import COLUMNS
from reportkit.batch.outcome import Done, Entry, Outcome, Unchanged, digest
from reportkit.batch.output import find_output, settings_of
from reportkit.batch.run import Listener, Tally, opened
from reportkit.codec.decode import decode
from reportkit.inputs.find import find_inputs
from reportkit.inputs.task import Failure, Task
from reportkit.output.json import dump_json
from reportkit.source import Reading
from reportkit.store import open_store

FILES = 6
LISTENER = Listener(lambda tally: None, lambda task, failure: None)
OUTPUTS = ["all.jsonl", "out", "all.parquet"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_reports(tmp_path / "in", FILES)
    return tmp_path


@dataclass(frozen=True)
class Ran:
    """What came of a run: its tally, what it said before and after, or the error that it ended with."""

    tally: Tally
    said: str = ""
    error: str = ""


def outcomes(tasks: Iterable[Task], tick: object) -> Iterator[tuple[Task, Outcome]]:
    """What workers would give of files, made here and at once: a line of their hash and their text."""
    for task in tasks:
        raw = Path(task.path).read_bytes()
        line = {"source": task.name, "sentence": raw.decode("utf-8", "replace")}
        content = (dump_json(line) + "\n").encode()
        if raw.startswith(b"\x7fELF"):
            yield task, Failure("is a program", "give a report")
        elif task.known == digest(raw):
            yield task, Unchanged(task.known)
        else:
            yield task, Done(digest(raw), content, 1, 1, ())


def go(out: str, resume: bool = False) -> Ran:
    """Run over all files into an output, without workers."""
    output = find_output(out, None)
    plan = find_inputs(["in"], [], [], output.paths)
    settings = settings_of(output, None, Reading(), True, 4000)
    try:
        with opened(output, settings, resume) as target:
            notes = list(target.notes)
            tally, told = running_of.run(plan.tasks, outcomes, target, LISTENER)
    except ReportkitError as error:
        assert "\n" not in str(error)
        return Ran(Tally(0, 0), error=str(error))
    return Ran(tally, "\n".join([*notes, *told]))


def home(out: str) -> Path:
    return Path(out) if out == "out" else Path(f"{out}.run")


def results(out: str) -> dict[str, bytes]:
    """What a run left that is no account of it."""
    if out == "out":
        return left(Path(out), ("manifest.jsonl",))
    return {out: Path(out).read_bytes()}


def nul(rows: list[bytes]) -> list[bytes]:
    return [rows[0], rows[1], bytes(len(rows[2]) - 1) + b"\n", *rows[3:]]


def with_key(rows: list[bytes], **more: object) -> list[bytes]:
    return [rows[0], json.dumps(json.loads(rows[1]) | more).encode() + b"\n", *rows[2:]]


DAMAGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a line of NULs": nul,
    "NULs before": lambda rows: [rows[0], bytes(4096) + b"\n", *rows[1:]],
    "NULs at the end": lambda rows: [*rows, bytes(4096)],
    "an unknown key": lambda rows: with_key(rows, colour="red"),
    "a key that is missing": lambda rows: [rows[0], b'{"path": "in/0000.txt"}\n', *rows[2:]],
    "a number as text": lambda rows: with_key(rows, reports="1"),
    "a number below nought": lambda rows: with_key(rows, at=[-5, 7]),
    "an end before its begin": lambda rows: with_key(rows, at=[9, 7]),
    "a huge number": lambda rows: with_key(rows, at=[0, 10**30]),
    "a number of floating point": lambda rows: with_key(rows, indicators=5.0),
    "a list of numbers": lambda rows: with_key(rows, warnings=[1]),
    "null": lambda rows: with_key(rows, path=None),
    "two lines in one": lambda rows: [
        rows[0],
        json.dumps(json.loads(rows[1]) | {k: json.loads(rows[2])[k] for k in ("at", "made")}).encode()
        + b"\n",
    ],
    "half a character": lambda rows: with_key(rows, path="\ud800"),
    "no hash": lambda rows: with_key(rows, sha256="../x"),
    "cut off": lambda rows: [*rows[:3], rows[3][:40]],
    "cut off, with an end": lambda rows: [*rows[:3], rows[3][:40] + b"\n", *rows[4:]],
    "a list": lambda rows: [rows[0], b"[1, 2]\n", *rows[2:]],
    "nested": lambda rows: [rows[0], b"[" * 100_000 + b"\n", *rows[2:]],
    "a line twice": lambda rows: [*rows, rows[2]],
    "a huge line": lambda rows: [rows[0], b'{"path": "' + b"x" * 40_000_000 + b'"}\n', *rows[1:]],
    "no UTF-8": lambda rows: [rows[0], b"\xff\xfe\xfa\n", *rows[1:]],
    "empty lines": lambda rows: [rows[0], b"\n\n", *rows[1:]],
    "no head": lambda rows: rows[1:],
    "a head of NULs": lambda rows: [bytes(30) + b"\n", *rows[1:]],
    "an empty file": lambda rows: [],
    "a head that is a list": lambda rows: [b"[]\n", *rows[1:]],
    "a head of numbers": lambda rows: [b'{"reportkit": 1, "data": 7}\n', *rows[1:]],
}


@pytest.mark.parametrize("out", OUTPUTS[:2])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_account_stops_nothing(
    desk: Path, out: str, damage: Callable[[list[bytes]], list[bytes]]
) -> None:
    go(out)
    wanted = results(out)
    manifest = home(out) / "manifest.jsonl"
    harmed = b"".join(damage(manifest.read_bytes().splitlines(keepends=True)))
    for resume in (True, False):
        manifest.write_bytes(harmed)
        done = go(out, resume)
        assert (done.error, results(out)) == ("", wanted)
        assert len(lines(manifest)) == FILES + 1
        if resume and done.tally.kept < FILES and harmed.endswith(b"\n"):  # one that is cut off is usual
            assert done.said
    assert go(out, resume=True).tally.kept == FILES


def crafted(statement: str) -> Callable[[Path], None]:
    """What another hand does to a journal, which need not keep to what its columns hold."""

    def craft(journal: Path) -> None:
        with contextlib.closing(sqlite3.connect(journal)) as db, db:
            db.execute("PRAGMA ignore_check_constraints = ON")
            db.execute(statement)

    return craft


def written(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """What is done to the bytes of a journal."""
    return lambda journal: journal.write_bytes(change(journal.read_bytes())) and None


PAGE = 4096
HARMS: dict[str, Callable[[Path], None]] = {
    "NULs at the begin": written(lambda raw: bytes(100) + raw[100:]),
    "NULs in a table": written(lambda raw: raw[:PAGE] + bytes(PAGE) + raw[2 * PAGE :]),
    "NULs at the end": written(lambda raw: raw[:-PAGE] + bytes(PAGE)),
    "cut off": written(lambda raw: raw[: PAGE + 90]),
    "an empty file": written(lambda raw: b""),
    "a text": written(lambda raw: b'{"reportkit": "0.1.0", "data": "part-1"}\n' * 99),
    "NULs": written(lambda raw: bytes(len(raw))),
    "another table": crafted("CREATE TABLE other (path)"),
    "another column": crafted("ALTER TABLE results ADD COLUMN colour"),
    "no table": crafted("DROP TABLE results"),
    "a trigger": crafted("CREATE TRIGGER more AFTER INSERT ON failures BEGIN DELETE FROM results; END"),
    "a number as text": crafted("UPDATE results SET reports = 'one'"),
    "a number below nought": crafted("UPDATE results SET start = -5"),
    "an end before its begin": crafted("UPDATE results SET start = 9, stop = 7"),
    "a huge number": crafted("UPDATE results SET indicators = 1 << 60"),
    "a number of floating point": crafted("UPDATE results SET indicators = 5.5"),
    "a text as bytes": crafted("UPDATE results SET path = x'41' WHERE path = 'in/0000.txt'"),
    "no UTF-8": crafted("UPDATE results SET settings = CAST(x'fffe' AS TEXT) WHERE path = 'in/0000.txt'"),
    "null": crafted("UPDATE results SET number = 'x'"),
    "a list of numbers": crafted("UPDATE results SET warnings = '[1]'"),
    "no list": crafted("UPDATE results SET warnings = '{}'"),
    "nested": crafted("UPDATE results SET warnings = replace(hex(zeroblob(100000)), '0', '[')"),
    "the result of another": crafted(
        "UPDATE results SET (start, stop, made) = "
        "(SELECT start, stop, made FROM results WHERE path = 'in/0002.txt') WHERE path = 'in/0001.txt'"
    ),
    "a name of another": crafted(
        "INSERT INTO results SELECT '../victim.txt', "
        + ", ".join(list(COLUMNS)[1:])
        + " FROM results LIMIT 1"
    ),
    "a place that is far off": crafted("UPDATE results SET start = 1 << 40, stop = (1 << 40) + 9"),
    "a version to come": crafted("PRAGMA user_version = 99"),
}


@pytest.mark.parametrize("out", OUTPUTS[:2])
@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_damaged_journal_stops_nothing(desk: Path, out: str, harm: Callable[[Path], None]) -> None:
    go(out)
    wanted = results(out)
    journal = home(out) / JOURNAL
    whole = journal.read_bytes()
    for resume in (True, False):
        journal.write_bytes(whole)
        harm(journal)
        done = go(out, resume)
        assert (done.error, results(out)) == ("", wanted)
        assert len(lines(home(out) / "manifest.jsonl")) == FILES + 1
        if resume and done.tally.kept < FILES:
            assert done.said
    assert go(out, resume=True).tally.kept == FILES


def test_what_is_dropped_is_said_and_read_again(desk: Path) -> None:
    go("all.jsonl")
    written(lambda raw: bytes(100) + raw[100:])(Path("all.jsonl.run/journal.sqlite"))
    done = go("all.jsonl", resume=True)
    assert done.said == (
        "all.jsonl.run/journal.sqlite: is no journal of a run, or damaged; what it told of is read again"
    )
    assert done.tally.kept == 0


def test_a_run_that_was_ended_goes_on_with_what_is_whole(desk: Path) -> None:
    """The journal of a run that was killed, with an end of NULs as a power cut leaves it."""
    make_reports(Path("in"), 200, sentences=10)
    running = start("in", "-o", "all.jsonl", "-q", cwd=desk)
    made = Path("all.jsonl.run/made")
    end = time.monotonic() + 60
    while time.monotonic() < end and not (made.exists() and made.read_bytes().count(b"\n") > 20 * 30):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    log = Path("all.jsonl.run/journal.sqlite-wal")
    log.write_bytes(log.read_bytes()[:-500] + bytes(600))
    fresh = batch("in", "-o", "all.jsonl", cwd=desk)
    assert fresh.returncode == 2
    assert b"files of a run that was ended; go on with --resume" in fresh.stderr
    done = batch("in", "-o", "all.jsonl", "--resume", cwd=desk)
    assert done.returncode == 0
    assert b" as before" in done.stderr
    assert batch("in", "-o", "calm.jsonl", "-q", cwd=desk).returncode == 0
    assert Path("all.jsonl").read_bytes() == Path("calm.jsonl").read_bytes()


@pytest.mark.parametrize("out", OUTPUTS)
def test_of_a_finished_run_all_is_kept_when_one_that_goes_on_is_ended(
    desk: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    go(out)
    Path("in/0005.txt").write_text("全县有5个乡。", encoding="utf-8")
    whole = outcomes
    monkeypatch.setitem(globals(), "outcomes", lambda tasks, tick: whole(list(tasks)[-1:], tick))
    ended = go(out, resume=True)
    assert (ended.error, ended.tally.files, ended.tally.kept) == ("", 1, 0)
    monkeypatch.setitem(globals(), "outcomes", whole)
    done = go(out, resume=True)
    assert (done.error, done.said, done.tally.kept) == ("", "", FILES)
    found = results(out)
    shutil.rmtree(home(out))
    go(out)
    assert results(out) == found


def test_of_an_ended_run_without_a_whole_line_nothing_is_kept(desk: Path) -> None:
    go("all.jsonl")
    wanted = Path("all.jsonl").read_bytes()
    for content in (b"", bytes(500), b'{"reportkit": "0.1.0", "data": "part-9"}\n' + bytes(80) + b"\n"):
        Path("all.jsonl.run/journal.sqlite").write_bytes(content)
        Path("all.jsonl.run/journal.sqlite-wal").write_bytes(bytes(500))
        assert go("all.jsonl").error == ""
        assert Path("all.jsonl").read_bytes() == wanted
        assert sorted(left(home("all.jsonl"))) == ["manifest.jsonl"]


@pytest.mark.parametrize("out", ["all.jsonl", "out"])
def test_a_result_that_was_changed_at_its_length_is_made_anew(desk: Path, out: str) -> None:
    """As a block of NULs after a power cut, or by hand."""
    go(out)
    wanted = results(out)
    path = Path("out/0002.yaml") if out == "out" else Path(out)
    raw = path.read_bytes()
    path.write_bytes(raw[:100] + bytes(50) + raw[150:])
    done = go(out, resume=True)
    assert done.said == "the results of 1 file were changed or damaged since, and were made anew"
    assert done.tally.kept == FILES - 1
    assert results(out) == wanted


VICTIM = "what nobody may touch"
NAMES = [
    "../victim.txt",
    "../../victim.txt",
    "./part-1",
    "x/../part-1",
    "victim.txt",
    "",
    ".",
    "..",
    "part-1/",
    "part-0",
    "part-01",
    "part-²",
    "part-1\n",
    "manifest.jsonl",
    None,
    7,
    ["part-1"],
]


@pytest.mark.parametrize("name", [*NAMES, "{absolute}"], ids=repr)
@pytest.mark.parametrize("number", ["", "-1"])
def test_no_account_names_a_file_that_is_not_its_own(desk: Path, name: object, number: str) -> None:
    """The data of a run were copied from, and deleted, wherever its manifest said."""
    go("all.jsonl")
    wanted = Path("all.jsonl").read_bytes()
    folder = home("all.jsonl")
    entry = lines(folder / "manifest.jsonl")[1] | {"at": [0, len(VICTIM)]}
    (folder / "manifest.jsonl").unlink()
    victims = [Path("victim.txt"), folder / "victim.txt"]
    for victim in victims:
        victim.write_text(VICTIM, encoding="utf-8")
    named = str(victims[0].resolve()) if name == "{absolute}" else name
    head = {"reportkit": "0.1.0", "data": named}
    told = f"{json.dumps(head)}\n{json.dumps(entry)}\n"
    for resume in (True, False):
        (folder / f"manifest{number}.jsonl").write_text(told, encoding="utf-8")
        assert go("all.jsonl", resume).error == ""
        assert all(victim.read_text(encoding="utf-8") == VICTIM for victim in victims)
        assert Path("all.jsonl").read_bytes() == wanted


@pytest.mark.parametrize("out", OUTPUTS)
@pytest.mark.parametrize("leads", ["victim.txt", "nowhere.txt", "/dev/zero", "folder"])
def test_no_link_in_the_folder_is_followed(desk: Path, out: str, leads: str) -> None:
    Path("victim.txt").write_text(VICTIM, encoding="utf-8")
    Path("folder").mkdir()
    Path("folder/part-3").write_text(VICTIM, encoding="utf-8")
    target = leads if leads.startswith("/") else str(Path(leads).absolute())
    go(out)
    wanted = results(out)
    names = ["manifest.jsonl", "manifest-1.jsonl", "part-1", "part-2", "failures.jsonl", "made", "part-7"]
    names += ["manifest-6.jsonl", "manifest-7.jsonl", *(["0001.yaml"] if out == "out" else [])]
    for resume in (True, False):
        for name in names:
            (home(out) / name).unlink(missing_ok=True)
            (home(out) / name).symlink_to(target)
        assert go(out, resume).error == ""
        assert Path("victim.txt").read_text(encoding="utf-8") == VICTIM
        assert Path("folder/part-3").read_text(encoding="utf-8") == VICTIM
        assert not Path("nowhere.txt").exists()
        found = results(out)
        assert {name: found[name] for name in wanted} == wanted


def test_a_journal_that_is_a_link_is_not_followed(desk: Path) -> None:
    go("all.jsonl")
    for name in (JOURNAL, f"{JOURNAL}-wal", f"{JOURNAL}-shm", f"{JOURNAL}-journal"):
        Path("victim.txt").write_text(VICTIM, encoding="utf-8")
        for leads in ("victim.txt", "nowhere.txt"):
            (home("all.jsonl") / name).unlink(missing_ok=True)
            (home("all.jsonl") / name).symlink_to(desk / leads)
            done = go("all.jsonl", resume=True)
            assert (done.error, done.tally.kept) == ("", 0 if name == JOURNAL else FILES)
            assert bool(done.said) is (name == JOURNAL)
            assert not Path("nowhere.txt").exists()
            assert Path("victim.txt").read_text(encoding="utf-8") == VICTIM
    (home("all.jsonl") / JOURNAL).unlink()
    (home("all.jsonl") / JOURNAL).mkdir()
    assert "SQLite cannot write it" in go("all.jsonl").error


def test_a_folder_in_the_output_that_leads_out_of_it_is_not_written_to(desk: Path) -> None:
    make_reports(Path("in/below"), 1)
    Path("elsewhere").mkdir()
    Path("out").mkdir()
    Path("out/below").symlink_to(desk / "elsewhere")
    assert go("out").error == "out/below: leads out of out; remove the link, or choose another output"
    assert list(Path("elsewhere").iterdir()) == []


def test_what_is_no_run_of_ours_is_left_alone(desk: Path) -> None:
    """Only names that a run gives are its own: report-2023.txt is of no run 2023."""
    folder = home("all.jsonl")
    folder.mkdir()
    kept = [
        "notes-2023.txt",
        "part-of-it-7",
        "manifest-3.jsonl.bak",
        "part-²",
        "manifest-²³.jsonl",
        "part-00",
    ]
    kept += [f"part-{'9' * 200}", "manifest-5000000000000.jsonl"]
    for name in kept:
        (folder / name).write_text(VICTIM, encoding="utf-8")
    (folder / "part-4").mkdir()
    assert go("all.jsonl").error == go("all.jsonl", resume=True).error == ""
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*kept, JOURNAL, "manifest.jsonl", "part-4"]
    )


def test_a_pipe_in_the_folder_is_not_waited_for(desk: Path) -> None:
    home("all.jsonl").mkdir()
    for name in ("manifest.jsonl", "manifest-4.jsonl", "part-4", "made", "failures.jsonl"):
        os.mkfifo(home("all.jsonl") / name)
    assert go("all.jsonl", resume=True).error == ""


@pytest.mark.parametrize("out", ["all.xlsx", "all.parquet"])
@pytest.mark.parametrize("damage", ["lines", "much", "crafted"])
def test_lines_that_are_kept_for_a_table_are_checked(desk: Path, out: str, damage: str) -> None:
    """Of .xlsx and .parquet the lines stand in the journal."""
    assert batch("in", "-o", out, "-q", cwd=desk).returncode == 0
    manifest = home(out) / "manifest.jsonl"
    with contextlib.closing(sqlite3.connect(home(out) / JOURNAL)) as db, db:
        sql = "SELECT content FROM results WHERE path = 'in/0002.txt'"
        ((packed,),) = db.execute(sql).fetchall()
        raw = zlib.decompress(packed)
        content = raw[:10] + bytes(60) + raw[70:] + bytes(10**8) * (damage == "much")
        db.execute("UPDATE results SET content = ? WHERE path = 'in/0002.txt'", [zlib.compress(content)])
        if damage == "crafted":  # the journal says that it is right so
            (line,) = (each for each in lines(manifest)[1:] if each["path"] == "in/0002.txt")
            made = decode(Entry, line, "").seal(content)
            db.execute("UPDATE results SET made = ? WHERE path = 'in/0002.txt'", [made])
    done = batch("in", "-o", out, "--resume", cwd=desk)
    assert b"Traceback" not in done.stderr
    if damage != "crafted":
        assert done.returncode == 0
        assert b"5 files as before" in done.stderr
    else:
        assert done.returncode == 2
        assert b"JSON" in done.stderr.splitlines()[-1] or b"Expecting value" in done.stderr.splitlines()[-1]


def test_accounts_of_parts_are_checked(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setattr("reportkit.batch.parts.FILES", 2)
    args = ("batch", "in", "-o", "parts", "--format", "parquet", "-j", "2")
    assert run(*args, "-q").code == 0
    names = ("part-00001.parquet", "part-00002.parquet", "part-00003.parquet", "manifest.jsonl")
    wanted = {name: Path("parts", name).read_bytes() for name in names}
    account = Path("parts/part-00002.jsonl")
    rows = account.read_bytes().splitlines(keepends=True)
    for harmed in (
        bytes(900),
        b"",
        b"".join(nul(rows)),
        b"".join(with_key(rows, colour="red")),
        b"".join([b'{"data": "../victim"}\n', *rows[1:]]),
        b"".join(rows)[:-30],
        rows[0] + b'{"path": 3}\n[]\n',
    ):
        account.write_bytes(harmed)
        done = run(*args, "--resume")
        assert (done.code, done.err.count("was changed or damaged")) == (0, 1), done.err
        assert {name: Path("parts", name).read_bytes() for name in names} == wanted
    part = Path("parts/part-00001.parquet")
    part.write_bytes(part.read_bytes()[:-20])
    done = run(*args, "--resume")
    assert "4 files as before" in done.err
    assert part.read_bytes() == wanted["part-00001.parquet"]
    Path("parts/part-of-report-2023.txt").write_text(VICTIM, encoding="utf-8")
    Path("parts/notes-7.jsonl").write_text(VICTIM, encoding="utf-8")
    account.unlink()
    account.symlink_to("/dev/zero")
    assert run(*args, "-q", "--resume").code == 0
    assert Path("parts/part-of-report-2023.txt").exists() and Path("parts/notes-7.jsonl").exists()
    assert {name: Path("parts", name).read_bytes() for name in names} == wanted


@pytest.mark.parametrize("out", ["all.jsonl", "all.parquet"])
def test_without_its_folder_a_run_begins_anew(desk: Path, out: str) -> None:
    go(out)
    wanted = results(out)
    assert go(out, resume=True).tally.kept == FILES
    shutil.rmtree(home(out))
    done = go(out, resume=True)
    assert (done.error, done.tally.kept, results(out)) == ("", 0, wanted)


def test_what_another_version_did_is_done_anew(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go("all.jsonl")
    monkeypatch.setattr("reportkit.batch.output.__version__", "0.0.1")
    assert go("all.jsonl", resume=True).tally.kept == 0
    assert go("all.jsonl", resume=True).tally.kept == FILES


@pytest.mark.parametrize("out", ["all.jsonl", "out"])
def test_resume_says_what_is_there_and_no_longer_given(desk: Path, out: str) -> None:
    go(out)
    assert go(out, resume=True).said == ""
    Path("in/0001.txt").unlink()
    Path("in/0004.txt").write_bytes(b"\x7fELF")
    done = go(out, resume=True)
    if out == "out":
        said = (
            "out: holds 1 file of an input that is no longer given: 0001.yaml\n"
            "out: holds 1 file of an input that failed now: 0004.yaml"
        )
        assert done.said == go(out, resume=True).said == said
    else:
        assert done.said == (
            "left out 1 file of an input that is no longer given: in/0001.txt\n"
            "left out 1 file of an input that failed now: in/0004.txt"
        )
        assert go(out, resume=True).said == ""  # it is made anew, and so holds none of them


@pytest.mark.parametrize("out", ["all.jsonl", "out", "-"])
def test_only_a_store_is_pruned(desk: Path, out: str) -> None:
    done = batch("in", "-o", out, "--prune", cwd=desk)
    assert done.returncode == 2
    assert "--prune: only a store is pruned; give -o a path .duckdb" in " ".join(done.stderr.decode().split())


def held() -> set[str]:
    with open_store("all.duckdb") as store:
        counted = "SELECT count(DISTINCT file) FROM indicators"
        assert store.connection.execute(counted).fetchone() == (len(store.done()),)
        return {*store.done()}


def test_nothing_is_pruned_where_a_file_fails(desk: Path) -> None:
    assert batch("in", "-o", "all.duckdb", "-q", cwd=desk).returncode == 0
    before = held()
    # of a folder that is not there no file is given
    done = batch("in/0001.txt", "gone", "-o", "all.duckdb", "--prune", "--resume", cwd=desk)
    assert done.returncode in (2, 3)
    assert held() == before
    Path("in/0001.txt").unlink()
    Path("in/0004.txt").write_bytes(b"\x7fELF")
    done = batch("in", "-o", "all.duckdb", "--prune", cwd=desk)
    assert done.returncode == 3
    assert "all.duckdb: nothing is removed, since files failed; mend them, and prune again" in (
        done.stderr.decode()
    )
    assert held() == before


@pytest.mark.parametrize("resume", [True, False])
def test_a_store_is_pruned_of_what_is_no_longer_given(desk: Path, resume: bool) -> None:
    assert batch("in", "-o", "all.duckdb", "-q", cwd=desk).returncode == 0
    before = held()
    Path("in/0001.txt").unlink()
    done = batch("in", "-o", "all.duckdb", "--prune", *(["--resume"] if resume else []), cwd=desk)
    assert done.returncode == 0
    assert (
        "all.duckdb: removed 1 file of an input that is no longer given: in/0001.txt" in done.stderr.decode()
    )
    assert held() == before - {"in/0001.txt"}


def test_resume_into_a_store_says_what_is_no_longer_given(desk: Path) -> None:
    """All but its failures is told in the store itself, warnings too: it goes on without a folder."""
    Path("in/0005.txt").write_text("nothing in it", encoding="utf-8")
    assert batch("in", "-o", "all.duckdb", "-q", cwd=desk).returncode == 0
    assert left(Path("all.duckdb.run")) == {}
    shutil.rmtree("all.duckdb.run")
    Path("in/0001.txt").unlink()
    Path("in/0004.txt").write_bytes(b"\x7fELF")
    for _ in range(2):
        done = batch("in", "-o", "all.duckdb", "--resume", cwd=desk)
        assert done.returncode == 3
        told = done.stderr.decode().splitlines()
        assert "reportkit: all.duckdb: holds 1 file of an input that is no longer given: in/0001.txt" in told
        assert "reportkit: all.duckdb: holds 1 file of an input that failed now: in/0004.txt" in told
        assert "; 1 warning (in its table sources); 4 files as before; " in told[-1]
        assert list(left(Path("all.duckdb.run"))) == ["failures.jsonl"]
    with open_store("all.duckdb") as store:
        sql = "SELECT warnings FROM sources WHERE path = 'in/0005.txt'"
        (kept,) = store.connection.execute(sql).fetchone()
        assert kept == ["no report found: the text holds no Chinese sentences"]
        assert {*store.done()} == {f"in/{n:04}.txt" for n in range(FILES)}
