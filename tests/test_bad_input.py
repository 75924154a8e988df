"""What happens when something is wrong: one line, the right exit code, and nothing half done."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from processes import needs_proc, wait_until, worked

ROOT = Path(__file__).resolve().parent.parent
COUNTY = str(ROOT / "samples" / "county-2024.txt")
REPORTKIT = [sys.executable, "-m", "reportkit"]
FULL = Path("/dev/full")
# Generous: it says that the work ends, and nothing of how fast it is.
LONG = 300
SHORT = 200


def run(*args: str, limit: int = LONG, **options: Any) -> subprocess.CompletedProcess[str]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(
        [*REPORTKIT, *args], text=True, encoding="utf-8", timeout=limit, check=False, **options
    )


def assert_refused(done: subprocess.CompletedProcess[str], *says: str) -> None:
    """One line on standard error, which says all of `says`, exit code 2 and no output."""
    assert (done.returncode, done.stdout or "") == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("reportkit: ")
    assert all(part in done.stderr for part in says)


def write(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_bytes(text.encode(encoding, "surrogatepass"))
    return str(path)


# no such file, a folder, no permission


@pytest.mark.parametrize("command", [("extract",), ("text",), ("outline",), ("explain", "--line", "1")])
def test_no_such_file(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = str(tmp_path / "none.txt")
    assert_refused(run(*command, path), path, "no such file; check the path")


def test_a_folder(tmp_path: Path) -> None:
    assert_refused(run("extract", str(tmp_path)), str(tmp_path), "is a folder")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("一", encoding="utf-8")
    path.chmod(0)
    assert_refused(run("extract", str(path)), "closed.txt", "no permission", "chmod")


def test_a_file_name_that_is_no_line(tmp_path: Path) -> None:
    assert_refused(run("extract", str(tmp_path / "a\nb\x1b[31m.txt")), "a b␛[31m.txt")


def test_one_bad_input_of_several_and_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert_refused(run("extract", COUNTY, str(tmp_path / "none.txt")), "none.txt")
    assert_refused(run("extract", COUNTY, str(tmp_path / "none.txt"), "-o", str(target)), "none.txt")
    assert [*tmp_path.iterdir()] == []


def test_standard_input_twice() -> None:
    assert_refused(run("extract", "-", "-", stdin=subprocess.DEVNULL), "only once")


# empty, or no report


@pytest.mark.parametrize(
    "text", ["", "\n\n \u3000\n", "No report at all.\n"], ids=["empty", "blank", "english"]
)
def test_no_report(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "none.txt", text)
    done = run("extract", path, "--format", "json")
    printed = json.loads(done.stdout)
    assert done.returncode == 0
    assert printed["reports"] == []
    assert printed["warnings"]
    assert done.stderr.splitlines() == [f"reportkit: {path}: warning: {each}" for each in printed["warnings"]]


# binary, not decodable


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "looks like a PNG image"),
        (b"\x1f\x8b\x08\x00", "looks like a gzip archive"),
        (bytes(4096), "looks like a binary file"),
        (b"caf\xe9 \xff\xff\n", "utf-8, utf-16, gb18030"),
    ],
    ids=["png", "gzip", "nul", "undecodable"],
)
def test_no_text(tmp_path: Path, raw: bytes, says: str) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(raw)
    assert_refused(run("extract", str(path)), "file.bin", says)


def test_undecodable_names_the_option(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"caf\xe9 \xff\xff\n")
    assert_refused(run("extract", str(path)), "--encoding")
    assert_refused(run("extract", str(path), "--encoding", "utf-8"), "not utf-8 at byte 3")
    assert_refused(run("extract", str(path), "--encoding", "klingon"), "klingon")


# odd characters, long lines, many headings

SENTENCE = "2023年，全县新建学校12所，改造道路35.6公里，增长5.6%。"
OPENING = "云岭县政府工作报告\n\n各位代表：\n\n"


def found(path: str) -> dict[str, Any]:
    done = run("extract", path, "--format", "json")
    assert done.returncode == 0, done.stderr[-2000:]
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def values(printed: dict[str, Any]) -> list[float]:
    return [indicator["value"] for report in printed["reports"] for indicator in report["indicators"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_nul_and_control_characters(tmp_path: Path, encoding: str) -> None:
    noise = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127, 0x80, 0x9F, 0x202E, 0x200B]))
    text = OPENING + SENTENCE * 20 + noise + SENTENCE
    path = write(tmp_path / "noise.txt", text, encoding)
    assert values(found(path)).count(12) == 21
    for command in (("text",), ("text", "--repaired"), ("outline",), ("explain", "--line", "5")):
        assert run(*command, path).returncode == 0
    for format_ in ("yaml", "jsonl", "table"):
        assert run("extract", path, "--format", format_).returncode == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_lone_surrogates(tmp_path: Path, encoding: str) -> None:
    text = OPENING + SENTENCE + "\ud800" + SENTENCE.replace("学校", "学\udfff校")
    path = write(tmp_path / "lone.txt", text, encoding)
    printed = found(path)
    assert values(printed).count(12) == 2
    assert printed["source"]["characters"] == len(text)
    assert any("surrogate" in warning for warning in printed["warnings"])
    for format_ in ("yaml", "jsonl", "table"):
        assert run("extract", path, "--format", format_).returncode == 0


@pytest.mark.parametrize("stop", ["。", "，"], ids=["sentences", "one sentence"])
def test_ten_megabytes_on_one_line(tmp_path: Path, stop: str) -> None:
    unit = SENTENCE + "我们坚持稳中求进，统筹发展和安全，各项事业取得新的进步。" * 9
    count = 10_000_000 // len(unit.encode())
    path = write(tmp_path / "line.txt", OPENING + (unit * count).replace("。", stop))
    target = tmp_path / "out.jsonl"
    assert run("extract", path, "-o", str(target)).returncode == 0
    with target.open(encoding="utf-8") as lines:
        assert sum(1 for line in lines if '"unit": "所"' in line) == count


@pytest.mark.parametrize("run_of", ["1", "一", "亿", "，", "　", "（", "."], ids=ascii)
def test_a_million_of_one_character(tmp_path: Path, run_of: str) -> None:
    path = write(tmp_path / "same.txt", OPENING + SENTENCE + run_of * 1_000_000 + "\n" + SENTENCE)
    done = run("extract", path, "--format", "jsonl", "-o", os.devnull, limit=SHORT)
    assert (done.returncode, done.stderr) == (0, "")


def test_five_thousand_headings(tmp_path: Path) -> None:
    headings = "".join(f"## 第{number}项任务\n\n{SENTENCE}\n\n" for number in range(5_000))
    path = write(tmp_path / "headings.txt", OPENING + headings)
    printed = found(path)
    assert sum(len(report["sections"]) for report in printed["reports"]) >= 5_000
    assert run("outline", path).returncode == 0


# structures that contradict themselves


def test_headings_alone(tmp_path: Path) -> None:
    headings = "\n".join(f"{'一二三四五六七八九十'[i % 10]}、标题{i}" for i in range(5000))
    printed = found(write(tmp_path / "headings.txt", headings))
    assert [len(report["sections"]) for report in printed["reports"]] == [5000]
    assert values(printed) == []


def test_one_paragraph_of_a_megabyte(tmp_path: Path) -> None:
    count = 1_000_000 // len(SENTENCE.encode())
    printed = found(write(tmp_path / "paragraph.txt", OPENING + SENTENCE * count))
    assert values(printed).count(12) == count
    assert printed["warnings"] == []


@pytest.mark.parametrize("between", ["\n\n", "\n\n## 标题\n\n"], ids=["plain", "under headings"])
def test_five_thousand_broken_paragraphs(tmp_path: Path, between: str) -> None:
    broken = between.join(f"第{i}个项目完成投资{i}亿元，新增就业{i}" for i in range(5000))
    printed = found(write(tmp_path / "broken.txt", broken))
    assert len(values(printed)) >= 4990
    assert any("stops" in warning for warning in printed["warnings"])
    assert len(printed["warnings"]) < 10


def test_more_loose_paragraphs_than_a_page_has(tmp_path: Path) -> None:
    stops = "".join(f"### 标题{i}\n\n第{i}个项目完成投资{i}亿元，新增就业{i}\n\n" for i in range(100))
    loose = "".join(f"人、培训{i}人次，各项任务完成。\n\n" for i in range(100))
    printed = found(write(tmp_path / "loose.txt", f"## 2023年工作回顾\n{stops}{loose}"))
    assert any("100 paragraphs may go on in it" in warning for warning in printed["warnings"])
    assert not [each for report in printed["reports"] for each in report["repairs"]]


def test_numbers_of_headings_that_contradict_themselves(tmp_path: Path) -> None:
    headings = "\n".join(f"{'一二'[i % 2]}、标题{i}" for i in range(5000))
    printed = found(write(tmp_path / "headings.txt", headings))
    levels = {section["level"] for section in printed["reports"][0]["sections"]}
    assert max(levels) <= 4
    assert any("contradict" in warning for warning in printed["warnings"])


def test_dates_of_the_year_9999(tmp_path: Path) -> None:
    text = (
        "政府工作报告\n9999年1月1日在云岭县第十届人民代表大会第一次会议上\n各位代表：\n"
        f"现在，我代表县人民政府报告工作。\n一、9998年工作回顾\n{SENTENCE}到9999年底，再建9所。"
    )
    printed = found(write(tmp_path / "late.txt", text))
    (report,) = printed["reports"]
    assert (report["date"], values(printed)) == (None, [12, 35.6, 5.6, 9])
    assert any("9999年1月1日" in warning for warning in printed["warnings"])


# faulty rules


@pytest.mark.parametrize(
    "command", [("extract", COUNTY), ("outline", COUNTY), ("explain", COUNTY, "--line", "1")]
)
def test_faulty_rules(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "units.yaml"
    path.write_text("units:\n  - {id: 榀}\n  - {id: 爿, dimension: count, factor: big}\n", encoding="utf-8")
    done = run(*command, "--rules", str(tmp_path))
    assert (done.returncode, done.stdout) == (4, "")
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [f"{path}:2", f"{path}:3"]
    done = run(*command, env={**os.environ, "REPORTKIT_RULES": str(tmp_path)})
    assert (done.returncode, done.stdout) == (4, "")


def test_no_such_rules(tmp_path: Path) -> None:
    done = run("extract", COUNTY, "--rules", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (4, "")
    assert "no such folder" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# output


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_disk_full_while_a_file_is_written(tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("old", encoding="utf-8")
    done = run("extract", COUNTY, "-o", str(target), preexec_fn=limit_files)
    assert_refused(done, str(target), "cannot be written")
    assert target.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.yaml"]


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [("extract", COUNTY), ("text", COUNTY), ("schema",), ("rules", "list")])
def test_disk_full_on_standard_output(command: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        assert_refused(run(*command, stdout=full), "standard output", "No space left")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_disk_full_on_a_device() -> None:
    assert_refused(run("extract", COUNTY, "-o", str(FULL)), "/dev/full", "No space left")
    assert FULL.is_char_device()


def test_target_in_no_folder(tmp_path: Path) -> None:
    assert_refused(run("extract", COUNTY, "-o", str(tmp_path / "none" / "out.yaml")), "there is no folder")


def test_target_is_a_folder(tmp_path: Path) -> None:
    assert_refused(run("extract", COUNTY, "-o", str(tmp_path)), "is a folder")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_target_in_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run("extract", COUNTY, "-o", str(tmp_path / "out.yaml"))
    tmp_path.chmod(0o700)
    assert_refused(done, "no permission to write")
    assert [*tmp_path.iterdir()] == []


def test_target_that_says_no_format(tmp_path: Path) -> None:
    assert_refused(run("extract", COUNTY, "-o", str(tmp_path / "out.odt")), ".odt", "--format")


@pytest.mark.parametrize("extra", [(), ("--format", "json")])
def test_target_is_an_input(tmp_path: Path, extra: tuple[str, ...]) -> None:
    text = OPENING + SENTENCE
    path = write(tmp_path / "report.yaml", text)
    assert_refused(run("extract", COUNTY, path, "-o", path, *extra), path, "is an input as well")
    assert Path(path).read_text(encoding="utf-8") == text


def test_target_is_standard_input(tmp_path: Path) -> None:
    text = OPENING + SENTENCE
    path = write(tmp_path / "report.yaml", text)
    with Path(path).open(encoding="utf-8") as file:
        assert_refused(run("extract", "-", "-o", path, stdin=file), "is an input as well")
    assert Path(path).read_text(encoding="utf-8") == text


# a reader that goes, a user who interrupts


def start(*args: str, **options: Any) -> subprocess.Popen[bytes]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*REPORTKIT, *args], **options)


@pytest.mark.parametrize("first", [0, 100])
@pytest.mark.parametrize(
    "command",
    [
        ("extract", COUNTY),
        ("extract", COUNTY, "--format", "table"),
        ("text",),
        ("schema",),
        ("rules", "list"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_broken_pipe(tmp_path: Path, command: tuple[str, ...], first: int) -> None:
    if command == ("text",):
        command = ("text", write(tmp_path / "long.txt", SENTENCE * 10_000))
    process = start(*command)
    assert process.stdout is not None
    assert process.stderr is not None
    if first:
        process.stdout.read(first)
    process.stdout.close()
    told = process.stderr.read()
    assert process.wait(LONG) == 0  # 1 is that of a difference alone
    assert told == b""


def test_interrupt_while_reading(tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    process = start("extract", "-", "-o", str(target), stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(
        SENTENCE.encode() * 20_000
    )  # more than a pipe holds: it was read, and more is waited for
    process.stdin.flush()
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=LONG)
    assert (process.returncode, told) == (130, b"")
    assert [*tmp_path.iterdir()] == []


# A process in which the callback at the end of an object hears of Ctrl-C, as the one at the end of an import may.
DROPPED = """
import reportkit.cli.main, signal, weakref
from reportkit.__main__ import run
def main():
    one = type("One", (), {})()
    heard = weakref.ref(one, lambda _: signal.raise_signal(signal.SIGINT))
    del one
    while True:
        pass
reportkit.cli.main.main = main
run()
"""


def test_interrupt_in_a_callback_whose_errors_python_drops() -> None:
    done = subprocess.run([sys.executable, "-c", DROPPED], capture_output=True, timeout=LONG, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@needs_proc
def test_interrupt_while_extracting(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")
    process = start("extract", "-", "-o", str(target), stdin=subprocess.PIPE)
    assert process.stdin is not None
    # no two lines are alike: what stands twice is left out
    process.stdin.write((OPENING + "".join(f"{SENTENCE}又建{i}处。\n" for i in range(150_000))).encode())
    process.stdin.close()
    process.stdin = None
    read = worked(process.pid)
    wait_until(lambda: worked(process.pid) > read + 1)
    assert process.poll() is None, "the input was too short to interrupt"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=LONG)
    assert (process.returncode, told) == (130, b"")
    assert target.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.jsonl"]
