"""The limits that README and guides promise: that they are those of the code, and that each of them holds."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from inspect import signature
from pathlib import Path

import pytest

from reportkit.batch import cluster, parts
from reportkit.batch.outcome import Done, Settings
from reportkit.batch.process import process
from reportkit.cli.batch import batch
from reportkit.cli.guide import GUIDES
from reportkit.cli.query import query
from reportkit.errors import SourceError
from reportkit.inputs.find import find_inputs
from reportkit.inputs.task import Failure
from reportkit.output import document
from reportkit.rules import pattern, strict
from reportkit.source import apart, archive, office, read
from reportkit.source.apart import TOO_MUCH, Confined, read_content, read_pieces
from reportkit.source.content import MOST_CHARACTERS
from reportkit.source.read import sources_in
from reportkit.store.columns import NUMBER
from tests.damaged import SENTENCE, WHOLE
from tests.docxs import packed

DOCUMENTS = [Path(__file__).resolve().parent.parent / "README.md", *sorted(GUIDES.glob("*.md"))]
WORDS = {10: "ten"}
CSV = {"encoding": None, "strict": False, "column": None}


def test_documents_name_the_limits_of_the_code() -> None:
    promised = " ".join(word for path in DOCUMENTS for word in path.read_text(encoding="utf-8").split())
    for phrase in (
        f"with {apart.SECONDS} seconds and {apart.MEGABYTES} MB",
        f"LibreOffice runs with {office.SECONDS} seconds and {office.MEGABYTES:,} MB",
        f"at most {MOST_CHARACTERS:,} characters",
        f"a file in an archive {archive.MOST_MEMBER // 1_000_000} MB",
        f"{archive.MOST_MEMBERS:,} files and {archive.MOST_TOGETHER // 1_000_000} MB",
        f"any file that is read whole {read.MOST_FILE // 1_000_000} MB",
        f"each up to {cluster.LARGEST // 1_000_000} MB",
        f"`--timeout` ({signature(batch).parameters['timeout'].default} seconds)",
        f"`--memory` ({signature(batch).parameters['memory'].default:,} MB)",
        f"`--timeout` ({signature(query).parameters['timeout'].default} seconds)",
        f"`--memory` ({signature(query).parameters['memory'].default:,} MB)",
        f"for about {parts.FILES} reports or {parts.BYTES // 1_000_000} MB",
        f"the {document.MOST_DIGITS} digits that it can hold",
        f"`{NUMBER}`",
        f"takes longer than {WORDS[pattern.LIMIT]} seconds",
        f"up to {strict.MOST} of a file",
    ):
        assert phrase in promised, phrase


@pytest.mark.parametrize("kind", ["docx", "pdf", "page", "csv", "xlsx", "archive"])
def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Here before the process has begun."""
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    began = time.monotonic()
    with Confined(kind) as process:
        with pytest.raises(SourceError) as caught:
            process.ask(b"x" * 1_000_000)
        assert str(caught.value) == TOO_MUCH
        assert not process.runs
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("form", WHOLE)
def test_whatever_is_no_plain_text_is_opened_in_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Which has no time here, so that nothing is read of it: of a plain text all is."""
    raw = WHOLE[form](1)
    assert [s for s in sources_in(f"a.{form}", raw) if s.text]
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(SourceError, match="takes more than 8 seconds or 480 MB"):
        list(sources_in(f"a.{form}", raw))
    assert [s.text for s in sources_in("a.txt", SENTENCE.encode())] == [SENTENCE]


def test_a_question_that_ends_the_process_costs_its_own_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    table = f"县,全文\n云岭县,{SENTENCE}\n".encode()
    with Confined("csv") as process:
        assert len(process.ask(table, **CSV)) == 1
        monkeypatch.setattr(apart, "MOST_ANSWER", 10)
        with pytest.raises(SourceError):
            process.ask(table, **CSV)
        monkeypatch.undo()
        assert len(process.ask(table, **CSV)) == 1
        with pytest.raises(SourceError, match="holds no rows"):
            process.ask(b"", **CSV)
        assert process.runs


def test_what_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        read_pieces("csv", b"a" * 180_000_000 + b"\n", **CSV)
    assert str(caught.value) in (
        TOO_MUCH,
        "is no table of texts (field larger than field limit (5000000)); put quotes around each text",
    )


def test_processes_are_bounded_and_closed_in() -> None:
    """What the process may take, as it finds it itself."""
    code = "import os, resource, sys; sys.argv[1:] = ['archive']; from reportkit.source import confined; "
    code += "confined.receive = lambda _: (sys.stderr.write(repr([resource.getrlimit(k)[0] for k in "
    code += "(resource.RLIMIT_AS, resource.RLIMIT_CORE)])), sys.stderr.flush(), None)[2]; "
    code += "os.dup2 = lambda *_: None; confined.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[480000000, 0]"


def test_a_text_in_an_archive_is_no_longer_than_one_in_any_container() -> None:
    whole = "新" * MOST_CHARACTERS
    assert [len(s.text) for s in sources_in("a.zip", packed({"a.txt": whole}))] == [MOST_CHARACTERS]
    for more in (whole + "建", " " * (4 * MOST_CHARACTERS + 1)):
        with pytest.raises(SourceError, match=r"a\.zip: a\.txt: holds more than 5,000,000 characters"):
            list(sources_in("a.zip", packed({"a.txt": more})))


def test_a_text_in_a_row_is_no_longer_than_one_in_any_container(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 60)  # it is the length that is asked about
    with pytest.raises(SourceError, match="5000000"):
        list(sources_in("a.csv", ("县,全文\n云岭县," + "新" * (MOST_CHARACTERS + 1)).encode()))


def test_so_many_files_of_an_archive_are_read_and_no_more() -> None:
    members: dict[str, bytes | str] = {f"{n}.txt": "一" for n in range(archive.MOST_MEMBERS)}
    assert len(list(archive.read_members(packed(members)))) == archive.MOST_MEMBERS
    with pytest.raises(SourceError, match="more than 1,000 files; give it to reportkit batch"):
        list(archive.read_members(packed(members | {"one.txt": "一"})))


def test_a_member_is_no_larger_than_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.pdf", b"%PDF-" + bytes(archive.MOST_MEMBER))
    with pytest.raises(SourceError, match=r"a\.pdf: unpacks to more than 50 MB"):
        list(archive.read_members(raw.getvalue()))


def test_a_run_holds_the_files_of_an_archive_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_CHARACTERS", len(SENTENCE))
    path = tmp_path / "a.zip"
    texts: dict[str, bytes | str] = {"a.txt": SENTENCE, "b.txt": SENTENCE + "。"}
    path.write_bytes(packed(texts | {"c.txt": b" " * (archive.MOST_MEMBER + 1)}))
    tasks = find_inputs([str(path)], [], [], []).tasks
    with Confined("archive") as process_of_its_own:
        monkeypatch.setattr("reportkit.inputs.read.UNPACKER", process_of_its_own)
        found = [process(task, Settings("jsonl", "", "")) for task in tasks]
    assert [type(each) for each in found] == [Done, Failure, Failure]
    assert [each.error for each in found if isinstance(each, Failure)] == [
        "holds more than 5,000,000 characters, which no report does",
        "unpacks to more than 50 MB, which no report does",
    ]


def test_libreoffice_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 & echo $! > $(dirname $0)/child; wait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(office, "SECONDS", 2)
    with pytest.raises(SourceError, match="LibreOffice takes more than 2 seconds"):
        office.to_docx(b"{\\rtf1 x}", ".rtf")
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    end = time.monotonic() + 10  # it was killed, and is gone when a machine that is busy comes to it
    while not is_gone(child):
        assert time.monotonic() < end


def is_gone(stat: Path) -> bool:
    """Whether a process has ended, of which a mere entry may be left."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_nothing_of_a_reader_is_left_when_it_is_not_asked_to_the_end() -> None:
    members = archive.read_members(WHOLE["zip"](2))
    next(members)
    frame = members.gi_frame
    assert frame is not None
    process = frame.f_locals["process"]._process
    members.close()
    assert process.poll() is not None


def test_the_words_of_a_fault_come_from_the_reader() -> None:
    with pytest.raises(SourceError, match="holds no page"):
        read_content("page", b"Content-Type: multipart/related\n\n", form="mht", encoding=None, strict=False)
