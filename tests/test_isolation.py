"""Whatever lies in the current folder is read as data at most: no command, and no process of it, imports it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from reportkit.isolation import isolated
from reportkit.source.office import find_office
from tests.docxs import body, docx, packed, paragraph, xlsx
from tests.pdfs import content, pdf

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "2023年，全县新建学校12所，改造道路35.6公里，增长5.6%。"
# What is imported anywhere, of Python and of others, and what Python looks for when it starts.
OTHERS = {
    "lxml",
    "pypdfium2",
    "pypdfium2_raw",
    "python_calamine",
    "yaml",
    "regex",
    "rich",
    "typer",
    "click",
    "jieba",
}
OTHERS |= {"duckdb", "xlsxwriter", "fsspec", "distributed", "sitecustomize", "usercustomize", "pkg_resources"}
PLANTED = sorted(OTHERS | {name for name in sys.stdlib_module_names if not name.startswith("_")})
HARM = "import pathlib\npathlib.Path({marker!r}).open('a').write(__name__ + '\\n')\n"
# Each with what it needs: an environment without PYTHONPATH, as most have, and one whose PYTHONPATH ends in a colon.
ENVIRONMENTS = {"plain": "", "with an empty place": f"{ROOT}{os.pathsep}"}
COMMAND = {
    "command": [sys.executable, "-P", "-m", "reportkit"],
    "module": [sys.executable, "-m", "reportkit"],
}


def mht() -> bytes:
    message = EmailMessage()
    message["Subject"] = "报告"
    message.set_content(f"<html><body><p>{SENTENCE}</p></body></html>", subtype="html", cte="base64")
    message.make_mixed()
    message.replace_header("Content-Type", 'multipart/related; boundary="' + message.get_boundary("b") + '"')
    return message.as_bytes()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports in every form, with planted modules beside them."""
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    pytest.importorskip("pypdfium2", reason="the extra docs is not installed")
    pytest.importorskip("python_calamine", reason="the extra docs is not installed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    files = {
        "a.txt": SENTENCE.encode(),
        "a.docx": docx(body(paragraph(SENTENCE))),
        "a.pdf": pdf([content([(50, 700, 12, SENTENCE)])]),
        "a.html": f"<html><body><p>{SENTENCE}</p></body></html>".encode(),
        "a.mht": mht(),
        "a.csv": f"县,全文\n云岭县,{SENTENCE}\n".encode(),
        "a.xlsx": xlsx([["县", "全文"], ["云岭县", SENTENCE]]),
    }
    files["a.zip"] = packed({f"packed-{name}": raw for name, raw in files.items()})
    for name, raw in files.items():
        Path(name).write_bytes(raw)
    for name in PLANTED:
        Path(f"{name}.py").write_text(HARM.format(marker=str(tmp_path / "marker")), encoding="utf-8")
    return tmp_path


def assert_clean(desk: Path, *args: str, code: int | None = 0, how: str = "command") -> None:
    done = subprocess.run([*COMMAND[how], *args], capture_output=True, check=False, timeout=120)
    marker = desk / "marker"
    assert not marker.exists(), marker.read_text()
    assert b"Traceback" not in done.stderr
    assert code is None or done.returncode == code, done.stderr.decode()


FILES = ["a.txt", "a.docx", "a.pdf", "a.html", "a.mht", "a.csv", "a.xlsx", "a.zip"]


def test_reading_imports_nothing_of_the_current_folder(desk: Path) -> None:
    assert_clean(desk, "extract", *FILES, "-o", "all.jsonl")
    assert len(Path("all.jsonl").read_text(encoding="utf-8").splitlines()) == 3 * (len(FILES) * 2 - 2)


def test_batch_imports_nothing_of_the_current_folder(desk: Path) -> None:
    for output in ("all.jsonl", "all.xlsx", "all.parquet", "all.duckdb"):
        assert_clean(desk, "batch", *FILES, "-o", output, "--quiet")
    assert_clean(desk, "batch", "a.docx", "-o", "out", "--quiet")
    assert_clean(desk, "query", "all.duckdb")


@pytest.mark.parametrize(
    "command",
    [
        ("text", "a.docx"),
        ("outline", "a.docx"),
        ("explain", "a.docx", "--line", "1"),
        ("quantities", "a.pdf"),
        ("check", "a.html"),
        ("diff", "a.docx", "a.pdf"),
        ("goals", "a.docx", "a.mht"),
        ("series", "a.docx", "a.html", "--name", "学校"),
        ("rules", "suggest", "a.docx"),
        ("rules", "list"),
        ("rules", "check"),
        ("schema",),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_no_command_imports_anything_of_the_current_folder(desk: Path, command: tuple[str, ...]) -> None:
    assert_clean(desk, *command, code=None)


@pytest.mark.parametrize("how", COMMAND)
@pytest.mark.parametrize("path", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_whichever_way_it_is_started(
    desk: Path, monkeypatch: pytest.MonkeyPatch, how: str, path: str
) -> None:
    """What Python itself imports before we are there, or as PYTHONPATH bids, is not ours to bound."""
    if path:
        kept = ["lxml", "pypdfium2", "python_calamine"]
        monkeypatch.setenv("PYTHONPATH", path)
    else:
        code = "import runpy, sys; print(*sys.modules)"
        before = subprocess.run(
            [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
        )
        kept = sorted(set(PLANTED) - (set(before.stdout.split()) if how == "module" else set()))
    assert len(kept) > 2
    for name in PLANTED:
        if name not in kept:
            Path(f"{name}.py").unlink()
    assert_clean(desk, "extract", "a.docx", "a.pdf", "a.zip", how=how)


def test_a_checkout_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but PYTHONPATH, and with nothing at all in the folder that holds it."""
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    shutil.copytree(
        ROOT / "reportkit", tmp_path / "lib" / "reportkit", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "rules", tmp_path / "lib" / "rules")
    (tmp_path / "a.docx").write_bytes(docx(body(paragraph(SENTENCE))))
    code = "import reportkit.source.apart as a; print(a.__file__)"
    for where, environment in ((tmp_path, {"PYTHONPATH": str(tmp_path / "lib")}), (tmp_path / "lib", {})):
        monkeypatch.chdir(where)
        for command in (
            ["-c", code],
            ["-m", "reportkit", "extract", str(tmp_path / "a.docx"), "--format", "csv"],
        ):
            done = subprocess.run(
                [sys.executable, *command],
                capture_output=True,
                check=False,
                timeout=60,
                env={**os.environ, **environment},
            )
            assert done.returncode == 0, done.stderr.decode()
            assert (
                (b"lib/reportkit" in done.stdout) if command[0] == "-c" else (done.stdout.count(b"\n") == 4)
            )


def test_a_process_looks_where_this_one_does_but_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", "lib", str(tmp_path), "/elsewhere"])
    (tmp_path / "x.py").write_text("", encoding="utf-8")
    code = isolated("reportkit.source.confined", "archive")[3]
    assert str(tmp_path) not in code
    assert f"['/elsewhere', '{ROOT}']" in code


def test_an_office_of_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("soffice", "libreoffice"):
        Path(name).write_text("#!/bin/sh\ntouch marker\n", encoding="utf-8")
        Path(name).chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    assert find_office() is None


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice: a program that does what `office.sh` in the folder says."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\n. "$(dirname "$0")/office.sh"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    return tmp_path / "office.sh"


def test_what_libreoffice_makes_is_read_in_its_own_folder_and_confined(office: Path) -> None:
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    (office.parent / "made.docx").write_bytes(docx(body(paragraph(SENTENCE))))
    office.write_text(
        f"pwd > {office.parent}/where; ulimit -v > {office.parent}/most; cp {office.parent}/made.docx source.docx\n"
    )
    done = subprocess.run(
        [*COMMAND["command"], "text", str(office.parent / "a.rtf")], capture_output=True, check=False
    )
    assert done.stdout.decode().strip() == SENTENCE, done.stderr
    assert "reportkit-" in (office.parent / "where").read_text()
    assert int((office.parent / "most").read_text()) <= 4_000_000


def test_libreoffice_that_fails_is_one_line(office: Path) -> None:
    pytest.importorskip("lxml", reason="the extra docs is not installed")
    office.write_text("exit 1\n")
    done = subprocess.run(
        [*COMMAND["command"], "text", str(office.parent / "a.rtf")], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"reportkit: {office.parent}/a.rtf: LibreOffice could not read it; open it and save it as docx"
    ]
