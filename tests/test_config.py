"""Settings: where they are found, what wins, and what is said of those that cannot be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commands import Run

ROOT = Path(__file__).resolve().parent.parent
COUNTY = str(ROOT / "samples" / "county-2024.txt")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder two below one of a project, and a home of its own."""
    folder = tmp_path / "project" / "a" / "b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    for name in ("REPORTKIT_LANG", "REPORTKIT_RULES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(run: Run) -> dict[str, tuple[str, ...]]:
    """What `reportkit config` prints."""
    lines = run("config").out.splitlines()
    return {line.split("\t")[0]: tuple(line.split("\t")[1:]) for line in lines}


def test_without_a_file_nothing_is_set(desk: Path, run: Run) -> None:
    write(desk / "project" / "pyproject.toml", "[tool.other]\nname = 'reportkit'\n")
    assert set(told(run)) == {"lang", "rules", "format", "jobs", "metadata"}
    assert {value for value, _ in told(run).values()} == {"–"}
    assert run("extract", COUNTY).out.startswith("reportkit: '1'")


def test_the_nearest_file_wins_over_the_user(desk: Path, run: Run) -> None:
    own = write(desk / "home" / "reportkit" / "reportkit.toml", "format = 'json'\njobs = 2\n")
    assert told(run)["format"] == ("json", str(own))
    project = write(desk / "project" / "pyproject.toml", "[tool.reportkit]\nformat = 'csv'\nrules = 'mine'\n")
    assert told(run)["format"] == ("csv", str(project))
    assert told(run)["jobs"] == ("2", str(own))
    assert told(run)["rules"] == (str(desk / "project" / "mine"), str(project))
    near = write(desk / "project" / "a" / "reportkit.toml", "format = 'jsonl'\n")
    write(desk / "project" / "a" / "pyproject.toml", "[tool.reportkit]\nformat = 'yaml'\n")
    assert told(run)["format"] == ("jsonl", str(near))
    assert told(run)["rules"] == ("–", "not set")


def test_the_command_line_and_the_environment_win(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = desk / "project" / "mine"
    write(rules / "units.yaml", "units: [{id: 畦, dimension: area, factor: 100}]\n")
    write(desk / "project" / "reportkit.toml", "format = 'csv'\nrules = 'mine'\nlang = 'zh'\n")
    assert run("extract", COUNTY).out.startswith("\ufeffsource,")
    assert run("extract", COUNTY, "--format", "jsonl").out.startswith('{"source"')
    assert run("extract", COUNTY, "-o", "a.json").code == 0
    assert Path("a.json").read_text(encoding="utf-8").startswith("{\n")
    report = write(Path("r.txt"), "2023年，全县新辟菜地30畦。")
    assert ",30,畦," in run("extract", str(report)).out
    assert "畦" in run("rules", "show", "畦").out
    assert "用法" in run("extract", "--help").out
    assert "Usage" in run("extract", "--help", "--lang", "en").out
    monkeypatch.setenv("REPORTKIT_LANG", "en")
    assert "Usage" in run("extract", "--help").out
    monkeypatch.setenv("REPORTKIT_RULES", str(write(desk / "empty" / "units.yaml", "units: []").parent))
    assert told(run)["rules"] == (str(desk / "empty"), "REPORTKIT_RULES")


def test_a_format_is_left_to_commands_that_have_it(desk: Path, run: Run) -> None:
    write(desk / "project" / "reportkit.toml", "format = 'sdmx-csv'\n")
    assert run("extract", COUNTY).out.startswith("STRUCTURE")
    assert "name" in run("check", COUNTY, "--all").out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("speed = 1", "there is no setting 'speed'; use lang, rules, format, jobs, metadata"),
        ("jobs = 0", "jobs: 0, expected a whole number from 1 on"),
        ("jobs = true", "jobs: True, expected a whole number"),
        ("format = 1", "format: 1, expected a text"),
        ("lang = 'fr'", "lang: 'fr', expected one of zh, en"),
        ("format =", "is no TOML ("),
        ("format = '\udcff'", "is no TOML ("),
    ],
)
def test_what_cannot_be_is_one_line(desk: Path, run: Run, text: str, says: str) -> None:
    path = desk / "project" / "reportkit.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run("config")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"reportkit: {path}: {says}")
    assert done.err.count("\n") == 1


def test_a_broken_file_of_another_program_is_left_alone(desk: Path, run: Run) -> None:
    write(desk / "project" / "pyproject.toml", "[tool.reportkit\nformat =")
    assert told(run)["format"] == ("–", "not set")
    path = write(desk / "project" / "pyproject.toml", "[tool]\nreportkit = 1\n")
    assert f"{path}: tool.reportkit is no table" in run("config").err


def test_nothing_is_imported_to_look_for_a_file(desk: Path) -> None:
    code = "import sys; from reportkit.cli.configured import read_configuration as r; r(); print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
